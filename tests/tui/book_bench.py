"""What the tests of the code book share: one compiled book for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.code_books import compiled_below, lend_books
from tests.tui.quiz_bench import NARROW, Bench, quiz, running_app
from tutor.domain.item import Item
from tutor.settings import Settings
from tutor.tui.widgets.code_browser import CodeBrowser
from tutor.tui.widgets.code_page import PageView
from tutor.tui.widgets.code_search import CodeSearch, HitList


def lend_book(home: Path) -> None:
    """Give a home (a test's `tmp_path`) the compiled books."""
    settings = Settings(home=home)
    settings.make_folders()
    lend_books(compiled_below(home.parent), settings.codebook_cache)


@asynccontextmanager
async def book(home: Path, size: tuple[int, int] = NARROW) -> AsyncIterator[Bench]:
    """Run the app with the code book on its screen."""
    lend_book(home)
    async with running_app(home, size) as bench:
        await bench.press("b")
        yield bench


@asynccontextmanager
async def quiz_with_book(home: Path, items: Sequence[Item], **how: Any) -> AsyncIterator[Bench]:
    """Run the app with a quiz on its screen and a book to open beside it."""
    lend_book(home)
    async with quiz(home, items, **how) as bench:
        yield bench


async def look_up(bench: Bench, text: str) -> None:
    """Type into the search field."""
    field = browser(bench).query_one(CodeSearch)
    if field.has_focus:
        field.select_all()
    else:
        await bench.press("slash")
    names = {" ": "space", ".": "full_stop", "-": "minus"}
    await bench.pilot.press(*(names.get(character, character) for character in text))
    await bench.settle()


def browser(bench: Bench) -> CodeBrowser:
    return bench.app.screen.query_one(CodeBrowser)


def page_text(bench: Bench) -> str:
    """Return all lines of the page shown, also those out of sight."""
    view = browser(bench).query_one(PageView)
    return "\n".join(option.prompt.plain for option in view.body.options)  # type: ignore[union-attr]


def page_code(bench: Bench) -> str | None:
    """Return the code of the page shown."""
    page = browser(bench).page
    return page.code if page else None


def found(bench: Bench) -> list[str]:
    """Return the codes found."""
    return [hit.code for hit in browser(bench).query_one(HitList).hits]
