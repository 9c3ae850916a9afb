"""What quizzes and mock exams share: asking, and keeping what was begun on leaving a question."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from tutor.domain.item import Response
from tutor.errors import TutorError
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Question, Result
from tutor.tui.modals.questions import QuestionsModal
from tutor.tui.screens.question_screen import QuestionScreen
from tutor.tui.widgets.answer import KEPT

Value = TypeVar("Value")
Record = Callable[[], object]
"""Records what is chosen at a question; runs in a thread."""


def nothing() -> None:
    """Record nothing: there is nothing, or it is on record already."""


class AskingScreen(QuestionScreen):
    """Asks the questions of an open session, and goes from one to another.

    What is chosen is recorded on leaving a question (unless an answer is final); what cannot be
    recorded as it stands is kept as a draft.
    """

    def __init__(self, session: QuizSession) -> None:
        super().__init__(session)
        self._drafts: dict[int, Response] = {}

    async def _show(self, question: Question | None) -> None:
        if question is None:
            if self.view.answer is not None:
                self.view.answer.unfreeze()
            self._at_end()
            return
        await self.view.show_question(question, self._drafts.get(question.position, ()))

    def _at_end(self) -> None:
        """Offer what comes after the last question."""
        raise NotImplementedError

    def _end(self) -> Result | None:
        """End the attempt; return its result, where that may show. Runs in a thread."""
        return self.session.finish()

    async def _finished(self, result: Result | None) -> None:
        """Show how the attempt ended."""
        raise NotImplementedError

    def step_failed(self, error: TutorError) -> None:
        """Report the error; let the answer be given again, or end what has run out of time."""
        super().step_failed(error)
        if not self.session.open:
            self.step(self._end, self._finished)
        elif self.view.answer is not None:
            self.view.answer.unfreeze()

    def action_answer(self) -> None:
        """Give the answer (with the focus elsewhere)."""
        if self.view.answer is not None:
            self.view.answer.submit()

    # Going from question to question

    def action_questions(self) -> None:
        """List all questions and go to the one chosen."""
        self.app.push_screen(QuestionsModal(self.session.palette), self._go)

    def _go(self, position: int | None) -> None:
        session = self.session
        if position is not None:
            self._leave(lambda: session.go(position))

    def _leave(self, target: Callable[[], Question | None]) -> None:
        """Keep what was begun here, then show the target (None: the end is reached)."""
        if not self.settled():
            return
        self._record_and(target, self._show)

    def _record_then(self, then: Callable[[], Awaitable[object]]) -> None:
        """Keep what was begun here, then do something else on this screen."""
        self._record_and(nothing, lambda _: then())

    def _record_and(
        self, call: Callable[[], Value], then: Callable[[Value], Awaitable[object]]
    ) -> None:
        """Keep what was begun here, then make a call and show what it gave."""
        record = self._begun()

        def recorded() -> Value:
            record()
            return call()

        self.step(recorded, then)

    def _begun(self) -> Record:
        """Return what records the answer as it stands; one that cannot be is kept as a draft."""
        answer, question = self.view.answer, self.question
        if answer is None or question is None:
            return nothing
        response = answer.response()
        if self.session.tutor_mode or not answer.recordable():
            self._drafts[question.position] = response
            return nothing
        self._drafts.pop(question.position, None)
        if response:
            return self._recorder(question, response)
        if question.response:
            self.notify(KEPT)
        return nothing

    def _recorder(self, question: Question, response: Response) -> Record:
        """Return what records a response, if it is another one than before."""
        if response == question.response:
            return nothing
        return partial(self.session.answer, response)

    def _has_drafts(self) -> bool:
        """Whether something is chosen that leaving would not record."""
        answer = self.view.answer
        lost = answer is not None and (self.session.tutor_mode or not answer.recordable())
        here = answer.response() if answer is not None and lost else ()
        return bool(here) or any(self._drafts.values())

    def action_mark(self) -> None:
        """Flag the question, or take the flag away."""
        self.step(self.session.flag, self._show_flag)

    async def _show_flag(self, flagged: bool) -> None:
        self.view.show_flag(flagged)
