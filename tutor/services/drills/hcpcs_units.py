"""HCPCS units: from the dose that was given to the units that are billed.

The rule: a dose that is no whole multiple of the billing unit is rounded up to the next unit
(Medicare Claims Processing Manual, Pub. 100-04, chapter 17, section 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from tutor.domain.item import Mistake, Numeric
from tutor.domain.seeds import CodeList, DrugUnit
from tutor.services.drills.build import Drill, Generator, Made
from tutor.services.drills.kinds import FAR, NEAR, SIBLING

CITE = "Medicare Claims Processing Manual (Pub. 100-04), ch. 17, section 10"
PART = (Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.8"))
"""Parts of a billing unit by which a dose exceeds a whole number of them."""
DIVISIBLE = 2
"""Smallest billing unit of which a part is given: `10.5 mg` is a dose, `0.14 mg` a puzzle."""
WHOLE = ("implant", "depot", "patch", "kit")
"""Forms that are given whole."""
ONE_PART = (" and cilastatin", " with hyaluronidase")
"""Combinations of which the code counts one part only: a dose does not say which it counts."""
MOST = ((1, 30), (10, 12))
FEW = 6
"""The most billing units that are given at once: of small units 30, of larger ones fewer."""
BAG, BAGS = 250, 3
"""Millilitres from which a billing unit is a bag of fluid, and how many bags are given."""
LARGER = {"mg": "g", "mcg": "mg"}
"""A thousand of these is one of those."""
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Dose:
    """A drug code and what one billing unit of it holds."""

    code: str
    drug: str
    amount: Decimal
    unit: str

    @property
    def divisible(self) -> bool:
        """Whether a part of a billing unit can be given."""
        return self.amount >= DIVISIBLE and not any(form in self.drug for form in WHOLE)

    @property
    def most(self) -> int:
        """The most billing units that are asked for."""
        if self.unit == "ml" and self.amount >= BAG:
            return BAGS
        return next((most for upto, most in MOST if self.amount <= upto), FEW)


def doses_of(lists: Iterable[CodeList]) -> tuple[Dose, ...]:
    """Return the drugs of curated lists of codes, but for those whose dose can be read two ways."""
    return tuple(
        Dose(drug.code, _in_sentence(drug.name), Decimal(drug.amount), drug.unit)
        for codes in lists
        for drug in codes.drugs
        if _clear(drug)
    )


def units_of(doses: Sequence[Dose]) -> Generator:
    """Return the generator over the drugs of the curated list."""
    divisible = [dose for dose in doses if dose.divisible]

    def generate(drill: Drill) -> Made | None:
        pool = divisible if drill.level == SIBLING else doses
        if not pool:
            return None
        dose = drill.rng.choice(pool)
        part = drill.rng.choice(PART) if _parted(drill, dose) else Decimal(0)
        given = dose.amount * (drill.rng.randint(2, dose.most) + part)
        larger = drill.level == SIBLING and given >= THOUSAND
        return Made(
            "numeric", _stem(drill, dose, given, larger), _body(dose, given, larger), (CITE,)
        )

    return generate


def _parted(drill: Drill, dose: Dose) -> bool:
    """Say whether the dose is to be no whole number of billing units."""
    if drill.level == FAR or not dose.divisible:
        return False
    return drill.level != NEAR or drill.rng.random() < 0.5


def _stem(drill: Drill, dose: Dose, given: Decimal, larger: bool) -> str:
    return (
        f"Given: {_measured(given, dose.unit, larger)} of {dose.drug}; nothing was discarded. "
        f"{dose.code} (HCPCS Level II, {drill.edition}) is billed per {_per(dose)}. How many "
        "units does the claim line carry?"
    )


def _measured(given: Decimal, unit: str, larger: bool) -> str:
    """Write a dose, in the larger unit of measure where it has one and that is wanted."""
    if larger and unit in LARGER:
        return f"{plain(given / THOUSAND)} {LARGER[unit]}"
    return f"{plain(given)} {unit}"


def _per(dose: Dose) -> str:
    if dose.amount == 1:
        return dose.unit.removesuffix("s")
    return f"{plain(dose.amount)} {dose.unit}"


def _body(dose: Dose, given: Decimal, larger: bool) -> Numeric:
    exact = given / dose.amount
    units = exact.to_integral_value(ROUND_CEILING)
    rounded = "" if exact == units else f", rounded up to {plain(units)}"
    measured = _measured(given, dose.unit, larger)
    converted = measured != _measured(given, dose.unit, larger=False)
    told = f"{measured} is {plain(given)} {dose.unit}; " if converted else ""
    return Numeric(
        value=units,
        tolerance=Decimal(0),
        unit="units",
        rationale=(
            f"{told}{plain(given)} {dose.unit} ÷ {plain(dose.amount)} {dose.unit} = "
            f"{plain(exact)}{rounded}."
        ),
        mistakes=_mistakes(dose, given, units),
    )


def _mistakes(dose: Dose, given: Decimal, units: Decimal) -> tuple[Mistake, ...]:
    down = (given / dose.amount).to_integral_value(ROUND_FLOOR)
    mistakes = {
        given: f"{plain(given)} is the dose in {dose.unit}, not the number of billing units.",
        units + 1: "One unit too many: only a part of a unit is rounded up, and only once.",
    }
    if down != units:
        mistakes[down] = (
            "Rounded down: a part of a unit counts as a whole one, or the dose is underbilled."
        )
    mistakes.pop(units, None)
    return tuple(Mistake(value, why) for value, why in mistakes.items())


def _clear(drug: DrugUnit) -> bool:
    return not any(part in drug.name for part in ONE_PART)


def _in_sentence(name: str) -> str:
    """Write a name as within a sentence: `onabotulinumtoxinA`, but `BCG`."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def plain(number: Decimal) -> str:
    """Return a number without needless zeros or an exponent: `60`, `0.5`, `1,500`."""
    return f"{number.normalize():,f}"
