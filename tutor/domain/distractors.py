"""Who chose which option of an item: the distractor table.

For each option: how many chose it, what those learners earned on the rest of the test, and the
point-biserial correlation of choosing it with that rest. A good key draws stronger learners,
a good distractor weaker ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from tutor.domain.moments import deviations, mean, product, varies
from tutor.domain.response_matrix import Choice, MatrixItem

UNANSWERED = ""
"""The label of the row of those who chose nothing."""


@dataclass(frozen=True, slots=True)
class OptionStatistics:
    """One option.

    Attributes:
        label: Its letter; empty for those who chose nothing.
        is_key: Whether it belongs to a right answer.
        n: Learners who chose it.
        share: In percent of all who saw the item; None where too few did.
        mean_rest: What those who chose it earned on the other items they saw, in percent; None
            where nobody chose it or too few saw the item.
        r: Point-biserial correlation of choosing it with that, from -1 to 1; None as well where
            either never varies.
    """

    label: str
    is_key: bool
    n: int
    share: float | None
    mean_rest: float | None
    r: float | None


def option_table(
    item: MatrixItem,
    choices: Sequence[Choice],
    rest: Sequence[float | None],
    *,
    shares: bool,
    related: bool,
) -> tuple[OptionStatistics, ...]:
    """Return the table of an item, options in their order, those who chose nothing at the end.

    Args:
        item: Its keys and options.
        choices: What each learner who saw it chose.
        rest: What each of them earned on the other items, in percent; None where there is none.
        shares: Whether there are learners enough to tell shares.
        related: Whether there are learners enough to relate the two.
    """
    known = [value for value in rest if value is not None]
    crowd = _Crowd(known) if related and known else None
    theirs: dict[str, list[float | None]] = {label: [] for label in item.options}
    for choice, value in zip(choices, rest, strict=True):
        for label in choice or (UNANSWERED,):
            theirs.setdefault(label, []).append(value)
    keys = {label for key in item.keys for label in key}
    labels = [*item.options, *sorted(theirs.keys() - set(item.options) - {UNANSWERED})]
    if UNANSWERED in theirs:
        labels.append(UNANSWERED)
    seen = len(choices) if shares else 0
    return tuple(_row(label, label in keys, theirs[label], seen, crowd) for label in labels)


class _Crowd:
    """All who saw an item: what choosing an option is held against."""

    def __init__(self, rest: list[float]) -> None:
        self.n, self.mean = len(rest), mean(rest)
        off = deviations(rest)
        self.spread = product(off, off) if varies(rest, 100) else 0.0

    def correlation(self, theirs: list[float]) -> float | None:
        """Return the point-biserial correlation of being among some of them with the rest."""
        part = len(theirs) / self.n
        if part in (0, 1) or not self.spread:
            return None
        above = fsum(value - self.mean for value in theirs)
        return above / sqrt(self.n * part * (1 - part) * self.spread)


def _row(
    label: str, is_key: bool, theirs: list[float | None], seen: int, crowd: _Crowd | None
) -> OptionStatistics:
    share = 100 * len(theirs) / seen if seen else None
    known = [value for value in theirs if value is not None]
    if crowd is None or not known:
        return OptionStatistics(label, is_key, len(theirs), share, None, None)
    return OptionStatistics(
        label, is_key, len(theirs), share, mean(known), crowd.correlation(known)
    )
