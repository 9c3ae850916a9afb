"""Answering with the codes of a whole encounter."""

from __future__ import annotations

from typing import Self

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import TextArea

from tutor.domain.coding import Entry
from tutor.domain.coding_read import case_response, read_entries
from tutor.domain.item import Response
from tutor.errors import ResponseError
from tutor.services.views import Question
from tutor.tui.widgets.answer_typed import CODE_CHARACTERS, TypedAnswer


class CodeLines(TextArea):
    """A field with one code a line. Enter on an empty line gives the answer."""

    class Given(Message):
        """Enter was pressed on an empty line."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.document.get_line(self.cursor_location[0]).strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.Given())
        elif event.is_printable and event.character not in CODE_CHARACTERS:
            event.prevent_default()  # keeps TextArea from typing it

    def check_consume_key(self, key: str, character: str | None = None) -> bool:  # noqa: ARG002
        """Whether the key belongs to a code; the footer still tells that Enter answers."""
        return character in CODE_CHARACTERS


class CodingCaseAnswer(TypedAnswer):
    """Lines of diagnoses and procedures; below them how each is read."""

    DEFAULT_CSS = """
    CodingCaseAnswer CodeLines {
        width: 1fr; height: auto; min-height: 4; max-height: 10; margin: 0 1;
    }
    """
    HINT = "J1885-LT x2 @1 · Enter on an empty line answers · F4 code book · Tab leaves"

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._lines = CodeLines(placeholder="Diagnoses in order, then procedures, one a line")

    def compose_parts(self) -> ComposeResult:
        """Lay out the lines and how they are read."""
        yield self._lines
        yield self._read

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the lines."""
        self._lines.focus(scroll_visible)
        return self

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Every character changes the answer."""
        event.stop()
        self.changed()

    def on_code_lines_given(self, event: CodeLines.Given) -> None:
        """Enter on an empty line gives the answer."""
        event.stop()
        self.submit()

    def typed(self) -> str:
        """Return the lines."""
        return self._lines.text

    def parse(self, text: str) -> Response:
        """Read diagnoses and procedure lines."""
        return case_response(text, self.question.hcpcs)

    def understood(self) -> str:
        """List diagnoses and procedures, or say what is not understood."""
        try:
            entries = read_entries(self.typed(), self.question.hcpcs)
        except ResponseError as error:
            return f"… {error}"
        if not entries:
            return "No code yet"
        return "\n".join(
            line
            for line in (
                _listed("Diagnoses", "D", [entry for entry in entries if entry.kind == "dx"]),
                _listed("Procedures", "P", [entry for entry in entries if entry.kind == "px"]),
            )
            if line
        )

    def response(self) -> Response:
        """Return the lines read, or as typed while they are not understood."""
        try:
            return self.parse(self.typed())
        except ResponseError:
            return tuple(line for line in self.typed().splitlines() if line.strip())

    def recordable(self) -> bool:
        """Whether every line is understood."""
        return bool(self.typed().strip()) and not self.problem()

    def restore(self, response: Response) -> None:
        """Show lines typed earlier, and an empty one to answer from."""
        try:
            lines = [entry.text() for entry in read_entries("\n".join(response))]
        except ResponseError:
            lines = list(response)
        with self.prevent(TextArea.Changed):
            self._lines.load_text("".join(f"{line}\n" for line in lines))
        self._lines.move_cursor(self._lines.document.end)
        self.draw()

    def problem(self) -> str:
        """Nothing is typed, or something is not understood."""
        try:
            return "" if self.parse(self.typed()) else "Type at least one code, such as E11.9."
        except ResponseError as error:
            return str(error)

    def freeze(self) -> None:
        """Take no more input."""
        super().freeze()
        self._lines.disabled = True

    def unfreeze(self) -> None:
        """Take input again."""
        super().unfreeze()
        self._lines.disabled = False
        self._lines.focus()


def _listed(title: str, letter: str, entries: list[Entry]) -> str:
    lines = (f"{letter}{number} {entry.text()}" for number, entry in enumerate(entries, 1))
    return f"{title}: {'   '.join(lines)}" if entries else ""
