"""Class files: what passes between an instructor and students where there is no server.

A file is a zip of JSON members:

    manifest.json    {"format", "kind", "about", "members": {name: {"sha256", "size"}}}
    signature.json   {"key", "signature"}: Ed25519 over the bytes of the manifest
    ...              what the manifest lists, and nothing else

The manifest holds the hash of every other member, so that one signature covers all. Equal
contents signed with the same key give the same bytes. A file comes from someone else's machine:
nothing of it is believed before its form, its size and its signature have been checked, nothing is
ever unpacked to disk, and whose key it is that signed is for the caller to judge.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISLNK
from typing import Any

from tutor.domain.text import printable
from tutor.errors import BundleError
from tutor.interchange.signing import SigningKey, verified

FORMAT = 1
"""Raised where older programs could not read a file rightly."""
SET, RESULTS, FEEDBACK = "set", "results", "feedback"
SUFFIXES = {SET: ".tutorset", RESULTS: ".tutorresults", FEEDBACK: ".tutorfeedback"}
"""What a file is, and how its name ends."""
MAX_FILE = 16 << 20
"""Bytes of a file. A set of 150 questions has about 0.1 MB."""
MAX_MEMBER = 32 << 20
"""Bytes of one member."""
MAX_MEMBERS = 16
MAX_RATIO = 200
"""Times a member may grow; text grows 3 to 20 times."""
SMALL = 1 << 20
"""Bytes up to which growth is nobody's harm."""

