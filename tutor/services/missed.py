"""Missed questions: everything answered wrongly and not yet right on two study days since.

From quizzes, reviews, mock exams (once they have ended), drills and lesson checks. Duties of the
sorter are left out: they are sorted against the clock, in rounds of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from tutor.domain.blueprint import Blueprint
from tutor.domain.catalog import ItemHead
from tutor.domain.compiled import item_head
from tutor.domain.item import DRILL_POOL, Item
from tutor.domain.statistics_records import MissedItem
from tutor.services.codes import CodeBook
from tutor.services.library import Library
from tutor.services.missed_views import MissedDomain, MissedLine, MissedView
from tutor.store.store import Store

POOLS = {"written": ("bank", "lesson"), "generated": (DRILL_POOL,)}
"""Pools by where questions come from; any other source means all of them."""
SELECTION = " (selection)"
"""Ends the label of an edition that comes with the program in part."""


class MissedService:
    """Which missed questions can be asked again, and the list of them."""

    def __init__(
        self,
        store: Store,
        library: Library,
        codes: CodeBook,
        aside: Callable[[], frozenset[str]],
    ) -> None:
        self._store = store
        self._library = library
        self._codes = codes
        self._aside = aside
        self._generated: dict[str, tuple[str, ItemHead]] = {}
        """Edition and head of generated questions by content hash: they never change."""

    def view(self, learner_id: str, exam: str | None = None) -> MissedView:
        """Return a learner's missed questions, all of them or those of one exam.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        learner = self._store.learner(learner_id)
        blueprint = self._library.blueprint(exam) if exam else None
        pairs = [
            (one, head) for one, head in self._askable(learner_id)
            if exam is None or head.domains(exam)
        ]  # fmt: skip
        withheld = self._store.withheld_items(learner_id)
        free = [(one, head) for one, head in pairs if one.item_id not in withheld]
        counted = blueprint or self._target(learner.exam)
        blueprints = (counted,) if counted else self._library.blueprints()
        heads = [head for _, head in free]
        return MissedView(
            exam=exam,
            counted=counted.id if counted else None,
            domains=tuple(_domains(blueprints, heads)),
            elsewhere=sum(not any(head.domains(one.id) for one in blueprints) for head in heads),
            waiting=len(pairs) - len(free),
            lines=tuple(_line(one, head) for one, head in free),
        )

    def count(self, learner_id: str) -> int:
        """Return how many missed questions can be asked again now."""
        withheld = self._store.withheld_items(learner_id)
        return sum(one.item_id not in withheld for one, _ in self._askable(learner_id))

    def heads(self, learner_id: str, source: str) -> tuple[ItemHead, ...]:
        """Return what can be asked again, from one of `tutor.domain.records.SOURCES`."""
        pools = POOLS.get(source)
        return tuple(
            head for _, head in self._askable(learner_id) if pools is None or head.pool in pools
        )

    def items(self, heads: Sequence[ItemHead]) -> tuple[Item, ...]:
        """Return the items of some heads, in order; generated ones exactly as they were asked."""
        generated = [head.content_hash for head in heads if head.pool == DRILL_POOL]
        stored = self._store.item_versions(generated) if generated else {}
        written = [head.id for head in heads if head.pool != DRILL_POOL]
        found = {item.id: item for item in (*self._library.items(written), *stored.values())}
        return tuple(found[head.id] for head in heads)

    def _askable(self, learner_id: str) -> Iterator[tuple[MissedItem, ItemHead]]:
        """Yield missed questions in order: not those that are gone or set aside."""
        missed = self._store.missed(learner_id)
        heads = {
            head.id: head
            for pool in POOLS["written"]
            for head in self._library.heads(pool)
        }  # fmt: skip
        aside = self._aside() if missed else frozenset()
        drills = self._drills([one for one in missed if one.item_id not in heads])
        for one in missed:
            head = heads.get(one.item_id) or drills.get(one.item_id)
            if head is not None and one.item_id not in aside:
                yield one, head

    def _drills(self, missed: Sequence[MissedItem]) -> dict[str, ItemHead]:
        """Return the generated ones whose code book is still there."""
        if not missed:
            return {}
        editions = {one.label.removesuffix(SELECTION) for one in self._codes.editions()}
        hashes = [one.content_hash for one in missed]
        unknown = [one for one in hashes if one not in self._generated]
        for content_hash, item in self._store.item_versions(unknown).items():
            self._generated[content_hash] = item.code_set, item_head(item)
        known = (self._generated[one] for one in hashes if one in self._generated)
        return {
            head.id: head
            for edition, head in known
            if head.pool == DRILL_POOL and edition in editions
        }

    def _target(self, exam: str | None) -> Blueprint | None:
        return next((one for one in self._library.blueprints() if one.id == exam), None)


def _domains(blueprints: Iterable[Blueprint], heads: Iterable[ItemHead]) -> Iterator[MissedDomain]:
    counts = Counter(tag for head in heads for tag in dict.fromkeys(head.exams))
    for blueprint in blueprints:
        for domain in blueprint.domains:
            if count := counts[blueprint.id, domain.id]:
                yield MissedDomain(blueprint.id, domain.id, domain.name, count)


def _line(one: MissedItem, head: ItemHead) -> MissedLine:
    return MissedLine(
        item_id=one.item_id,
        title=head.title,
        pool=head.pool,
        domains=head.exams,
        misses=one.misses,
        last_at=one.last_at,
        right_day=one.right_day,
    )
