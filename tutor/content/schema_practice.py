"""What may stand in seeds/practice/: names, plans with their rules, charges, encounters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tutor.content.encounter_faults import code_faults, note_faults, turn_faults
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


class SaidIn(Strict):
    """What may go into a query, and why it belongs there or not."""

    text: Short
    rationale: Rationale
    right: bool = False
    breach: bool = Field(False, description="leads to an answer, or speaks of payment")


class QueryIn(Strict):
    """What the note leaves open in its first writing, and what the provider answers."""

    note: Exact
    coded: DxIn
    instead_of: Annotated[list[Diagnosis], Field(min_length=1, max_length=4)]
    unclear: Short
    rationale: Rationale
    indicators: Annotated[list[SaidIn], Field(min_length=3, max_length=6)]
    openings: Annotated[list[SaidIn], Field(min_length=3, max_length=4)]
    answer: Rationale


class PairIn(Strict):
    """A second service of the day that some plans take as part of one of the key."""

    note: Exact
    column_one: Service
    service: ServiceIn
    rationale: Rationale
    modifier: Literal["", "XE", "XP", "XS", "XU"] = ""
    diagnoses: Annotated[list[DxIn], Field(max_length=12)] = Field([])


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
    query: QueryIn | None = None
    pairs: Annotated[list[PairIn], Field(max_length=4)] = Field([])
    version: Version = 1

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Pointers, ages, codes and blanks fit each other."""
        if _backwards(raw, "ages"):
            yield ("ages",), "the youngest age is above the oldest", "swap them"
        yield from note_faults(raw, raw)
        yield from code_faults(raw)
        yield from turn_faults(raw)


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
