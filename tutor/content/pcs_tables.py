"""Reading the tables of ICD-10-PCS."""

from __future__ import annotations

from tutor.content.draft import Draft
from tutor.content.schema import Raw, entries
from tutor.content.schema_pcs import PcsTablesIn, PcsTermIn, RowIn, TableIn
from tutor.content.yaml_doc import parse_yaml
from tutor.domain.pcs import PcsBook, PcsPosition, PcsRow, PcsSection, PcsTable, PcsTerm

ROW = "pcs-row"
"""Kind of the definitions that tell linking which codes the tables allow."""
_COLUMNS = ("body_parts", "approaches", "devices", "qualifiers")


def read_pcs_tables(draft: Draft, text: str) -> None:
    """Read the tables; their texts are names, so that nothing in them is linked or linted."""
    doc = parse_yaml(text)
    draft.take_faults(doc)
    if doc.data is None and draft.broken:
        return
    book = draft.check(PcsTablesIn, doc.data, doc)
    if isinstance(doc.data, dict):
        for index, table in entries(doc.data, "tables"):
            _define_rows(draft, table, doc.line(("tables", index)))
    if book is None or draft.broken:
        return
    value = PcsBook(
        code_set=book.code_set,
        positions=tuple(PcsPosition(**entry.model_dump()) for entry in book.characters),
        approaches=_terms(book.approaches),
        root_operations=_terms(book.root_operations),
        sections=tuple(
            PcsSection(entry.value, entry.name, tuple(entry.axes), _terms(entry.operations))
            for entry in book.sections
        ),
        tables=tuple(_table(table) for table in book.tables),
    )
    draft.document("pcs", "pcs_tables", value)


def _define_rows(draft: Draft, table: Raw, line: int) -> None:
    """Note the codes of a table row by row: `0FT|4|04|Z|Z`."""
    for _, row in entries(table, "rows"):
        columns = [row.get(name) for name in _COLUMNS]
        if isinstance(table.get("table"), str) and all(isinstance(c, dict) for c in columns):
            values = ("".join(map(str, column)) for column in columns if column)
            draft.definitions.setdefault((ROW, "|".join((table["table"], *values))), line)


def _table(table: TableIn) -> PcsTable:
    return PcsTable(
        table=table.table,
        section=next(iter(table.section.values())),
        body_system=next(iter(table.body_system.values())),
        operation=next(iter(table.operation.values())),
        rows=tuple(_row(row) for row in table.rows),
    )


def _row(row: RowIn) -> PcsRow:
    return PcsRow(
        body_parts=tuple(row.body_parts.items()),
        approaches=tuple(row.approaches.items()),
        devices=tuple(row.devices.items()),
        qualifiers=tuple(row.qualifiers.items()),
    )


def _terms(terms: list[PcsTermIn]) -> tuple[PcsTerm, ...]:
    return tuple(PcsTerm(**term.model_dump()) for term in terms)
