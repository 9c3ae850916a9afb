"""Spaced review: what is due, what comes, reviewing it, and whether the predictions hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import median

from tutor.clock import Clock
from tutor.domain.blueprint import Blueprint, domain_shares
from tutor.domain.catalog import ItemHead
from tutor.domain.concept import concept_of
from tutor.domain.kinds import arrange
from tutor.domain.memory import Fsrs6, Scheduler
from tutor.domain.records import (
    SPACED,
    Card,
    ItemHistory,
    Learner,
    NewAttempt,
    PlacedItem,
    QuizSpec,
)
from tutor.domain.review_queue import (
    FORECAST_DAYS,
    Calendar,
    Candidate,
    Ranked,
    due_day,
    due_on,
    fill,
    forecast,
    next_sibling,
    rank,
)
from tutor.domain.study_day import study_day
from tutor.errors import NotFoundError, UsageError
from tutor.services.library import Library
from tutor.services.practice import MAX_COUNT, PracticeService
from tutor.services.quiz_session import QuizSession
from tutor.services.spaced_views import (
    CardLine,
    CardsView,
    DueView,
    ForecastDay,
    RecallRow,
    Retention,
)
from tutor.store.store import Store

USUAL_SECONDS = 60.0
"""What an answer is expected to take where the learner has given fewer than `LEAST_TIMES`."""
LEAST_TIMES = 5
"""Answers of a kind from which a learner's own time is expected."""
SECONDS_RANGE = (10.0, 600.0)
"""An answer is never expected to take less or more."""
MAX_MINUTES = 600
"""More is a typing slip."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a learner's reviews are worked out from, read once."""

    learner: Learner
    minutes: int | None
    calendar: Calendar
    cards: tuple[Card, ...]
    siblings: Mapping[str, tuple[ItemHead, ...]]
    paces: Mapping[str, tuple[int, ...]]

    def seconds(self, kind: str) -> float:
        """Return how long the learner is expected to take for an item of a kind."""
        return _usual(self.paces.get(kind, ()), self.usual_seconds)

    @property
    def usual_seconds(self) -> float:
        """How long the learner takes for an item of any kind."""
        every = [time for times in self.paces.values() for time in times]
        return _usual(every, USUAL_SECONDS)

    @property
    def daily_seconds(self) -> float:
        """The learner's minutes a day, or how long the daily goal is expected to take."""
        if self.minutes is not None:
            return 60.0 * self.minutes
        return self.learner.daily_goal * self.usual_seconds


