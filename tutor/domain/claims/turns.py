"""How a visit comes to the desk where its note leaves something open, or holds one service more.

A template's key is the visit as it is paid. A query gives the note in its first writing and what
that supports; a paired service gives the note with a second service that the plan's list takes as
part of the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tutor.domain.claims.draw_world import fill_note
from tutor.domain.claims.edit_bundle import ENDED, NEVER
from tutor.domain.claims.plans import Bundle, Plan
from tutor.domain.claims.world import (
    Dx,
    Encounter,
    EncounterTemplate,
    PairedService,
    Query,
    Service,
)


def ways(template: EncounterTemplate) -> tuple[EncounterTemplate, ...]:
    """Return every other way in which a template's visit may come."""
    first = (first_written(template, template.query),) if template.query else ()
    pairs = (
        way for pair in template.pairs for way in (paired(template, pair), parted(template, pair))
    )
    return (*first, *pairs)


def first_written(template: EncounterTemplate, query: Query) -> EncounterTemplate:
    """Return a template as its first note supports it: less than the key says."""
    coded = query.coded
    wrong = tuple(
        Dx(one.code, f"The note does not say it yet: {query.rationale}")
        for one in template.diagnoses
        if one.code in query.instead_of
    )
    diagnoses = {
        (coded if one.code in query.instead_of else one).code: (
            coded if one.code in query.instead_of else one
        )
        for one in template.diagnoses
    }
    services = tuple(
        replace(one, points_to=_instead(one.points_to, query)) for one in template.services
    )
    kept = tuple(one for one in template.mistakes if one.code != coded.code)
    return replace(
        template,
        note=query.note,
        diagnoses=tuple(diagnoses.values()),
        services=services,
        mistakes=(*wrong, *kept),
    )


def _instead(points: Iterable[str], query: Query) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(query.coded.code if one in query.instead_of else one for one in points)
    )


def answered(template: EncounterTemplate, query: Query) -> EncounterTemplate:
    """Return a template as it is once the provider has answered: the key, with the addendum."""
    return replace(template, note=f"{query.note}\n{query.answer}")


def paired(template: EncounterTemplate, pair: PairedService) -> EncounterTemplate:
    """Return a template with a second service, as the note alone has it coded."""
    codes = {one.code for one in pair.diagnoses or template.diagnoses} | {pair.service.code}
    return replace(
        template,
        note=pair.note,
        diagnoses=pair.diagnoses or template.diagnoses,
        services=(*template.services, pair.service),
        mistakes=tuple(one for one in template.mistakes if one.code not in codes),
    )


def parted(template: EncounterTemplate, pair: PairedService) -> EncounterTemplate:
    """Return a template with a second service whose modifier says that it was separate."""
    made = paired(template, pair)
    if not pair.modifier:
        return made
    service = replace(pair.service, modifiers=(*pair.service.modifiers, pair.modifier))
    return replace(made, services=(*template.services, service))


def with_template(encounter: Encounter, template: EncounterTemplate) -> Encounter:
    """Return an encounter as another way of its template has it, its note filled in."""
    note = fill_note(
        template,
        encounter.patient.person,
        encounter.day,
        encounter.provider,
        encounter.referring,
        encounter.injured,
    )
    return replace(encounter, template=template, note=note)


def has_to_ask(plan: Plan, encounter: Encounter) -> bool:
    """Whether a plan does not cover what the first note supports, and covers the key.

    A visit with an ABN is left out: the denial would go to the patient.
    """
    query = encounter.template.query
    if query is None or encounter.abn_signed:
        return False
    first = first_written(encounter.template, query)
    lines = tuple(zip(encounter.template.services, first.services, strict=True))
    return all(_covered(plan, one) for one, _ in lines) and any(
        not _covered(plan, other) for _, other in lines
    )


def _covered(plan: Plan, service: Service) -> bool:
    listed = [one.diagnoses for one in plan.rules.necessity if one.code == service.code]
    begins = tuple(text for some in listed for text in some)
    return not listed or any(code.startswith(begins) for code in service.points_to)


def bundle_of(plan: Plan, pair: PairedService) -> Bundle | None:
    """Return the line of a plan's list that a pair stands on, if it is in force."""
    for one in plan.rules.bundles:
        if (one.column_one, one.column_two) == (pair.column_one, pair.service.code):
            return None if one.indicator == ENDED else one
    return None


def fitting_pairs(plan: Plan, encounter: Encounter) -> tuple[PairedService, ...]:
    """Return the second services that a plan takes as part of one of the visit's.

    What was separate needs a plan whose list gives way to its modifier, and the plan has to pay the
    second service where it is alone.
    """
    found = []
    for pair in encounter.template.pairs:
        bundle = bundle_of(plan, pair)
        if bundle is None or plan.fee(pair.service.code) is None:
            continue
        gives_way = bundle.indicator != NEVER and pair.modifier in plan.rules.modifiers_unbundle
        if not pair.modifier or gives_way:
            found.append(pair)
    return tuple(found)


def not_covered(plan: Plan, template: EncounterTemplate) -> tuple[str, ...]:
    """Return the services of a template that a plan does not cover for their diagnoses."""
    found = [one.code for one in template.services if not _covered(plan, one)]
    return tuple(dict.fromkeys(found))
