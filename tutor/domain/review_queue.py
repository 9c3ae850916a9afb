"""What to review on a day, in which order, and how much of it.

With an exam ahead, everything is planned for that day. Three things differ from plain spaced
repetition:

- No review falls after the exam: what would be due later is due on the last study day before it.
- In the last week a card is due while more of it is still remembered. This only chooses what is
  asked; it never goes into a card's history.
- The order is by worth (see `Ranked.worth`): what one more review is expected to bring on the
  day of the exam, and how much longer the memory then lasts, set against the time it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log, sqrt

from tutor.domain.memory import Scheduler
from tutor.domain.rating import Rating
from tutor.domain.records import Card
from tutor.domain.statistics_records import ItemHistory
from tutor.domain.study_day import day_start, study_day

FINAL_RETENTION = ((7, 0.95), (3, 0.97))
"""From so many days before the exam, a card is due once recall falls to this."""
BUFFER_DAYS = 1
"""The last reviews are on this many days before the exam: the day itself is for the exam."""
NO_EXAM_DAYS = 30
"""Without an exam ahead, a review's worth is measured this many days from now."""
FORECAST_DAYS = 14
"""Days of a forecast, today included."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A learner's study days.

    Attributes:
        today: The study day it is.
        exam_date: The learner's exam, ahead or past, if set.
        time_zone: IANA name.
    """

    today: date
    exam_date: date | None
    time_zone: str

    @property
    def exam_ahead(self) -> date | None:
        """The exam's date, if it is still to come."""
        return self.exam_date if self.exam_date and self.exam_date > self.today else None

    def day(self, instant: datetime) -> date:
        """Return the study day of an instant."""
        return study_day(instant, self.time_zone)

    def horizon(self, now: datetime) -> datetime:
        """Return the instant at which what is remembered counts."""
        if self.exam_ahead:
            return day_start(self.exam_ahead, self.time_zone)
        return now + NO_EXAM_DAYS * ONE_DAY


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that can be asked.

    Attributes:
        weight: Share of the exam's marks that the card stands for, from 0 to 1.
        seconds: How long the learner is expected to take.
    """

    card: Card
    weight: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A card in its place in the queue.

    Attributes:
        gain: How much more likely recall on the day is with one review now than without.
        lasting: Logarithm of how many times longer the memory lasts after a success.
    """

    candidate: Candidate
    gain: float
    lasting: float

    @property
    def worth(self) -> float:
        """What the queue is ordered by: gain x lasting x sqrt(weight / seconds).

        The gain alone is short-sighted: it looks at one review, and many are to come before the
        exam. A memory that lasts longer needs fewer of them. And each further review of a concept
        brings less: effort is then best shared out by the square root of what a concept is worth
        and costs (as in Neyman allocation). By the weight itself, small domains would never be
        asked. Both were chosen by simulation; `benchmarks/spaced_simulation.py` measures them.
        """
        return self.gain * self.lasting * sqrt(self.candidate.weight / self.candidate.seconds)


def due_day(card: Card, calendar: Calendar, scheduler: Scheduler) -> date | None:
    """Return the study day on which a card is to be asked; None for a suspended one.

    A card is asked once a study day at most: one answered today waits until tomorrow, however
    short its interval. One never asked is due from the day it was added.
    """
    if card.suspended:
        return None
    last = calendar.day(card.last_at)
    if card.state.due is None:
        return max(last, card.buried_until) if card.buried_until else last
    due = calendar.day(card.state.due)
    exam = calendar.exam_ahead
    if exam is not None:
        cap = exam - BUFFER_DAYS * ONE_DAY
        early = _final_day(card, exam, calendar, scheduler)
        due = min(due, early) if early else due
        due = min(due, cap) if last < cap else due
    due = max(due, last + ONE_DAY)
    return max(due, card.buried_until) if card.buried_until else due


def due_on(cards: Iterable[Card], calendar: Calendar, scheduler: Scheduler) -> tuple[Card, ...]:
    """Return the cards that are due today, those left over from earlier days included."""
    days = ((card, due_day(card, calendar, scheduler)) for card in cards)
    return tuple(card for card, day in days if day is not None and day <= calendar.today)


