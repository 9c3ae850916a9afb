"""What a learner's reviews are worked out from: cards, what each can be asked with, paces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from tutor.clock import Clock
from tutor.domain.blueprint import Blueprint, domain_shares
from tutor.domain.card_weight import CardWeights
from tutor.domain.catalog import ItemHead
from tutor.domain.concept import concept_of
from tutor.domain.memory import LEARNING, RELEARNING, REVIEW, Scheduler
from tutor.domain.own_card import card_kind, own_card, own_pace
from tutor.domain.records import Card, Learner
from tutor.domain.review_queue import Calendar, Candidate, due_day, next_sibling
from tutor.domain.statistics_records import ItemHistory
from tutor.domain.study_day import study_day
from tutor.errors import NotFoundError
from tutor.services.card_names import CardName, shorten
from tutor.services.library import Library
from tutor.services.own_cards import Askable, OwnCardService
from tutor.services.spaced_views import CardLine
from tutor.store.store import Store

USUAL_SECONDS = 60.0
"""What an answer is expected to take where the learner has given fewer than `LEAST_TIMES`."""
OWN_SECONDS = 20.0
"""The same for a card of the learner's own: it is known or not."""
LEAST_TIMES = 5
"""Answers of a kind from which a learner's own time is expected."""
SECONDS_RANGE = (10.0, 600.0)
"""An answer is never expected to take less or more."""
OWN_PACE = own_pace("")
"""What the names of paces at own cards begin with."""
PHASES = {LEARNING: "learning", REVIEW: "remembered", RELEARNING: "relearning"}
"""Phases of a card in words."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a learner's reviews are worked out from, read once.

    Attributes:
        minutes: A day, as the learner set them; None leaves it to the daily goal.
        cards: Those that can be asked.
        unseen: Ids of the learner's own cards that cannot be asked at present.
        askable: What each of `cards` can be asked with.
        shares: Share of each domain of the learner's exam, from 0 to 1; empty without one.
        blueprint: The learner's exam, if it is there.
        scheduler: The model of memory, with the weights in use for the learner.
    """

    learner: Learner
    minutes: int | None
    calendar: Calendar
    cards: tuple[Card, ...]
    unseen: tuple[str, ...]
    askable: Mapping[str, Askable]
    paces: Mapping[str, tuple[int, ...]]
    shares: Mapping[str, float]
    blueprint: Blueprint | None
    scheduler: Scheduler

    def seconds(self, card: Card, kind: str) -> float:
        """Return how long the learner is expected to take for an item of a kind for a card."""
        if own_card(card.concept):
            return _usual(self.paces.get(own_pace(kind), ()), OWN_SECONDS)
        return _usual(self.paces.get(kind, ()), self.usual_seconds)

    @property
    def usual_seconds(self) -> float:
        """How long the learner takes for a question of any kind, own cards left out."""
        every = [
            time
            for kind, times in self.paces.items()
            for time in times
            if not kind.startswith(OWN_PACE)
        ]
        return _usual(every, USUAL_SECONDS)

    @property
    def daily_seconds(self) -> float:
        """The learner's minutes a day, or how long the daily goal is expected to take."""
        if self.minutes is not None:
            return 60.0 * self.minutes
        return self.learner.daily_goal * self.usual_seconds

    def candidates(
        self, due: Iterable[Card], history: Mapping[str, ItemHistory]
    ) -> tuple[Candidate, ...]:
        """Return due cards with their weight and time."""
        weights = CardWeights(
            self.learner.exam,
            self.shares,
            (about.exams for name, about in self.askable.items() if not own_card(name)),
        )
        usual = weights.usual(
            self.askable[card.concept].exams for card in self.cards if not own_card(card.concept)
        )
        return tuple(
            Candidate(card, self._weight(card, weights, usual), self._seconds(card, history))
            for card in due
        )

    def next_item(self, card: Card, history: Mapping[str, ItemHistory]) -> str:
        """Return the id of the item to ask a card with: of its siblings, that of longest ago."""
        return next_sibling(self.askable[card.concept].kinds, history)

    def names(self) -> tuple[CardName, ...]:
        """Return what each card answers to."""
        short = shorten(card.concept for card in self.cards)
        return tuple(
            CardName(card.concept, short[card.concept], about.title, about.names)
            for card in self.cards
            for about in [self.askable[card.concept]]
        )

    def _seconds(self, card: Card, history: Mapping[str, ItemHistory]) -> float:
        return self.seconds(card, self.askable[card.concept].kinds[self.next_item(card, history)])

    def _weight(self, card: Card, weights: CardWeights, usual: float) -> float:
        tags = self.askable[card.concept].exams
        return weights.own(tags, usual) if own_card(card.concept) else weights.concept(tags)


