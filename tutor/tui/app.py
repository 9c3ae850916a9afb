"""The terminal program: takes the learner from place to place.

Screens are imported when they are first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from textual.command import CommandPalette, Provider
from textual.screen import Screen

from tutor.clock import Clock
from tutor.domain.kinds import resolve
from tutor.domain.records import Learner, QuizSpec
from tutor.domain.sitting import MockRules
from tutor.errors import UsageError
from tutor.settings import Settings
from tutor.tui.base import PlaceScreen
from tutor.tui.commands import APP_COMMANDS, PLACES, Command, bindings
from tutor.tui.messages import ServicesOpened
from tutor.tui.sessions import SessionApp
from tutor.tui.signing import SIGN_IN
from tutor.tui.theme import DEFAULT_THEME, THEMES
from tutor.tui.unsaved import unless_unsaved

if TYPE_CHECKING:
    from tutor.services.context import Services

PALETTE_HINT = "Lesson, topic, term or action …"
BREAKPOINTS = [(0, "-narrow"), (80, "-wide"), (120, "-very-wide")]
"""Columns from which a screen has a class of that name."""
HEIGHTS = [(0, "-low"), (22, "-high")]
"""Rows from which it has one of these."""


@dataclass(frozen=True, slots=True)
class StartAt:
    """Where the program begins.

    Attributes:
        place: A place, `sorter`, `drills`, `lab`, `review`, `missed`, `mock` or `resume`.
        spec: The quiz to choose on the practice screen, or the sorter's round. Without an exam,
            the learner's own is meant.
        profile: Name of the profile to make the current one.
        seed: Draw the quiz from this seed.
        exam: Which mock exam to offer; the learner's own unless given.
        rules: The rules to offer it with.
    """

    place: str = "home"
    spec: QuizSpec | None = None
    profile: str | None = None
    seed: int | None = None
    exam: str | None = None
    rules: MockRules | None = None

    def quiz(self, learner: Learner) -> QuizSpec | None:
        """Return the quiz asked for, as it is meant for a learner."""
        if self.spec is None or self.place != "practice":
            return self.spec
        return replace(self.spec, exam=self.spec.exam or learner.exam)

    @property
    def at_once(self) -> bool:
        """Whether the quiz is one that the practice screen cannot show."""
        spec = self.spec
        if spec is None:
            return False
        return self.seed is not None or bool(spec.subject or spec.lesson or spec.drills)


def _place(name: str) -> Callable[[], Screen[Any]]:
    """Return what makes a place's screen, imported when first visited."""

    def make() -> Screen[Any]:
        class_name = name.title().replace("_", "")
        screen: Screen[Any] = resolve(f"tutor.tui.screens.{name}:{class_name}Screen")()
        return screen

    return make


def _provider(entry: str) -> type[Provider]:
    found: type[Provider] = resolve(f"tutor.tui.providers.{entry}")
    return found


