"""Choosing a file of this machine: by going through folders, or by typing its path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.text import one_line, printable, quantity
from tutor.errors import TutorError, UsageError
from tutor.tui.base import TutorModal
from tutor.tui.commands import Command, bindings
from tutor.tui.folder_lines import Folder, FolderLine, read_folder, size_text
from tutor.tui.text import show
from tutor.tui.typed_path import usable

NAME, SIZE = 46, 10
"""Columns of a line."""
UP = "up"
"""Id of the line of the folder above."""
PARENT = Command(
    "pick.parent", "backspace,left", "parent", "Folder above", "Go to the folder above.",
    footer=True,
)  # fmt: skip
EVERY = Command(
    "pick.every", "f", "every", "All files", "List all files, or only those that fit.", footer=True
)
HERE = Command(
    "pick.here", "s", "here", "Save here", "Write the file into the folder shown.", footer=True
)


class FolderList(OptionList):
    """The folder's lines."""

    KEYS = (
        Command(
            "pick.list",
            "enter,right",
            "select",
            "Open",
            "Open the folder, or take the file.",
            palette=False,
        ),
    )
    BINDINGS = bindings(KEYS)


class PickFileModal(TutorModal[Path]):
    """Asks for a file; the result is its path, or None on Escape.

    Args:
        title: What is asked for.
        start: The folder to begin in; the home folder if it is gone.
        endings: Of files that fit, in lower case with their dot; all if empty.
        save_as: The name of a file to be written, where one is; then folders alone are listed.
    """

    HELP = (
        "Go to the file: up and down choose, Enter opens a folder or takes the file, Backspace "
        "goes to the folder above. Tab goes to the path, to type it. F lists files of every kind. "
        "Where a file is written, S writes it into the folder shown. Escape changes nothing."
    )
    KEYS = (PARENT, EVERY, HERE, *TutorModal.KEYS)
    BINDINGS = bindings(KEYS)
    AUTO_FOCUS = "#files"
    CSS = """
    PickFileModal {
        .dialog { width: 74; height: 20; }
        #path { border: none; height: 1; padding: 0 1; background: $boost; }
        #path:focus { background: $primary 25%; }
        #files { height: 1fr; margin-top: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #said { height: auto; max-height: 2; color: $text-muted; }
    }
    """

    def __init__(
        self, title: str, start: Path, endings: Sequence[str] = (), *, save_as: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._start = start
        self._endings = tuple(endings)
        self._every = False
        self._save_as = save_as
        self._folder = start
        self._lines: dict[str, FolderLine] = {}

    def compose(self) -> ComposeResult:
        """Lay out path, lines and what there is to say."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            dialog.border_subtitle = self._keys()
            yield Input(id="path", select_on_focus=False)
            yield FolderList(id="files")
            yield Static(id="said")

    def on_mount(self) -> None:
        """Read the folder to begin in."""
        self._go(self._start, failed=lambda _: self._go(Path.home()))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what fits: files of every kind to read, a place to write."""
        if action == "here":
            return bool(self._save_as)
        if action == "every":
            return bool(self._endings) and not self._save_as
        return super().check_action(action, parameters)

    def action_parent(self) -> None:
        """Go to the folder above, with the cursor on where one comes from."""
        self._go(self._folder.parent, came_from=self._folder)

    def action_every(self) -> None:
        """List all files, or only those that fit."""
        self._every = not self._every
        self._go(self._folder)

    def action_here(self) -> None:
        """Take the name in the folder shown."""
        self.dismiss(self._folder / self._typed_name())

    @on(OptionList.OptionSelected, "#files")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == UP:
            self.action_parent()
            return
        line = self._lines.get(event.option_id or "")
        if line is None:
            return
        if line.is_folder:
            self._go(line.path)
        else:
            self.dismiss(line.path)

    @on(Input.Submitted, "#path")
    def _take(self, event: Input.Submitted) -> None:
        """Take what was typed: go to a folder, take a file."""
        typed = event.value.strip()

        def look() -> tuple[Path, bool]:
            with usable(typed):
                path = Path(typed).expanduser()
                if not path.is_absolute():
                    path = self._folder / path
                if not path.exists() and not (self._save_as and path.parent.is_dir()):
                    raise UsageError(f"{printable(typed)}: there is no such file or folder")
                return path, path.is_dir()

        def after(found: tuple[Path, bool]) -> None:
            path, is_folder = found
            if is_folder:
                self.query_one("#path", Input).value = ""  # a folder is no name to keep
                self.query_one("#files").focus()
                self._go(path)
            else:
                self.dismiss(path)

        self.ask(look, after, group="typed", failed=self._say_error)

    def _go(
        self,
        path: Path,
        came_from: Path | None = None,
        failed: Callable[[TutorError], object] | None = None,
    ) -> None:
        """Read a folder in a thread and show it."""
        endings, files = () if self._every else self._endings, not self._save_as

        def read() -> Folder:
            with usable(str(path)):
                return read_folder(path, endings, files=files)

        self.ask(
            read,
            lambda folder: self._show(folder, came_from),
            group="folder",
            failed=failed or self._say_error,
        )

    def _show(self, folder: Folder, came_from: Path | None) -> None:
        name = self._typed_name() if self._save_as else ""
        self._folder = folder.path
        self._lines = {str(number): line for number, line in enumerate(folder.lines)}
        options = [Option(show("..  folder above", "$foreground-muted"), id=UP)]
        options += [Option(_line(line), id=number) for number, line in self._lines.items()]
        files = self.query_one("#files", OptionList)
        files.set_options(options if folder.path != folder.path.parent else options[1:])
        places = [option.id for option in files.options]
        back = next((n for n, line in self._lines.items() if line.path == came_from), None)
        first = 1 if places[:1] == [UP] and len(places) > 1 else 0
        files.highlighted = places.index(back) if back else first if places else None
        path = self.query_one("#path", Input)
        path.value = printable(str(folder.path / name if name else folder.path))
        path.cursor_position = len(path.value)
        self._say(_said(folder, self._endings, saving=bool(self._save_as)))

    def _typed_name(self) -> str:
        """Return the file's name as it stands in the field, else as it was proposed."""
        typed = self.query_one("#path", Input).value.strip()
        name = Path(typed).name if typed else ""
        return name if name and Path(typed).suffix else self._save_as

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(show(text))

    def _say_error(self, error: TutorError) -> None:
        self._say(f"✗ {error}")

    def _keys(self) -> str:
        does = "S saves here" if self._save_as else "Enter opens · F all files"
        return f"{does} · Backspace goes up · Tab path · Esc cancels"


def _line(line: FolderLine) -> Content:
    name = one_line(line.path.name, NAME)
    if line.is_folder:
        return show(f"{name}/", "bold")
    pad = " " * max(1, NAME + 1 - Content(name).cell_length)
    return Content.assemble(show(name), pad, show(f"{size_text(line.size):>{SIZE}}"))


def _said(folder: Folder, endings: Sequence[str], *, saving: bool) -> str:
    said = []
    if not folder.lines:
        said.append("No folder in here." if saving else "Nothing to choose in here.")
    if folder.left_out:
        said.append(f"{quantity(folder.left_out, 'other file')} not listed (F lists all).")
    if folder.more:
        said.append(f"{folder.more:,} more: type the name.")
    if endings and not saving and not folder.left_out:
        said.append(f"Fitting: {' '.join(endings)}")
    return " ".join(said)
