"""The form of an assignment: set, students, dates, rules, and what shows when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Input, Static

from tutor.domain.assignment import COUNTING, FACTS, LATE_RULES, MOMENTS, AssignmentPolicy
from tutor.domain.release import FACT_WORDS, MOMENT_WORDS
from tutor.domain.text import quantity
from tutor.errors import TutorError
from tutor.services.classroom.assignment_form import AssignmentTyped
from tutor.services.classroom.assignment_views import AssignmentChoices, AssignmentView
from tutor.tui.base import TutorScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.line_keys import go_by_line
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.teach_place import counted
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.mark_list import MarkList

LABEL = 16
SAVE = Command(
    "form.save", "ctrl+s", "save", "Save", "Keep the assignment.", footer=True, priority=True
)
LEAVE = Command("form.leave", "escape", "leave", "Back", "Leave without saving.", footer=True)
TEXTS = (
    ("title", "Title", "the set's own"),
    ("opens", "Opens", "2026-12-01 08:00 (empty: at once)"),
    ("due", "Due", "2026-12-07 (a day alone ends at 23:59)"),
    ("closes", "Closes", "2026-12-09 (empty: never)"),
    ("attempts", "Attempts", "1 (none: as many as wanted)"),
    ("minutes", "Minutes", "none"),
    ("late_percent", "Late: % a day", "0"),
)
"""Id, label and example of each field that is typed."""
LATE_WORDS = {"accept": "taken, marked late", "refuse": "not taken", "deduct": "taken, with a cut"}
YES = (Value("yes", "yes"), Value("no", "no"))


class AssignmentFormScreen(TutorScreen[None]):
    """Asks for all of an assignment at once.

    Args:
        course_id: The course.
        view: The assignment to change; None makes a new one.
    """

    AUTO_FOCUS = "ChoiceRow"
    KEYS = (SAVE, LEAVE)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Up, down and Tab go from line to line; left and right change a value, or type it. In the "
        "list of students Space marks whom it is for: whole sections, or single students. The "
        "four lines at the end say when the student sees what: each tells the one above it, so "
        "none can show earlier. Ctrl+S saves, Escape leaves everything as it was. Once somebody "
        "has started, set, time limit, order and code book stay as they are."
    )
    DEFAULT_CSS = """
    AssignmentFormScreen {
        #heading { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        #body { height: 1fr; padding: 0 1; }
        .typed { height: 1; border: none; padding: 0; width: 1fr; }
        .typed:focus { background: $primary 25%; }
        .line { height: 1; layout: horizontal; padding: 0 1; }
        .label { width: 17; color: $text-muted; }
        MarkList { height: auto; max-height: 6; border: none; padding: 0 1; }
        .part { color: $primary; text-style: bold; margin-top: 1; height: 1; padding: 0 1; }
        #zone { height: 1; padding: 0 18; color: $text-muted; }
        #error { color: $text-error; height: auto; padding: 0 1; }
    }
    """

    def __init__(self, course_id: str, view: AssignmentView | None = None) -> None:
        super().__init__()
        self._course_id = course_id
        self._view = view
        self._offered: AssignmentTyped | None = None
        self._policy = view.assignment.policy if view else AssignmentPolicy()

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        policy = self._policy
        values = self._values()
        title = f"Change: {self._view.assignment.title}" if self._view else "New assignment"
        yield Static(show(title), id="heading")
        with VerticalScroll(id="body", can_focus=False):
            yield ChoiceRow("Set", (Value(None, "…"),), label_width=LABEL, id="version")
            for name, label, example in TEXTS[:6]:
                yield from self._typed(name, label, example, values[name])
                if name == "closes":
                    yield Static(id="zone")
            yield self._row("Counts", "counts", [(one, one) for one in COUNTING], policy.counts)
            late = [(one, LATE_WORDS[one]) for one in LATE_RULES]
            yield self._row("Late work", "late", late, policy.late)
            yield from self._typed(*TEXTS[6], values["late_percent"])
            for name, label in (("shuffle", "Shuffled"), ("books", "Code book")):
                chosen = "yes" if getattr(policy, name) else "no"
                yield ChoiceRow(label, YES, key=chosen, label_width=LABEL, id=name)
            yield Static("Shows", classes="part")
            moments = [(one or "never", MOMENT_WORDS[one]) for one in (*MOMENTS, None)]
            for fact in FACTS:
                now = asdict(policy.release)[fact] or "never"
                label = FACT_WORDS[fact].removeprefix("the ").capitalize()
                yield self._row(label, fact, moments, now)
            yield Static("For", classes="part")
            yield MarkList(id="targets")
            yield Static(id="error")
            yield Button("Save (Ctrl+S)", id="save", variant="primary")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what can be assigned, and to whom."""
        services = self.services
        self.ask(
            lambda: services.classroom.assignments.choices(services.actor, self._course_id),
            self._offer,
            group="load",
        )

    def _offer(self, choices: AssignmentChoices) -> None:
        versions = self.query_one("#version", ChoiceRow)
        kept = self._view.assignment.version_id if self._view else None
        offered = [one for one in choices.versions if kept in (None, one.id)]
        values = [
            Value(
                one.id, f"{one.title} ({quantity(one.questions, 'question')}, version {one.number})"
            )
            for one in offered
        ]
        none = [Value(None, "no published set: publish one first")]
        versions.offer(values or none, kept)
        chosen = [one.id for one in choices.cohorts]
        if self._view is not None:
            chosen = [link.id for link in (*self._view.cohorts, *self._view.named)]
        lines = [(link.id, f"Section {link.title}") for link in choices.cohorts]
        lines += [(link.id, link.title) for link in choices.students]
        self.query_one("#targets", MarkList).offer(lines, chosen)
        self.query_one("#zone", Static).update(show(f"Dates are in {choices.zone} time."))
        self._offered = self._typed_in()

    def on_key(self, event: events.Key) -> None:
        """Up and down go from line to line, outside the list of students."""
        if not isinstance(self.focused, MarkList):
            go_by_line(self, event, "*")

    def action_leave(self) -> None:
        """Go back; ask first where something was typed or chosen."""
        if self._offered in (None, self._typed_in()):
            self.app.pop_screen()
            return
        question = "What you typed and chose here is not saved. Leave without saving it?"
        modal = ConfirmModal("Leave the form", question, yes="Leave", no="Go on")
        self.app.push_screen(modal, self._leave)

    def _leave(self, sure: bool | None) -> None:
        if sure:
            self.app.pop_screen()

    @on(Input.Submitted)
    def _next(self) -> None:
        self.focus_next()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Keep the assignment."""
        typed, services, view = self._typed_in(), self.services, self._view

        def call() -> AssignmentView:
            given = services.classroom.assignments
            if view is None:
                return given.create_typed(services.actor, self._course_id, typed)
            return given.edit_typed(services.actor, view.assignment.id, typed)

        self.ask(call, self._saved, group="save", once=True, failed=self._show_error)

    def _typed_in(self) -> AssignmentTyped:
        keys = {row.id or "": row.key for row in self.query(ChoiceRow)}
        return AssignmentTyped(
            version_id=keys["version"] or "",
            texts={name: self.query_one(f"#{name}", Input).value for name, _, _ in TEXTS},
            choices={name: keys[name] or "" for name in ("counts", "late", "shuffle", "books")},
            shows={fact: keys[fact] or "never" for fact in FACTS},
            targets=self.query_one("#targets", MarkList).marked,
        )

    def _saved(self, view: AssignmentView) -> None:
        for warning in view.warnings:
            self.app.notify(warning, title="Is that meant?", severity="warning", markup=False)
        if self._view is None:
            self.app.notify(f"Given to {counted(view.counts.students)}.", markup=False)
        self.app.pop_screen()

    def _show_error(self, error: TutorError) -> None:
        found = self.query_one("#error", Static)
        found.update(show(f"✗ {error}"))
        found.scroll_visible(animate=False)

    def _values(self) -> dict[str, str]:
        policy, view = self._policy, self._view
        return {
            "title": view.assignment.title if view else "",
            "opens": view.opens if view else "",
            "due": view.due if view else "",
            "closes": view.closes if view else "",
            "attempts": "none" if policy.attempts is None else str(policy.attempts),
            "minutes": "none" if policy.seconds is None else f"{policy.seconds / 60:g}",
            "late_percent": f"{policy.late_percent:g}",
        }

    @staticmethod
    def _typed(name: str, label: str, example: str, value: str) -> ComposeResult:
        with Vertical(classes="line"):
            yield Static(label, classes="label")
            yield Input(value, placeholder=example, id=name, classes="typed", compact=True)

    @staticmethod
    def _row(
        label: str, name: str, values: Sequence[tuple[str, str]], key: str | None
    ) -> ChoiceRow:
        shown = [Value(one, text) for one, text in values]
        return ChoiceRow(label, shown, key=key, label_width=LABEL, id=name)
