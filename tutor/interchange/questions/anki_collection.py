"""Collections of Anki (`.apkg`): which notes are in one, read without trusting it.

A package holds a database of SQLite: `collection.anki2` or `collection.anki21` (the older form,
whose note types are JSON) or `collection.anki21b` (the present one, packed with zstd, whose note
types are tables). The database is copied to a temporary file and opened so that it cannot be
written; only columns named here are read, from ordinary tables, and nothing that the file holds is
run: no view, no trigger, no function, no other file. This module is the one of `interchange` that
speaks SQL: here it is a format of files.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tutor.errors import ForeignFileError, UsageError
from tutor.interchange.questions.package import MAX_MEMBER, Package, open_package
from tutor.interchange.questions.protobuf import BYTES, NUMBER, fields_of

PRESENT, OLDER = "collection.anki21b", ("collection.anki21", "collection.anki2")
SEPARATOR = "\x1f"
"""Between the fields of a note, and between the parts of a deck's name."""
MAX_NOTES = 100_000
"""Notes: the largest decks that are shared have about half as many."""
MAX_CARDS = 4 * MAX_NOTES
MAX_VALUE = 16 << 20
"""Bytes of one value: the note types of a large collection, as one JSON, have a hundredth."""
MAX_INDEX = 8 << 20
"""Bytes of the list of media: a file has about 100."""
MAX_WINDOW = 1 << 27
"""Bytes that zstd may look back: what its highest ordinary level uses."""
MAX_ROWS = 50_000
"""Decks, and fields, templates and note types: hundreds of times what collections have."""
_STEP, _MAX_STEPS = 100_000, 2_000
"""Instructions of SQLite between two looks, and how many looks: half a minute, where a sound
collection needs a second."""
_READ = {
    "sqlite_master": {"type", "name", "sql"},
    "col": {"models", "decks"},
    "notes": {"id", "guid", "mid", "tags", "flds"},
    "cards": {"nid", "did", "ord"},
    "revlog": {"id"},
    "notetypes": {"id", "name", "config"},
    "fields": {"ntid", "ord", "name"},
    "templates": {"ntid"},
    "decks": {"id", "name"},
}
"""What may be read; everything else is refused by SQLite itself. Where nothing of a table is read
but that it has rows, SQLite names no column."""


