"""HCPCS units: from the dose that was given to the units that are billed.

The rule: a dose that is no whole multiple of the billing unit is rounded up to the next unit
(Medicare Claims Processing Manual, Pub. 100-04, chapter 17).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from tutor.domain.item import Mistake, Numeric
from tutor.domain.seeds import CodeList
from tutor.services.drills.build import Drill, Generator, Made
from tutor.services.drills.kinds import FAR, NEAR

MOST_UNITS = 30
PART = (Decimal("0.2"), Decimal("0.5"), Decimal("0.6"), Decimal("0.8"))
"""Parts of a billing unit by which a dose exceeds a whole number of them."""


@dataclass(frozen=True, slots=True)
class Dose:
    """A drug code and what one billing unit of it holds."""

    code: str
    drug: str
    amount: Decimal
    unit: str


def doses_of(lists: Iterable[CodeList]) -> tuple[Dose, ...]:
    """Return the drugs of curated lists of codes."""
    return tuple(
        Dose(drug.code, drug.name, Decimal(drug.amount), drug.unit)
        for codes in lists
        for drug in codes.drugs
    )


def units_of(doses: Sequence[Dose]) -> Generator:
    """Return the generator over the drugs of the curated list."""

    def generate(drill: Drill) -> Made | None:
        if not doses:
            return None
        dose = drill.rng.choice(doses)
        whole = drill.rng.randint(2, MOST_UNITS)
        part = Decimal(0) if drill.level == FAR else drill.rng.choice(PART)
        if drill.level == NEAR and drill.rng.random() < 0.5:
            part = Decimal(0)
        given = dose.amount * (whole + part)
        units = (given / dose.amount).to_integral_value(ROUND_CEILING)
        return Made("numeric", _stem(drill, dose, given), _body(dose, given, units), (CITE,))

    return generate


CITE = "Medicare Claims Processing Manual (Pub. 100-04), ch. 17"


def _stem(drill: Drill, dose: Dose, given: Decimal) -> str:
    return (
        f"The MAR shows {plain(given)} {dose.unit} of {dose.drug} given once; nothing was "
        f"discarded. {dose.code} (HCPCS Level II, {drill.edition}) is billed per "
        f"{plain(dose.amount)} {dose.unit}. How many units does the claim line carry?"
    )


def _body(dose: Dose, given: Decimal, units: Decimal) -> Numeric:
    exact = given / dose.amount
    down = exact.to_integral_value(ROUND_FLOOR)
    mistakes = {
        given: f"{plain(given)} is the dose in {dose.unit}, not the number of billing units.",
        units + 1: "One unit too many: only a part of a unit is rounded up, and only once.",
    }
    if down != units:
        mistakes[down] = (
            "Rounded down: a part of a unit counts as a whole one, or the dose is underbilled."
        )
    mistakes.pop(units, None)
    rounded = "" if exact == units else f", rounded up to {plain(units)}"
    return Numeric(
        value=units,
        tolerance=Decimal(0),
        unit="units",
        rationale=(
            f"{plain(given)} {dose.unit} ÷ {plain(dose.amount)} {dose.unit} = "
            f"{plain(exact)}{rounded}."
        ),
        mistakes=tuple(Mistake(value, why) for value, why in mistakes.items()),
    )


def plain(number: Decimal) -> str:
    """Return a number without needless zeros or an exponent: `60`, `0.5`, `1,500`."""
    return f"{number.normalize():,f}"
