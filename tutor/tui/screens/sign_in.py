"""Signing in: name and password, and a password of one's own after a one-time one."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import ContentSwitcher, Static

from tutor.errors import TutorError, UsageError
from tutor.tui.base import TutorScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.signing import Entered
from tutor.tui.text import show
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.secret_form import SecretForm

LEAD = "Sign in with the name and password you were given."
CHANGE = (
    "That password was for this once. Choose one of your own, of at least 10 characters: a few "
    "words will do."
)
DIFFERENT = "the two new passwords differ: type them again"


class SignInScreen(TutorScreen[None]):
    """Stands alone until somebody is let in."""

    CSS_PATH = "sign_in.tcss"
    HELP = (
        "This class's work is kept on a server, and everybody signs in with a name and password "
        "of their own. Tab and Enter go to the next field. Who has forgotten the password asks "
        "their instructor or administrator for a new one. After some wrong tries a name is "
        "locked for a while, longer each time."
    )
    KEYS = (
        Command(
            "sign_in.back",
            "escape",
            "turn_back",
            "Back",
            "Go back to name and password.",
            footer=True,
        ),
        Command("sign_in.quit", "f10", "app.quit", "Quit", "Leave the program.", footer=True),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._one_time = ("", "")
        """Name and one-time password, while a new one is chosen."""

    def compose(self) -> ComposeResult:
        """Lay out both forms; one of them shows."""
        with VerticalScroll(id="body", can_focus=False):
            yield Static("Coding & Billing Tutor", classes="title")
            yield Static(id="lead", classes="muted")
            with ContentSwitcher(initial="enter"):
                yield SecretForm(
                    [("name", "Name"), ("password", "Password")], "Sign in", id="enter"
                )
                yield SecretForm(
                    [("new", "New password"), ("again", "New password again")],
                    "Save and sign in",
                    id="own",
                )
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Ask for name and password."""
        self._show("enter", self.app.sign_in_notice or LEAD)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Hide Back where there is nothing to go back to."""
        return action != "turn_back" or bool(self._one_time[0])

    def action_turn_back(self) -> None:
        """Go back to name and password."""
        self._one_time = ("", "")
        self._show("enter", LEAD)

    def _show(self, form: str, lead: str) -> None:
        self.query_one("#lead", Static).update(show(lead))
        self.query_one(ContentSwitcher).current = form
        self.query_one(f"#{form}", SecretForm).show_error("")
        self.refresh_bindings()

    @on(SecretForm.Submitted, "#enter")
    def _sign_in(self, event: SecretForm.Submitted) -> None:
        name, password = event.values["name"], event.values["password"]
        services, idle = self.services, self.app.settings.screen_idle

        def sign_in() -> Entered | None:
            done = services.accounts.sign_in(name, password, idle=idle)
            return None if done.must_change else self.app.enter(done)

        def signed_in(entered: Entered | None) -> None:
            if entered:
                self.app.welcome(entered)
            else:
                self._one_time = (name, password)
                self._show("own", CHANGE)

        self.ask(sign_in, signed_in, group="sign-in", once=True, failed=self._refuse("enter"))

    @on(SecretForm.Submitted, "#own")
    def _choose(self, event: SecretForm.Submitted) -> None:
        new, again = event.values["new"], event.values["again"]
        services, idle = self.services, self.app.settings.screen_idle
        name, one_time = self._one_time

        def choose() -> Entered:
            if new != again:
                raise UsageError(DIFFERENT)
            done = services.accounts.first_password(name, one_time, new, idle=idle)
            return self.app.enter(done)

        self.ask(choose, self.app.welcome, group="sign-in", once=True, failed=self._refuse("own"))

    def _refuse(self, form: str) -> Callable[[TutorError], None]:
        return lambda error: self.query_one(f"#{form}", SecretForm).show_error(str(error))