@dataclass(frozen=True, slots=True)
class NoteType:
    """A kind of note: its fields in order, and how many cards it makes."""

    name: str
    fields: tuple[str, ...]
    templates: int = 1
    cloze: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note.

    Attributes:
        number: Its place in the collection, from 1.
        guid: Stays with the note wherever it goes.
        type: None if the collection does not hold it.
        fields: As HTML; empty if they are not readable text.
        deck: Path of the deck of its first card, with `/` between.
    """

    number: int
    guid: str
    type: NoteType | None
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str


@dataclass(frozen=True, slots=True)
class Collection:
    """What a package holds.

    Attributes:
        media: Pictures and sounds; None if their list cannot be read.
        studied: Whether it holds a history of reviews.
    """

    notes: tuple[Note, ...]
    media: int | None
    studied: bool


def read_collection(data: bytes, name: str) -> Collection:
    """Return what a package holds.

    Raises:
        ForeignFileError: It is no package of Anki, is damaged, or too large.
        UsageError: It is in the present form, and what unpacks that is not installed.
    """
    package = open_package(data, name)
    database = _database(package, name)
    with TemporaryDirectory(prefix="tutor-anki-") as folder:
        path = Path(folder) / "collection.db"
        path.write_bytes(database)
        del database
        try:
            with closing(_opened(path)) as connection:
                notes, studied = _contents(connection, name)
        except (sqlite3.Error, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ForeignFileError(
                f"{name}: the collection in it cannot be read: export the deck again from Anki"
            ) from error
    return Collection(notes, _media(package, name), studied)


def _database(package: Package, name: str) -> bytes:
    if PRESENT in package:
        return _unzstd(package.read(PRESENT), MAX_MEMBER, name)
    for older in OLDER:
        if older in package:
            return package.read(older)
    raise ForeignFileError(f"{name}: there is no collection of Anki in it: export a deck as .apkg")


def _unzstd(data: bytes, most: int, name: str) -> bytes:
    """Unpack, reading no further than a limit whatever the header says."""
    try:
        import zstandard
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{name}: decks of the present Anki need zstandard: "
            "pip install 'coding-billing-tutor[interchange]', or tick "
            '"Support older Anki versions" when you export'
        ) from error
    try:
        unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        with unpacker.stream_reader(io.BytesIO(data), read_across_frames=True) as stream:
            found = stream.read(most + 1)
    except (zstandard.ZstdError, MemoryError) as error:
        raise ForeignFileError(
            f"{name}: it is damaged or cut off: export the deck again from Anki"
        ) from error
    if len(found) > most:
        raise ForeignFileError(
            f"{name}: the collection has more than {most >> 20} MB: export decks one at a time"
        )
    return found


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.text_factory = bytes
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA mmap_size = 0")
    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 2),
    ):
        connection.setlimit(limit, most)
    connection.create_collation("unicase", _unicase)
    steps = iter(range(_MAX_STEPS))
    connection.set_progress_handler(lambda: int(next(steps, None) is None), _STEP)
    connection.set_authorizer(_allowed)
    return connection


def _unicase(one: str, other: str) -> int:
    """Compare as Anki's own collation does, near enough: nothing here is sorted by it."""
    return (one.casefold() > other.casefold()) - (one.casefold() < other.casefold())


def _allowed(
    action: int, what: str | None, column: str | None, _base: str | None, inside: str | None
) -> int:
    if action == sqlite3.SQLITE_SELECT and inside is None:
        return sqlite3.SQLITE_OK
    columns = _READ.get(what or "", set())
    if action == sqlite3.SQLITE_READ and inside is None and (column in columns or not column):
        return sqlite3.SQLITE_OK if columns else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_DENY


def _contents(connection: sqlite3.Connection, name: str) -> tuple[tuple[Note, ...], bool]:
    tables = {
        _text(found)
        for kind, found, sql in _few(connection, "SELECT type, name, sql FROM sqlite_master")
        if _text(kind) == "table" and _text(sql).lstrip().upper().startswith("CREATE TABLE")
    }
    if not {"notes", "cards", "col"} <= tables:
        raise ValueError("no collection")
    if {"notetypes", "fields", "templates", "decks"} <= tables:
        types, decks = _types(connection), _decks(connection)
    else:
        types, decks = _older(connection)
    placed = _placed(connection)
    rows = connection.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id")
    notes = []
    size = 0
    for number, (id_, guid, mid, tags, flds) in enumerate(rows, 1):
        if number > MAX_NOTES:
            raise ForeignFileError(
                f"{name}: it has more than {MAX_NOTES:,} notes: export decks one at a time"
            )
        size += sum(len(one) for one in (guid, tags, flds) if isinstance(one, bytes))
        if size > MAX_MEMBER:
            raise ValueError("more text than the file has: pages that are used many times")
        deck = decks.get(placed.get(id_, 0), "")
        fields = tuple(_field_text(flds).split(SEPARATOR)) if _readable(flds) else ()
        notes.append(Note(number, _field_text(guid), types.get(mid), fields, _words(tags), deck))
    studied = "revlog" in tables and bool(
        connection.execute("SELECT id FROM revlog LIMIT 1").fetchone()
    )
    return tuple(notes), studied


