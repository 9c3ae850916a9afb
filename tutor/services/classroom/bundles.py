"""Classes by file, on the instructor's side: assignments go out, results come in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.assignment import Assignment, Extension
from tutor.domain.classroom import Course, Member
from tutor.domain.permissions import require_staff, require_teacher
from tutor.errors import BundleError, UsageError
from tutor.interchange.bundle import SET, SUFFIXES, write_bundle
from tutor.interchange.signing import SigningKey, key_code, own_key
from tutor.services.classroom.bundle_forms import (
    FormReader,
    carries_keys,
    out_form,
    terms_for,
)
from tutor.services.classroom.bundle_names import file_name
from tutor.services.classroom.bundle_views import (
    CollectView,
    ExportedFile,
    ExportView,
    FeedbackView,
)
from tutor.store.store import Store

KEY_NAME = "class.key"
"""File in the folder of keys with which an instructor's machine signs."""
Progress = Callable[[int, int], None]


class BundleService:
    """What an instructor does with class files."""

    def __init__(self, store: Store, clock: Clock, keys: Path) -> None:
        self._store = store
        self._clock = clock
        self._keys = keys

    def key(self, actor: Actor) -> str:
        """Return the code of the key that this machine signs with; it is made if need be.

        Raises:
            AccessError: The actor is a student.
            BundleError: The key cannot be used.
        """
        require_teacher(actor)
        return key_code(self._key().public)

    def export(
        self,
        actor: Actor,
        assignment_id: str,
        path: Path,
        *,
        one_file: bool = False,
        progress: Progress | None = None,
    ) -> ExportView:
        """Write an assignment as files: one for each student, or one for all.

        A file of one's own has the student's own form, dates, limit and attempts in it. One for
        all has the assignment's dates, and whoever imports it says who they are.

        Args:
            actor: Who acts.
            assignment_id: What is exported.
            path: A folder; with `one_file` the file.
            one_file: Write one file for all.
            progress: Called with (files done, files in all).

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment.
            UsageError: It was withdrawn, nobody has it, or one file cannot serve all.
            BundleError: A file cannot be written.
        """
        assignment, course = self._reached(actor, assignment_id)
        if assignment.withdrawn_at is not None:
            raise UsageError(f"{assignment.title} was withdrawn: nothing to hand out")
        members = self._members(assignment)
        if not members:
            raise UsageError(f"nobody has {assignment.title} yet: there is nobody to export it for")
        writer = _Writer(self._store, self._key(), course, assignment)
        if not one_file:
            writer.forms.settle(actor.learner_id, [one.learner_id for one in members])
        if one_file:
            files: tuple[ExportedFile, ...] = (writer.for_all(path, members),)
        else:
            files = tuple(writer.for_each(path, members, progress))
        self._store.note_bundle_exported(
            actor.learner_id, assignment, [file.external_id for file in files]
        )
        return ExportView(
            title=assignment.title,
            files=files,
            keyless=not carries_keys(assignment),
            code=key_code(writer.key.public),
            by_history=writer.forms.by_history,
        )

    def collect(
        self,
        actor: Actor,
        folder: Path,
        *,
        assignment_id: str | None = None,
        accept: Collection[str] = (),
        progress: Progress | None = None,
    ) -> CollectView:
        """Take in all results in a folder; the same folder again changes nothing.

        Args:
            actor: Who acts.
            folder: Where the files are, or one file.
            assignment_id: Refuse results of others.
            accept: Roster ids of students who may have signed with another key than before.
            progress: Called with (files done, files in all).

        Raises:
            AccessError: The actor is a student.
            UsageError: There is no such folder, or no such file in it.
        """
        from tutor.services.classroom.bundle_collect import Collector

        require_teacher(actor)
        collector = Collector(self._store, actor, assignment_id, accept)
        return collector.collect(folder, progress)

    def feedback(
        self,
        actor: Actor,
        assignment_id: str,
        folder: Path,
        *,
        students: Collection[str] = (),
        progress: Progress | None = None,
    ) -> FeedbackView:
        """Write what may show by now of what was handed in by file: a file for each student.

        It holds marks, verdicts, keys and reasons as far as the feedback matrix releases them at
        this instant, rulings among them, and a grade set by hand with its reason.

        Args:
            actor: Who acts.
            assignment_id: Which assignment.
            folder: Where the files go.
            students: Roster ids; all who have handed in by file unless given.
            progress: Called with (students done, students in all).

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment.
            UsageError: There is nobody to tell anything yet, or a roster id is unknown.
            BundleError: A file cannot be written.
        """
        from tutor.services.classroom.bundle_feedback import FeedbackWriter

        assignment, course = self._reached(actor, assignment_id)
        members = _named(self._store.members(course.id, include_left=True), students)
        zone = self._store.learner(actor.learner_id).time_zone if actor.learner_id else "UTC"
        now = self._clock.now()
        writer = FeedbackWriter(self._store, self._key(), course, assignment, now, zone)
        lines = writer.write(folder, members, progress)
        if not lines:
            raise UsageError(f"{assignment.title}: nothing of it was handed in by file yet")
        written = [line.external_id for line in lines if line.path]
        if written:
            self._store.note_feedback_exported(actor.learner_id, assignment, written)
        return FeedbackView(assignment.title, str(folder), lines)

    def _reached(self, actor: Actor, assignment_id: str) -> tuple[Assignment, Course]:
        """Return an assignment of a course that the actor teaches."""
        require_teacher(actor)
        assignment = self._store.assignment(assignment_id)
        require_staff(actor, self._store.staff(assignment.course_id))
        return assignment, self._store.course(assignment.course_id)

    def _members(self, assignment: Assignment) -> list[Member]:
        learners = frozenset(self._store.assigned_learners(assignment.id))
        members = self._store.members(assignment.course_id)
        return [member for member in members if member.learner_id in learners]

    def _key(self) -> SigningKey:
        return own_key(self._keys / KEY_NAME)


