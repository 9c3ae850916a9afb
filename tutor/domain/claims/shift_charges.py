"""What a coded visit makes of the claim, where it was not coded rightly."""

from __future__ import annotations

from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.form import MOST_LINES, Form
from tutor.domain.claims.form_difference import differences
from tutor.domain.claims.payer_side import right_form
from tutor.domain.claims.shift_state import Account, ShiftState
from tutor.domain.claims.shift_step import Answered
from tutor.domain.claims.world import Encounter, Service
from tutor.domain.coding import Entry
from tutor.domain.coding_read import read_entries

MOST_WRONG = 6
"""Boxes: a claim that differs in more of them is coded anew, not mended."""


def coded_form(state: ShiftState, account: Account, answered: Answered) -> Form | None:
    """Return the claim as a visit was coded; None if it has to be coded anew.

    Anew means that nothing was coded, that a code has no charge, or that too much differs. What
    was overlooked at the registration stays on the claim.
    """
    entries = read_entries(" ".join(answered.response))
    encounter = account.encounter
    diagnoses = tuple(one.code for one in entries if one.kind == "dx")
    lines = _services(encounter, entries, diagnoses)
    if not diagnoses or not 0 < len(lines) <= MOST_LINES:
        return None
    try:
        form = fill_form(state.world, encounter, account.order, None, lines, diagnoses)
    except ValueError:
        return None
    right = right_form(state, account)
    if len(differences(form, right)) > MOST_WRONG:
        return None
    carried = account.form or right
    return form.changed({box: carried.get(box) for box in differences(carried, right)})


def _services(
    encounter: Encounter, entries: tuple[Entry, ...], diagnoses: tuple[str, ...]
) -> tuple[Service, ...]:
    """Return the coded services, those of the note first and in its order."""
    order = {one.code: place for place, one in enumerate(encounter.template.services)}
    places = {one.code: one.place for one in encounter.template.services}
    usual = encounter.template.services[0].place
    found = [
        Service(
            code=one.code,
            rationale="",
            modifiers=one.modifiers,
            units=one.units,
            points_to=tuple(diagnoses[place - 1] for place in one.points),
            place=places.get(one.code, usual),
        )
        for one in entries
        if one.kind == "px"
    ]
    return tuple(sorted(found, key=lambda one: order.get(one.code, len(order))))
