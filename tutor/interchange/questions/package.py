"""Packages: zips of questions, opened without trusting them.

Nothing is ever unpacked to disk, nothing outside the package can be named, and no more bytes are
read than the limits allow, whatever a header says of them.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from stat import S_IFMT, S_ISDIR, S_ISREG

from tutor.domain.text import one_line
from tutor.errors import ForeignFileError

MAX_FILE = 256 << 20
"""Bytes of a package: ten thousand questions have 10 MB, the rest is pictures and sound."""
MAX_TOTAL = 512 << 20
"""Bytes of all members together."""
MAX_MEMBER = 64 << 20
"""Bytes of one member that is read; a database of 50,000 flashcards has about 40 MB."""
MAX_MEMBERS = 30_000
"""Members: a file a question, or a file a picture."""
MAX_DIRECTORY = 8 << 20
"""Bytes of the table of contents; one entry has about 100."""
MAX_RATIO = 250
"""Times a member may grow; XML grows 5 to 30 times."""
SMALL = 1 << 20
"""Bytes up to which growth is nobody's harm."""

_ZIP = b"PK\x03\x04"
_END_MARK = b"PK\x05\x06"
_END = struct.Struct("<4s4H2LH")
_ZIP64 = b"PK\x06\x07"
_ENCRYPTED = 0x1 | 0x40
_LOCAL_HEADER = 30
"""Bytes of the header before each member, without its name."""
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    OverflowError,
    struct.error,
)
"""What reading a damaged zip may raise."""


class Package:
    """An opened package whose table of contents was checked.

    Attributes:
        file: Its name, for messages.
        names: Members that are files, with `/` between folders, in written order.
    """

    def __init__(
        self, file: str, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]
    ) -> None:
        self.file = file
        self.names = tuple(members)
        self._archive = archive
        self._members = members

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """Return the bytes a member has; 0 if there is no such member."""
        member = self._members.get(name)
        return member.file_size if member else 0

    def read(self, name: str) -> bytes:
        """Return the bytes of a member.

        Raises:
            ForeignFileError: It is not there, too large, or damaged.
        """
        member = self._members.get(name)
        if member is None:
            raise ForeignFileError(f"{self.file}: there is no {_shown(name)} in it")
        where = f"{self.file}/{_shown(name)}"
        if member.file_size > MAX_MEMBER:
            raise ForeignFileError(
                f"{where}: it has {_size(member.file_size)}, at most {_size(MAX_MEMBER)}"
            )
        try:
            with self._archive.open(member) as stream:
                data = stream.read(MAX_MEMBER + 1)
        except _FAULTS as error:
            raise _damaged(where) from error
        if len(data) != member.file_size:
            raise _damaged(where)
        return data


def is_package(data: bytes) -> bool:
    """Tell whether bytes begin as a zip does."""
    return data.startswith((_ZIP, _END_MARK))


def open_package(source: bytes | Path, name: str = "") -> Package:
    """Open a zip and check all of its table of contents.

    Args:
        source: The bytes of the zip, or where it is.
        name: How messages call it; the name of the path if empty.

    Raises:
        ForeignFileError: It cannot be read, is too large, no zip, damaged, encrypted, or made to
            do harm.
    """
    if isinstance(source, Path):
        name = name or source.name
        source = _from_disk(source)
    name = _shown(name) or "the package"
    if len(source) > MAX_FILE:
        raise ForeignFileError(f"{name}: it has {_size(len(source))}, at most {_size(MAX_FILE)}")
    if not is_package(source):
        raise ForeignFileError(f"{name}: this is not a zip; choose the package as it was exported")
    _check_directory(source, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(source))
        entries = archive.infolist()
    except _FAULTS as error:
        raise _damaged(name) from error
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_MEMBERS or total > MAX_TOTAL:
        raise ForeignFileError(
            f"{name}: it holds {len(entries):,} files and {_size(total)}, "
            f"at most {MAX_MEMBERS:,} and {_size(MAX_TOTAL)}; export fewer questions at a time"
        )
    _check_overlap(entries, len(source), name)
    return Package(name, archive, _members(entries, name))


def _from_disk(path: Path) -> bytes:
    """Read a file; a pipe or a device is never waited for."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise ForeignFileError(f"{path}: this is not a file")
        if status.st_size > MAX_FILE:
            raise ForeignFileError(
                f"{path.name}: it has {_size(status.st_size)}, at most {_size(MAX_FILE)}"
            )
        with path.open("rb") as stream:
            return stream.read(MAX_FILE + 1)
    except FileNotFoundError as error:
        raise ForeignFileError(f"{path}: there is no such file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise ForeignFileError(f"{path}: it cannot be read: {reason}") from error


def _check_directory(data: bytes, name: str) -> None:
    """Look at the size of the table of contents before anything reads it whole."""
    start = data.rfind(_END_MARK, max(0, len(data) - 0xFFFF - _END.size))
    if start < 0 or start + _END.size > len(data):
        raise _damaged(name)
    _, disk, _, _, count, size, _, _ = _END.unpack_from(data, start)
    if disk or data[max(0, start - 20) :].startswith(_ZIP64):
        raise ForeignFileError(f"{name}: this is a zip in parts or above 4 GB; export it anew")
    if count > MAX_MEMBERS or size > MAX_DIRECTORY:
        raise ForeignFileError(f"{name}: it holds {count:,} files, at most {MAX_MEMBERS:,}")


def _check_overlap(entries: list[zipfile.ZipInfo], length: int, name: str) -> None:
    """Refuse members that share bytes: one small member would be unpacked many times."""
    end = length
    for entry in sorted(entries, key=lambda entry: entry.header_offset, reverse=True):
        if entry.header_offset + _LOCAL_HEADER + entry.compress_size > end:
            raise _damaged(name)
        end = entry.header_offset


def _members(entries: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    """Check every entry, and return those that are files by their names."""
    members: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        inside = entry.filename.replace("\\", "/")
        _check_entry(entry, inside, name)
        base = inside.rpartition("/")[2]
        if not base or inside.startswith("__MACOSX/") or base.startswith("._"):
            continue  # folders, and what macOS adds
        if inside in members:
            raise ForeignFileError(f"{name}: it holds {_shown(inside)} twice; export it anew")
        members[inside] = entry
    return members


def _check_entry(entry: zipfile.ZipInfo, inside: str, name: str) -> None:
    shown = _shown(inside)
    if inside.startswith("/") or re.match(r"[A-Za-z]:", inside) or ".." in inside.split("/"):
        raise ForeignFileError(f"{name}: it holds a path that leads out of it: {shown}")
    mode = entry.external_attr >> 16
    if S_IFMT(mode) and not S_ISREG(mode) and not S_ISDIR(mode):
        raise ForeignFileError(f"{name}: it holds a link or a device: {shown}")
    if entry.flag_bits & _ENCRYPTED:
        raise ForeignFileError(f"{name}: it is encrypted; export it without a password")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ForeignFileError(
            f"{name}: {shown} is packed in an unusual way; pack it as an ordinary zip"
        )
    if entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size):
        raise ForeignFileError(
            f"{name}: {shown} would grow more than {MAX_RATIO} times, as in a zip made to do harm"
        )


def _damaged(where: str) -> ForeignFileError:
    return ForeignFileError(f"{where}: it is damaged or cut off; export or download it again")


def _size(count: int) -> str:
    return f"{count / (1 << 20):,.0f} MB" if count >= 1 << 20 else f"{count:,} bytes"


def _shown(name: str) -> str:
    return one_line(name, 100)
