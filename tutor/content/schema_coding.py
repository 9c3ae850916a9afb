"""The schema of the kinds that are answered by assigning codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tutor.content.schema import (
    Code,
    ExhibitIn,
    Fault,
    Part,
    QuestionIn,
    Rationale,
    Raw,
    Strict,
    entries,
)
from tutor.domain.coding import (
    HCPCS,
    ICD,
    MOST_MODIFIERS,
    PCS,
    PCS_LENGTH,
    Coding,
    CodingCase,
    KeyCode,
    KeyProcedure,
    PcsBuild,
    PcsCharacter,
    code_set_of,
)
from tutor.domain.item import Exhibit

_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_CPT = re.compile(r"\d{5}|\d{4}[FTUM]")
_TODO = {
    ICD: 'write an ICD-10-CM code with its dot, such as "E11.22"',
    HCPCS: 'write a HCPCS Level II or ICD-10-PCS code, such as "J1885"',
    PCS: 'write an ICD-10-PCS code, such as "0FT44ZZ"',
    "": 'write a code such as "E11.22", "J1885" or "0FT44ZZ"',
}

Sequence = Annotated[
    Literal["any", "first", "all"],
    Field(description="what of the order counts: nothing, the first code, the whole of it"),
]


class KeyCodeIn(Strict):
    """A code and the reason it is right, or wrong."""

    code: Code
    rationale: Rationale


class ProcedureIn(KeyCodeIn):
    """A procedure line; `points_to` are diagnosis codes of the same key."""

    modifiers: Annotated[list[Code], Field(max_length=MOST_MODIFIERS)] = Field([])
    units: Annotated[int, Field(ge=1, le=999)] = 1
    points_to: Annotated[list[Code], Field(max_length=4)] = Field([])


class CharacterIn(Strict):
    """One of the seven characters."""

    value: Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-Z]$")]
    meaning: Part
    rationale: Rationale


class CodeQuestionIn(QuestionIn):
    """One or several codes to be typed, the code book open."""

    kind: Literal["code"]
    sequence: Sequence = "any"
    codes: Annotated[list[KeyCodeIn], Field(min_length=1, max_length=6)]
    mistakes: Annotated[list[KeyCodeIn], Field(min_length=2, max_length=8)]
    rationale: Annotated[Rationale, Field(description="what ties the key together")]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Codes are codes, none is there twice, and no mistake is right."""
        yield from super().faults(raw)
        yield from _bad_codes(raw, "codes")
        yield from _bad_mistakes(raw, ("codes",))

    def to_body(self) -> Coding:
        """Return key and mistakes."""
        return Coding(
            sequence=self.sequence,
            codes=_keys(self.codes),
            mistakes=_keys(self.mistakes),
            rationale=self.rationale,
        )


