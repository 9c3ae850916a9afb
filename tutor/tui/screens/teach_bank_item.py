"""An item of a course's bank as YAML, checked while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Static, TextArea

from tutor.errors import TutorError
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.key_view import KeyViewModal
from tutor.tui.text import show
from tutor.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from tutor.services.classroom.bank_views import BankCheck, BankLine
    from tutor.services.views import Question

PAUSE = 0.5
"""Seconds without a keystroke after which the text is checked."""
FAULTS = 4
"""Faults shown at most."""
FAULTLESS = "✓ Nothing wrong so far. Ctrl+S checks codes and sources too, and keeps it."
SAVE = Command("item.save", "ctrl+s", "save", "Save", "Keep it.", footer=True, priority=True)
VIEW = Command("item.view", "f5", "preview", "View", "Show it with key and rationale.", footer=True)


class BankItemScreen(TutorScreen[None]):
    """Edits one item.

    Args:
        course_id: The course.
        item_id: The item; None makes a new one from a template.
    """

    AUTO_FOCUS = "TextArea"
    KEYS = (SAVE, VIEW, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Write the item as YAML; what its schema has against it stands below. Ctrl+S checks all "
        "of it, codes too, and keeps it: an edit makes its next version, and published sets stay "
        "with theirs. F5 shows it with key and rationale. Escape goes back without keeping it, "
        "and asks first if you changed something."
    )
    DEFAULT_CSS = """
    BankItemScreen {
        TextArea { height: 1fr; border: none; padding: 0; }
        TextArea:focus { border: none; }
        #heading { padding: 0 1; background: $panel; text-style: bold; }
        #faults { height: auto; max-height: 6; padding: 0 1; }
    }
    """

    def __init__(self, course_id: str, item_id: str | None = None) -> None:
        super().__init__()
        self._course_id = course_id
        self._item_id = item_id
        self._pause: Timer | None = None
        self._kept = ""

    def compose(self) -> ComposeResult:
        """Lay out text and faults."""
        yield Static(show(self._item_id or "New question"), id="heading")
        yield TextArea(show_line_numbers=True)
        yield Static(id="faults")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the item's text."""
        services, course, item_id = self.services, self._course_id, self._item_id

        def call() -> str:
            bank, actor = services.classroom.bank, services.actor
            if item_id:
                return bank.item(actor, course, item_id).source
            return bank.template(actor, course)

        self.ask(call, self._begin, group="load")

    def _begin(self, text: str) -> None:
        self.query_one(TextArea).load_text(text)
        self._kept = text

    @property
    def unsaved(self) -> bool:
        """Whether the text was changed since it was read or kept."""
        return self.query_one(TextArea).text != self._kept

    @on(TextArea.Changed)
    def _soon(self) -> None:
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._check)

    def _check(self) -> None:
        text, services = self.query_one(TextArea).text, self.services
        self.ask(lambda: services.classroom.bank.glance(text), self._told, group="check")

    def _told(self, check: BankCheck, first: str = "") -> None:
        lines = [f"✗ {one}" for one in check.problems] or [FAULTLESS]
        more = len(lines) - FAULTS
        lines = [first] * bool(first) + lines[:FAULTS] + [f"and {more} more"] * (more > 0)
        self.query_one("#faults", Static).update(show("\n".join(lines)))

    def action_preview(self) -> None:
        """Show the first question with key and rationale."""
        text, services = self.query_one(TextArea).text, self.services

        def call() -> tuple[BankCheck, Question | None]:
            bank = services.classroom.bank
            check = bank.glance(text)
            return check, bank.shown(check.items[0]) if check.items else None

        self.ask(call, lambda found: self._show(*found), group="see")

    def _show(self, check: BankCheck, question: Question | None) -> None:
        if question:
            self.app.push_screen(KeyViewModal(question))
        else:
            self._told(check, "It cannot be shown yet:")

    def action_save(self) -> None:
        """Check all of it and keep it."""
        text, old = self.query_one(TextArea).text, self._item_id
        services, course = self.services, self._course_id
        self.query_one("#faults", Static).update("… Checking all of it, codes too")

        def call() -> tuple[BankLine, ...]:
            bank = services.classroom.bank
            if old:
                return bank.edit(services.actor, course, old, text)
            return bank.add(services.actor, course, text)

        def done(lines: tuple[BankLine, ...]) -> None:
            self._kept = text
            if len(lines) == 1:
                self._item_id = lines[0].id  # saved again, it is edited
            made = ", ".join(f"{one.id} version {one.version}" for one in lines)
            self.app.notify(f"Kept: {made}", markup=False)
            if self.is_current and not self.unsaved:
                self.app.pop_screen()

        self.ask(call, done, group="save", once=True, failed=self._failed)

    def _failed(self, error: TutorError) -> None:
        self.query_one("#faults", Static).update(show(f"✗ {error}"))
