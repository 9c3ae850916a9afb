"""What may stand in seeds/codes/pcs_tables.yaml: tables of ICD-10-PCS and words to read them by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tutor.content.schema import Code, Fault, Part, Rationale, Raw, Short, Strict, entries

Character = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-Z]$")]
One = Annotated[dict[Character, Part], Field(min_length=1, max_length=1)]
Some = Annotated[dict[Character, Part], Field(min_length=1)]


class PositionIn(Strict):
    """What one of the seven characters means."""

    position: Annotated[int, Field(ge=1, le=7)]
    name: Part
    meaning: Short


class PcsTermIn(Strict):
    """A root operation or an approach in our own words."""

    value: Character
    name: Part
    definition: Rationale
    hint: Short = ""
    example: Short = ""


class SectionIn(Strict):
    """A section: what characters 4 to 7 stand for in it, and its own operations."""

    value: Character
    name: Part
    axes: Annotated[list[Part], Field(min_length=4, max_length=4)]
    operations: list[PcsTermIn] = Field([])


class RowIn(Strict):
    """A row: all values of characters 4 to 7 go with one another."""

    body_parts: Some
    approaches: Some
    devices: Some
    qualifiers: Some


class TableIn(Strict):
    """A table, named by its first three characters."""

    table: Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-Z]{3}$")]
    section: One
    body_system: One
    operation: One
    rows: Annotated[list[RowIn], Field(min_length=1)]


class PcsTablesIn(Strict):
    """The curated tables."""

    schema_: Literal[1] = Field(alias="schema")
    code_set: Code
    characters: list[PositionIn] = Field([])
    approaches: list[PcsTermIn] = Field([])
    root_operations: list[PcsTermIn] = Field([])
    sections: list[SectionIn] = Field([])
    tables: Annotated[list[TableIn], Field(min_length=1)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """No table is there twice, and each is named by its own characters."""
        seen: set[Any] = set()
        for index, table in entries(raw, "tables"):
            name = table.get("table")
            if not isinstance(name, str):
                continue
            if name in seen:
                yield ("tables", index, "table"), f"the table {name} is there twice", "merge them"
            seen.add(name)
            yield from _head_faults(index, name, table)


def _head_faults(index: int, name: str, table: Raw) -> Iterator[Fault]:
    for place, field in enumerate(("section", "body_system", "operation")):
        given = table.get(field)
        if isinstance(given, dict) and list(given) != [name[place : place + 1]]:
            what = f"the table {name} gives {', '.join(map(str, given))} as its {field}"
            yield ("tables", index, field), what, f'write {{"{name[place : place + 1]}": ...}}'
