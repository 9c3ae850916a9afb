"""Bodies of the questions that are answered by assigning codes.

Three kinds: `code` (one or several codes), `coding_case` (an encounter coded whole) and
`pcs_build` (an ICD-10-PCS code built position by position).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

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

ICD_SHAPE = re.compile(r"([A-Z][0-9A][0-9A-Z])(?:\.?([0-9A-Z]{1,4}))?\.?")
HCPCS_SHAPE = re.compile(r"[ABCEGHJ-MP-V][0-9]{4}")
PCS_SHAPE = re.compile(r"[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}")
CPT_SHAPE = re.compile(r"[0-9]{5}|[0-9]{4}[FTUM]")


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
    if HCPCS_SHAPE.fullmatch(code):
        return HCPCS
    if PCS_SHAPE.fullmatch(code):
        return PCS
    found = ICD_SHAPE.fullmatch(code)
    if found and not code.endswith(".") and ("." in code) == bool(found[2]):
        return ICD
    return ""


def category(code: str) -> str:
    """Return the ICD-10-CM category or ICD-10-PCS table of a code; a HCPCS code has none."""
    return "" if code_set_of(code) in (HCPCS, "") else code[:CATEGORY]


def _key_codes(data: list[dict[str, Any]]) -> tuple[KeyCode, ...]:
    return tuple(KeyCode(**entry) for entry in data)
