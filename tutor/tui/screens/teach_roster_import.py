"""Importing students: where the list is, and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input, TextArea

from tutor.domain.roster_plan import RosterOptions, RosterPlan
from tutor.errors import UsageError
from tutor.services.classroom.people_views import CourseView
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.screens.teach_roster_plan import RosterPlanScreen
from tutor.tui.teach_place import TeachPlace
from tutor.tui.typed_path import usable
from tutor.tui.widgets.choice_row import ChoiceRow, Value

LABEL = 18
"""Columns for the names of the choices."""
MISSING = (Value(None, "stay in the course"), Value("drop", "leave the course"))
NEW_COHORTS = (Value(None, "are made"), Value("refuse", "are refused, with their rows"))
KNOWN = (Value(None, "are refused"), Value("link", "mean that same person"))
AS_NOW = "their own, or the only one"
HOW = "Id, Name, Section and Sign-in name, with these heads; copied from a spreadsheet or as CSV"
LOOK = Command(
    "import.look",
    "ctrl+l",
    "look",
    "Look at the plan",
    "Show what will become of every row, before anything is done.",
    footer=True,
    priority=True,
)


class PasteArea(TextArea):
    """Takes a table as a spreadsheet copies it, with its tabs."""

    TAKES_TABLES = True


class RosterImportScreen(TeachPlace[CourseView]):
    """A file's name, or the list itself pasted, and four choices.

    Args:
        course_id: The course.
    """

    AUTO_FOCUS = "#paste"
    KEYS = (LOOK, BACK)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    RosterImportScreen {
        #path { height: 3; border: round $primary 40%; background: $surface; }
        #paste { height: 1fr; min-height: 4; border: round $primary 40%; }
        #path:focus, #paste:focus { border: round $primary; }
        #path:focus:nocolor, #paste:focus:nocolor { border: heavy $primary; }
        Button { margin: 0 1; }
    }
    """
    HELP = (
        "Paste the list of students, or name a CSV file. The first row heads the columns: an id "
        "that stays the same, name, section, sign-in name; only the id must be there. Students "
        "are known by the id, so the same list can be imported again. Tab goes on; left and right "
        "change the choices. Ctrl+L shows what will become of every row; nothing is done yet."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._course = ""

    def compose_body(self) -> ComposeResult:
        """Lay out file, list and choices."""
        path = Input(placeholder="roster.csv", id="path")
        path.border_title = "CSV file on this machine"
        path.display = not self._far
        yield path
        paste = PasteArea(id="paste")
        paste.border_title = "The list itself" if self._far else "… or the list itself"
        paste.border_subtitle = HOW
        yield paste
        yield ChoiceRow("No section named", [Value(None, AS_NOW)], label_width=LABEL, id="cohort")
        yield ChoiceRow("New sections", NEW_COHORTS, label_width=LABEL, id="new")
        yield ChoiceRow("Not in the list", MISSING, label_width=LABEL, id="missing")
        yield ChoiceRow("Sign-ins in use", KNOWN, label_width=LABEL, id="known")
        yield Button("Look at the plan (Ctrl+L)", id="look", variant="primary")

    @property
    def _far(self) -> bool:
        """Whether the program runs on another machine than the one the instructor sits at."""
        return self.app.settings.served

    def load(self) -> CourseView:
        """Read the sections."""
        return self.classroom.courses.course(self.actor, self.course_id)

    def draw(self, view: CourseView) -> None:
        """Offer the sections."""
        self._course = view.course.title
        self.head("Teach", view.course.title, "Roster", "Import")
        names = [line.cohort.name for line in view.cohorts if not line.cohort.archived_at]
        row = self.query_one("#cohort", ChoiceRow)
        row.offer([Value(None, AS_NOW), *(Value(name, name) for name in names)], row.key)

    @on(Button.Pressed, "#look")
    @on(Input.Submitted, "#path")
    def action_look(self) -> None:
        """Make the plan and show it."""
        make = self._maker()
        self.ask(make, lambda plan: self._show(make, plan), group="plan", once=True)

    def _show(self, make: Callable[[], RosterPlan], plan: RosterPlan) -> None:
        self.app.push_screen(RosterPlanScreen(plan, make, self._course), self._imported)

    def _imported(self, done: bool | None) -> None:
        if done:
            self.dismiss()

    def _maker(self) -> Callable[[], RosterPlan]:
        """Return what makes the plan of what is on the screen now. It runs in a thread."""
        options = RosterOptions(
            cohort=self.query_one("#cohort", ChoiceRow).key,
            new_cohorts=self.query_one("#new", ChoiceRow).key is None,
            drop_missing=self.query_one("#missing", ChoiceRow).key is not None,
            link=self.query_one("#known", ChoiceRow).key is not None,
        )
        path = "" if self._far else self.query_one("#path", Input).value.strip()
        text = self.query_one("#paste", TextArea).text

        def make() -> RosterPlan:
            roster, actor = self.classroom.roster, self.actor
            if path and text.strip():
                raise UsageError("name a file or paste a list, not both")
            if path:
                with usable(path):
                    file = Path(path).expanduser()
                    return roster.plan_file(actor, self.course_id, file, options)
            if not text.strip():
                raise UsageError("paste a list of students first, or name a file")
            return roster.plan_bytes(actor, self.course_id, text.encode(), options)

        return make
