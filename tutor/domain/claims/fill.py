"""The right CMS-1500 for an encounter: what a careful biller would send to one of its plans."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.domain.claims.box_texts import place_boxes, written_day
from tutor.domain.claims.fill_cover import cover_boxes
from tutor.domain.claims.form import DIAGNOSIS_LETTERS, MOST_LINES, Form
from tutor.domain.claims.money import plain
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.sender import sender
from tutor.domain.claims.world import Authorization, Encounter, Service, World

INJURY = "431"
"""Qualifier of box 14 for the day on which an injury or illness began."""


def coverage_of(encounter: Encounter, order: int) -> Coverage:
    """Return the patient's nth coverage.

    Raises:
        ValueError: There is none.
    """
    for one in encounter.patient.coverages:
        if one.order == order:
            return one
    raise ValueError(f"{encounter.patient.person.name} has no coverage number {order}")


def account_number(world: World, encounter: Encounter) -> str:
    """Return the number of box 26: the patient's account, told apart where it has more visits."""
    account = encounter.patient.account
    visits = [one.id for one in world.encounters if one.patient.account == account]
    place = visits.index(encounter.id) if encounter.id in visits else 0
    return account if place == 0 else f"{account}-{place + 1}"


def fill_form(
    world: World,
    encounter: Encounter,
    plan_order: int = 1,
    primary: ClaimPayment | None = None,
    lines: Sequence[Service] | None = None,
    diagnoses: Sequence[str] | None = None,
) -> Form:
    """Return the right form for an encounter, to the patient's nth coverage.

    Args:
        world: Where the encounter is of.
        encounter: To be billed.
        plan_order: 1 for the plan that pays first, 2 for the next.
        primary: What the plan before this one decided, for a claim to the next plan.
        lines: Services to bill instead of those that the note supports.
        diagnoses: Diagnoses to bill instead, the main one first.

    Raises:
        ValueError: There is no such coverage, it is no insurance, or the services don't fit on one
            form or have no charge.
    """
    coverage = coverage_of(encounter, plan_order)
    plan = world.data.plan(coverage.plan_id)
    if plan.kind == "self-pay":
        raise ValueError(f"{plan.name} is no insurance: the patient gets a statement, not a claim")
    services = encounter.template.services if lines is None else tuple(lines)
    if len(services) > MOST_LINES:
        raise ValueError(f"a CMS-1500 has {MOST_LINES} service lines, not {len(services)}")
    letters = _letters(encounter, services, diagnoses)
    return Form.of(
        cover_boxes(world, encounter, coverage)
        | _condition(encounter, plan)
        | {"21.ind": "0"}
        | {f"21.{letter}": code for code, letter in letters.items()}
        | {"23": _authorization(encounter, plan, services)}
        | _lines(world, encounter, plan, services, letters)
        | _provider(world, encounter, plan)
        | _amounts(world, encounter, plan, services, primary)
    )


def _letters(
    encounter: Encounter, services: Sequence[Service], diagnoses: Sequence[str] | None
) -> dict[str, str]:
    """Return the letter of each diagnosis, in the order of the form."""
    if diagnoses is None:
        diagnoses = [one.code for one in encounter.template.diagnoses]
    pointed = [code for service in services for code in service.points_to]
    codes = dict.fromkeys((*diagnoses, *pointed))
    return dict(zip(codes, DIAGNOSIS_LETTERS, strict=False))


def _condition(encounter: Encounter, plan: Plan) -> dict[str, str]:
    boxes = {"20": "NO"}
    if encounter.injured:
        boxes |= {"14": written_day(encounter.injured)}
        boxes |= {} if plan.kind == "medicare" else {"14.qual": INJURY}
    if who := sender(encounter, plan):
        boxes |= {"17.qual": who.qualifier, "17": who.provider.name, "17b": who.provider.npi}
    return boxes


def valid_authorizations(encounter: Encounter, plan: Plan) -> tuple[Authorization, ...]:
    """Return the plan's authorizations that hold on the day of the encounter."""
    return tuple(
        one
        for one in encounter.authorizations
        if one.plan_id == plan.id and one.begins <= encounter.day <= one.ends
    )


def _authorization(encounter: Encounter, plan: Plan, services: Sequence[Service]) -> str:
    """Return what box 23 needs: an authorization of a service that needs one, or a referral."""
    held = valid_authorizations(encounter, plan)
    needing = [one.code for one in services if one.code in plan.rules.authorization]
    for one in held:
        if any(code in one.codes for code in needing):
            return one.number
    return held[0].number if held and plan.rules.referral else ""


def billed_modifiers(service: Service, encounter: Encounter, plan: Plan) -> tuple[str, ...]:
    """Return the modifiers of a line: those of the service, and GA where an ABN was signed."""
    waived = plan.kind == "medicare" and encounter.abn_signed and service.code in plan.rules.abn
    if waived and "GA" not in service.modifiers:
        return (*service.modifiers, "GA")
    return service.modifiers


def _charge(world: World, service: Service) -> int:
    try:
        return world.data.charge(service.code) * service.units
    except KeyError:
        raise ValueError(f"the practice has no charge for {service.code}") from None


def _lines(
    world: World,
    encounter: Encounter,
    plan: Plan,
    services: Sequence[Service],
    letters: dict[str, str],
) -> dict[str, str]:
    boxes: dict[str, str] = {}
    for number, service in enumerate(services, 1):
        line = {
            "24A.from": written_day(encounter.day),
            "24A.to": written_day(encounter.day),
            "24B": service.place,
            "24D": service.code,
            "24D.mods": " ".join(billed_modifiers(service, encounter, plan)),
            "24E": "".join(letters[code] for code in service.points_to if code in letters),
            "24F": plain(_charge(world, service)),
            "24G": str(service.units),
            "24J": encounter.provider.npi,
        }
        boxes |= {f"{box}.{number}": text for box, text in line.items()}
    return boxes


def _provider(world: World, encounter: Encounter, plan: Plan) -> dict[str, str]:
    practice = world.practice
    return {
        "25": practice.tax_id,
        "25.kind": "EIN",
        "26": account_number(world, encounter),
        "27": "YES" if plan.participating or plan.kind == "medicaid" else "NO",
        "31": encounter.provider.name,
        "31.date": written_day(encounter.day),
        "32": practice.name.upper(),
        **place_boxes("32", practice.address),
        "33": practice.name.upper(),
        **place_boxes("33", practice.address),
        "33.phone": practice.phone,
        "33a": practice.npi,
    }


def _amounts(
    world: World,
    encounter: Encounter,
    plan: Plan,
    services: Sequence[Service],
    primary: ClaimPayment | None,
) -> dict[str, str]:
    """Return total and what was paid: Medicare wants only what the patient paid."""
    paid = encounter.paid_at_desk
    if primary and plan.kind != "medicare":
        paid += primary.paid
    return {
        "28": plain(sum(_charge(world, one) for one in services)),
        "29": plain(paid) if paid else "",
    }


def as_replacement(form: Form, payer_control: str, code: str = "7") -> Form:
    """Return a form as replacement (`7`) or void (`8`) of the claim the payer gave a number."""
    return form.changed({"22.code": code, "22.ref": payer_control})
