"""What may stand in seeds/practice/: names, plans with their rules, charges, encounters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tutor.content.schema import (
    AuthorNotes,
    Exact,
    Fault,
    Id,
    Part,
    Rationale,
    Raw,
    Short,
    Strict,
    Version,
    entries,
    repeated_ids,
)
from tutor.domain.coding import CPT_SHAPE, HCPCS, ICD, code_set_of

NOTE_LINES = (4, 12)
"""Lines of an encounter note: least and most."""
NOTE_COLUMNS = 76
"""Characters of a line of a note, before its blanks are filled in."""
BLANKS = ("patient", "age", "sex", "day", "provider")
"""What a note may leave to the drawing of a world."""

Money = Annotated[str, StringConstraints(pattern=r"^\d{1,6}\.\d{2}$")]
"""An amount of dollars and cents, written in quotes."""
Percent = Annotated[str, StringConstraints(pattern=r"^\d{1,2}(?:\.\d{1,2})?$|^100$")]
"""A share in percent, written in quotes."""
Service = Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{4}$")]
"""A HCPCS Level II code."""
Diagnosis = Annotated[str, StringConstraints(pattern=r"^[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?$")]
"""An ICD-10-CM code."""
Beginning = Annotated[
    str, StringConstraints(pattern=r"^[A-Z](?:\d(?:[0-9A-Z](?:\.[0-9A-Z]{1,4})?)?)?$")
]
"""What some ICD-10-CM codes begin with."""
Place = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
Modifier = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{2}$")]
PlanKind = Literal[
    "medicare", "medigap", "medicaid", "ppo", "hmo", "tricare", "workers-comp", "self-pay"
]
Days = Annotated[int, Field(ge=1, le=1500)]
Several = Annotated[list[Part], Field(min_length=4)]


class TownIn(Strict):
    """A town of the simulated world."""

    town: Part
    state: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    zip: Annotated[str, StringConstraints(pattern=r"^\d{5}$")]


class NamesIn(Strict):
    """What practices, people, streets and towns are called. All of them are made up."""

    schema_: Literal[1] = Field(alias="schema")
    practices: Annotated[list[Part], Field(min_length=1)]
    last: Several
    first_f: Several
    first_m: Several
    streets: Several
    towns: Annotated[list[TownIn], Field(min_length=1)]


class AddressIn(TownIn):
    """A payer's address."""

    street: Part


class BenefitsIn(Strict):
    """What the patient pays of an allowed amount."""

    deductible: Money = "0.00"
    coinsurance: Percent = "0"
    copay: Money = "0.00"
    out_of_pocket: Money | None = None
    free: list[Service] = Field([], description="codes that cost the patient nothing")


class NecessityIn(Strict):
    """The diagnoses for which a service is covered: beginnings of codes."""

    code: Service
    diagnoses: Annotated[list[Beginning], Field(min_length=1)]


class BundleIn(Strict):
    """A service that is part of another on the same day."""

    column_one: Service
    column_two: Service
    indicator: Literal["0", "1", "9"]


class FrequencyIn(Strict):
    """How often a service is paid: once in so many whole months, or so often a year."""

    code: Service
    months: Annotated[int, Field(ge=0, le=1200)] = 0
    times: Annotated[int, Field(ge=0, le=366)] = 0

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """One of the two is given."""
        if bool(raw.get("months")) == bool(raw.get("times")):
            yield (), "a frequency without months or times, or with both", "give one of the two"


class RulesIn(Strict):
    """What a payer asks of a claim (the meaning is told in docs/claims-lab/practice.md)."""

    filing_days: Days
    appeal_days: Days
    answer_days: Annotated[list[Days], Field(min_length=2, max_length=2)]
    late_after_primary: Annotated[int, Field(ge=0, le=1500)] = 0
    authorization: list[Service] = Field([])
    referral: bool = False
    necessity: list[NecessityIn] = Field([])
    bundles: list[BundleIn] = Field([])
    frequencies: list[FrequencyIn] = Field([])
    places: dict[Service, Annotated[list[Place], Field(min_length=1)]] = Field({})
    most_units: dict[Service, Annotated[int, Field(ge=1)]] = Field({})
    global_days: dict[Service, Annotated[int, Field(ge=1, le=120)]] = Field({})
    abn: list[Service] = Field([])
    visits: list[Service] = Field([])
    not_covered: list[Service] = Field([])
    modifiers_unbundle: Annotated[list[Modifier], Field(min_length=1)] | None = None
    reduction: Percent = "0"

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Days run upwards, pairs are of two codes, frequencies say one thing."""
        if _backwards(raw, "answer_days"):
            yield ("answer_days",), "the least days are more than the most", "swap them"
        for index, pair in entries(raw, "bundles"):
            if pair.get("column_one") == pair.get("column_two"):
                yield ("bundles", index), "a code bundled with itself", "correct one of them"
        for index, entry in entries(raw, "frequencies"):
            for path, what, todo in FrequencyIn.faults(entry):
                yield ("frequencies", index, *path), what, todo


class PlanIn(AuthorNotes):
    """A plan of a payer."""

    id: Id
    name: Part
    kind: PlanKind
    payer_id: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{0,15}$")]
    address: AddressIn
    filing: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
    box1: Literal["MEDICARE", "MEDICAID", "TRICARE", "CHAMPVA", "GROUP", "FECA", "OTHER"]
    participating: bool
    benefits: BenefitsIn
    rules: RulesIn
    allowed: dict[Service, Money]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """The rules hold together; a plan that pays has a fee schedule and a payer's id."""
        rules = raw.get("rules")
        for path, what, todo in RulesIn.faults(rules if isinstance(rules, dict) else {}):
            yield ("rules", *path), what, todo
        if raw.get("kind") == "self-pay":
            return
        for name in ("payer_id", "allowed"):
            if name in raw and not raw[name]:
                yield (name,), f"`{name}` is empty", "only self-pay has none"


