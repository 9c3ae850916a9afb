"""The code book: search and tree on one side, the page on the other.

The same widget is the Code book place and the panel beside a question. It opens the book when
`open_book` is called, never before, and keeps query, page and place on the page as long as it
lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, ProgressBar, Static

from tutor.domain.code_sets import NAMES
from tutor.domain.text import printable
from tutor.services.code_views import CodeHit, EditionView
from tutor.services.exam_books import ALL_BOOKS, ExamBooks
from tutor.tui.base import tutor_app
from tutor.tui.book_commands import BOOK_COMMANDS
from tutor.tui.commands import Command, bindings
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.text import show
from tutor.tui.trail import PageKey
from tutor.tui.widgets.code_cards import BookCards
from tutor.tui.widgets.code_lines import book_name
from tutor.tui.widgets.code_opening import BookOpening, Shelf, WaitArea
from tutor.tui.widgets.code_page import PageView
from tutor.tui.widgets.code_search import CodeSearch, HitList
from tutor.tui.widgets.code_tree import CodeTree

ONE_PANE = 70
"""With fewer columns, list and page take turns."""
ROOMY = 110
"""With so many columns, the list is wider."""
MOST_HITS = 40
"""Results listed."""
ALL = "all"
"""Stands for all books in the list of books."""


class CodeBrowser(BookCards):
    """Looks codes up.

    Args:
        books: The books that may be used; all unless given.
    """

    KEYS: ClassVar[tuple[Command, ...]] = BOOK_COMMANDS
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    CodeBrowser {
        height: 1fr;
        OptionList { scrollbar-size-vertical: 1; }
        #book-line { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap;
            text-overflow: ellipsis; display: none; }
        #book-wait { height: auto; padding: 1 2; }
        #wait-bar { margin-top: 1; display: none; }
        #book-desk { height: 1fr; display: none; }
        #book-side { width: 32; }
        #code-search { height: 3; border: round $primary 40%; background: $surface; }
        #code-search:focus { border: round $primary; }
        #code-search:focus:nocolor { border: heavy $primary; }
        #code-hits { height: 1fr; display: none; }
        #code-tree { height: 1fr; }
        #book-count { height: 1; padding: 0 1; color: $text-muted; display: none; }
        #code-page { width: 1fr; padding-left: 1; }
        &.-open {
            #book-line, #book-desk { display: block; }
            #book-wait { display: none; }
        }
        &.-typed {
            #code-hits, #book-count { display: block; }
            #code-tree { display: none; }
        }
        &.-roomy #book-side { width: 48; }
        &.-one {
            #book-side { width: 1fr; }
            #code-page { display: none; padding-left: 0; }
            &.-reading #book-side { display: none; }
            &.-reading #code-page { display: block; }
        }
    }
    """

    def __init__(self, books: ExamBooks = ALL_BOOKS, *, id: str | None = None) -> None:
        super().__init__(books, id=id)
        self._left_at: Widget | None = None
        self._hurried = False
        self._search_first = False

    def compose(self) -> ComposeResult:
        """Lay out the book's name, what is shown while it opens, and its two sides."""
        yield Static(id="book-line")
        with WaitArea(id="book-wait"):
            yield Static(show("Opening the code book…"), id="wait-line")
            yield ProgressBar(show_eta=False, id="wait-bar")
        with Horizontal(id="book-desk"):
            with Vertical(id="book-side"):
                yield CodeSearch(placeholder="/ Code or words", id="code-search")
                yield HitList(id="code-hits")
                yield CodeTree(self.read_children, id="code-tree")
                yield Static(id="book-count")
            yield PageView(id="code-page")

    def on_book_opening_opened(self, event: BookOpening.Opened) -> None:
        """Fill the shelves."""
        event.stop()
        self.take_marks(event.shelf.marks)
        self.refresh_cards()
        self.query_one(CodeTree).show_book(event.shelf.top)
        self._show_book_line(event.shelf)
        self._search()
        if not self.visit_wanted() and event.awaited:
            begin = self.action_search if self._search_first else self.take_focus
            self.call_after_refresh(begin)
        self._search_first = False

    # Focus and size

    def take_focus(self) -> None:
        """Let the keyboard work where it was in this book."""
        kept = self._left_at
        if kept is not None and kept.is_attached and kept.focusable:
            kept.focus()
        elif self.is_open:
            self._list.focus()
        else:
            self.query_one(WaitArea).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember where the keyboard was; a tree reached first shows the page it stands on."""
        if not isinstance(event.widget, WaitArea):
            self._left_at = event.widget
        if isinstance(event.widget, CodeTree) and self.page is None:
            # The tree may have told its line before the keyboard came.
            line = event.widget.line
            if line is not None:
                self.preview(PageKey(line.code, *self.tree_book))

    def on_resize(self, event: events.Resize) -> None:
        """Show both sides where there is room."""
        self.set_class(event.size.width < ONE_PANE, "-one")
        self.set_class(event.size.width >= ROOMY, "-roomy")

    @property
    def _list(self) -> Widget:
        return self.query_one(HitList if self.has_class("-typed") else CodeTree)

    def turn_to(self, *, page: bool) -> None:
        """Go to the page or back to the list, which hide one another where there is no room."""
        self.set_class(page, "-reading")
        (self.query_one(PageView).body if page else self._list).focus()

    # Search and tree

    def action_search(self) -> None:
        """Go to the search field, ready to type anew; as soon as the book is open."""
        if not self.is_open:
            self._search_first = True
            self.query_one(WaitArea).focus()
            return
        self.remove_class("-reading")
        field = self.query_one(CodeSearch)
        field.focus()
        field.select_all()

    def look_up(self, text: str) -> None:
        """Look something up, as if it were typed."""
        self.once_laid_out(partial(self._type, printable(text)))

    def _type(self, text: str) -> None:
        self.action_search()
        self.query_one(CodeSearch).value = text

    def action_tree(self) -> None:
        """Show the page's place in the tree."""
        field = self.query_one(CodeSearch)
        field.value = ""
        self.remove_class("-typed")
        self.turn_to(page=False)
        page = self.page
        if page is not None and page.code_set == self.tree_book[0]:
            self.query_one(CodeTree).reveal([*(line.code for line in page.breadcrumbs), page.code])

    @on(Input.Changed, "#code-search")
    def _search(self) -> None:
        """Look up what is typed; the answer to the latest key is the one shown."""
        text = self.query_one(CodeSearch).value.strip()
        self._hurried = False
        if not self.is_open:
            return
        if not text:
            self.ask(tuple[CodeHit, ...], partial(self._show_hits, text), group="search")
            return
        book = tutor_app(self).services.codes
        code_set, edition = self.chosen or (None, None)
        self.ask(
            lambda: book.search(text, code_set=code_set, edition=edition, limit=MOST_HITS),
            partial(self._show_hits, text),
            group="search",
        )

    def _show_hits(self, text: str, hits: Sequence[CodeHit]) -> None:
        allowed = [hit for hit in hits if self.books.allow(hit.code_set)]
        with self.app.batch_update():
            self.set_class(bool(text), "-typed")
            self.query_one(HitList).show_hits(allowed)
            self.query_one("#book-count", Static).update(show(_count(text, len(allowed))))
        if self._hurried:
            self._hurried = False
            self._open_hit()

    @on(CodeSearch.Left)
    def _to_list(self) -> None:
        self.turn_to(page=False)

    @on(Input.Submitted, "#code-search")
    def _open_best(self) -> None:
        """Open the best hit, as soon as what is typed is looked up."""
        if self.asking("search"):
            self._hurried = True
        else:
            self._open_hit()

    @on(OptionList.OptionSelected, "#code-hits")
    def _open_hit(self) -> None:
        hits = self.query_one(HitList)
        option = hits.highlighted_option
        if self.has_class("-typed") and option is not None and (hit := hits.hit(option.id)):
            self.visit(PageKey(hit.code, hit.code_set, hit.edition))
        else:
            self.turn_to(page=False)

    @on(OptionList.OptionHighlighted, "#code-hits")
    def _pass_hit(self, event: OptionList.OptionHighlighted) -> None:
        hit = self.query_one(HitList).hit(event.option_id)
        if hit is not None and self.has_class("-typed"):
            self.preview(PageKey(hit.code, hit.code_set, hit.edition))

    @on(CodeTree.Passed)
    def _pass_line(self, event: CodeTree.Passed) -> None:
        if self.query_one(CodeTree).has_focus:
            self.preview(PageKey(event.line.code, *self.tree_book))

    @on(CodeTree.Chosen)
    def _open_line(self, event: CodeTree.Chosen) -> None:
        self.visit(PageKey(event.line.code, *self.tree_book))

    # Books

    def action_edition(self) -> None:
        """Choose a book."""
        if self.shelf is None:
            return
        books = {ALL: None} | {
            f"{one.code_set}|{one.label}": (one.code_set, one.label) for one in self.shelf.editions
        }
        choices = [(ALL, show("All books, each in its usual year"))]
        choices += [
            (f"{one.code_set}|{one.label}", _edition_line(one)) for one in self.shelf.editions
        ]
        current = "|".join(self.chosen) if self.chosen else ALL

        def chosen(name: str | None) -> None:
            if name is not None:
                self.chosen = books[name]
                self.load()

        self.app.push_screen(ChooseModal("Books", choices, current), chosen)

    def _show_book_line(self, shelf: Shelf) -> None:
        if self.chosen:
            line = book_name(*self.chosen)
        else:
            usual = dict[str, str]()
            for one in shelf.editions:
                usual.setdefault(one.code_set, one.label)
            line = " · ".join(book_name(*one) for one in usual.items())
        self.query_one("#book-line", Static).update(show(line))


def _count(text: str, found: int) -> str:
    if not text:
        return ""
    if not found:
        return "Nothing found. Try fewer or other words."
    more = "+" if found >= MOST_HITS else ""
    return f"{found}{more} found · ✓ billable"


def _edition_line(edition: EditionView) -> Content:
    name = NAMES.get(edition.code_set, edition.code_set)
    until = f", services to {edition.valid_to}" if edition.valid_to else ""
    return Content.assemble(
        show(f"{name} {edition.label}", "bold"),
        show(f"  {edition.billable:,} codes{until}", "$foreground-muted"),
    )
