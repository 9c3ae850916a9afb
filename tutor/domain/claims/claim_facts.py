"""What a biller has on the desk for one claim: registration, cards, note, coded charges."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from tutor.domain.claims.box_texts import written_day
from tutor.domain.claims.fill import (
    account_number,
    billed_modifiers,
    coverage_of,
    valid_authorizations,
)
from tutor.domain.claims.fill_cover import other_coverage
from tutor.domain.claims.money import dollars
from tutor.domain.claims.parties import Address, Person, Provider
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.sender import ORDERED, REFERRED, sender
from tutor.domain.claims.world import Encounter, Service, World

WIDTH = 76
_LABEL = 14


def claim_facts(
    world: World,
    encounter: Encounter,
    plan_order: int = 1,
    primary: ClaimPayment | None = None,
    lines: Sequence[Service] | None = None,
) -> str:
    """Return the facts of a claim as plain text, lines at most `WIDTH` wide.

    Args:
        world: Where the encounter is of.
        encounter: To be billed.
        plan_order: Which of the patient's plans the claim goes to.
        primary: What the plan before it decided.
        lines: Services as coded, where they are not those that the note supports.

    Raises:
        ValueError: There is no such coverage.
    """
    coverage = coverage_of(encounter, plan_order)
    plan = world.data.plan(coverage.plan_id)
    services = encounter.template.services if lines is None else tuple(lines)
    other = other_coverage(world, encounter, coverage)
    parts = [
        _registration(world, encounter, plan, coverage),
        *(_card(world, encounter, one, bills=one is coverage) for one in (coverage, other) if one),
        _visit(encounter, plan),
        ["ENCOUNTER NOTE", *_wrapped(encounter.note)],
        _charges(world, encounter, plan, services),
        _practice(world),
    ]
    if primary and other:
        parts.append(_decision(world.data.plan(other.plan_id), primary))
    return "\n\n".join("\n".join(part) for part in parts)


def _wrapped(text: str) -> list[str]:
    """Return a text in lines that fit, with its paragraphs."""
    found: list[str] = []
    for paragraph in text.strip().splitlines():
        found += textwrap.wrap(paragraph, WIDTH - 2, break_long_words=True) or [""]
    return [f"  {one}".rstrip() for one in found]


def _row(label: str, text: str) -> list[str]:
    """Return a label with its text; nothing if there is none."""
    if not text:
        return []
    lines = textwrap.wrap(text, WIDTH - _LABEL - 2)
    return [
        f"  {label if not place else '':<{_LABEL}}{line}".rstrip()
        for place, line in enumerate(lines)
    ]


def _rows(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [line for label, text in pairs for line in _row(label, text)]


def _address(address: Address) -> str:
    return f"{address.street}, {address.city}, {address.state} {address.zip}"


def _full_name(person: Person) -> str:
    return " ".join(part for part in (person.first, person.middle, person.last) if part)


def _person(person: Person) -> str:
    return f"{_full_name(person)}, born {written_day(person.birth)}, sex {person.sex}"


def _provider(provider: Provider) -> str:
    return f"{provider.first} {provider.last} {provider.credential}, NPI {provider.npi}"


def _registration(world: World, encounter: Encounter, plan: Plan, coverage: Coverage) -> list[str]:
    person = encounter.patient.person
    medicare = plan.kind == "medicare"
    signed = "on file: release of records" + ("" if medicare else ", payment to the practice")
    return [
        "REGISTRATION",
        *_rows(
            (
                ("Account", account_number(world, encounter)),
                ("Patient", _person(person)),
                ("Address", _address(person.address)),
                ("Phone", person.phone),
                ("Employer", coverage.employer),
                ("Signatures", signed),
            )
        ),
    ]


def _card(world: World, encounter: Encounter, coverage: Coverage, *, bills: bool) -> list[str]:
    plan = world.data.plan(coverage.plan_id)
    place = {1: "first", 2: "second"}.get(coverage.order, "after those")
    medigap = plan.kind == "medigap" and not bills
    return [
        f"INSURANCE CARD: {plan.name}",
        *_rows(
            (
                ("Pays", f"{place}{'; the claim goes here' if bills else ''}"),
                ("Kind of plan", _kind(plan)),
                ("Payer id", plan.payer_id),
                ("Insured", _insured(coverage, encounter)),
                ("Member id", coverage.member_id),
                ("Group", coverage.group),
                ("Claim number", coverage.claim_number),
                ("Effective", written_day(coverage.effective)),
                ("Ended", written_day(coverage.ended) if coverage.ended else ""),
                ("Assigned", "the patient assigns Medigap benefits" if medigap else ""),
            )
        ),
    ]


def _kind(plan: Plan) -> str:
    return {
        "medicare": "Medicare Part B",
        "medigap": "Medigap policy",
        "medicaid": "Medicaid",
        "ppo": "PPO (group health plan)",
        "hmo": "HMO (group health plan)",
        "tricare": "TRICARE",
        "workers-comp": "workers' compensation",
    }.get(plan.kind, plan.kind)


def _insured(coverage: Coverage, encounter: Encounter) -> str:
    if coverage.employer:
        return f"{coverage.employer} (the employer)"
    if coverage.relationship == "self":
        return f"{_full_name(encounter.patient.person)} (the patient)"
    relation = {"spouse": "spouse", "child": "parent"}.get(coverage.relationship, "guardian")
    address = _address(coverage.subscriber.address)
    return f"{_person(coverage.subscriber)}, {address} (the patient's {relation})"


def _visit(encounter: Encounter, plan: Plan) -> list[str]:
    contract = "yes" if plan.participating or plan.kind == "medicaid" else "no"
    accident = {
        "employment": "at work",
        "auto": "auto accident",
        "other": "other accident, not at work",
    }.get(encounter.template.accident, "")
    injured = f"{accident}, on {written_day(encounter.injured)}" if encounter.injured else accident
    who = sender(encounter, plan)
    did = {ORDERED: "Ordered by", REFERRED: "Referred by"}
    return [
        "VISIT",
        *_rows(
            (
                ("Day", written_day(encounter.day)),
                ("Seen by", f"{_provider(encounter.provider)}, {encounter.provider.specialty}"),
                *([(did[who.qualifier], _provider(who.provider))] if who else []),
                ("Injury", injured or "none"),
                *(("Authorization", one) for one in _authorizations(encounter, plan)),
                ("ABN", "signed before the service" if encounter.abn_signed else ""),
                ("Paid at desk", dollars(encounter.paid_at_desk)),
                ("Assignment", f"accepted: {contract}"),
            )
        ),
    ]


def _authorizations(encounter: Encounter, plan: Plan) -> list[str]:
    return [
        f"{one.number}, from {written_day(one.begins)} to {written_day(one.ends)}, "
        + (f"for {', '.join(one.codes)}" if one.codes else "a referral")
        for one in valid_authorizations(encounter, plan)
    ]


def _charges(
    world: World, encounter: Encounter, plan: Plan, services: Sequence[Service]
) -> list[str]:
    codes = [one.code for one in encounter.template.diagnoses]
    rows = [f"  {'Code':<8}{'Modifiers':<12}{'Units':>5}{'A unit':>12}  {'Place':<7}For"]
    for one in services:
        try:
            charge = dollars(world.data.charge(one.code))
        except KeyError:
            charge = "none"
        modifiers = " ".join(billed_modifiers(one, encounter, plan))
        row = f"  {one.code:<8}{modifiers:<12}{one.units:>5}{charge:>12}  {one.place:<7}"
        reasons = textwrap.wrap(", ".join(one.points_to), WIDTH - len(row)) or [""]
        rows.append((row + reasons[0]).rstrip())
        rows += [" " * len(row) + more for more in reasons[1:]]
    diagnoses = _row("Diagnoses", ", ".join(codes) + " (in this order)")
    return ["CODED CHARGES", *diagnoses, *rows]


def _practice(world: World) -> list[str]:
    practice = world.practice
    return [
        "PRACTICE",
        *_rows(
            (
                ("Name", practice.name),
                ("Address", _address(practice.address)),
                ("Phone", practice.phone),
                ("NPI", practice.npi),
                ("Tax id", f"{practice.tax_id} (EIN)"),
            )
        ),
    ]


def _decision(plan: Plan, primary: ClaimPayment) -> list[str]:
    rows = [f"  {'Code':<8}{'Charge':>12}{'Paid':>12}{'Patient':>12}"]
    for line in primary.lines:
        share = sum(one.amount for one in line.adjustments if one.group == "PR")
        rows.append(
            f"  {line.code:<8}{dollars(line.charge):>12}{dollars(line.paid):>12}"
            f"{dollars(share):>12}"
        )
    rows.append(
        f"  {'Total':<8}{dollars(primary.charge):>12}{dollars(primary.paid):>12}"
        f"{dollars(primary.patient_share):>12}"
    )
    of = _rows((("Plan", plan.name), ("Its number", primary.payer_control)))
    return ["DECISION OF THE PLAN BEFORE", *of, *rows]
