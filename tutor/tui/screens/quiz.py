"""A quiz being worked through, in tutor mode (feedback after each answer) or test mode."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from tutor.domain.item import Response
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Question, Result, Undone
from tutor.tui.commands import Command, bindings
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.quiz_commands import QUIZ_COMMANDS
from tutor.tui.screens.asking import AskingScreen
from tutor.tui.text import show
from tutor.tui.widgets.answer import Answer

TICK_SECONDS = 1.0
"""How often the clock of a timed quiz is drawn."""
TEST_MODE = "Test mode"
SAVED = "Every answer is saved."
ASIDE = {
    "bury": "Put off until tomorrow",
    "suspend": "Suspend: not asked until you resume it on the Cards screen",
}
"""How a card can be set aside."""
PARTLY_SAVED = "Answers given are saved; what is only chosen or typed is not."


class QuizScreen(AskingScreen):
    """Asks the questions of an open session.

    In tutor mode an answer is final and its feedback follows at once. In test mode an answer
    can be changed until the quiz is submitted; what is chosen is recorded on leaving a question.
    """

    KEYS: ClassVar[tuple[Command, ...]] = QUIZ_COMMANDS
    BINDINGS = bindings(KEYS)
    HELP = (
        "Letters or numbers choose an answer, Enter gives it. The line under the answer says "
        "what else it takes. N goes on (unanswered questions can be answered later), P goes "
        "back, M marks a question with a flag, W lists all questions, S submits the quiz. After a "
        "slip of the finger, U takes your latest answer back, where its feedback shows. K opens "
        "the code book beside the question (F4 does so while you type), Escape leaves it. "
        "A case has an exhibit: X makes it larger, Tab and the arrow keys scroll it. Every answer "
        "given is saved at once: Escape leaves the quiz, and Continue goes on with it. Delete "
        "gives it up."
    )

    def on_mount(self) -> None:
        """Show the question the learner is at, and start the clock of a timed quiz."""
        self.step(self.session.current, self._show)
        self._tick()
        if self.session.seconds_left is not None:
            self.set_interval(TICK_SECONDS, self._tick)

    def on_screen_resume(self) -> None:
        """Draw the clock again: it ran on while something else was shown."""
        self._tick()

    # Answering

    async def _show_feedback(self, question: Question) -> None:
        self._drafts.pop(question.position, None)
        await self.view.show_feedback(question)

    def on_answer_submitted(self, event: Answer.Submitted) -> None:
        """Record the answer; its feedback (or the next question) follows once it is saved."""
        session, response = self.session, event.response
        self._drafts.pop(event.answer.question.position, None)
        if session.tutor_mode:
            begun = self.step(lambda: session.answer(response), self._show_feedback)
        else:
            begun = self.step(lambda: _answer_and_go_on(session, response), self._show)
        if not begun:
            event.answer.unfreeze()

    def action_undo(self) -> None:
        """Take the latest answer back, and ask its question again."""
        self.step(self.session.undo, self._show_undone)

    async def _show_undone(self, undone: Undone) -> None:
        await self._show(undone.question)
        self.app.notify(undone.line, markup=False)

    # Going from question to question

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to answer before the feedback, and to go on after it."""
        asking = self.question is not None and self.question.feedback is None
        if action in ("answer", "skip", "go_on", "next") and asking == (action == "next"):
            return False
        if action == "set_aside" and not self.session.card:
            return False
        if action == "undo" and (
            self.question is None or asking or self.session.undoable != self.question.position
        ):
            return False
        if action in ("skip", "go_on") and self.session.tutor_mode == (action == "go_on"):
            return False
        return super().check_action(action, parameters)

    def action_next(self) -> None:
        """Go on to the next question, or to the end of the quiz."""
        session = self.session
        self._leave(lambda: session.current() if session.next() else None)

    action_skip = action_go_on = action_next

    def action_set_aside(self) -> None:
        """Ask how to set the card aside that this question reviews."""
        choices = [(key, show(text)) for key, text in ASIDE.items()]
        self.app.push_screen(ChooseModal("Set this card aside", choices), self._set_aside)

    def _set_aside(self, how: str | None) -> None:
        if how is None:
            return
        session = self.session

        async def leave(_: None) -> None:
            self.app.notify(ASIDE[how], title="Card set aside", markup=False)
            self.call_later(self.action_next)

        self.step(lambda: session.set_aside(suspend=how == "suspend"), leave)

    def action_previous(self) -> None:
        """Go back one question."""
        if self.question is not None and self.question.position > 0:
            self._go(self.question.position - 1)

    # The end

    def action_finish(self) -> None:
        """Submit the quiz, after asking."""

        async def offer() -> None:
            self._offer_finish(asked=True)

        self._record_then(offer)

    def _at_end(self) -> None:
        self._offer_finish()

    def _offer_finish(self, *, asked: bool = False) -> None:
        """End the quiz at once when all is answered in tutor mode, else after asking."""
        palette = self.session.palette
        unanswered = palette.answered.count(False)
        if self.session.tutor_mode and not unanswered and not asked:
            self.call_later(self._finish, True)
            return
        self.app.push_screen(
            ConfirmModal(
                "Submit the quiz",
                submit_question(len(palette.answered), unanswered, palette.flagged.count(True)),
                yes="Submit",
                no="Go on",
            ),
            self._finish,
        )

    def _finish(self, wanted: bool | None) -> None:
        if wanted:
            self.step(self._end, self._finished)

    async def _finished(self, _: Result | None) -> None:
        from tutor.tui.screens.results import ResultsScreen

        self.app.switch_screen(ResultsScreen(self.session))

    def action_pause(self) -> None:
        """Leave the quiz, after asking."""
        saved = PARTLY_SAVED if self._has_drafts() else SAVED
        question = f"{saved} Continue on Home goes on with this question."
        if self.session.seconds_left is not None:
            question += " The clock runs on."
        self.app.push_screen(
            ConfirmModal("Pause the quiz", f"{question} Leave now?", yes="Leave", no="Go on"),
            self._pause,
        )

    def _pause(self, wanted: bool | None) -> None:
        async def leave() -> None:
            self.app.pop_screen()

        if wanted:
            self._record_then(leave)

    def action_discard(self) -> None:
        """Give the quiz up, after asking."""
        question = "The quiz ends without a result; answers given stay in your statistics."
        self.app.push_screen(
            ConfirmModal("Discard the quiz", f"{question} Discard it?", yes="Discard", no="Go on"),
            self._discard,
        )

    def _discard(self, wanted: bool | None) -> None:
        async def leave(_: None) -> None:
            self.app.pop_screen()

        if wanted:
            self.step(self.session.abandon, leave)

    def _tick(self) -> None:
        left = self.session.seconds_left
        if not self.is_current:
            return
        mode = "" if self.session.tutor_mode else TEST_MODE
        clock = "" if left is None else f"{time_left(left)} left"
        self.set_note(" · ".join(filter(None, (mode, clock))))
        if left == 0 and self.session.open and self.step(self._end, self._finished):
            self.app.notify("Every answer is saved.", title="Time is up", markup=False)


def time_left(seconds: float) -> str:
    """Return seconds as a clock shows them, such as `1:05:00` or `12:34`."""
    minutes, rest = divmod(ceil(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def submit_question(total: int, unanswered: int, marked: int) -> str:
    """Return the question asked before a quiz is submitted, with what is left to do."""
    parts = [f"{total - unanswered} of {total} questions answered"]
    if unanswered:
        parts.append(f"{unanswered} not (no answer, no credit)")
    if marked:
        parts.append(f"{marked} marked")
    return f"{', '.join(parts)}. Submit now?"


def _answer_and_go_on(session: QuizSession, response: Response) -> Question | None:
    """Record an answer in test mode; return the next question, or None after the last."""
    session.answer(response)
    return session.current() if session.next() else None