class PlansIn(Strict):
    """The plans."""

    schema_: Literal[1] = Field(alias="schema")
    plans: Annotated[list[PlanIn], Field(min_length=1)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Every plan holds together."""
        for index, plan in entries(raw, "plans"):
            for path, what, todo in PlanIn.faults(plan):
                yield ("plans", index, *path), what, todo


class ChargesIn(Strict):
    """What the practice charges for one unit."""

    schema_: Literal[1] = Field(alias="schema")
    charges: Annotated[dict[Service, Money], Field(min_length=1)]


class DxIn(Strict):
    """A diagnosis that the note supports, or a code people give wrongly."""

    code: Annotated[str, StringConstraints(min_length=3, max_length=8)]
    rationale: Rationale


class ServiceIn(Strict):
    """A service that the note supports."""

    code: Service
    rationale: Rationale
    modifiers: Annotated[list[Modifier], Field(max_length=4)] = Field([])
    units: Annotated[int, Field(ge=1, le=9999)] = 1
    points_to: Annotated[list[Diagnosis], Field(min_length=1, max_length=4)]
    place: Place = "11"


class EncounterIn(AuthorNotes):
    """What a patient may come for."""

    id: Id
    title: Short
    specialty: Part
    plans: Annotated[list[PlanKind], Field(min_length=1)]
    ages: Annotated[list[Annotated[int, Field(ge=0, le=110)]], Field(min_length=2, max_length=2)]
    sexes: Annotated[list[Literal["F", "M"]], Field(min_length=1, max_length=2)]
    referred: bool = False
    accident: Literal["", "employment", "auto", "other"] = ""
    difficulty: Annotated[int, Field(ge=1, le=5)]
    note: Exact
    diagnoses: Annotated[list[DxIn], Field(min_length=1, max_length=12)]
    services: Annotated[list[ServiceIn], Field(min_length=1, max_length=6)]
    mistakes: Annotated[list[DxIn], Field(min_length=1, max_length=3)]
    version: Version = 1

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Pointers, ages, codes and blanks fit each other."""
        if _backwards(raw, "ages"):
            yield ("ages",), "the youngest age is above the oldest", "swap them"
        yield from _note_faults(raw)
        yield from _code_faults(raw)


class EncountersIn(Strict):
    """A file of encounters."""

    schema_: Literal[1] = Field(alias="schema")
    encounters: Annotated[list[EncounterIn], Field(min_length=1)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Ids are unique, every encounter holds together."""
        yield from repeated_ids(raw, "encounters")
        for index, encounter in entries(raw, "encounters"):
            for path, what, todo in EncounterIn.faults(encounter):
                yield ("encounters", index, *path), what, todo


def _backwards(raw: Raw, name: str) -> bool:
    """Whether a pair of whole numbers has the higher one first."""
    pair = raw.get(name)
    numbers = isinstance(pair, list) and [type(one) for one in pair] == [int, int]
    return bool(numbers and pair and pair[0] > pair[1])


def _note_faults(raw: Raw) -> Iterator[Fault]:
    note = raw.get("note")
    if not isinstance(note, str):
        return
    lines = note.rstrip("\n").split("\n")
    least, most = NOTE_LINES
    if not least <= len(lines) <= most:
        yield ("note",), f"a note of {len(lines)} lines", f"write {least} to {most} lines"
    for line in lines:
        if len(line) > NOTE_COLUMNS:
            what = f'a line of {len(line)} characters ("{line[:20]}...")'
            yield ("note",), what, f"break it: {NOTE_COLUMNS} is the most"
    allowed = {*BLANKS, *(["referring"] if raw.get("referred") is True else [])}
    allowed |= {"injured"} if raw.get("accident") else set()
    if re.search(r"[{}]", re.sub(r"\{[^{}\n]*\}", "", note)):
        yield (
            ("note",),
            "the note has a brace without its other half",
            "write {patient} and the like",
        )
    for blank in re.findall(r"\{([^{}\n]*)\}", note):
        if blank not in allowed:
            todo = f"use {', '.join(sorted(allowed))}, or no braces"
            yield ("note",), f"the note has the blank {{{blank}}}", todo


def _code_faults(raw: Raw) -> Iterator[Fault]:
    diagnoses: list[str] = []
    for index, entry in entries(raw, "diagnoses"):
        code = str(entry.get("code"))
        if code_set_of(code) != ICD:
            what = f"{code} is no ICD-10-CM code with its dot"
            yield ("diagnoses", index, "code"), what, "correct it"
        if code in diagnoses:
            yield ("diagnoses", index, "code"), f"{code} is given twice", "remove one"
        diagnoses.append(code)
    services = []
    for index, entry in entries(raw, "services"):
        services.append(str(entry.get("code")))
        points = entry.get("points_to")
        for place, code in enumerate(points if isinstance(points, list) else ()):
            if isinstance(code, str) and code not in diagnoses:
                path = ("services", index, "points_to", place)
                yield path, f"{code} is none of the diagnoses", "add it there, or correct it"
    for index, entry in entries(raw, "mistakes"):
        code = str(entry.get("code"))
        if code in (*diagnoses, *services):
            what = f"{code} is a mistake and the key"
            yield ("mistakes", index, "code"), what, "keep it in one place"
        elif code_set_of(code) not in (ICD, HCPCS) and not CPT_SHAPE.fullmatch(code):
            yield ("mistakes", index, "code"), f"{code} is no code", "write a code with its dot"
