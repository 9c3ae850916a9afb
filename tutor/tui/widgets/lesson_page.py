"""The scrolling body of one lesson page: Markdown and checks, mounted one after another.

Markdown costs about a widget for each of its blocks, so only the page being read is mounted.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Markdown

from tutor.services.learning_views import PageBlock, PageView
from tutor.services.views import Link
from tutor.tui.text import safe_markdown
from tutor.tui.widgets.lesson_check import LessonCheck

LINK = re.compile(r"\[([^\[\]]+)\]\(((?:term|lesson):[a-z0-9-]+)\)")
"""A link inside a lesson: its words and its address."""


class LessonMarkdown(Markdown):
    """Lesson text. Links are left to the screen; HTML and bare web addresses stay text."""

    DEFAULT_CSS = """
    LessonMarkdown {
        padding: 0 1;
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__(safe_markdown(text), parser_factory=_parser, open_links=False)


class LessonPage(VerticalScroll, can_focus=True):
    """Shows one page at a time; what it is asked to show last wins."""

    DEFAULT_CSS = """
    LessonPage {
        height: 1fr;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        & > * { max-width: 96; }
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._wanted = 0
        self._lock = asyncio.Lock()
        self.ready = False
        """Whether the whole page is mounted."""

    async def show(self, widgets: Iterable[Widget]) -> None:
        """Show other widgets, from the top; stops when something newer is to be shown."""
        self._wanted += 1
        wanted = self._wanted
        self.ready = False
        async with self._lock:
            await self.remove_children()
            self.scroll_home(animate=False)
            for widget in widgets:
                if wanted != self._wanted:
                    return
                await self.mount(widget)
            self.ready = wanted == self._wanted

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.ready and self.scroll_offset.y >= self.max_scroll_y


def block_widgets(page: PageView, lesson_id: str) -> Iterator[Widget]:
    """Make the widgets of a page's blocks, each when it is asked for."""
    for block in page.blocks:
        yield _widget(block, lesson_id)


def page_links(page: PageView) -> tuple[Link, ...]:
    """Return the links of a page in reading order, each once; ids are addresses (`term:era`)."""
    found: dict[str, Link] = {}
    for block in page.blocks:
        for words, address in LINK.findall(block.markdown):
            found.setdefault(address, Link(address, words))
    return tuple(found.values())


def _widget(block: PageBlock, lesson_id: str) -> Widget:
    if block.check:
        return LessonCheck(block.check, lesson_id)
    return LessonMarkdown(block.markdown)


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
