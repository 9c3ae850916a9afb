"""What the app does with quizzes: starts them, goes on with them, shows how they ended.

Screens are imported when they are first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from textual.events import ScreenResume

from tutor.clock import Clock
from tutor.domain.records import ASSIGNED, DIAGNOSTIC, SHIFT, QuizSpec
from tutor.domain.sitting import MockRules
from tutor.settings import Settings
from tutor.tui.signing import SigningApp

if TYPE_CHECKING:
    from random import Random

    from tutor.domain.claims.shift import ShiftOptions
    from tutor.services.exam_session import ExamSession
    from tutor.services.progress_views import NextStep
    from tutor.services.quiz_session import QuizSession
    from tutor.services.shift_session import ShiftSession

OFFER = (
    "A placement test asks 20 to 40 questions, chosen by how you answer. It takes about half an "
    "hour at your own pace; you can leave and come back. At the end you see where you stand in "
    "each domain and where to begin. You do not have to: Read goes straight to the first "
    "lesson, and Practice has the test at any time. Start it now?"
)
CONTINUE_COUNT = 10
"""Questions of the quiz that Continue starts."""


class SessionApp(SigningApp):
    """An app that runs quizzes."""

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, rng: Random | None = None
    ) -> None:
        super().__init__(settings, clock=clock, rng=rng)
        self.sorter_round: QuizSpec | None = None
        """A round of the duty sorter other than the usual one, if such was asked for."""

    def open_lesson(self, lesson_id: str, page: int | None = None) -> None:
        """Open a lesson, at a page (from 0) or where the learner left it."""
        from tutor.tui.screens.reader import ReaderScreen

        self.push_screen(ReaderScreen(lesson_id, page))

    def start_quiz(self, spec: QuizSpec, *, seed: int | None = None) -> None:
        """Draw a quiz, from a seed if given, and start it."""
        services, learner = self.services, self.learner

        def start() -> None:
            self._open_session(lambda: services.practice.start(learner.id, spec, seed=seed))

        if spec.source == "written" or spec.seen == "missed":
            start()
        else:
            self._with_book(start)

    def start_sorter(self) -> None:
        """Start a round of the duty sorter, as long as was asked for at the start if it was."""
        services, learner = self.services, self.learner
        if self.sorter_round is not None:
            self.start_quiz(self.sorter_round)
        else:
            self._open_session(lambda: services.practice.start_sorter(learner.id))

    def open_mock_exams(self, exam: str | None = None, rules: MockRules | None = None) -> None:
        """Offer to sit a mock exam, of the learner's own exam unless given."""
        from tutor.tui.screens.exam_setup import ExamSetupScreen

        if not isinstance(self.screen, ExamSetupScreen):
            self.push_screen(ExamSetupScreen(exam, rules))

    def open_missed(self) -> None:
        """List what still has to be answered right."""
        from tutor.tui.screens.missed import MissedScreen

        if not isinstance(self.screen, MissedScreen):
            self.push_screen(MissedScreen())

    def start_mock_exam(self, exam: str, rules: MockRules) -> None:
        """Assemble a form and start its clock."""
        services, learner = self.services, self.learner
        self._open_session(lambda: services.mocks.start(learner.id, exam, **asdict(rules)))

    def start_diagnostic(self, exam: str) -> None:
        """Start a placement test, or go on with the one that is open."""
        services, learner = self.services, self.learner
        self._open_session(lambda: services.diagnostic.start(learner.id, exam))

    def offer_diagnostic(self, exam: str) -> None:
        """Offer a newcomer a placement test; who declines goes on to what comes next."""
        from tutor.tui.modals.confirm import ConfirmModal

        services, learner = self.services, self.learner

        def answered(wanted: bool | None) -> None:
            if wanted:
                self.start_diagnostic(exam)
            elif wanted is False:
                step = lambda: services.home.next_step(learner.id, offer=False)  # noqa: E731
                self.ask(step, self.follow, group="next", once=True)

        self.push_screen(
            ConfirmModal("Find out where you stand", OFFER, yes="Start", no="Read"), answered
        )

    def start_review(self) -> None:
        """Start a review of what is due today, once the code book its codes need is there."""
        services, learner = self.services, self.learner

        def start() -> None:
            self._open_session(lambda: services.spaced.start(learner.id))

        def check(needs_book: bool) -> None:
            if needs_book:
                self._with_book(start)
            else:
                start()

        self.ask(lambda: services.spaced.needs_book(learner.id), check, group="review", once=True)

    def open_cards(self) -> None:
        """Show the cards of spaced review."""
        from tutor.tui.screens.cards import CardsScreen

        if not isinstance(self.screen, CardsScreen):
            self.push_screen(CardsScreen())

    def resume_quiz(self, attempt_id: str) -> None:
        """Go on with an interrupted quiz or mock exam (or show its result, if it has ended)."""
        services = self.services
        self._open_session(lambda: services.practice.resume(attempt_id))

    def open_result(self, attempt_id: str) -> None:
        """Show the result of a finished quiz."""
        self.resume_quiz(attempt_id)

    def follow(self, step: NextStep) -> None:
        """Do a next step."""
        if step.kind == "quiz":
            self.resume_quiz(step.target)
        elif step.kind == "diagnostic" and step.exam:
            self.offer_diagnostic(step.exam)
        elif step.kind == "review":
            self.start_review()
        elif step.kind == "lesson":
            self.open_lesson(step.target, step.page)
        else:
            domains = (step.domain,) if step.domain else ()
            self.start_quiz(QuizSpec(exam=step.exam, domains=domains, count=CONTINUE_COUNT))

    def _with_book(self, start: Callable[[], None]) -> None:
        """Start what needs the code book, which is put together first where need be."""
        codes = self.services.codes

        def opened(ready: bool | None) -> None:
            if ready:
                start()

        def check(ready: bool) -> None:
            if ready:
                start()
            else:
                from tutor.tui.modals.book_wait import BookWaitModal

                self.push_screen(BookWaitModal(), opened)

        self.ask(codes.ready, check, group="book", once=True)

    def _open_session(self, start: Callable[[], QuizSession]) -> None:
        self.ask(start, self._show_session, group="session", once=True)

    def _show_session(self, session: QuizSession) -> None:
        from tutor.services.exam_session import ExamSession

        if isinstance(session, ExamSession):
            self._show_exam(session)
        elif session.context == ASSIGNED:
            self._show_assigned(session)
        elif session.context == DIAGNOSTIC:
            self._show_diagnostic(session)
        elif session.context == SHIFT:
            self._show_shift(session)
        elif not session.open:
            from tutor.tui.screens.results import ResultsScreen

            self.push_screen(ResultsScreen(session))
        elif session.context == "sorter":
            from tutor.tui.screens.sorter import SorterScreen

            self.push_screen(SorterScreen(session))
        else:
            from tutor.tui.screens.quiz import QuizScreen

            self.push_screen(QuizScreen(session))

    def start_assignment(self, assignment_id: str) -> None:
        """Start an attempt at an assignment, or go on with the one that is open."""
        services, learner = self.services, self.learner
        self._open_session(
            lambda: services.classroom.work.start(services.actor, assignment_id, learner.id)
        )

    def _show_assigned(self, session: QuizSession) -> None:
        from tutor.services.classroom.assigned_session import AssignedSession
        from tutor.tui.screens.assigned import AssignedScreen
        from tutor.tui.screens.work_result import WorkResultScreen

        assert isinstance(session, AssignedSession)  # noqa: S101 - by its context
        if session.open:
            self.push_screen(AssignedScreen(session))
        else:
            self.push_screen(WorkResultScreen(session.attempt_id))

    def open_lab(self) -> None:
        """Open the claims lab."""
        from tutor.tui.screens.claims_lab import ClaimsLabScreen

        if not isinstance(self.screen, ClaimsLabScreen):
            self.push_screen(ClaimsLabScreen())

    def start_shift(self, options: ShiftOptions, *, seed: int | None = None) -> None:
        """Start a shift in the claims lab, from a seed if given."""
        services, learner = self.services, self.learner
        self._open_session(lambda: services.shifts.start(learner.id, options, seed=seed))

    def _show_shift(self, session: QuizSession) -> None:
        from tutor.services.shift_session import ShiftSession

        assert isinstance(session, ShiftSession)  # noqa: S101 - by its context
        if session.open and session.stale:
            self._give_up(session)
        elif session.open:
            from tutor.tui.screens.shift import ShiftScreen

            self.push_screen(ShiftScreen(session))
        else:
            from tutor.tui.screens.shift_report import ShiftReportScreen

            self.push_screen(ShiftReportScreen(session))

    def _give_up(self, session: ShiftSession) -> None:
        """Offer to give up a shift that cannot be gone on with."""
        from tutor.services.shift_session import OTHER_PROGRAM
        from tutor.tui.modals.confirm import ConfirmModal

        def answered(wanted: bool | None) -> None:
            if wanted:
                self.ask(session.abandon, lambda _: self.screen.post_message(ScreenResume()))

        self.push_screen(
            ConfirmModal("Shift", OTHER_PROGRAM, yes="Give up", no="Leave it"), answered
        )

    def _show_diagnostic(self, session: QuizSession) -> None:
        from tutor.services.diagnostic_session import DiagnosticSession

        assert isinstance(session, DiagnosticSession)  # noqa: S101 - by its context
        if session.open:
            from tutor.tui.screens.diagnostic import DiagnosticScreen

            self.push_screen(DiagnosticScreen(session))
        else:
            from tutor.tui.screens.diagnostic_report import DiagnosticReportScreen

            self.push_screen(DiagnosticReportScreen(session))

    def _show_exam(self, session: ExamSession) -> None:
        from tutor.tui.screens.exam import ExamScreen

        here = [type(screen) is ExamScreen for screen in self.screen_stack]
        if session.open and any(here):  # asked for from the palette, on top of the exam itself
            while not isinstance(self.screen, ExamScreen):
                self.pop_screen()
        elif session.open:
            self.push_screen(ExamScreen(session))
        else:
            from tutor.tui.screens.exam_report import ExamReportScreen

            self.push_screen(ExamReportScreen(session))
