"""A mock exam being sat: an exam's clock, closed questions, and what a candidate has at hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult

from tutor.domain.item import Response
from tutor.domain.sitting import CONFIDENCES, WARNING_SECONDS
from tutor.errors import AttemptError, TutorError
from tutor.services.exam_session import ExamSession
from tutor.services.views import Question, Result
from tutor.tui.commands import bindings
from tutor.tui.exam_commands import DESK_COMMANDS, EXAM_COMMANDS, STRIKE, SURE
from tutor.tui.modals.calculator import CalculatorModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.modals.exam_break import ExamBreakModal
from tutor.tui.screens.asking import AskingScreen, Record, nothing
from tutor.tui.screens.quiz import submit_question, time_left
from tutor.tui.widgets.answer import Answer
from tutor.tui.widgets.answer_choice import ChoiceAnswer
from tutor.tui.widgets.exam_desk import ExamDesk
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.question_view import QuestionView

TICK_SECONDS = 1.0
"""How often the clock is drawn."""
DAY = 86_400
"""Seconds; a clock with more than two of them left shows days."""
SURE_MARKS = {None: "–", "guessed": "? guessed", "unsure": "~ unsure", "sure": "! sure"}
"""How sure a learner is, as the desk shows it: the marks of line mode, and a word."""
TYPING = "Tab, then:  "
"""Stands before the tools while letters are typed into the answer."""


class ExamScreen(AskingScreen):
    """Asks the questions of an open mock exam. Nothing tells right from wrong before its end.

    The session has the clock, the rules and what is scribbled; nothing is counted down here.
    """

    KEYS = EXAM_COMMANDS
    BINDINGS = bindings(KEYS)
    HELP = (
        "A mock exam under exam conditions: no answer is called right or wrong before you hand "
        "in. Letters or numbers choose an answer; Enter gives it, and so does going on with N. "
        "The line above the footer is your desk: R strikes an option out (then press its "
        "letter), J jots a note, L opens the calculator, U says how sure you are of the answer. "
        "Where letters are typed, Tab leaves the field first. W lists all questions, M marks one, "
        "S hands the exam in. Z takes a break: the clock stands still, but every question seen "
        "so far is closed. Escape leaves the exam open, and its clock goes on; Continue on Home "
        "comes back to it."
    )
    session: ExamSession

    def __init__(self, session: ExamSession) -> None:
        super().__init__(session)
        self._sure: str | None = None
        self._warned: set[int] = set()

    def compose(self) -> ComposeResult:
        """Lay out the question, the desk and the footer."""
        yield QuestionView()
        yield ExamDesk()
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the question the learner is at (or the break), and start the clock."""
        if self.session.on_break:
            self._rest()
        else:
            self.step(self.session.current, self._show)
        self._tick()
        self.set_interval(TICK_SECONDS, self._tick)

    def on_screen_resume(self) -> None:
        """Draw the clock again, and end what ran out of time under a dialog."""
        self._tick()

    # Answering

    async def _show(self, question: Question | None) -> None:
        """Show a question as it was left; after the last, offer to hand in."""
        await super()._show(question)
        if question is not None:
            working = self.session.working
            self._sure = working.confidence
            self._show_struck(working.struck)
            if isinstance(self.view.answer, ChoiceAnswer):
                self.view.answer.offer_striking(STRIKE.keys)
            self._draw_desk()
            self._tick()

    def on_answer_submitted(self, event: Answer.Submitted) -> None:
        """Record the answer; the next question follows once it is saved."""
        session, record = self.session, self._answering(event.response)
        self._drafts.pop(event.answer.question.position, None)

        def answer_and_go_on() -> Question | None:
            record()
            return session.current() if session.next() else None

        if not self.step(answer_and_go_on, self._show):
            event.answer.unfreeze()

    def _recorder(self, question: Question, response: Response) -> Record:
        """Return what records an answer, if it or how sure the learner is of it is new."""
        if self._sure == self.session.working.confidence:
            return super()._recorder(question, response)
        return self._answering(response)

    def _answering(self, response: Response) -> Record:
        return partial(self.session.answer, response, confidence=self._sure)

    def step_failed(self, error: TutorError) -> None:
        """Report the error, and follow the session where it has gone on by itself."""
        super().step_failed(error)
        question, session = self.question, self.session
        moved = question is None or session.palette.current != question.position
        if session.open and session.on_break:
            self._rest()
        elif session.open and moved:
            self.step(session.current, self._show)

    # Going from question to question

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the exam's rules, or the kind of question, do not offer."""
        if self.is_mounted and not self._offers(action):
            return False
        return super().check_action(action, parameters)

    def _offers(self, action: str) -> bool:
        if action == "strike":
            return isinstance(self.view.answer, ChoiceAnswer)
        if action == "previous":
            return self.session.policy.navigation != "forward-only"
        if action == "rest":
            return self.session.breaks_left > 0
        if action == "close_part":
            part, parts = self.session.part
            return part < parts
        return True

    def action_go_on(self) -> None:
        """Go on to the next open question, or to the end."""
        session = self.session
        self._leave(lambda: session.current() if session.next() else None)

    def action_previous(self) -> None:
        """Go back to the nearest open question."""
        session = self.session

        def back() -> Question:
            if not session.back():
                raise AttemptError("There is no open question before this one.")
            return session.current()

        self._leave(back)

    # The desk

    def action_strike(self) -> None:
        """Ask which option to strike out."""
        if isinstance(self.view.answer, ChoiceAnswer):
            self.view.take_focus()
            self.view.answer.ask_which_to_strike()

    def on_choice_answer_struck(self, event: ChoiceAnswer.Struck) -> None:
        """Strike an option out, or take it back."""

        async def struck(options: tuple[str, ...]) -> None:
            self._show_struck(options)

        self.step(partial(self.session.strike, event.option), struck)

    def action_jot(self) -> None:
        """Write a note at the question."""
        if self.question is None:
            return
        self.app.push_screen(
            EntryModal(
                f"Note at question {self.question.position + 1}",
                self.session.working.note,
                "Nothing typed takes the note away. Notes stand in the exported table.",
                self.session.note,
            ),
            lambda _: self._draw_desk(),
        )

    def action_calculator(self) -> None:
        """Open the calculator."""
        self.app.push_screen(CalculatorModal())

    def action_sure(self) -> None:
        """Say otherwise how sure the learner is; once on record it can change, but not go."""
        recorded = self.session.working.confidence is not None
        choices = CONFIDENCES if recorded else (*CONFIDENCES, None)
        at = choices.index(self._sure) if self._sure in choices else -1
        self._sure = choices[(at + 1) % len(choices)]
        self._draw_desk()

    def _show_struck(self, options: tuple[str, ...]) -> None:
        if isinstance(self.view.answer, ChoiceAnswer):
            self.view.answer.show_struck(options)

    def _draw_desk(self) -> None:
        answer = self.view.answer
        tools = [
            (
                command.keys[0].upper(),
                f"{command.title} {SURE_MARKS[self._sure]}" if command is SURE else command.title,
            )
            for command in DESK_COMMANDS
            if self._offers(command.action)
        ]
        typing = answer is not None and answer.LETTERS
        note = self.session.working.note
        self.query_one(ExamDesk).show_desk(tools, note, TYPING if typing else "")

    # Breaks and parts

    def action_rest(self) -> None:
        """Take a break, after asking."""
        question = (
            "The clock stands still during the break, but every question seen so far is closed: "
            "its answer stays as it is. If no unseen question is left, the exam ends with the "
            "break. Take the break?"
        )
        self.app.push_screen(
            ConfirmModal("Break", question, yes="Take the break", no="Go on"), self._take_break
        )

    def _take_break(self, wanted: bool | None) -> None:
        async def rest(_: None) -> None:
            self._rest()

        if wanted:
            self._record_and(self.session.take_break, rest)

    def _rest(self) -> None:
        """Wait for the end of the break."""
        left = self.session.part_seconds_left
        words = "" if left is None else left_text(left)
        self.app.push_screen(ExamBreakModal(words), self._rested)

    def _rested(self, back: bool | None) -> None:
        if back:
            self._go_on_after(self.session.end_break)
        elif self.is_current:
            self.app.pop_screen()

    def action_close_part(self) -> None:
        """Close the first part, after asking."""
        palette = self.session.palette
        here = [
            done for done, shut in zip(palette.answered, palette.closed, strict=True) if not shut
        ]
        question = (
            f"{here.count(False)} of its open questions are not answered. The first part cannot "
            "be opened again. Close it and go on to the second?"
        )
        self.app.push_screen(
            ConfirmModal("Close the first part", question, yes="Close it", no="Go on"),
            self._close_part,
        )

    def _close_part(self, wanted: bool | None) -> None:
        if wanted:
            self._go_on_after(self.session.close_part)

    def _go_on_after(self, call: Callable[[], object]) -> None:
        """Make a call after which another question is open, or none: then the exam is over."""
        session = self.session

        async def show(question: Question | None) -> None:
            if question is None:
                await self._finished(None)
            else:
                await self._show(question)

        def change() -> Question | None:
            call()
            return session.current() if session.open else None

        self._record_and(change, show)

    def _begun(self) -> Record:
        """Return what records the answer as it stands; in a break all is on record."""
        return nothing if self.session.on_break else super()._begun()

    # The end

    def action_submit(self) -> None:
        """Hand the exam in, after asking."""

        async def offer() -> None:
            self._at_end()

        self._record_then(offer)

    def _at_end(self) -> None:
        """Offer to hand in, or to close the first part."""
        part, parts = self.session.part
        if part < parts:
            self.action_close_part()
            return
        palette = self.session.palette
        total, flagged = len(palette.answered), palette.flagged.count(True)
        question = submit_question(total, palette.answered.count(False), flagged)
        self.app.push_screen(
            ConfirmModal("Hand the exam in", question, yes="Submit", no="Go on"), self._submit
        )

    def _submit(self, wanted: bool | None) -> None:
        if wanted:
            self.step(self.session.finish, self._finished)

    async def _finished(self, _: Result | None) -> None:
        from tutor.tui.screens.exam_report import ExamReportScreen

        self.app.switch_screen(ExamReportScreen(self.session))

    def action_leave(self) -> None:
        """Leave the exam open, after asking."""
        question = (
            "The exam stays open, and its clock goes on while you are away. Continue on Home "
            "comes back to this question. Leave now?"
        )
        self.app.push_screen(
            ConfirmModal("Leave the exam", question, yes="Leave", no="Go on"), self._left
        )

    def _left(self, wanted: bool | None) -> None:
        async def leave() -> None:
            self.app.pop_screen()

        if wanted:
            self._record_then(leave)

    # The clock

    def _tick(self) -> None:
        session = self.session
        if not session.open:
            return
        left, (part, parts) = session.part_seconds_left, session.part
        place = f"Part {part} of {parts}" if parts > 1 else ""
        clock = "" if left is None else f"{left_text(left)} left"
        self.set_note(" · ".join(filter(None, (place, clock))))
        if left is None or session.on_break or not self.is_current:
            return
        if left == 0:
            self._time_is_up()
        elif left <= WARNING_SECONDS and part not in self._warned:
            self._warned.add(part)
            title = f"{left_text(left)} left"
            self.app.notify(
                "Answers given are saved as you go on.",
                title=title,
                severity="warning",
                markup=False,
            )

    def _time_is_up(self) -> None:
        """End the exam, or the first part, which the session closes itself and says so."""
        session = self.session
        if session.seconds_left != 0:
            self._go_on_after(session.close_part)
        elif self.step(session.finish, self._finished):
            self.app.notify("Every answer given is saved.", title="Time is up", markup=False)


def left_text(seconds: float) -> str:
    """Return what is left on a clock: `12 days` of a window, `1:05:00` or `12:34` of a sitting."""
    return f"{int(seconds // DAY)} days" if seconds >= 2 * DAY else time_left(seconds)
