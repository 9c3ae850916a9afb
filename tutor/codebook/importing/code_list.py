"""The official lists of codes with their titles: the code file and the order file of CMS."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.codebook.importing.archive import ReleaseFile
from tutor.codebook.importing.refuse import ImportRefusedError
from tutor.codebook.importing.text import read_lines

LISTS = (
    re.compile(r"icd10(cm|pcs)[-_ ]order[-_ ].*\.txt", re.IGNORECASE),
    re.compile(r"icd10(cm|pcs)[-_ ]codes[-_ ].*\.txt", re.IGNORECASE),
)
"""Names of code lists; lists of changes (addenda) are none."""
_ORDER = re.compile(r"\d{5} (?P<code>[A-Z0-9]{3,7}) +(?P<flag>[01]) (?P<short>.{60}) (?P<title>.+)")
"""A line of the order file: number, code, 1 if billable, short title, title."""
_CODE = re.compile(r"(?P<code>[A-Z0-9]{3,7})\s+(?P<title>\S.*)")


def find_list(files: Sequence[ReleaseFile], code_set: str) -> ReleaseFile | None:
    """Return the list of a code set's codes among files, or None."""
    for pattern in LISTS:
        for file in files:
            found = pattern.fullmatch(file.name)
            if found and f"icd10{found[1].lower()}" == code_set and "addenda" not in file.name:
                return file
    return None


def read_list(data: bytes, name: str) -> dict[str, str]:
    """Read the billable codes of a list: code without dot -> title.

    Raises:
        ImportRefusedError: It is no such list.
    """
    titles: dict[str, str] = {}
    for place, line in enumerate(read_lines(data, name), 1):
        found = _ORDER.match(line) or _CODE.fullmatch(line.rstrip())
        if found is None:
            raise ImportRefusedError(f"{name} is no list of codes: line {place} holds no code")
        if found.groupdict().get("flag") != "0":
            titles[found["code"]] = found["title"].strip()
    return titles
