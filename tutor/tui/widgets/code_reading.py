"""Reading the code book: its pages, where they lead, and the way back."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.content import Content

from tutor.errors import NotFoundError, TutorError
from tutor.services.code_views import CodePage
from tutor.services.exam_books import ExamBooks
from tutor.tui.base import tutor_app
from tutor.tui.book_commands import READING_COMMANDS
from tutor.tui.commands import Command, bindings
from tutor.tui.modals.check_codes import CheckCodesModal
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.seventh import SeventhModal
from tutor.tui.text import show
from tutor.tui.trail import PageKey, Spot, Trail
from tutor.tui.widgets.code_opening import TREE_SET, BookOpening
from tutor.tui.widgets.code_page import PageView

NEEDS_PAGE = {"mark", "spell"}
"""Actions on the page shown."""


class BookReading(BookOpening):
    """The part of the code book that shows pages. Below it are a `PageView` and a list."""

    KEYS: ClassVar[tuple[Command, ...]] = READING_COMMANDS
    BINDINGS = bindings(KEYS)

    def __init__(self, books: ExamBooks, *, id: str | None = None) -> None:
        super().__init__(books, id=id)
        self.trail = Trail()
        self._wanted: PageKey | None = None
        self._spelled = False
        self._visiting = False

    def turn_to(self, *, page: bool) -> None:
        """Go to the page or back to the list."""
        raise NotImplementedError

    def is_marked(self, page: CodePage) -> bool:
        """Whether a page is bookmarked."""
        raise NotImplementedError

    def visit_wanted(self) -> bool:
        """Open the page that was asked for before the book was open; False if none was."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.visit(wanted)
        return wanted is not None

    def _note_spot(self) -> None:
        """Note where the page is left, unless it was only looked at from the list."""
        page = self.page
        if page is not None and page_key(page) == self.trail.current:
            self.trail.leave(self.query_one(PageView).body.spot)

    @property
    def page(self) -> CodePage | None:
        """The page shown."""
        return self.query_one(PageView).page

    def visit(self, key: PageKey) -> None:
        """Open a page and go to it; it joins the trail."""
        if not self.is_open:
            self._wanted = key
            return
        self._note_spot()
        self._read(key, visit=True)

    def preview(self, key: PageKey) -> None:
        """Show a page beside the list, where there is room; it does not join the trail."""
        opening = self._visiting and self.asking("page")
        if not opening and not self.has_class("-one"):
            self._read(key, visit=False)

    def _read(self, key: PageKey, *, visit: bool, spot: Spot | None = None) -> None:
        self._visiting = visit
        book = tutor_app(self).services.codes
        self.ask(
            lambda: book.page(key.code, code_set=key.code_set, edition=key.edition),
            partial(self._show_page, visit, spot),
            group="page",
            failed=None if visit else self._show_no_page,
        )

    def _show_no_page(self, error: TutorError) -> None:
        self.query_one(PageView).show_nothing(str(error))

    def _show_page(self, visit: bool, spot: Spot | None, page: CodePage) -> None:
        view = self.query_one(PageView)
        view.show_page(page, marked=self.is_marked(page), spelled=self._spelled, spot=spot)
        if visit:
            self.trail.visit(page_key(page))
            self.turn_to(page=True)
        self.refresh_bindings()

    @on(PageView.Followed)
    def _follow(self, event: PageView.Followed) -> None:
        page = self.page
        if page is None:
            return
        if len(event.refs) == 1:
            self._follow_to(event.refs[0])
            return
        find = partial(self._find, page)
        self.ask(lambda: [(ref, find(ref).title) for ref in event.refs], self._choose, group="refs")

    def _choose(self, refs: list[tuple[str, str]]) -> None:
        choices = [
            (ref, Content.assemble(show(f"{ref:<9} ", "bold"), show(title))) for ref, title in refs
        ]
        self.app.push_screen(ChooseModal("This line leads to", choices), self._follow_to)

    def _follow_to(self, ref: str | None) -> None:
        page = self.page
        if ref is None or page is None:
            return
        find = partial(self._find, page, ref)
        self._note_spot()
        self._visiting = True
        self.ask(find, partial(self._show_page, True, None), group="page")

    def _find(self, page: CodePage, ref: str) -> CodePage:
        """Return the page a reference leads to; a range without one leads to its first code."""
        book = tutor_app(self).services.codes
        try:
            return book.page(ref, code_set=page.code_set, edition=page.edition)
        except NotFoundError:
            first = ref.partition("-")[0]
            return book.page(first, code_set=page.code_set, edition=page.edition)

    def action_before(self) -> None:
        """Return to the page before; from the first, to the list."""
        current = self.trail.current
        shown = self.page
        if current is not None and shown is not None and page_key(shown) != current:
            self._return_to(current)  # something else was only looked at from the list
        elif not self._go_back():
            self.turn_to(page=False)

    def _go_back(self) -> bool:
        self._note_spot()
        before = self.trail.back()
        if before is not None:
            self._return_to(before)
        return before is not None

    def action_after(self) -> None:
        """Go forward to the page returned from."""
        self._note_spot()
        if (after := self.trail.forward()) is not None:
            self._return_to(after)

    def _return_to(self, key: PageKey) -> None:
        self._read(key, visit=True, spot=self.trail.spot)

    def action_spell(self) -> None:
        """Spell the code out, or stop doing so."""
        self._spelled = not self._spelled
        if (page := self.page) is not None:
            self._show_page(False, Spot() if self._spelled else None, page)

    def action_seventh(self) -> None:
        """Build the full code."""
        if (page := self.page) is not None and page.seventh:
            self.app.push_screen(SeventhModal(page), self._follow_to)

    def action_check(self) -> None:
        """Check codes given together."""
        page, (code_set, edition) = self.page, self.tree_book
        begin = page.code if page is not None and page.billable else ""
        edition = edition if code_set == TREE_SET else None
        self.app.push_screen(CheckCodesModal(edition, begin), self._open_code)

    def _open_code(self, code: str | None) -> None:
        if code is not None:
            self.visit(PageKey(code, *self.tree_book))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        page = self.page if self.is_mounted else None
        if action in NEEDS_PAGE:
            return page is not None
        if action == "seventh":
            return page is not None and bool(page.seventh)
        if action == "after":
            return self.trail.has_after
        return super().check_action(action, parameters)


def page_key(page: CodePage) -> PageKey:
    """Return what a page is found by."""
    return PageKey(page.code, page.code_set, page.edition)
