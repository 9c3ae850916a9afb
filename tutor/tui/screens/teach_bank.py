"""A course's own bank: its questions, written, edited, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.screens.teach_bank_item import BankItemScreen
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show

if TYPE_CHECKING:
    from tutor.services.classroom.bank_views import BankLine

NEW = Command("bank.new", "n,plus", "new", "New", "Write a question.", footer=True)
WITHDRAW = Command(
    "bank.withdraw", "x", "withdraw", "Withdraw", "Take it out of use, or back.", footer=True
)

IMPORT = Command(
    "bank.import",
    "i",
    "bring_in",
    "Bring in",
    "Import questions from a file of another program.",
    footer=True,
)
EXPORT = Command(
    "bank.export",
    "o",
    "take_out",
    "Take out",
    "Export the bank or a quiz set into a file for another program.",
    footer=True,
)


class BankScreen(TeachPlace["tuple[BankLine, ...]"]):
    """Lists the course's questions; Enter edits the one at the cursor.

    Args:
        course_id: The course.
    """

    KEYS = (NEW, WITHDRAW, IMPORT, EXPORT, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The questions this course's instructors wrote. N writes one, Enter edits, X takes one "
        "out of use or back; published sets keep what they froze. I brings questions in from "
        "files of other programs, O takes the bank or a quiz set out into one."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._lines: dict[str, BankLine] = {}

    def load(self) -> tuple[BankLine, ...]:
        """Read the questions."""
        return self.classroom.bank.items(self.actor, self.course_id, include_withdrawn=True)

    def draw(self, view: tuple[BankLine, ...]) -> None:
        """Draw the questions."""
        self._lines = {one.id: one for one in view}
        self.head("Teach", "Course bank")
        options = [
            Option(
                show(f"{'WITHDRAWN ' * one.withdrawn}{one.title} · version {one.version}"),
                id=one.id,
            )
            for one in view
        ]
        self.fill(options, "No question yet. N writes one.")

    def action_new(self) -> None:
        """Write a question."""
        self.app.push_screen(BankItemScreen(self.course_id))

    def action_bring_in(self) -> None:
        """Import questions."""
        from tutor.tui.screens.bank_import import BankImportScreen

        self._with_title(lambda title: BankImportScreen(self.course_id, f"the bank of {title}"))

    def action_take_out(self) -> None:
        """Export questions."""
        from tutor.tui.screens.bank_export import BankExportScreen

        self._with_title(lambda title: BankExportScreen(self.course_id, title))

    def _with_title(self, make: Callable[[str], Screen[bool]]) -> None:
        """Open a screen that says which course it is about."""

        def title() -> str:
            return self.classroom.courses.course(self.actor, self.course_id).course.title

        self.ask(title, lambda found: self.app.push_screen(make(found)), group="open", once=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer files only on the machine where the program runs."""
        if action in ("bring_in", "take_out"):
            return not self.app.served
        return super().check_action(action, parameters)

    def action_withdraw(self) -> None:
        """Take the question at the cursor out of use, or back."""
        line = self._lines.get(self.at_cursor() or "")
        if line is None:
            return

        def call() -> None:
            bank = self.classroom.bank
            change = bank.restore if line.withdrawn else bank.withdraw
            change(self.actor, self.course_id, line.id)

        self.change(call)

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.push_screen(BankItemScreen(self.course_id, event.option_id))
