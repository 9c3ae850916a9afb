"""What the app does to get around: from place to place, back, and to what opens on top.

Screens are imported when they are first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, ClassVar

from textual.screen import Screen

from tutor.clock import Clock
from tutor.domain.kinds import resolve
from tutor.domain.records import QuizSpec
from tutor.settings import Settings
from tutor.tui.base import books_shut
from tutor.tui.commands import PLACES
from tutor.tui.sessions import SessionApp
from tutor.tui.signing import SIGN_IN
from tutor.tui.unsaved import unless_unsaved


def _place(name: str) -> Callable[[], Screen[Any]]:
    """Return what makes a place's screen, imported when first visited."""

    def make() -> Screen[Any]:
        class_name = name.title().replace("_", "")
        screen: Screen[Any] = resolve(f"tutor.tui.screens.{name}:{class_name}Screen")()
        return screen

    return make


class PlacesApp(SessionApp):
    """An app with places, and with commands that go somewhere."""

    MODES: ClassVar = {name: _place(name) for name in (*PLACES, SIGN_IN)}

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, rng: Random | None = None
    ) -> None:
        super().__init__(settings, clock=clock, rng=rng)
        self._teaches = False
        self._has_work = True  # until Home knows better: a key pressed before that counts

    def go_to(self, place: str) -> None:
        """Go to a place; if it is the current one, back to its first screen."""
        if not self.is_open:
            return
        if place == self.current_mode:
            while len(self.screen_stack) > 1:
                self.pop_screen()
        else:
            self.switch_mode(place)

    def open_practice(
        self, exam: str | None = None, domain: str | None = None, *, spec: QuizSpec | None = None
    ) -> None:
        """Go to Practice with an exam and a domain, or a whole quiz, chosen."""
        from tutor.tui.screens.practice import PracticeScreen

        self.go_to("practice")
        self.go_to("practice")  # the place may have been left with a quiz on top
        if not isinstance(self.screen, PracticeScreen):
            return
        if spec is not None:
            self.screen.choose_quiz(spec)
        elif exam is not None:
            self.screen.choose(exam, domain)

    def open_drills(self, kind: str | None = None) -> None:
        """Go to Practice and open the drills there, at a kind if given."""
        from tutor.tui.screens.drills import DrillsScreen

        self.open_practice()
        self.push_screen(DrillsScreen(kind))

    def open_term(self, term_id: str) -> None:
        """Show a glossary term on top of the current screen."""
        from tutor.tui.modals.term import TermModal

        self.push_screen(TermModal(term_id))

    def look_up(self, text: str) -> None:
        """Open the code book and look something up."""
        from tutor.tui.screens.code_book import CodeBookScreen

        self.go_to("code_book")
        if isinstance(self.screen, CodeBookScreen):
            self.screen.look_up(text)

    def forget_places(self) -> None:
        """Drop the screens of all places but the current one."""
        for place in self.MODES:
            if place != self.current_mode:
                self.remove_mode(place)
                self.add_mode(place, _place(place))

    def leave_places(self) -> None:
        """Drop all screens of the profile before, so that nothing of it is shown or continued."""
        self.go_to("home")
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.forget_places()

    # Actions

    def action_go_to(self, place: str) -> None:
        """Go to a place; ask first if text would be lost on the way."""
        here = self.screen_stack[1:] if place == self.current_mode else []
        unless_unsaved(self, here, lambda: self.go_to(place))

    async def action_back(self) -> None:
        """Leave the current screen; from a place's first screen, go Home."""
        if len(self.screen_stack) > 1:
            unless_unsaved(self, [self.screen], self.pop_screen)
        else:
            self.go_to("home")

    def action_continue(self) -> None:
        """Do the next thing."""
        if self.is_open:
            services, learner = self.services, self.learner
            self.ask(
                lambda: services.home.next_step(learner.id), self.follow, group="next", once=True
            )

    def action_review(self) -> None:
        """Start a review of what is due."""
        if self.is_open:
            self.start_review()

    def action_plan(self) -> None:
        """Show the study plan."""
        from tutor.tui.screens.plan import PlanScreen

        if self.is_open and not isinstance(self.screen, PlanScreen):
            self.push_screen(PlanScreen())

    def action_cards(self) -> None:
        """Show the cards of spaced review."""
        if self.is_open:
            self.open_cards()

    def action_assignments(self) -> None:
        """Show what the learner's classes gave to do."""
        from tutor.tui.screens.assignments import AssignmentsScreen

        if self.is_open and self._may_have_work and not isinstance(self.screen, AssignmentsScreen):
            self.push_screen(AssignmentsScreen())

    def action_teach(self) -> None:
        """Show the courses of an instructor."""
        from tutor.tui.screens.teach import TeachScreen

        if self.is_open and self._teaches and not isinstance(self.screen, TeachScreen):
            self.push_screen(TeachScreen())

    def action_lab(self) -> None:
        """Open the claims lab."""
        if self.is_open:
            self.open_lab()

    def action_claim_file(self) -> None:
        """Read a file of claims or of a payer's answers."""
        from tutor.tui.screens.claim_file import ClaimFileScreen

        if self.is_open and not isinstance(self.screen, ClaimFileScreen):
            self.push_screen(ClaimFileScreen())

    def action_question_files(self) -> None:
        """Bring questions in, or take them out."""
        from tutor.tui.screens.question_files import QuestionFilesScreen

        if self.is_open and not self.served and not isinstance(self.screen, QuestionFilesScreen):
            self.push_screen(QuestionFilesScreen())

    def action_about(self) -> None:
        """Show version and notices."""
        from tutor.tui.screens.about import AboutScreen

        if not isinstance(self.screen, AboutScreen):
            self.push_screen(AboutScreen())

    def action_explain(self) -> None:
        """Explain the current screen."""
        from tutor.tui.modals.help import HelpModal

        if not isinstance(self.screen, HelpModal):
            self.push_screen(HelpModal(self.screen))

    # What is offered

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - Textual's signature
    ) -> bool | None:
        """Hide Back where there is nothing to go back to, and what the person cannot do."""
        if action in ("sign_out", "change_password"):
            return self.is_signed_in
        if action == "teach":
            return self._teaches
        if action == "claim_file":
            return not books_shut(self.screen)
        if action == "assignments":
            return self._may_have_work
        if action == "question_files":
            return not self.served  # files are those of this machine
        at_start = self.current_mode == "home" and len(self.screen_stack) == 1
        return not (action == "back" and at_start)

    def offer_work(self, offered: bool) -> None:
        """Offer the list of assignments, or hide it where served from whom is in no class."""
        if self._has_work != offered:
            self._has_work = offered
            self.screen.refresh_bindings()

    def offer_teaching(self, teaches: bool) -> None:
        """Offer the courses of an instructor to who teaches."""
        self._teaches = teaches
        self.screen.refresh_bindings()

    @property
    def _may_have_work(self) -> bool:
        """Whether there are assignments, or one may come in a file."""
        return self._has_work or not self.served
