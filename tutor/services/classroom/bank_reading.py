"""A course's own bank as its instructors read it."""

from __future__ import annotations

import re
from collections.abc import Collection

from tutor.content.own_items import join_banks
from tutor.domain.actor import Actor
from tutor.domain.item import Item
from tutor.domain.role import Source
from tutor.domain.set_records import CourseItem
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.bank_template import template_for
from tutor.services.classroom.bank_views import BankLine, bank_line
from tutor.services.classroom.courses import CourseService
from tutor.services.classroom.key_preview import shown_with_key
from tutor.services.codes import CodeBook
from tutor.services.library import Library
from tutor.services.views import Question
from tutor.settings import Settings
from tutor.store.store import Store

ANY_EXAM = "cpb"
"""The exam that a first question is tagged to where the course is for none."""


class BankReading:
    """What instructors see of their course's own items."""

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
        return tuple(bank_line(one) for one in kept)

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

    def template(self, actor: Actor, course_id: str) -> str:
        """Return a bank file to begin with: one question of the course's exam.

        Raises:
            AccessError: The actor does not teach the course.
        """
        course = self._courses.reached(actor, course_id)
        exam = self._library.blueprint(course.exam or ANY_EXAM)
        return template_for(exam.id, exam.domains[0].id)

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

    def _lines(self, course_id: str, ids: Collection[str]) -> tuple[BankLine, ...]:
        kept = self._store.course_items(course_id)
        return tuple(bank_line(one) for one in kept if one.item.id in ids)

    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self._library.sources()}


def prefix_of(course_id: str) -> str:
    """Return what the ids of a course's items begin with; no shipped id does."""
    short = re.sub(r"[^a-z0-9]", "", course_id.casefold())[-8:]
    return f"c-{short}-"