_MANIFEST, _SIGNATURE = "manifest.json", "signature.json"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}\.json")
_SIGNED = b"tutor class file\n"
"""Before the manifest where it is signed: a signature for anything else never fits."""
_DATE = (1980, 1, 1, 0, 0, 0)
_ZIP = b"PK\x03\x04"
_ENCRYPTED = 0x1
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    OverflowError,
)
"""What reading a damaged zip or its text may raise."""
_WHAT = {SET: "an assignment", RESULTS: "a student's results", FEEDBACK: "feedback to a student"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A class file as read, its signature checked.

    Attributes:
        name: The file's name, for messages.
        kind: One of `SUFFIXES`.
        about: What the manifest says of the whole.
        members: The decoded JSON of each member.
        key: The public key that signed it.
        digest: Its identity: the hash of its manifest.
    """

    name: str
    kind: str
    about: dict[str, Any]
    members: dict[str, Any]
    key: str
    digest: str


def canonical(value: object) -> bytes:
    """Return the one JSON form of a value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def write_bundle(
    path: Path, kind: str, about: Mapping[str, Any], members: Mapping[str, Any], key: SigningKey
) -> str:
    """Write a class file; one of the same name is replaced, whole or not at all.

    Args:
        path: Where to.
        kind: One of `SUFFIXES`.
        about: What the manifest shall say of the whole.
        members: JSON values by member name, such as `items.json`.
        key: Signs it.

    Returns:
        Its digest.

    Raises:
        BundleError: It cannot be written, or is larger than a reader would take.
    """
    bodies = {name: canonical(value) for name, value in members.items()}
    manifest = canonical(
        {
            "format": FORMAT,
            "kind": kind,
            "about": dict(about),
            "members": {name: _listed(body) for name, body in bodies.items()},
        }
    )
    signature = {"key": key.public, "signature": key.sign(_SIGNED + manifest)}
    data = _zipped({_MANIFEST: manifest, _SIGNATURE: canonical(signature)} | bodies)
    if len(data) > MAX_FILE:
        raise BundleError(f"{path.name} would have {len(data) >> 20} MB: make a smaller set")
    _replace(path, data)
    return hashlib.sha256(manifest).hexdigest()


def read_bundle(path: Path, *kinds: str) -> Bundle:
    """Read a class file of one of some kinds.

    Raises:
        BundleError: It is not there, no such file, damaged, changed after it was signed, made by
            a newer program, or made to do harm. The one line begins with the file's name.
    """
    name = printable(path.name)
    files = _members(_read(path, name), name)
    manifest = _json(files, _MANIFEST, name)
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise _foreign(name)
    if manifest["format"] > FORMAT:
        raise BundleError(f"{name} was made by a newer version of the program: update yours")
    signature = _json(files, _SIGNATURE, name)
    key = _checked(manifest, signature, files, name)
    kind = str(manifest.get("kind"))
    if kind not in kinds:
        wanted = " or ".join(_WHAT[one] for one in kinds)
        raise BundleError(f"{name} holds {_WHAT.get(kind, 'something else')}, not {wanted}")
    if not isinstance(manifest.get("about"), dict):
        raise _changed(name)
    own = (_MANIFEST, _SIGNATURE)
    return Bundle(
        name=name,
        kind=kind,
        about=manifest["about"],
        members={one: _json(files, one, name) for one in files if one not in own},
        key=key,
        digest=hashlib.sha256(files[_MANIFEST]).hexdigest(),
    )


def _checked(
    manifest: dict[str, Any], signature: object, files: dict[str, bytes], name: str
) -> str:
    """Return the key that signed, after signature and hashes were checked."""
    if not isinstance(signature, dict):
        raise _changed(name)
    key, made = signature.get("key"), signature.get("signature")
    if not isinstance(key, str) or not isinstance(made, str):
        raise _changed(name)
    if not verified(key, made, _SIGNED + files[_MANIFEST]):
        raise _changed(name)
    held = {one: _listed(body) for one, body in files.items() if one not in (_MANIFEST, _SIGNATURE)}
    if manifest.get("members") != held:
        raise _changed(name)
    return key


def _read(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise BundleError(f"{name}: there is no such file")
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise BundleError(f"{name} cannot be read ({error.strerror})") from error
    if len(data) > MAX_FILE:
        raise BundleError(f"{name} is too large: class files have at most {MAX_FILE >> 20} MB")
    if not data.startswith(_ZIP):
        raise _foreign(name)
    return data


def _members(data: bytes, name: str) -> dict[str, bytes]:
    """Return every member of a zip, after each was checked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names) or len(names) > MAX_MEMBERS:
                raise _harmful(name)
            for entry in entries:
                _check_entry(entry, name)
            files = {entry.filename: _unpacked(archive, entry, name) for entry in entries}
    except _FAULTS as error:
        raise BundleError(f"{name} is damaged or cut short: ask for it again") from error
    if not {_MANIFEST, _SIGNATURE} <= files.keys():
        raise _foreign(name)
    return files


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    """Refuse what no class file holds: folders, links, other names, what is packed to explode."""
    grows = entry.file_size > max(SMALL, entry.compress_size * MAX_RATIO)
    odd = not _NAME.fullmatch(entry.filename) or S_ISLNK(entry.external_attr >> 16)
    packed = entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if odd or packed or grows or entry.file_size > MAX_MEMBER or entry.flag_bits & _ENCRYPTED:
        raise _harmful(name)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """Return a member; never more bytes are unpacked than its header says."""
    with archive.open(entry) as file:
        body = file.read(entry.file_size + 1)
    if len(body) != entry.file_size:
        raise _harmful(name)
    return body


def _json(files: dict[str, bytes], member: str, name: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(files[member].decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise _changed(name) from error


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def _listed(body: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip whose bytes depend on nothing but what is in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return held.getvalue()


def _replace(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=".class-file-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(made).replace(path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BundleError(f"{path} cannot be written ({error.strerror})") from error


def _foreign(name: str) -> BundleError:
    return BundleError(f"{name} is no class file of this program")


def _harmful(name: str) -> BundleError:
    return BundleError(f"{name} is not made as class files are, and was not opened")


def _changed(name: str) -> BundleError:
    return BundleError(f"{name} was changed or damaged after it was signed: ask for it again")
