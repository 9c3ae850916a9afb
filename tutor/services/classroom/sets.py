"""Quiz sets as a whole: published, copied, shared, taken out of use.

Reading them is in `set_reading`, changing their drafts in `set_editing`.
"""

from __future__ import annotations

import secrets

from tutor.domain.actor import Actor
from tutor.domain.set_contents import picked
from tutor.domain.set_draft import with_replaced
from tutor.domain.set_records import QuizSet, SetVersion
from tutor.errors import UsageError
from tutor.services.classroom.set_editing import SetEditing
from tutor.services.classroom.set_freezing import Freezer
from tutor.services.classroom.set_views import status_of

SEED_BITS = 63


class QuizSetService(SetEditing):
    """What instructors do with quiz sets. Every change is in the course's log."""

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
        if unchanged and not self._edited_since(was, versions[-1]):
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
            taken = [own[one] for one in picked(definition) if one in own]
            for old, new in self._bank.take_over(actor, target, taken).items():
                definition = with_replaced(definition, old, new)
        return self._store.create_set(actor.learner_id, target, title, definition, set_id)

    def _copy_title(self, course_id: str, title: str) -> str:
        sets = self._store.quiz_sets(course_id, include_archived=True)
        taken = {one.title.casefold() for one in sets}
        names = (title, *(f"{title[:70]} (copy {n})" for n in range(1, 1000)))
        return next(name for name in names if name.casefold() not in taken)
