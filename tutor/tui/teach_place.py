"""What the instructor's screens are made from: a headed list, read anew when it comes to front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.entry import EntryModal
from tutor.tui.text import show, show_line
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import OpenList

if TYPE_CHECKING:
    from tutor.domain.actor import Actor
    from tutor.services.classroom.desk import Classroom

View = TypeVar("View")
Value = TypeVar("Value")


GAP, NEW_LINE = "   ", "\n"
MARGIN = 2
"""Columns at the sides of a line."""
LEAST, MOST = 12, 60
"""Columns that a line's title takes."""


class TeachPlace(TutorScreen[None], Generic[View]):
    """A screen for instructors: a heading, a body, a footer.

    What it shows is read whenever it comes to the front. Services check who may see it.
    """

    KEYS: ClassVar[tuple[Command, ...]] = (BACK,)
    BINDINGS = bindings(KEYS)
    AUTO_FOCUS = "#lines"
    _width = 0
    OPENS: ClassVar[bool] = True
    """Whether Enter opens the line at the cursor."""
    LIST: ClassVar[type[OpenList]] = OpenList
    """What the list is, where Enter does; it names what Enter does."""
    DEFAULT_CSS = """
    TeachPlace {
        #heading { height: auto; padding: 0 1; background: $panel; }
        #lines {
            height: 1fr;
            padding: 0 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        #note { height: auto; padding: 0 1; color: $text-muted; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out heading, body and footer."""
        yield Static(id="heading")
        yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between heading and footer: a list and a note, unless changed."""
        yield self.LIST(id="lines") if self.OPENS else OptionList(id="lines")
        yield Static(id="note")

    def load(self) -> View:
        """Read the view from the services. Runs in a thread."""
        raise NotImplementedError

    def draw(self, view: View) -> None:
        """Draw a view."""
        raise NotImplementedError

    @property
    def classroom(self) -> Classroom:
        """The services about classes. Ask for it in a thread: it imports them."""
        return self.services.classroom

    @property
    def actor(self) -> Actor:
        """Who acts. Ask for it in a thread: it may read the database."""
        return self.services.actor

    def reload(self) -> None:
        """Read the view again and draw it."""
        if self.app.is_open:
            self.ask(self.load, self.draw, group="load")

    def on_screen_resume(self) -> None:
        """Read the view again: something may have changed elsewhere."""
        if not self.asking("load"):
            self.reload()

    def change(self, call: Callable[[], Value], done: Callable[[Value], str] | str = "") -> None:
        """Change something in a thread, say what was done, and draw anew.

        Args:
            call: Calls a service.
            done: What to say then, or what makes it of the call's value.
        """

        def after(value: Value) -> None:
            line = done if isinstance(done, str) else done(value)
            if line:
                self.app.notify(line, markup=False)
            self.reload()

        self.ask(call, after, group="change", once=True)

    def type_line(self, title: str, value: str, hint: str, save: Callable[[str], object]) -> None:
        """Ask for one line of text, save it in a thread, and draw anew."""
        modal: EntryModal[object] = EntryModal(title, value, hint, save)
        self.app.push_screen(modal, lambda saved: self.reload() if saved is not None else None)

    def head(self, *titles: str, note: str = "") -> None:
        """Show where this is, such as `Teach › CPB spring › Roster`.

        A note stands behind it, or below where it does not fit.
        """
        path = Content(" › ").join(show_line(one, self.size.width // 2, "bold") for one in titles)
        fits = path.cell_length + len(GAP) + len(note) <= self.size.width - MARGIN
        behind = show(f"{GAP if fits else NEW_LINE}{note}" if note else "", "$foreground-muted")
        self.query_one("#heading", Static).update(Content.assemble(path, behind))

    def room(self, others: int) -> int:
        """Return the columns of a line that are left beside others for its title."""
        return max(LEAST, min(MOST, self.size.width - MARGIN - others))

    def on_resize(self, event: events.Resize) -> None:
        """Draw anew where lines have another width."""
        before, self._width = self._width, event.size.width
        if before and before != self._width:
            self.reload()

    def fill(self, options: Sequence[Option | None], empty: str) -> None:
        """Fill the list, keeping the cursor on its line, or its place; say so if it is empty."""
        found = self.query_one("#lines", OptionList)
        kept, place = self.at_cursor(), found.highlighted or 0
        found.set_options(options or [Option(show(empty, "$foreground-muted"), disabled=True)])
        ids = [option.id for option in found.options]
        if options:
            still = kept is not None and kept in ids
            found.highlighted = ids.index(kept) if still else _open_place(found, place)

    def at_cursor(self) -> str | None:
        """Return the id of the line at the cursor."""
        if not self.is_mounted:
            return None
        option = self.query_one("#lines", OptionList).highlighted_option
        return option.id if option else None


def counted(students: int) -> str:
    """Return a number of students in words."""
    return "1 student" if students == 1 else f"{students} students"


def _open_place(found: OptionList, place: int) -> int | None:
    """Return the first line from a place on that the cursor may stand on; else the last before."""
    usable = [number for number, option in enumerate(found.options) if not option.disabled]
    return next((number for number in usable if number >= place), usable[-1] if usable else None)
