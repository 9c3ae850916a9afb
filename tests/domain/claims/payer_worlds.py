"""Plans, claims and payers' files by hand, for tests of the payer engine."""

from __future__ import annotations

from datetime import date

from tutor.domain.claims.claim import Claim, Line
from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.parties import Address, Person, Practice, Provider
from tutor.domain.claims.payer_file import PastLine, PayerFile
from tutor.domain.claims.plans import Benefits, Coverage, PayerRules, Plan

DAY = date(2026, 3, 2)
RECEIVED = date(2026, 3, 9)
DECIDED = date(2026, 3, 23)
BILLING, DOCTOR, OTHER_DOCTOR = npi_of("123456789"), npi_of("198765432"), npi_of("155555555")
HOME = Address("12 ELM ST", "SPRINGFIELD", "IL", "62701")
PATIENT = Person("Reyes", "Marta", date(1950, 5, 4), "F", HOME)
PRACTICE = Practice(
    name="Larkfield Family Medicine",
    npi=BILLING,
    tax_id="123456789",
    address=HOME,
    phone="2175550100",
    contact="Billing Office",
    providers=(Provider(DOCTOR, "Osei", "Ama", "MD", "family medicine"),),
)
FEES = {"J1885": 1000, "J3301": 2000, "G0439": 13000, "G0463": 10000, "L1833": 50000}
"""In cents, for one unit."""


def plan(kind="ppo", *, participating=True, benefits=None, fees=FEES, **rules) -> Plan:
    return Plan(
        id=f"{kind}-plan",
        name=f"Harbor {kind}",
        kind=kind,
        payer_id="90001",
        address=HOME,
        filing={"medicare": "MB", "medicaid": "MC", "hmo": "HM"}.get(kind, "CI"),
        box1="OTHER",
        participating=participating,
        benefits=benefits or Benefits(),
        rules=PayerRules(
            **({"filing_days": 365, "appeal_days": 120, "answer_days": (10, 14)} | rules)
        ),
        allowed=tuple(fees.items()),
    )


def cover(of: Plan, **other) -> Coverage:
    return Coverage(
        **(
            {
                "plan_id": of.id,
                "member_id": "MEM123",
                "group": "G1",
                "subscriber": PATIENT,
                "relationship": "self",
                "effective": date(2026, 1, 1),
                "ended": None,
                "deductible_left": 0,
            }
            | other
        )
    )


def payer(of: Plan, *, coverage=None, **other) -> PayerFile:
    return PayerFile(
        **(
            {
                "plan": of,
                "coverage": coverage or cover(of),
                "patient_last": PATIENT.last,
                "patient_first": PATIENT.first,
                "patient_birth": PATIENT.birth,
                "control": "ICN1",
                "npis": (BILLING, DOCTOR, OTHER_DOCTOR),
            }
            | other
        )
    )


def line(code, charge, *modifiers, units=1, pointers="A", day=DAY, place="11", npi=DOCTOR) -> Line:
    return Line(code, modifiers, tuple(pointers), charge, units, day, day, place, npi)


def claim(*lines: Line, **other) -> Claim:
    return Claim(
        **(
            {
                "control": "ACC1",
                "payer_id": "90001",
                "member_id": "MEM123",
                "patient_last": PATIENT.last,
                "patient_first": PATIENT.first,
                "patient_birth": PATIENT.birth,
                "relationship": "self",
                "billing_npi": BILLING,
                "tax_id": "123456789",
                "diagnoses": (("A", "M17.11"), ("B", "E11.9")),
                "lines": lines,
                "accepts": True,
                "received": RECEIVED,
            }
            | other
        )
    )


def past(code, day=DAY, *, units=1, control="OLD1", paid=True, npi=DOCTOR) -> PastLine:
    return PastLine(code, day, units, control, paid, npi)
