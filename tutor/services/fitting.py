"""Fitting the weights of memory to a learner, from the learner's own log.

The fitting itself is the package `fsrs-rs-python` (optional extra `fit`). What it gives is
adopted only if it predicts reviews that it has not seen better than the default weights do; how
well is worked out here, not by the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from tutor.clock import Clock
from tutor.domain.memory import DEFAULT_SET, PARAMETER_SETS, CardState, Fsrs6
from tutor.domain.parameter_fit import (
    LEAST_REVIEWS,
    WEIGHT_DIGITS,
    FitScore,
    FittedParameters,
    History,
    before,
    held_out_from,
    histories,
    score,
    set_id,
    usable_reviews,
)
from tutor.domain.rating import Rating
from tutor.domain.study_day import study_day
from tutor.errors import UsageError
from tutor.store.store import Store

TOO_FEW, NO_BETTER, ADOPTED, IN_USE = "too few", "no better", "adopted", "in use"
"""Outcomes of a fit: the last, where the fit gives the weights that are in use already."""
DEFAULTS = PARAMETER_SETS[DEFAULT_SET]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FitView:
    """What a fit came to.

    Attributes:
        outcome: `too few`, `no better`, `adopted` or `in use`.
        reviews: Usable reviews: a day or more after the last one of their card.
        needed: How many it takes.
        held_out: How many judged the fit, the latest ones; 0 where nothing was fitted.
        default: How well the default weights predict these; None where nothing was fitted.
        fitted: The same of weights fitted to the reviews before.
        parameter_set: Id of the weights in use now.
        weights: w0 to w20 of the fit to all reviews; empty unless adopted or in use.
    """

    outcome: str
    reviews: int
    needed: int
    held_out: int
    default: FitScore | None
    fitted: FitScore | None
    parameter_set: str
    weights: tuple[float, ...]


class FittingService:
    """Fits weights, adopts them, and takes them back."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def fit(self, learner_id: str, progress: Progress | None = None) -> FitView:
        """Fit weights to a learner's reviews, and adopt them if they predict better.

        Args:
            learner_id: Whose reviews.
            progress: Called with (events done, events in all) while the log is worked through.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: The optional package is not installed, or can make nothing of the reviews.
        """
        today = self._today(learner_id)
        cards = histories(self._store.reviews(learner_id, progress))
        reviews = usable_reviews(cards)
        in_use = self._store.memory(learner_id).parameter_set
        if reviews < LEAST_REVIEWS:
            return FitView(TOO_FEW, reviews, LEAST_REVIEWS, 0, None, None, in_use, ())
        package = _package()
        cut = held_out_from(cards)
        earlier = before(cards, cut)
        held_out = reviews - usable_reviews(earlier)
        default = score(cards, DEFAULTS, cut)
        fitted = score(cards, _fit(package, earlier), cut)
        if fitted.log_loss >= default.log_loss:
            return FitView(NO_BETTER, reviews, LEAST_REVIEWS, held_out, default, fitted, in_use, ())
        weights = _fit(package, cards)
        name = set_id(weights)
        if name != in_use:
            found = FittedParameters(name, weights, reviews, default.log_loss, fitted.log_loss)
            self._store.adopt_parameters(learner_id, found, study_day=today, progress=progress)
        outcome = IN_USE if name == in_use else ADOPTED
        return FitView(outcome, reviews, LEAST_REVIEWS, held_out, default, fitted, name, weights)

    def reset(self, learner_id: str, progress: Progress | None = None) -> bool:
        """Go back to the default weights; return whether others were in use.

        Raises:
            NotFoundError: There is no such learner.
        """
        today = self._today(learner_id)
        return self._store.reset_parameters(learner_id, study_day=today, progress=progress)

    def _today(self, learner_id: str) -> date:
        return study_day(self._clock.now(), self._store.learner(learner_id).time_zone)


def _package() -> ModuleType:
    """Return the package that fits.

    Raises:
        UsageError: It is not installed.
    """
    try:
        import fsrs_rs_python
    except ImportError as error:
        raise UsageError(
            "fitting needs one more package: pip install 'coding-billing-tutor[fit]'"
        ) from error
    return fsrs_rs_python


def _fit(package: ModuleType, cards: Sequence[History]) -> tuple[float, ...]:
    """Return the weights that fit the usable reviews of some cards: always the same ones.

    Raises:
        UsageError: The package can make nothing of the reviews.
    """
    reviews = [
        [package.FSRSReview(int(step.rating), step.days) for step in steps] for steps in cards
    ]
    items = [package.FSRSItem(made[:end]) for made, end in _ends(reviews, cards)]
    try:
        found = package.FSRS(list(DEFAULTS)).compute_parameters(items)
        weights = tuple(round(float(weight), WEIGHT_DIGITS) for weight in found)
        # Refused here or never: a log must not hold weights that the scheduler cannot use.
        Fsrs6(weights=weights).review(CardState(0), Rating.GOOD, cards[0][0].at)
    except ValueError as error:
        raise UsageError(
            "your reviews are too much alike to fit anything to: try again after some weeks"
        ) from error
    return weights


def _ends(
    reviews: Sequence[list[object]], cards: Sequence[History]
) -> Iterator[tuple[list[object], int]]:
    """Yield, for each usable review, its card's reviews and where they end with it."""
    for made, steps in zip(reviews, cards, strict=True):
        for place, step in enumerate(steps, start=1):
            if step.usable:
                yield made, place
