"""An assignment's class files: written for students, taken in, and feedback on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.release import FACT_WORDS
from tutor.domain.text import quantity
from tutor.services.classroom.assignment_views import AssignmentView
from tutor.services.classroom.bundle_views import CollectView, ExportView, FeedbackView
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.holder import ClosingError
from tutor.tui.modals.entry import EntryModal
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line
from tutor.tui.typed_path import usable

Made = TypeVar("Made")
Line = tuple[str, str, bool, str]
"""What a line of a report says: whose or which file, the outcome, whether that is well, and why."""
FILE = 28
OUTCOME = 16
EXPORT = Command(
    "files.export",
    "e",
    "export",
    "Export",
    "Write the assignment as a file for each student.",
    footer=True,
)
ONE_FILE = Command(
    "files.one", "o", "export_one", "One file", "Write one file for the whole class.", footer=True
)
COLLECT = Command(
    "files.collect",
    "c",
    "collect",
    "Collect",
    "Take in a folder of results that students sent.",
    footer=True,
)
FEEDBACK = Command(
    "files.feedback",
    "f",
    "feedback",
    "Feedback",
    "Write what may show by now as a file for each student who handed in.",
    footer=True,
)


class AssignmentFilesScreen(TeachPlace[AssignmentView]):
    """What can be done with files, and what became of each file the last time.

    Args:
        assignment_id: Which assignment.
    """

    KEYS = (EXPORT, ONE_FILE, COLLECT, FEEDBACK, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "For a class with nothing but e-mail. E writes a signed file for each student (O one for "
        "all, where all have the same form): send each to its student. C takes in a folder of the "
        "files that came back; the same folder again changes nothing. F writes feedback: marks, "
        "keys and reasons, as far as the assignment lets them show by now. Below stands what "
        "became of each file; the one at the cursor is told in full at the bottom."
    )
    OPENS = False
    DEFAULT_CSS = """
    AssignmentFilesScreen {
        #said { height: auto; max-height: 5; padding: 0 1; }
        #note { border-top: solid $primary 40%; max-height: 6; }
    }
    """

    class Progressed(Message):
        """Files are being worked on: `done` of `total`."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    def __init__(self, assignment_id: str) -> None:
        super().__init__()
        self.assignment_id = assignment_id
        self._title = ""
        self._lines: list[Line] = []

    def compose_body(self) -> ComposeResult:
        """Lay out what was done last, the files, and the one at the cursor."""
        yield Static(show(_HOW), id="said")
        yield OptionList(id="lines")
        yield Static(id="note")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer files only where the machine is the instructor's own."""
        if action in ("export", "export_one", "collect", "feedback") and self.app.served:
            return False
        return super().check_action(action, parameters)

    def load(self) -> AssignmentView:
        """Read the assignment."""
        return self.classroom.assignments.show(self.actor, self.assignment_id)

    def draw(self, view: AssignmentView) -> None:
        """Name the assignment; the report stays."""
        self._title = view.assignment.title
        self.head("Assignments", self._title, "Files")
        if self.app.served:
            self.query_one("#said", Static).update(show(_NOT_SERVED))

    def action_export(self) -> None:
        """Ask for a folder, and write a file for each student into it."""
        self._ask_export("A file for each student goes into this folder.", one_file=False)

    def action_export_one(self) -> None:
        """Ask for a file's name, and write it for all."""
        hint = "One file for the whole class: whoever opens it says who they are."
        self._ask_export(hint, one_file=True)

    def _ask_export(self, hint: str, *, one_file: bool) -> None:
        def save(path: Path) -> ExportView:
            return self.classroom.bundles.export(
                self.actor, self.assignment_id, path, one_file=one_file, progress=self._progress
            )

        ending = ".tutorset" if one_file else ""
        path = f"{self._folder('out')}{ending}"
        self._ask_path("Export for students", path, hint, save, self._exported)

    def _exported(self, view: ExportView) -> None:
        lines = [
            (Path(one.path).name, one.external_id or "for all", True, one.student)
            for one in view.files
        ]
        keys = "They hold no keys." if view.keyless else "They hold the keys: it is practice."
        where = Path(view.files[0].path).parent
        self._report(
            f"{quantity(len(lines), 'file')} in {where}. Send each to its student. {keys}\n"
            f"The course's key has the code {view.code}: tell it your students on another way.",
            lines,
        )

    def action_collect(self) -> None:
        """Ask for a folder, and take in the results in it."""

        def save(path: Path) -> CollectView:
            return self.classroom.bundles.collect(self.actor, path, progress=self._progress)

        hint = "The folder with the files (.tutorresults) that came back, of any assignment."
        self._ask_path("Collect results", self._folder("in"), hint, save, self._collected)

    def _collected(self, view: CollectView) -> None:
        lines = []
        for one in view.files:
            message = one.message.removeprefix(one.file).strip()
            more = "; ".join(filter(None, (one.student, one.assignment, message)))
            lines.append((one.file, one.status, one.ok, more))
        attempts = quantity(view.imported, "attempt")
        refused = (
            f"; {view.refused} of {quantity(len(view.files), 'file')} refused"
            if view.refused
            else ""
        )
        self._report(f"{attempts} taken in from {view.folder}{refused}.", lines)

    def action_feedback(self) -> None:
        """Ask for a folder, and write feedback into it."""

        def save(path: Path) -> FeedbackView:
            return self.classroom.bundles.feedback(
                self.actor, self.assignment_id, path, progress=self._progress
            )

        hint = "A file for each student who handed in by file goes into this folder."
        self._ask_path("Feedback files", self._folder("feedback"), hint, save, self._told)

    def _told(self, view: FeedbackView) -> None:
        lines = []
        for one in view.students:
            shows = ", ".join(FACT_WORDS[fact] for fact in one.shows)
            name = Path(one.path).name if one.path else one.student
            outcome = one.external_id if one.path else "nothing yet"
            lines.append((name, outcome, bool(one.path), shows or one.message))
        files = quantity(view.written, "file")
        said = f"{files} in {view.folder}. Send each to its student, nobody else."
        self._report(said if view.written else "Nothing may show yet: no file was written.", lines)

    def _folder(self, last: str) -> str:
        """Return the folder that is offered: one of the assignment's own, below the user's."""
        from tutor.services.classroom.bundle_names import plain_name

        return str(Path.home() / (plain_name(self._title) or "assignment") / last)

    def _ask_path(
        self,
        title: str,
        path: str,
        hint: str,
        work: Callable[[Path], Made],
        done: Callable[[Made], None],
    ) -> None:
        """Ask for a path, work with it in a thread, and say what became of it."""

        def save(typed: str) -> Made:
            with usable(typed):
                return work(Path(typed.strip()).expanduser())

        modal: EntryModal[Made] = EntryModal(title, path, hint, save)
        self.app.push_screen(modal, lambda made: done(made) if made is not None else None)

    def _progress(self, done: int, total: int) -> None:
        """Say how far it is. Runs in the thread of the work."""
        if self.app.holder.closing:
            raise ClosingError
        self.post_message(self.Progressed(done, total))

    def on_assignment_files_screen_progressed(self, message: Progressed) -> None:
        """Show how far it is."""
        said = f"Working: {message.done} of {quantity(message.total, 'file')}"
        self.query_one("#said", Static).update(show(said))

    def _report(self, said: str, lines: list[Line]) -> None:
        """Show what was done, and a line for each file: refused ones first."""
        self._lines = sorted(lines, key=lambda line: line[2])
        self.query_one("#said", Static).update(show(said))
        options = [Option(_row(line), id=str(place)) for place, line in enumerate(self._lines)]
        self.fill(options, "No file.")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell the line at the cursor in full."""
        name, outcome, _well, why = self._lines[event.option_index]
        more = f": {why}" if why else ""
        self.query_one("#note", Static).update(show(f"{name}: {outcome}{more}"))


_HOW = (
    "A class with nothing but e-mail: E writes the assignment for your students, C takes in what "
    "they sent back, F writes marks and keys for them, as far as they may show by now."
)
_NOT_SERVED = (
    "Here your students have the assignment in the browser. Files are for a class without a "
    "server: they are written and taken in with the program on a computer of your own."
)


def _row(line: Line) -> Content:
    name, outcome, well, why = line
    mark = "✓ " if well else "✗ "
    first = show_line(name, FILE)
    return Content.assemble(
        (mark, "" if well else "bold $text-error"),
        first.pad_right(FILE - first.cell_length + 1),
        show(f"{outcome:<{OUTCOME}} ", "" if well else "bold $text-error"),
        show(why, "$foreground-muted"),
    )
