"""Spaced review: what is due, what comes, reviewing it, and whether the predictions hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from tutor.clock import Clock
from tutor.domain.item import Item
from tutor.domain.kinds import arrange
from tutor.domain.own_card import own_card
from tutor.domain.records import SPACED, Card, NewAttempt, PlacedItem, QuizSpec
from tutor.domain.review_queue import (
    FORECAST_DAYS,
    Ranked,
    due_day,
    due_on,
    fill,
    forecast,
    rank,
)
from tutor.domain.statistics_records import ItemHistory
from tutor.domain.study_day import study_day
from tutor.domain.text import quantity
from tutor.errors import UsageError
from tutor.services.card_desk import Desk, DeskReader, card_lines
from tutor.services.card_names import CardName, find_card
from tutor.services.library import Library
from tutor.services.own_cards import OwnCardService
from tutor.services.practice import MAX_COUNT, PracticeService
from tutor.services.quiz_session import QuizSession
from tutor.services.spaced_views import (
    CardsView,
    DueView,
    ForecastDay,
    RecallRow,
    Retention,
)
from tutor.store.store import Store

MAX_MINUTES = 600
"""More is a typing slip."""


class SpacedService:
    """Reviews are ordinary quizzes in tutor mode, with one item for each card that is due."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        rng: Random,
        practice: PracticeService,
        own: OwnCardService,
        aside: Callable[[], frozenset[str]],
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._rng = rng
        self._practice = practice
        self._own = own
        self._desks = DeskReader(store, library, clock, own, aside)

    def due(self, learner_id: str) -> DueView:
        """Return how much is due today, and how much of it the day's minutes have room for."""
        return self._due(self._desks.read(learner_id))

    def overview(self, learner_id: str) -> CardsView:
        """Return a learner's cards, what falls due in the days ahead, and the retention."""
        desk = self._desks.read(learner_id)
        counts = forecast(desk.cards, desk.calendar, desk.scheduler)
        today = desk.calendar.today
        return CardsView(
            today=today,
            exam_date=desk.calendar.exam_ahead,
            cards=len(desk.cards),
            suspended=sum(card.suspended for card in desk.cards),
            due=self._due(desk),
            daily_minutes=round(desk.daily_seconds / 60, 1),
            forecast=tuple(
                ForecastDay(today + timedelta(days=ahead), counts[ahead])
                for ahead in range(FORECAST_DAYS)
            ),
            retention=self.retention(learner_id),
            lines=card_lines(desk, self._clock.now()),
            unseen=desk.unseen,
            parameter_set=desk.scheduler.parameter_set,
        )

    def forecast(self, learner_id: str) -> tuple[int, ...]:
        """Return how many concepts first fall due on each day of two weeks, from today on."""
        desk = self._desks.read(learner_id)
        return forecast(desk.cards, desk.calendar, desk.scheduler)

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
        desk = self._desks.read(learner_id)
        due = due_on(desk.cards, desk.calendar, desk.scheduler)
        if not due:
            raise UsageError(self._nothing_due(desk))
        budget = 60 * minutes if minutes else self._seconds_left(desk) or desk.daily_seconds
        history = self._store.item_history(learner_id)
        chosen = fill(self._ranked(desk, due, history), budget)[:MAX_COUNT]
        seed = self._rng.getrandbits(32) if seed is None else seed
        asked = [desk.next_item(one.candidate.card, history) for one in chosen]
        return self._begin(desk, asked, seed)

    def suspend(self, learner_id: str, name: str) -> CardName:
        """Stop asking a card until it is resumed; return which one it is.

        Args:
            learner_id: Whose card it is.
            name: Its id, short id or title, or the beginning of one.

        Raises:
            NotFoundError: The learner has no such card.
            UsageError: It may be one of several.
        """
        card = self.card(learner_id, name)
        self._store.suspend_card(learner_id, card.id, study_day=self._today(learner_id))
        return card

    def bury(self, learner_id: str, name: str) -> CardName:
        """Put a card off until tomorrow; return which one it is.

        Raises:
            NotFoundError: As `suspend`.
            UsageError: As `suspend`.
        """
        card, today = self.card(learner_id, name), self._today(learner_id)
        until = today + timedelta(days=1)
        self._store.bury_card(learner_id, card.id, until, study_day=today)
        return card

    def resume(self, learner_id: str, name: str) -> CardName:
        """Ask a suspended or buried card again; return which one it is.

        Raises:
            NotFoundError: As `suspend`.
            UsageError: As `suspend`.
        """
        card = self.card(learner_id, name)
        self._store.resume_card(learner_id, card.id, study_day=self._today(learner_id))
        return card

    def remove(self, learner_id: str, name: str) -> CardName:
        """Remove a card of the learner's own, with all that is known of it; return which it is.

        Raises:
            NotFoundError: As `suspend`.
            UsageError: As `suspend`, or it is a concept.
        """
        card = self.card(learner_id, name)
        self._own.remove(learner_id, card.id)
        return card

    def card(self, learner_id: str, name: str) -> CardName:
        """Return the card that a name means.

        Raises:
            NotFoundError: The learner has no such card.
            UsageError: It may be one of several.
        """
        desk = self._desks.read(learner_id)
        unseen = (CardName(one, one, "") for one in desk.unseen)
        return find_card(name, (*desk.names(), *unseen))

    def needs_book(self, learner_id: str) -> bool:
        """Whether a code book has to be compiled before what is due can be asked."""
        desk = self._desks.read(learner_id)
        due = due_on(desk.cards, desk.calendar, desk.scheduler)
        return self._own.needs_book(card.concept for card in due)

    def _due(self, desk: Desk) -> DueView:
        due = due_on(desk.cards, desk.calendar, desk.scheduler)
        if not due:
            return DueView(0, 0, 0.0)
        history = self._store.item_history(desk.learner.id)
        chosen = fill(self._ranked(desk, due, history), self._seconds_left(desk))
        seconds = sum(one.candidate.seconds for one in chosen)
        return DueView(len(due), len(chosen), round(seconds / 60, 1))

    def _ranked(
        self, desk: Desk, due: tuple[Card, ...], history: Mapping[str, ItemHistory]
    ) -> tuple[Ranked, ...]:
        candidates = desk.candidates(due, history)
        return rank(candidates, desk.calendar, self._clock.now(), desk.scheduler)

    def _items(self, item_ids: Sequence[str], seed: int) -> tuple[Item, ...]:
        """Return items in order: written ones as they are, others made from the seed."""
        own = {one for one in item_ids if own_card(one)}
        found = {
            item.id: item for item in self._library.items(one for one in item_ids if one not in own)
        }
        for one in own:
            rng = Random(f"{seed}:{one}")  # noqa: S311 - a draw, not a secret
            found[one] = self._own.item(one, rng)
        return tuple(found[one] for one in item_ids)

    def _begin(self, desk: Desk, item_ids: Sequence[str], seed: int) -> QuizSession:
        rng = Random(seed)  # noqa: S311 - an order of options, not a secret
        items = self._items(item_ids, seed)
        spec = QuizSpec(exam=desk.learner.exam, count=len(items), feedback="tutor", context=SPACED)
        blueprint = desk.blueprint
        attempt = self._store.start_attempt(
            NewAttempt(
                learner_id=desk.learner.id,
                title=f"Review · {quantity(len(items), 'card')}",
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

    def _nothing_due(self, desk: Desk) -> str:
        if not desk.cards:
            return (
                "nothing is due: cards come from questions answered in lessons and quizzes, and "
                "from terms and codes you add"
            )
        days = [due_day(card, desk.calendar, desk.scheduler) for card in desk.cards]
        following = min((day for day in days if day), default=None)
        return f"nothing is due today{f'; the next review is on {following}' if following else ''}"

    def _today(self, learner_id: str) -> date:
        return study_day(self._clock.now(), self._store.learner(learner_id).time_zone)


def _percent(part: float, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
