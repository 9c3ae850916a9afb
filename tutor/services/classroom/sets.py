"""Quiz sets: put together, published, copied, shared."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tutor.clock import Clock
from tutor.content.set_yaml import from_yaml, to_yaml
from tutor.domain import set_draft
from tutor.domain.actor import Actor
from tutor.domain.classroom import Course
from tutor.domain.permissions import require_teacher
from tutor.domain.quiz_set import Pick, Rule, SetDefinition
from tutor.domain.roster import clean_text
from tutor.domain.set_records import QuizSet, SetVersion
from tutor.domain.set_warnings import set_warnings
from tutor.errors import UsageError
from tutor.services.classroom.bank import CourseBankService, shown_with_key
from tutor.services.classroom.courses import CourseService
from tutor.services.classroom.item_pool import ItemPool
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

TITLE_LENGTH = 80
SEED_BITS = 63
Change = Callable[[SetDefinition], SetDefinition]


class QuizSetService:
    """What instructors do with quiz sets. Every change is in the course's log."""

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

    # --- reading

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
        items = pool.items(set_draft.picked(definition))
        questions = set_draft.question_count(definition)
        exam = self._store.course(quiz_set.course_id).exam
        sections = self._sections(definition, pool)
        short = (
            f"a rule of section {section.number}: {what} fits {fits}, wants {wants}"
            for section in sections
            for rule in section.rules
            for what, fits, wants in rule.counts
            if fits is not None and fits < wants
        )
        return SetView(
            quiz_set,
            status_of(quiz_set, versions),
            questions,
            set_draft.points_of(definition),
            sections,
            (*short, *set_warnings(tuple(items.values()), questions, exam)),
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

    # --- changing

    def create(self, actor: Actor, course_id: str, title: str) -> QuizSet:
        """Make an empty set.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The title is empty, too long or taken, or the course is archived.
        """
        self._courses.open_course(actor, course_id)
        title = self._free_title(course_id, title)
        return self._store.create_set(actor.learner_id, course_id, title, SetDefinition())

    def rename(self, actor: Actor, set_id: str, title: str) -> QuizSet:
        """Give a set another title.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: The title is empty, too long or taken, or set or course are archived.
        """
        was = self._open(actor, set_id)
        title = self._free_title(was.course_id, title, set_id)
        return self._store.change_set(actor.learner_id, was, "renamed", {"title": title})

    def edit(self, actor: Actor, set_id: str, change: Change) -> QuizSet:
        """Change a set's draft by a function of `tutor.domain.set_draft`.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: The result makes no sense, or set or course are archived.
            NotFoundError: A question, an exam or a domain in it does not exist.
        """
        was = self._open(actor, set_id)
        definition = set_draft.checked(change(was.definition))
        self._check_names(definition, was.definition, self._pool(was.course_id))
        changes = {"definition": definition}
        return self._store.change_set(actor.learner_id, was, "edited", changes)

    def as_yaml(self, actor: Actor, set_id: str) -> str:
        """Return a set's draft as YAML, to edit by hand.

        Raises:
            AccessError: The actor may not read it.
        """
        return to_yaml(self._readable(actor, set_id).definition)

    def edit_yaml(self, actor: Actor, set_id: str, text: str, name: str) -> QuizSet:
        """Put what a YAML file says in the place of a set's draft.

        Raises:
            AccessError: The actor does not teach its course.
            BankError: The file has faults, each told with its line.
            UsageError: As for `edit`.
            NotFoundError: As for `edit`.
        """
        definition = from_yaml(text, name)
        return self.edit(actor, set_id, lambda _: definition)

    def add(
        self, actor: Actor, set_id: str, item_name: str, *, section: int = 0, points: float = 1.0
    ) -> QuizSet:
        """Pick a question; `section` is counted from 0.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: It is in the set already, or set or course are archived.
            NotFoundError: There is no such question or section.
        """
        was = self._open(actor, set_id)
        item_id = self._pool(was.course_id).item(item_name).id
        pick = Pick(item_id, points)
        return self.edit(actor, set_id, lambda draft: set_draft.with_pick(draft, section, pick))

    def replace(self, actor: Actor, set_id: str, item_id: str, other: str) -> QuizSet:
        """Put another question in the place of one.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: It is in the set already, or set or course are archived.
            NotFoundError: There is no such question, or the first was not picked.
        """
        was = self._open(actor, set_id)
        other_id = self._pool(was.course_id).item(other).id
        return self.edit(
            actor, set_id, lambda draft: set_draft.with_replaced(draft, item_id, other_id)
        )

    def publish(self, actor: Actor, set_id: str, *, seed: int | None = None) -> SetVersion:
        """Freeze the draft as the next version. It never changes after that.

        Args:
            actor: Who acts.
            set_id: The set.
            seed: What is drawn by rule is drawn from it; random unless given.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: The set is empty, unchanged since, or a rule has too few questions.
            NotFoundError: A question in it does not exist any more.
        """
        was = self._open(actor, set_id)
        versions = self._store.set_versions([set_id])
        unchanged = versions and not status_of(was, versions).endswith("since")
        if unchanged and not self._stale(was, versions[-1]):
            number = versions[-1].number
            raise UsageError(f"{was.title!r} is published as it stands (version {number})")
        seed = secrets.randbits(SEED_BITS) if seed is None else seed
        freezer = Freezer(self._pool(was.course_id), self._drills(), seed)
        slots = freezer.slots(was.definition)
        return self._store.publish_set(actor.learner_id, was, seed, slots)

    def archive(self, actor: Actor, set_id: str) -> QuizSet:
        """Take a set out of use; what was published stays assigned.

        Raises:
            AccessError: The actor does not teach its course.
        """
        was = self._taught(actor, set_id)
        at = {"archived_at": was.archived_at or self._clock.now()}
        return self._store.change_set(actor.learner_id, was, "archived", at)

    def restore(self, actor: Actor, set_id: str) -> QuizSet:
        """Take a set into use again.

        Raises:
            AccessError: The actor does not teach its course.
        """
        was = self._taught(actor, set_id)
        self._free_title(was.course_id, was.title, set_id)
        return self._store.change_set(actor.learner_id, was, "restored", {"archived_at": None})

    def share(self, actor: Actor, set_id: str, *, shared: bool = True) -> QuizSet:
        """Offer a set to all instructors, who see its keys and can copy it; or no longer.

        Raises:
            AccessError: The actor does not teach its course.
        """
        was = self._open(actor, set_id)
        action = "shared" if shared else "unshared"
        return self._store.change_set(actor.learner_id, was, action, {"shared": shared})

    def copy(
        self, actor: Actor, set_id: str, course_id: str | None = None, title: str | None = None
    ) -> QuizSet:
        """Copy a set into one of the actor's courses; picked items of the other bank come along.

        Raises:
            AccessError: The actor may not read it, or does not teach the course.
            UsageError: The title is taken, or the course is archived.
        """
        was = self._readable(actor, set_id)
        target = course_id or was.course_id
        self._courses.open_course(actor, target)
        title = self._free_title(target, title or self._copy_title(target, was.title))
        definition = was.definition
        if target != was.course_id:
            own = self._pool(was.course_id).own
            taken = [own[one] for one in set_draft.picked(definition) if one in own]
            for old, new in self._bank.take_over(actor, target, taken).items():
                definition = set_draft.with_replaced(definition, old, new)
        return self._store.create_set(actor.learner_id, target, title, definition, set_id)

    # --- inside

    def _pool(self, course_id: str) -> ItemPool:
        return ItemPool(self._library, self._store.course_items(course_id, include_withdrawn=True))

    def _drills(self) -> DrillService:
        from tutor.services.drills.service import DrillService

        return DrillService(self._codes, self._library)

    def _stale(self, was: QuizSet, last: SetVersion) -> bool:
        """Whether a picked item has a newer version than the one that was frozen."""
        frozen = {
            item_id: item_hash
            for slot in self._store.published_set(last.id).slots
            for item_id, item_hash in slot.pool
        }
        items = self._pool(was.course_id).items(set_draft.picked(was.definition))
        return any(frozen.get(one.id) != one.content_hash for one in items.values())

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
                set_draft.question_count(one.definition),
                set_draft.points_of(one.definition),
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

    def _check_names(self, new: SetDefinition, old: SetDefinition, pool: ItemPool) -> None:
        for item_id in set(set_draft.picked(new)) - set(set_draft.picked(old)):
            pool.item(item_id)
        for section in new.sections:
            for rule in section.rules:
                if rule.exam is None:
                    continue
                exam = self._library.blueprint(rule.exam)
                domains = [domain.id for domain in exam.domains]
                for domain, _ in rule.domains:
                    if domain not in domains:
                        raise UsageError(
                            f"the exam {exam.id} has no domain {domain}; "
                            f"use one of {', '.join(domains)}"
                        )

    def _readable(self, actor: Actor, set_id: str) -> QuizSet:
        require_teacher(actor)
        found = self._store.quiz_set(set_id)
        if not found.shared or found.archived_at:
            self._courses.reached(actor, found.course_id)
        return found

    def _taught(self, actor: Actor, set_id: str) -> QuizSet:
        require_teacher(actor)
        found = self._store.quiz_set(set_id)
        self._courses.open_course(actor, found.course_id)
        return found

    def _open(self, actor: Actor, set_id: str) -> QuizSet:
        found = self._taught(actor, set_id)
        if found.archived_at:
            raise UsageError(f"{found.title!r} is archived: restore it first")
        return found

    def _free_title(self, course_id: str, title: str, set_id: str | None = None) -> str:
        title = clean_text(title, TITLE_LENGTH, "a set's title")
        for one in self._store.quiz_sets(course_id):
            if one.id != set_id and one.title.casefold() == title.casefold():
                raise UsageError(f"the course has a set {one.title!r} already")
        return title

    def _copy_title(self, course_id: str, title: str) -> str:
        taken = {one.title.casefold() for one in self._store.quiz_sets(course_id)}
        names = (title, *(f"{title[:70]} (copy {n})" for n in range(1, 1000)))
        return next(name for name in names if name.casefold() not in taken)


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
