"""Keeping an imported edition: made beside the old one, verified, then put in its place."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from tutor.codebook.book import Book
from tutor.codebook.compile import (
    BookDamagedError,
    CodeBookError,
    Edition,
    Progress,
    compile_edition,
)
from tutor.codebook.importing.draft import FULL_RELEASE, Draft
from tutor.codebook.importing.refuse import ImportRefusedError
from tutor.domain.code_sets import NAMES

MAX_LABEL = 40
"""Characters of an edition's name."""
SHRINK = 0.9
"""A new edition that takes an old one's place has at least this share of its codes."""
LOCK_SECONDS = 10
_STAGING = ".importing"


@dataclass(frozen=True, slots=True)
class Named:
    """What an edition is called and which dates of service it holds for."""

    label: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition in the folder of imports.

    Attributes:
        damaged: What is wrong with its file; empty if it can be used.
        partial: Whether the user took it although it is not a whole release.
    """

    path: Path
    code_set: str = ""
    label: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    billable: int = 0
    notice: str = ""
    titles: str = ""
    partial: bool = False
    damaged: str = ""


def edition_path(folder: Path, code_set: str, label: str) -> Path:
    """Return the file of an imported edition: `icd10cm-fy2027.db`.

    Raises:
        ImportRefusedError: The label cannot name a file.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-")
    if not slug or len(label) > MAX_LABEL or not label.isprintable():
        raise ImportRefusedError(
            f"the label {label[:MAX_LABEL]!r} will not do: give at most {MAX_LABEL} letters "
            "and digits"
        )
    return folder / f"{code_set}-{slug}.db"


def kept_editions(folder: Path) -> tuple[Kept, ...]:
    """Return all imported editions, damaged ones too, by file name."""
    return tuple(_look(path) for path in sorted(folder.glob("*.db")))


def check_whole(draft: Draft, label: str, old: Kept | None) -> None:
    """Refuse a release with less in it than a whole one has.

    Raises:
        ImportRefusedError: Parts are missing, or far fewer codes than before.
    """
    name, count = NAMES[draft.code_set], draft.billable
    way_out = "download it again, or add --partial if a part is what you want"
    if draft.missing:
        raise ImportRefusedError(f"{draft.file} is not whole: it lacks {draft.missing}; {way_out}")
    if count < FULL_RELEASE[draft.code_set]:
        raise ImportRefusedError(
            f"{draft.file} has {count:,} codes, a whole {name} release at least "
            f"{FULL_RELEASE[draft.code_set]:,}: {way_out}"
        )
    if old and not old.partial and count < SHRINK * old.billable:
        raise ImportRefusedError(
            f"{draft.file} has {count:,} codes, the edition {label} it would replace "
            f"{old.billable:,}: {way_out}"
        )


def keep(
    draft: Draft,
    named: Named,
    folder: Path,
    *,
    partial: bool = False,
    progress: Progress | None = None,
) -> Kept:
    """Write an edition and put it in its place once it is verified; until then the old stays.

    Args:
        draft: What was read.
        named: Its label and dates.
        folder: Of imported editions.
        partial: Whether it may be less than a whole release.
        progress: Told how far it is.

    Raises:
        ImportRefusedError: It is not whole, or another import is at work.
        CodeBookError: There is no room or no permission, or what was written is damaged.
    """
    target = edition_path(folder, draft.code_set, named.label)
    with _alone(folder):
        old = _look(target) if target.exists() else None
        if old and not old.damaged and old.label != named.label:
            raise ImportRefusedError(
                f"the label {named.label!r} is too like {old.label!r}, which is here already"
            )
        if not partial:
            check_whole(draft, named.label, old)
        staging = folder / f".{target.stem}{_STAGING}"
        try:
            compile_edition(_edition(draft, named, partial), staging, progress)
            _verify(draft, staging)
            _put(staging, target)
        finally:
            staging.unlink(missing_ok=True)
    return _look(target)


def remove(kept: Kept) -> None:
    """Remove an imported edition's file.

    Raises:
        CodeBookError: It cannot be removed.
    """
    with _alone(kept.path.parent):
        try:
            kept.path.unlink(missing_ok=True)
        except OSError as error:
            raise CodeBookError(f"{kept.path} cannot be removed: {error.strerror}") from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one import or removal at a time into the folder, and clear what a killed one left."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=LOCK_SECONDS):
            for left in (*folder.glob(f".*{_STAGING}"), *folder.glob(f".*{_STAGING}.*.new")):
                with suppress(OSError):
                    left.unlink()
            yield
    except Timeout as error:
        raise ImportRefusedError("another import is at work: try again when it is done") from error
    except OSError as error:
        raise CodeBookError(
            f"{folder}: the code book cannot be written there ({error.strerror})"
        ) from error


def _edition(draft: Draft, named: Named, partial: bool) -> Edition:
    meta = {
        "code_set": draft.code_set,
        "label": named.label,
        "valid_from": named.valid_from.isoformat(),
        "valid_to": named.valid_to.isoformat(),
        "source": f"imported from {draft.file}",
        "key": "",
        "titles": draft.titles,
        "partial": "1" if partial else "",
        "notice": draft.notice,
    }
    return Edition(meta, draft.nodes, draft.notes, draft.seventh, draft.names)


def _verify(draft: Draft, path: Path) -> None:
    """Open the new file as a reader would and hold it against what was read."""
    try:
        book = Book(path)
    except BookDamagedError as error:
        raise CodeBookError(f"{error}: nothing was changed") from error
    with closing(book):
        checked = book.use(lambda db: db.execute("PRAGMA integrity_check(1)").fetchone()[0])
        ends = [node.code for node in draft.nodes if node.billable]
        found = [book.find(code) for code in (ends[0], ends[-1])]
        if checked != "ok" or len(book.billable_ids) != draft.billable or None in found:
            raise CodeBookError(f"{path}: what was written is damaged; nothing was changed")


def _put(staging: Path, target: Path) -> None:
    """Put the new file in its place in one step that survives a power cut."""
    _sync(staging, os.O_RDWR)
    os.replace(staging, target)  # noqa: PTH105 - the name says that it is one step
    if os.name != "nt":
        _sync(target.parent, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _look(path: Path) -> Kept:
    try:
        book = Book(path)
    except (BookDamagedError, sqlite3.Error) as error:
        return Kept(path, damaged=str(error))
    with closing(book):
        return Kept(
            path,
            book.code_set,
            book.label,
            book.valid_from,
            book.valid_to,
            int(book.meta["billable"]),
            book.meta.get("notice", ""),
            book.meta.get("titles", ""),
            bool(book.meta.get("partial")),
        )
