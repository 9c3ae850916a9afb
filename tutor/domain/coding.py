"""Bodies of the questions that are answered by assigning codes, and reading what was typed.

Three kinds: `code` (one or several codes), `coding_case` (an encounter coded whole) and
`pcs_build` (an ICD-10-PCS code built position by position).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tutor.domain.item import Response
from tutor.errors import ResponseError

ICD = "icd10cm"
HCPCS = "hcpcs"
PCS = "icd10pcs"
CPT = "cpt"
CODE_SETS = (ICD, HCPCS, PCS)
"""Code sets that keys are written in."""
SEQUENCES = ("any", "first", "all")
"""What of the order counts: nothing, the first code, the whole of it."""
PCS_LENGTH = 7
"""Characters of an ICD-10-PCS code."""
CATEGORY = 3
"""Characters of an ICD-10-CM category, and of the name of an ICD-10-PCS table."""
MOST_CODES = 24
"""Codes of one response: more than any claim holds."""
MOST_MODIFIERS = 4
"""Modifiers of one procedure line, as claims have room for."""

_ICD = re.compile(r"([A-Z][0-9A][0-9A-Z])(?:\.?([0-9A-Z]{1,4}))?\.?")
_HCPCS = re.compile(r"[ABCEGHJ-MP-V][0-9]{4}")
_PCS = re.compile(r"[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}")
_CPT = re.compile(r"[0-9]{5}|[0-9]{4}[FTUM]")
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


@dataclass(frozen=True, slots=True)
class KeyCode:
    """A code of the key, or one that people give wrongly, and why."""

    code: str
    rationale: str


@dataclass(frozen=True, slots=True)
class KeyProcedure:
    """A procedure line of the key; `points_to` are diagnosis codes of the same key."""

    code: str
    rationale: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    points_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """Body of `code`: codes to be typed, written in their right order.

    Attributes:
        sequence: One of `SEQUENCES`.
        mistakes: Wrong codes people really give.
        rationale: What ties the key together.
    """

    sequence: str
    codes: tuple[KeyCode, ...]
    mistakes: tuple[KeyCode, ...]
    rationale: str

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Coding:
        """Rebuild the body from its JSON form."""
        return cls(
            sequence=data["sequence"],
            codes=_key_codes(data["codes"]),
            mistakes=_key_codes(data["mistakes"]),
            rationale=data["rationale"],
        )


@dataclass(frozen=True, slots=True)
class CodingCase:
    """Body of `coding_case`: what an encounter is reported with.

    Attributes:
        sequence: One of `SEQUENCES`, for the diagnoses; the order of procedures never counts.
    """

    sequence: str
    diagnoses: tuple[KeyCode, ...]
    procedures: tuple[KeyProcedure, ...]
    mistakes: tuple[KeyCode, ...]
    rationale: str

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> CodingCase:
        """Rebuild the body from its JSON form."""
        return cls(
            sequence=data["sequence"],
            diagnoses=_key_codes(data["diagnoses"]),
            procedures=tuple(
                KeyProcedure(
                    code=line["code"],
                    rationale=line["rationale"],
                    modifiers=tuple(line["modifiers"]),
                    units=line["units"],
                    points_to=tuple(line["points_to"]),
                )
                for line in data["procedures"]
            ),
            mistakes=_key_codes(data["mistakes"]),
            rationale=data["rationale"],
        )


@dataclass(frozen=True, slots=True)
class PcsCharacter:
    """One character of an ICD-10-PCS code and why it is that one."""

    value: str
    meaning: str
    rationale: str


@dataclass(frozen=True, slots=True)
class PcsBuild:
    """Body of `pcs_build`: a code, its seven characters, and wrong whole codes."""

    code: str
    characters: tuple[PcsCharacter, ...]
    mistakes: tuple[KeyCode, ...]
    rationale: str

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PcsBuild:
        """Rebuild the body from its JSON form."""
        return cls(
            code=data["code"],
            characters=tuple(PcsCharacter(**part) for part in data["characters"]),
            mistakes=_key_codes(data["mistakes"]),
            rationale=data["rationale"],
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a coded encounter as a learner gives it.

    Attributes:
        kind: `dx` or `px`.
        points: Places, from 1, in the learner's own list of diagnoses.
    """

    kind: str
    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    points: tuple[int, ...] = ()

    def text(self) -> str:
        """Return the line as people write it: `J1885-LT x2 @1,2`."""
        units = f" x{self.units}" if self.units != 1 else ""
        points = f" @{','.join(map(str, self.points))}" if self.points else ""
        return "-".join((self.code, *self.modifiers)) + units + points

    def stored(self) -> str:
        """Return the line as a response keeps it: `px:J1885-LT*2@1,2`."""
        return f"{self.kind}:{self.text().replace(' x', '*').replace(' ', '')}"


