"""Which service of the visit a line of the form stands for."""

from __future__ import annotations

from tutor.domain.claims.scrub_records import ScrubFacts
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.world import Service

OF_NOTICE = {"GA", "GZ", "GY", "GX"}
"""Modifiers that billing adds to those of the charge sheet."""
CODE = 3
"""What the same code counts; modifiers, units and place in the list count 1 each."""


def services_of(sheet: Sheet, facts: ScrubFacts) -> dict[int, Service]:
    """Return the service of each line, as far as the facts tell.

    Those that are most alike belong together, so that one wrong box of a line leaves it where it
    is, even beside another line with the same code; of equals the first.
    """
    if facts.encounter is None:
        return {}
    services = facts.encounter.template.services
    pairs = sorted(
        (-_alike(sheet, line, service, same_place=place == at), place, at)
        for place, line in enumerate(sheet.lines)
        for at, service in enumerate(services)
    )
    found: dict[int, int] = {}
    for _, place, at in pairs:
        if place not in found and at not in found.values():
            found[place] = at
    return {sheet.lines[place]: services[at] for place, at in sorted(found.items())}


def _alike(sheet: Sheet, line: int, service: Service, *, same_place: bool) -> int:
    modifiers = set(sheet.modifiers(line)) - OF_NOTICE
    return (
        CODE * (sheet.code(line) == service.code)
        + (modifiers == set(service.modifiers) - OF_NOTICE)
        + (sheet.units(line) == service.units)
        + same_place
    )


def coded(sheet: Sheet, facts: ScrubFacts) -> dict[int, str]:
    """Return the procedure of each line as the coder left it; as the form has it where unknown."""
    truth = services_of(sheet, facts)
    return {line: truth[line].code if line in truth else sheet.code(line) for line in sheet.lines}
