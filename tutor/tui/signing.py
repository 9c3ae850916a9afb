"""What the app does where people sign in: lets them in, watches for idleness, lets them out.

A local database belongs to its user, and none of this shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from textual import events

from tutor.clock import Clock
from tutor.domain.records import Learner
from tutor.errors import TutorError
from tutor.settings import Settings
from tutor.tui.base import Asks
from tutor.tui.lifecycle import LifecycleApp

if TYPE_CHECKING:
    from tutor.services.accounts import SignIn
    from tutor.services.context import Services

SIGN_IN = "sign_in"
"""Mode in which the sign-in screen stands alone: nothing of anybody's is below it."""
WATCH_SECONDS = 15
"""How often the app looks whether anybody is still there."""
USES = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp, events.Paste)
"""What shows that somebody is."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody was let in: their services, their profile, and what could not be begun, if so."""

    services: Services
    learner: Learner | None
    error: TutorError | None = None


class SigningApp(LifecycleApp):
    """An app that people sign in to."""

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, rng: Random | None = None
    ) -> None:
        super().__init__(settings, clock=clock, rng=rng)
        self.sign_in_notice = ""
        """Why the sign-in screen shows, where there is something to say."""
        self._last_used: datetime = self.clock.now()
        self._last_watched: datetime = self._last_used

    @property
    def is_signed_in(self) -> bool:
        """Whether whoever uses the program has signed in."""
        return self.is_open and not self.services.who.owner

    @property
    def may_look_around(self) -> bool:
        """Whether places on the machine may be shown: they are not a student's business."""
        services = self.holder.services
        return services is None or services.who.administrator

    def ask_to_sign_in(self, notice: str = "") -> None:
        """Show the sign-in screen and nothing else; drop all that was open."""
        self.sign_in_notice = notice
        self.forget()
        for screen in (screen for stack in self._screen_stacks.values() for screen in stack):
            for node in screen.walk_children(Asks, with_self=True):
                node.forget()
        self.switch_mode(SIGN_IN)
        self.forget_places()

    def enter(self, sign_in: SignIn) -> Entered:
        """Return the services of whoever signed in. Runs in a thread."""
        opened = self.services.signed_in(sign_in)
        try:
            return Entered(opened, self.begin(opened))
        except TutorError as error:  # what the program was started for is not theirs
            return Entered(opened, opened.profiles.current(), error)

    def welcome(self, entered: Entered) -> None:
        """Begin with whoever signed in."""
        self.holder.swap(entered.services)
        self._last_used = self._last_watched = self.clock.now()
        if entered.learner is not None:
            self.set_profile(entered.learner)
        self.switch_mode("home")
        self.forget_places()
        if entered.error:
            self.forget_start()
            self.report(entered.error)
        self.go_to_start()

    def action_sign_out(self) -> None:
        """Sign out."""
        if self.is_signed_in:
            accounts = self.services.accounts
            self.sign_out("You are signed out.")
            self.ask(accounts.sign_out, lambda _: None, group="sign-out")

    def action_change_password(self) -> None:
        """Change one's own password."""
        from tutor.tui.modals.change_password import ChangePasswordModal

        if self.is_signed_in and not isinstance(self.screen, ChangePasswordModal):
            self.push_screen(ChangePasswordModal(), self._say_changed)

    def sign_out(self, notice: str) -> None:
        """Go back to the sign-in screen. Open quizzes stay as they are, in the database."""
        if self.is_open:
            self.holder.swap(self.services.signed_out())
            self.ask_to_sign_in(notice)

    def look_for_idleness(self) -> None:
        """Sign out whoever has left; note that whoever has not is still there."""
        if not self.is_signed_in:
            return
        now = self.clock.now()
        if now - self._last_used >= self.settings.screen_idle:
            accounts = self.services.accounts
            self.sign_out(
                f"You were signed out after {_minutes(self.settings.screen_idle)} without a key. "
                "All answers are saved; an open quiz waits under Continue."
            )
            self.ask(accounts.sign_out, lambda _: None, group="sign-out")
        elif self._last_used > self._last_watched:
            self.ask(self.services.accounts.stay, lambda _: None, group="stay", once=True)
        self._last_watched = now

    def set_profile(self, learner: Learner) -> None:
        """Make a learner the current one."""
        raise NotImplementedError

    def go_to_start(self) -> None:
        """Go where the program was asked to start, the first time."""
        raise NotImplementedError

    def forget_start(self) -> None:
        """Start at Home after all."""
        raise NotImplementedError

    def forget_places(self) -> None:
        """Drop the screens of all places but the current one."""
        raise NotImplementedError

    async def on_event(self, event: events.Event) -> None:
        """Note that somebody is there."""
        if isinstance(event, USES):
            self._last_used = self.clock.now()
        await super().on_event(event)

    def on_ready(self) -> None:
        """Begin to watch for idleness."""
        self.set_interval(WATCH_SECONDS, self.look_for_idleness)

    def _say_changed(self, changed: bool | None) -> None:
        if changed:
            self.notify("Your password is changed.", markup=False)


def _minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
