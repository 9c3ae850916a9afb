"""Where things stand in a table of responses: item names, learners, keys and maxima.

What the table does not say is told by its cells: a first row, or a first column, of which at least
half are no answers holds names. The rules can say otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tutor.domain.response_matrix import Choice
from tutor.errors import TableError
from tutor.interchange.delimited import Row, Table
from tutor.interchange.response_cells import (
    LETTERS,
    CellError,
    CellReader,
    keys_of,
    maximum_of,
    options_of,
)

MOST_LEARNERS = 20_000
MOST_ITEMS = 1_000
MOST_CELLS = 2_000_000
"""Largest matrix that is analysed."""
LABELS = {
    "key": "key", "#key": "key", "answer key": "key",
    "#max": "max", "maximum": "max", "#maximum": "max",
    "options": "options", "#options": "options",
}  # fmt: skip
"""First cells of rows that are about the items. `MAX` only in capitals: Max is a learner."""
LEARNER_WORDS = {
    "#", "id", "name", "learner", "learner id", "student", "student id", "user", "username",
    "candidate", "participant", "email", "e-mail", "full name", "last name", "surname", "no", "no.",
}  # fmt: skip
"""Headings of a first column of learners."""
_SUMS = {"total", "sum", "score", "grade", "percent", "%", "mark", "marks", "points", "result"}
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """How to read what a table leaves open.

    Attributes:
        blank_zero: Whether a blank cell earned nothing, rather than not being seen.
        header: Whether the first row holds item names; None to tell by its cells.
        ids: Whether the first column holds learners; None to tell by its cells.
        options: How many options each item has, where the table does not say.
        ignore: Names of columns that are no items, in any case.
        repeats: Whether all rows of a learner count, rather than the first.
    """

    blank_zero: bool = False
    header: bool | None = None
    ids: bool | None = None
    options: int | None = None
    ignore: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """A column of answers: its place in a row (the first is 0), and how to read it."""

    place: int
    name: str
    options: int | None
    reader: CellReader


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand; `heading` is None where there are no item names."""

    heading: Row | None
    people: tuple[Row, ...]
    ids: bool
    columns: tuple[ItemColumn, ...]


class Faults:
    """Faults of a table, gathered so that all are told at once."""

    def __init__(self, table: str) -> None:
        self.heading: Row | None = None
        self._table = table
        self._found: list[tuple[int, int, str]] = []

    def add(self, line: int, text: str, place: int = -1) -> None:
        """Note a fault of a line, or of one cell in it."""
        self._found.append((line, place, text))

    def stop(self) -> None:
        """Raise what was gathered, if anything.

        Raises:
            TableError: There are faults.
        """
        if self._found:
            raise TableError(*(self._line(*fault) for fault in sorted(self._found)))

    def _line(self, line: int, place: int, text: str) -> str:
        if place < 0:
            return f"{self._table}:{line}: {text}"
        cells = self.heading.cells if self.heading else ()
        name = cells[place] if place < len(cells) and cells[place] else str(place + 1)
        if name.casefold() in _SUMS:
            text += f'; if it is no item, leave it out with --ignore "{name}"'
        return f"{self._table}:{line}: column {name}: {text}"


