"""Telling what a release is: which code set, which form, which of the files in a zip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from tutor.codebook.importing import cpt, hcpcs
from tutor.codebook.importing.archive import Release, ReleaseFile
from tutor.codebook.importing.draft import FULL_RELEASE
from tutor.codebook.importing.refuse import ImportRefusedError
from tutor.codebook.importing.text import read_text, split_lines
from tutor.domain.code_sets import NAMES

FORMS = {
    "tabular": "icd10cm",
    "tables": "icd10pcs",
    "fixed": "hcpcs",
    "csv": "hcpcs",
    "workbook": "hcpcs",
    "cpt": "cpt",
}
"""Forms that can be read, best first where a zip holds one code set in several, and their sets."""
_HEAD = 4096
"""Bytes of an XML file in which its outermost tag stands."""
_ROOTS = {
    b"<ICD10CM.tabular": "tabular",
    b"<ICD10PCS.tabular": "tables",
}
_OTHER_ROOTS = {
    b"<ICD10CM.index": "an index of ICD-10-CM; the tabular list is needed",
    b"<ICD10PCS.index": "the index of ICD-10-PCS; the tables are needed",
    b"<ICD10PCS.definitions": "the definitions of ICD-10-PCS; the tables are needed",
}
_READ = (".xml", ".txt", ".csv", ".tsv", ".xlsx", "")
"""Endings of files in a zip that are looked at."""
_RATHER_NOT = re.compile(r"addend|layout|readme|index|trans|corr|note|modul|proc_", re.IGNORECASE)
"""Names of files that stand beside what is wanted."""
_HEADING_ROWS = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """The file to read: what it is, in which form, with its bytes."""

    form: str
    file: ReleaseFile
    data: bytes

    @property
    def code_set(self) -> str:
        """The code set it holds."""
        return FORMS[self.form]


def choose(release: Release, wanted: str | None = None) -> Choice:
    """Find the file to read in a release.

    Args:
        release: What the user chose.
        wanted: A code set, if the user named one.

    Raises:
        ImportRefusedError: There is none, it is of another code set, or there are several.
    """
    if len(release.files) == 1:
        return _only(release.files[0], wanted)
    found = [
        choice
        for file in _candidates(release.files)
        if (choice := _look(file)) is not None and wanted in (None, choice.code_set)
    ]
    sets = sorted({choice.code_set for choice in found})
    if len(sets) > 1:
        named = " and ".join(NAMES[name] for name in sets)
        raise ImportRefusedError(
            f"{release.name} holds {named}: say which with --set {' or --set '.join(sets)}"
        )
    if not found:
        what = ", ".join(NAMES[name] for name in ([wanted] if wanted else FULL_RELEASE))
        raise ImportRefusedError(
            f"{release.name} holds no release that can be read ({what}); "
            "see `tutor codes import --help` for the files that can"
        )
    forms = list(FORMS)
    return min(found, key=lambda choice: (forms.index(choice.form), -len(choice.data)))


def _only(file: ReleaseFile, wanted: str | None) -> Choice:
    data = file.load()
    form = _form(data, file.name)
    if form is None:
        raise ImportRefusedError(f"{file.name} is {_what_else(data, file.name)}")
    if wanted not in (None, FORMS[form]):
        raise ImportRefusedError(f"{file.name} is {NAMES[FORMS[form]]}, not {NAMES[wanted or '']}")
    return Choice(form, file, data)


def _candidates(files: Sequence[ReleaseFile]) -> list[ReleaseFile]:
    """Return the files worth a look: those with telling names, else all that could be read."""
    able = [
        file for file in files if file.name.lower().endswith(_READ[:-1]) or "." not in file.name
    ]
    return [file for file in able if not _RATHER_NOT.search(file.name)] or able


def _look(file: ReleaseFile) -> Choice | None:
    data = file.load()
    try:
        form = _form(data, file.name)
    except ImportRefusedError:  # a file beside the wanted one may be anything
        return None
    return Choice(form, file, data) if form else None


def _form(data: bytes, name: str) -> str | None:
    """Return the form of a file's content, or None.

    Raises:
        ImportRefusedError: It is a text in an encoding that cannot be read, or a bad workbook.
    """
    if name.lower().endswith(".xlsx"):
        return "workbook" if data.startswith(b"PK") else None
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return _xml_form(head, data, name)
    lines = split_lines(read_text(data, name))
    return _text_form(lines) if lines else None


def _xml_form(head: bytes, data: bytes, name: str) -> str | None:
    form = next((form for root, form in _ROOTS.items() if root in head), None)
    if b"<!DOCTYPE" in head and any(root in data for root in _ROOTS):
        raise ImportRefusedError(
            f"{name} declares a DTD or entities, which official releases never do"
        )
    return form


def _text_form(lines: Sequence[str]) -> str | None:
    first = hcpcs.RECORD.match(lines[0])
    if first and first["sequence"].strip() and len(lines[0].rstrip()) > len("A000000001003"):
        return "fixed"
    if any(map(cpt.header, lines[: cpt.PREAMBLE])):
        return "cpt"
    if any(map(cpt.PLAIN.match, islice(lines, cpt.PREAMBLE))):
        return "cpt"
    return "csv" if _has_headings(lines) else None


def _has_headings(lines: Iterable[str]) -> bool:
    try:
        rows = hcpcs.csv_rows("\n".join(islice(lines, _HEADING_ROWS)), "")
        return any(map(hcpcs.table_columns, rows))
    except ImportRefusedError:
        return False


def _what_else(data: bytes, name: str) -> str:
    """Say what a file is that cannot be imported."""
    head = data[:_HEAD]
    other = next((text for root, text in _OTHER_ROOTS.items() if root in head), None)
    if other:
        return other
    if re.search(r"icd10(cm|pcs)[-_ ](codes|order)", name, re.IGNORECASE):
        return (
            "a list of codes without the book: import the zip with the tabular XML or the tables, "
            "and add this list with --codes"
        )
    return (
        "none of the files that can be imported: the ICD-10-CM tabular XML, the ICD-10-PCS tables "
        "XML, CMS's HCPCS file (.txt, .csv, .xlsx) or an AMA CPT file, or a zip with one of them"
    )