class DeskReader:
    """Reads desks."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        own: OwnCardService,
        aside: Callable[[], frozenset[str]],
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._own = own
        self._aside = aside

    def read(self, learner_id: str) -> Desk:
        """Return a learner's desk.

        Raises:
            NotFoundError: There is no such learner.
        """
        learner = self._store.learner(learner_id)
        cards = self._store.cards(learner_id)
        askable = self._askable(learner_id, cards)
        blueprint = self._blueprint(learner.exam)
        shares = domain_shares(blueprint) if blueprint else {}
        return Desk(
            learner=learner,
            minutes=self._store.study_days(learner_id).minutes,
            calendar=Calendar(
                study_day(self._clock.now(), learner.time_zone),
                learner.exam_date,
                learner.time_zone,
            ),
            # A card whose items are all gone or set aside cannot be asked: it waits unseen.
            cards=tuple(card for card in cards if card.concept in askable),
            unseen=tuple(
                card.concept
                for card in cards
                if card.concept not in askable and own_card(card.concept)
            ),
            askable=askable,
            paces=self._store.paces(learner_id),
            shares={name: float(share) for name, share in shares.items()},
            blueprint=blueprint,
            scheduler=self._store.memory(learner_id),
        )

    def _askable(self, learner_id: str, cards: Sequence[Card]) -> dict[str, Askable]:
        own = [card.concept for card in cards if own_card(card.concept)]
        found = self._concepts(learner_id) if len(own) < len(cards) else {}
        for card_id in own:
            if about := self._own.askable(card_id):
                found[card_id] = about
        return found

    def _concepts(self, learner_id: str) -> dict[str, Askable]:
        """Return what each concept can be asked with: the bank's items, or its lesson's checks.

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
        titles = {head.id: head.title for head in self._library.lessons()}
        domains = {
            f"{exam.id}.{domain.id}": f"{exam.id.upper()}: {domain.name}"
            for exam in self._library.blueprints()
            for domain in exam.domains
        }
        return {
            concept: Askable(
                title=titles.get(heads[0].lesson or "", concept),
                domain=domains.get(concept.rpartition("/")[2], ""),
                kinds={head.id: head.kind for head in heads},
                exams=tuple(pair for head in heads for pair in head.exams),
            )
            for concept, heads in found.items()
        }

    def _blueprint(self, exam: str | None) -> Blueprint | None:
        try:
            return self._library.blueprint(exam) if exam else None
        except NotFoundError:  # an exam of the user's own that is gone
            return None


def card_lines(desk: Desk, now: datetime) -> tuple[CardLine, ...]:
    """Return a line on each card that can be asked."""
    short = shorten(card.concept for card in desk.cards)
    return tuple(_line(desk, card, short[card.concept], now) for card in desk.cards)


def state_of(card: Card, due: date | None, today: date) -> str:
    """Return how a card stands, in words."""
    if card.suspended:
        return "suspended"
    if card.buried_until and card.buried_until > today:
        return "put off"
    if not card.state.reps:
        return "new"
    if due is not None and due <= today:
        return "due"
    return PHASES[card.state.phase]


def _line(desk: Desk, card: Card, short: str, now: datetime) -> CardLine:
    about = desk.askable[card.concept]
    due = due_day(card, desk.calendar, desk.scheduler)
    recall = desk.scheduler.retrievability(card.state, now)
    return CardLine(
        concept=card.concept,
        short=short,
        title=about.title,
        domain=about.domain,
        kind=card_kind(card.concept),
        state=state_of(card, due, desk.calendar.today),
        due=due,
        recall=None if recall is None else round(100 * recall, 1),
        reviews=card.state.reps,
        lapses=card.state.lapses,
        suspended=card.suspended,
        buried_until=card.buried_until,
        items=len(about.kinds),
    )


def _usual(times: Sequence[int], unknown: float) -> float:
    """Return the median of times in milliseconds, in seconds; `unknown` where they are few."""
    if len(times) < LEAST_TIMES:
        return unknown
    low, high = SECONDS_RANGE
    return min(max(median(times) / 1000, low), high)
