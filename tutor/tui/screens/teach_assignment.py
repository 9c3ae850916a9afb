"""One assignment, as its instructor sees it: rules, warnings, and each student."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.text import quantity
from tutor.services.classroom.assignment_views import AssignmentView, StudentLine
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.modals.extension import ExtensionModal
from tutor.tui.screens.teach_assignment_form import AssignmentFormScreen
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line
from tutor.tui.widgets.open_list import ExtendList

FIGURES = 63
"""Columns beside a student's name."""
MARK = Command(
    "assignment.mark",
    "space,m",
    "mark",
    "Mark",
    "Mark the student, to extend several.",
    footer=True,
)
EXTEND = Command(
    "assignment.extend",
    "e",
    "extend",
    "Extend",
    "Give the marked students, or the one at the cursor, later dates or more attempts.",
)
TIME = Command(
    "assignment.time",
    "t",
    "accommodate",
    "Time",
    "Give the same students a time factor in the whole course.",
)
CHANGE = Command(
    "assignment.change", "c", "change_rules", "Change", "Change dates and rules.", footer=True
)
FILES = Command(
    "assignment.files",
    "f",
    "files",
    "Files",
    "Hand it out as files, collect results, write feedback: a class with nothing but e-mail.",
    footer=True,
)
WITHDRAW = Command("assignment.withdraw", "x", "withdraw", "Withdraw", "Take the assignment back.")


