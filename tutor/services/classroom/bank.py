"""A course's own bank: items that its instructors write, edit and withdraw.

Nothing here is in the library: students meet these items in published sets only. Reading the bank
is in `bank_reading`, the checks on what is written in `bank_checking`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tutor.content.own_items import compile_own, named_for
from tutor.domain.actor import Actor
from tutor.domain.item import Item
from tutor.domain.item_json import with_hash
from tutor.domain.set_records import CourseItem
from tutor.errors import UsageError
from tutor.services.classroom.bank_checking import TYPED, BankChecking
from tutor.services.classroom.bank_reading import prefix_of
from tutor.services.classroom.bank_views import BankLine


class CourseBankService(BankChecking):
    """What instructors do with their course's own items."""

    def add(
        self, actor: Actor, course_id: str, text: str, name: str = TYPED
    ) -> tuple[BankLine, ...]:
        """Add all items of a bank file, or none.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: One of them is in the bank already, or the course is archived.
            BankError: The file has faults; none of it is kept.
        """
        self._courses.open_course(actor, course_id)
        prefix = prefix_of(course_id)
        entries = self._faultless(actor, course_id, text, name, None)
        kept = {one.item.id for one in self._store.course_items(course_id, include_withdrawn=True)}
        made = [
            (named_for(item, prefix, 1), entry.source) for entry in entries for item in entry.items
        ]
        there = next((item.id for item, _ in made if item.id in kept), None)
        if there:
            raise UsageError(f"{there} is in the bank already: edit it, or give it another id")
        self._store.keep_course_items(actor.learner_id, course_id, made)
        return self._lines(course_id, {item.id for item, _ in made})

    def edit(
        self, actor: Actor, course_id: str, item_name: str, text: str, file: str = TYPED
    ) -> tuple[BankLine, ...]:
        """Write an item anew (of a case, all its questions): its next version.

        Published sets keep the version they froze. What says the same as before stays as it is.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: The bank has no such item.
            UsageError: The text makes other items than were there, or the course is archived.
            BankError: The text has faults.
        """
        self._courses.open_course(actor, course_id)
        old = self.item(actor, course_id, item_name)
        entries = self._faultless(actor, course_id, text, file, old.item.id)
        everything = self._store.course_items(course_id, include_withdrawn=True)
        kept = {one.item.id: one.item for one in everything if one.source == old.source}
        made = [
            (named_for(item, prefix_of(course_id), 1), entry.source)
            for entry in entries
            for item in entry.items
        ]
        if {item.id for item, _ in made} != kept.keys():
            bare = ", ".join(one.removeprefix(prefix_of(course_id)) for one in sorted(kept))
            raise UsageError(f"keep the ids as they were ({bare}); `add` makes new items")
        if all(_same(item, kept[item.id]) for item, _ in made):
            return self._lines(course_id, kept.keys())
        # All questions of a case go on together: they share the source that is kept.
        changed = [
            (with_hash(replace(item, version=kept[item.id].version + 1)), source)
            for item, source in made
        ]
        self._store.keep_course_items(actor.learner_id, course_id, changed)
        return self._lines(course_id, kept.keys())

    def withdraw(self, actor: Actor, course_id: str, name: str) -> None:
        """Take an item out of use; published sets keep it.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: The bank has no such item.
        """
        self._change(actor, course_id, name, withdrawn=True)

    def restore(self, actor: Actor, course_id: str, name: str) -> None:
        """Take an item into use again.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: The bank has no such item.
        """
        self._change(actor, course_id, name, withdrawn=False)

    def take_over(
        self, actor: Actor, course_id: str, items: Sequence[CourseItem]
    ) -> dict[str, str]:
        """Copy items of another course's bank into this one; return new ids by old ones.

        What this bank has under the same name already is used as it is.
        """
        self._courses.open_course(actor, course_id)
        prefix = prefix_of(course_id)
        kept = {one.item.id for one in self._store.course_items(course_id, include_withdrawn=True)}
        names: dict[str, str] = {}
        new: dict[str, tuple[Item, str]] = {}
        for one in items:
            names[one.item.id] = prefix + one.item.id.removeprefix(prefix_of(one.course_id))
            for item in compile_own(one.source, TYPED, self._sources())[0]:
                copy = named_for(item, prefix, 1)
                if copy.id not in kept:
                    new[copy.id] = (copy, one.source)
        self._store.keep_course_items(actor.learner_id, course_id, list(new.values()))
        return names

    def _change(self, actor: Actor, course_id: str, name: str, *, withdrawn: bool) -> None:
        self._courses.open_course(actor, course_id)
        item_id = self.item(actor, course_id, name).item.id
        self._store.withdraw_course_item(actor.learner_id, course_id, item_id, withdrawn=withdrawn)


def _same(new: Item, old: Item) -> bool:
    return with_hash(replace(new, version=old.version)).content_hash == old.content_hash
