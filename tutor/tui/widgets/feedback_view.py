"""What the learner is told about an answer: outcome, every part's reason, sources, links."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.domain.kinds import KINDS
from tutor.services.views import Feedback, FeedbackPart, Link, Question
from tutor.tui.prose import prose
from tutor.tui.text import OUTCOMES, outcome, show

WORDS = {
    "right": "right",
    "wrong": "wrong",
    "missed": "not answered",
    "neutral": "",
    "partly": "partly right",
}
"""What the mark of a step or line means, in words; a word always stands beside a mark."""
CHOICE_WORDS = WORDS | {"missed": "the right answer, not chosen"}
"""What the mark of an option means, in words."""


class FeedbackLink(Static):
    """A line that opens a lesson or the terms, by its key (bound by the screen) or a click."""

    ALLOW_SELECT = False

    def __init__(self, text: Content, opens: Callable[[], Message]) -> None:
        super().__init__(text, classes="feedback-link")
        self._opens = opens

    def on_click(self) -> None:
        """Ask the screen to open it."""
        self.post_message(self._opens())


class FeedbackView(Vertical):
    """The feedback on one answered question."""

    DEFAULT_CSS = """
    FeedbackView {
        height: auto;
        .feedback-outcome { padding: 0 1; margin-bottom: 1; background: $boost; }
        .feedback-part { height: auto; margin-bottom: 1; }
        .feedback-mark { width: auto; }
        .feedback-text { width: 1fr; }
        .feedback-more { margin-bottom: 1; padding: 0 1; }
        .feedback-sources { padding: 0 1; color: $text-muted; }
        .feedback-link { padding: 0 1; }
        .feedback-link:hover { background: $boost; }
    }
    """

    class LessonChosen(Message):
        """The learner wants to read where this is taught."""

        def __init__(self, lesson: Link) -> None:
            super().__init__()
            self.lesson = lesson

    class TermsChosen(Message):
        """The learner wants to look up a term of this question."""

        def __init__(self, terms: tuple[Link, ...]) -> None:
            super().__init__()
            self.terms = terms

    def __init__(self, question: Question, feedback: Feedback) -> None:
        super().__init__()
        self._question = question
        self._feedback = feedback

    def compose(self) -> ComposeResult:
        """Lay the feedback out from the outcome to the links."""
        feedback = self._feedback
        yield Static(self._outcome(), classes="feedback-outcome")
        for part in feedback.parts:
            with Horizontal(classes="feedback-part"):
                yield Static(_mark(part), classes="feedback-mark")
                yield Static(self._part(part), classes="feedback-text")
        if feedback.explanation:
            yield Static(prose(feedback.explanation), classes="feedback-more")
        if feedback.withheld:
            yield Static(show(feedback.withheld), classes="feedback-more")
        yield from self._links()

    def _outcome(self) -> Content:
        """Return the outcome and, where the parts do not tell, what was and should be said."""
        feedback = self._feedback
        said: list[Content] = [outcome(feedback.outcome, feedback.score)]
        if not feedback.parts:
            if self._question.response:
                said.append(show(f"You answered {', '.join(self._question.response)}."))
            if feedback.key:
                said.append(show(f"The answer is {feedback.key}."))
        elif KINDS[self._question.kind].options and feedback.outcome != "right":
            said.append(show(f"The answer: {_labels(feedback.parts)}."))
        return Content("  ").join(said)

    def _part(self, part: FeedbackPart) -> Content:
        style = "bold" if part.state in ("right", "missed") else ""
        notes = show(_notes(self._question, part), OUTCOMES[part.state][2])
        if not part.rationale.strip():  # an imported question may have none
            return Content.assemble(show(part.text, style), notes)
        return Content.assemble(show(part.text, style), notes, "\n", prose(part.rationale))

    def _links(self) -> ComposeResult:
        feedback = self._feedback
        for reference in feedback.references:
            yield Static(show(f"Source: {reference}"), classes="feedback-sources")
        if feedback.lesson:
            text = _link_line("o", "Lesson", feedback.lesson.title)
            yield FeedbackLink(text, partial(self.LessonChosen, feedback.lesson))
        if feedback.terms:
            names = ", ".join(term.title for term in feedback.terms)
            opens = partial(self.TermsChosen, feedback.terms)
            yield FeedbackLink(_link_line("t", "Terms", names), opens)


def _mark(part: FeedbackPart) -> Content:
    mark, _, style = OUTCOMES[part.state]
    return Content.assemble((f" {mark} ", f"bold {style}"), (f"{part.label}  ", "bold"))


def _notes(question: Question, part: FeedbackPart) -> str:
    """Return what follows a part's text: where it belongs, right or wrong, what was given."""
    if question.targets:
        return f" → {part.detail} – {WORDS[part.state]}"
    word = (CHOICE_WORDS if KINDS[question.kind].options else WORDS)[part.state]
    notes = ", ".join(note for note in (word, part.detail) if note)
    return f" – {notes}" if notes else ""


def _labels(parts: tuple[FeedbackPart, ...]) -> str:
    return ", ".join(part.label for part in parts if part.state in ("right", "missed"))


def _link_line(key: str, what: str, title: str) -> Content:
    return Content.assemble((key, "bold $primary"), f"  {what}: ", show(title, "underline"))