class AssignmentScreen(TeachPlace[AssignmentView]):
    """An assignment's rules on top, its students below.

    Args:
        assignment_id: Which.
    """

    KEYS = (MARK, EXTEND, TIME, CHANGE, FILES, WITHDRAW, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The rules stand on top, the students below, each with their own dates. Space marks "
        "students; E (or Enter) gives those marked, or the one at the cursor, later dates or "
        "more attempts, T a time factor for the whole course: both also reach attempts that are "
        "open. C changes dates and rules, X takes the assignment back. F is for a class with "
        "nothing but e-mail: files for students, their results, and feedback on them."
    )
    DEFAULT_CSS = """
    AssignmentScreen #rules { height: auto; max-height: 9; padding: 0 1; }
    """

    def __init__(self, assignment_id: str) -> None:
        super().__init__()
        self.assignment_id = assignment_id
        self._view: AssignmentView | None = None
        self._marked: set[str] = set()

    def compose_body(self) -> ComposeResult:
        """Lay out rules and students."""
        yield Static(id="rules")
        yield ExtendList(id="lines")
        yield Static(id="note")

    def load(self) -> AssignmentView:
        """Read the assignment."""
        return self.classroom.assignments.show(self.actor, self.assignment_id)

    def draw(self, view: AssignmentView) -> None:
        """Draw rules and students."""
        self._view = view
        counts = view.counts
        self.head(
            "Teach",
            "Assignments",
            view.assignment.title,
            note=f"{counts.started} of {counts.students} started · {counts.submitted} handed in",
        )
        self.query_one("#rules", Static).update(rules_text(view))
        name = self.room(FIGURES)
        options = [
            Option(_row(line, name, line.learner_id in self._marked), id=line.learner_id)
            for line in view.students
        ]
        self.fill(options, "Nobody has it. C changes whom it is for.")

    def action_mark(self) -> None:
        """Mark the student at the cursor, or take the mark away."""
        at = self.at_cursor()
        if at is not None and self._view is not None:
            self._marked ^= {at}
            self.draw(self._view)

    def _chosen(self) -> list[StudentLine]:
        at = self.at_cursor()
        wanted = self._marked or ({at} if at else set())
        students = self._view.students if self._view else ()
        return [line for line in students if line.learner_id in wanted]

    @on(OptionList.OptionSelected, "#lines")
    def action_extend(self) -> None:
        """Ask what the students get."""
        chosen = self._chosen()
        if chosen:
            self.app.push_screen(ExtensionModal(self.assignment_id, chosen), self._extended)

    def _extended(self, view: AssignmentView | None) -> None:
        if view is not None:
            self._marked.clear()
            self.draw(view)

    def action_accommodate(self) -> None:
        """Ask for a time factor."""
        chosen, view = self._chosen(), self._view
        if not chosen or view is None:
            return
        names = ", ".join(line.label for line in chosen)

        def save(text: str) -> tuple[str, ...]:
            from tutor.domain.assignment_window import read_factor

            return self.classroom.assignments.accommodate(
                self.actor,
                view.assignment.course_id,
                [line.learner_id for line in chosen],
                read_factor(text),
            )

        hint = "1.5 is time and a half, in the whole course; 1 takes it away."
        modal = EntryModal(f"Time factor: {names}", f"{chosen[0].factor:g}", hint, save)
        self.app.push_screen(modal, lambda _: self.reload())

    def action_change_rules(self) -> None:
        """Open the form with what holds now."""
        if self._view is not None:
            self.app.push_screen(AssignmentFormScreen(self._view.assignment.course_id, self._view))

    def action_files(self) -> None:
        """Open what can be done with files."""
        from tutor.tui.screens.teach_files import AssignmentFilesScreen

        self.app.push_screen(AssignmentFilesScreen(self.assignment_id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer files only where the machine is the instructor's own."""
        if action == "files" and self.app.served:
            return False
        return super().check_action(action, parameters)

    def action_withdraw(self) -> None:
        """Take the assignment back, after asking."""
        question = "Nobody can start it any more; what was begun can be finished. Withdraw it?"

        def sure(wanted: bool | None) -> None:
            if wanted:
                self.change(
                    lambda: self.classroom.assignments.withdraw(self.actor, self.assignment_id),
                    "Withdrawn",
                )

        modal = ConfirmModal("Withdraw the assignment", question, yes="Withdraw", no="Keep")
        self.app.push_screen(modal, sure)


def rules_text(view: AssignmentView) -> Content:
    """Return set, dates, rules, matrix and warnings, a few lines."""
    policy = view.assignment.policy
    names = ", ".join(link.title for link in (*view.cohorts, *view.named))
    attempts = "1 attempt"
    if policy.attempts != 1:
        number = "any number of" if policy.attempts is None else policy.attempts
        attempts = f"{number} attempts, {policy.counts} counts"
    limit = "no time limit" if policy.seconds is None else f"{policy.seconds / 60:g} min"
    late = f"{policy.late_percent:g} % off a day" if policy.late == "deduct" else policy.late
    withdrawn = "  WITHDRAWN" if view.assignment.withdrawn_at else ""
    lines = [
        show(f"{view.set_title} · for {names}{withdrawn}"),
        show(
            f"Opens {view.opens or 'at once'} · due {view.due or 'never'} · closes "
            f"{view.closes or 'never'} ({view.zone})"
        ),
        show(
            f"{attempts} · {limit} · late: {late} · "
            f"{'shuffled' if policy.shuffle else 'in order'} · "
            f"book {'open' if policy.books else 'shut'}",
            "$foreground-muted",
        ),
        *(show(line, "$foreground-muted") for line in _matrix(view)),
    ]
    lines += [show(f"! {warning}", "$text-warning") for warning in view.warnings]
    return Content("\n").join(lines)


def _matrix(view: AssignmentView) -> list[str]:
    """Return what shows when, one line for each moment."""
    moments: dict[str, list[str]] = {}
    for fact, when in view.matrix:
        moments.setdefault(when, []).append(fact)
    return [f"Shows {when}: {', '.join(facts)}" for when, facts in moments.items()]


def _row(line: StudentLine, width: int, marked: bool) -> Content:
    more = [f"{line.factor:g}x"] if line.factor != 1 else []
    if line.extension is not None:
        extra = line.extension.more_attempts
        more.append(f"extended +{extra}" if extra else "extended")
    state = "handed in" if line.status == "closed" else line.status_text
    state += ", late" if line.late else ""
    tries = quantity(line.attempts, "try", "tries")
    name = show_line(line.label, width)
    due = f"due {line.due}" if line.due else ""
    return Content.assemble(
        ("● " if marked else "  ", "bold"),
        name.pad_right(width - name.cell_length + 1),
        show(f"{state:<15} {tries:<8} {due:<18} "),
        show(" ".join(more), "$foreground-muted"),
    )
