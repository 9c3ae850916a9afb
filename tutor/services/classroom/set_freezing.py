"""What a set freezes when it is published: for each slot its question, or its pool."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tutor.domain.catalog import ItemHead
from tutor.domain.compiled import item_head
from tutor.domain.item import Item
from tutor.domain.quiz_set import Rule, SetDefinition
from tutor.domain.set_contents import picked
from tutor.domain.set_records import Frozen
from tutor.domain.set_rules import GENERATED, Part, draw_once, fits, fitting, parts_of, share_pools
from tutor.errors import UsageError
from tutor.services.classroom.item_pool import ItemPool

if TYPE_CHECKING:
    from tutor.services.drills.service import DrillService

SPARE = 4
"""Generated questions made for each one wanted, where every student gets a draw of their own."""
SEED_BITS = 32


class Freezer:
    """Draws what is frozen, from one seed."""

    def __init__(self, pool: ItemPool, drills: DrillService, seed: int) -> None:
        self._pool = pool
        self._drills = drills
        self._rng = Random(seed)  # noqa: S311 - a draw, not a secret

    def counts(
        self, definition: SetDefinition, rule: Rule
    ) -> tuple[tuple[str, int | None, int], ...]:
        """Return `(what, how many fit, how many are wanted)` by domain of a rule.

        What was picked by hand does not count. Questions of cases count where one form serves
        all. Of generated questions it is not known before they are made.
        """
        wanted: tuple[tuple[str | None, int], ...] = rule.domains or ((None, rule.count),)
        return tuple(
            (
                domain or "all",
                None if rule.source == GENERATED else len(self._fit(definition, rule, domain)),
                count,
            )
            for domain, count in wanted
        )

    def slots(self, definition: SetDefinition) -> tuple[Frozen, ...]:
        """Return what stands in each slot, in order.

        Raises:
            UsageError: The set is empty, or too few questions fit a rule.
            NotFoundError: A question picked by hand does not exist any more.
        """
        items = {item_id: self._pool.item(item_id) for item_id in picked(definition)}
        drawn = self._by_rule(definition)
        slots: list[Frozen] = []
        for number, section in enumerate(definition.sections):
            slots += [(items[pick.item_id],) for pick in section.picks]
            slots += [slot for part, found in drawn if part.section == number for slot in found]
        if not slots:
            raise UsageError("the set has no questions yet")
        return tuple(slots)

    def _by_rule(self, definition: SetDefinition) -> list[tuple[Part, list[Frozen]]]:
        parts = parts_of(definition)
        written = [pair for pair in parts if pair[1].source != GENERATED]
        counts = [part.count for part, _ in written]
        fit = [self._fit(definition, rule, part.domain) for part, rule in written]
        share = share_pools if definition.per_student else draw_once
        shared = dict(
            zip((part for part, _ in written), share(counts, fit, self._rng), strict=True)
        )
        made = set[str]()
        found = []
        for part, rule in parts:
            if rule.source == GENERATED:
                items = self._made(part, rule, made, definition.per_student)
            else:
                by_id = self._pool.items(head.id for head in shared[part])
                items = [by_id[head.id] for head in shared[part]]
            found.append((part, _slots(part, items, definition.per_student)))
        return found

    def _fit(
        self, definition: SetDefinition, rule: Rule, domain: str | None
    ) -> tuple[ItemHead, ...]:
        taken = set(picked(definition))
        return tuple(
            head
            for head in fitting(self._pool.heads, rule, domain)
            if head.id not in taken and not (definition.per_student and head.case_id)
        )

    def _made(self, part: Part, rule: Rule, made: set[str], per_student: bool) -> list[Item]:
        """Return generated questions that fit, none of which was made before."""
        domains = [part.domain] if part.domain else []
        kinds = self._drills.fitting(exam=rule.exam, domains=domains, subject=rule.subject)
        if not kinds:
            return []
        wanted = part.count * (SPARE if per_student else 1)
        made_now = self._drills.items(
            kinds,
            count=wanted * 2 + len(made),
            seed=self._rng.getrandbits(SEED_BITS),
            exam=rule.exam,
            domains=domains,
        )
        found = [
            item
            for item in made_now
            if item.id not in made and fits(item_head(item), rule, part.domain)
        ][:wanted]
        made.update(item.id for item in found)
        return found


def _slots(part: Part, items: list[Item], per_student: bool) -> list[Frozen]:
    if len(items) < part.count:
        where = f" in {part.domain}" if part.domain else ""
        raise UsageError(
            f"rule {part.rule + 1} of section {part.section + 1} has {len(items)} "
            f"questions{where} and wants {part.count}: loosen it, or lower its count"
        )
    if per_student:
        return [tuple(items)] * part.count
    return [(item,) for item in items]
