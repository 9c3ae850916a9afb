"""Bringing questions of other programs in: which file, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input, Static

from tutor.domain.text import printable
from tutor.errors import UsageError
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.pick_file import PickFileModal
from tutor.tui.modals.wait import WaitModal
from tutor.tui.text import show
from tutor.tui.typed_path import usable
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from tutor.interchange.questions.formats import Format
    from tutor.services.bank_import_views import ImportPlan

LABEL = 14
"""Columns for the names of the choices."""
LICENCES = (
    Value(None, "unknown"),
    *(
        Value(one, one)
        for one in (
            "my own work",
            "used with the author's permission",
            "public domain",
            "CC BY 4.0",
            "CC BY-SA 4.0",
            "CC BY-NC-SA 4.0",
        )
    ),
)
LOOK = Command(
    "bank_import.look",
    "enter,ctrl+l",
    "look",
    "Look at it",
    "Show what will become of every question, before anything is done.",
    footer=True,
)
BROWSE = Command(
    "bank_import.browse",
    "f3",
    "browse",
    "Browse",
    "Go through folders to choose the file.",
    footer=True,
    priority=True,
)


class BankImportScreen(TutorScreen[bool]):
    """A file, and what is known of it; Enter shows what importing it would do.

    Args:
        target: Whose bank it goes to: a course's id, or `own`.
        into: That bank, in words.
    """

    AUTO_FOCUS = "#path"
    KEYS = (LOOK, BROWSE, BACK)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    BankImportScreen {
        #heading { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        #path { height: 3; border: round $primary 40%; background: $surface; }
        #path:focus { border: round $primary; }
        #path:focus:nocolor { border: heavy $primary; }
        #about { height: auto; padding: 1; color: $text-muted; }
        Button { margin: 1 1 0 1; }
    }
    """
    HELP = (
        "Name a file of questions: F3 goes through folders, or type its path. Its format is told "
        "by what is in it; say it yourself where that goes wrong. Licence and code year are kept "
        "with every question. Enter shows what will become of every question: nothing is done "
        "before you say so there."
    )

    def __init__(self, target: str, into: str) -> None:
        super().__init__()
        self._target = target
        self._into = into
        self._folder = Path.home()
        self._endings: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out file, choices and what can be read."""
        yield Static(show(f"Bring questions into {self._into}"), id="heading")
        path = Input(placeholder="questions.gift", id="path")
        path.border_title = "File on this machine"
        path.border_subtitle = "F3 browses"
        yield path
        yield ChoiceRow("Format", [Value(None, "as detected")], label_width=LABEL, id="format")
        yield ChoiceRow("Exam domains", [Value(None, "any exam")], label_width=LABEL, id="exam")
        yield ChoiceRow("Licence", LICENCES, label_width=LABEL, id="licence")
        yield ChoiceRow("Code year", self._years(), label_width=LABEL, id="year")
        yield Button("Look at it (Enter)", id="look", variant="primary")
        yield Static(id="about")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what formats and exams there are."""
        profiles, learner = self.services.profiles, self.learner

        def read() -> tuple[list[Format], list[str]]:
            from tutor.interchange.questions.formats import FORMATS

            return [one for one in FORMATS if one.read], [exam.id for exam in profiles.exams()]

        def after(found: tuple[list[Format], list[str]]) -> None:
            formats, exams = found
            self._endings = tuple(dict.fromkeys(end for one in formats for end in one.extensions))
            values = [Value(None, "as detected"), *(Value(one.name, one.label) for one in formats)]
            self.query_one("#format", ChoiceRow).offer(values)
            own = [Value(one, one.upper()) for one in exams]
            self.query_one("#exam", ChoiceRow).offer([Value(None, "any exam"), *own], learner.exam)
            said = "; ".join(f"{one.label}: {' '.join(one.extensions)}" for one in formats)
            self.query_one("#about", Static).update(show(f"What can be read: {said}."))

        self.ask(read, after, group="formats")

    def action_browse(self) -> None:
        """Go through folders to choose the file."""

        def take(path: Path | None) -> None:
            if path is not None:
                self._folder = path.parent
                self.query_one("#path", Input).value = str(path)
                self.query_one("#path", Input).focus()

        modal = PickFileModal("A file of questions", self._folder, self._endings)
        self.app.push_screen(modal, take)

    @on(Button.Pressed, "#look")
    @on(Input.Submitted, "#path")
    def action_look(self) -> None:
        """Read the file, and show what importing it would do."""
        make = self._maker()
        modal: WaitModal[ImportPlan] = WaitModal("Reading the file", make)
        self.app.push_screen(modal, lambda plan: self._show(make, plan) if plan else None)

    def _show(
        self, make: Callable[[Callable[[int, int], None]], ImportPlan], plan: ImportPlan
    ) -> None:
        from tutor.tui.screens.bank_import_plan import ImportPlanScreen

        screen = ImportPlanScreen(plan, lambda: make(lambda _done, _total: None))
        self.app.push_screen(screen, self._done)

    def _done(self, done: bool | None) -> None:
        if done:
            self.dismiss(True)

    def _maker(self) -> Callable[[Callable[[int, int], None]], ImportPlan]:
        """Return what makes the plan of what is on the screen now. It runs in a thread."""
        typed = self.query_one("#path", Input).value.strip()
        services, target = self.services, self._target
        exam = self._key("exam")
        known = {
            name: value
            for name, value in (("licence", self._key("licence")), ("code_year", self._key("year")))
            if value is not None
        }
        format_name = self._key("format")

        def make(progress: Callable[[int, int], None]) -> ImportPlan:
            if not typed:
                raise UsageError("name a file first")
            with usable(printable(typed)):
                path = Path(typed).expanduser()
                data = services.bank_imports.read(path)
            return services.bank_imports.plan(
                services.actor,
                data,
                printable(path.name),
                format_name=format_name,
                target=target,
                exams=(exam,) if exam else None,
                progress=progress,
                **known,
            )

        return make

    def _key(self, name: str) -> str | None:
        return self.query_one(f"#{name}", ChoiceRow).key

    def _years(self) -> list[Value]:
        year = self.services.clock.now().year
        known = [f"FY{one}" for one in range(year + 1, year - 5, -1)]
        return [Value(None, "unknown"), *(Value(one, one) for one in known)]
