"""Boxes 1 to 13: whose insurance pays, and what else covers the patient, by kind of plan.

Source: CMS Pub 100-04 chapter 26 sections 10.2 and 10.3 (Medicare); what other payers want
differs from it where their claims go by the card of the insured.
"""

from __future__ import annotations

from tutor.domain.claims.box_texts import birth_boxes, place_boxes
from tutor.domain.claims.boxes_insured import ON_FILE
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.world import Encounter, World

NO_OTHER = "NONE"
"""Box 11 of a claim that Medicare pays first."""
SAME = "SAME"


def cover_boxes(world: World, encounter: Encounter, coverage: Coverage) -> dict[str, str]:
    """Return boxes carrier to 13 of the claim to a coverage."""
    plan = world.data.plan(coverage.plan_id)
    boxes = {"carrier.name": plan.name.upper(), "carrier.id": plan.payer_id, "1": plan.box1}
    boxes |= {"1a": coverage.member_id} | _patient(encounter) | _accident(encounter, plan)
    if plan.kind == "medicare":
        return boxes | _medicare(world, encounter, coverage)
    if plan.kind == "workers-comp":
        return boxes | _workers_compensation(plan, coverage)
    return boxes | _insured(plan, coverage) | _other_cover(world, encounter, coverage)


def other_coverage(world: World, encounter: Encounter, coverage: Coverage) -> Coverage | None:
    """Return the cover that the claim has to tell beside its own: the one before it, or after."""
    others = [
        one
        for one in encounter.patient.coverages
        if one is not coverage and world.data.plan(one.plan_id).kind != "self-pay"
    ]
    before = [one for one in others if one.order < coverage.order]
    after = [one for one in others if one.order > coverage.order]
    if before:
        return max(before, key=lambda one: one.order)
    return min(after, key=lambda one: one.order) if after else None


def _patient(encounter: Encounter) -> dict[str, str]:
    person = encounter.patient.person
    return {
        "2": person.name,
        **birth_boxes("3", person),
        **place_boxes("5", person.address),
        "5.phone": person.phone,
        "12": ON_FILE,
    }


def _accident(encounter: Encounter, plan: Plan) -> dict[str, str]:
    kind = encounter.template.accident
    if plan.kind == "workers-comp":
        kind = "employment"
    return {
        "10a": "YES" if kind == "employment" else "NO",
        "10b": "YES" if kind == "auto" else "NO",
        "10b.state": encounter.patient.person.address.state if kind == "auto" else "",
        "10c": "YES" if kind == "other" else "NO",
    }


def _medicare(world: World, encounter: Encounter, coverage: Coverage) -> dict[str, str]:
    other = other_coverage(world, encounter, coverage)
    if other and other.order < coverage.order:
        return _medicare_second(world.data.plan(other.plan_id), other)
    boxes = {"11": NO_OTHER}
    if not other:
        return boxes
    plan = world.data.plan(other.plan_id)
    if plan.kind == "medigap":
        same = other.relationship == "self"
        return boxes | {
            "9": SAME if same else other.subscriber.name,
            "9a": f"MEDIGAP {other.member_id}",
            "9d": plan.payer_id,
            "13": ON_FILE,
        }
    if plan.kind == "medicaid":
        return boxes | {"10d": f"MCD {other.member_id}"}
    return boxes


def _medicare_second(first: Plan, other: Coverage) -> dict[str, str]:
    """Return the boxes that tell Medicare who pays before it."""
    boxes = {
        "6": other.relationship.upper(),
        "11": other.group or other.member_id,
        "11c": first.payer_id,
    }
    if other.relationship == "self":
        return boxes | {"4": SAME, "7.street": SAME}
    return (
        boxes
        | {"4": other.subscriber.name}
        | place_boxes("7", other.subscriber.address)
        | birth_boxes("11a", other.subscriber)
    )


def _workers_compensation(plan: Plan, coverage: Coverage) -> dict[str, str]:
    """Return the boxes of an injury at work: the employer is insured, at an address of its own."""
    employer = coverage.employer.upper()
    number = coverage.claim_number
    return {
        "4": employer or coverage.subscriber.name,
        "6": "OTHER" if employer else coverage.relationship.upper(),
        **({} if employer else place_boxes("7", coverage.subscriber.address)),
        "11": coverage.group,
        "11b": f"Y4 {number}" if number else "",
        "11c": plan.name.upper(),
        "11d": "NO",
        "13": ON_FILE,
    }


def _insured(plan: Plan, coverage: Coverage) -> dict[str, str]:
    return {
        "4": coverage.subscriber.name,
        "6": coverage.relationship.upper(),
        **place_boxes("7", coverage.subscriber.address),
        "7.phone": coverage.subscriber.phone,
        "11": coverage.group,
        **birth_boxes("11a", coverage.subscriber),
        "11c": plan.name.upper(),
        "11d": "NO",
        "13": ON_FILE,
    }


def _other_cover(world: World, encounter: Encounter, coverage: Coverage) -> dict[str, str]:
    other = other_coverage(world, encounter, coverage)
    if not other:
        return {}
    return {
        "9": other.subscriber.name,
        "9a": other.group or other.member_id,
        "9d": world.data.plan(other.plan_id).name.upper(),
        "11d": "YES",
    }