def forecast(
    cards: Iterable[Card], calendar: Calendar, scheduler: Scheduler, days: int = FORECAST_DAYS
) -> tuple[int, ...]:
    """Return how many cards fall due on each day from today on; today has the leftovers too.

    Each card counts once, on the first day it is due: what its review then leads to is not known.
    """
    counts = [0] * days
    for card in cards:
        day = due_day(card, calendar, scheduler)
        place = days if day is None else max(0, (day - calendar.today).days)
        if place < days:
            counts[place] += 1
    return tuple(counts)


def rank(
    candidates: Iterable[Candidate], calendar: Calendar, now: datetime, scheduler: Scheduler
) -> tuple[Ranked, ...]:
    """Return candidates by the worth of a review now, best first.

    Cards that bring none (a domain the exam does not have) come last, the longest due first.
    """
    horizon = calendar.horizon(now)
    ranked = (_rank(one, now, horizon, scheduler) for one in candidates)
    return tuple(sorted(ranked, key=_order))


def _rank(candidate: Candidate, now: datetime, horizon: datetime, scheduler: Scheduler) -> Ranked:
    """Foresee a review now; it succeeds with the present probability of recall."""
    state = candidate.card.state
    if state.stability is None:
        return _rank_new(candidate, now, horizon, scheduler)
    present = scheduler.retrievability(state, now) or 0.0
    without = scheduler.retrievability(state, horizon) or 0.0
    known = scheduler.stability_after(state, Rating.GOOD, now)
    forgotten = scheduler.stability_after(state, Rating.AGAIN, now)
    days = (horizon - now).days
    after = present * scheduler.recall(known, days)
    after += (1 - present) * scheduler.recall(forgotten, days)
    return Ranked(candidate, after - without, log(known / state.stability))


def _rank_new(
    candidate: Candidate, now: datetime, horizon: datetime, scheduler: Scheduler
) -> Ranked:
    """Foresee the first review of a card: nothing of it is taken to be known."""
    state = candidate.card.state
    forgotten = scheduler.review(state, Rating.AGAIN, now).stability or 0.0
    known = scheduler.review(state, Rating.GOOD, now).stability or 0.0
    gain = scheduler.recall(forgotten, (horizon - now).days)
    return Ranked(candidate, gain, log(known / forgotten))


def fill(ranked: Sequence[Ranked], seconds: float) -> tuple[Ranked, ...]:
    """Return what fits into a budget of seconds, best first; one card at least if any time is.

    A card too long for what is left is passed over for a shorter one.
    """
    chosen: list[Ranked] = []
    left = seconds
    for one in ranked:
        fits = one.candidate.seconds <= left or (not chosen and seconds > 0)
        if fits:
            chosen.append(one)
            left -= one.candidate.seconds
    return tuple(chosen)


def next_sibling(item_ids: Iterable[str], history: Mapping[str, ItemHistory]) -> str:
    """Return the item to review a concept with: never asked, or longest ago.

    Raises:
        ValueError: There are no items.
    """

    def last(item_id: str) -> tuple[bool, float, str]:
        past = history.get(item_id)
        return past is not None, past.last_at.timestamp() if past else 0.0, item_id

    return min(item_ids, key=last)


def _final_day(card: Card, exam: date, calendar: Calendar, scheduler: Scheduler) -> date | None:
    """Return the first day of the last week on which a card's recall is below what is wanted."""
    last = card.state.last_review
    if last is None:
        return None
    for start, end in _stages():
        below = calendar.day(last + scheduler.interval(card.state, start[1]) * ONE_DAY)
        first = max(below, exam - start[0] * ONE_DAY)
        if first <= exam - end * ONE_DAY:
            return first
    return None


def _stages() -> Iterable[tuple[tuple[int, float], int]]:
    """Return each stage of the last week with how many days before the exam it ends."""
    ends = [days + 1 for days, _ in FINAL_RETENTION[1:]] + [BUFFER_DAYS]
    return zip(FINAL_RETENTION, ends, strict=True)


def _order(ranked: Ranked) -> tuple[float, datetime, str]:
    card = ranked.candidate.card
    return -ranked.worth, card.state.due or card.last_at, card.concept
