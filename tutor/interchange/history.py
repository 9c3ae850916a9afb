"""One learner's history as a file (`.tutorhistory`): a zip of JSON lines, with checksums.

`manifest.json` holds the format, its version, whose history it is, and for each table the number of
rows and the SHA-256 of its text; `TABLE.jsonl` holds one row a line. Nothing is ever unpacked to
disk, names in the file are only compared with those expected, and nothing but JSON is read.

The same as one JSON document (`.json`) holds the list of contents under `manifest` and the rows
under `tables`; it is for other programs to read, and is taken in again like the zip.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NoReturn

from tutor.domain.history import History
from tutor.errors import UsageError

FORMAT = "tutor-history"
VERSION = 1
"""Raised with every change that an older program could not read."""
MANIFEST = "manifest.json"
PLAIN = ".json"
"""What a file ends in that is to be one JSON document."""
LARGEST_PLAIN = 64 * 2**20
"""Bytes of one JSON document: it is read as a whole, which takes ten times as much memory."""
LARGEST = 512 * 2**20
"""Bytes of all texts together, unpacked."""
LARGEST_MANIFEST = 2**20
LONGEST_LINE = 4 * 2**20
"""Bytes of one row: a question of ten pages has a tenth of it."""
PRIVATE = 0o600
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The zip's own times: the same history gives the same bytes."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def write_history(history: History, path: Path) -> int:
    """Write a history to a file that only its owner can read; return its size in bytes.

    The file is written beside its place and then moved there, so that it is whole or not there.

    Raises:
        UsageError: The file cannot be written, or the history is too large for one.
    """
    texts = {name: _lines(rows) for name, rows in history.tables.items()}
    if sum(map(len, texts.values())) > LARGEST:
        raise UsageError("this history is too large for one file")
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "learner_id": history.learner_id,
        "name": history.name,
        "written_at": history.written_at.isoformat(),
        "tables": {
            name: {"rows": len(history.tables[name]), "sha256": _digest(text)}
            for name, text in texts.items()
        },
    }
    part = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(handle, "wb") as stream:
            if path.suffix.lower() == PLAIN:
                stream.write(_plain(manifest, texts))
            else:
                _write_zip(manifest, texts, stream)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


def _write_zip(manifest: object, texts: Mapping[str, bytes], stream: IO[bytes]) -> None:
    members = {MANIFEST: json.dumps(manifest, indent=1).encode()}
    members |= {f"{name}.jsonl": text for name, text in texts.items()}
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)


def _plain(manifest: object, texts: Mapping[str, bytes]) -> bytes:
    """Return one JSON document, with a line for each row."""
    tables = ",\n".join(
        f"{json.dumps(name)}:[\n" + ",\n".join(text.decode().splitlines()) + "\n]"
        for name, text in texts.items()
    )
    made = f'{{"manifest":{json.dumps(manifest)},\n"tables":{{\n{tables}\n}}}}\n'.encode()
    if len(made) > LARGEST_PLAIN:
        raise UsageError("this history is too large for one JSON document: write a .tutorhistory")
    return made


def read_history(path: Path) -> History:
    """Read a history; its rows are as they were written, and not checked any further.

    Raises:
        UsageError: There is no such file, it is no history, it was cut short or changed, or a
            newer version of the program wrote it.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(1) == b"{":
                return _read_plain(b"{" + stream.read(LARGEST_PLAIN), path)
        with zipfile.ZipFile(path) as archive:
            return _read(archive, path)
    except _DAMAGED:
        _refuse(path, "this is no history, or only a part of one")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error


