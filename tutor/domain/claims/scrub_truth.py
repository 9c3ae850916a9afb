"""Which service of the visit a line of the form stands for."""

from __future__ import annotations

from tutor.domain.claims.scrub_records import ScrubFacts
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.world import Service


def services_of(sheet: Sheet, facts: ScrubFacts) -> dict[int, Service]:
    """Return the service of each line, as far as the facts tell.

    A line stands for the next service with its code; lines whose code is wrong stand for what is
    left, in order.
    """
    if facts.encounter is None:
        return {}
    left = list(facts.encounter.template.services)
    found: dict[int, Service] = {}
    for line in sheet.lines:
        service = next((one for one in left if one.code == sheet.code(line)), None)
        if service is not None:
            found[line] = service
            left.remove(service)
    rest = [line for line in sheet.lines if line not in found]
    found.update(zip(rest, left, strict=False))
    return found


def coded(sheet: Sheet, facts: ScrubFacts) -> dict[int, str]:
    """Return the procedure of each line as the coder left it; as the form has it where unknown."""
    truth = services_of(sheet, facts)
    return {line: truth[line].code if line in truth else sheet.code(line) for line in sheet.lines}