def code_set_of(code: str) -> str:
    """Return the code set of a code as authors write it, or nothing if it is no code.

    ICD-10-CM is told by its dot (or as a category of three characters), HCPCS Level II by a
    letter and four digits, ICD-10-PCS by its seven characters.
    """
    if _HCPCS.fullmatch(code):
        return HCPCS
    if _PCS.fullmatch(code):
        return PCS
    found = _ICD.fullmatch(code)
    if found and not code.endswith(".") and ("." in code) == bool(found[2]):
        return ICD
    return ""


def read_code(word: str, code_sets: tuple[str, ...] = CODE_SETS) -> str:
    """Read one code as people type it: any case, with or without its dot.

    Args:
        word: What was typed.
        code_sets: What is asked for. It decides where a code without its dot could be either
            of two: `E1122` is E11.22 where no HCPCS code is asked for.

    Raises:
        ResponseError: It has the form of no code.
    """
    text = word.strip().upper()
    dotless = "." not in text
    if dotless and _HCPCS.fullmatch(text) and (HCPCS in code_sets or ICD not in code_sets):
        return text
    if dotless and _PCS.fullmatch(text) and _is_pcs(text, code_sets):
        return text
    if found := _ICD.fullmatch(text):
        return f"{found[1]}.{found[2]}" if found[2] else found[1]
    if _CPT.fullmatch(text) or _HCPCS.fullmatch(text):
        return text
    raise ResponseError(f"{word.strip()[:20]!r} is not a code; type codes such as E11.9 or J1885.")


def read_codes(text: str, code_sets: tuple[str, ...] = CODE_SETS) -> tuple[str, ...]:
    """Read codes with spaces, commas, semicolons or new lines between them.

    Raises:
        ResponseError: Something is no code, is there twice, or there are too many.
    """
    codes = tuple(read_code(word, code_sets) for word in re.split(r"[\s,;]+", text) if word)
    _refuse_repeats(codes)
    return codes


def read_entries(text: str) -> tuple[Entry, ...]:
    """Read the lines of a coded encounter: `E11.22, N18.4, J1885-LT x2 @1,2`.

    A letter with four digits is a HCPCS code, so that diagnoses of that length need their dot
    (or `dx:` before them).

    Raises:
        ResponseError: Something is no code, is there twice, or points to no diagnosis.
    """
    entries: list[Entry] = []
    place = _end(_BETWEEN.match(text, 0), 0)
    while place < len(text):
        found = _ENTRY.match(text, place)
        if found is None:
            raise ResponseError(f"{text[place:].split()[0][:20]!r} is not a code.")
        entries.append(_entry(found))
        place = _end(_BETWEEN.match(text, found.end()), found.end())
    _refuse_repeats(tuple(entry.text() for entry in entries))
    _check_points(entries)
    return tuple(entries)


def case_response(text: str) -> Response:
    """Return the response that a typed encounter makes.

    Raises:
        ResponseError: As `read_entries`.
    """
    return tuple(entry.stored() for entry in read_entries(text))


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


def category(code: str) -> str:
    """Return the ICD-10-CM category or ICD-10-PCS table of a code; a HCPCS code has none."""
    return "" if code_set_of(code) in (HCPCS, "") else code[:CATEGORY]


def _key_codes(data: list[dict[str, Any]]) -> tuple[KeyCode, ...]:
    return tuple(KeyCode(**entry) for entry in data)


def _is_pcs(text: str, code_sets: tuple[str, ...]) -> bool:
    """Decide for seven characters without a dot that ICD-10-CM and ICD-10-PCS could both form.

    Where both are asked for, only H and X begin codes of that length in ICD-10-CM, too.
    """
    if PCS not in code_sets and ICD in code_sets:
        return text[0].isdigit() or not _ICD.fullmatch(text)
    return ICD not in code_sets or text[0] not in "HX" or not _ICD.fullmatch(text)


def _entry(found: re.Match[str]) -> Entry:
    word = found["code"].upper().rstrip(".")
    asked = {"dx": (ICD,), "px": (HCPCS, PCS)}.get((found["kind"] or "").lower(), CODE_SETS)
    code = read_code(word, asked)
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
                have = "1 diagnosis" if count == 1 else f"{count} diagnoses"
                raise ResponseError(f"{entry.code} points to @{place}, but there are {have}.")


def _refuse_repeats(codes: tuple[str, ...]) -> None:
    if len(codes) > MOST_CODES:
        raise ResponseError(f"There are {len(codes)} codes; {MOST_CODES} is the most.")
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise ResponseError(f"{code} is there twice.")


def _end(found: re.Match[str] | None, otherwise: int) -> int:
    return found.end() if found else otherwise