class TutorApp(SessionApp):
    """The program.

    Args:
        settings: Where everything lives.
        clock: Source of time; the machine's unless given.
        rng: Source of quiz seeds; the machine's unless given.
        start: Where to begin.
    """

    TITLE = "Coding & Billing Tutor"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    VERTICAL_BREAKPOINTS = HEIGHTS
    DEFAULT_MODE = "home"
    MODES: ClassVar = {name: _place(name) for name in (*PLACES, SIGN_IN)}
    COMMANDS: ClassVar = {
        partial(_provider, "actions:ActionProvider"),
        partial(_provider, "content:ContentProvider"),
    }
    KEYS: ClassVar[tuple[Command, ...]] = APP_COMMANDS
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        rng: Random | None = None,
        start: StartAt | None = None,
    ) -> None:
        super().__init__(settings, clock=clock, rng=rng)
        self._start = start or StartAt()
        self._last_learner: str | None = None
        self._teaches = False
        self._has_work = True  # until Home knows better: a key pressed before that counts
        for theme in THEMES:
            self.register_theme(theme)

    def begin(self, services: Services) -> Learner | None:
        """Return whom the program begins with, and refuse a quiz that no exam has.

        Raises:
            UsageError: There is no such profile, exam or domain.
        """
        if services.locked:
            return None
        learner = services.profiles.current()
        if self._start.profile:
            learner = services.profiles.choose(services.profiles.named(self._start.profile).id)
        if self._start.exam:
            services.library.blueprint(self._start.exam)
        spec = self._start.quiz(learner) if learner else self._start.spec
        if spec and spec.exam:
            blueprint = services.library.blueprint(spec.exam)
            for domain in spec.domains:
                blueprint.domain(domain)
        elif learner and spec and spec.domains:
            raise UsageError("choose an exam before its domains")
        return learner

    def set_profile(self, learner: Learner) -> None:
        """Make a learner the current one, or take over changes to the current one."""
        switched = self._last_learner not in (None, learner.id)
        self._last_learner = learner.id
        self.profile = learner
        self.set_theme(learner.theme)
        services = self.services
        self.ask(lambda: services.actor.teaches, self._let_teach, group="actor")
        if switched:
            self._leave_places()
        if isinstance(self.screen, PlaceScreen):
            self.screen.reload()

    def ask_for_profile(self, *, create: bool = False, must: bool = False) -> None:
        """Let the learner choose or make a profile.

        Args:
            create: Open the form at once.
            must: There is none to go on with: turning back ends the program.
        """
        from tutor.tui.screens.welcome import WelcomeScreen

        if self.is_signed_in:
            return
        if must:
            self.profile = None

        def welcomed(learner: Learner | None) -> None:
            if learner is not None:
                self.set_profile(learner)
                self.go_to_start()
            elif must:
                self.exit()

        self.push_screen(WelcomeScreen(create=create), welcomed)

    def set_theme(self, name: str) -> None:
        """Use a theme; an unknown name means the default."""
        self.theme = name if name in self.available_themes else DEFAULT_THEME

    # Getting around

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

    # Actions

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
        if action == "assignments":
            return self._may_have_work
        if action == "question_files":
            return not self.served  # files are those of this machine
        at_start = self.current_mode == "home" and len(self.screen_stack) == 1
        return not (action == "back" and at_start)

    def action_go_to(self, place: str) -> None:
        """Go to a place; ask first if text would be lost on the way."""
        here = self.screen_stack[1:] if place == self.current_mode else []
        unless_unsaved(self, here, lambda: self.go_to(place))

    async def action_quit(self) -> None:
        """Leave the program; ask first if text would be lost."""
        unless_unsaved(self, list(self.screen_stack), self.exit)

    def action_command_palette(self) -> None:
        """Open the palette."""
        if not CommandPalette.is_open(self):
            self.push_screen(CommandPalette(placeholder=PALETTE_HINT, id="--command-palette"))

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

    @property
    def _may_have_work(self) -> bool:
        """Whether there are assignments, or one may come in a file."""
        return self._has_work or not self.served

    def offer_work(self, offered: bool) -> None:
        """Offer the list of assignments, or hide it where served from whom is in no class."""
        if self._has_work != offered:
            self._has_work = offered
            self.screen.refresh_bindings()

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

    def on_mount(self) -> None:
        """Choose the theme until a profile brings its own."""
        self.theme = DEFAULT_THEME

    def on_services_opened(self, message: ServicesOpened) -> None:
        """Go on with the current profile, or ask for one."""
        if self.services.locked:
            self.ask_to_sign_in()
            return
        if message.learner is None:
            self.ask_for_profile(must=True)
        else:
            self.set_profile(message.learner)
            self.go_to_start()
        if problems := self.services.library.problems():
            self.notify(
                f"{len(problems)} found: run `tutor content check` to see where.",
                title="Problems in your own content",
                severity="warning",
                markup=False,
            )

    def forget_start(self) -> None:
        """Start at Home after all."""
        self._start = StartAt()

    def go_to_start(self) -> None:
        """Go where the program was asked to start, the first time."""
        start, self._start = self._start, StartAt()
        spec = start.quiz(self.learner)
        simple: dict[str, Callable[[], None]] = {
            "resume": self.action_continue,
            "drills": self.open_drills,
            "lab": self.open_lab,
            "review": self.start_review,
        }
        if start.place == "sorter":
            self.sorter_round = spec
            self.start_sorter()
        elif spec and (start.at_once or start.place == "missed"):
            self.start_quiz(spec, seed=start.seed)
        elif start.place in simple:
            simple[start.place]()
        elif start.place == "mock":
            self.open_practice()
            self.open_mock_exams(start.exam, start.rules)
        elif start.place == "practice":
            self.open_practice(spec=spec)
        elif start.place != "home":
            self.go_to(start.place)

    def _let_teach(self, teaches: bool) -> None:
        self._teaches = teaches
        self.screen.refresh_bindings()

    def forget_places(self) -> None:
        """Drop the screens of all places but the current one."""
        for place in self.MODES:
            if place != self.current_mode:
                self.remove_mode(place)
                self.add_mode(place, _place(place))

    def _leave_places(self) -> None:
        """Drop all screens of the profile before, so that nothing of it is shown or continued."""
        self.go_to("home")
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.forget_places()