def _few(connection: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows; a damaged file can have one page stand for any number of them."""
    for number, row in enumerate(connection.execute(query), 1):
        if number > MAX_ROWS:
            raise ValueError("too many rows")
        yield row


def _placed(connection: sqlite3.Connection) -> dict[int, int]:
    """Return the deck of each note's first card."""
    first: dict[int, tuple[int, int]] = {}
    rows = connection.execute("SELECT nid, did, ord FROM cards")
    for note, deck, order in islice(rows, MAX_CARDS):
        if all(isinstance(one, int) for one in (note, deck, order)):
            first[note] = min(first.get(note, (order, deck)), (order, deck))
    return {note: deck for note, (_, deck) in first.items()}


def _older(connection: sqlite3.Connection) -> tuple[dict[int, NoteType], dict[int, str]]:
    """Return note types and decks of the older form, in which each is one JSON."""
    row = connection.execute("SELECT models, decks FROM col").fetchone()
    if row is None:
        raise ValueError("no collection")
    try:
        models, decks = (json.loads(_text(one)) for one in row)
    except RecursionError as error:
        raise ValueError("not JSON of Anki") from error
    types = {
        int(key): NoteType(
            str(model["name"]),
            tuple(str(one["name"]) for one in model["flds"]),
            len(model["tmpls"]),
            cloze=model.get("type") == 1,
        )
        for key, model in models.items()
    }
    return types, {int(key): _path(str(deck["name"])) for key, deck in decks.items()}


def _types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    fields: dict[int, list[tuple[int, str]]] = {}
    for type_id, order, name in _few(connection, "SELECT ntid, ord, name FROM fields"):
        fields.setdefault(type_id, []).append((order, _text(name)))
    cards: dict[int, int] = {}
    for (type_id,) in _few(connection, "SELECT ntid FROM templates"):
        cards[type_id] = cards.get(type_id, 0) + 1
    return {
        type_id: NoteType(
            _text(name),
            tuple(field for _, field in sorted(fields.get(type_id, []))),
            cards.get(type_id, 0),
            cloze=_is_cloze(config),
        )
        for type_id, name, config in _few(connection, "SELECT id, name, config FROM notetypes")
    }


def _is_cloze(config: bytes) -> bool:
    """Tell by a note type's settings; their first field is 1 for cloze."""
    return any(
        number == 1 and wire == NUMBER and value == 1 for number, wire, value in fields_of(config)
    )


def _decks(connection: sqlite3.Connection) -> dict[int, str]:
    rows = _few(connection, "SELECT id, name FROM decks")
    return {deck_id: _path(_text(name)) for deck_id, name in rows}


def _path(name: str) -> str:
    """Return a deck's name with `/` between its parts."""
    parts = name.replace("::", SEPARATOR).split(SEPARATOR)
    return "/".join(part.strip().replace("/", "-") for part in parts if part.strip())


def _media(package: Package, name: str) -> int | None:
    """Return how many pictures and sounds there are; their bytes are never looked at."""
    if "media" not in package:
        return 0
    try:
        data = package.read("media")
        if data.lstrip()[:1] == b"{":
            return len(json.loads(data[: MAX_INDEX + 1]))
        return sum(1 for _ in _entries(_unzstd(data, MAX_INDEX, name)))
    except (ForeignFileError, ValueError, RecursionError):
        return None


def _entries(data: bytes) -> Iterator[bytes]:
    for number, wire, value in fields_of(data):
        if number == 1 and wire == BYTES and isinstance(value, bytes):
            yield value


def _words(tags: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever the column holds
    return tuple(dict.fromkeys(_field_text(tags).split()))


def _readable(value: Any) -> bool:  # noqa: ANN401 - whatever the column holds
    try:
        return isinstance(value, bytes) and "\0" not in value.decode()
    except UnicodeDecodeError:
        return False


def _field_text(value: Any) -> str:  # noqa: ANN401 - whatever the column holds
    return value.decode(errors="replace") if isinstance(value, bytes) else ""


def _text(value: Any) -> str:  # noqa: ANN401 - whatever the column holds
    if not isinstance(value, bytes):
        raise ValueError("not a text")
    return value.decode()
