"""Changing the draft of a quiz set."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from tutor.content.set_yaml import from_yaml
from tutor.domain.actor import Actor
from tutor.domain.permissions import require_teacher
from tutor.domain.quiz_set import Pick, SetDefinition
from tutor.domain.roster import clean_text
from tutor.domain.set_checks import MOST_TITLE, checked
from tutor.domain.set_contents import pick_named, picked
from tutor.domain.set_draft import moved, with_pick, with_points, with_replaced, without_pick
from tutor.domain.set_records import QuizSet
from tutor.domain.set_sections import with_pick_in
from tutor.errors import UsageError
from tutor.services.classroom.item_pool import ItemPool
from tutor.services.classroom.set_reading import SetReading

Change = Callable[[SetDefinition], SetDefinition]


class SetEditing(SetReading):
    """What instructors do to drafts. Every change is in the course's log."""

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

    def edit(
        self, actor: Actor, set_id: str, change: Change, seen: SetDefinition | None = None
    ) -> QuizSet:
        """Change a set's draft by a function of `tutor.domain.set_draft` or `set_sections`.

        Args:
            actor: Who acts.
            set_id: The set.
            change: What becomes of the draft.
            seen: The draft as the actor saw it, where places in it are meant; any if None.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: The result makes no sense, or set or course are archived, or the draft
                is not the one that was seen any more.
            NotFoundError: A question, an exam or a domain in it does not exist.
        """
        was = self._open(actor, set_id)
        was = was if seen is None else dataclasses.replace(was, definition=seen)
        definition = checked(change(was.definition))
        self._check_names(definition, was.definition, self._pool(was.course_id))
        changes = {"definition": definition}  # refused where `was` is not what is kept any more
        return self._store.change_set(actor.learner_id, was, "edited", changes)

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
        self, actor: Actor, set_id: str, *names: str, section: int = 0, points: float = 1.0
    ) -> QuizSet:
        """Pick questions, all or none; `section` is counted from 0.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: One is in the set already, or set or course are archived.
            NotFoundError: There is no such question or section.
        """
        was = self._open(actor, set_id)
        pool = self._pool(was.course_id)
        picks = [Pick(pool.item(name).id, points) for name in names]

        def change(draft: SetDefinition) -> SetDefinition:
            for pick in picks:
                draft = with_pick(draft, section, pick)
            return draft

        return self.edit(actor, set_id, change)

    def replace(self, actor: Actor, set_id: str, name: str, other: str) -> QuizSet:
        """Put another question in the place of one.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: It is in the set already, or set or course are archived.
            NotFoundError: There is no such question, or the first was not picked.
        """
        was = self._open(actor, set_id)
        other_id = self._pool(was.course_id).item(other).id
        return self.edit(
            actor,
            set_id,
            lambda draft: with_replaced(draft, pick_named(draft, name), other_id),
        )

    def remove(self, actor: Actor, set_id: str, name: str) -> QuizSet:
        """Take a picked question out.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: Set or course are archived.
            NotFoundError: It was not picked.
        """
        return self.edit(actor, set_id, lambda draft: without_pick(draft, pick_named(draft, name)))

    def worth(self, actor: Actor, set_id: str, name: str, points: float) -> QuizSet:
        """Say what a picked question is worth.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: That is no sensible number of points, or set or course are archived.
            NotFoundError: It was not picked.
        """
        return self.edit(
            actor, set_id, lambda draft: with_points(draft, pick_named(draft, name), points)
        )

    def move(self, actor: Actor, set_id: str, name: str, steps: int) -> QuizSet:
        """Move a picked question up (below 0) or down.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: Set or course are archived.
            NotFoundError: It was not picked.
        """
        return self.edit(actor, set_id, lambda draft: moved(draft, pick_named(draft, name), steps))

    def move_to(self, actor: Actor, set_id: str, name: str, section: int) -> QuizSet:
        """Move a picked question to the end of another section, counted from 0.

        Raises:
            AccessError: The actor does not teach its course.
            UsageError: Set or course are archived.
            NotFoundError: It was not picked, or there is no such section.
        """
        return self.edit(
            actor, set_id, lambda draft: with_pick_in(draft, pick_named(draft, name), section)
        )

    def _check_names(self, new: SetDefinition, old: SetDefinition, pool: ItemPool) -> None:
        for item_id in set(picked(new)) - set(picked(old)):
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
        title = clean_text(title, MOST_TITLE, "a set's title")
        for one in self._store.quiz_sets(course_id):
            if one.id != set_id and one.title.casefold() == title.casefold():
                raise UsageError(f"the course has a set {one.title!r} already")
        return title