class CodingCaseIn(QuestionIn):
    """An encounter to be coded whole."""

    kind: Literal["coding_case"]
    title: Part
    exhibit: ExhibitIn
    sequence: Sequence = "first"
    diagnoses: Annotated[list[KeyCodeIn], Field(min_length=1, max_length=12)]
    procedures: Annotated[list[ProcedureIn], Field(max_length=8)] = Field([])
    mistakes: Annotated[list[KeyCodeIn], Field(min_length=1, max_length=8)]
    rationale: Annotated[Rationale, Field(description="what ties the key together")]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Codes are codes, lines point to diagnoses of the key, and no mistake is right."""
        yield from super().faults(raw)
        yield from _bad_codes(raw, "diagnoses", ICD)
        for index, line in entries(raw, "procedures"):
            yield from _bad_line(raw, index, line)
        yield from _bad_mistakes(raw, ("diagnoses", "procedures"))

    def to_body(self) -> CodingCase:
        """Return key and mistakes."""
        return CodingCase(
            sequence=self.sequence,
            diagnoses=_keys(self.diagnoses),
            procedures=tuple(
                KeyProcedure(
                    code=line.code,
                    rationale=line.rationale,
                    modifiers=tuple(line.modifiers),
                    units=line.units,
                    points_to=tuple(line.points_to),
                )
                for line in self.procedures
            ),
            mistakes=_keys(self.mistakes),
            rationale=self.rationale,
        )

    def to_exhibit(self) -> Exhibit:
        """Return the note."""
        return Exhibit(
            case_id=self.id,
            title=self.title,
            type=self.exhibit.type,
            text=self.exhibit.text.rstrip("\n"),
            position=1,
            total=1,
        )


class PcsBuildIn(QuestionIn):
    """An ICD-10-PCS code to be built from its table."""

    kind: Literal["pcs_build"]
    code: Code
    characters: Annotated[list[CharacterIn], Field(min_length=PCS_LENGTH, max_length=PCS_LENGTH)]
    mistakes: Annotated[list[KeyCodeIn], Field(min_length=1, max_length=8)]
    rationale: Annotated[Rationale, Field(description="what ties the code together")]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """The characters are those of the code, and the mistakes are other codes."""
        yield from super().faults(raw)
        code = raw.get("code")
        if isinstance(code, str) and code_set_of(code) != PCS:
            yield ("code",), f"{code} is not an ICD-10-PCS code", _TODO[PCS]
        for index, part in entries(raw, "characters"):
            value = part.get("value")
            if (
                isinstance(code, str)
                and isinstance(value, str)
                and code[index : index + 1] != value
            ):
                what = f"character {index + 1} is {value}, but the code is {code}"
                yield ("characters", index, "value"), what, "correct one of them"
        for index, mistake in entries(raw, "mistakes"):
            wrong = mistake.get("code")
            if isinstance(wrong, str) and code_set_of(wrong) != PCS:
                where = ("mistakes", index, "code")
                yield where, f"{wrong} is not an ICD-10-PCS code", _TODO[PCS]
        taken = {code: "the key"} if isinstance(code, str) else {}
        yield from _repeats(raw, ("mistakes",), taken)

    def to_body(self) -> PcsBuild:
        """Return the code and its characters."""
        return PcsBuild(
            code=self.code,
            characters=tuple(PcsCharacter(**part.model_dump()) for part in self.characters),
            mistakes=_keys(self.mistakes),
            rationale=self.rationale,
        )


def _keys(given: list[KeyCodeIn]) -> tuple[KeyCode, ...]:
    return tuple(KeyCode(entry.code, entry.rationale) for entry in given)


def _bad_codes(raw: Raw, name: str, code_set: str = "") -> Iterator[Fault]:
    """Report what is no code (of a code set), and codes that are there twice."""
    for index, entry in entries(raw, name):
        code = entry.get("code")
        if isinstance(code, str) and (fault := _shape_fault(code, code_set)):
            yield ((name, index, "code"), *fault)
    yield from _repeats(raw, (name,), {})


def _shape_fault(code: str, code_set: str = "") -> tuple[str, str] | None:
    found = code_set_of(code)
    if found and (not code_set or found == code_set):
        return None
    if _CPT.fullmatch(code):
        return f"{code} has the form of a CPT code", "leave it out: keys never hold CPT"
    return f"{code} is not a code as it is written", _TODO[code_set]


def _bad_line(raw: Raw, index: int, line: Raw) -> Iterator[Fault]:
    code = line.get("code")
    where = ("procedures", index)
    if isinstance(code, str) and code_set_of(code) not in (HCPCS, PCS):
        fault = _shape_fault(code, HCPCS)
        yield ((*where, "code"), *(fault or ("", "")))
    for place, modifier in _texts(line, "modifiers"):
        if not _MODIFIER.fullmatch(modifier):
            yield (*where, "modifiers", place), f"{modifier} is not a modifier", 'write "LT"'
    known = set(_codes(raw, "diagnoses"))
    for place, target in _texts(line, "points_to"):
        if target not in known:
            what = f"{code} points to {target}, which is not a diagnosis of this key"
            yield (*where, "points_to", place), what, "name a code of `diagnoses`"


def _bad_mistakes(raw: Raw, keys: tuple[str, ...]) -> Iterator[Fault]:
    taken = {code: "the key" for name in keys for code in _codes(raw, name)}
    for index, mistake in entries(raw, "mistakes"):
        code = mistake.get("code")
        if isinstance(code, str) and (fault := _shape_fault(code)):
            yield (("mistakes", index, "code"), *fault)
    yield from _repeats(raw, ("mistakes",), taken)


def _codes(raw: Raw, name: str) -> Iterator[str]:
    """Yield the codes of a list, but for what is no text."""
    for _, entry in entries(raw, name):
        if isinstance(code := entry.get("code"), str):
            yield code


def _repeats(raw: Raw, names: tuple[str, ...], taken: dict[str, str]) -> Iterator[Fault]:
    """Report codes that stand in more than one place."""
    taken = dict(taken)
    for name in names:
        for index, entry in entries(raw, name):
            code = entry.get("code")
            if not isinstance(code, str):
                continue
            if code in taken:
                yield (name, index, "code"), f"{code} is in {taken[code]} already", "remove one"
            taken.setdefault(code, f"`{name}`")


def _texts(raw: Raw, name: str) -> Iterator[tuple[int, str]]:
    values = raw.get(name)
    for index, value in enumerate(values if isinstance(values, list) else ()):
        if isinstance(value, str):
            yield index, value
