"""An attempt at an assignment that was handed in: what may show of it now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.release import RULING_WORDS
from tutor.domain.text import points_text, quantity
from tutor.services.classroom.assigned_session import AssignedSession
from tutor.services.classroom.disputes import MyDispute
from tutor.services.classroom.work_views import EXCUSED_LINE, WorkQuestion, WorkResult
from tutor.services.views import Question
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.entry import EntryModal
from tutor.tui.quiz_commands import ONLY_WRONG, REVIEW_COMMANDS
from tutor.tui.screens.results import BAR_WIDTH, OUTCOME_WIDTH, duration
from tutor.tui.screens.review import ReviewScreen
from tutor.tui.text import moment, outcome, show, show_line
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import ReviewList

DAY = 86_400
"""Seconds."""
Disputes = dict[int, MyDispute]
"""What the student disputed of an attempt, by position."""
DISPUTE = Command(
    "review.dispute", "d", "dispute", "Dispute", "Object to the key of this question.", footer=True
)


class WorkResultScreen(TutorScreen[None]):
    """Shows what was handed in, and when the rest will show.

    Args:
        attempt_id: An ended attempt of the student's own.
    """

    CSS_PATH = "results.tcss"
    KEYS = (BACK,)
    BINDINGS = bindings(KEYS)
    HELP = (
        "What you handed in. Your instructor decides what shows and when: the lines on top say "
        "what is still to come. Enter opens a question as you answered it. Escape leaves."
    )

    def __init__(self, attempt_id: str) -> None:
        super().__init__()
        self._attempt_id = attempt_id
        self._session: AssignedSession | None = None

    def compose(self) -> ComposeResult:
        """Lay out the summary and the list of questions."""
        yield Static("Assignment", id="heading")
        with Container(id="panes"):
            with VerticalScroll(id="summary"):
                yield Static(id="score")
                yield Static(id="breakdown")
            yield ReviewList(id="questions", classes="panel")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Name the list."""
        self.query_one("#questions").border_title = "Questions"

    def on_screen_resume(self) -> None:
        """Read the result: more may show by now."""
        self.ask(self._load, self._draw, group="load")

    def _load(self) -> tuple[AssignedSession, WorkResult]:
        work, actor = self.services.classroom.work, self.services.actor
        session = work.resume(actor, self._attempt_id)
        return session, work.result(actor, self._attempt_id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show the question that was chosen."""
        if self._session is not None:
            self.app.push_screen(WorkReviewScreen(self._session, event.option_index))

    def _draw(self, loaded: tuple[AssignedSession, WorkResult]) -> None:
        self._session, result = loaded
        title = f"{result.title} · attempt {result.number}"
        self.query_one("#heading", Static).update(show_line(title, 200))
        self.query_one("#score", Static).update(_summary(result, self.learner.time_zone))
        excused = [show(f"– {EXCUSED_LINE}", "bold")] if result.excused else []
        later = [*excused, *(show(line, "$foreground-muted") for line in result.later)]
        self.query_one("#breakdown", Static).update(Content("\n").join(later))
        questions = self.query_one("#questions", OptionList)
        kept = questions.highlighted or 0
        questions.set_options(Option(_line(line)) for line in result.lines)
        questions.highlighted = kept
        questions.focus()


class WorkReviewScreen(ReviewScreen):
    """Goes through the questions of an attempt, each with what may show of it."""

    KEYS = (*(one for one in REVIEW_COMMANDS if one is not ONLY_WRONG), DISPUTE)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Each question with your answer, and what your instructor lets show of it. N goes on, B "
        "goes back; O opens the lesson and T the terms, where they show. Where the key shows, D "
        "objects to it: your instructor sees that, and the reply shows here."
    )
    _disputes: Disputes | None = None

    def on_mount(self) -> None:
        """Show the first question."""

        def first() -> tuple[tuple[int, ...], Question]:
            return (), self.session.review(self._position)

        self.step(first, self._begin)
        self._read_disputes()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to dispute only where the key shows, and once."""
        if action == "dispute" and (self._disputes is None or self._position in self._disputes):
            return False
        return super().check_action(action, parameters)

    def action_dispute(self) -> None:
        """Object to the key of the question on screen."""
        position, attempt_id = self._position, self.session.attempt_id
        services = self.services

        def save(text: str) -> str:
            disputes = services.classroom.disputes
            return disputes.dispute(services.actor, attempt_id, position, text)

        hint = "What is wrong with the key? At most 500 characters."
        modal = EntryModal(f"Dispute the key of question {position + 1}", "", hint, save)
        self.app.push_screen(modal, lambda _: self._read_disputes())

    def _read_disputes(self) -> None:
        services, attempt_id = self.services, self.session.attempt_id

        def read() -> Disputes | None:
            disputes, actor = services.classroom.disputes, services.actor
            if not disputes.may_dispute(actor, attempt_id):
                return None
            return {one.position: one for one in disputes.mine(actor, attempt_id)}

        self.ask(read, self._keep_disputes, group="disputes")

    def _keep_disputes(self, found: Disputes | None) -> None:
        self._disputes = found
        self.refresh_bindings()
        self._say_place()

    def _say_place(self) -> None:
        self.refresh_bindings()
        total = len(self.session.palette.answered)
        place = f"Handed in {self._position + 1}/{total}"
        mine = (self._disputes or {}).get(self._position)
        if mine is not None:
            from tutor.services.classroom.disputes import STATUS_WORDS

            reply = f": {mine.reply}" if mine.reply else ""
            place = f"{place} · Disputed, {STATUS_WORDS[mine.status]}{reply}"
        self.set_note(place)

    async def _show(self, question: Question) -> None:
        """Show a question as it was answered: what was handed in cannot change."""
        await super()._show(question)
        if self.view.answer is not None:
            self.view.answer.freeze()


def _summary(result: WorkResult, zone: str) -> Content:
    said = [f"{result.answered} of {result.total} answered"]
    said.append("time ran out" if result.status == "expired" else _took(result.seconds))
    if result.handed_in is not None:
        said.append(f"handed in {moment(result.handed_in, zone)}")
    if result.late_days:
        less = ""
        if result.counts_as is not None:
            less = f", counts as {points_text(result.counts_as)} points"
        said.append(f"late: {quantity(result.late_days, 'day')} begun{less}")
    lines = []
    if result.points is not None:
        points = f"  {points_text(result.points, result.most)} points"
        lines.append(Content.assemble(bar(result.percent, 2 * BAR_WIDTH), show(points, "bold")))
    if result.by_hand:
        lines.append(show(result.by_hand, "bold"))
    return Content("\n").join([*lines, show(" · ".join(said))])


def _took(seconds: int) -> str:
    """Return how long it took; days for work that lay for a while."""
    days = round(seconds / DAY)
    return f"took {days} days" if days > 1 else f"took {duration(seconds)}"


def _line(line: WorkQuestion) -> Content:
    if line.outcome is not None:
        told = outcome(line.outcome)
    else:
        told = show("answered" if line.answered else "– not answered", "$foreground-muted")
    flag = " ⚑" if line.flagged else ""
    ruled = f"[{RULING_WORDS[line.ruling]}] " if line.ruling else ""
    return Content.assemble(
        f"{line.position + 1:>3}  ",
        told.pad_right(OUTCOME_WIDTH - told.cell_length + 1),
        show(ruled, "bold"),
        show(line.title),
        (flag, "bold $text-warning"),
    )
