"""Rosters: the names of a class as files have them, checked and made ready to be kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.domain.text import folded
from tutor.errors import TableError, UsageError

ID_LENGTH = 40
"""The longest stable id of a student, in characters."""
NAME_LENGTH = 80
"""The longest name of a student."""
COHORT_LENGTH = 40
"""The longest name of a section."""
SIGN_IN_LENGTH = 80
"""The longest name to sign in with; an e-mail address fits."""

MOST_ROWS = 20_000
"""Students in one file."""
FORMULA = frozenset("=+-@")
"""What a cell begins with that a spreadsheet would take for a formula."""

ID, NAME, FIRST, LAST, COHORT, SIGN_IN = "id", "name", "first", "last", "cohort", "sign_in"
COLUMNS: dict[str, tuple[str, ...]] = {
    ID: (
        "id",
        "student id",
        "student number",
        "student no",
        "number",
        "external id",
        "sis user id",
        "sis id",
        "sis student id",
        "org defined id",
        "orgdefinedid",
        "id number",
        "matriculation number",
        "learner id",
        "user id",
    ),
    NAME: ("name", "student", "student name", "full name", "display name", "learner"),
    FIRST: ("first name", "given name", "forename", "first"),
    LAST: ("last name", "family name", "surname", "last"),
    COHORT: ("section", "cohort", "class", "group", "section name", "cohort name", "group name"),
    SIGN_IN: (
        "sign in name",
        "sign in",
        "login",
        "login name",
        "login id",
        "sis login id",
        "user name",
        "username",
        "email",
        "e mail",
        "email address",
        "e mail address",
    ),
}
"""What is read -> how a header may call it, in small letters and without punctuation; the first
of them that a file has is taken."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One student as a file has them; texts are tidied, empty where there is nothing.

    Attributes:
        line: Line in the file; the header is line 1 as a rule.
        fault: What keeps the whole row from being read.
    """

    line: int
    external_id: str
    name: str = ""
    cohort: str = ""
    sign_in: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file as read.

    Attributes:
        columns: What was read -> the header of its column.
        unused: Headers of columns that were not read.
    """

    rows: tuple[RosterRow, ...]
    columns: dict[str, str]
    unused: tuple[str, ...]


def read_roster(
    header: tuple[str, ...], rows: Iterable[tuple[int, tuple[str, ...]]], name: str
) -> RosterFile:
    """Make sense of a table's columns.

    Args:
        header: The first row.
        rows: The others, each with its line in the file.
        name: The file's name, for messages.

    Raises:
        TableError: No column holds ids, or there are too many rows.
    """
    places = _columns(header)
    if ID not in places:
        found = ", ".join(cell for cell in header if cell) or "none"
        raise TableError(
            f"{name}: no column with the students' ids (columns: {found}): "
            "call it id, and name, section and sign-in name the others"
        )
    read = tuple(_row(line, cells, places, len(header)) for line, cells in rows)
    if len(read) > MOST_ROWS:
        raise TableError(f"{name}: {len(read)} rows, more than {MOST_ROWS}: split the file")
    used = {what: header[place] for what, place in places.items()}
    unused = tuple(
        cell for place, cell in enumerate(header) if cell and place not in places.values()
    )
    return RosterFile(read, used, unused)


def _columns(header: tuple[str, ...]) -> dict[str, int]:
    """Return what is read -> place of its column."""
    named: dict[str, int] = {}
    for place, cell in enumerate(header):
        words = "".join(one if one.isalnum() else " " for one in folded(cell))
        named.setdefault(" ".join(words.split()), place)
    found: dict[str, int] = {}
    for what, spellings in COLUMNS.items():
        if spelling := next((one for one in spellings if one in named), None):
            found[what] = named[spelling]
    if NAME in found or LAST not in found:
        found.pop(FIRST, None)
        found.pop(LAST, None)
    return found


def _row(line: int, cells: tuple[str, ...], places: dict[str, int], width: int) -> RosterRow:
    def cell(what: str) -> str:
        place = places.get(what)
        return tidy(unguarded(cells[place])) if place is not None and place < len(cells) else ""

    name = cell(NAME) or tidy(f"{cell(FIRST)} {cell(LAST)}")
    fault = "has more cells than the header" if any(cells[width:]) else ""
    return RosterRow(line, cell(ID), name, cell(COHORT), cell(SIGN_IN), fault)


def clean_text(text: str, longest: int, what: str) -> str:
    """Return a text as it is kept: composed letters, single spaces.

    Args:
        text: As typed.
        longest: Characters it may have.
        what: What it is, for the messages.

    Raises:
        UsageError: It is empty, too long, or has characters that cannot be seen.
    """
    cleaned = tidy(text)
    if not cleaned:
        raise UsageError(f"{what} must not be empty")
    if fault := fault_of(cleaned, longest):
        raise UsageError(f"{what} {fault}")
    return cleaned


def tidy(text: str) -> str:
    """Return text with composed letters, and single plain spaces for any others."""
    spaced = "".join(" " if unicodedata.category(one) == "Zs" else one for one in text)
    return " ".join(part for part in unicodedata.normalize("NFC", spaced).split(" ") if part)


def fault_of(text: str, longest: int) -> str:
    """Return what keeps a text from being stored, in words; empty where nothing does."""
    if len(text) > longest:
        return f"is longer than {longest} characters"
    if not text.isprintable():
        return "has characters that cannot be seen"
    return ""


def unguarded(text: str) -> str:
    """Return a cell without the apostrophe that guards a formula in tables this program writes."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text
