"""Opening the file a user chose, or the zip around it, without trusting it.

Nothing is ever unpacked to disk, and no more bytes are read than a limit allows, whatever a
header says of them.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from tutor.codebook.importing.refuse import ImportRefusedError, size_text
from tutor.domain.text import printable

MAX_FILE = 256 << 20
"""Bytes of a file to import; official releases have 1 to 60 MB."""
MAX_UNPACKED = 512 << 20
"""Bytes of all files in a zip together."""
MAX_MEMBER = 64 << 20
"""Bytes of one file that is read; the largest official one (the order file) has 14 MB."""
MAX_ENTRIES = 1000
"""Files in a zip; official releases have 1 to 30."""
MAX_DIRECTORY = 1 << 20
"""Bytes of a zip's table of contents."""
MAX_RATIO = 250
"""Times a file in a zip may grow; the most blank official one grows 40 times."""
SMALL = 1 << 20
"""Bytes up to which growth is nobody's harm."""

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_END = struct.Struct("<4s4H2LH")
_ZIP64 = b"PK\x06\x07"
_OTHER_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf'\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00")
_NESTED = re.compile(r"\.(zip|7z|rar|t?gz|t?bz2|t?xz|tar|zst|jar|exe)$", re.IGNORECASE)
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
"""Bytes of the header before each file in a zip, without its name."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file to look at: itself chosen, or inside the chosen zip.

    Attributes:
        name: Its name without folders.
        size: Bytes, as its header says.
        load: Reads it whole. Raises `ImportRefusedError`.
    """

    name: str
    size: int
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Release:
    """What a user chose to import.

    Attributes:
        name: The file's name.
        files: The files in it; a file that is no zip holds itself.
    """

    name: str
    files: tuple[ReleaseFile, ...]


def open_release(path: Path) -> Release:
    """Open a file or zip and look at what is in it.

    Raises:
        ImportRefusedError: It is not there, not a file, empty, too large, not readable, or a
            zip that is damaged, encrypted or made to do harm.
    """
    data = _read(path)
    if data.startswith(_EMPTY_ZIP):
        raise ImportRefusedError(f"{path.name} is an empty zip")
    if data.startswith(_ZIP) and path.suffix.lower() != ".xlsx":
        return Release(path.name, tuple(zip_files(data, path.name)))
    if data.startswith(_OTHER_ARCHIVES):
        raise ImportRefusedError(
            f"{path.name} is an archive but not a zip: unpack it and import the file inside"
        )
    if len(data) > MAX_MEMBER:
        raise ImportRefusedError(
            f"{path.name} is too large: {size_text(len(data))}, at most {size_text(MAX_MEMBER)}"
        )
    return Release(path.name, (ReleaseFile(path.name, len(data), lambda: data),))


def zip_files(data: bytes, name: str) -> list[ReleaseFile]:
    """Return the files of a zip in memory, after every one of them was checked.

    Raises:
        ImportRefusedError: As for `open_release`.
    """
    _check_directory(data, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise _damaged(name) from error
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise ImportRefusedError(f"{name} holds {len(entries):,} files, at most {MAX_ENTRIES:,}")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED:
        raise ImportRefusedError(
            f"{name} would unpack to {size_text(total)}, at most {size_text(MAX_UNPACKED)}"
        )
    _check_overlap(entries, len(data), name)
    for entry in entries:
        _check_entry(entry, name)
    files = [entry for entry in entries if not entry.is_dir()]
    if not files:
        raise ImportRefusedError(f"{name} holds no files")
    return [
        ReleaseFile(_base(entry.filename), entry.file_size, _loader(archive, entry, name))
        for entry in files
        if not _base(entry.filename).startswith("._")  # what macOS adds
    ]


def _read(path: Path) -> bytes:
    """Read the chosen file; a pipe or a device is never waited for."""
    try:
        status = path.stat()
        if S_ISDIR(status.st_mode):
            raise ImportRefusedError(f"{path} is a folder: choose the file or zip inside it")
        if not S_ISREG(status.st_mode):
            raise ImportRefusedError(f"{path} is not a file")
        if status.st_size > MAX_FILE:
            raise ImportRefusedError(
                f"{path.name} is too large: {size_text(status.st_size)}, "
                f"at most {size_text(MAX_FILE)}"
            )
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise ImportRefusedError(f"there is no file {path}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise ImportRefusedError(f"{path} cannot be read: {reason}") from error
    if not data.strip(b"\0 \t\r\n"):
        raise ImportRefusedError(f"{path.name} is empty")
    return data


def _check_directory(data: bytes, name: str) -> None:
    """Look at a zip's table of contents before anything reads it whole."""
    start = data.rfind(_EMPTY_ZIP, max(0, len(data) - 0xFFFF - _END.size))
    if start < 0 or start + _END.size > len(data):
        raise _damaged(name)
    _, disk, _, _, count, size, _, _ = _END.unpack_from(data, start)
    if disk or data[max(0, start - 20) :].startswith(_ZIP64):
        raise ImportRefusedError(f"{name} is a zip in parts or above 4 GB, as no release is")
    if count > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise ImportRefusedError(f"{name} holds {count:,} files, at most {MAX_ENTRIES:,}")


def _check_overlap(entries: list[zipfile.ZipInfo], length: int, name: str) -> None:
    """Refuse files that share bytes: one small file would be unpacked many times."""
    end = length
    for entry in sorted(entries, key=lambda entry: entry.header_offset, reverse=True):
        if entry.header_offset + _LOCAL_HEADER + entry.compress_size > end:
            raise _damaged(name)
        end = entry.header_offset


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    inside = entry.filename.replace("\\", "/")
    if inside.startswith("/") or re.match(r"[A-Za-z]:", inside) or ".." in inside.split("/"):
        raise ImportRefusedError(f"{name} holds a path that leads out of it: {entry.filename}")
    if S_ISLNK(entry.external_attr >> 16):
        raise ImportRefusedError(f"{name} holds a link: {entry.filename}")
    if entry.flag_bits & _ENCRYPTED:
        raise ImportRefusedError(f"{name} is encrypted: unpack it and import the file inside")
    if _NESTED.search(inside):
        raise ImportRefusedError(
            f"{name} holds another archive, {_base(inside)}: unpack it and import that file"
        )
    if entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size):
        raise ImportRefusedError(
            f"{name}: {_base(inside)} would grow more than {MAX_RATIO} times, "
            "as in a zip made to do harm"
        )


def _loader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    def load() -> bytes:
        base = _base(entry.filename)
        if entry.file_size > MAX_MEMBER:
            raise ImportRefusedError(
                f"{name}: {base} is too large: {size_text(entry.file_size)}, "
                f"at most {size_text(MAX_MEMBER)}"
            )
        try:
            with archive.open(entry) as file:
                data = file.read(MAX_MEMBER + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            lzma.LZMAError,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise _damaged(f"{name}: {base}") from error
        if len(data) != entry.file_size:
            raise _damaged(f"{name}: {base}")
        return data

    return load


def _base(name: str) -> str:
    return printable(name.replace("\\", "/").rpartition("/")[2])


def _damaged(name: str) -> ImportRefusedError:
    return ImportRefusedError(f"{name} is damaged or cut off: download it again")
