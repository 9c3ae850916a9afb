"""Tables of ICD-10-PCS: what stands in them, and which values may follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

Value = tuple[str, str]
"""A character and what it means."""
HEAD = 3
"""Characters that name a table."""
LENGTH = 7
"""Characters of a code."""
AXES = ("Section", "Body System", "Root Operation", "Body Part", "Approach", "Device", "Qualifier")
"""What the characters stand for in the Medical and Surgical section."""


@dataclass(frozen=True, slots=True)
class PcsRow:
    """One row of a table: the values of characters 4 to 7, which all go with one another."""

    body_parts: tuple[Value, ...]
    approaches: tuple[Value, ...]
    devices: tuple[Value, ...]
    qualifiers: tuple[Value, ...]

    @property
    def columns(self) -> tuple[tuple[Value, ...], ...]:
        """The values of characters 4, 5, 6 and 7."""
        return self.body_parts, self.approaches, self.devices, self.qualifiers

    def allows(self, chosen: str) -> bool:
        """Whether the characters chosen so far, from the fourth on, fit the row."""
        return all(
            char in (value for value, _ in column)
            for char, column in zip(chosen, self.columns, strict=False)
        )


@dataclass(frozen=True, slots=True)
class PcsTable:
    """One table.

    Attributes:
        table: Its name: the first three characters of its codes.
        section: What those characters mean, one by one (`body_system`, `operation`).
    """

    table: str
    section: str
    body_system: str
    operation: str
    rows: tuple[PcsRow, ...]

    @property
    def head(self) -> tuple[Value, ...]:
        """The first three characters with their meanings."""
        meanings = (self.section, self.body_system, self.operation)
        return tuple(zip(self.table, meanings, strict=True))

    def codes(self) -> Iterator[str]:
        """Yield every code the table allows, once for each row it stands in."""
        for row in self.rows:
            yield from expand(self.table, *("".join(v for v, _ in col) for col in row.columns))


@dataclass(frozen=True, slots=True)
class PcsTerm:
    """A root operation or an approach in our own words; `hint` tells it from its neighbours."""

    value: str
    name: str
    definition: str = ""
    hint: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class PcsSection:
    """A section: what its characters 4 to 7 stand for, and its operations."""

    value: str
    name: str
    axes: tuple[str, ...]
    operations: tuple[PcsTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class PcsPosition:
    """One of the seven characters, explained."""

    position: int
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PcsBook:
    """The curated tables with what helps to read them.

    Attributes:
        root_operations: All of the Medical and Surgical section.
    """

    code_set: str = ""
    positions: tuple[PcsPosition, ...] = ()
    approaches: tuple[PcsTerm, ...] = ()
    root_operations: tuple[PcsTerm, ...] = ()
    sections: tuple[PcsSection, ...] = ()
    tables: tuple[PcsTable, ...] = ()

    def choices(self, chosen: str) -> tuple[Value, ...]:
        """Return the values allowed next: none if the characters fit no table or are all there."""
        return choices(self.tables, chosen)

    def table(self, name: str) -> PcsTable | None:
        """Return the table of three characters, or None."""
        return next((table for table in self.tables if table.table == name), None)

    def has(self, code: str) -> bool:
        """Whether a table allows a whole code."""
        table = self.table(code[:HEAD])
        return (
            table is not None
            and len(code) == LENGTH
            and any(row.allows(code[HEAD:]) for row in table.rows)
        )

    def axis(self, chosen: str) -> str:
        """Return what the next character stands for, such as `Body Part`."""
        place = len(chosen)
        if HEAD <= place < LENGTH:
            for section in self.sections:
                if section.value == chosen[0]:
                    return section.axes[place - HEAD]
        return AXES[place] if place < LENGTH else ""

    def term(self, chosen: str) -> PcsTerm | None:
        """Return the words on a table's operation, given at least its three characters."""
        if len(chosen) < HEAD:
            return None
        terms = next((s.operations for s in self.sections if s.value == chosen[0]), ())
        terms = terms or (self.root_operations if chosen[0] == "0" else ())
        return next((term for term in terms if term.value == chosen[HEAD - 1]), None)

    def joined(self, other: PcsBook) -> PcsBook:
        """Return this book with the tables of another that it lacks itself."""
        known = {table.table for table in self.tables}
        more = tuple(table for table in other.tables if table.table not in known)
        return replace(self, tables=(*self.tables, *more))


def allowed(rows: Iterable[PcsRow], chosen: str) -> tuple[Value, ...]:
    """Return what may follow the characters chosen so far, from the fourth on, in some rows.

    Args:
        rows: Of one table.
        chosen: None to three characters.

    Returns:
        Values in the order of the rows, each once.
    """
    found: dict[str, str] = {}
    for row in rows:
        if len(chosen) < len(row.columns) and row.allows(chosen):
            for value, meaning in row.columns[len(chosen)]:
                found.setdefault(value, meaning)
    return tuple(found.items())


def choices(tables: Iterable[PcsTable], chosen: str) -> tuple[Value, ...]:
    """Return what may follow the characters chosen so far, from the first on."""
    place = len(chosen)
    if place >= HEAD:
        rows = (row for table in tables if table.table == chosen[:HEAD] for row in table.rows)
        return allowed(rows, chosen[HEAD:])
    heads = (table.head for table in tables if table.table.startswith(chosen))
    return tuple(dict(sorted(head[place] for head in heads)).items())


def expand(table: str, *columns: str) -> Iterator[str]:
    """Yield the codes of a row, each column given as its characters."""
    for characters in product(*columns):
        yield table + "".join(characters)