class _Writer:
    """Writes the files of one assignment."""

    def __init__(
        self, store: Store, key: SigningKey, course: Course, assignment: Assignment
    ) -> None:
        self.key = key
        self._course = course
        self._assignment = assignment
        self.forms = FormReader(store, assignment, store.make_bundle_secret(assignment.id))
        self._factors = store.accommodations(course.id)
        extended = store.extensions(assignment.id)
        self._extensions = {
            one: extended.get(one) for one in store.assigned_learners(assignment.id)
        }

    def for_all(self, path: Path, members: Iterable[Member]) -> ExportedFile:
        """Write the one file that serves everybody."""
        if self.forms.published.definition.per_student:
            raise UsageError(
                f"{self._assignment.title} is drawn for each student: export a folder with a file "
                "for each"
            )
        first = next(iter(members))
        self._write(path, first.learner_id, None)
        return ExportedFile(str(path), "", "")

    def for_each(
        self, folder: Path, members: list[Member], progress: Progress | None
    ) -> Iterable[ExportedFile]:
        """Write a file for each student."""
        if folder.exists() and not folder.is_dir():
            raise BundleError(f"{folder} is a file: name a folder, or add --one-file")
        taken: set[str] = set()
        for done, member in enumerate(members, 1):
            path = folder / file_name(
                self._assignment.title, member.external_id, taken, SUFFIXES[SET]
            )
            self._write(path, member.learner_id, member.external_id)
            if progress:
                progress(done, len(members))
            yield ExportedFile(str(path), member.external_id, member.label)

    def _write(self, path: Path, learner_id: str, external_id: str | None) -> None:
        extension: Extension | None = None
        factor = 1.0
        if external_id is not None:
            extension = self._extensions[learner_id]
            factor = self._factors.get(learner_id, 1.0)
        terms = terms_for(self._course, self._assignment, external_id, extension, factor)
        form = out_form(self.forms.published, self.forms.form(learner_id))
        about = {"course_id": terms.course_id, "assignment_id": terms.assignment_id}
        members = {"assignment.json": terms.to_dict(), "questions.json": form.to_dict()}
        write_bundle(path, SET, about, members, self.key)


def _named(members: Sequence[Member], students: Collection[str]) -> list[Member]:
    """Return the members that roster ids name; all of them where none are given.

    Raises:
        UsageError: Nobody has one of the ids.
    """
    wanted = {one.strip().casefold(): one for one in students}
    found = [one for one in members if not wanted or one.external_id.casefold() in wanted]
    known = {one.external_id.casefold() for one in found}
    missing = [name for key, name in wanted.items() if key not in known]
    if missing:
        raise UsageError(f"nobody in the course has the roster id {missing[0]!r}")
    return found
