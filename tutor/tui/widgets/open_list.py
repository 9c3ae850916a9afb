"""Lists whose lines Enter opens, and whose footer says so.

Textual's own list has an Enter of its own that the footer does not show.
"""

from __future__ import annotations

from textual.widgets import OptionList

from tutor.tui.commands import Command, bindings


def _on_enter(name: str, title: str, sentence: str) -> tuple[Command, ...]:
    return (
        Command(f"list.{name}", "enter", "select", title, sentence, footer=True, palette=False),
    )


class OpenList(OptionList):
    """A list of things to open."""

    KEYS = _on_enter("open", "Open", "Open the line at the cursor.")
    BINDINGS = bindings(KEYS)
    _offered = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing to open while there is no line at the cursor."""
        if action == "select" and self.highlighted is None:
            return False
        return super().check_action(action, parameters)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Tell the footer when there begins, or ceases, to be something to open."""
        super().watch_highlighted(highlighted)
        if self._offered != (highlighted is not None):
            self._offered = not self._offered
            self.refresh_bindings()


class PracticeList(OpenList):
    """A list of exam domains to practise."""

    KEYS = _on_enter("practise", "Practice", "Practice the domain at the cursor.")
    BINDINGS = bindings(KEYS)


class ReviewList(OpenList):
    """A list of answered questions."""

    KEYS = _on_enter("review", "Review", "See the question at the cursor with its feedback.")
    BINDINGS = bindings(KEYS)


class ChangeList(OpenList):
    """A list of values to change."""

    KEYS = _on_enter("change", "Change", "Change what is at the cursor, or do it.")
    BINDINGS = bindings(KEYS)


class DrillList(OpenList):
    """A list of drills to start."""

    KEYS = _on_enter("drill", "Start drill", "Start the drill at the cursor.")
    BINDINGS = bindings(KEYS)


class LinksList(OpenList):
    """A list of terms, each with links to go to."""

    KEYS = _on_enter("links", "Links", "Go to the links of the term at the cursor.")
    BINDINGS = bindings(KEYS)


class WriteList(OpenList):
    """A list of students to write to."""

    KEYS = _on_enter("write", "Write", "Write a message to the student at the cursor.")
    BINDINGS = bindings(KEYS)


class QuestionList(OpenList):
    """A list of what is about a question."""

    KEYS = _on_enter("question", "Question", "See the question of the line with its key.")
    BINDINGS = bindings(KEYS)


class ReadList(OpenList):
    """A list of messages, each read once."""

    KEYS = _on_enter("read", "Read", "Note that the message was read: it leaves Home.")
    BINDINGS = bindings(KEYS)


class ExtendList(OpenList):
    """A list of students of an assignment."""

    KEYS = _on_enter("extend", "Extend", "Give the students marked later dates or more attempts.")
    BINDINGS = bindings(KEYS)
