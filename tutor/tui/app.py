"""The terminal program: where it starts, for whom, and what works on every screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, ClassVar

from textual.command import CommandPalette, Provider

from tutor.clock import Clock
from tutor.domain.kinds import resolve
from tutor.domain.records import Learner, QuizSpec
from tutor.domain.sitting import MockRules
from tutor.errors import UsageError
from tutor.settings import Settings
from tutor.tui.base import PlaceScreen
from tutor.tui.commands import APP_COMMANDS, Command, bindings
from tutor.tui.messages import ServicesOpened
from tutor.tui.places import PlacesApp
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


def _provider(entry: str) -> type[Provider]:
    found: type[Provider] = resolve(f"tutor.tui.providers.{entry}")
    return found


class TutorApp(PlacesApp):
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
        self.ask(lambda: services.actor.teaches, self.offer_teaching, group="actor")
        if switched:
            self.leave_places()
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

    async def action_quit(self) -> None:
        """Leave the program; ask first if text would be lost."""
        unless_unsaved(self, list(self.screen_stack), self.exit)

    def action_command_palette(self) -> None:
        """Open the palette."""
        if not CommandPalette.is_open(self):
            self.push_screen(CommandPalette(placeholder=PALETTE_HINT, id="--command-palette"))

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
