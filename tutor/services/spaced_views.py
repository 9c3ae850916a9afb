"""What front ends know of spaced review. Recall and retention are percents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.memory import DEFAULT_SET


@dataclass(frozen=True, slots=True)
class DueView:
    """What is due today.

    Attributes:
        count: Cards due, those left over from earlier days included.
        now: How many of them fit into what is left of the day's minutes.
        minutes: How long those are expected to take.
    """

    count: int
    now: int
    minutes: float


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """How many cards first fall due on a study day."""

    day: date
    due: int


@dataclass(frozen=True, slots=True)
class RecallRow:
    """Reviews at which recall was predicted from `low` to `high` percent."""

    low: int
    high: int
    reviews: int
    predicted: float
    measured: float


@dataclass(frozen=True, slots=True)
class Retention:
    """Recall predicted before reviews against recall at them; None without any.

    Attributes:
        reviews: What both are the mean of.
        rows: By the recall predicted, lowest first; only where there were reviews.
    """

    reviews: int
    predicted: float | None
    measured: float | None
    rows: tuple[RecallRow, ...]


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card.

    Attributes:
        concept: Its id.
        short: The shortest id that means it.
        title: What it is about: a lesson's title, a term, a code with its title.
        domain: Of a concept, the exam domain, such as `CBCS: Billing`; else empty.
        kind: `concept`, `term` or `code`; the last two are the learner's own.
        state: How it stands, in a word or two; see `state_of`.
        due: Study day of its next review; None while it is suspended.
        recall: How likely it would be remembered at this moment; None if it was never asked.
        items: Questions (or forms of one) it can be reviewed with.
    """

    concept: str
    short: str
    title: str
    domain: str
    kind: str
    state: str
    due: date | None
    recall: float | None
    reviews: int
    lapses: int
    suspended: bool
    buried_until: date | None
    items: int


@dataclass(frozen=True, slots=True)
class CardsView:
    """Spaced review at a glance.

    Attributes:
        exam_date: The exam that reviews are planned for; None without one ahead.
        daily_minutes: What the daily goal comes to.
        forecast: Two weeks, from today on.
        unseen: Ids of own cards that cannot be asked at present: their term is gone, or the
            edition of their code.
        parameter_set: Id of the weights that the cards are worked out with.
    """

    today: date
    exam_date: date | None
    cards: int
    suspended: int
    due: DueView
    daily_minutes: float
    forecast: tuple[ForecastDay, ...]
    retention: Retention
    lines: tuple[CardLine, ...]
    unseen: tuple[str, ...] = ()
    parameter_set: str = DEFAULT_SET
