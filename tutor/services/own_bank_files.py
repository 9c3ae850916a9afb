"""Files of the learner's own bank: written all or none, even if the machine stops half-way.

New contents are written beside the old ones under hidden names. Then a list of renamings is
written, which is the moment from which on the import counts; whoever opens the folder next
finishes what the list says. Hidden files are never read as content.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tutor.domain.item import IMPORTED
from tutor.errors import ForeignFileError, UsageError
from tutor.settings import FOLDER_MODE, Settings

LIST = ".renamings.json"
LOCK = ".lock"
LOCK_SECONDS = 10
"""How long another import may take before this one gives up."""
FILE_MODE = 0o600
"""Only the owner may read it: they may not have the right to pass it on."""
_NEW = ".new"


def imported_folder(settings: Settings) -> Path:
    """Return the folder of imported banks."""
    return settings.own_content / "question_banks" / IMPORTED


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other imports out, and finish one that was cut off.

    Raises:
        UsageError: The folder cannot be written, or another import is going on.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=LOCK_SECONDS, mode=FILE_MODE):
            finish(folder)
            yield
    except Timeout as error:
        raise UsageError(f"{folder}: another import is going on: try again later") from error
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror or error})") from error


def write_all(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files of a folder that is `locked`, all or none; return them.

    Args:
        folder: Where to.
        texts: Contents by file name.

    Raises:
        UsageError: They cannot be written; the folder is as it was.
    """
    written: list[Path] = []
    try:
        for name, text in texts.items():
            path = folder / f".{name}{_NEW}"
            written.append(path)
            _write(path, text.encode())
        renamings = {path.name: name for path, name in zip(written, texts, strict=True)}
        draft = folder / f"{LIST}{_NEW}"
        written.append(draft)
        _write(draft, json.dumps(renamings).encode())
        draft.replace(folder / LIST)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise UsageError(f"{folder}: cannot be written ({error.strerror or error})") from error
    finish(folder)
    return tuple(folder / name for name in texts)


def finish(folder: Path) -> None:
    """Do what a list of renamings says, or clear away what no list names."""
    listed = folder / LIST
    if listed.exists():
        for old, new in json.loads(listed.read_text(encoding="utf-8")).items():
            path = folder / old
            if path.exists():
                path.replace(folder / new)
        _sync(folder)
        listed.unlink()
    for left in folder.glob(f".*{_NEW}"):
        left.unlink()


def free_names(folder: Path, bank: str, count: int) -> tuple[str, ...]:
    """Return names of bank files that are not there yet: `bank`, `bank-2` ..."""
    taken = {path.stem.casefold() for path in folder.glob("*.yaml")}
    names: list[str] = []
    number = 1
    while len(names) < count:
        name = bank if number == 1 else f"{bank}-{number}"
        if name not in taken:
            names.append(name)
        number += 1
    return tuple(names)


def file_of_bank(name: str, bank: str) -> bool:
    """Whether a file's name is one that `free_names` gives: `week` and `week-3`, not `week3`."""
    stem, dash, number = name.rpartition("-")
    return name == bank or bool(dash and stem == bank and number.isdecimal())


def read_file(path: Path, most: int) -> bytes:
    """Return a file that a user named; a pipe or device is never waited for.

    Raises:
        ForeignFileError: It cannot be read, is no file, or is larger than `most` bytes.
    """
    try:
        if not path.is_file():
            why = "there is no such file" if not path.exists() else "this is not a file"
            raise ForeignFileError(f"{path}: {why}; name a file of questions")
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise ForeignFileError(f"{path}: cannot be read ({reason}); check the file") from error
    if len(data) > most:
        raise ForeignFileError(f"{path}: larger than {most >> 20} MB; split it into several files")
    return data


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the renamings on the disk, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
