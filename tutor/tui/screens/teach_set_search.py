"""Searching a question for a quiz set, with key and rationale beside the list."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.item import LEVELS, ROLES
from tutor.domain.quiz_set import Rule
from tutor.domain.set_records import QuizSet
from tutor.services.classroom.set_views import FoundLine
from tutor.services.views import ExamChoice, Question
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.key_text import key_text
from tutor.tui.modals.set_rule import ANY, offered
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.open_list import OpenList
from tutor.tui.widgets.search_field import SearchInput

BESIDE = [(0, "-stacked"), (100, "-beside")]
"""The question stands beside the list from 100 columns, below it on narrower terminals."""
FOUND = 100
"""Questions listed at most."""
PAUSE = 0.2
"""Seconds without a keystroke after which the search runs."""
SEARCH = Command("find.search", "slash", "search", "Words", "Type other words.", footer=True)


class SetSearchScreen(TeachPlace[tuple[FoundLine, ...]]):
    """Finds a question by words and tags; Enter takes it.

    Args:
        course_id: The course.
        set_id: The set it is for.
        section: The section it goes to, from 0.
        replaces: Id of the question whose place it takes; None adds it.
    """

    AUTO_FOCUS = "#text"
    KEYS = (SEARCH, BACK)
    BINDINGS = bindings(KEYS)
    HORIZONTAL_BREAKPOINTS = BESIDE
    HELP = (
        "Type words; Tab goes to exam, role and level, which left and right change, and to the "
        "list. The question at the cursor shows with key and rationale; Tab goes there to scroll. "
        "Enter on the list takes the question into the set, Escape goes back."
    )
    DEFAULT_CSS = """
    SetSearchScreen {
        #text { height: 1; border: none; padding: 0 1; }
        #filters { height: 1; }
        #filters ChoiceRow { width: 1fr; }
        #found { height: 1fr; }
        #shown { height: 1fr; width: 1fr; padding: 0 1; border-top: solid $primary 40%; }
        #shown:focus { border-top: heavy $primary; }
        #lines { width: 1fr; }
    }
    SetSearchScreen.-beside #found { layout: horizontal; }
    """

    def __init__(
        self, course_id: str, set_id: str, section: int, replaces: str | None = None
    ) -> None:
        super().__init__()
        self.course_id = course_id
        self.set_id = set_id
        self._section = section
        self._replaces = replaces
        self._pause: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out words, filters, list and question."""
        yield SearchInput(placeholder="/ Words of the question", id="text", compact=True)
        with Horizontal(id="filters"):
            yield ChoiceRow("Exam", (ANY,), id="exam")
            yield ChoiceRow("Role", offered(ROLES), id="role")
            yield ChoiceRow("Level", offered(LEVELS), id="level")
        with Container(id="found"):
            yield OpenList(id="lines")
            with VerticalScroll(id="shown"):
                yield Static(id="key")

    def on_mount(self) -> None:
        """Read which exams there are."""
        self.ask(self.services.profiles.exams, self._offer, group="exams")

    def _offer(self, exams: tuple[ExamChoice, ...]) -> None:
        values = [Value(exam.id, exam.id.upper()) for exam in exams]
        self.query_one("#exam", ChoiceRow).offer([ANY, *values])

    def reload(self) -> None:
        """Search for what is typed now."""
        text = self.query_one("#text", Input).value
        keys = {row.id or "": row.key for row in self.query(ChoiceRow)}
        rule = Rule(1, exam=keys["exam"], role=keys["role"], level=keys["level"])
        if self.app.is_open:
            self.ask(
                lambda: self.classroom.sets.pool(self.actor, self.course_id).search(
                    text, rule, FOUND
                ),
                self.draw,
                group="load",
            )

    def draw(self, view: tuple[FoundLine, ...]) -> None:
        """Draw what was found."""
        what = f"Replace {self._replaces}" if self._replaces else "Add a question"
        note = f"the first {FOUND}" if len(view) == FOUND else f"{len(view)} found"
        self.head("Sets", what, note=note)
        options = [
            Option(
                show(f"{'own ' if one.own else ''}d{one.difficulty} {one.title}"), id=one.item_id
            )
            for one in view
        ]
        self.fill(options, "Nothing fits. Try fewer words, or another filter.")
        if not view:
            self.query_one("#key", Static).update("")

    @on(Input.Changed, "#text")
    @on(ChoiceRow.Changed)
    def _soon(self) -> None:
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.reload)

    @on(Input.Submitted, "#text")
    def _to_list(self) -> None:
        self.query_one("#lines").focus()

    def action_search(self) -> None:
        """Go to the words."""
        self.query_one("#text").focus()

    @on(OptionList.OptionHighlighted, "#lines")
    def _read(self, event: OptionList.OptionHighlighted) -> None:
        item_id = event.option_id
        if item_id:
            self.ask(
                lambda: self.classroom.sets.preview(self.actor, self.course_id, item_id),
                self._show,
                group="preview",
            )

    def _show(self, question: Question) -> None:
        self.query_one("#key", Static).update(key_text(question))
        self.query_one("#shown").scroll_home(animate=False)

    @on(OptionList.OptionSelected, "#lines")
    def _take(self, event: OptionList.OptionSelected) -> None:
        item_id, old = event.option_id, self._replaces
        if item_id is None:
            return

        def call() -> QuizSet:
            sets = self.classroom.sets
            if old:
                return sets.replace(self.actor, self.set_id, old, item_id)
            return sets.add(self.actor, self.set_id, item_id, section=self._section)

        self.ask(call, lambda _: self.app.pop_screen(), group="change", once=True)
