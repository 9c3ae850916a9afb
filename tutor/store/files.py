"""The database as a file: modes, header, and folders it should not be in."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tutor.errors import StoreReadOnlyError
from tutor.store.faults import corrupt

FOLDER_MODE = 0o700
FILE_MODE = 0o600
HEADER = b"SQLite format 3\x00"
CHECKED_BYTES = 64 * 1024 * 1024
"""Files up to this size are checked page by page at each opening (about 0.1 s at most)."""

SYNCED_FOLDERS = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "syncthing": "Syncthing",
    "sync": "Syncthing",
}
"""Folder names that tell a synchronising service (OneDrive adds the owner's name)."""


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into; one that exists is left as it is."""
    if not folder.is_dir():
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def make_private(path: Path) -> None:
    """Create the file if it is absent, and let only its owner read it.

    SQLite gives its `-wal` and `-shm` files the mode of the database.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if file.exists() and file.stat().st_mode & 0o077:
            file.chmod(FILE_MODE)


def exists(path: Path) -> bool:
    """Whether there is a database at the path; an empty file is none yet."""
    return path.exists() and path.stat().st_size > 0


def check_writable(path: Path) -> None:
    """Refuse a file or folder that cannot be written, before anything is touched.

    Raises:
        StoreReadOnlyError: The file or its folder is read-only.
    """
    for target in (path.parent, path):
        if target.exists() and not os.access(target, os.W_OK):
            raise StoreReadOnlyError(
                f"{target}: this cannot be written, so no answer could be saved: make it "
                "writable, or set TUTOR_HOME to another folder"
            )


def place_warnings(home: Path, backups: Path) -> Iterator[str]:
    """Yield what is wrong with the folders of the database and of its backups."""
    if os.name != "nt" and home.stat().st_mode & 0o077:
        yield f"{home}: other users may look into this folder: run chmod 700 on it"
    nearest = next(place for place in (backups, *backups.parents) if os.access(place, os.F_OK))
    if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        yield f"{backups}: no backup could be written here: make the folder writable"


def check_header(path: Path) -> None:
    """Refuse a file that does not start as an SQLite database does.

    Raises:
        StoreCorruptError: The header is not SQLite's.
    """
    with path.open("rb") as file:
        if file.read(len(HEADER)) != HEADER:
            raise corrupt(str(path))


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database without the right to change it."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=5)) as connection:
        yield connection


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """Check the pages of a database that is not too large for that.

    Raises:
        StoreCorruptError: A page is damaged.
    """
    if path.stat().st_size > CHECKED_BYTES:
        return
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise corrupt(str(path))


def folder_warning(path: Path) -> str | None:
    """Return a warning when the path lies in a folder that some service synchronises."""
    for part in path.absolute().parts:
        name = part.casefold().partition(" - ")[0]
        if name in SYNCED_FOLDERS:
            return (
                f"{path}: this folder is synchronised by {SYNCED_FOLDERS[name]}, which can damage "
                "an open database: set TUTOR_HOME to a folder on this machine"
            )
    return None
