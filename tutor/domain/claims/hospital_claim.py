"""An institutional claim as far as a reading exercise needs it, and a few that are made up.

A hospital bills a stay or a visit, not a provider's work: type of bill, revenue codes, diagnoses
with whether they were present on admission. Concepts are told in our own words (CMS Pub 100-04
chapter 25); of the codes only those of these examples are here.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from tutor.domain.claims.money import Cents
from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.parties import Address, Person, Provider
from tutor.domain.claims.world import World

INPATIENT, OUTPATIENT = "11", "13"
"""First two digits of the type of bill that the examples have (a leading 0 is left out)."""
FIRST, REPLACING = "1", "7"
"""Its last digit: a first claim for the whole time, or the replacement of one."""
PAYERS = ("medicare", "medicaid", "ppo", "hmo")
"""Kinds of plans that the examples are billed to."""
PRESENT, NOT_PRESENT = "Y", "N"
HOME, HOME_CARE = "01", "06"
"""Where the patient went: home, or home with care of an agency."""


@dataclass(frozen=True, slots=True)
class HospitalDiagnosis:
    """A diagnosis; `present` is `PRESENT`, `NOT_PRESENT`, or empty for outpatients."""

    code: str
    present: str = ""


@dataclass(frozen=True, slots=True)
class HospitalLine:
    """A line of an institutional claim.

    Attributes:
        revenue: Revenue code: in which department or for what it was charged.
        about: That in plain words.
        code: HCPCS code, if the line has one.
        days: Whether `units` counts days.
    """

    revenue: str
    about: str
    charge: Cents
    units: int
    code: str = ""
    days: bool = False


@dataclass(frozen=True, slots=True)
class HospitalClaim:
    """An institutional claim.

    Attributes:
        bill: Facility part of the type of bill; `frequency` is its last digit.
        diagnoses: The principal one first.
        reason: Why an outpatient came, or with what an inpatient was admitted.
        status: Where the patient went.
        replaces: The payer's number of the claim that it replaces.
    """

    control: str
    hospital: str
    npi: str
    tax_id: str
    address: Address
    phone: str
    payer_name: str
    payer_id: str
    filing: str
    member_id: str
    patient: Person
    bill: str
    frequency: str
    begins: date
    ends: date
    diagnoses: tuple[HospitalDiagnosis, ...]
    reason: str
    attending: Provider
    lines: tuple[HospitalLine, ...]
    status: str = HOME
    replaces: str = ""

    @property
    def charge(self) -> Cents:
        """Total of the lines."""
        return sum(line.charge for line in self.lines)

    @property
    def inpatient(self) -> bool:
        """Whether the patient stayed in hospital."""
        return self.bill == INPATIENT


ADULT = 18
PART_A = "Medicare Part A"
"""Who takes a hospital's claims for Medicare, of inpatients and of outpatients."""
_STAYS = (
    (55, ("I50.33", PRESENT), ("N18.30", PRESENT), ("N39.0", NOT_PRESENT), "R06.02"),
    (40, ("K57.32", PRESENT), ("I10", PRESENT), ("T80.1XXA", NOT_PRESENT), "R10.32"),
    (ADULT, ("J18.9", PRESENT), ("E11.9", PRESENT), ("L89.152", NOT_PRESENT), "R09.02"),
)
"""Youngest age, diagnoses with whether they were present on admission, reason for it."""
_VISITS = (
    ("M54.50", "G0463", "J1885", 2, "Clinic visit", "Ketorolac, 15 mg a unit"),
    ("D50.9", "G0463", "J1756", 200, "Clinic visit", "Iron sucrose, 1 mg a unit"),
    ("M17.11", "G0463", "J3301", 4, "Clinic visit", "Triamcinolone, 10 mg a unit"),
)
_ROOM, _PHARMACY, _LABORATORY, _CLINIC, _DRUG = "0120", "0250", "0300", "0510", "0636"


def draw_hospital_claim(world: World, rng: random.Random) -> HospitalClaim:
    """Draw an institutional claim for one of a world's patients, by a hospital of the same town.

    Raises:
        ValueError: No adult patient of the world has insurance of their own.
    """
    insured = [
        (encounter, coverage)
        for encounter in world.encounters
        for coverage in encounter.patient.coverages
        if coverage.order == 1
        and _age(encounter.patient.person, encounter.day) >= ADULT
        and coverage.relationship == "self"
        and world.data.plan(coverage.plan_id).kind in PAYERS
    ]
    if not insured:
        raise ValueError("no adult patient has a plan of their own that pays hospitals")
    encounter, coverage = rng.choice(insured)
    plan = world.data.plan(coverage.plan_id)
    inpatient = rng.random() < 0.6
    begins = encounter.day
    nights = rng.randint(2, 6) if inpatient else 0
    replacing = rng.random() < 0.25
    diagnoses, reason, lines = (
        _stay(rng, nights, _age(encounter.patient.person, begins)) if inpatient else _visit(rng)
    )
    return HospitalClaim(
        control=f"H{rng.randrange(10**6):06d}",
        hospital=f"{world.practice.address.city.upper()} COMMUNITY HOSPITAL",
        npi=npi_of(f"1{rng.randrange(10**8):08d}"),
        tax_id=f"99{rng.randrange(10**7):07d}",
        address=world.practice.address,
        phone=world.practice.phone,
        payer_name=PART_A if plan.kind == "medicare" else plan.name,
        payer_id=plan.payer_id,
        filing="MA" if plan.kind == "medicare" else plan.filing,
        member_id=coverage.member_id,
        patient=encounter.patient.person,
        bill=INPATIENT if inpatient else OUTPATIENT,
        frequency=REPLACING if replacing else FIRST,
        begins=begins,
        ends=begins + timedelta(days=nights),
        diagnoses=diagnoses,
        reason=reason,
        attending=rng.choice(world.practice.providers),
        lines=lines,
        status=rng.choice((HOME, HOME_CARE)) if inpatient else HOME,
        replaces=f"P{rng.randrange(10**8):08d}" if replacing else "",
    )


def _age(person: Person, day: date) -> int:
    birthday = (person.birth.month, person.birth.day)
    return day.year - person.birth.year - ((day.month, day.day) < birthday)


def _stay(
    rng: random.Random, nights: int, age: int
) -> tuple[tuple[HospitalDiagnosis, ...], str, tuple[HospitalLine, ...]]:
    _, *coded, reason = rng.choice([stay for stay in _STAYS if stay[0] <= age])
    diagnoses = tuple(HospitalDiagnosis(code, present) for code, present in coded)
    lines = (
        HospitalLine(_ROOM, "Room and board", nights * 118000, nights, days=True),
        HospitalLine(_PHARMACY, "Pharmacy", rng.randrange(200, 900) * 100, rng.randint(9, 30)),
        HospitalLine(_LABORATORY, "Laboratory", rng.randrange(150, 700) * 100, rng.randint(4, 12)),
    )
    return diagnoses, reason, lines


def _visit(
    rng: random.Random,
) -> tuple[tuple[HospitalDiagnosis, ...], str, tuple[HospitalLine, ...]]:
    code, clinic, drug, units, visit, dose = rng.choice(_VISITS)
    lines = (
        HospitalLine(_CLINIC, visit, rng.randrange(120, 260) * 100, 1, clinic),
        HospitalLine(_DRUG, dose, units * rng.randrange(180, 900), units, drug),
    )
    return (HospitalDiagnosis(code),), code, lines
