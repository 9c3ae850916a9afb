"""The record of a registration, and the papers that it was made from."""

from __future__ import annotations

from datetime import date

from tutor.domain.claims.exhibit import facts, joined, us_date
from tutor.domain.claims.parties import Person
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.world import Encounter, World

SELF, SPOUSE, CHILD = "SELF", "SPOUSE", "CHILD"
LABELS = {
    "patient.name": "Patient's name",
    "patient.birth": "Patient's date of birth",
    "patient.sex": "Patient's sex",
    "patient.street": "Street",
    "patient.city": "City",
    "patient.state": "State",
    "patient.zip": "ZIP code",
    "patient.phone": "Telephone",
    "plan.name": "Insurance 1: plan",
    "plan.payer": "Insurance 1: payer ID",
    "plan.member": "Insurance 1: member or claim number",
    "plan.group": "Insurance 1: group number",
    "plan.effective": "Insurance 1: effective date",
    "insured.relationship": "Patient is to the insured",
    "insured.name": "Insured's name",
    "insured.birth": "Insured's date of birth",
    "plan2.name": "Insurance 2: plan",
    "plan2.member": "Insurance 2: member number",
    "visit.work": "Injury at work?",
}
"""Boxes of the record in their order, as learners see them."""


def record_of(world: World, encounter: Encounter) -> dict[str, str]:
    """Return the right record of an encounter: what its papers say, box by box."""
    covers = encounter.patient.coverages
    first, person = covers[0], encounter.patient.person
    plan = world.data.plan(first.plan_id)
    record = {
        "patient.name": person.name,
        "patient.birth": us_date(person.birth),
        "patient.sex": person.sex,
        "patient.street": person.address.street,
        "patient.city": person.address.city,
        "patient.state": person.address.state,
        "patient.zip": person.address.zip,
        "patient.phone": person.phone,
        "plan.name": plan.name,
    }
    if plan.kind != "self-pay":
        record |= {
            "plan.payer": plan.payer_id,
            "plan.member": first.member_id,
            "plan.group": first.group,
            "plan.effective": us_date(first.effective),
        }
    if plan.kind not in ("self-pay", "workers-comp"):  # at work, the employer is the insured
        record |= {
            "insured.relationship": first.relationship.upper(),
            "insured.name": first.subscriber.name,
            "insured.birth": us_date(first.subscriber.birth),
        }
    if len(covers) > 1:
        record |= {
            "plan2.name": world.data.plan(covers[1].plan_id).name,
            "plan2.member": covers[1].member_id,
        }
    injured = encounter.template.accident == "employment"
    record["visit.work"] = "YES" if injured else "NO"
    return {box: record[box] for box in LABELS if record.get(box)}


def papers_of(world: World, encounter: Encounter) -> str:
    """Return identity card, insurance cards and intake sheet as text."""
    cards = (
        _card(number, world.data.plan(cover.plan_id), cover, encounter.patient.person)
        for number, cover in enumerate(encounter.patient.coverages, 1)
        if world.data.plan(cover.plan_id).kind != "self-pay"
    )
    return joined(_identity(encounter), *cards, _intake(world, encounter))


def _identity(encounter: Encounter) -> str:
    person = encounter.patient.person
    home = person.address
    return "IDENTITY CARD (copy)\n" + facts(
        (
            ("Name", person.name),
            ("Born", us_date(person.birth)),
            ("Sex", person.sex),
            ("Address", f"{home.street}, {home.city}, {home.state} {home.zip}"),
        )
    )


def _card(number: int, plan: Plan, cover: Coverage, person: Person) -> str:
    injured = plan.kind == "workers-comp"
    title = "CLAIM LETTER OF THE INSURER" if injured else f"INSURANCE CARD {number} (copy)"
    number_label = "Claim number" if injured else "Member ID"
    rows = [
        ("Plan", plan.name),
        ("Payer ID", plan.payer_id),
        (number_label, cover.member_id),
        ("Group", cover.group),
        ("Injured" if injured else "Subscriber", cover.subscriber.name),
        ("Employer", cover.employer),
        ("Effective", us_date(cover.effective)),
    ]
    if cover.relationship != "self":
        rows.insert(5, ("Dependent", person.name))
    return f"{title}\n{facts(rows)}"


def _intake(world: World, encounter: Encounter) -> str:
    """Return what the patient (or a parent) wrote on the intake sheet."""
    first, person = encounter.patient.coverages[0], encounter.patient.person
    insured = world.data.plan(first.plan_id).kind != "self-pay"
    rows: list[tuple[str, str]] = [("Telephone", person.phone)]
    if insured:
        rows.append(("Insured", _relation_words(first)))
    if first.relationship != "self" and insured:
        rows.append(("Born (insured)", us_date(first.subscriber.birth)))
    if not insured:
        rows.append(("Insurance", "none, pays in person"))
    rows.append(("Reason", _reason(encounter.template.accident, encounter.injured)))
    return f"INTAKE SHEET of {us_date(encounter.day)}\n{facts(rows)}"


def _relation_words(cover: Coverage) -> str:
    who = cover.subscriber
    name = f"{who.first} {who.last}"
    words = {
        "self": "the patient in person",
        "spouse": f"the patient's spouse, {name}",
        "child": f"a parent of the patient, {name}",
    }
    return words.get(cover.relationship, name)


def _reason(accident: str, injured: date | None) -> str:
    on = f", {us_date(injured)}" if injured else ""
    words = {"employment": f"injured at work{on}", "auto": f"car accident{on}"}
    return words.get(accident, f"accident at home or play{on}" if accident else "illness or check")
