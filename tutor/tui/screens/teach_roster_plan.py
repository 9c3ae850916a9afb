"""What importing a list would do, row by row; one key does it."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.roster_plan import (
    OUTCOMES,
    REFUSED,
    UNCHANGED,
    PlannedRow,
    RosterPlan,
)
from tutor.domain.text import quantity
from tutor.services.classroom.people_views import ImportedRoster
from tutor.services.classroom.roster_words import (
    missing_words,
    row_words,
    totals_line,
    without_words,
)
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.password_wait import PasswordWaitModal
from tutor.tui.screens.teach_passwords import PasswordsScreen
from tutor.tui.teach_place import counted
from tutor.tui.text import show, show_line
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar

MARKS = {
    "new": ("+", "$text-success"),
    "returns": ("+", "$text-success"),
    "moves": ("→", "$accent"),
    "renamed": ("→", "$accent"),
    "unchanged": ("=", "$foreground-muted"),
    "refused": ("✗", "$text-error"),
}
"""Outcome -> mark and colour; the word stands beside it."""
ALL, MISSING = "all", "missing"
ID = 14
"""Columns of an id."""
APPLY = Command("plan.apply", "y", "apply", "Import", "Do what is planned.", footer=True)
FILTER = Command(
    "plan.filter", "f", "filter", "Filter", "Show rows of the next outcome only.", footer=True
)


class RosterPlanScreen(TutorScreen[bool]):
    """Totals on top, then every row of the list with its outcome.

    Args:
        plan: What would be done.
        again: Makes the plan anew, in a thread, where the roster has changed meanwhile.
        course: The course's title.
    """

    AUTO_FOCUS = "#lines"
    KEYS = (APPLY, FILTER, BACK)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    RosterPlanScreen {
        #heading { height: auto; padding: 0 1; background: $panel; }
        #which { width: 100%; }
        #lines { height: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #note { height: auto; min-height: 2; padding: 0 1; color: $text-muted; }
    }
    """
    HELP = (
        "What importing this list would do. Nothing is done yet. Each row has one outcome: new, "
        "returns, moves, renamed, unchanged or refused with the reason; who is in the course but "
        "not in the list stands last. F goes through the outcomes. Y imports: all but the refused "
        "rows, or nothing if the roster has changed meanwhile. Where people sign in, new students "
        "get one-time passwords, shown after the import. Escape goes back to the list."
    )

    def __init__(self, plan: RosterPlan, again: Callable[[], RosterPlan], course: str) -> None:
        super().__init__()
        self._course = course
        self._joining = 0
        self._plan = plan
        self._again = again
        self._notes: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out totals, filter, rows and what there is to say of one."""
        yield Static(id="heading")
        yield ChoiceRow("Show", [Value(ALL, "every row")], label_width=5, id="which")
        yield OptionList(id="lines")
        yield Static(id="note")
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw the plan."""
        self._draw(self._plan)

    def _draw(self, plan: RosterPlan) -> None:
        self._plan = plan
        self._joining = 0
        services = self.services
        self.ask(
            lambda: services.classroom.roster.joining(plan), self._draw_joining, group="joining"
        )
        self._head()
        totals = plan.totals
        values = [Value(ALL, f"every row ({len(plan.rows)})")]
        values += [Value(one, f"{one} ({totals[one]})") for one in OUTCOMES if totals[one]]
        if plan.missing:
            values.append(Value(MISSING, f"not in the list ({len(plan.missing)})"))
        which = self.query_one("#which", ChoiceRow)
        which.offer(values, which.key)
        self._list()

    def _draw_joining(self, joining: int) -> None:
        self._joining = joining
        self._head()

    def _head(self) -> None:
        plan = self._plan
        lines = [show(totals_line(plan), "bold")]
        if plan.new_cohorts:
            lines.append(show(f"New sections: {', '.join(plan.new_cohorts)}"))
        lines += [show(note, "$foreground-muted") for note in plan.notes]
        if self._joining:
            lines.append(show(f"{counted(self._joining)} will get a one-time password"))
        self.query_one("#heading", Static).update(Content("\n").join(lines))

    @on(ChoiceRow.Changed, "#which")
    def _list(self) -> None:
        which = self.query_one("#which", ChoiceRow).key or ALL
        self._notes = {}
        options = []
        for row in self._plan.rows:
            if which in (ALL, row.outcome):
                words = row_words(row)
                self._notes[f"r{row.line}"] = f"Row {row.line}, {row.outcome}: {words}"
                options.append(Option(_row(row, words), id=f"r{row.line}"))
        for one in self._plan.missing if which in (ALL, MISSING) else ():
            words = missing_words(one)
            self._notes[one.member_id] = words
            mark = "–" if one.leaves else "○"
            options.append(Option(show(f"{mark} {words}"), id=one.member_id))
        found = self.query_one("#lines", OptionList)
        found.set_options(options)
        found.highlighted = 0 if options else None

    @on(OptionList.OptionHighlighted, "#lines")
    def _show_note(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#note", Static).update(show(self._notes.get(event.option_id or "", "")))

    def action_filter(self) -> None:
        """Show rows of the next outcome."""
        self.query_one("#which", ChoiceRow).action_step(1)

    def action_apply(self) -> None:
        """Do what is planned; where the roster has changed meanwhile, plan anew."""
        services, plan = self.services, self._plan
        if not plan.changes:
            self.app.notify("There is nothing to import.", markup=False)
            return
        if not self._joining:
            self.ask(
                lambda: services.classroom.roster.apply(services.actor, plan),
                self._applied,
                group="apply",
                once=True,
                failed=self._failed,
            )
            return
        modal: PasswordWaitModal[ImportedRoster] = PasswordWaitModal(
            f"Importing {counted(self._joining)}",
            lambda progress: services.classroom.roster.apply(services.actor, plan, progress),
            self._failed,
        )
        self.app.push_screen(modal, lambda done: self._applied(done) if done else None)

    def _failed(self, error: Exception) -> None:
        self.app.notify(str(error), severity="error", markup=False)
        self.ask(self._again, self._draw, group="plan")

    def _applied(self, done: ImportedRoster) -> None:
        taken = len(self._plan.rows) - self._plan.totals[REFUSED] - self._plan.totals[UNCHANGED]
        leaving = f", {counted(len(self._plan.leaving))} left" if self._plan.leaving else ""
        self.app.notify(
            f"{quantity(taken, 'row')} imported, {counted(len(done.students))} added{leaving}.",
            markup=False,
        )
        more = without_words(done.without) if done.without else ""
        if done.passwords:
            screen = PasswordsScreen(done.passwords, self._course, more)
            self.app.push_screen(screen, lambda _: self.dismiss(True))
            return
        if more:
            self.app.notify(more, severity="warning", markup=False)
        self.dismiss(True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the import where there is something to do."""
        if action == "apply":
            return self._plan.changes
        return super().check_action(action, parameters)


def _row(row: PlannedRow, words: str) -> Content:
    mark, style = MARKS[row.outcome]
    return Content.assemble(
        show(f"{mark} {row.outcome:<10}", style),
        show_line(row.external_id or "–", ID, "bold"),
        " " * max(1, ID + 1 - len(row.external_id or "–")),
        show(words),
    )
