"""What all screens are made from: calling services in threads, places, dialogs.

A screen asks and goes on drawing:

    self.ask(lambda: services.learning.tracks(learner.id), self.draw_tracks)

The call runs in a thread; its value comes back on the UI thread. An answer that is no longer
wanted (a newer question was asked in the same group, the screen is gone) is dropped. A
`TutorError` is reported to the user, any other error ends in the app's crash boundary.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual import getters
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen, ScreenResultType

from tutor.errors import SignedOutError, TutorError
from tutor.tui.commands import BACK, PLACE_COMMANDS, Command, bindings
from tutor.tui.holder import ClosingError
from tutor.tui.messages import CallDone, CallFailed

if TYPE_CHECKING:
    from tutor.domain.records import Learner
    from tutor.services.context import Services
    from tutor.tui.app import TutorApp

UNDER = "-under-dialog"
"""Class of a screen while a dialog stands on it."""
View = TypeVar("View")
Value = TypeVar("Value")


def books_shut(screen: Screen[Any]) -> bool:
    """Whether the code book must not be opened from a screen."""
    return isinstance(screen, TutorScreen) and screen.books_shut


def tutor_app(node: DOMNode) -> TutorApp:
    """Return a node's app, as the type it is."""
    return cast("TutorApp", node.app)


class Asks(DOMNode):
    """A node that calls services in threads and takes the answers on the UI thread.

    Stands last among a class's bases: Textual reads styles and bindings from the first only.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as they are
        super().__init__(*args, **kwargs)
        self._asked: dict[str, int] = {}
        self._under_way: set[str] = set()

    def ask(
        self,
        call: Callable[[], Value],
        then: Callable[[Value], object],
        *,
        group: str = "ask",
        once: bool = False,
        failed: Callable[[TutorError], object] | None = None,
    ) -> None:
        """Run a call in a thread and handle its value here.

        Args:
            call: Calls services; must not touch widgets.
            then: Takes the value, on the UI thread.
            group: A newer question of the same group makes older ones void.
            once: Ignore this question while one of its group is under way, instead; for calls
                that change something and must not be made twice by a double key press.
            failed: Takes a `TutorError`; without it the error is shown as a toast.
        """
        if once and group in self._under_way:
            return
        number = self._asked[group] = self._asked.get(group, 0) + 1
        self._under_way.add(group)
        self.run_worker(
            lambda: self._call(call, then, group, number, failed),
            group=group,
            thread=True,
            exclusive=not once,
            exit_on_error=False,
        )

    def asking(self, group: str = "ask") -> bool:
        """Whether a question of the group is under way."""
        return group in self._under_way

    def forget(self) -> None:
        """Make all questions under way void: their answers are nobody's any more."""
        for group in self._asked:
            self._asked[group] += 1
        self._under_way.clear()

    def _call(
        self,
        call: Callable[[], Value],
        then: Callable[[Value], object],
        group: str,
        number: int,
        failed: Callable[[TutorError], object] | None,
    ) -> None:
        try:
            with tutor_app(self).holder.in_use():
                try:
                    value = call()
                except Exception as error:  # noqa: BLE001 - carried to the UI thread and raised there
                    self.post_message(CallFailed(group, number, failed, error))
                else:
                    self.post_message(CallDone(group, number, then, value))
        except ClosingError:
            return

    def on_call_done(self, message: CallDone) -> None:
        """Hand a call's value on, if it is still wanted."""
        if self._settle(message.group, message.number):
            message.then(message.value)

    def on_call_failed(self, message: CallFailed) -> None:
        """Report a call's error, if the call is still wanted.

        Raises:
            Exception: The error was not made for users: the crash boundary takes it.
        """
        wanted = self._settle(message.group, message.number)
        if not isinstance(message.error, TutorError):
            raise message.error
        if wanted and isinstance(message.error, SignedOutError):
            tutor_app(self).sign_out(f"{message.error.title}: {message.error}.")
        elif wanted:
            (message.failed or tutor_app(self).report)(message.error)

    def _settle(self, group: str, number: int) -> bool:
        wanted = self._asked.get(group) == number
        if wanted:
            self._under_way.discard(group)
        return wanted


class TutorScreen(Screen[ScreenResultType], Asks):
    """A screen of this program. `HELP` explains it; `KEYS` declares its commands."""

    KEYS: ClassVar[tuple[Command, ...]] = (BACK,)
    BINDINGS = bindings(KEYS)

    if TYPE_CHECKING:
        app = getters.app(TutorApp)

    def on_screen_suspend(self) -> None:
        """Show no keys under a dialog: they do not work there."""
        if isinstance(self.app.screen, ModalScreen):
            self.add_class(UNDER)

    def on_screen_resume(self) -> None:
        """Show the keys again."""
        self.remove_class(UNDER)

    @property
    def books_shut(self) -> bool:
        """Whether the code book must not be opened from here."""
        return False

    @property
    def services(self) -> Services:
        """The open services."""
        return self.app.services

    @property
    def learner(self) -> Learner:
        """The current profile."""
        return self.app.learner


class TutorModal(ModalScreen[ScreenResultType], Asks):
    """A dialog of this program. Escape closes it without a result."""

    KEYS: ClassVar[tuple[Command, ...]] = (
        Command(
            "modal.close", "escape", "dismiss_empty", "Close", "Close this dialog.", footer=True
        ),
    )
    BINDINGS = bindings(KEYS)

    if TYPE_CHECKING:
        app = getters.app(TutorApp)

    @property
    def services(self) -> Services:
        """The open services."""
        return self.app.services

    def action_dismiss_empty(self) -> None:
        """Close without a result."""
        self.dismiss(None)


class PlaceScreen(TutorScreen[None], Generic[View]):
    """One of the places of the navigation bar: bar on top, footer below, one view between.

    The view is read again whenever the place comes to the front.
    """

    PLACE: ClassVar[str]
    """Name in `commands.PLACES`."""
    KEYS: ClassVar[tuple[Command, ...]] = PLACE_COMMANDS
    BINDINGS = bindings(KEYS)

    def compose(self) -> ComposeResult:
        """Lay out bar, body and footer."""
        from tutor.tui.widgets.key_bar import KeyBar
        from tutor.tui.widgets.navigation import NavigationBar

        yield NavigationBar(self.PLACE)
        yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """Lay out what stands between bar and footer."""
        raise NotImplementedError

    def load(self) -> View:
        """Read the view from the services. Runs in a thread."""
        raise NotImplementedError

    def draw(self, view: View) -> None:
        """Draw a view."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the view again and draw it."""
        if self.app.is_open:
            self.ask(self.load, self.draw, group="load")

    def on_screen_resume(self) -> None:
        """Read the view again: something may have changed elsewhere."""
        if not self.asking("load"):
            self.reload()
