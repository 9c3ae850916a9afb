"""A shift being worked: tasks one after the other, what follows from each, and the accounts."""

from __future__ import annotations

from tutor.domain.claims.money import dollars
from tutor.domain.text import quantity
from tutor.services.shift_session import ShiftSession
from tutor.services.shift_views import ShiftDesk
from tutor.services.views import Question, Result
from tutor.tui.commands import CLAIM_FILE, Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.quiz_commands import ANSWER, DISCARD, FINISH, NEXT, PAUSE, QUESTION_COMMANDS
from tutor.tui.screens.quiz import QuizScreen

ACCOUNTS = Command(
    "shift.accounts",
    "f3",
    "accounts",
    "Accounts",
    "See every account: what was charged, collected, written off, and what is owed by whom.",
    footer=True,
)
NOT_HERE = ("previous", "mark", "questions", "skip", "go_on")
"""What other quizzes offer; a shift only goes forwards, and every task has to be done."""


class ShiftScreen(QuizScreen):
    """Works the tasks of an open shift."""

    KEYS = (ANSWER, NEXT, ACCOUNTS, *QUESTION_COMMANDS, CLAIM_FILE, FINISH, DISCARD, PAUSE)
    BINDINGS = bindings(KEYS)
    HELP = (
        "A shift in the claims lab. Each task is answered as the line under it says; then you "
        "read what was right, what follows from what you did, and whose work the step is. Enter "
        "or N goes on to the next task: days pass by themselves while payers take their time. On "
        "a form the arrow keys go from box to box, Enter writes, A answers; Page Up and Page Down "
        "scroll to what is asked and back. F3 shows the accounts. Every answer is saved at once: "
        "Escape leaves the shift, and Continue on Home goes on with it at the same task. After an "
        "answer, S ends the shift with its report and Delete gives it up."
    )
    session: ShiftSession

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no way back, and none around a task."""
        return False if action in NOT_HERE else super().check_action(action, parameters)

    def action_accounts(self) -> None:
        """Show the accounts."""
        from tutor.tui.modals.accounts import AccountsModal

        session = self.session

        def show(desk: ShiftDesk) -> None:
            self.app.push_screen(AccountsModal(desk))

        self.ask(lambda: session.desk, show, group="desk")

    async def _show(self, question: Question | None) -> None:
        await super()._show(question)
        self._tick()

    async def _show_feedback(self, question: Question) -> None:
        await super()._show_feedback(question)
        self._tick()

    def _offer_finish(self, *, asked: bool = False) -> None:
        """Show the report after the last task; ask before an early end."""
        if not asked:
            self.call_later(self._finish, True)
            return
        question = (
            "The report counts what is collected so far; open accounts stay open, and an ended "
            "shift is not gone on with. End it?"
        )
        self.app.push_screen(
            ConfirmModal("End the shift", question, yes="End", no="Go on"), self._finish
        )

    async def _finished(self, _: Result | None) -> None:
        from tutor.tui.screens.shift_report import ShiftReportScreen

        self.app.switch_screen(ShiftReportScreen(self.session))

    def _tick(self) -> None:
        session = self.session
        self.ask(lambda: session.desk, lambda desk: self.set_note(note_of(desk)), group="note")


def note_of(desk: ShiftDesk) -> str:
    """Return where a shift stands, in a few words for the header."""
    parts = [f"collected ${dollars(desk.collected)}"]
    if desk.strikes:
        parts.append(quantity(desk.strikes, "strike"))
    return " · ".join(parts)
