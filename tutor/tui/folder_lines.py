"""What a folder holds, as a file picker lists it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST = 2_000
"""Lines of a folder that are shown: who looks for one among more types its name."""
UNITS = ("bytes", "KB", "MB", "GB")
_STEP = 1024


@dataclass(frozen=True, slots=True)
class FolderLine:
    """A folder or file. `size` is in bytes, of a file."""

    path: Path
    is_folder: bool
    size: int = 0


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, its folders before its files.

    Attributes:
        left_out: Files that do not fit.
        more: Lines beyond `MOST`.
    """

    path: Path
    lines: tuple[FolderLine, ...]
    left_out: int = 0
    more: int = 0


def read_folder(path: Path, endings: Sequence[str] = (), *, files: bool = True) -> Folder:
    """Return what a folder holds, without what is hidden.

    Args:
        path: The folder.
        endings: Of files that are listed, in lower case with their dot; all if empty.
        files: Whether files are listed at all.

    Raises:
        OSError: It cannot be read.
    """
    whole = path.expanduser().resolve()
    found = sorted(_lines(whole), key=lambda one: (not one.is_folder, one.path.name.casefold()))
    fitting = [
        one
        for one in found
        if one.is_folder
        or (files and (not endings or one.path.name.casefold().endswith(tuple(endings))))
    ]
    return Folder(
        path=whole,
        lines=tuple(fitting[:MOST]),
        left_out=len(found) - len(fitting) if files else 0,
        more=max(0, len(fitting) - MOST),
    )


def size_text(size: int) -> str:
    """Return a size as people read it, such as `1.5 MB`."""
    amount, unit = float(size), 0
    while amount >= _STEP and unit < len(UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    return f"{amount:.1f} {UNITS[unit]}" if unit else f"{size} {UNITS[0]}"


def _lines(folder: Path) -> Iterator[FolderLine]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                is_folder = entry.is_dir()
                size = 0 if is_folder else entry.stat().st_size
            except OSError:
                continue  # a link to nothing, or nothing of ours
            yield FolderLine(Path(entry.path), is_folder, size)
