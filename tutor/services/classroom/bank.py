"""A course's own bank: items that its instructors write, checked like all content.

Nothing here is in the library: students meet these items in published sets only.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tutor.content.own_items import OwnEntry, compile_own, join_banks, named_for, split_bank
from tutor.domain.actor import Actor
from tutor.domain.catalog import Problem
from tutor.domain.compiled import item_head
from tutor.domain.item import Item
from tutor.domain.item_json import with_hash
from tutor.domain.kinds import arrange, key_response
from tutor.domain.records import PlacedItem
from tutor.domain.role import Source
from tutor.domain.set_records import CourseItem
from tutor.errors import BankError, NotFoundError, UsageError
from tutor.services.classroom.courses import CourseService
from tutor.services.codes import CodeBook
from tutor.services.content_check import Books, check_content
from tutor.services.library import Library, content_roots
from tutor.services.questions import build_question
from tutor.services.views import Question
from tutor.settings import Settings
from tutor.store.store import Store

TYPED = "items.yaml"
"""How a text that was typed is named in faults."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """An item of a course's bank as a line in a list."""

    id: str
    version: int
    kind: str
    title: str
    topic: str
    difficulty: int
    case_id: str | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class BankCheck:
    """What a check found: the faults, and the items there would be."""

    problems: tuple[Problem, ...]
    items: tuple[Item, ...]


class CourseBankService:
    """What instructors do with their course's own items."""

    def __init__(
        self,
        store: Store,
        library: Library,
        courses: CourseService,
        settings: Settings,
        codes: CodeBook,
    ) -> None:
        self._store = store
        self._library = library
        self._courses = courses
        self._settings = settings
        self._codes = codes

    def items(
        self, actor: Actor, course_id: str, *, include_withdrawn: bool = False
    ) -> tuple[BankLine, ...]:
        """Return a course's items, by id.

        Raises:
            AccessError: The actor does not teach the course.
        """
        self._courses.reached(actor, course_id)
        kept = self._store.course_items(course_id, include_withdrawn=include_withdrawn)
        return tuple(_line(one) for one in kept)

    def item(self, actor: Actor, course_id: str, name: str) -> CourseItem:
        """Return an item by its id, with or without the course's prefix; withdrawn or not.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: The bank has no such item.
        """
        self._courses.reached(actor, course_id)
        wanted = {name, f"{prefix_of(course_id)}{name}"}
        for one in self._store.course_items(course_id, include_withdrawn=True):
            if one.item.id in wanted:
                return one
        raise NotFoundError(f"the course's bank has no item {name!r}")

    def preview(self, actor: Actor, course_id: str, name: str) -> Question:
        """Return an item as a student sees it, with key and rationale.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: The bank has no such item.
        """
        return self.shown(self.item(actor, course_id, name).item)

    def shown(self, item: Item) -> Question:
        """Return any item as a student sees it, with key and rationale."""
        return shown_with_key(item, self._library, self._codes)

    def glance(self, text: str) -> BankCheck:
        """Return what the schema alone has against a text: fast enough for while it is typed."""
        items, problems = compile_own(text, TYPED, self._sources())
        return BankCheck(problems, items)

    def check(
        self, actor: Actor, course_id: str, text: str, name: str = TYPED, editing: str | None = None
    ) -> BankCheck:
        """Check a bank file as `tutor content check` does, with all content and this bank.

        Takes seconds: call it off the UI thread.

        Args:
            actor: Who asks.
            course_id: The course.
            text: The file.
            name: How faults name the file.
            editing: Id of the item that it is to replace: the old one is left out.

        Raises:
            AccessError: The actor does not teach the course.
            ContentError: Codes cannot be checked on this machine.
        """
        self._courses.reached(actor, course_id)
        quick = self.glance(text)
        if not quick.items:
            return BankCheck(_renamed(quick.problems, name), ())
        others = {one.source for one in self._store.course_items(course_id)}
        if editing:
            others -= {self.item(actor, course_id, editing).source}
        settings = self._settings
        with tempfile.TemporaryDirectory(prefix="tutor-bank-") as folder:
            for number, source in enumerate(sorted(others)):
                Path(folder, f"bank-{number:04}.yaml").write_text(source, encoding="utf-8")
            file = Path(folder, "checked.yaml")
            file.write_text(text, encoding="utf-8", errors="replace")
            report = check_content(
                content_roots(settings.content),
                settings.content_cache,
                Path(folder),
                books=Books(settings.codebook_cache, settings.codebook),
            )
            mine = [one for one in report.problems if one.file.endswith(file.name)]
            problems = tuple(replace(one, what=one.what.replace(folder, "")) for one in mine)
        return BankCheck(_renamed(problems, name), quick.items)

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

    def export(self, actor: Actor, course_id: str) -> str:
        """Return the bank as YAML, without what was withdrawn; a file for each subject and topic.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The bank is empty.
        """
        self._courses.reached(actor, course_id)
        sources = dict.fromkeys(one.source for one in self._store.course_items(course_id))
        if not sources:
            raise UsageError("the course's bank has no items")
        return join_banks(tuple(sources))

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

    def _faultless(
        self, actor: Actor, course_id: str, text: str, name: str, editing: str | None
    ) -> tuple[OwnEntry, ...]:
        found = self.check(actor, course_id, text, name, editing)
        if found.problems:
            raise BankError(*map(str, found.problems))
        try:
            return split_bank(text, name, self._sources())
        except ValueError as error:
            raise BankError(f"{name}:1: the file cannot be taken apart: {error}") from error

    def _lines(self, course_id: str, ids: Collection[str]) -> tuple[BankLine, ...]:
        kept = self._store.course_items(course_id)
        return tuple(_line(one) for one in kept if one.item.id in ids)

    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self._library.sources()}


def prefix_of(course_id: str) -> str:
    """Return what the ids of a course's items begin with; no shipped id does."""
    short = re.sub(r"[^a-z0-9]", "", course_id.casefold())[-8:]
    return f"c-{short}-"


def shown_with_key(item: Item, library: Library, codes: CodeBook) -> Question:
    """Return an item as a student sees it, with key and rationale; always in one order."""
    rng = Random(0)  # noqa: S311 - an order of options, not a secret
    return build_question(
        PlacedItem(item, arrange(item, rng)),
        library,
        position=0,
        total=1,
        response=key_response(item),
        with_feedback=True,
        codes=codes,
    )


def _line(one: CourseItem) -> BankLine:
    head = item_head(one.item)
    return BankLine(
        head.id,
        head.version,
        head.kind,
        head.title,
        f"{head.subject}/{head.topic}",
        head.difficulty,
        head.case_id,
        one.withdrawn_at is not None,
    )


def _same(new: Item, old: Item) -> bool:
    return with_hash(replace(new, version=old.version)).content_hash == old.content_hash


def _renamed(problems: Sequence[Problem], name: str) -> tuple[Problem, ...]:
    return tuple(replace(one, file=name) for one in problems)
