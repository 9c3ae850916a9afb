"""Item analysis: how a test and each of its items worked, from a response matrix.

Test statistics follow Moodle, "Quiz statistics calculations"; the coefficient of internal
consistency is Cronbach's alpha (Cronbach 1951) in percent. Item statistics: `item_statistics.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import fsum, sqrt
from statistics import median

from tutor.domain.analysis_bands import (
    MEAN_RANGE,
    SD_RANGE,
    consistency_band,
    discrimination_band,
    facility_band,
    range_band,
)
from tutor.domain.analysis_flags import flags_of
from tutor.domain.item_statistics import GATES, Gates, ItemStatistics, Progress, item_statistics
from tutor.domain.moments import SAME, deviations, kurtosis, mean, product, skewness, varies
from tutor.domain.response_matrix import ResponseMatrix, Scores, score

ALPHA_LEARNERS = 3
"""Learners from which the coefficient of internal consistency exists."""


@dataclass(frozen=True, slots=True)
class TotalStatistics:
    """The test as a whole; a figure is None where `reasons` says why.

    Attributes:
        n: Learners counted.
        items: Items that someone saw.
        adjusted: Whether learners saw different items: all is then in percent of what each saw.
        maximum: Marks a perfect paper earns; 100 where adjusted.
        mean: In marks, as are `median`, `sd` and `standard_error`.
        mean_percent: In percent of the maximum, as is `sd_percent`.
        consistency: Coefficient of internal consistency, in percent; may be negative.
        error_ratio: Share of the standard deviation that is chance, in percent; over 100 where
            the consistency is negative.
        standard_error: How far a learner's mark is likely to be off by chance (one standard
            deviation).
        bands: What mean, sd and consistency amount to, in words.
    """

    n: int
    items: int
    adjusted: bool
    maximum: float
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    mean_percent: float | None = None
    sd_percent: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    consistency: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None
    bands: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """A test and its items.

    Attributes:
        cautious: Whether there are too few learners to lean on the figures.
        unseen: Learners left out because they saw nothing.
    """

    total: TotalStatistics
    items: tuple[ItemStatistics, ...]
    cautious: bool
    unseen: int


def analyse(
    matrix: ResponseMatrix,
    gates: Gates = GATES,
    progress: Progress = lambda _done, _total: None,
) -> ItemAnalysis:
    """Return the statistics of a test and of every item in it.

    Args:
        matrix: One row a learner, so one attempt each: later attempts are not independent.
        gates: Learners needed before a figure is given.
        progress: Is told how many answers of how many have been looked at.
    """
    scores = score(matrix)
    items = item_statistics(matrix, scores, gates, progress)
    return ItemAnalysis(
        total=_judged(_total(scores, items, gates)),
        items=tuple(_judged_item(item, gates) for item in items),
        cautious=len(scores.totals) < gates.sure,
        unseen=len(matrix.marks) - len(scores.totals),
    )


def _judged(total: TotalStatistics) -> TotalStatistics:
    words = {
        "mean": range_band(total.mean_percent, MEAN_RANGE),
        "sd": range_band(total.sd_percent, SD_RANGE),
        "consistency": consistency_band(total.consistency),
    }
    return replace(total, bands={name: text for name, text in words.items() if text})


def _judged_item(item: ItemStatistics, gates: Gates) -> ItemStatistics:
    return replace(
        item,
        flags=flags_of(item, gates),
        facility_band=facility_band(item.facility),
        discrimination_band=discrimination_band(item.discrimination),
    )


def _total(scores: Scores, items: Sequence[ItemStatistics], gates: Gates) -> TotalStatistics:
    values, maximum = _values(scores)
    seen = sum(item.n > 0 for item in items)
    found = TotalStatistics(len(values), seen, scores.adjusted, maximum)
    missing = ["mean", "median", "mean_percent"]
    spread = ["sd", "sd_percent", "skewness", "kurtosis"]
    measured = ["consistency", "error_ratio", "standard_error"]
    if len(values) < max(1, gates.figures):
        why = f"too few learners: {len(values)}, and {max(1, gates.figures)} are needed"
        return replace(found, reasons=dict.fromkeys(missing + spread + measured, why))
    middle = mean(values)
    found = replace(
        found,
        mean=middle,
        median=median(values),
        mean_percent=100 * middle / maximum if maximum else None,
    )
    if len(values) < 2:
        why = "one learner has no spread"
        return replace(found, reasons=dict.fromkeys(spread + measured, why))
    return _consistency(_spread(found, values), items)


def _values(scores: Scores) -> tuple[list[float], float]:
    """Return what each learner earned and of how much: in percent where they saw other items."""
    if not scores.adjusted:
        return list(scores.totals), max(scores.maxima, default=0.0)
    pairs = zip(scores.totals, scores.maxima, strict=True)
    return [100 * total / limit for total, limit in pairs if limit > 0], 100.0


def _spread(found: TotalStatistics, values: Sequence[float]) -> TotalStatistics:
    off = deviations(values)
    sd = sqrt(product(off, off) / (len(off) - 1))
    reasons: dict[str, str] = {}
    skew = curve = None
    if not varies(values, found.maximum or 1.0):
        reasons = dict.fromkeys(("skewness", "kurtosis"), "all totals are the same")
        sd = 0.0
    else:
        skew, curve = skewness(off), kurtosis(off)
        for name, value in (("skewness", skew), ("kurtosis", curve)):
            if value is None:
                reasons[name] = f"too few learners: {len(values)}"
    percent = 100 * sd / found.maximum if found.maximum else None
    return replace(found, sd=sd, sd_percent=percent, skewness=skew, kurtosis=curve, reasons=reasons)


def _consistency(found: TotalStatistics, items: Sequence[ItemStatistics]) -> TotalStatistics:
    names = ("consistency", "error_ratio", "standard_error")
    if why := _inconsistent(found):
        return replace(found, reasons={**found.reasons, **dict.fromkeys(names, why)})
    sd = found.sd or 0.0
    noise = fsum(((item.sd or 0.0) * item.maximum / 100) ** 2 for item in items)
    alpha = found.items / (found.items - 1) * (1 - noise / (sd * sd))
    error = 1 - alpha
    ratio = sqrt(error) if error > SAME else 0.0
    return replace(
        found, consistency=100 * alpha, error_ratio=100 * ratio, standard_error=ratio * sd
    )


def _inconsistent(found: TotalStatistics) -> str:
    """Say why there is no coefficient of internal consistency; nothing where there is one."""
    if found.adjusted:
        return "learners saw different items"
    if found.n < ALPHA_LEARNERS:
        return f"too few learners: {found.n}, and {ALPHA_LEARNERS} are needed"
    if found.items < 2:
        return "there is only one item"
    return "" if found.sd else "all totals are the same"
