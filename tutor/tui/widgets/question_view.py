"""One question of a quiz with everything around it: header, exhibit, stem, answer or feedback."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tutor.domain.item import Response
from tutor.services.views import Question
from tutor.tui.text import show, show_line
from tutor.tui.widgets.answer import Answer
from tutor.tui.widgets.exhibit import ExhibitPane
from tutor.tui.widgets.question_body import QuestionBody

if TYPE_CHECKING:
    from tutor.services.exam_books import ExamBooks
    from tutor.tui.widgets.code_panel import CodePanel

LAYOUTS = ("both", "exhibit", "question")
"""What `toggle_exhibit` goes through: both at once, the exhibit alone, the question alone."""
TOPIC_WIDTH = 200
"""Characters of the topic line; the terminal cuts it shorter."""
NOT_FORWARDED = frozenset({"up", "down", "enter", "space", "backspace", "delete"})
"""Keys that mean something to whatever has the focus, so the answer gets them only itself."""


class QuestionHeader(Vertical):
    """Number and kind, flag and clock on one line; the topic on the next."""

    DEFAULT_CSS = """
    QuestionHeader {
        height: auto;
        .header-line { height: 1; layout: horizontal; background: $panel; }
        #header-place { width: 1fr; padding: 0 1; text-style: bold; text-wrap: nowrap; }
        #header-state { width: auto; padding: 0 1; }
        #header-topic { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap;
            text-overflow: ellipsis; }
    }
    """
    question: reactive[Question | None] = reactive(None, init=False)
    note: reactive[str] = reactive("", init=False)
    """Stands at the right end: the clock, or which questions are reviewed."""

    def compose(self) -> ComposeResult:
        """Lay out the two lines."""
        with Container(classes="header-line"):
            yield Static(id="header-place")
            yield Static(id="header-state")
        yield Static(id="header-topic")

    def watch_question(self, question: Question) -> None:
        """Show where the learner is."""
        place = question.desk or f"{question.place} · {question.kind_label}"
        if question.generated and not question.desk:
            place += " · generated"
        self.query_one("#header-place", Static).update(show(place))
        topic = self.query_one("#header-topic", Static)
        topic.update(show_line(question.topic, TOPIC_WIDTH))
        topic.display = bool(question.topic)
        self.watch_note()

    def watch_note(self) -> None:
        """Show flag and note."""
        flagged = self.question is not None and self.question.flagged
        flag = ("⚑ Marked  ", "bold $text-warning") if flagged else ""
        self.query_one("#header-state", Static).update(Content.assemble(flag, show(self.note)))


class QuestionView(Vertical):
    """Shows one question after another (`show_question`), and feedback (`show_feedback`).

    An exhibit stands beside the question where there are 120 columns, else above it; its place
    is kept while questions of the same case follow one another.
    """

    DEFAULT_CSS = """
    QuestionView {
        height: 1fr;
        #desk { height: 1fr; layout: horizontal; }
        #panes { width: 1fr; height: 1fr; layout: vertical; }
        ExhibitPane { height: 1fr; min-height: 7; }
        #question { height: 1fr; scrollbar-size-vertical: 1; }
        &.-with-exhibit #question { height: auto; max-height: 62%; }
        &.-layout-question #question { height: 1fr; max-height: 100%; }
        &.-layout-exhibit #question { display: none; }
        &.-book #panes { display: none; }
        &.-layout-question ExhibitPane { display: none; }
    }
    """
    arrangement: reactive[str] = reactive(LAYOUTS[0], init=False)
    """One of `LAYOUTS`; only matters where there is an exhibit."""

    def __init__(self) -> None:
        super().__init__()
        self.book: CodePanel | None = None
        """The code book, once it was opened; it may be hidden."""

    @property
    def question(self) -> Question | None:
        """The question shown."""
        return self.query_one(QuestionHeader).question

    @property
    def answer(self) -> Answer | None:
        """The answer widget, while the question has no feedback."""
        body = self.query(QuestionBody)
        return body.first().answer if body else None

    def compose(self) -> ComposeResult:
        """Lay out header and panes; the panes are filled by `show_question`."""
        yield QuestionHeader()
        with Container(id="desk"), Container(id="panes"):
            yield VerticalScroll(id="question")

    async def show_question(self, question: Question, draft: Response = ()) -> None:
        """Show another question, and let the keyboard answer it."""
        self.query_one(QuestionHeader).question = question
        with self.app.batch_update():
            await self._show_exhibit(question)
            pane = self.query_one("#question", VerticalScroll)
            await pane.remove_children()
            await pane.mount(QuestionBody(question, draft))
            pane.scroll_home(animate=False)
        self.arrangement = LAYOUTS[0]
        self.take_focus()

    async def show_feedback(self, question: Question) -> None:
        """Show the feedback on the answer just given, from its first line."""
        self.query_one(QuestionHeader).question = question
        with self.app.batch_update():
            await self.query_one(QuestionBody).show_feedback(question)
        self.arrangement = LAYOUTS[0]
        self.take_focus()
        self.call_after_refresh(self._scroll_to_feedback)

    def show_flag(self, flagged: bool) -> None:
        """Show whether the question is flagged, leaving the answer as it is."""
        if self.question is not None:
            self.query_one(QuestionHeader).question = replace(self.question, flagged=flagged)

    def take_focus(self) -> None:
        """Let the keyboard answer, or scroll where there is nothing to answer."""
        (self.answer or self.query_one("#question")).focus(scroll_visible=False)

    # The code book

    @property
    def book_in_use(self) -> bool:
        """Whether the keyboard is in the code book."""
        return self.book is not None and self.book.in_use

    async def need_book(self, books: ExamBooks) -> CodePanel:
        """Return the code book, brought out if it was not; it covers the question if narrow."""
        if self.book is None:
            from tutor.tui.widgets.code_panel import CodePanel

            self.book = CodePanel(books)
            await self.query_one("#desk").mount(self.book)
        self.add_class("-book")
        return self.book

    def hide_book(self) -> None:
        """Put the code book away, as it is."""
        self.remove_class("-book")
        if self.book is not None:
            self.book.display = False

    def toggle_exhibit(self) -> None:
        """Go on to the next of `LAYOUTS`."""
        if self.query(ExhibitPane):
            at = LAYOUTS.index(self.arrangement) + 1
            self.arrangement = LAYOUTS[at % len(LAYOUTS)]

    def watch_arrangement(self, arrangement: str) -> None:
        """Show and hide panes, and let the keyboard scroll what is left."""
        for name in LAYOUTS:
            self.set_class(name == arrangement, f"-layout-{name}")
        if arrangement == "exhibit":
            self.query_one(ExhibitPane).focus()
        elif self.query(QuestionBody):
            self.take_focus()

    def on_key(self, event: events.Key) -> None:
        """Letters and digits answer wherever the focus is, and bring the question in sight."""
        answer = self.answer
        if answer is None or event.key in NOT_FORWARDED or self.book_in_use:
            return
        if answer.take_key(event.key):
            if self.arrangement == "exhibit":
                self.arrangement = LAYOUTS[0]
            answer.focus(scroll_visible=False)
            event.stop()
            event.prevent_default()

    async def _show_exhibit(self, question: Question) -> None:
        exhibit = question.exhibit
        self.set_class(exhibit is not None, "-with-exhibit")
        old = self.query(ExhibitPane)
        if old and exhibit is not None and old.first().exhibit.text == exhibit.text:
            old.first().show_place(exhibit)
            return
        await old.remove()
        if exhibit is not None:
            await self.query_one("#panes").mount(ExhibitPane(exhibit), before=0)

    def _scroll_to_feedback(self) -> None:
        for feedback in self.query("FeedbackView"):
            feedback.scroll_visible(top=True, animate=False)
