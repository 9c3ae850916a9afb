"""Quiz sets as instructors see them: lists, drafts with what fits, what was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tutor.clock import Clock
from tutor.content.set_yaml import to_yaml
from tutor.domain.actor import Actor
from tutor.domain.classroom import Course
from tutor.domain.permissions import require_teacher
from tutor.domain.quiz_set import Pick, Rule, SetDefinition
from tutor.domain.set_contents import picked, place_of, points_of, question_count
from tutor.domain.set_records import QuizSet, SetVersion
from tutor.domain.set_warnings import set_warnings
from tutor.domain.text import quantity
from tutor.services.classroom.bank import CourseBankService
from tutor.services.classroom.courses import CourseService
from tutor.services.classroom.item_pool import ItemPool
from tutor.services.classroom.key_preview import shown_with_key
from tutor.services.classroom.naming import meant
from tutor.services.classroom.set_freezing import Freezer
from tutor.services.classroom.set_views import (
    PickLine,
    RuleLine,
    SectionView,
    SetLine,
    SetView,
    rule_text,
    status_of,
)
from tutor.services.codes import CodeBook
from tutor.services.library import Library
from tutor.services.views import Question
from tutor.store.store import Store

if TYPE_CHECKING:
    from tutor.services.drills.service import DrillService


class SetReading:
    """What instructors see of the sets of their courses, and of those shared by others."""

    def __init__(
        self,
        store: Store,
        library: Library,
        courses: CourseService,
        bank: CourseBankService,
        codes: CodeBook,
        clock: Clock,
    ) -> None:
        self._store = store
        self._library = library
        self._courses = courses
        self._bank = bank
        self._codes = codes
        self._clock = clock

    def sets(
        self, actor: Actor, course_id: str, *, include_archived: bool = False
    ) -> tuple[SetLine, ...]:
        """Return a course's sets, by title.

        Raises:
            AccessError: The actor does not teach the course.
        """
        course = self._courses.reached(actor, course_id)
        found = self._store.quiz_sets(course_id, include_archived=include_archived)
        return self._lines(found, {course_id: course})

    def shared(self, actor: Actor) -> tuple[SetLine, ...]:
        """Return the sets that are offered to all instructors.

        Raises:
            AccessError: The actor is a student.
        """
        require_teacher(actor)
        found = self._store.shared_sets()
        return self._lines(found, {c: self._store.course(c) for c in {s.course_id for s in found}})

    def find(self, actor: Actor, course_id: str, text: str) -> QuizSet:
        """Return the set of a course meant by a title, an id, or the beginning of an id.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: The course has no such set.
            UsageError: Several are meant.
        """
        self._courses.reached(actor, course_id)
        found = self._store.quiz_sets(course_id, include_archived=True)
        named = "quiz set", (one.title for one in found if not one.archived_at)
        return meant(found, text, lambda one: one.title, named)

    def view(self, actor: Actor, set_id: str) -> SetView:
        """Return a set with its draft, what fits its rules, warnings, and versions.

        Raises:
            AccessError: The actor teaches neither its course nor is it shared.
            NotFoundError: There is no such set.
        """
        quiz_set = self._readable(actor, set_id)
        pool = self._pool(quiz_set.course_id)
        versions = self._store.set_versions([set_id])
        definition = quiz_set.definition
        items = pool.items(picked(definition))
        questions = question_count(definition)
        exam = self._store.course(quiz_set.course_id).exam
        sections = self._sections(definition, pool)
        doubts = (*_doubts(sections), *self._newer(quiz_set, versions))
        return SetView(
            quiz_set,
            status_of(quiz_set, versions),
            questions,
            points_of(definition),
            sections,
            (*doubts, *set_warnings(tuple(items.values()), questions, exam)),
            versions,
        )

    def pool(self, actor: Actor, course_id: str) -> ItemPool:
        """Return all questions that sets of a course can take, for searching as one types.

        Raises:
            AccessError: The actor does not teach the course.
        """
        self._courses.reached(actor, course_id)
        return self._pool(course_id)

    def preview(self, actor: Actor, course_id: str, item_name: str) -> Question:
        """Return a question as a student sees it, with key and rationale.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such question.
        """
        return shown_with_key(
            self.pool(actor, course_id).item(item_name), self._library, self._codes
        )

    def preview_of(self, actor: Actor, set_id: str, item_id: str) -> Question:
        """Return a question picked for a set, also for a shared one, with key and rationale.

        Raises:
            AccessError: The actor teaches neither its course nor is it shared.
            NotFoundError: It was not picked, or is not there any more.
        """
        found = self._readable(actor, set_id)
        place_of(found.definition, item_id)
        item = self._pool(found.course_id).item(item_id)
        return shown_with_key(item, self._library, self._codes)

    def published(
        self, actor: Actor, version_id: str
    ) -> tuple[tuple[float, tuple[Question, ...]], ...]:
        """Return points and questions of each slot of a published set, with keys.

        Raises:
            AccessError: The actor teaches neither its course nor is it shared.
            NotFoundError: There is no such version.
        """
        version = self._store.published_set(version_id)
        self._readable(actor, version.set_id)
        items = self._store.item_versions(one for slot in version.slots for _, one in slot.pool)
        return tuple(
            (
                slot.points,
                tuple(
                    shown_with_key(items[item_hash], self._library, self._codes)
                    for _, item_hash in slot.pool
                ),
            )
            for slot in version.slots
        )

    def as_yaml(self, actor: Actor, set_id: str) -> str:
        """Return a set's draft as YAML, to edit by hand.

        Raises:
            AccessError: The actor may not read it.
        """
        return to_yaml(self._readable(actor, set_id).definition)

    def _pool(self, course_id: str) -> ItemPool:
        return ItemPool(self._library, self._store.course_items(course_id, include_withdrawn=True))

    def _drills(self) -> DrillService:
        from tutor.services.drills.service import DrillService

        return DrillService(self._codes, self._library)

    def _newer(self, was: QuizSet, versions: tuple[SetVersion, ...]) -> Iterator[str]:
        edited = self._edited_since(was, versions[-1]) if versions else 0
        if edited:
            yield (
                f"{quantity(edited, 'question')} edited in the bank since version "
                f"{versions[-1].number}: publish again to take that over"
            )

    def _edited_since(self, was: QuizSet, last: SetVersion) -> int:
        """Return how many picked questions have a newer version than the one that was frozen."""
        frozen = {
            item_id: item_hash
            for slot in self._store.published_set(last.id).slots
            for item_id, item_hash in slot.pool
        }
        items = self._pool(was.course_id).items(picked(was.definition))
        return sum(
            frozen.get(one.id, one.content_hash) != one.content_hash for one in items.values()
        )

    def _lines(
        self, found: tuple[QuizSet, ...], courses: Mapping[str, Course]
    ) -> tuple[SetLine, ...]:
        versions: dict[str, list[SetVersion]] = {}
        for version in self._store.set_versions([one.id for one in found]):
            versions.setdefault(version.set_id, []).append(version)
        return tuple(
            SetLine(
                one.id,
                one.title,
                one.course_id,
                courses[one.course_id].title,
                status_of(one, tuple(versions.get(one.id, ()))),
                question_count(one.definition),
                points_of(one.definition),
                one.shared,
            )
            for one in found
        )

    def _sections(self, definition: SetDefinition, pool: ItemPool) -> tuple[SectionView, ...]:
        freezer = Freezer(pool, self._drills(), 0)
        number, views = 0, []
        for place, section in enumerate(definition.sections):
            picks = []
            for pick in section.picks:
                number += 1
                picks.append(_pick_line(number, pick, pool))
            rules = tuple(_rule_line(freezer, definition, rule) for rule in section.rules)
            views.append(
                SectionView(
                    place + 1, section.title, section.text, section.points, tuple(picks), rules
                )
            )
            number += sum(rule.count for rule in section.rules)
        return tuple(views)

    def _readable(self, actor: Actor, set_id: str) -> QuizSet:
        require_teacher(actor)
        found = self._store.quiz_set(set_id)
        if not found.shared or found.archived_at:
            self._courses.reached(actor, found.course_id)
        return found


def _doubts(sections: tuple[SectionView, ...]) -> Iterator[str]:
    """Yield what is wrong with rules and sections."""
    for section in sections:
        for rule in section.rules:
            for what, fits, wants in rule.counts:
                if fits is not None and fits < wants:
                    yield f"a rule of section {section.number}: {what} fits {fits}, wants {wants}"
    for section in sections:
        if not section.picks and not section.rules:
            yield f"section {section.number} has no questions"


def _pick_line(number: int, pick: Pick, pool: ItemPool) -> PickLine:
    head = pool.known.get(pick.item_id)
    if head is None:
        why = "withdrawn" if pick.item_id in pool.own else "not there any more"
        return PickLine(number, pick.item_id, "", 0, pick.points, None, False, why)
    own = head.id in pool.own
    return PickLine(number, head.id, head.title, head.difficulty, pick.points, head.case_id, own)


def _rule_line(freezer: Freezer, definition: SetDefinition, rule: Rule) -> RuleLine:
    counts = freezer.counts(definition, rule)
    short = any(fits is not None and fits < wants for _, fits, wants in counts)
    return RuleLine(rule, rule_text(rule), counts, short)
