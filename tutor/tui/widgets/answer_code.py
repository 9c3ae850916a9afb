"""Answering with one or several codes."""

from __future__ import annotations

from typing import Self

from textual.app import ComposeResult
from textual.widgets import Input

from tutor.domain.coding import CODE_SETS
from tutor.domain.coding_read import read_code, read_codes
from tutor.domain.item import Response
from tutor.errors import ResponseError
from tutor.services.views import Question
from tutor.tui.widgets.answer_typed import CodeInput, TypedAnswer

NAMES = {"icd10cm": "ICD-10-CM", "hcpcs": "HCPCS Level II", "icd10pcs": "ICD-10-PCS"}
"""Code sets as people call them."""


class CodeAnswer(TypedAnswer):
    """A line of codes; below it the list as it will be given."""

    DEFAULT_CSS = """
    CodeAnswer CodeInput { width: 1fr; margin: 0 1; }
    """
    HINT = "Type codes, spaces between · Enter answers · F4 code book · Tab leaves"

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        asked = " or ".join(NAMES[name] for name in question.code_sets if name in NAMES)
        self._input = CodeInput(placeholder=f"{asked} codes, in their order", select_on_focus=False)

    def compose_parts(self) -> ComposeResult:
        """Lay out the line and how it is read."""
        yield self._input
        yield self._read

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the line."""
        self._input.focus(scroll_visible)
        return self

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every character changes the answer."""
        event.stop()
        self.changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter gives the answer."""
        event.stop()
        self.submit()

    def typed(self) -> str:
        """Return the line."""
        return self._input.value

    def parse(self, text: str) -> Response:
        """Read codes."""
        return read_codes(text, self._code_sets(), self.question.hcpcs)

    def understood(self) -> str:
        """Number the codes; what is no code yet ends with dots."""
        words = self.typed().replace(",", " ").replace(";", " ").split()
        codes = (f"{number}. {self._shown(word)}" for number, word in enumerate(words, 1))
        return "   ".join(codes) or "No code yet"

    def response(self) -> Response:
        """Return the codes, or the words as typed while they are no codes."""
        try:
            return self.parse(self.typed())
        except ResponseError:
            return tuple(self.typed().split())

    def recordable(self) -> bool:
        """Whether everything typed is a code."""
        return bool(self.typed().strip()) and not self.problem()

    def restore(self, response: Response) -> None:
        """Show codes typed earlier."""
        with self.prevent(Input.Changed):
            self._input.value = " ".join(response)
        self.draw()

    def problem(self) -> str:
        """Nothing is typed, or something is no code."""
        try:
            return "" if self.parse(self.typed()) else "Type at least one code, such as E11.9."
        except ResponseError as error:
            return str(error)

    def freeze(self) -> None:
        """Take no more input."""
        super().freeze()
        self._input.disabled = True

    def unfreeze(self) -> None:
        """Take input again."""
        super().unfreeze()
        self._input.disabled = False
        self._input.focus()

    def _code_sets(self) -> tuple[str, ...]:
        return self.question.code_sets or CODE_SETS

    def _shown(self, word: str) -> str:
        try:
            return read_code(word, self._code_sets(), self.question.hcpcs)
        except ResponseError:
            return f"{word} …"
