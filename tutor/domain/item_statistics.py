"""Statistics of each item of a test, to Moodle's definitions.

Source: Moodle, "Quiz statistics calculations" (docs.moodle.org/dev/Quiz_statistics_calculations).
For n learners i and items j, with mark x_ij of at most X_j and total T_i; all variances and
covariances divide by n - 1:

- facility 100 mean(x_j) / X_j, standard deviation 100 sqrt(var x_j) / X_j;
- discrimination index 100 r(x_j, o_j), o_ij being the mark on the other items (item-rest);
- discriminative efficiency 100 cov(x_j, o_j) / cov_max, with cov_max the covariance of both
  lists after each was sorted on its own;
- intended weight 100 X_j / sum X, effective weight 100 sqrt(cov(x_j, T)) / sum_k sqrt(cov(x_k, T))
  over the items whose covariance is not negative.

Where learners saw different items, o_ij is the percent of the other items that learner i saw:
the discrimination index and the efficiency are then "adjusted", and the weights have no meaning.
They keep it where the columns are the places of a test that all learners sat, be it with other
questions in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from math import fsum, sqrt

from tutor.domain.distractors import OptionStatistics, option_table
from tutor.domain.moments import SAME, deviations, mean, product, varies, wilson
from tutor.domain.response_matrix import Choice, MatrixItem, ResponseMatrix, Scores

Progress = Callable[[int, int], None]
"""Is told how much of how much is done."""
ONE_MARK = "everyone has the same mark here"
ONE_REST = "everyone has the same mark on the other items"
NO_REST = "there are no other items with marks"
DIFFERS = "learners saw different items, so no item has one weight"


@dataclass(frozen=True, slots=True)
class Gates:
    """Learners needed before a figure is given.

    Attributes:
        figures: For any figure: below it one learner more or less turns it over.
        adjusted: For figures that relate an item to the rest where learners saw different items:
            the rest is then a noisier measure (other items, other difficulty).
        flags: For a flag that rests on such a relation.
        shares: For the flag on options that hardly anyone chose: 5 % is one learner of 20.
        sure: Below it, everything is to be read with caution.
    """

    figures: int = 5
    adjusted: int = 30
    flags: int = 10
    shares: int = 20
    sure: int = 30

    def related(self, *, adjusted: bool) -> int:
        """Return the learners needed to relate an item to the rest."""
        return max(self.figures, self.adjusted) if adjusted else self.figures


GATES = Gates()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at in an item.

    Attributes:
        code: Its kind, for programs.
        text: What was seen.
        action: What to do about it.
        clear: Whether it is more than chance alone would often make (two standard errors).
    """

    code: str
    text: str
    action: str
    clear: bool = True


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item. Figures are in percent unless said otherwise; None where `reasons` says why.

    Attributes:
        n: Learners who saw it.
        related: Of those, the ones with marks on other items: n of all that relates to the rest.
        adjusted: Whether discrimination, efficiency and options rest on different items: those of
            other columns, or other items in the same columns.
        mean: In marks.
        facility_low: Lower end of the Wilson interval (95 %) of the facility.
        sd: Standard deviation, in percent of the maximum.
        covariance: Of the mark with the total; None where that has no meaning.
        options: The distractor table, where it is known what was chosen.
        reasons: Why a figure is missing, by its name.
    """

    name: str
    n: int
    related: int
    adjusted: bool
    maximum: float
    mean: float | None = None
    facility: float | None = None
    facility_low: float | None = None
    facility_high: float | None = None
    sd: float | None = None
    discrimination: float | None = None
    efficiency: float | None = None
    intended_weight: float | None = None
    effective_weight: float | None = None
    random_guess: float | None = None
    covariance: float | None = None
    options: tuple[OptionStatistics, ...] = ()
    flags: tuple[Flag, ...] = ()
    facility_band: str = ""
    discrimination_band: str = ""
    reasons: dict[str, str] = field(default_factory=dict)


def item_statistics(
    matrix: ResponseMatrix, scores: Scores, gates: Gates, progress: Progress
) -> tuple[ItemStatistics, ...]:
    """Return the statistics of every item, in order, without flags.

    Args:
        matrix: What was answered.
        scores: The same, added up.
        gates: Learners needed before a figure is given.
        progress: Is told how many answers of how many have been looked at.
    """
    items = []
    answers = len(scores.totals)
    for place, item in enumerate(matrix.items):
        items.append(_Item(item, scores, place, gates).statistics())
        progress((place + 1) * answers, len(matrix.items) * answers)
    return _weigh(items)


class _Item:
    """One item on its way to its statistics: marks, and the rest in percent, of who saw it."""

    def __init__(self, item: MatrixItem, scores: Scores, place: int, gates: Gates) -> None:
        self.item, self.gates, self.adjusted = item, gates, scores.differ
        self.weighty = not scores.adjusted
        self.reasons: dict[str, str] = {}
        column = scores.columns[place]
        self.marks = [mark for mark in column if mark is not None]
        self.rest = _rest(item, column, scores)
        self.choices: list[Choice] = []
        if scores.choices:
            self.choices = [choice for choice in scores.choices[place] if choice is not None]
        self.totals = scores.totals if len(self.marks) == len(scores.totals) else ()
        self.off = deviations(self.marks) if varies(self.marks, item.maximum or 1.0) else []

    def statistics(self) -> ItemStatistics:
        """Return what can be said of the item on its own."""
        found = ItemStatistics(
            name=self.item.name,
            n=len(self.marks),
            related=len(self._pairs()[0]),
            adjusted=self.adjusted,
            maximum=self.item.maximum,
            random_guess=self.item.random_guess,
            options=self._options(),
        )
        found = self._related(self._own(found))
        if found.random_guess is None:
            self.reasons["random_guess"] = (
                "several options may be right together"
                if self.item.multiple
                else "its options are not known"
            )
        return replace(found, reasons=self.reasons)

    def _own(self, found: ItemStatistics) -> ItemStatistics:
        names = ("mean", "facility", "facility_low", "facility_high", "sd")
        n, maximum = len(self.marks), self.item.maximum
        if few := _few(n, self.gates.figures):
            return self._without(found, few, *names)
        middle = mean(self.marks)
        found = replace(found, mean=middle)
        if maximum <= 0:
            return self._without(found, "it carries no marks", *names[1:])
        share = middle / maximum
        found = replace(found, facility=100 * share)
        if min(self.marks) < 0:
            self._without(found, "there are marks below zero", "facility_low", "facility_high")
        else:
            low, high = wilson(min(1.0, share), n)
            found = replace(found, facility_low=100 * low, facility_high=100 * high)
        if n < 2:
            return self._without(found, "one learner has no spread", "sd")
        return replace(found, sd=100 * sqrt(product(self.off, self.off) / (n - 1)) / maximum)

    def _related(self, found: ItemStatistics) -> ItemStatistics:
        reason = self._unrelated()
        if reason:
            found = self._without(found, reason, "discrimination", "efficiency")
        else:
            found = self._discriminate(found)
        if not self.weighty or not self.marks:
            why = "nobody saw it" if self.weighty else DIFFERS
            return self._without(found, why, "intended_weight", "effective_weight")
        if few := _few(found.n, max(2, self.gates.figures)):
            return self._without(found, few, "effective_weight")
        return replace(found, covariance=self._covariance())

    def _unrelated(self) -> str:
        """Say why the item cannot be related to the rest; nothing where it can."""
        marks, rest = self._pairs()
        if self.marks and not marks:
            return NO_REST
        if few := _few(len(marks), self.gates.related(adjusted=self.adjusted)):
            return few + (" where learners saw different items" if self.adjusted else "")
        if not varies(marks, self.item.maximum or 1.0):
            return ONE_MARK
        return "" if varies(rest, 100) else ONE_REST

    def _pairs(self) -> tuple[list[float], list[float]]:
        """Return the marks of those who have a rest, and that rest."""
        rest = [value for value in self.rest if value is not None]
        if len(rest) == len(self.rest):
            return self.marks, rest
        both = zip(self.marks, self.rest, strict=True)
        return [mark for mark, value in both if value is not None], rest

    def _discriminate(self, found: ItemStatistics) -> ItemStatistics:
        x, o = (deviations(values) for values in self._pairs())
        together = product(x, o)
        most = product(sorted(x), sorted(o))
        return replace(
            found,
            discrimination=100 * together / sqrt(product(x, x) * product(o, o)),
            efficiency=100 * together / most,
        )

    def _covariance(self) -> float:
        """Return the covariance of mark and total; what is left of a zero by rounding is zero."""
        if not self.off:
            return 0.0
        found = product(self.off, self.totals) / (len(self.off) - 1)
        level = product(self.off, self.off) / (len(self.off) - 1)
        return found if abs(found) > SAME * level else 0.0

    def _options(self) -> tuple[OptionStatistics, ...]:
        if not self.item.keys or len(self.choices) != len(self.marks):
            return ()
        enough = len(self._pairs()[0]) >= self.gates.related(adjusted=self.adjusted)
        shares = len(self.marks) >= self.gates.figures
        return option_table(self.item, self.choices, self.rest, shares=shares, related=enough)

    def _without(self, found: ItemStatistics, why: str, *names: str) -> ItemStatistics:
        self.reasons.update(dict.fromkeys(names, why))
        return found


def _rest(item: MatrixItem, column: Sequence[float | None], scores: Scores) -> list[float | None]:
    """Return what each who saw an item earned on the others, in percent; None where none are."""
    if scores.adjusted:
        return [
            100 * (total - mark) / (limit - item.maximum)
            if limit - item.maximum > SAME * limit
            else None
            for mark, total, limit in zip(column, scores.totals, scores.maxima, strict=True)
            if mark is not None
        ]
    limit = scores.maxima[0] if scores.maxima else 0.0
    others = limit - item.maximum
    exists = others > SAME * limit
    return [
        100 * (total - mark) / others if exists else None
        for mark, total in zip(column, scores.totals, strict=True)
        if mark is not None
    ]


def _few(n: int, needed: int) -> str:
    if n >= needed:
        return ""
    return "nobody saw it" if n == 0 else f"too few learners: {n}, and {needed} are needed"


def _weigh(items: Sequence[ItemStatistics]) -> tuple[ItemStatistics, ...]:
    """Add the weights, which need all items."""
    counted = [item for item in items if "intended_weight" not in item.reasons]
    limit = fsum(item.maximum for item in counted)
    roots = fsum(sqrt(max(0.0, item.covariance or 0.0)) for item in counted)
    return tuple(_weighed(item, limit, roots) for item in items)


def _weighed(item: ItemStatistics, limit: float, roots: float) -> ItemStatistics:
    reasons = dict(item.reasons)
    intended = effective = None
    if "intended_weight" not in reasons:
        if limit > 0:
            intended = 100 * item.maximum / limit
        else:
            reasons["intended_weight"] = "no item carries marks"
    if item.covariance is not None:
        if item.covariance < 0:
            reasons["effective_weight"] = "its marks run against the total"
        elif roots > 0:
            effective = 100 * sqrt(item.covariance) / roots
        else:
            reasons["effective_weight"] = "the totals do not vary"
    return replace(item, intended_weight=intended, effective_weight=effective, reasons=reasons)
