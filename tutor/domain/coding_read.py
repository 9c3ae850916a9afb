"""Reading codes as people type them: any case, with or without dots, in any separation."""

from __future__ import annotations

import re
from collections.abc import Collection

from tutor.domain.coding import (
    CODE_SETS,
    CPT_SHAPE,
    HCPCS,
    HCPCS_SHAPE,
    ICD,
    ICD_SHAPE,
    MOST_CODES,
    MOST_MODIFIERS,
    PCS,
    PCS_LENGTH,
    PCS_SHAPE,
    Entry,
    code_set_of,
)
from tutor.domain.item import Response
from tutor.domain.text import quantity
from tutor.errors import ResponseError

_ENTRY = re.compile(
    r"""(?:(?P<kind>dx|px)\s*:?\s*)?
    (?P<code>[A-Z][0-9]{4}(?=X[0-9]{1,3}(?![\w.]))|[A-Z0-9][A-Z0-9.]*)
    (?P<modifiers>(?:\s*-\s*[A-Z0-9]{2}(?![\w.])|[ \t]+(?!X\d|DX|PX)[A-Z0-9]{2}(?![\w.]))*)
    (?:\s*(?:\*|X|×)\s*(?P<units>\d{1,4})(?![\w.]))?
    (?:\s*@\s*(?P<points>\d{1,2}(?![\w.])(?:\s*,\s*\d{1,2}(?![\w.]))*))?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"[\s,;]*")
_ASKED: dict[str, tuple[str, ...]] = {"dx": (ICD,), "px": (HCPCS, PCS), "": CODE_SETS}
"""Code sets by what a line is said to be."""


def read_code(
    word: str,
    code_sets: tuple[str, ...] = CODE_SETS,
    hcpcs: Collection[str] = (),
) -> str:
    """Read one code as people type it: any case, with or without its dot.

    Args:
        word: What was typed.
        code_sets: What is asked for. It decides where a code without its dot could be either
            of two: `E1122` is E11.22 where no HCPCS code is asked for.
        hcpcs: The HCPCS codes there are, if they are known: `E1122` is E11.22 if it is none.

    Raises:
        ResponseError: It has the form of no code.
    """
    text = word.strip().upper()
    dotless = "." not in text
    if dotless and HCPCS_SHAPE.fullmatch(text) and _is_hcpcs(text, code_sets, hcpcs):
        return text
    if dotless and PCS_SHAPE.fullmatch(text) and _is_pcs(text, code_sets):
        return text
    if found := ICD_SHAPE.fullmatch(text):
        return f"{found[1]}.{found[2]}" if found[2] else found[1]
    if CPT_SHAPE.fullmatch(text) or HCPCS_SHAPE.fullmatch(text):
        return text
    raise ResponseError(f"{word.strip()[:20]!r} is not a code; type codes such as E11.9 or J1885.")


def read_codes(
    text: str,
    code_sets: tuple[str, ...] = CODE_SETS,
    hcpcs: Collection[str] = (),
) -> tuple[str, ...]:
    """Read codes with spaces, commas, semicolons or new lines between them (see `read_code`).

    Raises:
        ResponseError: Something is no code, is there twice, or there are too many.
    """
    codes = tuple(read_code(word, code_sets, hcpcs) for word in re.split(r"[\s,;]+", text) if word)
    _refuse_repeats(codes)
    return codes


def read_entries(text: str, hcpcs: Collection[str] = ()) -> tuple[Entry, ...]:
    """Read the lines of a coded encounter: `E11.22, N18.4, J1885-LT x2 @1,2`.

    Args:
        text: What was typed, or the texts of a response. `dx:` or `px:` before a code says
            what it is.
        hcpcs: The HCPCS codes there are, if they are known. A letter with four digits and no
            modifier, units or pointer is a diagnosis without its dot if it is none of them.

    Raises:
        ResponseError: Something is no code, is there twice, or points to no diagnosis.
    """
    entries: list[Entry] = []
    place = _end(_BETWEEN.match(text, 0), 0)
    while place < len(text):
        found = _ENTRY.match(text, place)
        if found is None:
            raise ResponseError(f"{text[place:].split()[0][:20]!r} is not a code.")
        entries.append(_entry(found, hcpcs))
        place = _end(_BETWEEN.match(text, found.end()), found.end())
    _refuse_repeats(tuple(entry.text() for entry in entries))
    _check_points(entries)
    return tuple(entries)


def case_response(text: str, hcpcs: Collection[str] = ()) -> Response:
    """Return the response that a typed encounter makes.

    Raises:
        ResponseError: As `read_entries`.
    """
    return tuple(entry.stored() for entry in read_entries(text, hcpcs))


def read_pcs(text: str) -> str:
    """Read one whole ICD-10-PCS code, spaces between characters allowed.

    Raises:
        ResponseError: It is not seven characters that ICD-10-PCS uses.
    """
    code = re.sub(r"[\s.\-]+", "", text).upper()
    if len(code) != PCS_LENGTH:
        raise ResponseError(f"An ICD-10-PCS code has 7 characters; this has {len(code)}.")
    if not re.fullmatch(r"[0-9A-HJ-NP-Z]{7}", code):
        raise ResponseError("ICD-10-PCS uses digits and capital letters other than I and O.")
    return code


def _is_hcpcs(text: str, code_sets: tuple[str, ...], hcpcs: Collection[str]) -> bool:
    """Decide for a letter and four digits, which could be a diagnosis without its dot, too."""
    return ICD not in code_sets or (HCPCS in code_sets and (not hcpcs or text in hcpcs))


def _is_pcs(text: str, code_sets: tuple[str, ...]) -> bool:
    """Decide for seven characters without a dot that ICD-10-CM and ICD-10-PCS could both form.

    Where both are asked for, only H and X begin codes of that length in ICD-10-CM, too.
    """
    if PCS not in code_sets and ICD in code_sets:
        return text[0].isdigit() or not ICD_SHAPE.fullmatch(text)
    return ICD not in code_sets or text[0] not in "HX" or not ICD_SHAPE.fullmatch(text)


def _entry(found: re.Match[str], hcpcs: Collection[str]) -> Entry:
    word = found["code"].upper().rstrip(".")
    line = found["modifiers"] or found["units"] or found["points"]
    named = (found["kind"] or ("px" if line else "")).lower()
    code = read_code(word, _ASKED[named], hcpcs)
    kind = "dx" if code_set_of(code) == ICD else "px"
    modifiers = tuple(re.findall(r"[A-Z0-9]{2}", found["modifiers"].upper()))
    units = int(found["units"] or 1)
    points = tuple(int(place) for place in re.findall(r"\d+", found["points"] or ""))
    if kind == "dx" and (modifiers or found["units"] or points):
        raise ResponseError(f"{code} is a diagnosis: it takes no modifier, units or pointer.")
    if units < 1:
        raise ResponseError(f"{code} needs at least 1 unit.")
    if len(modifiers) > MOST_MODIFIERS:
        raise ResponseError(f"{code} has {len(modifiers)} modifiers; {MOST_MODIFIERS} is the most.")
    return Entry(kind, code, modifiers, units, tuple(dict.fromkeys(points)))


def _check_points(entries: list[Entry]) -> None:
    count = sum(entry.kind == "dx" for entry in entries)
    for entry in entries:
        for place in entry.points:
            if not 1 <= place <= count:
                have = quantity(count, "diagnosis", "diagnoses")
                raise ResponseError(f"{entry.code} points to @{place}, but there are {have}.")


def _refuse_repeats(codes: tuple[str, ...]) -> None:
    if len(codes) > MOST_CODES:
        raise ResponseError(f"There are {len(codes)} codes; {MOST_CODES} is the most.")
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise ResponseError(f"{code} is there twice.")


def _end(found: re.Match[str] | None, otherwise: int) -> int:
    return found.end() if found else otherwise
