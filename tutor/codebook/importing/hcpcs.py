"""The HCPCS Level II file of CMS: the fixed-width record layout, or the same as a table.

CPT numbers and dental codes (D) in the file belong to others and are left out.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tutor.codebook.importing.dates import Dating, quarter
from tutor.codebook.importing.draft import Code, Draft, Group, number, to_date
from tutor.codebook.importing.refuse import ImportRefusedError

RECORD = re.compile(r"(?P<code>[A-Z0-9 ]{3}[A-Z0-9]{2})(?P<sequence>[0-9 ]{5})(?P<kind>[3478])")
"""How a line of the fixed-width file begins: code (a modifier in places 4-5), sequence, kind."""
FIRST = "37"
"""Kinds of records that begin a code (3) or a modifier (7); 4 and 8 go on with its text."""
LETTERS = {
    "A": "Transportation, medical and surgical supplies, miscellaneous",
    "B": "Enteral and parenteral therapy",
    "C": "Hospital outpatient payment (temporary)",
    "E": "Durable medical equipment",
    "G": "Procedures and professional services (temporary)",
    "H": "Alcohol and drug abuse treatment",
    "J": "Drugs not taken by mouth, chemotherapy",
    "K": "Durable medical equipment contractors (temporary)",
    "L": "Orthotics and prosthetics",
    "M": "Medical services, quality measures",
    "P": "Pathology and laboratory",
    "Q": "Miscellaneous (temporary)",
    "R": "Portable X-ray and EKG transport",
    "S": "Private payers (temporary)",
    "T": "State Medicaid agencies",
    "U": "Laboratory tests",
    "V": "Vision, hearing and speech",
}
"""Groups of codes by their first letter, in our own words."""
MODIFIERS = Group("Modifiers", "Two-character modifiers")
EXPECTED = "AEGJLQV"
"""Letters every whole file has."""
WIDTH = 320
"""Characters of a record."""
HEADINGS = ("HCPC", "LONG DESCRIPTION")
"""Column headings that tell the table form."""
_LEVEL2 = re.compile(r"[A-CE-V]\d{4}")
_MODIFIER = re.compile(r"(?=.*[A-Z])[A-Z0-9]{2}")


@dataclass(slots=True)
class Record:
    """A code or modifier of the file with the whole of its text."""

    code: str
    title: str
    short: str
    added: str
    effective: str
    ends: str
    action: str


def read_fixed(lines: Sequence[str], file: str, names: Iterable[str]) -> Draft:
    """Read the fixed-width file.

    Raises:
        ImportRefusedError: A line is no record of that layout, or the file is cut off.
    """
    if len(lines) > 1 and len(lines[-1]) < WIDTH and len(lines[-2]) >= WIDTH:
        raise ImportRefusedError(f"{file} is cut off in its last line: download it again")
    records: list[Record] = []
    for place, line in enumerate(lines, 1):
        found = RECORD.match(line)
        if found is None:
            raise ImportRefusedError(
                f"{file} is not in CMS's record layout: line {place} holds no record"
            )
        if found["kind"] in FIRST:
            records.append(_record(line))
        else:
            _go_on(records, found["code"].strip(), line[11:91], file)
    return _draft(records, file, names)


def read_table(rows: Iterable[Sequence[str]], file: str, names: Iterable[str]) -> Draft:
    """Read the table form (.xlsx, .csv), whose headings may follow lines of disclaimers.

    Raises:
        ImportRefusedError: The headings are missing.
    """
    columns: dict[str, int] = {}
    records: list[Record] = []
    for row in rows:
        if not columns:
            columns = table_columns(row)
            continue
        values = {
            name: row[place].strip() if place < len(row) else "" for name, place in columns.items()
        }
        if values["HCPC"]:
            _take(records, values, file)
    if not columns:
        raise ImportRefusedError(f"{file} has no columns {' and '.join(HEADINGS)}")
    return _draft(records, file, names)


def csv_rows(text: str, file: str) -> Iterator[list[str]]:
    """Yield the rows of a comma-separated file.

    Raises:
        ImportRefusedError: A quotation in it never ends.
    """
    try:
        yield from csv.reader(text.splitlines(keepends=True), strict=True)
    except csv.Error as error:
        raise ImportRefusedError(f"{file} is damaged or cut off: {error}") from error


def table_columns(row: Sequence[str]) -> dict[str, int]:
    """Return the columns by heading, if a row is the one with the headings; else nothing."""
    found = {re.sub(r"[_\s]+", " ", cell.strip().upper()): n for n, cell in enumerate(row)}
    return found if all(heading in found for heading in HEADINGS) else {}


def _record(line: str) -> Record:
    return Record(
        code=line[:5].strip(),
        title=_clean(line[11:91]),
        short=_clean(line[91:119]),
        added=line[268:276],
        effective=line[276:284],
        ends=line[284:292],
        action=line[292:293].strip(),
    )


def _take(records: list[Record], values: dict[str, str], file: str) -> None:
    code = values["HCPC"]
    if values.get("RECID", "3") not in ("", *FIRST):
        _go_on(records, code, values["LONG DESCRIPTION"], file)
        return
    records.append(
        Record(
            code=code,
            title=_clean(values["LONG DESCRIPTION"]),
            short=_clean(values.get("SHORT DESCRIPTION", "")),
            added=values.get("ADD DT", ""),
            effective=values.get("ACT EFF DT", ""),
            ends=values.get("TERM DT", ""),
            action=values.get("ACTION CD", ""),
        )
    )


def _go_on(records: list[Record], code: str, text: str, file: str) -> None:
    """Add a further line of text to the record it belongs to."""
    if not records or records[-1].code != code:
        raise ImportRefusedError(f"{file} is damaged: a line of {code} has no beginning")
    records[-1].title = _clean(f"{records[-1].title} {text}")


def _draft(records: Sequence[Record], file: str, names: Iterable[str]) -> Draft:
    ours = [record for record in records if _group(record) is not None]
    effective = [day for record in ours if (day := to_date(record.effective))]
    dating = quarter(names, effective)
    current = [record for record in ours if not _over(record, dating)]
    if not current:
        raise ImportRefusedError(f"{file} holds no HCPCS Level II codes")
    if len({record.code for record in current}) < len(current):
        raise ImportRefusedError(f"{file} is damaged: a code comes twice")
    if any(not record.title for record in current):
        raise ImportRefusedError(f"{file} is damaged: a code has no description")
    current.sort(key=lambda record: (len(record.code) < len("A0000"), record.code))
    missing = [letter for letter in EXPECTED if letter not in {r.code[0] for r in current}]
    return Draft(
        "hcpcs",
        file,
        number(_code(record) for record in current),
        dating=dating,
        missing=f"codes with {', '.join(missing)}" if missing else "",
        remarks=_remarks(len(records) - len(ours), len(ours) - len(current)),
    )


def _remarks(left: int, over: int) -> tuple[str, ...]:
    remarks = []
    if left:
        remarks.append(f"{left:,} CPT and dental codes were left out: they are not CMS's.")
    if over:
        remarks.append(f"{over:,} codes had ended before this edition and were left out.")
    return tuple(remarks)


def _over(record: Record, dating: Dating | None) -> bool:
    ends: date | None = to_date(record.ends)
    return ends is not None and dating is not None and ends < dating.valid_from


def _group(record: Record) -> Group | None:
    if _MODIFIER.fullmatch(record.code):
        return MODIFIERS
    if _LEVEL2.fullmatch(record.code):
        letter = record.code[0]
        return Group(letter, LETTERS.get(letter, "Other codes"))
    return None


def _code(record: Record) -> Code:
    group = _group(record)
    modifier = group is MODIFIERS
    dates = {"added": record.added, "effective": record.effective, "ends": record.ends}
    known = {name: day.isoformat() for name, text in dates.items() if (day := to_date(text))}
    more = {"short": record.short, "action": record.action}
    extra = {**{name: text for name, text in more.items() if text}, **known}
    return Code(
        record.code,
        record.title,
        (group,) if group else (),
        "modifier" if modifier else "code",
        billable=not modifier,
        extra=json.dumps(extra, separators=(",", ":")) if extra else "",
    )


def _clean(text: str) -> str:
    return " ".join(text.split())
