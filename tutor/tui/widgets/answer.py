"""What every answer widget shares: one question's answer, given by keyboard or mouse.

widget = answer_for(question)          # mounts anywhere; needs nothing but the view
...Answer.Submitted comes once...      # the widget has frozen itself
widget.unfreeze()                        # if the answer could not be recorded
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.domain.item import Response
from tutor.domain.kinds import KINDS, resolve
from tutor.services.views import Question
from tutor.tui.text import show

CURSOR = "›"
"""Stands before the line that the keyboard is at."""
KEPT = "The answer given before stays."
"""Said where everything of an answer on record was taken back: an empty one is none."""


class Answer(Vertical, can_focus=True):
    """Base of the answer widgets.

    A subclass composes its parts, fills `actions` with what each key does, and says what the
    answer is (`response`), how to show an earlier one (`restore`) and what is still lacking
    (`problem`).
    """

    DEFAULT_CSS = """
    Answer {
        height: auto;
        .answer-note { color: $text-muted; padding: 0 1; margin-top: 1; }
        .answer-note.-problem { color: $text-warning; text-style: bold; }
        &.-frozen .answer-note { display: none; }
    }
    """
    HINT: ClassVar[str] = ""
    """The keys, in one line under the answer."""
    LETTERS: ClassVar[bool] = False
    """Whether letters of all kinds are typed here, so that none is left to the screen."""

    class Changed(Message):
        """The answer was changed, not given yet."""

        def __init__(self, answer: Answer, response: Response) -> None:
            super().__init__()
            self.answer = answer
            self.response = response

        @property
        def control(self) -> Answer:
            """The widget it comes from."""
            return self.answer

    class Submitted(Changed):
        """The answer is given. The widget is frozen until `unfreeze`."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.frozen = False
        self.actions: dict[str, Callable[[], None]] = {"enter": self.submit}
        self._note = Static(show(self.hint), classes="answer-note")

    @property
    def hint(self) -> str:
        """Which keys answer."""
        return self.HINT

    def compose(self) -> ComposeResult:
        """Lay out the parts, and below them the keys."""
        yield from self.compose_parts()
        yield self._note

    def compose_parts(self) -> ComposeResult:
        """Lay out what this kind of question is answered with."""
        raise NotImplementedError

    def response(self) -> Response:
        """Return the answer as it stands; empty while nothing was chosen or typed."""
        raise NotImplementedError

    def restore(self, response: Response) -> None:
        """Show an answer that was given, or begun, earlier. Call it once mounted."""
        raise NotImplementedError

    def problem(self) -> str:
        """Return what keeps the answer from being given, in one line; empty if nothing."""
        raise NotImplementedError

    def recordable(self) -> bool:
        """Return whether the answer, though perhaps not complete, can be recorded as it stands."""
        return True

    def submit(self) -> None:
        """Give the answer, once; say what is lacking if it cannot be given."""
        if self.frozen:
            return
        if problem := self.problem():
            self.note(problem)
            return
        self.freeze()
        self.post_message(self.Submitted(self, self.response()))

    def freeze(self) -> None:
        """Take no more input."""
        self.frozen = True
        self.add_class("-frozen")

    def unfreeze(self) -> None:
        """Take input again."""
        self.frozen = False
        self.remove_class("-frozen")

    def note(self, problem: str = "") -> None:
        """Show a problem under the answer, or the keys when there is none."""
        self._note.update(show(problem or self.hint))
        self._note.set_class(bool(problem), "-problem")

    def changed(self) -> None:
        """Tell the screen that the answer is another one now."""
        self.note()
        self.post_message(self.Changed(self, self.response()))

    def take_key(self, key: str) -> bool:
        """Act on a key as if it were pressed here; False if it means nothing here."""
        action = None if self.frozen else self.actions.get(key.lower())
        if action is None:
            return False
        action()
        return True

    def on_key(self, event: events.Key) -> None:
        """Keys that answer are kept from the screen, where they may mean something else."""
        if self.take_key(event.key):
            event.stop()
            event.prevent_default()

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Hide from the footer those keys of the screen that answer here."""
        return key != "enter" and not self.frozen and key.lower() in self.actions


def answer_for(question: Question) -> Answer:
    """Return the answer widget for a question's kind."""
    widget: Answer = resolve(KINDS[question.kind].widget)(question)
    return widget


def label_mark(cursor: bool, mark: str, label: str) -> Content:
    """Return what stands before an option: cursor, box and label."""
    return Content(f"{CURSOR if cursor else ' '} {mark} {label} ")
