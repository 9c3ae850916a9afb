"""Fonts for PDF: one of the machine's own that may be put into a file, or those of every reader.

None is shipped. The fonts that every reader of PDF has know Western European letters alone; so a
font of the system is looked for where systems keep them, and only what a text needs of it goes
into the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

NO_EMBEDDING = 0x2
"""Bit of a font's licence field (OS/2 fsType) that forbids putting it into files."""


@dataclass(frozen=True, slots=True)
class FontFiles:
    """A font and its bold cut."""

    regular: Path
    bold: Path


_FOLDERS = tuple(
    Path(one)
    for one in (
        "/usr/share/fonts/truetype/dejavu",
        "/usr/share/fonts/dejavu-sans-fonts",
        "/usr/share/fonts/dejavu",
        "/usr/share/fonts/TTF",
        "/usr/share/fonts/truetype/noto",
        "/usr/share/fonts/google-noto",
        "/usr/share/fonts/noto",
        "/usr/share/fonts/truetype/liberation",
        "/usr/share/fonts/liberation-sans",
        "/Library/Fonts",
        "/System/Library/Fonts/Supplemental",
        "C:/Windows/Fonts",
    )
)
_NAMES = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("arial.ttf", "arialbd.ttf"),
)


def find_font(folders: tuple[Path, ...] = _FOLDERS) -> FontFiles | None:
    """Return the first font found that may be put into a file, if there is one."""
    for regular, bold in _NAMES:
        for folder in folders:
            found = FontFiles(folder / regular, folder / bold)
            if found.regular.is_file() and found.bold.is_file() and _may_embed(found):
                return found
    return None


def _may_embed(files: FontFiles) -> bool:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        for path in (files.regular, files.bold):
            with TTFont(path, lazy=True) as font:
                if font["OS/2"].fsType & NO_EMBEDDING:
                    return False
    except (TTLibError, OSError, KeyError):
        return False
    return True
