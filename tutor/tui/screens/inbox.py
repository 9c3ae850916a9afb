"""A student's messages: read, and taken off Home."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.store.classroom.exchange import Message
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, bindings
from tutor.tui.text import moment, show
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import ReadList


class InboxScreen(TutorScreen[None]):
    """Messages that the student has not read; Enter takes the one at the cursor off Home."""

    AUTO_FOCUS = "#lines"
    KEYS = (BACK,)
    BINDINGS = bindings(KEYS)
    HELP = (
        "What your instructors wrote to you. The message at the cursor stands below in full. Enter "
        "notes that you have read it: it leaves Home, and your instructor sees that it was read."
    )
    DEFAULT_CSS = """
    InboxScreen {
        #heading { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        #lines { height: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #text { height: auto; max-height: 60%; padding: 0 1; border-top: solid $primary 40%; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._messages: dict[str, Message] = {}

    def compose(self) -> ComposeResult:
        """Lay out the list, and the message at the cursor."""
        yield Static("Messages", id="heading")
        yield ReadList(id="lines")
        yield Static(id="text")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read the messages."""
        services, learner = self.services, self.learner
        self.ask(
            lambda: services.classroom.messages.unread(services.actor, learner.id),
            self._draw,
            group="load",
        )

    def _draw(self, found: tuple[Message, ...]) -> None:
        self._messages = {one.id: one for one in found}
        lines = self.query_one("#lines", OptionList)
        zone = self.learner.time_zone
        lines.set_options(
            Option(
                Content.assemble(
                    show(f"{moment(one.sent_at, zone)}  {one.course}  ", "$foreground-muted"),
                    show(one.text.replace("\n", " ")),
                ),
                id=one.id,
            )
            for one in found
        )
        if found:
            lines.highlighted = 0
        else:
            self.query_one("#text", Static).update("You have read everything.")

    @on(OptionList.OptionHighlighted, "#lines")
    def _say(self, event: OptionList.OptionHighlighted) -> None:
        one = self._messages.get(event.option_id or "")
        if one is not None:
            self.query_one("#text", Static).update(show(one.text))

    @on(OptionList.OptionSelected, "#lines")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        services, learner, message_id = self.services, self.learner, event.option_id

        def dismiss() -> tuple[Message, ...]:
            messages, actor = services.classroom.messages, services.actor
            messages.dismiss(actor, learner.id, message_id or "")
            return messages.unread(actor, learner.id)

        self.ask(dismiss, self._draw, group="load")
