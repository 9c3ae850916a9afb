"""A student's assignments: what is due, what was handed in."""

from __future__ import annotations

from datetime import timedelta

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.local_time import say_length
from tutor.domain.text import points_text, quantity
from tutor.services.classroom.work_views import WorkLine
from tutor.tui.base import TutorScreen
from tutor.tui.class_files import HAND_IN, IMPORT, ask_for_file, ask_where_to
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.screens.work_result import WorkResultScreen
from tutor.tui.text import show
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import OpenList

TITLE = 26
STATE = 14
NEXT = 22
MARKS = {"late": "!", "in_progress": "▶", "open": "○", "submitted": "✓", "closed": "✓",
         "missed": "✗", "not_open": "·"}  # fmt: skip
"""A mark for each status; its word always stands beside it."""
NONE = "No assignments yet."
NONE_SERVED = "What your instructors give you appears here, and on Home."
NONE_BY_FILE = "O opens a file from your instructor."
LAST = Command(
    "assignments.last",
    "r",
    "review",
    "Look again",
    "See the attempt you handed in last, with what may show of it now.",
    footer=True,
)


class AssignmentsScreen(TutorScreen[None]):
    """Lists assignments, most urgent first; Enter takes the one at the cursor."""

    AUTO_FOCUS = "#lines"
    KEYS = (LAST, HAND_IN, IMPORT, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "What your classes gave you, overdue ones first, then what is due soonest. Enter starts "
        "the assignment at the cursor, goes on with it, or shows what you handed in. R shows your "
        "last attempt again, with what your instructor lets show by now. Dates are in your time. "
        "Where your instructor sends files, O opens one, an assignment or feedback, and W writes "
        "your results into one, to be sent back."
    )
    DEFAULT_CSS = """
    AssignmentsScreen {
        #heading { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        #lines { height: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #about { height: auto; max-height: 8; padding: 0 1; border-top: solid $primary 40%; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, WorkLine] = {}

    def compose(self) -> ComposeResult:
        """Lay out the list, and what holds for the line at the cursor."""
        yield Static("Assignments", id="heading")
        yield OpenList(id="lines")
        yield Static(id="about")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read the list: something may have been handed in."""
        services, learner = self.services, self.learner
        self.ask(
            lambda: services.classroom.work.lines(services.actor, learner.id),
            self._draw,
            group="load",
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to look again only at what was handed in; files only on the learner's machine."""
        if action in ("import_assignment", "hand_in") and self.app.served:
            return False
        if action == "review" and self.is_mounted:
            line = self._at_cursor()
            return line is not None and any(one.handed_in for one in line.attempts)
        if action == "hand_in" and self.is_mounted:
            line = self._at_cursor()
            return line is not None and line.by_file and any(x.handed_in for x in line.attempts)
        return super().check_action(action, parameters)

    def _draw(self, lines: tuple[WorkLine, ...]) -> None:
        found = self.query_one("#lines", OptionList)
        kept = found.highlighted or 0
        self._lines = {line.assignment_id: line for line in lines}
        said = f"{NONE} {NONE_SERVED if self.app.served else NONE_BY_FILE}"
        none = Option(show(said, "$foreground-muted"), disabled=True)
        found.set_options([Option(_row(line), id=line.assignment_id) for line in lines] or [none])
        if lines:
            found.highlighted = min(kept, len(lines) - 1)
        self._tell()

    @on(OptionList.OptionHighlighted)
    def _tell(self) -> None:
        line = self._at_cursor()
        self.query_one("#about", Static).update(_about(line) if line else "")
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _open(self) -> None:
        line = self._at_cursor()
        if line is None:
            return
        if line.open_attempt is not None:
            self.app.start_assignment(line.assignment_id)
        elif line.can_start:
            late = f" It is overdue. {line.late_rule}" if line.status == "late" else ""
            question = f"{_rules(line)}{late} Start {line.title} now?"
            self.app.push_screen(
                ConfirmModal("Start the assignment", question, yes="Start", no="Not yet"),
                lambda sure: self.app.start_assignment(line.assignment_id) if sure else None,
            )
        elif any(one.handed_in for one in line.attempts):
            self.action_review()
        else:
            self.app.notify(line.why_not, markup=False)

    def action_review(self) -> None:
        """Show the attempt handed in last."""
        line = self._at_cursor()
        ended = [one for one in line.attempts if one.handed_in] if line else []
        if ended:
            self.app.push_screen(WorkResultScreen(ended[-1].attempt_id))

    def action_import_assignment(self) -> None:
        """Take an assignment from a file."""
        ask_for_file(self.app, self.on_screen_resume)

    def action_hand_in(self) -> None:
        """Write the results of the assignment at the cursor into a file."""
        line = self._at_cursor()
        if line is not None:
            ask_where_to(self.app, line)

    def _at_cursor(self) -> WorkLine | None:
        option = self.query_one("#lines", OptionList).highlighted_option
        return self._lines.get(option.id or "") if option else None


def _row(line: WorkLine) -> Content:
    points = ""
    if line.points is not None and line.most is not None:
        points = points_text(line.points, line.most)
    late = " late" if line.late else ""
    urgent = "bold $text-warning" if line.status == "late" and not line.excused else ""
    mark = "–" if line.excused else MARKS[line.status]
    state = show(f"{mark} {line.status_text}{late}", urgent)
    title = show(line.title, "bold").truncate(TITLE, ellipsis=True)
    return Content.assemble(
        title.pad_right(TITLE - title.cell_length + 1),
        state.pad_right(max(0, STATE + 4 - state.cell_length) + 1),
        show(f"{line.next_text:<{NEXT}}"),
        show(points),
    )


def _about(line: WorkLine) -> Content:
    rules = [line.late_rule] if line.late_rule and line.waiting else []
    shows = [show(one, "$foreground-muted") for one in (*rules, *line.shows)]
    head = Content.assemble(show(line.course, "bold"), show(f"   {_rules(line)}"))
    by_hand = [show(line.by_hand)] if line.by_hand else []
    return Content("\n").join([head, *by_hand, *shows])


def _rules(line: WorkLine) -> str:
    """Return what holds for the next attempt, in a sentence or two."""
    parts = [quantity(line.questions, "question")]
    if line.seconds is not None:
        more = f" ({line.factor:g} times as long for you)" if line.factor != 1 else ""
        parts.append(f"{say_length(timedelta(seconds=line.seconds))}{more}")
    used = len(line.attempts)
    if line.attempts_allowed is None:
        parts.append("as many attempts as you want")
    else:
        parts.append(f"attempt {min(used + 1, line.attempts_allowed)} of {line.attempts_allowed}")
    parts.append("code book open" if line.books else "code book shut")
    return ", ".join(parts) + "."
