"""An assignment being taken: a quiz with its own clock, handed in and not taken back."""

from __future__ import annotations

from dataclasses import replace

from tutor.services.classroom.assigned_session import AssignedSession
from tutor.services.views import Result
from tutor.tui.commands import bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.quiz_commands import DISCARD, FINISH, MARK, QUIZ_COMMANDS, SET_ASIDE, UNDO
from tutor.tui.screens.exam import left_text
from tutor.tui.screens.quiz import PARTLY_SAVED, SAVED, QuizScreen

LOOK_AGAIN_SECONDS = 30.0
"""How often the limits are read anew: an extension may move the deadline meanwhile."""
HAND_IN = replace(
    FINISH,
    id="assigned.finish",
    title="Hand in",
    help="Hand the assignment in; what is open is told first.",
    footer=True,
)
SOON_SECONDS = 7 * 86_400
"""From when on the end is shown as a clock."""


class AssignedScreen(QuizScreen):
    """Asks the questions of an open attempt at an assignment."""

    KEYS = (
        HAND_IN,
        *(one for one in QUIZ_COMMANDS if one not in (UNDO, DISCARD, SET_ASIDE, FINISH, MARK)),
        replace(MARK, id="assigned.mark", footer=False),
    )
    BINDINGS = bindings(KEYS)
    HELP = (
        "An assignment of your class. Letters or numbers choose an answer, Enter gives it; every "
        "answer is saved at once. N goes on, P goes back, M marks a question with a flag, W lists "
        "all questions, S hands the assignment in. What is right shows when your instructor lets "
        "it show; until then answers can be changed. Where they show at once, they are final. K "
        "opens the code book, if the assignment allows it. Escape leaves: the attempt stays open, "
        "and its clock runs on."
    )
    session: AssignedSession

    def on_mount(self) -> None:
        """Show the question the student is at, and follow the clock."""
        super().on_mount()
        self.set_interval(LOOK_AGAIN_SECONDS, self._look_again)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing that takes an answer back or gives the attempt up."""
        if action in ("undo", "discard", "set_aside"):
            return False
        return super().check_action(action, parameters)

    def _look_again(self) -> None:
        if self.is_current and self.session.open:
            self.ask(self.session.refresh, lambda _: self._tick(), group="limits")

    def _end(self) -> Result | None:
        self.session.end()
        return None

    async def _finished(self, _: Result | None) -> None:
        from tutor.tui.screens.work_result import WorkResultScreen

        self.app.switch_screen(WorkResultScreen(self.session.attempt_id))

    def _offer_finish(self, *, asked: bool = False) -> None:  # noqa: ARG002 - as for a quiz
        """Hand in after asking, with what is open and flagged."""
        palette = self.session.palette
        total, flagged = len(palette.answered), palette.flagged.count(True)
        parts = [f"{palette.answered.count(True)} of {total} questions answered"]
        if unanswered := palette.answered.count(False):
            parts.append(f"{unanswered} not (no answer, no credit)")
        if flagged:
            parts.append(f"{flagged} marked")
        later = " ".join(self.session.later)
        question = f"{', '.join(parts)}. {later} Hand in now?".replace("  ", " ")
        self.app.push_screen(
            ConfirmModal("Hand in", question, yes="Hand in", no="Go on"), self._finish
        )

    def action_pause(self) -> None:
        """Leave the attempt open, after asking."""
        saved = PARTLY_SAVED if self._has_drafts() else SAVED
        clock = "" if self.session.seconds_left is None else " Its clock runs on."
        question = f"{saved} The attempt stays open.{clock} Leave now?"
        self.app.push_screen(
            ConfirmModal("Leave the assignment", question, yes="Leave", no="Go on"), self._pause
        )

    def _tick(self) -> None:
        session = self.session
        if not self.is_current or not session.open:
            return
        left = session.seconds_left
        shown = left is not None and left < SOON_SECONDS
        parts = ("Assignment", f"{left_text(left)} left" if shown and left is not None else "")
        self.set_note(" · ".join(filter(None, parts)))
        if left == 0:
            self.step(session.run_out, self._ran_out)

    async def _ran_out(self, ended: bool) -> None:
        if ended:
            self.app.notify("Every answer is saved.", title="Time is up", markup=False)
            await self._finished(None)
