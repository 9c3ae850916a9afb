"""Answering by deciding what is done about a denial or a balance, and with what."""

from __future__ import annotations

from functools import partial
from string import ascii_uppercase

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tutor.domain.claims.action_grade import ACTION, EVIDENCE, REASON
from tutor.domain.claims.action_present import GROUP_NAMES
from tutor.domain.claims.draft_letter import draft_letter
from tutor.domain.claims.shown import DecisionWork
from tutor.domain.item import Response
from tutor.services.views import Part, Question
from tutor.tui.text import show
from tutor.tui.widgets.answer import label_mark
from tutor.tui.widgets.answer_rows import AnswerRow, RowsAnswer

MARKS = {EVIDENCE: ("[ ]", "[x]")}
"""How what can be chosen several times looks; of the rest one is chosen."""
ONE_MARKS = ("( )", "(•)")
HOW_MANY = {ACTION: "one", EVIDENCE: "what belongs, and nothing else", REASON: "one"}


class DenialActionAnswer(RowsAnswer):
    """Actions, evidence and openings in three groups, and below them what goes out."""

    DEFAULT_CSS = """
    DenialActionAnswer {
        .decision-group { padding: 0 1; text-style: bold; }
        .decision-group.-later { margin-top: 1; }
        .decision-letter {
            margin: 1 1 0 1; padding: 0 1; border: round $primary 60%; height: auto;
            border-title-color: $text-muted;
        }
        &.-frozen .decision-letter { display: none; }
    }
    """
    HINT = "Letter or number chooses, or ↑ ↓ and Space · Enter answers"
    LETTER_TITLE = "What goes out"

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        assert isinstance(question.work, DecisionWork)  # noqa: S101 - the kind says so
        actions = tuple(
            Part(f"{ACTION}={action}", letter, text, ACTION)
            for (action, text), letter in zip(question.work.actions, ascii_uppercase, strict=False)
        )
        self.parts = (*actions, *question.parts)
        self._chosen: set[str] = set()
        self.rows = [AnswerRow(index) for index in range(len(self.parts))]
        self._letter = Static(classes="decision-letter")
        self._letter.border_title = self.LETTER_TITLE
        self.actions["space"] = lambda: self.choose(self.cursor)
        for index, part in enumerate(self.parts):
            self.actions[part.label.lower()] = partial(self.choose, index)

    def compose_parts(self) -> ComposeResult:
        """Lay out the groups, each with its heading, then what goes out."""
        group = ""
        for row in self.rows:
            part = self.part_at(row.index)
            if part.group != group:
                group = part.group
                later = "" if group == ACTION else " -later"
                head = f"{GROUP_NAMES[group]}: {HOW_MANY[group]}"
                yield Static(show(head), classes=f"decision-group{later}")
            yield row
        yield self._letter

    def part_at(self, index: int) -> Part:
        """Return the action, evidence or opening shown on a line."""
        return self.parts[index]

    def mark(self, index: int) -> Content:
        """Return cursor, box and label."""
        part = self.part_at(index)
        cursor = index == self.cursor and not self.frozen
        marks = MARKS.get(part.group, ONE_MARKS)
        return label_mark(cursor, marks[self.chosen(part)], part.label)

    def chosen(self, part: Part) -> bool:
        """Whether it is chosen."""
        return part.id in self._chosen

    def choose(self, index: int) -> None:
        """Choose it: of actions and openings in the place of another; evidence comes and goes."""
        part = self.part_at(index)
        if part.group == EVIDENCE:
            self._chosen ^= {part.id}
        else:
            self._chosen -= {one.id for one in self.parts if one.group == part.group}
            self._chosen.add(part.id)
        self.put_cursor(index)
        self.changed()

    def clicked(self, index: int, shift: int) -> None:  # noqa: ARG002 - nothing has an order
        """Choose what was clicked."""
        self.choose(index)

    def draw(self) -> None:
        """Draw the lines, and what goes out as it stands."""
        super().draw()
        texts: dict[str, list[str]] = {ACTION: [], EVIDENCE: [], REASON: []}
        for part in self.parts:
            if self.chosen(part):
                texts[part.group].append(
                    part.id.partition("=")[2] if part.group == ACTION else part.text
                )
        letter = draft_letter("".join(texts[ACTION]), "".join(texts[REASON]), texts[EVIDENCE])
        self._letter.update(show(letter))

    def response(self) -> Response:
        """Return what is chosen: the action, evidence as shown, the opening."""
        return tuple(part.id for part in self.parts if part.id in self._chosen)

    def restore(self, response: Response) -> None:
        """Show what was chosen earlier."""
        self._chosen = set(response)
        self.draw()

    def problem(self) -> str:
        """Something is not decided."""
        groups = {part.group for part in self.parts if self.chosen(part)}
        asked = {part.group for part in self.parts}
        for group, todo in (
            (ACTION, "Choose an action: press its letter."),
            (EVIDENCE, "Choose what goes with it: press its number."),
            (REASON, "Choose an opening: press its letter."),
        ):
            if group in asked and group not in groups:
                return todo
        return ""
