"""Mastery: what a learner has shown in each domain of an exam, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from tutor.clock import Clock
from tutor.domain.ability import Abilities, Answered, estimate, item_difficulty, weight_of
from tutor.domain.blueprint import Blueprint, Domain, domain_shares
from tutor.domain.catalog import ItemHead
from tutor.domain.concept import concept_of
from tutor.domain.irt import Estimate, Parameters, ability_at, authored, chance, difficulty
from tutor.domain.mastery import BREADTH, RECALL, STATES, TARGET, Shown, judge
from tutor.domain.memory import Scheduler
from tutor.domain.records import Card, Learner
from tutor.domain.statistics_records import FirstAnswer, ItemHistory
from tutor.errors import UsageError
from tutor.services.library import Library
from tutor.services.mastery_views import MasteryDomain, MasteryView
from tutor.store.store import Store

INTERVAL = 1.2816
"""Standard deviations to both sides that hold 8 of 10 cases."""


@dataclass(frozen=True, slots=True)
class _Known:
    """All that is on record of a learner, and what items are like."""

    learner: Learner
    now: datetime
    answers: tuple[FirstAnswer, ...]
    abilities: Abilities
    history: Mapping[str, ItemHistory]
    cards: Mapping[str, Card]
    memory: Scheduler
    items: Mapping[str, Parameters]


class MasteryService:
    """Reads what is on record; changes nothing."""

    def __init__(self, store: Store, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    def view(self, learner_id: str, exam: str | None = None) -> MasteryView:
        """Return what a learner has shown for an exam, the target exam unless one is named.

        Raises:
            NotFoundError: There is no such learner or exam.
            UsageError: No exam is named and the learner has no target.
        """
        chosen = exam or self._store.learner(learner_id).exam
        if chosen is None:
            raise UsageError("mastery of which exam? name it: cpc, cca, cbcs, cmrs or cpb")
        return self.views(learner_id, (chosen,))[0]

    def views(self, learner_id: str, exams: Iterable[str]) -> tuple[MasteryView, ...]:
        """Return what a learner has shown for each of some exams.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        known = self._known(learner_id)
        return tuple(self._view(self._library.blueprint(exam), known) for exam in exams)

    def parameters(self, learner_id: str) -> dict[str, Parameters]:
        """Return what each written item is like.

        The authors' difficulty, corrected by how all learners but this one fared with it.
        """
        heads = (*self._library.heads(), *self._library.heads("lesson"))
        found = {head.id: authored(head.difficulty, head.kind) for head in heads}
        typical = Parameters(
            fmean(one.b for one in found.values()) if found else 0.0,
            fmean(one.c for one in found.values()) if found else 0.0,
        )
        for item_id, fared in self._store.fared(learner_id).items():
            if (item := found.get(item_id)) is not None:
                theta = ability_at(fared.share, {typical: 1.0})
                b = item_difficulty(item.b, item.c, fared.answered, fared.credit, theta)
                found[item_id] = Parameters(b, item.c)
        return found

    def _known(self, learner_id: str) -> _Known:
        answers = self._store.first_answers(learner_id)
        items = self.parameters(learner_id)
        return _Known(
            learner=self._store.learner(learner_id),
            now=self._clock.now(),
            answers=answers,
            abilities=estimate(_answered(one, items.get(one.item_id)) for one in answers),
            history=self._store.item_history(learner_id),
            cards={card.concept: card for card in self._store.cards(learner_id)},
            memory=self._store.memory(learner_id),
            items=items,
        )

    def _view(self, blueprint: Blueprint, known: _Known) -> MasteryView:
        target = target_share(blueprint)
        rows = tuple(self._row(blueprint, domain, target, known) for domain in blueprint.domains)
        overall = known.abilities.overall(known.now)
        return MasteryView(
            learner=known.learner.name,
            exam=blueprint.id,
            name=blueprint.name,
            at=known.now,
            answered=sum(blueprint.id in dict(one.exams) for one in known.answers),
            ability=overall.theta,
            sd=overall.sd,
            states={state: sum(row.state == state for row in rows) for state in STATES},
            domains=rows,
            rules=_rules(target),
        )

    def _row(
        self, blueprint: Blueprint, domain: Domain, target: float, known: _Known
    ) -> MasteryDomain:
        key = (blueprint.id, domain.id)
        heads = [head for head in self._library.heads() if key in head.exams]
        answers = [one for one in known.answers if key in one.exams]
        found = known.abilities.of(key, known.now)
        items = [known.items[head.id] for head in heads]
        recalls = self._recalls(heads, known)
        recall = fmean(recalls) if recalls else None
        middle, low, high = (_expected(found, items, steps) for steps in (0, -INTERVAL, INTERVAL))
        successes = tuple(_successes(answers, known.history))
        judged = judge(Shown(len(answers), len(heads), middle, successes, recall, target))
        last = max((one.at for one in answers), default=None)
        return MasteryDomain(
            id=domain.id,
            name=domain.name,
            share=float(100 * domain_shares(blueprint)[domain.id]),
            questions=len(heads),
            items=len(answers),
            shared=sum(len({exam for exam, _ in one.exams}) > 1 for one in answers),
            right=sum((one.score for one in answers), 0.0),
            last_at=last,
            days_ago=max(0, (known.now - last).days) if last else None,
            ability=found.theta,
            sd=found.sd,
            expected_percent=_percent(middle),
            low_percent=_percent(low),
            high_percent=_percent(high),
            cards=len(recalls),
            recall_percent=_percent(recall),
            state=judged.state,
            why=judged.why,
            conditions=judged.conditions,
        )

    def _recalls(self, heads: Iterable[ItemHead], known: _Known) -> list[float]:
        """Return the chance to recall each concept of some items that the learner has met."""
        concepts = dict.fromkeys(concept_of(head.lesson, head.exams) for head in heads)
        cards = [known.cards[one] for one in concepts if one and one in known.cards]
        found = (known.memory.retrievability(card.state, known.now) for card in cards)
        return [recall for recall in found if recall is not None]


def target_share(blueprint: Blueprint) -> float:
    """Return the share of a domain's questions that must be expected right to master it."""
    passing = blueprint.passing
    return max(TARGET, passing.value / 100) if passing.type == "percent" else TARGET


def _answered(one: FirstAnswer, item: Parameters | None) -> Answered:
    """Return a first answer as the model takes it; an item that is gone has its own level."""
    b = item.b if item else difficulty(one.level)
    return Answered(
        domains=one.exams,
        item=Parameters(b, one.guess),
        score=one.score,
        at=one.at,
        weight=weight_of(one.context),
    )


def _successes(
    answers: Iterable[FirstAnswer], history: Mapping[str, ItemHistory]
) -> Iterable[datetime]:
    """Yield when questions were answered right: at first, and last."""
    for one in answers:
        if one.score >= 1:
            yield one.at
        last = history.get(one.item_id)
        if last and last.last_score >= 1:
            yield last.last_at


def _expected(found: Estimate, items: list[Parameters], steps: float) -> float | None:
    theta = found.theta + steps * found.sd
    return fmean(chance(theta, item) for item in items) if items else None


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _rules(target: float) -> tuple[str, ...]:
    return (
        f"Mastered: {100 * target:.0f} % of the domain's questions expected right, {BREADTH} "
        "different ones answered (or all there are), right again a day or more later, and recall "
        f"at {100 * RECALL:.0f} %.",
        "Nearly: one of these is missing. Fading: only recall has fallen. Learning: more than one "
        "is missing.",
        "Ability rests on first answers alone. A question that counts for several exams moves "
        "all of them.",
    )
