"""What an export made, and what its format could not carry; one key writes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.foreign import Loss
from tutor.domain.foreign_names import bank_name
from tutor.domain.text import quantity
from tutor.services.bank_export_views import Exported
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.folder_lines import size_text
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.notice import NoticeModal
from tutor.tui.modals.pick_file import PickFileModal
from tutor.tui.text import show, show_line
from tutor.tui.typed_path import usable
from tutor.tui.widgets.key_bar import KeyBar

NAMED = 8
"""Files named at the end."""
SORTS, LINE = 4, 160
"""Sorts of losses that are counted on top, and characters of each."""
ID = 30
"""Columns of an item's id."""
WRITE = Command(
    "exported.write", "w", "write", "Write", "Say where to, and write the files.", footer=True
)


class ExportedScreen(TutorScreen[bool]):
    """Counts on top, then every loss.

    Args:
        made: The files, in memory.
    """

    AUTO_FOCUS = "#losses"
    KEYS = (WRITE, BACK)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    ExportedScreen {
        #heading { height: auto; max-height: 50%; padding: 0 1; background: $panel; }
        #losses { height: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """
    HELP = (
        "What was made, still in memory. Listed is what the format cannot carry, question by "
        "question: ✗ is left out, ! goes out without what is named. W asks where to and writes; "
        "Escape goes back, and nothing is written."
    )

    def __init__(self, made: Exported) -> None:
        super().__init__()
        self._made = made
        self._folder = Path.home()

    def compose(self) -> ComposeResult:
        """Lay out counts and losses."""
        yield Static(Content("\n").join(_head(self._made)), id="heading")
        listed = sorted(self._made.losses, key=lambda one: not one.whole)
        losses = [Option(_loss(one)) for one in listed]
        yield OptionList(
            *(losses or [Option(show("Nothing is lost."), disabled=True)]), id="losses"
        )
        yield KeyBar()

    def action_write(self) -> None:
        """Ask where to."""
        names = list(self._made.files)
        name = names[0] if len(names) == 1 else bank_name(self._made.title)
        title = "Write the file" if len(names) == 1 else f"A folder for {len(names)} files"
        self.app.push_screen(PickFileModal(title, self._folder, save_as=name), self._picked)

    def _picked(self, out: Path | None) -> None:
        if out is None:
            return
        self._folder = out.parent
        there = [path for path in self._paths(out) if path.exists()]
        if not there:
            self._save(out, force=False)
            return
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        question = f"{there[0]}{more} is there already. Replace it?"
        modal = ConfirmModal("Write", question, yes="Replace", no="Leave it")
        self.app.push_screen(modal, lambda yes: self._save(out, force=True) if yes else None)

    def _paths(self, out: Path) -> list[Path]:
        inside = len(self._made.files) > 1 or out.is_dir()
        return [out / name for name in self._made.files] if inside else [out]

    def _save(self, out: Path, *, force: bool) -> None:
        services, made = self.services, self._made

        def save() -> tuple[Path, ...]:
            with usable(str(out)):
                return services.bank_exports.save(made, out, force=force)

        self.ask(save, self._saved, group="save", once=True)

    def _saved(self, paths: Sequence[Path]) -> None:
        lines = [f"{quantity(self._made.items, 'question')} written.", *map(str, paths[:NAMED])]
        if len(paths) > NAMED:
            lines.append(f"and {len(paths) - NAMED} more files.")
        self.app.push_screen(NoticeModal("Written", lines), self._leave)

    def _leave(self, _: None) -> None:
        self.dismiss(True)  # its result must not go back: it would be waited for


def _head(made: Exported) -> list[Content]:
    from tutor.services.bank_export import losses_by_what

    size = size_text(sum(map(len, made.files.values())))
    files = ", ".join(made.files) if len(made.files) < 4 else f"{len(made.files)} files"
    said = [
        show(f"{quantity(made.items, 'question')} as {made.label}", "bold"),
        show(f"{files} ({size}); nothing is written yet."),
    ]
    if made.left_out:
        left = quantity(made.left_out, "question")
        said.append(show(f"✗ {left} left out: the format cannot hold them", "$text-error"))
    counts = losses_by_what(one for one in made.losses if not one.whole)
    most = list(counts.items())[:SORTS]
    said += [show_line(f"! {count:,} × {what}", LINE, "$text-warning") for what, count in most]
    if len(counts) > SORTS:
        said.append(show(f"! and {len(counts) - SORTS} more sorts of losses"))
    return said


def _loss(loss: Loss) -> Content:
    mark, style = ("✗", "$text-error") if loss.whole else ("!", "$text-warning")
    name = show_line(loss.item_id, ID, "bold")
    gap = " " * max(1, ID + 1 - name.cell_length)
    return Content.assemble(show(f"{mark} ", style), name, gap, show(loss.what))
