"""Editions made of the project's own lists: HCPCS Level II, ICD-10-PCS, places of service."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from tutor.codebook.compile import Edition
from tutor.codebook.importing.draft import Code, Group, number
from tutor.codebook.tables import CONTENTS, SCHEMA, Node, Note
from tutor.domain.pcs import HEAD, PcsBook, PcsTable, Value
from tutor.domain.seeds import CodeList

SOURCE = "a selection in this project's own words"
MODIFIERS = Group("Modifiers", "Two-character modifiers")
HCPCS_GROUPS = {
    "A": "Transport, supplies, dressings, radiopharmaceuticals",
    "B": "Feeding through a tube or a vein",
    "C": "Outpatient hospital items and services",
    "E": "Durable medical equipment",
    "G": "Procedures and professional services",
    "H": "Behavioral health services",
    "J": "Drugs not given by mouth",
    "K": "Equipment and supplies for Medicare contractors",
    "L": "Orthoses and prostheses",
    "M": "Quality measures and medical services",
    "P": "Laboratory and blood products",
    "Q": "Drugs, casts and other items with temporary codes",
    "R": "Transport of portable diagnostic equipment",
    "S": "Codes of private payers",
    "T": "Codes of state Medicaid agencies",
    "U": "Laboratory tests for coronavirus",
    "V": "Vision, hearing and speech",
}
"""What the letters stand for, in our own words."""
OTHERS = Group("Other", "Codes whose table is not in this selection")


def curated_key(codes: CodeList, book: PcsBook | None = None) -> str:
    """Return a name for exactly this content."""
    digest = blake2b(repr((codes, book)).encode(), digest_size=8).hexdigest()
    return f"{SCHEMA}.{CONTENTS}:{digest}"


def curated_label(codes: CodeList) -> str:
    """Return what people call the list: its year and that it is a selection."""
    return f"{codes.code_set} (selection)" if codes.code_set else "CMS list"


def curated_edition(codes: CodeList, book: PcsBook | None = None) -> Edition:
    """Make an edition of a list; with tables, of every code they allow too."""
    made = list(_pcs(codes, book) if book else _flat(codes))
    meta = {
        "code_set": codes.id,
        "label": curated_label(codes),
        "source": SOURCE,
        "key": curated_key(codes, book),
    }
    nodes = number(made)
    return Edition(meta, nodes, list(_notes(codes, nodes)))


def _notes(codes: CodeList, nodes: Iterable[Node]) -> Iterator[Note]:
    """Yield what the list knows of a code besides its text, each as a line at the code."""
    lines: dict[str, list[str]] = {}
    for drug in codes.drugs:
        route = f", {drug.route}" if drug.route else ""
        line = (
            f"{drug.name}{route}: one billing unit is {drug.amount} {drug.unit}; part of a unit "
            "counts as a whole one."
        )
        lines.setdefault(drug.code, []).append(line)
    for code, setting in codes.settings:
        lines.setdefault(code, []).append(f"Medicare's fee schedule pays the {setting} rate here.")
    ends = dict(codes.ambulance_only)
    for letter, text in codes.ambulance_letters:
        limit = f" ({ends[letter]} only)" if letter in ends else ""
        line = f"In an ambulance modifier (origin, then destination) {letter} is: {text}{limit}"
        lines.setdefault(MODIFIERS.code, []).append(line)
    for code, group in codes.groups:
        lines.setdefault(code, []).append(f"Group: {group.replace('-', ' ')}.")
    count = 0
    for node in nodes:
        for position, line in enumerate(lines.get(node.code, ())):
            count += 1
            yield Note(count, node.id, "notes", position, line)


def _flat(codes: CodeList) -> Iterator[Code]:
    for code, text in sorted(codes.codes):
        letter = code[0]
        groups = (Group(letter, HCPCS_GROUPS[letter]),) if letter in HCPCS_GROUPS else ()
        yield Code(code, text, groups)
    for modifier, text in sorted(codes.modifiers):
        yield Code(modifier, text, (MODIFIERS,), "modifier", billable=False)


def _pcs(codes: CodeList, book: PcsBook) -> Iterator[Code]:
    titles = dict(codes.codes)
    for table in sorted(book.tables, key=lambda one: one.table):
        yield from _table(table, book, titles)
    for code in sorted(titles):
        if not book.has(code):
            yield Code(code, titles[code], (OTHERS,))


def _table(table: PcsTable, book: PcsBook, titles: Mapping[str, str]) -> Iterator[Code]:
    name = table.table
    groups = (
        Group(name[:1], table.section),
        Group(name[:2], f"{table.section}, {table.body_system}"),
        Group(name, f"{table.body_system}: {table.operation}", "table", _extra(table, book)),
    )
    for code in sorted(set(table.codes())):
        yield Code(code, titles.get(code) or pcs_title(table, code), groups)


def pcs_title(table: PcsTable, code: str) -> str:
    """Put a title together from what the characters mean; `No Device` and the like go unsaid."""
    row = next(row for row in table.rows if row.allows(code[HEAD:]))
    meanings = (dict(column)[char] for char, column in zip(code[HEAD:], row.columns, strict=True))
    said = (text for text in meanings if not text.startswith("No "))
    return f"{table.operation}: {', '.join(said)}"


def _extra(table: PcsTable, book: PcsBook) -> str:
    """Return the table as JSON, in the form of imported ones."""
    head = [[n + 1, book.axis(table.table[:n]), [list(v)]] for n, v in enumerate(table.head)]
    rows = [
        [
            [HEAD + 1 + n, book.axis(table.table + "0" * n), _plain(column)]
            for n, column in enumerate(row.columns)
        ]
        for row in table.rows
    ]
    term = book.term(table.table)
    words = {"definition": term.definition, "hint": term.hint} if term else {}
    return json.dumps({"head": head, "rows": rows, **words}, separators=(",", ":"))


def _plain(column: tuple[Value, ...]) -> list[list[str]]:
    return [list(value) for value in column]
