"""Going through the questions of an ended attempt, each with its feedback."""

from __future__ import annotations

from typing import ClassVar

from tutor.services.quiz_session import QuizSession
from tutor.services.views import Question
from tutor.tui.commands import Command, bindings
from tutor.tui.quiz_commands import REVIEW_COMMANDS
from tutor.tui.screens.question_screen import QuestionScreen


class ReviewScreen(QuestionScreen):
    """Shows one question after another, all of them or only those that were not right.

    Args:
        session: An ended session.
        position: The question to begin with.
        only_wrong: Whether to leave out the questions that were right.
    """

    KEYS: ClassVar[tuple[Command, ...]] = REVIEW_COMMANDS
    BINDINGS = bindings(KEYS)
    HELP = (
        "Each question of the quiz with your answer, the right one and the reasons. N goes on, "
        "B goes back, V changes between all questions and those that were not right. O opens "
        "the lesson, T looks terms up, X makes an exhibit larger. I looks the question's codes "
        "up in the code book, which K opens too."
    )

    def __init__(self, session: QuizSession, position: int, only_wrong: bool = False) -> None:
        super().__init__(session)
        self._position = position
        self._only_wrong = only_wrong
        self._wrong: tuple[int, ...] = ()

    def on_mount(self) -> None:
        """Find out which questions were not right, and show the first."""

        def first() -> tuple[tuple[int, ...], Question]:
            lines = self.session.result().lines
            wrong = tuple(line.position for line in lines if line.outcome != "right")
            return wrong, self.session.review(self._position)

        self.step(first, self._begin)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the filter only where it would leave something."""
        if action == "only_wrong" and not self._wrong:
            return False
        return super().check_action(action, parameters)

    def action_next(self) -> None:
        """Go on; after the last question, back to the result."""
        later = [position for position in self._positions() if position > self._position]
        if later:
            self._go(later[0])
        elif self.settled():
            self.app.pop_screen()

    def action_previous(self) -> None:
        """Go back one question."""
        earlier = [position for position in self._positions() if position < self._position]
        if earlier:
            self._go(earlier[-1])

    def action_only_wrong(self) -> None:
        """Change between all questions and those that were not right."""
        self._only_wrong = not self._only_wrong
        if self._only_wrong and self._position not in self._wrong:
            later = [position for position in self._wrong if position > self._position]
            self._go((later or self._wrong)[0])
        self._say_place()

    def _positions(self) -> tuple[int, ...]:
        if self._only_wrong:
            return self._wrong
        return tuple(range(len(self.session.palette.answered)))

    def _go(self, position: int) -> None:
        if self.settled():
            self.step(lambda: self.session.review(position), self._show)

    async def _begin(self, loaded: tuple[tuple[int, ...], Question]) -> None:
        self._wrong, question = loaded
        await self._show(question)

    async def _show(self, question: Question) -> None:
        self._position = question.position
        await self.view.show_question(question)
        self._say_place()

    def _say_place(self) -> None:
        positions = self._positions()
        which = "not right" if self._only_wrong else "all questions"
        place = positions.index(self._position) + 1 if self._position in positions else "–"
        self.set_note(f"Review {place}/{len(positions)} · {which}")
