"""Sitting a placement test: a quiz session whose questions are chosen as it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any

from tutor.domain.blueprint import Blueprint, domain_shares
from tutor.domain.diagnostic import (
    MOST,
    QUICK_KINDS,
    Candidate,
    Reply,
    choose,
    ending,
    reachable,
)
from tutor.domain.irt import Parameters, ability_at, authored
from tutor.domain.item import Choices
from tutor.domain.kinds import arrange
from tutor.domain.records import Attempt, PlacedItem, Slot
from tutor.errors import AttemptError
from tutor.services.library import Library
from tutor.services.quiz_session import QuizSession
from tutor.services.readiness import cut_percent
from tutor.services.views import Question
from tutor.store.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What the questions of a test for one exam are chosen from.

    Attributes:
        candidates: All that may be asked: no question of a case, none that is set aside.
        shares: Share of the exam of each domain that they can ask about.
        cut: The ability needed to pass.
    """

    candidates: tuple[Candidate, ...]
    shares: dict[str, float]
    cut: float

    def next(self, replies: list[Reply], rng: Random) -> str | None:
        """Return the id of the next item; None at the end of the test."""
        if ending(replies, self.cut):
            return None
        chosen = choose(self.candidates, replies, self.shares, rng)
        return chosen.id if chosen else None


def open_desk(
    store: Store, library: Library, aside: frozenset[str], learner_id: str, blueprint: Blueprint
) -> Desk:
    """Return what a test for an exam is chosen from."""
    history, held = store.item_history(learner_id), store.withheld_items(learner_id)
    candidates = tuple(
        Candidate(
            id=head.id,
            domains=head.domains(blueprint.id),
            item=authored(head.difficulty, head.kind),
            rank=QUICK_KINDS[head.kind],
            seen=head.id in history,
            held=head.id in held,
        )
        for head in library.heads()
        if head.kind in QUICK_KINDS
        and head.case_id is None
        and head.id not in aside
        and not head.draft
        and head.domains(blueprint.id)
    )
    shares = {name: float(share) for name, share in domain_shares(blueprint).items()}
    return Desk(candidates, reachable(shares, candidates), cut_ability(library, blueprint))


def cut_ability(library: Library, blueprint: Blueprint) -> float:
    """Return the ability that is expected to earn the marks needed to pass."""
    percent, _ = cut_percent(blueprint)
    shares, mixes = domain_shares(blueprint), domain_mixes(library, blueprint)
    weights: dict[Parameters, float] = {}
    for domain, mix in mixes.items():
        for item, count in mix.items():
            part = float(shares[domain]) * count / sum(mix.values())
            weights[item] = weights.get(item, 0.0) + part
    return ability_at(percent / 100, weights) if weights else 0.0


def domain_mixes(library: Library, blueprint: Blueprint) -> dict[str, Counter[Parameters]]:
    """Return how many items of each make the bank has, by the domains that have any."""
    mixes: dict[str, Counter[Parameters]] = {}
    known = {domain.id for domain in blueprint.domains}
    for head in library.heads():
        if head.draft:
            continue
        for domain in head.domains(blueprint.id):
            if domain in known:
                mix = mixes.setdefault(domain, Counter())
                mix[authored(head.difficulty, head.kind)] += 1
    return mixes


def replies_of(attempt: Attempt) -> list[Reply]:
    """Return what was asked and how it went, by the exact versions that were shown.

    A blank counts as "don't know" once the test has gone on; at the question that was on screen
    when the test ended it says nothing.
    """
    ended = attempt.status != "open"
    return [
        _reply(slot, attempt.spec.exam or "")
        for slot in attempt.slots
        if slot.answer or not (ended and slot.position == attempt.position)
    ]


def place(library: Library, item_id: str, rng: Random) -> PlacedItem:
    """Return an item with its parts in an order of their own."""
    item = library.item(item_id)
    return PlacedItem(item, arrange(item, rng))


def chance_for(seed: int, position: int) -> Random:
    """Return the source of chance for a position: the same after a restart."""
    return Random(f"{seed}:{position}")  # noqa: S311 - a draw, not a secret


class DiagnosticSession(QuizSession):
    """One placement test being sat: forwards only, and nothing tells right from wrong.

    Each question is chosen, and written down, when the one before it is left: after a crash the
    same question is asked again. Going on without an answer says "don't know".
    """

    def __init__(self, attempt: Attempt, aside: Callable[[], frozenset[str]], *args: Any) -> None:  # noqa: ANN401
        super().__init__(attempt, *args)
        self._aside = aside

    def next(self) -> bool:
        """Choose the next question and go on to it; False where the test is over."""
        self._guard_time()
        following = self._attempt.position + 1
        if following >= len(self._attempt.slots):
            rng = chance_for(self._attempt.seed, following)
            chosen = self._desk.next(replies_of(self._attempt), rng)
            if chosen is None:
                return False
            placed = place(self._library, chosen, rng)
            self._attempt = self._store.append_question(self.attempt_id, placed, following)
        super().go(following)
        return True

    def go(self, position: int) -> Question:
        """Stay where the test is.

        Raises:
            AttemptError: Another question is asked for: the test does not go back.
        """
        if position != self._attempt.position:
            raise AttemptError(
                "A placement test does not go back: each question rests on the last."
            )
        return super().go(position)

    def _question(self, position: int) -> Question:
        return replace(super()._question(position), most=self.open)

    @property
    def _total(self) -> int:
        return MOST if self.open else len(self._attempt.slots)

    @cached_property
    def _desk(self) -> Desk:
        return open_desk(
            self._store,
            self._library,
            self._aside(),
            self.learner_id,
            self._library.blueprint(self._attempt.spec.exam or ""),
        )


def _reply(slot: Slot, exam: str) -> Reply:
    item = slot.placed.item
    options = len(item.body.options) if isinstance(item.body, Choices) else 0
    score = slot.answer.score if slot.answer else 0.0
    return Reply(item.id, item.domains(exam), authored(item.difficulty, item.kind, options), score)
