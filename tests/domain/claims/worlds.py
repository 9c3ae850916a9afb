"""A small world made by hand: one visit for every kind of plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tutor.domain.claims.npi import npi_of
from tutor.domain.claims.parties import Address, Person, Practice, Provider
from tutor.domain.claims.plans import Benefits, Coverage, Frequency, Patient, PayerRules, Plan
from tutor.domain.claims.remittance import Adjustment, ClaimPayment, LinePayment
from tutor.domain.claims.world import (
    Authorization,
    Dx,
    Encounter,
    EncounterTemplate,
    LabData,
    Names,
    Service,
    World,
)

DAY = date(2026, 3, 2)
TOWN = Address("12 Mill Rd", "Harlan", "IA", "515370000")
HOME = Address("7 Elm St", "Harlan", "IA", "51537")

FAMILY = Provider(npi_of("100000001"), "Reyes", "Ana", "MD", "family medicine")
JOINTS = Provider(npi_of("100000002"), "Okoro", "Ben", "DO", "orthopedics")
LAB = Provider(npi_of("100000003"), "Lind", "Cora", "MD", "clinical laboratory")
PRACTICE = Practice(
    "Prairie Family Care",
    npi_of("200000001"),
    "420000017",
    TOWN,
    "712-555-0100",
    "Dee Park",
    (FAMILY, JOINTS, LAB),
)
CHARGES = (
    ("G0439", 18000),
    ("G0444", 3500),
    ("G0463", 15000),
    ("J1885", 1500),
    ("J3420", 1200),
    ("J3301", 2000),
    ("Q0091", 6000),
)


def plan(
    plan_id: str,
    kind: str,
    filing: str,
    box1: str,
    rules: PayerRules | None = None,
    participating: bool = True,
) -> Plan:
    """Return a plan that allows 70 percent of every charge."""
    return Plan(
        plan_id,
        plan_id.replace("-", " ").title(),
        kind,
        f"7{sum(plan_id.encode()):04d}",
        Address("PO Box 9", "Omaha", "NE", "68101"),
        filing,
        box1,
        participating,
        Benefits(deductible=25000, coinsurance=2000),
        rules or PayerRules(filing_days=365, appeal_days=120, answer_days=(10, 14)),
        tuple((code, charge * 7 // 10) for code, charge in CHARGES),
    )


RULES = PayerRules(filing_days=90, appeal_days=60, answer_days=(5, 10))
PLANS = (
    plan(
        "medicare-b", "medicare", "MB", "MEDICARE",
        replace(
            RULES,
            filing_days=365,
            abn=("J3420",),
            frequencies=(Frequency("J3420", months=1),),
            reduction=200,
        ),
    ),
    plan("heartland-medigap", "medigap", "CI", "OTHER"),
    plan("iowa-medicaid", "medicaid", "MC", "MEDICAID"),
    plan("acorn-ppo", "ppo", "CI", "GROUP", replace(RULES, authorization=("J3301",))),
    plan("river-hmo", "hmo", "HM", "GROUP", replace(RULES, referral=True)),
    plan("tricare-east", "tricare", "CH", "TRICARE"),
    plan("state-comp-fund", "workers-comp", "WC", "OTHER"),
    plan("spruce-ppo", "ppo", "CI", "GROUP", RULES, participating=False),
    plan("self-pay", "self-pay", "09", "OTHER"),
)  # fmt: skip
DATA = LabData(
    ("Prairie Family Care",),
    Names(("Reed",), ("Ida",), ("Carl",), ("Elm St",), (("Harlan", "IA", "51537"),)),
    PLANS,
    CHARGES,
    (),
)


def person(last: str, first: str, birth: date, sex: str = "F", middle: str = "") -> Person:
    """Return somebody of Harlan."""
    return Person(last, first, birth, sex, HOME, middle, "712-555-0142")


def cover(plan_id: str, who: Person, order: int = 1, **more: object) -> Coverage:
    """Return cover of a person who is the insured, unless told otherwise."""
    values: dict[str, object] = {
        "plan_id": plan_id,
        "member_id": f"{plan_id[:2].upper()}4471900{order}",
        "group": "",
        "subscriber": who,
        "relationship": "self",
        "effective": date(2026, 1, 1),
        "ended": None,
        "deductible_left": 0,
        "order": order,
    }
    return Coverage(**(values | more))  # type: ignore[arg-type]


VISIT = EncounterTemplate(
    "visit",
    "Visit with injection",
    (),
    (18, 90),
    "FM",
    "family medicine",
    "{patient} came in.",
    (Dx("E53.8", "Low B12 in the note"), Dx("M54.50", "Low back pain in the note")),
    (
        Service("G0463", "Visit", ("25",), 1, ("M54.50", "E53.8")),
        Service("J3420", "Vitamin B12, one unit", (), 1, ("E53.8",)),
        Service("J1885", "Ketorolac 30 mg: two units of 15 mg", (), 2, ("M54.50",)),
    ),
    (),
    False,
    2,
)
JOINT = replace(
    VISIT,
    id="joint",
    specialty="orthopedics",
    diagnoses=(Dx("M17.11", "Right knee in the note"),),
    services=(Service("J3301", "Triamcinolone 40 mg: four units", (), 4, ("M17.11",)),),
    referred=True,
)
INJURY = replace(VISIT, id="injury", accident="employment")


def visit(
    encounter_id: str,
    who: Person,
    covers: tuple[Coverage, ...],
    template: EncounterTemplate = VISIT,
    **more: object,
) -> Encounter:
    """Return an encounter of a patient on `DAY`."""
    values: dict[str, object] = {
        "id": encounter_id,
        "template": template,
        "patient": Patient(f"PF{encounter_id[1:].zfill(4)}", who, covers),
        "provider": FAMILY,
        "day": DAY,
        "note": f"{who.first} {who.last} came in with low back pain; B12 given as planned.",
        "referring": None,
        "authorizations": (),
        "paid_at_desk": 0,
        "abn_signed": False,
        "plot": (),
    }
    return Encounter(**(values | more))  # type: ignore[arg-type]


IDA = person("Reed", "Ida", date(1949, 5, 6), middle="M")
CARL = person("Reed", "Carl", date(1950, 8, 1), "M")
KIM = person("Vance", "Kim", date(1988, 11, 30))
LEO = person("Vance", "Leo", date(2015, 2, 14), "M")
REFERRAL = Authorization("RF80012", "river-hmo", (), date(2026, 2, 1), date(2026, 5, 1))
PRIOR = Authorization("PA33107", "acorn-ppo", ("J3301",), date(2026, 2, 20), date(2026, 4, 1))

MEDICARE = visit("e1", IDA, (cover("medicare-b", IDA),))
MEDIGAP = visit("e2", IDA, (cover("medicare-b", IDA), cover("heartland-medigap", IDA, 2)))
MEDICAID_SECOND = visit("e3", CARL, (cover("medicare-b", CARL), cover("iowa-medicaid", CARL, 2)))
WORKING_AGED = visit(
    "e4", CARL,
    (
        cover("acorn-ppo", IDA, group="G7710", relationship="spouse"),
        cover("medicare-b", CARL, 2),
    ),
)  # fmt: skip
MEDICAID = visit("e5", KIM, (cover("iowa-medicaid", KIM),))
PPO_CHILD = visit(
    "e6", LEO,
    (
        cover("acorn-ppo", KIM, group="G7710", relationship="child"),
        cover("spruce-ppo", CARL, 2, group="S1", relationship="child"),
    ),
    paid_at_desk=2500,
)  # fmt: skip
PPO_PRIOR = visit(
    "e7", KIM, (cover("acorn-ppo", KIM, group="G7710"),), JOINT,
    provider=JOINTS, referring=FAMILY, authorizations=(PRIOR,),
)  # fmt: skip
HMO = visit(
    "e8", KIM, (cover("river-hmo", KIM, group="H2"),), JOINT,
    provider=JOINTS, referring=FAMILY, authorizations=(REFERRAL,), paid_at_desk=4000,
)  # fmt: skip
TRICARE = visit("e9", LEO, (cover("tricare-east", KIM, relationship="child"),))
COMPENSATION = visit(
    "e10", KIM,
    (
        cover(
            "state-comp-fund", KIM,
            employer="Harlan Feed Mill", claim_number="WC2026117",
        ),
    ),
    INJURY, injured=date(2026, 2, 27),
)  # fmt: skip
ORDERED = visit("e11", IDA, (cover("medicare-b", IDA),), provider=LAB, referring=FAMILY)
NOT_PARTICIPATING = visit("e12", KIM, (cover("spruce-ppo", KIM, group="S1"),))
ABN = visit("e13", IDA, (cover("medicare-b", IDA),), abn_signed=True)
SELF_PAY = visit("e14", KIM, (cover("self-pay", KIM),))
ENCOUNTERS = (
    MEDICARE, MEDIGAP, MEDICAID_SECOND, WORKING_AGED, MEDICAID, PPO_CHILD, PPO_PRIOR, HMO,
    TRICARE, COMPENSATION, ORDERED, NOT_PARTICIPATING, ABN, SELF_PAY,
)  # fmt: skip
WORLD = World(7, DATA, PRACTICE, ENCOUNTERS, DAY)
INSURED = tuple(one for one in ENCOUNTERS if one is not SELF_PAY)


def paid_by_first(encounter: Encounter) -> ClaimPayment:
    """Return the first plan's decision: 70 percent allowed, a fifth of it the patient's."""
    lines = []
    for service in encounter.template.services:
        charge = DATA.charge(service.code) * service.units
        allowed = charge * 7 // 10
        share = allowed // 5
        lines.append(
            LinePayment(
                service.code,
                service.modifiers,
                charge,
                allowed - share,
                service.units,
                encounter.day,
                (Adjustment("CO", "45", charge - allowed), Adjustment("PR", "2", share)),
                (),
                allowed,
            )
        )
    first = encounter.patient.coverages[0]
    return ClaimPayment(
        encounter.patient.account,
        "1",
        sum(one.charge for one in lines),
        sum(one.paid for one in lines),
        sum(one.charge - one.paid for one in lines)
        - sum(one.adjustments[0].amount for one in lines),
        f"ICN{encounter.id.upper()}",
        encounter.patient.person.last.upper(),
        encounter.patient.person.first.upper(),
        first.member_id,
        tuple(lines),
    )
