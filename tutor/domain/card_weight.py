"""What a card is worth in an exam: the share of its marks that the card stands for.

A domain's share is spread over the questions of that domain: a concept asked by many of them stands
for more than one asked by few, and a concept of a large domain with few concepts for more than
one of many in a small domain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median

Tags = tuple[tuple[str, str], ...]
"""Pairs of exam and domain, once for each question and tag."""


class CardWeights:
    """Weights of cards in one exam.

    Args:
        exam: Id of the exam; None weighs all cards the same.
        shares: Share of each of its domains, from 0 to 1; empty weighs all cards the same.
        concepts: The tags of every concept there is, those of all learners.
    """

    def __init__(
        self, exam: str | None, shares: Mapping[str, float], concepts: Iterable[Tags]
    ) -> None:
        self._exam = exam
        self._shares = shares
        self._items: Counter[str] = Counter()
        self._concepts: Counter[str] = Counter()
        for tags in concepts:
            domains = self._domains(tags)
            self._items.update(domains)
            self._concepts.update(set(domains))

    def concept(self, tags: Tags) -> float:
        """Return the share of the marks that a concept stands for; 0 if the exam lacks it."""
        if not self._shares:
            return 1.0
        return sum(
            self._shares.get(domain, 0.0) / max(1, self._items[domain])
            for domain in self._domains(tags)
        )

    def own(self, tags: Tags, usual: float) -> float:
        """Return the weight of a card of the learner's own.

        It weighs as much as the mean concept of its domains, or `usual` if the exam has none of
        them: the learner chose it.
        """
        if not self._shares:
            return 1.0
        weights = [
            self._shares.get(domain, 0.0) / max(1, self._concepts[domain])
            for domain in self._domains(tags)
        ]
        return sum(weights) / len(weights) if weights else usual

    def usual(self, concepts: Iterable[Tags]) -> float:
        """Return the median weight of some concepts; without any, of each domain's mean one."""
        weights = [weight for tags in concepts if (weight := self.concept(tags))]
        spread = [share / max(1, self._concepts[name]) for name, share in self._shares.items()]
        return median(weights or spread or [1.0])

    def _domains(self, tags: Tags) -> list[str]:
        return [domain for exam, domain in tags if exam == self._exam]