class SpacedService:
    """Reviews are ordinary quizzes in tutor mode, with one item for each concept that is due."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        rng: Random,
        practice: PracticeService,
        aside: Callable[[], frozenset[str]],
        scheduler: Scheduler | None = None,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._rng = rng
        self._practice = practice
        self._aside = aside
        self._scheduler = scheduler or Fsrs6()

    def due(self, learner_id: str) -> DueView:
        """Return how much is due today, and how much of it the day's minutes have room for."""
        desk = self._desk(learner_id)
        due = due_on(desk.cards, desk.calendar, self._scheduler)
        if not due:
            return DueView(0, 0, 0.0)
        history = self._store.item_history(learner_id)
        chosen = fill(self._ranked(desk, due, history), self._seconds_left(desk))
        seconds = sum(one.candidate.seconds for one in chosen)
        return DueView(len(due), len(chosen), round(seconds / 60, 1))

    def overview(self, learner_id: str) -> CardsView:
        """Return a learner's cards, what falls due in the days ahead, and the retention."""
        desk = self._desk(learner_id)
        counts = forecast(desk.cards, desk.calendar, self._scheduler)
        today = desk.calendar.today
        return CardsView(
            today=today,
            exam_date=desk.calendar.exam_ahead,
            cards=len(desk.cards),
            suspended=sum(card.suspended for card in desk.cards),
            due=self.due(learner_id),
            daily_minutes=round(desk.daily_seconds / 60, 1),
            forecast=tuple(
                ForecastDay(today + timedelta(days=ahead), counts[ahead])
                for ahead in range(FORECAST_DAYS)
            ),
            retention=self.retention(learner_id),
            lines=tuple(self._line(desk, card) for card in desk.cards),
        )

    def forecast(self, learner_id: str) -> tuple[int, ...]:
        """Return how many concepts first fall due on each day of two weeks, from today on."""
        desk = self._desk(learner_id)
        return forecast(desk.cards, desk.calendar, self._scheduler)

    def retention(self, learner_id: str) -> Retention:
        """Return how much recall was predicted and how much there was, overall and in tenths.

        Only reviews a day or more after the last one count.
        """
        tallies = self._store.recall(learner_id)
        reviews = sum(one.reviews for one in tallies)
        return Retention(
            reviews=reviews,
            predicted=_percent(sum(one.predicted for one in tallies), reviews),
            measured=_percent(sum(one.recalled for one in tallies), reviews),
            rows=tuple(
                RecallRow(
                    low=10 * one.bin,
                    high=10 * (one.bin + 1),
                    reviews=one.reviews,
                    predicted=_percent(one.predicted, one.reviews) or 0.0,
                    measured=_percent(one.recalled, one.reviews) or 0.0,
                )
                for one in tallies
            ),
        )

    def start(
        self, learner_id: str, *, minutes: float | None = None, seed: int | None = None
    ) -> QuizSession:
        """Start a review of what is due, or go on with the one that was left.

        Args:
            learner_id: Whose review it is.
            minutes: How long it may take; what is left of the day's minutes unless given, or as
                much again where nothing is left.
            seed: Arrange the options like this.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: Nothing is due, or the minutes are out of range.
        """
        if minutes is not None and not 0 < minutes <= MAX_MINUTES:
            raise UsageError(f"the minutes must be more than 0 and at most {MAX_MINUTES}")
        for one in self._practice.unfinished(learner_id):
            if one.context == SPACED:
                return self._practice.resume(one.id)
        desk = self._desk(learner_id)
        due = due_on(desk.cards, desk.calendar, self._scheduler)
        if not due:
            raise UsageError(self._nothing_due(desk))
        budget = 60 * minutes if minutes else self._seconds_left(desk) or desk.daily_seconds
        history = self._store.item_history(learner_id)
        chosen = fill(self._ranked(desk, due, history), budget)[:MAX_COUNT]
        seed = self._rng.getrandbits(32) if seed is None else seed
        return self._begin(desk, self._items(desk, chosen, history), seed)

    def suspend(self, learner_id: str, concept: str) -> None:
        """Stop asking about a concept until it is resumed.

        Raises:
            NotFoundError: The learner has no such card.
        """
        self._store.suspend_card(learner_id, concept, study_day=self._today(learner_id))

    def bury(self, learner_id: str, concept: str) -> None:
        """Put a concept off until tomorrow.

        Raises:
            NotFoundError: The learner has no such card.
        """
        today = self._today(learner_id)
        until = today + timedelta(days=1)
        self._store.bury_card(learner_id, concept, until, study_day=today)

    def resume(self, learner_id: str, concept: str) -> None:
        """Ask about a suspended or buried concept again.

        Raises:
            NotFoundError: The learner has no such card.
        """
        self._store.resume_card(learner_id, concept, study_day=self._today(learner_id))

    def _desk(self, learner_id: str) -> Desk:
        learner = self._store.learner(learner_id)
        cards = self._store.cards(learner_id)
        siblings = self._siblings(learner_id) if cards else {}
        return Desk(
            learner=learner,
            minutes=self._store.study_days(learner_id).minutes,
            calendar=Calendar(
                study_day(self._clock.now(), learner.time_zone),
                learner.exam_date,
                learner.time_zone,
            ),
            # A card whose items are all gone or set aside cannot be asked: it waits unseen.
            cards=tuple(card for card in cards if card.concept in siblings),
            siblings=siblings,
            paces=self._store.paces(learner_id),
        )

    def _siblings(self, learner_id: str) -> dict[str, tuple[ItemHead, ...]]:
        """Return the written items of each concept: the bank's, or else its lesson's checks.

        Not those of an open test or mock exam: feedback here would give their keys away.
        """
        aside = self._aside() | self._store.withheld_items(learner_id)
        found: dict[str, list[ItemHead]] = {}
        for pool in ("bank", "lesson"):
            filled = set(found)
            for head in self._library.heads(pool):
                concept = concept_of(head.lesson, head.exams)
                if concept and concept not in filled and head.id not in aside:
                    found.setdefault(concept, []).append(head)
        return {concept: tuple(heads) for concept, heads in found.items()}

    def _ranked(
        self, desk: Desk, due: tuple[Card, ...], history: Mapping[str, ItemHistory]
    ) -> tuple[Ranked, ...]:
        shares = self._shares(desk.learner.exam)
        candidates = (
            Candidate(
                card,
                _weight(desk.siblings[card.concept], desk.learner.exam, shares),
                desk.seconds(self._sibling(desk, card, history).kind),
            )
            for card in due
        )
        return rank(candidates, desk.calendar, self._clock.now(), self._scheduler)

    def _shares(self, exam: str | None) -> dict[str, float]:
        blueprint = self._blueprint(exam)
        shares = domain_shares(blueprint) if blueprint else {}
        return {name: float(share) for name, share in shares.items()}

    def _blueprint(self, exam: str | None) -> Blueprint | None:
        try:
            return self._library.blueprint(exam) if exam else None
        except NotFoundError:  # an exam of the user's own that is gone
            return None

    def _sibling(self, desk: Desk, card: Card, history: Mapping[str, ItemHistory]) -> ItemHead:
        heads = {head.id: head for head in desk.siblings[card.concept]}
        return heads[next_sibling(heads, history)]

    def _items(
        self, desk: Desk, chosen: tuple[Ranked, ...], history: Mapping[str, ItemHistory]
    ) -> list[ItemHead]:
        return [self._sibling(desk, one.candidate.card, history) for one in chosen]

    def _begin(self, desk: Desk, heads: list[ItemHead], seed: int) -> QuizSession:
        rng = Random(seed)  # noqa: S311 - an order of options, not a secret
        items = self._library.items(head.id for head in heads)
        exam = desk.learner.exam
        blueprint = self._blueprint(exam)
        spec = QuizSpec(exam=exam, count=len(items), feedback="tutor", context=SPACED)
        concepts = "1 concept" if len(items) == 1 else f"{len(items)} concepts"
        attempt = self._store.start_attempt(
            NewAttempt(
                learner_id=desk.learner.id,
                title=f"Review · {concepts}",
                spec=spec,
                seed=seed,
                blueprint=f"{blueprint.id}/{blueprint.edition}" if blueprint else None,
                deadline=None,
                items=tuple(PlacedItem(item, arrange(item, rng)) for item in items),
            ),
            study_day=desk.calendar.today,
        )
        return self._practice.resume(attempt.id)

    def _seconds_left(self, desk: Desk) -> float:
        spent = self._store.reviewed_seconds(desk.learner.id, desk.calendar.today)
        return max(0.0, desk.daily_seconds - spent)

    def _line(self, desk: Desk, card: Card) -> CardLine:
        recall = self._scheduler.retrievability(card.state, self._clock.now())
        return CardLine(
            concept=card.concept,
            due=due_day(card, desk.calendar, self._scheduler),
            recall=None if recall is None else round(100 * recall, 1),
            reviews=card.state.reps,
            lapses=card.state.lapses,
            suspended=card.suspended,
            buried_until=card.buried_until,
            items=len(desk.siblings[card.concept]),
        )

    def _nothing_due(self, desk: Desk) -> str:
        if not desk.cards:
            return "nothing is due: cards come from questions answered in lessons and quizzes"
        days = [due_day(card, desk.calendar, self._scheduler) for card in desk.cards]
        following = min((day for day in days if day), default=None)
        return f"nothing is due today{f'; the next review is on {following}' if following else ''}"

    def _today(self, learner_id: str) -> date:
        return study_day(self._clock.now(), self._store.learner(learner_id).time_zone)


def _weight(heads: tuple[ItemHead, ...], exam: str | None, shares: Mapping[str, float]) -> float:
    """Return a concept's weight: the mean share of the domains of the exam it is tagged to.

    Without a target exam all concepts weigh the same.
    """
    if exam is None or not shares:
        return 1.0
    tagged = [shares.get(domain, 0.0) for head in heads for domain in head.domains(exam)]
    return sum(tagged) / len(tagged) if tagged else 0.0


def _usual(times: Sequence[int], unknown: float) -> float:
    """Return the median of times in milliseconds, in seconds; `unknown` where they are few."""
    if len(times) < LEAST_TIMES:
        return unknown
    low, high = SECONDS_RANGE
    return min(max(median(times) / 1000, low), high)


def _percent(part: float, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
