"""All edits of a payer, in the order in which they are applied: the first that fails decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tutor.domain.claims import edit_bundle, edit_service
from tutor.domain.claims.case import Case, Denial
from tutor.domain.claims.edit_cover import COVER_EDITS

Edit: TypeAlias = Callable[[Case, int], "Denial | None"]

SERVICE_EDITS: tuple[Edit, ...] = (
    edit_service.modifiers,
    edit_service.diagnosis,
    edit_service.benefit,
    edit_service.place,
    edit_service.authorization,
    edit_service.referral,
    edit_bundle.pair,
    edit_bundle.global_days,
    edit_service.units,
    edit_service.frequency,
    edit_service.necessity,
)
ALL_EDITS: tuple[Edit, ...] = (*COVER_EDITS, *SERVICE_EDITS)


def denial_of(case: Case, index: int, edits: tuple[Edit, ...] = ALL_EDITS) -> Denial | None:
    """Return why a line is denied, or None if it is to be paid."""
    for edit in edits:
        found = edit(case, index)
        if found is not None:
            return found
    return None