class _Abouts:
    """What the rows about the items say, by the place of the column."""

    def __init__(self, table: Table, rules: ReadingRules, faults: Faults) -> None:
        self.comma, self.rules, self.faults = table.separator != "comma", rules, faults
        self.rows: dict[str, Row] = {}
        self.rest: list[Row] = []
        for row in table.rows:
            self._sort(row)
        self.keys: dict[int, tuple[Choice, ...]] = self._values("key", keys_of)
        self.maxima: dict[int, float] = self._values(
            "max", lambda cell: maximum_of(cell, decimal_comma=self.comma)
        )
        self.options: dict[int, int] = self._values("options", options_of)
        self._check_keys()

    def reader(self, place: int) -> CellReader:
        """Return how a column is read."""
        count = self.options.get(place, self.rules.options)
        return CellReader(
            maximum=self.maxima.get(place, 1.0),
            keys=self.keys.get(place, ()),
            letters=LETTERS[:count],
            decimal_comma=self.comma,
            blank_zero=self.rules.blank_zero,
            maximum_given=place in self.maxima,
        )

    def _check_keys(self) -> None:
        for place, keys in self.keys.items():
            letters = self.reader(place).letters
            if any(label not in letters for key in keys for label in key):
                text = f"the key lies beyond its {len(letters)} options (A to {letters[-1]})"
                self.faults.add(self.rows["key"].line, text, place)

    def mostly_other(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Whether at least half of the cells that say anything are no answers."""
        said = [(place, cell) for place, cell in cells if cell]
        other = sum(not self.reader(place).fits(cell) for place, cell in said)
        return bool(said) and 2 * other >= len(said)

    def _sort(self, row: Row) -> None:
        first = row.cells[0]
        kind = "max" if first == "MAX" else LABELS.get(first.casefold())
        if kind is None or self.rules.ids is False:
            self.rest.append(row)
        elif kind in self.rows:
            self.faults.add(row.line, f"line {self.rows[kind].line} is such a row {first} already")
        else:
            self.rows[kind] = row

    def _values(self, kind: str, parse: Callable[[str], Value]) -> dict[int, Value]:
        found: dict[int, Value] = {}
        row = self.rows.get(kind)
        for place, cell in enumerate(row.cells if row else ()):
            if row is None or not place or not cell:
                continue
            try:
                found[place] = parse(cell)
            except CellError as error:
                self.faults.add(row.line, str(error), place)
        return found


def find_layout(table: Table, rules: ReadingRules, faults: Faults) -> Layout:
    """Return where things stand in a table.

    Raises:
        TableError: It has no learners or items, too many, or rows that do not fit each other.
    """
    about = _Abouts(table, rules, faults)
    if not about.rest:
        raise TableError(f"{table.name}: there is no row of a learner")
    heading = about.rest[0] if _is_heading(about.rest[0], about) else None
    faults.heading = heading
    people = tuple(about.rest[1:] if heading else about.rest)
    if not people:
        raise TableError(f"{table.name}: there is no row of a learner under the heading")
    ids = _has_ids(heading, people, about)
    width = len(_stripped(heading.cells)) if heading else len(people[0].cells)
    _check_widths(heading or people[0], width, (*people, *about.rows.values()), faults)
    places = range(int(ids), width)
    _check_size(table.name, len(people), len(places))
    names = _names(heading, places, faults)
    ignored = _ignored(table.name, names, rules)
    faults.stop()
    columns = tuple(
        ItemColumn(place, name, about.options.get(place, rules.options), about.reader(place))
        for place, name in zip(places, names, strict=True)
        if name.casefold() not in ignored
    )
    return Layout(heading, people, ids, columns)


def _is_heading(row: Row, about: _Abouts) -> bool:
    if about.rules.header is not None:
        return about.rules.header
    if row.cells[0].casefold() in LEARNER_WORDS:
        return True
    return about.mostly_other(list(enumerate(row.cells))[int(len(row.cells) > 1) :])


def _has_ids(heading: Row | None, people: tuple[Row, ...], about: _Abouts) -> bool:
    if about.rules.ids is not None:
        return about.rules.ids
    if about.rows or (heading and heading.cells[0].casefold() in {"", *LEARNER_WORDS}):
        return True
    return about.mostly_other([(0, row.cells[0]) for row in people])


def _stripped(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return cells without the empty ones at the end."""
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _check_widths(first: Row, width: int, rows: Sequence[Row], faults: Faults) -> None:
    for row in rows:
        if len(row.cells) < width or any(row.cells[width:]):
            faults.add(
                row.line,
                f"{len(row.cells)} cells, and line {first.line} has {width}: give every row a cell "
                "in every column",
            )


def _check_size(table: str, learners: int, items: int) -> None:
    for count, most, what in (
        (learners, MOST_LEARNERS, "learners"),
        (items, MOST_ITEMS, "items"),
        (learners * items, MOST_CELLS, "answers"),
    ):
        if count > most:
            raise TableError(f"{table}: {count:,} {what}, and at most {most:,} are read: split it")
    if not items:
        raise TableError(f"{table}: there is no column of an item")


def _names(heading: Row | None, places: range, faults: Faults) -> tuple[str, ...]:
    given = [heading.cells[place] if heading else "" for place in places]
    names = tuple(name or f"Q{number}" for number, name in enumerate(given, 1))
    for name, count in Counter(names).items():
        if count > 1 and heading:
            faults.add(heading.line, f"{count} columns are named {name}: give each its own name")
    return names


def _ignored(table: str, names: tuple[str, ...], rules: ReadingRules) -> set[str]:
    ignored = {name.strip().casefold() for name in rules.ignore}
    known = {name.casefold() for name in names}
    if ignored - known:
        raise TableError(f"{table}: there is no column {min(ignored - known)} to ignore")
    if ignored == known:
        raise TableError(f"{table}: every column of an item is ignored")
    return ignored
