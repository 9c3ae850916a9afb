"""Building a full code: the 7th character chosen, the empty places filled with X."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.icd import FULL, PLACEHOLDER, compact
from tutor.services.code_views import SeventhChar
from tutor.tui.hanging import Hanging
from tutor.tui.text import show
from tutor.tui.widgets.code_search import BILLABLE, HEADER


class SeventhBuilder(Vertical):
    """Shows a code's seven places, filled as the cursor goes through the choices.

    Args:
        code: The code that lacks its 7th character.
        choices: What it may be.
        current: The full code to begin with; the first choice unless it is among them.
    """

    DEFAULT_CSS = """
    SeventhBuilder {
        height: auto;
        #places { height: 3; margin-bottom: 1; }
        #full { height: auto; margin-bottom: 1; }
        OptionList { height: auto; max-height: 12; background: transparent; }
    }
    """

    class Built(Message):
        """A full code was chosen, to read its page."""

        def __init__(self, code: str) -> None:
            super().__init__()
            self.code = code

    def __init__(self, code: str, choices: Sequence[SeventhChar], current: str = "") -> None:
        super().__init__()
        self._current = current
        self._code = code
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """Lay out the places, the full code and the choices."""
        yield Static(id="places")
        yield Static(id="full")
        yield OptionList(
            *(
                Option(Hanging(show(f"{one.char}  ", "bold"), show(one.text)), id=str(at))
                for at, one in enumerate(self._choices)
            )
        )

    def on_mount(self) -> None:
        """Begin with the current choice."""
        choices = self.query_one(OptionList)
        codes = [choice.code for choice in self._choices]
        choices.highlighted = codes.index(self._current) if self._current in codes else 0
        choices.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Fill the places."""
        event.stop()
        choice = self._choices[event.option_index]
        self.query_one("#places", Static).update(places(self._code, choice.char))
        self.query_one("#full", Static).update(_full(self._code, choice))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand the full code on."""
        event.stop()
        self.post_message(self.Built(self._choices[event.option_index].code))


def places(code: str, char: str) -> Content:
    """Return the seven places of a full code, one box each, with what fills them."""
    given = compact(code)
    filled = given.ljust(FULL - 1, PLACEHOLDER) + char
    numbers = "".join(f" {at:^3}" for at in range(1, FULL + 1))
    cells: list[Content] = []
    for at, character in enumerate(filled):
        style = "bold"
        if at == FULL - 1:
            style = "bold reverse"
        elif at >= len(given):
            style = "bold underline $text-warning"
        cells += [Content(" "), show(f" {character} ", style)]
    return Content.assemble(show(numbers, "$foreground-muted"), "\n", *cells, "\n", _fillers(given))


def _fillers(given: str) -> Content:
    """Say which places an X fills."""
    empty = range(len(given) + 1, FULL)
    if not empty:
        return show("  No placeholder is needed.", "$foreground-muted")
    which = (
        " and ".join(map(str, empty)) if len(empty) < len("XXX") else f"{empty[0]} to {empty[-1]}"
    )
    word = "place" if len(empty) == 1 else "places"
    return show(f"  {PLACEHOLDER} is the placeholder in {word} {which}.", "$foreground-muted")


def _full(code: str, choice: SeventhChar) -> Content:
    state = (
        (f"{BILLABLE} Billable", "bold $text-success")
        if choice.billable
        else (f"{HEADER} Not billable", "bold $text-warning")
    )
    return Content.assemble(
        show(f"  {code} + {choice.char} = "), show(choice.code, "bold $primary"), "   ", state
    )
