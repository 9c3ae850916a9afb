"""Which files hold content, and what each of them is, judged by its place in the folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDERS = ("question_banks", "lessons", "seeds")
"""The folders of a content root."""
CPT_FOLDER = "question_banks/cpt/"
"""The only place for CPT numbers; removable as a whole."""
IMPORTED_FOLDER = "question_banks/imported/"
"""Where questions that came from other programs stand, in a content folder of a user's own."""
LOOSE = "(loose)"
"""`SourceFile.place` of a file that lies outside any content root."""
_SUFFIXES = (".yaml", ".yml", ".md")
_IGNORED = re.compile(r"(README|CONTRIBUTING|LICENSE)\b.*|\..*", re.IGNORECASE)
_PLACES = (
    (re.compile(r"question_banks/[^/]+/[^/]+\.yaml"), "bank"),
    (re.compile(r"lessons/glossary(?:/[^/]+)?\.yaml"), "glossary"),
    (re.compile(r"lessons/tracks\.yaml"), "tracks"),
    (re.compile(r"lessons/[^/]+/[^/]+\.md"), "lesson"),
    (re.compile(r"seeds/exams/[^/]+\.yaml"), "exam"),
    (re.compile(r"seeds/roles\.yaml"), "roles"),
    (re.compile(r"seeds/sources\.yaml"), "sources"),
    (re.compile(r"seeds/demo_class\.yaml"), "demo"),
    (re.compile(r"seeds/coverage\.yaml"), "coverage"),
    (re.compile(r"seeds/codes/hcpcs\.yaml"), "hcpcs"),
    (re.compile(r"seeds/codes/icd10pcs\.yaml"), "icd10pcs"),
    (re.compile(r"seeds/codes/pos\.yaml"), "pos"),
    (re.compile(r"seeds/codes/pcs_tables\.yaml"), "pcs_tables"),
    (re.compile(r"seeds/practice/names\.yaml"), "practice_names"),
    (re.compile(r"seeds/practice/plans\.yaml"), "practice_plans"),
    (re.compile(r"seeds/practice/charges\.yaml"), "practice_charges"),
    (re.compile(r"seeds/practice/encounters/[^/]+\.yaml"), "practice_encounters"),
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A content file.

    Attributes:
        path: Where to read it.
        shown: How problems name it: relative to the shipped root, absolute for a user's own.
        kind: `bank`, `lesson`, `glossary`, `tracks`, `exam`, `roles`, `sources`, `demo`,
            `coverage`, `hcpcs`, `icd10pcs`, `pos`, `pcs_tables`, `practice_names`,
            `practice_plans`, `practice_charges`, `practice_encounters`; `stray` where no file is
            expected and for a folder that cannot be looked into, `missing` for a content folder
            that does not exist.
        place: Path inside its root with slashes, which says subject, topic, track; or `LOOSE`.
        root: Number of its root; lower numbers take precedence.
    """

    path: Path
    shown: str
    kind: str
    place: str
    root: int

    @property
    def imported(self) -> bool:
        """Whether it holds a user's own imported questions."""
        return self.root > 0 and self.place.startswith(IMPORTED_FOLDER)

    @property
    def key(self) -> str:
        """The absolute path as text, by which the file is known in the cache."""
        return _text(self.path.absolute())


def list_files(roots: Sequence[Path]) -> tuple[SourceFile, ...]:
    """List the content files of all roots; the first root is the shipped one.

    The order is that of roots, then of paths: the order in which ids are taken.
    """
    found: dict[str, SourceFile] = {}
    for number, root in enumerate(roots):
        for file in _list_root(root, number):
            found.setdefault(file.key, file)  # a root may be named twice, or lie in another
    return tuple(found.values())


def loose_files(path: Path, root: int) -> tuple[SourceFile, ...]:
    """List a file, or the files below a folder, that lie outside any content root."""
    paths = sorted(_walk(path)) if path.is_dir() else [path]
    return tuple(
        SourceFile(file, _text(file), "lesson" if file.suffix == ".md" else "bank", LOOSE, root)
        for file in paths
    )


def find_root(path: Path) -> Path | None:
    """Return the content root that a file or folder belongs to (or is), or None."""
    for folder in (path, *path.parents):
        if folder.name in FOLDERS:
            return folder.parent
    if any((path / name).is_dir() for name in FOLDERS):
        return path
    return None


def _list_root(root: Path, number: int) -> Iterator[SourceFile]:
    try:
        kind = "" if root.is_dir() else "missing"
    except OSError:
        kind = "stray"  # reading it fails once more, and says why
    if kind:
        yield SourceFile(root, _text(root), kind, LOOSE, number)
        return
    for folder in FOLDERS:
        for path in sorted(_walk(root / folder)):
            place = _text(path.relative_to(root))
            yield SourceFile(path, _text(path) if number else place, kind_of(place), place, number)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the content files below a folder, and the folders that cannot be looked into."""
    closed: list[Path] = []

    def note(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            closed.append(Path(error.filename))

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith(_SUFFIXES) and not _IGNORED.fullmatch(name):
                yield Path(parent, name)
    yield from closed


def kind_of(place: str) -> str:
    """Return what a file is by its path inside a root; `stray` where none is expected."""
    return next((kind for pattern, kind in _PLACES if pattern.fullmatch(place)), "stray")


def _text(path: Path) -> str:
    """Return a path as text that any file and terminal can take."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode()
