"""From the file a user chose to a draft of an edition."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from tutor.codebook.importing import code_list, cpt, hcpcs, icd10cm, icd10pcs
from tutor.codebook.importing.archive import Release, ReleaseFile, open_release
from tutor.codebook.importing.detect import Choice, choose
from tutor.codebook.importing.draft import Draft
from tutor.codebook.importing.refuse import ImportRefusedError
from tutor.codebook.importing.text import read_lines, read_text, read_xml
from tutor.codebook.importing.workbook import sheet_rows

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What a terminal might obey."""


def read_release(path: Path, *, wanted: str | None = None, codes: Path | None = None) -> Draft:
    """Read a release.

    Args:
        path: The file or zip.
        wanted: Its code set, if the user named one.
        codes: A file or zip with the list of codes, if it is not beside the release.

    Raises:
        ImportRefusedError: It cannot be imported; the message says why in one line.
    """
    draft = _read(open_release(path), wanted, codes)
    texts = chain(
        (node.title for node in draft.nodes),
        (node.code for node in draft.nodes),
        (note.text for note in draft.notes),
        (row.text for row in draft.seventh),
    )
    if any(map(_CONTROL.search, texts)):
        raise ImportRefusedError(f"{draft.file} is damaged: a text holds control characters")
    return draft


def _read(release: Release, wanted: str | None, codes: Path | None) -> Draft:
    choice = choose(release, wanted)
    file = choice.file.name
    # a folder's or zip's name dates a file whose own name does not
    names = tuple(dict.fromkeys((file, release.name)))
    if choice.form in ("tabular", "tables"):
        titles = _titles(release, choice, codes)
        root = read_xml(choice.data, file)
        if choice.form == "tabular":
            return icd10cm.read_icd10cm(root, file, names, titles)
        return icd10pcs.read_icd10pcs(root, file, names, titles)
    if codes is not None:
        raise ImportRefusedError("--codes goes with ICD-10-CM and ICD-10-PCS only")
    if choice.form == "fixed":
        return hcpcs.read_fixed(read_lines(choice.data, file), file, names)
    if choice.form == "cpt":
        return cpt.read_cpt(read_lines(choice.data, file), file, names)
    if choice.form == "csv":
        rows = hcpcs.csv_rows(read_text(choice.data, file), file)
        return hcpcs.read_table(rows, file, names)
    return hcpcs.read_table(sheet_rows(choice.data, file), file, names)


def _titles(release: Release, choice: Choice, codes: Path | None) -> dict[str, str]:
    """Return the official list beside the release or in the file named for it."""
    files = release.files if codes is None else open_release(codes).files
    found: ReleaseFile | None = code_list.find_list(files, choice.code_set)
    if found is None and codes is not None:
        if len(files) > 1:
            raise ImportRefusedError(f"{codes.name} holds no list of codes (icd10cm_codes_....txt)")
        found = files[0]
    return code_list.read_list(found.load(), found.name) if found else {}
