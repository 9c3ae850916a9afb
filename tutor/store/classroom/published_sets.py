"""Reading published sets."""

from __future__ import annotations

from sqlalchemy import select

from tutor.domain.quiz_set import FrozenSlot, PublishedSet, SetDefinition
from tutor.errors import NotFoundError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import QuizSetItemRow, QuizSetVersionRow
from tutor.store.faults import decoding

_VERSIONS = table_of(QuizSetVersionRow)
_ITEMS = table_of(QuizSetItemRow)


class PublishedSetAccess(Access):
    """The part of the store that reads published sets."""

    def published_set(self, version_id: str) -> PublishedSet:
        """Return a set as it was published.

        Raises:
            NotFoundError: There is no such version.
        """
        items = select(_ITEMS).where(_ITEMS.c.version_id == version_id)
        with self._database.reading() as session, decoding():
            connection = session.connection()
            row = connection.execute(
                select(_VERSIONS).where(_VERSIONS.c.id == version_id)
            ).one_or_none()
            if row is None:
                raise NotFoundError(f"there is no published set {version_id!r}")
            rows = connection.execute(items.order_by(_ITEMS.c.slot, _ITEMS.c.place)).all()
        definition = SetDefinition.from_dict(row.definition)
        pools: dict[int, list[tuple[str, str]]] = {}
        for one in rows:
            pools.setdefault(one.slot, []).append((one.item_id, one.item_hash))
        worth = [
            (number, points)
            for number, section in enumerate(definition.sections)
            for points in (
                *(pick.points for pick in section.picks),
                *(section.points for rule in section.rules for _ in range(rule.count)),
            )
        ]
        worth += [(0, 1.0)] * (len(pools) - len(worth))
        return PublishedSet(
            id=row.id,
            set_id=row.set_id,
            number=row.number,
            title=row.title,
            definition=definition,
            seed=int(row.seed),
            slots=tuple(
                FrozenSlot(*worth[place], tuple(pool))
                for place, (_, pool) in enumerate(sorted(pools.items()))
            ),
        )
