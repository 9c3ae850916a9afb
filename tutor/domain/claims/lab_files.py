"""What the files in `seeds/practice/` hold, and how the lab's data are put together of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tutor.domain.claims.money import Cents
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.world import EncounterTemplate, LabData, Names


@dataclass(frozen=True, slots=True)
class NameList:
    """One `names.yaml`: what practices are called, and what people and places are made of."""

    practices: tuple[str, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class ChargeList:
    """One `charges.yaml`: the practice's charge of one unit, by code."""

    charges: tuple[tuple[str, Cents], ...]


def lab_data(
    names: Iterable[NameList],
    plans: Iterable[Plan],
    charges: Iterable[ChargeList],
    encounters: Iterable[EncounterTemplate],
) -> LabData | None:
    """Put the lab's data together; None where plans, names or encounters are missing.

    Where several files name a charge, the first counts.
    """
    lists, known, templates = tuple(names), tuple(plans), tuple(encounters)
    if not (lists and known and templates):
        return None
    fees: dict[str, Cents] = {}
    for one in charges:
        for code, amount in one.charges:
            fees.setdefault(code, amount)
    return LabData(
        practices=tuple(name for one in lists for name in one.practices),
        names=_joined([one.names for one in lists]),
        plans=known,
        charges=tuple(fees.items()),
        encounters=templates,
    )


def _joined(lists: list[Names]) -> Names:
    return Names(
        last=tuple(name for one in lists for name in one.last),
        first_f=tuple(name for one in lists for name in one.first_f),
        first_m=tuple(name for one in lists for name in one.first_m),
        streets=tuple(street for one in lists for street in one.streets),
        towns=tuple(town for one in lists for town in one.towns),
    )
