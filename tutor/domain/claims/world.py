"""The simulated world of one shift: a practice, its plans, its patients and what they came for.

`LabData` is what authors wrote (`seeds/practice/`); a `World` is drawn from it with a seed, and the
same seed always draws the same world.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.money import Cents
from tutor.domain.claims.parties import Practice, Provider
from tutor.domain.claims.plans import Patient, Plan


@dataclass(frozen=True, slots=True)
class Dx:
    """A diagnosis that the note supports, and why."""

    code: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service that the note supports, and why it is coded so.

    Attributes:
        points_to: Codes of diagnoses of the same encounter, the main one first.
        place: Place of service code.
    """

    code: str
    rationale: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    points_to: tuple[str, ...] = ()
    place: str = "11"


@dataclass(frozen=True, slots=True)
class Said:
    """Something that may go into a query, and why it belongs there or not.

    Attributes:
        breach: Whether it leads to an answer or speaks of payment, which no query may.
    """

    text: str
    rationale: str
    right: bool = False
    breach: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a note leaves open in its first writing, and what the provider answers when asked.

    Attributes:
        note: As it was first written, with the same blanks.
        coded: What that note supports.
        instead_of: Diagnoses of the key that nobody may code before the answer.
        unclear: What the note does not say, in a few words.
        rationale: Why the record calls for a query, and why no code follows before the answer.
        indicators: What of the record goes with the query, and what does not.
        openings: How the query may ask; exactly one is right.
        answer: The provider's addendum, with the same blanks.
    """

    note: str
    coded: Dx
    instead_of: tuple[str, ...]
    unclear: str
    rationale: str
    indicators: tuple[Said, ...]
    openings: tuple[Said, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class PairedService:
    """A second service of the day that some plans take as part of one of the key.

    Attributes:
        note: With the second service in it, and the same blanks.
        column_one: The service of the key that it is part of.
        service: The second service, as a coder who does not know the plan's list codes it.
        rationale: What the note says of the two: one service, or a separate one.
        modifier: That says so where it was separate; empty where it was not.
        diagnoses: Of the visit with both; empty for those of the key.
    """

    note: str
    column_one: str
    service: Service
    rationale: str
    modifier: str = ""
    diagnoses: tuple[Dx, ...] = ()


@dataclass(frozen=True, slots=True)
class EncounterTemplate:
    """What a patient may come for, as authors wrote it.

    Attributes:
        id: Unique.
        plans: Kinds of plans that fit.
        ages: Youngest and oldest, in years.
        sexes: `F`, `M` or both.
        note: The encounter note, with blanks `{patient} {age} {sex} {day} {provider}`.
        mistakes: Codes people give wrongly for it, and why they are wrong.
        specialty: Of the provider who sees it.
        referred: Whether somebody else ordered or referred (boxes 17 and 17b).
        difficulty: 1 to 5.
        accident: What it came of, where box 10 says so: `employment`, `auto`, `other` or nothing.
        query: How it comes where the provider has to be asked, if it may.
        pairs: How it comes with a second service that a plan may take as part of the first.
    """

    id: str
    title: str
    plans: tuple[str, ...]
    ages: tuple[int, int]
    sexes: str
    specialty: str
    note: str
    diagnoses: tuple[Dx, ...]
    services: tuple[Service, ...]
    mistakes: tuple[Dx, ...]
    referred: bool
    difficulty: int
    accident: str = ""
    query: Query | None = None
    pairs: tuple[PairedService, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What people, streets and towns are made of."""

    last: tuple[str, ...]
    first_f: tuple[str, ...]
    first_m: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[tuple[str, str, str], ...]
    """Town, state, ZIP code of five digits."""


@dataclass(frozen=True, slots=True)
class LabData:
    """Everything authors wrote for the lab.

    Attributes:
        charges: The practice's own fee schedule: charge of one unit by code.
    """

    practices: tuple[str, ...]
    names: Names
    plans: tuple[Plan, ...]
    charges: tuple[tuple[str, Cents], ...]
    encounters: tuple[EncounterTemplate, ...]

    def plan(self, plan_id: str) -> Plan:
        """Return a plan. Raises `KeyError` if there is none."""
        return {plan.id: plan for plan in self.plans}[plan_id]

    def charge(self, code: str) -> Cents:
        """Return what the practice charges for one unit. Raises `KeyError` for an unknown code."""
        return dict(self.charges)[code]


@dataclass(frozen=True, slots=True)
class Authorization:
    """A prior authorization (or, for a plan with referrals, a referral) that a payer gave."""

    number: str
    plan_id: str
    codes: tuple[str, ...]
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Encounter:
    """One visit: the truth that the learner has to find, carry over, and get paid for.

    Attributes:
        id: Short and unique in its world: `e1`.
        note: The note with its blanks filled in.
        referring: Who ordered or referred, if anybody.
        paid_at_desk: Copay taken at the visit.
        abn_signed: Whether the patient signed an ABN.
        plot: What this encounter is about to teach: names of `tutor.domain.claims.plots`.
        injured: Day of the accident, where the template has one (box 14).
    """

    id: str
    template: EncounterTemplate
    patient: Patient
    provider: Provider
    day: date
    note: str
    referring: Provider | None
    authorizations: tuple[Authorization, ...]
    paid_at_desk: Cents
    abn_signed: bool
    plot: tuple[str, ...]
    injured: date | None = None


@dataclass(frozen=True, slots=True)
class World:
    """A drawn world. `begins` is the first working day of the shift."""

    seed: int
    data: LabData
    practice: Practice
    encounters: tuple[Encounter, ...]
    begins: date
