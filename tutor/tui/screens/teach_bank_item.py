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
    from tutor.services.classroom.bank import BankCheck, BankLine

PAUSE = 0.5
"""Seconds without a keystroke after which the text is checked."""
FAULTS = 4
"""Faults shown at most."""
TEMPLATE = """\
schema: 1
subject: claims
topic: own
items:
  - id: my-question
    version: 1
    kind: single
    stem: "Question?"
    options:
      - {id: a, text: "Right", correct: true, rationale: "Why it is right."}
      - {id: b, text: "Wrong 1", rationale: "Why it is wrong."}
      - {id: c, text: "Wrong 2", rationale: "Why it is wrong."}
      - {id: d, text: "Wrong 3", rationale: "Why it is wrong."}
    exams: {cpb: [bill]}
    role: biller
    skill: concept
    level: recall
    difficulty: 2
    references:
      - {cite: "Source", year: "2026"}
    code_set: "FY2026"
"""
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
        "of it, codes too, and keeps it; F5 shows it with key and rationale; Escape goes back "
        "without keeping it."
    )
    DEFAULT_CSS = """
    BankItemScreen {
        TextArea { height: 1fr; border: none; }
        #heading { padding: 0 1; background: $panel; text-style: bold; }
        #faults { height: auto; max-height: 6; padding: 0 1; }
    }
    """

    def __init__(self, course_id: str, item_id: str | None = None) -> None:
        super().__init__()
        self._course_id = course_id
        self._item_id = item_id
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out text and faults."""
        yield Static(show(self._item_id or "New question"), id="heading")
        yield TextArea("" if self._item_id else TEMPLATE, show_line_numbers=True)
        yield Static(id="faults")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the item's text."""
        services, item_id = self.services, self._item_id
        if item_id:
            self.ask(
                lambda: services.classroom.bank.item(services.actor, self._course_id, item_id),
                lambda one: self.query_one(TextArea).load_text(one.source),
                group="load",
            )

    @on(TextArea.Changed)
    def _soon(self) -> None:
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._check)

    def _check(self) -> None:
        text, services = self.query_one(TextArea).text, self.services
        self.ask(lambda: services.classroom.bank.glance(text), self._told, group="check")

    def _told(self, check: BankCheck) -> None:
        lines = [f"✗ {one}" for one in check.problems] or ["✓ The schema has nothing against it."]
        self.query_one("#faults", Static).update(show("\n".join(lines[:FAULTS])))

    def action_preview(self) -> None:
        """Show the first question with key and rationale."""
        text, services = self.query_one(TextArea).text, self.services

        def call() -> KeyViewModal | None:
            bank = services.classroom.bank
            items = bank.glance(text).items
            return KeyViewModal(bank.shown(items[0])) if items else None

        self.ask(call, lambda modal: self.app.push_screen(modal) if modal else None, group="see")

    def action_save(self) -> None:
        """Check all of it and keep it."""
        text, services, course, old = (
            self.query_one(TextArea).text,
            self.services,
            self._course_id,
            self._item_id,
        )
        self.query_one("#faults", Static).update("Checking…")

        def call() -> tuple[BankLine, ...]:
            bank = services.classroom.bank
            if old:
                return bank.edit(services.actor, course, old, text)
            return bank.add(services.actor, course, text)

        done = self.app.pop_screen
        self.ask(call, lambda _: done(), group="save", once=True, failed=self._failed)

    def _failed(self, error: TutorError) -> None:
        self.query_one("#faults", Static).update(show(f"✗ {error}"))
