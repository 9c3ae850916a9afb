"""A placement test being sat: forwards only, without feedback."""

from __future__ import annotations

from tutor.services.diagnostic_session import DiagnosticSession
from tutor.services.views import Result
from tutor.tui.commands import Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.quiz_commands import ANSWER, DISCARD, FINISH, PAUSE, QUESTION_COMMANDS
from tutor.tui.screens.quiz import QuizScreen

GO_ON = Command(
    "diagnostic.go_on",
    "n,right",
    "go_on",
    "Don't know",
    "Go on; what is chosen counts, and nothing chosen says that you don't know.",
    footer=True,
    palette=False,
)
NOT_HERE = ("previous", "mark", "questions")
"""What other quizzes offer, and a test that only goes forwards does not."""


class DiagnosticScreen(QuizScreen):
    """Asks the questions of an open placement test."""

    KEYS = (ANSWER, GO_ON, *QUESTION_COMMANDS, FINISH, DISCARD, PAUSE)
    BINDINGS = bindings(KEYS)
    HELP = (
        "A placement test: 20 to 40 questions, chosen by how you answer, at your own pace. Letters "
        "or numbers choose an answer, Enter gives it and goes on; N says that you don't know. "
        "There is no way back and no feedback before the end: then every answer is explained. "
        "Every answer is saved at once: Escape leaves the test, and Continue on Home goes on with "
        "it at the same question. S ends it early, Delete gives it up."
    )
    session: DiagnosticSession

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no way back."""
        return False if action in NOT_HERE else super().check_action(action, parameters)

    def _offer_finish(self, *, asked: bool = False) -> None:
        """Show the result after the last question; ask before an early end."""
        if not asked:
            self.call_later(self._finish, True)
            return
        answered = sum(self.session.palette.answered)
        question = f"{answered} answered. The more questions, the surer the result. End the test?"
        self.app.push_screen(ConfirmModal("End now", question, yes="End", no="Go on"), self._finish)

    async def _finished(self, _: Result | None) -> None:
        from tutor.tui.screens.diagnostic_report import DiagnosticReportScreen

        self.app.switch_screen(DiagnosticReportScreen(self.session))

    def _tick(self) -> None:
        self.set_note("Placement test")
