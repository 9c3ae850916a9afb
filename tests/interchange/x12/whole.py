"""Whole remittances of files that are known to be small."""

from __future__ import annotations

from dataclasses import replace

from tutor.domain.claims.remittance import ClaimPayment, ProviderAdjustment, Remittance
from tutor.interchange.x12.decoding import Source
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.remittance_835 import read_835


def whole_remittances(source: Source, faults: Faults | None = None) -> tuple[Remittance, ...]:
    """Read a file's remittances whole.

    Raises:
        X12Error: As `read_835` does.
    """
    heads: list[Remittance] = []
    claims: list[list[ClaimPayment]] = []
    taken: list[list[ProviderAdjustment]] = []
    for part in read_835(source, faults):
        if isinstance(part, Remittance):
            heads.append(part)
            claims.append([])
            taken.append([])
        elif isinstance(part, ClaimPayment):
            claims[-1].append(part)
        else:
            taken[-1].append(part)
    return tuple(
        replace(head, claims=tuple(own), provider_adjustments=tuple(others))
        for head, own, others in zip(heads, claims, taken, strict=True)
    )
