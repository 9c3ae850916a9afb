"""What single and multiple choice share: options named by letter or number."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.content import Content
from textual.message import Message

from tutor.domain.item import Response
from tutor.services.views import Part, Question
from tutor.tui.text import show
from tutor.tui.widgets.answer import label_mark
from tutor.tui.widgets.answer_rows import RowsAnswer

STRUCK = "───"
"""The mark of an option that is struck out and not chosen."""
STRUCK_WORDS = " · struck out"
WHICH = "Strike out which? Its letter strikes it, again takes it back; other keys cancel."


class ChoiceAnswer(RowsAnswer):
    """Base of answers chosen from options.

    Where a screen offers it (`ask_which_to_strike`), options can be struck out. That changes
    nothing about the answer; the screen is told and shows what is struck (`show_struck`).
    """

    MARKS = ("[ ]", "[x]")
    """How an option looks before and after it is chosen."""

    class Struck(Message):
        """An option is to be struck out, or taken back."""

        def __init__(self, option: str) -> None:
            super().__init__()
            self.option = option

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._chosen: set[str] = set()
        self._struck: frozenset[str] = frozenset()
        self._asking_which = False
        self.actions["space"] = lambda: self.choose(self.cursor)
        for index, part in enumerate(question.parts):
            for key in (part.label.lower(), str(index + 1)):
                self.actions[key] = partial(self.choose, index)

    def choose(self, index: int) -> None:
        """Choose an option (or let go of it)."""
        raise NotImplementedError

    def clicked(self, index: int, shift: int) -> None:  # noqa: ARG002 - options have no order
        """Choose the option that was clicked, or strike it out if that was asked."""
        if self._asking_which:
            self._strike(index)
        else:
            self.choose(index)

    def mark(self, index: int) -> Content:
        """Return cursor, box and label."""
        part = self.part_at(index)
        cursor = index == self.cursor and not self.frozen
        out = part.id in self._struck and not self.chosen(part)
        return label_mark(cursor, STRUCK if out else self.MARKS[self.chosen(part)], part.label)

    def text(self, part: Part) -> Content:
        """Return an option's text, struck through where it is struck out."""
        if part.id not in self._struck:
            return super().text(part)
        return show(part.text, "dim strike") + Content.styled(STRUCK_WORDS, "dim italic")

    def show_struck(self, options: Iterable[str]) -> None:
        """Show which options are struck out."""
        self._struck = frozenset(options)
        self.draw()

    def offer_striking(self, keys: Iterable[str]) -> None:
        """Ask which option to strike out on these keys.

        Taken here, and not by the screen, so that a letter typed at once after is not mistaken for
        an answer: a key reaches the screen a moment later than the next one reaches this widget.
        """
        self.actions |= dict.fromkeys(keys, self.ask_which_to_strike)

    def ask_which_to_strike(self) -> None:
        """Let the next key name the option to strike out."""
        if not self.frozen:
            self._asking_which = True
            self.note(WHICH)

    def take_key(self, key: str) -> bool:
        """Choose with a key; where it was asked which option to strike out, strike that one."""
        if not self._asking_which:
            return super().take_key(key)
        for index, part in enumerate(self.question.parts):
            if key.lower() in (part.label.lower(), str(index + 1)):
                self._strike(index)
                return True
        self._asking_which = False
        self.note()
        return True

    def _strike(self, index: int) -> None:
        self._asking_which = False
        self.note()
        self.post_message(self.Struck(self.part_at(index).id))

    def chosen(self, part: Part) -> bool:
        """Whether the option is chosen."""
        return part.id in self._chosen

    def response(self) -> Response:
        """Return the chosen options' ids, in the order shown."""
        return tuple(part.id for part in self.question.parts if part.id in self._chosen)

    def restore(self, response: Response) -> None:
        """Show options chosen earlier."""
        self._chosen = set(response)
        shown = [index for index, part in enumerate(self.question.parts) if self.chosen(part)]
        self.cursor = shown[0] if shown else 0
        self.draw()