def _read(archive: zipfile.ZipFile, path: Path) -> History:
    members = {info.filename: info for info in archive.infolist()}
    if len(members) != len(archive.infolist()) or MANIFEST not in members:
        _refuse(path, "this is no history")
    manifest = _manifest(_unpacked(archive, members[MANIFEST], LARGEST_MANIFEST, path), path)
    expected = {f"{name}.jsonl": name for name in manifest["tables"]}
    if set(members) != {MANIFEST, *expected}:
        _refuse(path, "it does not hold what it should hold")
    left, tables = LARGEST, {}
    for member, name in expected.items():
        text = _unpacked(archive, members[member], left, path)
        left -= len(text)
        about = manifest["tables"][name]
        if _digest(text) != about["sha256"]:
            _refuse(path, f"{member} is not as it was written")
        tables[name] = _rows(text, member, path)
        if len(tables[name]) != about["rows"]:
            _refuse(path, f"{member} is not as it was written")
    return History(manifest["learner_id"], manifest["name"], manifest["written_at"], tables)


def _read_plain(text: bytes, path: Path) -> History:
    if len(text) > LARGEST_PLAIN:
        _refuse(path, "it is larger than any history in one JSON document")
    try:
        data = _parsed(text)
    except (ValueError, RecursionError):
        _refuse(path, "this is no history, or only a part of one")
    if not isinstance(data, dict) or set(data) != {"manifest", "tables"}:
        _refuse(path, "this is no history")
    manifest = _checked(data["manifest"], path)
    tables = data["tables"]
    if not isinstance(tables, dict) or set(tables) != set(manifest["tables"]):
        _refuse(path, "it does not hold what it should hold")
    for name, rows in tables.items():
        about = manifest["tables"][name]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            _refuse(path, f"the rows of {name} cannot be read")
        if _digest(_lines(rows)) != about["sha256"] or len(rows) != about["rows"]:
            _refuse(path, f"the rows of {name} are not as they were written")
    found = {name: tuple(rows) for name, rows in tables.items()}
    return History(manifest["learner_id"], manifest["name"], manifest["written_at"], found)


def _manifest(text: bytes, path: Path) -> dict[str, Any]:
    try:
        data = _parsed(text)
    except ValueError:
        _refuse(path, "this is no history")
    return _checked(data, path)


def _checked(data: Any, path: Path) -> dict[str, Any]:  # noqa: ANN401 - whatever the JSON holds
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        _refuse(path, "this is no history")
    version = data.get("version")
    if isinstance(version, int) and version > VERSION:
        raise UsageError(
            f"{path}: a newer version of the tutor wrote this history (format {version}; this "
            f"version knows {VERSION}): install the newer version"
        )
    try:
        written_at = datetime.fromisoformat(data["written_at"])
        tables = data["tables"]
        if version != VERSION or written_at.tzinfo is None or not _is_list_of_tables(tables):
            _refuse(path, "its list of contents cannot be read")
        names = {name: str(data[name]) for name in ("learner_id", "name")}
    except (KeyError, TypeError, ValueError):
        _refuse(path, "its list of contents cannot be read")
    return {**names, "written_at": written_at, "tables": tables}


def _is_list_of_tables(tables: object) -> bool:
    return isinstance(tables, dict) and all(
        isinstance(about, dict) and {"rows", "sha256"} <= set(about) for about in tables.values()
    )


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, path: Path) -> bytes:
    """Return a member's text, reading no further than a limit whatever the zip says of its size."""
    with archive.open(info) as stream:
        text = stream.read(most + 1)
    if len(text) > most:
        _refuse(path, "it is larger than any history")
    return text


def _rows(text: bytes, member: str, path: Path) -> tuple[Mapping[str, Any], ...]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = _parsed(line) if len(line) <= LONGEST_LINE else None
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            _refuse(path, f"{member} line {number} cannot be read")
        found.append(row)
    return tuple(found)


def _lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return b"".join(
        json.dumps(row, sort_keys=True, separators=(",", ":"), allow_nan=False).encode() + b"\n"
        for row in rows
    )


def _parsed(text: bytes) -> Any:  # noqa: ANN401 - whatever the JSON holds
    return json.loads(text, parse_constant=_no_number)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _refuse(path: Path, reason: str) -> NoReturn:
    raise UsageError(f"{path}: {reason}: export it again, or copy the file again")
