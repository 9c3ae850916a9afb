"""Taking questions out: which ones, and in which format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input, Static

from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.wait import WaitModal
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from tutor.interchange.questions.formats import Format
    from tutor.services.bank_export_views import Exported, Selection

LABEL = 11
"""Columns for the names of the choices."""
ALL, OWN, SET = "all", "own", "set:"
FORMS = "ABCDEF"
"""Letters of mixed test papers: form A is always mixed the same way, and so on."""
EXPORT = Command(
    "bank_export.look",
    "enter,ctrl+l",
    "look",
    "Look at it",
    "Make the files, and show what the format cannot carry; nothing is written yet.",
    footer=True,
)


EVERY = Value(None, "every domain")


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen on the screen."""

    formats: tuple[Format, ...]
    which: tuple[Value, ...]
    domains: Mapping[str, tuple[Value, ...]]


class BankExportScreen(TutorScreen[bool]):
    """Which questions, in which format, under which title.

    Args:
        course_id: The course whose bank and sets are taken; empty for one's own and the program's.
        course: Its title.
    """

    AUTO_FOCUS = "#which"
    KEYS = (EXPORT, BACK)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    BankExportScreen {
        #heading { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        #title { height: 3; border: round $primary 40%; background: $surface; }
        #title:focus { border: round $primary; }
        #title:focus:nocolor { border: heavy $primary; }
        #about { height: auto; padding: 1; color: $text-muted; }
        Button { margin: 1 1 0 1; }
    }
    """
    HELP = (
        "Choose questions and a format: up, down and Tab go from line to line, left and right "
        "change a value. Of an exam, one domain can be taken; a test paper is mixed in forms A to "
        "F, each always the same way. Keys and reasons go out with the questions. Enter makes the "
        "files and shows what the format cannot carry; nothing is written before you say where "
        "to. The bundle of this program carries all of it."
    )

    def __init__(self, course_id: str = "", course: str = "") -> None:
        super().__init__()
        self._course_id = course_id
        self._course = course
        self._formats: dict[str, Format] = {}
        self._domains: Mapping[str, tuple[Value, ...]] = {}

    def compose(self) -> ComposeResult:
        """Lay out the choices."""
        yield Static(show(f"Take questions out of {self._course or 'the banks'}"), id="heading")
        yield ChoiceRow("Questions", [Value(ALL, "all")], label_width=LABEL, id="which")
        yield ChoiceRow("Domain", [EVERY], label_width=LABEL, id="domain")
        yield ChoiceRow("Format", [Value(None, "…")], label_width=LABEL, id="format")
        forms = [
            Value(None, "in the bank's order"),
            *(Value(one, f"{one}, mixed") for one in FORMS),
        ]
        yield ChoiceRow("Form", forms, label_width=LABEL, id="form")
        title = Input(placeholder="questions", max_length=80, id="title")
        title.border_title = "Title, and the name of the file"
        yield title
        yield Button("Look at it (Enter)", id="look", variant="primary")
        yield Static(id="about")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read what there is to choose."""
        self.ask(self._offer, self._draw, group="offer")

    def _offer(self) -> Offer:
        """Return what can be chosen. Runs in a thread."""
        from tutor.interchange.questions.formats import FORMATS

        services = self.services
        formats = tuple(one for one in FORMATS if one.write)
        if self._course_id:
            lines = services.classroom.sets.sets(services.actor, self._course_id)
            sets = (Value(f"{SET}{one.id}", f"quiz set: {one.title}") for one in lines)
            return Offer(formats, (Value(ALL, "the bank of the course"), *sets), {})
        exams = services.profiles.exams()
        domains = {
            exam.id: tuple(Value(one.id, one.title) for one in exam.domains) for exam in exams
        }
        which = (Value(one.id, f"all of {one.id.upper()}") for one in exams)
        own = Value(OWN, "your own bank")
        return Offer(formats, (own, *which, Value(ALL, "all there are")), domains)

    def _draw(self, offer: Offer) -> None:
        self._formats = {one.name: one for one in offer.formats}
        self._domains = offer.domains
        self.query_one("#which", ChoiceRow).offer(offer.which)
        values = [Value(one.name, one.label) for one in offer.formats]
        self.query_one("#format", ChoiceRow).offer(values or [Value(None, "none")])
        self._offer_domains()
        self._tell()

    @on(ChoiceRow.Changed, "#which")
    def _offer_domains(self) -> None:
        """Offer the domains of an exam, where one is chosen."""
        row = self.query_one("#domain", ChoiceRow)
        found = self._domains.get(self.query_one("#which", ChoiceRow).key or "", ())
        row.offer([EVERY, *found])
        row.display = bool(found)

    @on(ChoiceRow.Changed, "#format")
    def _tell(self) -> None:
        chosen = self._formats.get(self.query_one("#format", ChoiceRow).key or "")
        self.query_one("#form").display = chosen is not None and chosen.seeded
        if chosen is not None:
            carries = "It carries all of a question." if chosen.lossless else (
                "It cannot carry all of a question: what is lost is shown before anything is "
                "written."
            )  # fmt: skip
            files = f"File: {chosen.extensions[0]}"
            self.query_one("#about", Static).update(show(f"{files}. {carries}"))

    @on(Button.Pressed, "#look")
    @on(Input.Submitted, "#title")
    def action_look(self) -> None:
        """Make the files, and show what was lost."""
        chosen = self._formats.get(self.query_one("#format", ChoiceRow).key or "")
        if chosen is None:
            return
        which = self.query_one("#which", ChoiceRow).key or ALL
        domain = self.query_one("#domain", ChoiceRow).key
        form = self.query_one("#form", ChoiceRow).key if chosen.seeded else None
        title = self.query_one("#title", Input).value.strip() or self._title(which, domain, form)
        services, course = self.services, self._course_id

        def make(progress: Callable[[int, int], None]) -> Exported:
            selection = _selection(which, course, domain)
            seed = None if form is None else FORMS.index(form) + 1
            return services.bank_exports.export(
                services.actor, selection, chosen.name, title, progress, seed
            )

        modal: WaitModal[Exported] = WaitModal("Making the files", make)
        self.app.push_screen(modal, lambda made: self._show(made) if made else None)

    def _show(self, made: Exported) -> None:
        from tutor.tui.screens.bank_exported import ExportedScreen

        self.app.push_screen(ExportedScreen(made), self._done)

    def _done(self, done: bool | None) -> None:
        if done:
            self.dismiss(True)

    def _title(self, which: str, domain: str | None, form: str | None) -> str:
        named = {ALL: "questions", OWN: "own questions"}.get(which, f"{which} questions")
        words = (self._course or named, domain or "", f"form {form}" if form else "")
        return " ".join(word for word in words if word)


def _selection(which: str, course: str, domain: str | None) -> Selection:
    """Return the selection that the values of the first lines stand for."""
    from tutor.services.bank_export_views import Selection

    if which.startswith(SET):
        return Selection(quiz_set=which.removeprefix(SET))
    if course:
        return Selection(course=course)
    if which in (ALL, OWN):
        return Selection(source=which)
    return Selection(exam=which, domains=(domain,) if domain else ())
