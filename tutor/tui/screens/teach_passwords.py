"""One-time passwords of students, shown this once; one key writes them to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.classroom.people_views import IssuedPassword
from tutor.tui.base import TutorScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.text import show, show_line
from tutor.tui.widgets.key_bar import KeyBar

SIGN_IN, PASSWORD = 28, 16
"""Columns of a sign-in name, and of a password."""
WRITE = Command(
    "passwords.write",
    "f5",
    "write_file",
    "Write a file",
    "Write them as CSV, for your eyes alone; in a browser, save it there.",
    footer=True,
)
LEAVE = Command(
    "passwords.back",
    "escape",
    "leave",
    "Done",
    "Leave; the passwords are not shown again.",
    footer=True,
    palette=False,
)


class PasswordsScreen(TutorScreen[None]):
    """Sign-in name, one-time password and name, one student a line.

    Args:
        passwords: What was made.
        course: The course's title.
        more: What else there is to say, such as who has no account still.
    """

    AUTO_FOCUS = "#lines"
    KEYS = (WRITE, LEAVE)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    PasswordsScreen {
        #heading { height: auto; padding: 0 1; background: $panel; }
        #lines { height: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #note { height: auto; padding: 0 1; color: $text-muted; }
    }
    """
    HELP = (
        "The one-time passwords that were just made. The database has none of them, so they are "
        "shown this once: write them to a file with F5 or copy them out, and hand each over in "
        "private. At the first sign-in each student chooses a password of their own. Who loses "
        "theirs gets a new one on the roster (P)."
    )

    def __init__(self, passwords: Sequence[IssuedPassword], course: str, more: str = "") -> None:
        super().__init__()
        self._passwords = passwords
        self._course = course
        self._more = more
        self._kept = False

    def compose(self) -> ComposeResult:
        """Lay out heading, list and note."""
        yield Static(id="heading")
        yield OptionList(id="lines")
        yield Static(id="note")
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw the passwords."""
        count = len(self._passwords)
        path = ("Teach", self._course, "Roster", "One-time passwords")
        titles = Content(" › ").join(show(one, "bold") for one in path)
        self.query_one("#heading", Static).update(
            Content.assemble(titles, show(f"   {count}", "$foreground-muted"))
        )
        found = self.query_one("#lines", OptionList)
        found.set_options([Option(_row(one)) for one in self._passwords])
        found.highlighted = 0 if count else None
        self._say("Shown this once. F5 writes them to a file for your eyes alone.")

    def action_write_file(self) -> None:
        """Write the passwords as CSV, or send them to the browser."""
        self.ask(self._write, self._written, group="write", once=True)

    def _write(self) -> Path | tuple[str, str]:
        """Return the path of the file, or its name and text for the browser. In a thread."""
        from tutor.services.classroom.password_list import PrivateFile, file_name, passwords_csv

        text = passwords_csv(self._passwords)
        name = file_name(self._course, self.services.clock.now())
        if self.app.served:
            return name, text
        with PrivateFile(self.services.files / "passwords" / name) as file:
            file.write(text)
            return file.path

    def _written(self, done: Path | tuple[str, str]) -> None:
        if isinstance(done, tuple):
            name, text = done
            self.app.download(name, text.encode("utf-8"))
            self._say(f"Sent to your browser: {name}. Look that it is there before you leave.")
        else:
            self._say(f"Written: {done}. Delete it when all have signed in.")
        self._kept = True

    def action_leave(self) -> None:
        """Go back; ask first where nothing was written."""
        if self._kept:
            self.dismiss(None)
            return
        question = "They are not shown again, and no file was written. Have you noted them all?"
        self.app.push_screen(
            ConfirmModal("One-time passwords", question, yes="Leave", no="Stay"),
            self._leave,
        )

    def _leave(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)

    def _say(self, line: str) -> None:
        text = f"{line} {self._more}" if self._more else line
        self.query_one("#note", Static).update(show(text))


def _row(one: IssuedPassword) -> Content:
    return Content.assemble(
        show_line(one.sign_in, SIGN_IN, "bold"),
        " " * max(1, SIGN_IN + 1 - len(one.sign_in)),
        show_line(one.password, PASSWORD),
        " " * max(2, PASSWORD + 1 - len(one.password)),
        show(f"{one.external_id}  {one.name}" if one.name else one.external_id),
    )
