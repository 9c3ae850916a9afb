"""How far our own predictions can be trusted: what was predicted beside what came of it.

The Brier score is the mean of (P - y)^2 (Brier 1950): 0 is perfect, and 0.25 is what saying
50 % every time earns. The log loss is the mean of -log of the chance given to what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log

NEEDED = 5
"""Finished full mock exams from which calibration is shown."""
BINS = 10
"""Classes of predictions in the table."""
_FLOOR = 0.005


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was predicted when a mock exam began, for the form that was sat.

    Attributes:
        model: Which model made it.
        probability: To reach the cut.
        expected: Marks; from `low` to `high` in 8 of 10 cases.
        items: Questions that count.
        cut: Marks needed, which are `percent` of the items.
        assumed: Whether the cut is assumed, since the exam's own scale is not public.
        enough: Whether there was evidence enough.
        unseen: Questions of the form that the learner had never answered.
    """

    model: str
    probability: float
    expected: float
    low: int
    high: int
    items: int
    cut: int
    percent: int
    assumed: bool
    enough: bool
    unseen: int


@dataclass(frozen=True, slots=True)
class SatMock:
    """A mock exam as it came out; `prediction` is None where none was stored.

    Attributes:
        status: Of the attempt: `open`, `finished`, `expired` or `abandoned`.
        items: Questions that count.
        marks: Credit earned on them.
    """

    attempt_id: str
    exam: str
    length: str
    status: str
    started_at: datetime
    items: int
    marks: float
    prediction: Prediction | None

    @property
    def passed(self) -> bool:
        """Whether the cut was reached that the prediction was about."""
        return self.prediction is not None and self.marks >= self.prediction.cut


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of one class, in percent from `low` to `high`: their mean, and what came."""

    low: int
    high: int
    count: int
    predicted: float
    passed: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Predictions held against outcomes.

    Attributes:
        brier: None with fewer than `NEEDED` outcomes, as are all other figures.
        inside: Share of scores inside their 80 % interval.
        shaky: Predictions made without evidence enough.
    """

    count: int
    shaky: int = 0
    brier: float | None = None
    log_loss: float | None = None
    inside: float | None = None
    bins: tuple[Bin, ...] = ()


def calibrate(mocks: Sequence[SatMock]) -> Calibration:
    """Return how predictions compare with outcomes, over full mock exams that were finished.

    One that ran out of time counts; one given up does not.
    """
    pairs = [
        (one.prediction, one)
        for one in mocks
        if one.prediction and one.length == "full" and one.status in ("finished", "expired")
    ]
    shaky = sum(not prediction.enough for prediction, _ in pairs)
    if len(pairs) < NEEDED:
        return Calibration(len(pairs), shaky)
    outcomes = [(prediction.probability, one.passed) for prediction, one in pairs]
    inside = sum(prediction.low <= one.marks <= prediction.high for prediction, one in pairs)
    return Calibration(
        count=len(pairs),
        shaky=shaky,
        brier=brier(outcomes),
        log_loss=log_loss(outcomes),
        inside=inside / len(pairs),
        bins=reliability(outcomes),
    )


def brier(outcomes: Sequence[tuple[float, bool]]) -> float:
    """Return the Brier score of predictions and whether they came true."""
    return sum((chance - came) ** 2 for chance, came in outcomes) / len(outcomes)


def log_loss(outcomes: Sequence[tuple[float, bool]]) -> float:
    """Return the mean log loss; no prediction counts as surer than 99.5 %."""
    kept = ((min(max(chance, _FLOOR), 1 - _FLOOR), came) for chance, came in outcomes)
    return -sum(log(chance if came else 1 - chance) for chance, came in kept) / len(outcomes)


def reliability(outcomes: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Return ten classes of predictions beside what came; empty ones are left out."""
    classes: dict[int, list[tuple[float, bool]]] = {}
    for chance, came in outcomes:
        classes.setdefault(min(BINS - 1, int(chance * BINS)), []).append((chance, came))
    step = 100 // BINS
    return tuple(
        Bin(
            low=step * place,
            high=step * (place + 1),
            count=len(held),
            predicted=sum(chance for chance, _ in held) / len(held),
            passed=sum(came for _, came in held) / len(held),
        )
        for place, held in sorted(classes.items())
    )
