"""What follows the last page of a lesson: what is mastered now, where to go on, the sources."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.learning_views import LessonView
from tutor.tui.text import show
from tutor.tui.widgets.bullets import Bullets

NEXT, PRACTISE, LESSONS = "next", "practise", "lessons"
"""Ids of the ways on."""


class LessonEnd(Vertical):
    """The card at the end of a lesson."""

    DEFAULT_CSS = """
    LessonEnd {
        height: auto;
        padding: 0 1;
        OptionList { height: auto; margin-bottom: 1; }
        .end-mark { margin-bottom: 1; color: $text-success; text-style: bold; }
        .end-sources { color: $text-muted; }
    }
    """

    class Chosen(Message):
        """A way on was chosen: `NEXT`, `PRACTISE` or `LESSONS`."""

        def __init__(self, way: str) -> None:
            super().__init__()
            self.way = way

    def __init__(self, lesson: LessonView) -> None:
        super().__init__()
        self._lesson = lesson

    def compose(self) -> ComposeResult:
        """Lay out mark, objectives, ways on and sources."""
        yield Static(show(f"✓ Finished: {self._lesson.title}"), classes="end-mark")
        if self._lesson.objectives:
            yield Bullets("You can now:", self._lesson.objectives)
        yield OptionList(*(Option(text, id=way) for way, text in self._ways()))
        if self._lesson.sources:
            yield Bullets("Sources", self._lesson.sources, classes="end-sources")

    def on_mount(self) -> None:
        """Offer the first way on."""
        ways = self.query_one(OptionList)
        ways.highlighted = 0
        ways.focus(scroll_visible=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pass on the way that was chosen."""
        event.stop()
        if event.option_id:
            self.post_message(self.Chosen(event.option_id))

    def _ways(self) -> list[tuple[str, Content]]:
        ways = []
        if self._lesson.next_lesson:
            title = show(self._lesson.next_lesson.title, "bold")
            ways.append((NEXT, Content.assemble("▶ Next lesson: ", title)))
        if self._lesson.practice_count:
            questions = f"{self._lesson.practice_count} questions"
            ways.append((PRACTISE, Content(f"▶ Practice this lesson ({questions})")))
        ways.append((LESSONS, Content("▶ Back to the lessons")))
        return ways
