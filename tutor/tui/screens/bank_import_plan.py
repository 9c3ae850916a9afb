"""What importing a file of questions would do, question by question; one key does it."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.item import Item
from tutor.domain.text import quantity
from tutor.errors import TutorError
from tutor.services.bank_import_views import ImportLine, ImportPlan, ImportResult, Tags
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.import_words import (
    filtered,
    filters_of,
    head_line,
    line_text,
    told,
)
from tutor.tui.modals.choose_tags import ChooseTagsModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.notice import NoticeModal
from tutor.tui.modals.wait import WaitModal
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar

NOTES = 3
"""Notes on the whole file that are shown above the list."""
NAMED = 8
"""Files named in the result."""
APPLY = Command(
    "import_plan.apply", "y", "apply", "Import", "Take the questions in, all at once.", footer=True
)
FILTER = Command(
    "import_plan.filter", "f", "filter", "Filter", "List the next sort of questions.", footer=True
)
TAGS = Command(
    "import_plan.tags",
    "t",
    "tags",
    "Domains",
    "Change the exam domains of the question at the cursor.",
    footer=True,
)
ALL_TAGS = Command(
    "import_plan.all_tags",
    "a",
    "all_tags",
    "Domains of all",
    "Give all questions listed the same exam domains.",
)
LEAVE = Command(
    "import_plan.leave",
    "x",
    "leave",
    "Leave out",
    "Leave the question at the cursor out, or take it after all.",
    footer=True,
)


class ImportPlanScreen(TutorScreen[bool]):
    """Counts on top, a list of questions, and all there is to say of the one at the cursor.

    Args:
        plan: What would be done.
        again: Makes the plan anew, in a thread, where the bank has changed meanwhile.
    """

    AUTO_FOCUS = "#lines"
    KEYS = (APPLY, LEAVE, FILTER, TAGS, ALL_TAGS, BACK)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    ImportPlanScreen {
        #heading { height: auto; padding: 0 1; background: $panel; }
        #which { width: 100%; }
        #both { height: 1fr; layout: vertical; }
        #lines { height: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #told { height: 9; padding: 0 1; border-top: solid $primary 40%; }
        #told:focus { border-top: solid $primary; }
        #told:focus:nocolor { border-top: heavy $primary; }
        &.-very-wide {
            #both { layout: horizontal; }
            #lines { width: 1fr; height: 100%; }
            #told { width: 1fr; height: 100%; border-top: none; border-left: solid $primary 40%; }
        }
    }
    """
    HELP = (
        "What importing this file would do; nothing is done yet. ✓ is taken, ! taken with a loss, "
        "= there already, ✗ refused with the reason. The pane says all of the question at the "
        "cursor; Tab goes to it, to scroll. F lists one sort of questions after the other. Exam "
        "domains are proposed from the words of a question: T changes those of the one at the "
        "cursor, A of all that are listed. X leaves the one at the cursor out, or takes it after "
        "all; of a case, all its questions. Y imports all at once, or nothing at all. Escape goes "
        "back, and nothing is done."
    )

    def __init__(self, plan: ImportPlan, again: Callable[[], ImportPlan]) -> None:
        super().__init__()
        self._plan = plan
        self._again = again
        self._trouble = ""
        self._confirmed: dict[int, Tags] = {}
        self._names: list[tuple[tuple[str, str], str]] = []
        self._listed: list[ImportLine] = []
        self._items: dict[int, Item] = {}
        self._open: set[int] = set()
        self._out: set[int] = set()

    @property
    def unsaved(self) -> bool:
        """Whether choices were made that would be lost."""
        return bool(self._confirmed or self._out)

    @property
    def _takes(self) -> int:
        """How many questions are taken, those apart that are left out."""
        return self._plan.takes - len(self._out)

    def compose(self) -> ComposeResult:
        """Lay out counts, filter, list and pane."""
        yield Static(id="heading")
        yield ChoiceRow("Show", [Value("all", "every question")], label_width=5, id="which")
        with Container(id="both"):
            yield OptionList(id="lines")
            with VerticalScroll(id="told"):
                yield Static(id="words")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what domains there are, and draw the plan."""
        profiles = self.services.profiles

        def names() -> list[tuple[tuple[str, str], str]]:
            return [
                ((exam.id, one.id), one.title) for exam in profiles.exams() for one in exam.domains
            ]

        def after(found: list[tuple[tuple[str, str], str]]) -> None:
            self._names = found
            self._draw(self._plan)

        self.ask(names, after, group="names")

    def _draw(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._items = {
            number: item
            for unit in plan.units
            for number, item in zip(unit.lines, unit.items, strict=True)
        }
        self._open = {number for unit in plan.units if unit.open for number in unit.lines}
        self._confirmed = {n: tags for n, tags in self._confirmed.items() if n in self._open}
        self._out &= set(self._items)
        self._head()
        which = self.query_one("#which", ChoiceRow)
        which.offer([Value(name, words) for name, words in filters_of(plan.lines)], which.key)
        self._list()
        self.refresh_bindings()

    def _head(self) -> None:
        """Say what the import does as a whole."""
        plan = self._plan
        said = [show(f"{plan.file} ({plan.label}) into {plan.into}", "bold")]
        said.append(show(head_line(plan, self._out)))
        if self._trouble:
            said.append(show(self._trouble, "bold $text-error"))
        said += [show(note, "$foreground-muted") for note in plan.notes[:NOTES]]
        self.query_one("#heading", Static).update(Content("\n").join(said))

    @on(ChoiceRow.Changed, "#which")
    def _list(self) -> None:
        self._listed = filtered(self._plan.lines, self.query_one("#which", ChoiceRow).key)
        lines = self.query_one("#lines", OptionList)
        kept = lines.highlighted_option.id if lines.highlighted_option else None
        lines.set_options(
            Option(
                line_text(line, self._tags(line), out=line.number in self._out), id=str(line.number)
            )
            for line in self._listed
        )
        numbers = [str(line.number) for line in self._listed]
        if numbers:
            lines.highlighted = numbers.index(kept) if kept in numbers else 0
        self._tell()

    @on(OptionList.OptionHighlighted, "#lines")
    def _tell(self) -> None:
        line = self._line()
        words = Content("")
        if line is not None:
            item = self._items.get(line.number)
            out = line.number in self._out
            words = told(line, item, self._tags(line), dict(self._names), out=out)
        self.query_one("#words", Static).update(words)
        self.query_one("#told").scroll_home(animate=False)

    def action_filter(self) -> None:
        """List the next sort of questions."""
        self.query_one("#which", ChoiceRow).action_step(1)

    def action_leave(self) -> None:
        """Leave the question at the cursor out, or take it after all; of a case, all of them."""
        line = self._line()
        unit = next((one for one in self._plan.units if line and line.number in one.lines), None)
        if unit is None:
            self.app.notify("It is not taken anyway.", markup=False)
            return
        self._out ^= set(unit.lines)
        self._head()
        self._list()

    def action_tags(self) -> None:
        """Change the domains of the question at the cursor."""
        line = self._line()
        if line is None or line.number not in self._open:
            self.app.notify("Its exam domains cannot be changed here.", markup=False)
            return
        self._choose(f"Exam domains of question {line.number}", [line])

    def action_all_tags(self) -> None:
        """Give all questions listed the same domains."""
        lines = [line for line in self._listed if line.number in self._open]
        if not lines:
            self.app.notify("None of these can be given other exam domains.", markup=False)
            return
        self._choose(f"Exam domains of {quantity(len(lines), 'question')} listed", lines)

    def _choose(self, title: str, lines: list[ImportLine]) -> None:
        def keep(tags: tuple[tuple[str, str], ...] | None) -> None:
            if tags is not None:
                self._confirmed |= {line.number: tags for line in lines}
                self._list()

        self.app.push_screen(ChooseTagsModal(title, self._names, self._tags(lines[0])), keep)

    def action_apply(self) -> None:
        """Take the questions in; ask first where exam domains are guessed."""
        guessed = [
            line
            for line in filtered(self._plan.lines, "guessed")
            if line.number not in self._confirmed and line.number not in self._out
        ]
        if not self._takes:
            self.app.notify("There is nothing to import.", markup=False)
        elif not guessed:
            self._apply(True)
        else:
            question = (
                f"Nothing in {quantity(len(guessed), 'question')} says which exam domain it "
                "belongs to; the one shown is a guess (F lists them, T and A change it). Import "
                "them like this?"
            )
            modal = ConfirmModal("Import", question, yes="Import", no="Back to the list")
            self.app.push_screen(modal, self._apply)

    def _apply(self, wanted: bool | None) -> None:
        if not wanted:
            return
        services, plan = self.services, self._plan
        confirmed, out = dict(self._confirmed), frozenset(self._out)

        def work(progress: Callable[[int, int], None]) -> tuple[ImportResult, bool]:
            done = services.bank_imports.apply(
                services.actor, plan, confirmed, without=out, progress=progress
            )
            return done, not done.files or services.bank_imports.reload()

        modal: WaitModal[tuple[ImportResult, bool]] = WaitModal(
            f"Importing {quantity(self._takes, 'question')}", work, self._failed
        )
        self.app.push_screen(modal, lambda made: self._applied(*made) if made else None)

    def _failed(self, error: TutorError) -> None:
        """Say on top why nothing was done, and plan anew: the bank may be another one now."""
        self._trouble = f"✗ Nothing was imported: {error}. This is the plan as of now."
        self.ask(self._again, self._draw, group="plan")

    def _applied(self, done: ImportResult, known: bool) -> None:
        lines = [f"Taken into {done.into}."]
        lines.append(f"{quantity(len(done.new), 'new question')}.")
        if done.changed:
            lines.append(f"{quantity(len(done.changed), 'question')} got a new version.")
        lines += list(done.files[:NAMED])
        if len(done.files) > NAMED:
            lines.append(f"and {len(done.files) - NAMED} more files.")
        lines.append("They are drafts: look at key and reasons before you rely on them.")
        if not known:
            lines.append("Quizzes draw from them from the next start of the program on.")
        elif done.files:
            lines.append("Quizzes draw from them from now on.")
        self._confirmed, self._out = {}, set()
        self.app.push_screen(NoticeModal("Imported", lines), self._leave)

    def _leave(self, _: None) -> None:
        self.dismiss(True)  # its result must not go back: it would be waited for

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is something to do for."""
        if action in ("apply", "leave", "tags", "all_tags"):
            return self._plan.takes > 0
        return super().check_action(action, parameters)

    def _line(self) -> ImportLine | None:
        place = self.query_one("#lines", OptionList).highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    def _tags(self, line: ImportLine) -> Tags:
        return self._confirmed.get(line.number, line.tags)
