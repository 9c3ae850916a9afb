"""Assignments that came in a file, on a student's side.

What comes is written down as any class is: a course, a set, an assignment, with the student as its
only member. So all that shows and takes assignments works with it. Ids are made from those of the
instructor's side and the student, so that the same file twice makes nothing twice, and several
profiles of one database do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, func, insert, select, update

from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.handed_out import Form, Terms
from tutor.domain.quiz_set import Pick, Section, SetDefinition
from tutor.errors import BundleError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_file_models import CourseKeyRow, GivenAssignmentRow
from tutor.store.class_models import (
    AssignedAttemptRow,
    AssignmentRow,
    AssignmentTargetRow,
    CohortRow,
    CourseRow,
    MemberRow,
    QuizSetItemRow,
    QuizSetRow,
    QuizSetVersionRow,
)
from tutor.store.classroom.assignment_rows import read_assignment
from tutor.store.classroom.deadlines import move_deadlines
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.models import EventRow
from tutor.store.upsert import insert_missing, upsert
from tutor.store.versions import keep_versions

_NAMES = UUID("6f6b1f5e-2f0b-4d0e-9a53-0a5f6c1c7a10")
"""Name space of the ids made here; any would do."""
COHORT = "From files"
"""Name of the section that students by file are in."""

_GIVEN = table_of(GivenAssignmentRow)
_KEYS = table_of(CourseKeyRow)
_COURSES = table_of(CourseRow)
_COHORTS = table_of(CohortRow)
_MEMBERS = table_of(MemberRow)
_SETS = table_of(QuizSetRow)
_VERSIONS = table_of(QuizSetVersionRow)
_ITEMS = table_of(QuizSetItemRow)
_ASSIGNMENTS = table_of(AssignmentRow)
_TARGETS = table_of(AssignmentTargetRow)
_ASSIGNED = table_of(AssignedAttemptRow)
_EVENTS = table_of(EventRow)


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment that came in a file.

    Attributes:
        assignment_id: Here; `source_assignment` and `source_course` are the instructor's.
        release: When the instructor means to show what.
    """

    assignment_id: str
    learner_id: str
    course_id: str
    source_course: str
    source_assignment: str
    external_id: str
    keyless: bool
    release: Release
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event as the log holds it, with the machine that wrote it."""

    event_id: str
    device_id: str
    seq: int
    kind: str
    at: datetime
    study_day: str
    position: int | None
    payload: dict[str, Any]


class GivenAccess(Access):
    """The part of the store that keeps assignments that came in files."""

    def receive_assignment(
        self, learner_id: str, terms: Terms, form: Form, external_id: str, public_key: str
    ) -> str:
        """Write an assignment down, or what changed in it since it came first; return its id.

        The key is remembered as the course's from now on: whether to trust it was decided before.

        Raises:
            NotFoundError: There is no such learner.
            BundleError: It has other questions than the ones the student has begun to answer.
        """
        with self._recording() as recorder:
            recorder.lock_learner(learner_id)
            put = _Put(recorder, learner_id, terms)
            put.course(external_id)
            version_id = put.version(form)
            assignment_id = put.assignment(version_id)
            given = {
                "assignment_id": assignment_id,
                "learner_id": learner_id,
                "course_id": put.course_id,
                "source_course": terms.course_id,
                "source_assignment": terms.assignment_id,
                "external_id": external_id,
                "keyless": terms.keyless,
                "release": terms.policy.to_dict()["release"],
                "received_at": recorder.now,
            }
            recorder.connection.execute(upsert(recorder.dialect, _GIVEN), given)
            key = {
                "course_id": put.course_id,
                "public_key": public_key,
                "accepted_at": recorder.now,
            }
            recorder.connection.execute(upsert(recorder.dialect, _KEYS), key)
            assignment = read_assignment(recorder.connection, assignment_id)
            move_deadlines(recorder, [assignment], {learner_id})
        return assignment_id

    def given_assignments(self, learner_id: str) -> tuple[Given, ...]:
        """Return what came to a learner in files, the latest first."""
        query = select(_GIVEN).where(_GIVEN.c.learner_id == learner_id)
        query = query.order_by(_GIVEN.c.received_at.desc(), _GIVEN.c.assignment_id)
        with self._database.reading() as session, decoding():
            return tuple(
                _given(dict(row)) for row in session.connection().execute(query).mappings()
            )

    def given_assignment(self, assignment_id: str) -> Given | None:
        """Return what is known of an assignment that came in a file; None where it did not."""
        query = select(_GIVEN).where(_GIVEN.c.assignment_id == assignment_id)
        with self._database.reading() as session, decoding():
            row = session.connection().execute(query).mappings().one_or_none()
        return None if row is None else _given(dict(row))

    def course_key(self, learner_id: str, source_course: str) -> str | None:
        """Return the public key remembered for a course; None before its first file."""
        course_id = local_id(learner_id, source_course)
        query = select(_KEYS.c.public_key).where(_KEYS.c.course_id == course_id)
        with self._database.reading() as session, decoding():
            return session.connection().execute(query).scalar_one_or_none()

    def logged_events(self, attempt_id: str, learner_id: str) -> tuple[LoggedEvent, ...]:
        """Return all that happened in an attempt, in the order it was written down."""
        columns = ("event_id", "device_id", "seq", "kind", "at", "study_day", "position", "payload")
        query = (
            select(*(_EVENTS.c[name] for name in columns))
            .where(_EVENTS.c.learner_id == learner_id, _EVENTS.c.attempt_id == attempt_id)
            .order_by(_EVENTS.c.id)
        )
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query).mappings()
            return tuple(LoggedEvent(**row) for row in rows)


def local_id(learner_id: str, source: str) -> str:
    """Return what something of an instructor's is called in a student's database."""
    return str(uuid5(_NAMES, f"{learner_id}/{source}"))


class _Put:
    """Writes one assignment down, piece by piece, in an open transaction."""

    def __init__(self, recorder: Recorder, learner_id: str, terms: Terms) -> None:
        self._recorder = recorder
        self._connection = recorder.connection
        self._learner_id = learner_id
        self._terms = terms
        self.course_id = self._local(terms.course_id)

    def course(self, external_id: str) -> None:
        """Put the course, its one section and the student in place."""
        now, title = self._recorder.now, self._terms.course_title
        course = {"id": self.course_id, "title": title, "exam": None, "pseudonymous": False}
        self._add(_COURSES, course | {"created_at": now, "archived_at": None})
        self._connection.execute(
            update(_COURSES).where(_COURSES.c.id == self.course_id).values(title=title)
        )
        cohort = self._local(f"{self._terms.course_id}/cohort")
        about = {"course_id": self.course_id, "created_at": now, "archived_at": None}
        self._add(_COHORTS, {"id": cohort, "name": COHORT, "name_key": COHORT.casefold()} | about)
        member = {
            "id": self._local(f"{self._terms.course_id}/member"),
            "course_id": self.course_id,
            "cohort_id": cohort,
            "learner_id": self._learner_id,
            "external_id": external_id,
            "external_key": external_id.casefold(),
            "display_name": None,
            "joined_at": now,
            "left_at": None,
        }
        self._add(_MEMBERS, member)
        self._connection.execute(
            update(_MEMBERS)
            .where(_MEMBERS.c.id == member["id"])
            .values(external_id=external_id, external_key=member["external_key"])
        )

    def version(self, form: Form) -> str:
        """Put the questions in place; return the id of the version of the set that holds them."""
        now, terms = self._recorder.now, self._terms
        set_id = self._local(f"{terms.version_id}/set")
        definition = _definition(form).to_dict()
        values = {"title": terms.title, "definition": definition}
        row = {"id": set_id, "course_id": self.course_id, "shared": False, "origin_id": None}
        row |= {"created_at": now, "edited_at": now, "archived_at": None}
        self._add(_SETS, row | values)
        hashes = keep_versions(self._recorder, [slot.item for slot in form.slots])
        version_id = self._local("/".join((terms.version_id, *hashes)))
        known = select(_VERSIONS.c.id).where(_VERSIONS.c.id == version_id)
        if self._connection.execute(known).first() is None:
            count = select(func.count()).where(_VERSIONS.c.set_id == set_id)
            number = 1 + self._connection.execute(count).scalar_one()
            row = {"id": version_id, "set_id": set_id, "number": number, "seed": "0"}
            row |= {"published_at": now, "published_by": None}
            self._connection.execute(insert(_VERSIONS), row | values)
            items: list[dict[str, Any]] = [
                {
                    "version_id": version_id,
                    "slot": place,
                    "place": 0,
                    "item_id": slot.item.id,
                    "item_hash": content_hash,
                }
                for place, (slot, content_hash) in enumerate(zip(form.slots, hashes, strict=True))
            ]
            self._connection.execute(insert(_ITEMS), items)
        return version_id

    def assignment(self, version_id: str) -> str:
        """Put the assignment in place, with its dates and rules as they are now."""
        terms, assignment_id = self._terms, self._local(self._terms.assignment_id)
        self._refuse_other_questions(assignment_id, version_id)
        made = select(_ASSIGNMENTS.c.created_at).where(_ASSIGNMENTS.c.id == assignment_id)
        values = {
            "id": assignment_id,
            "course_id": self.course_id,
            "version_id": version_id,
            "title": terms.title,
            "policy": _policy(terms).to_dict(),
            "opens_at": terms.opens_at,
            "due_at": terms.due_at,
            "closes_at": terms.closes_at,
            "created_at": self._connection.execute(made).scalar() or self._recorder.now,
            "withdrawn_at": None,
        }
        self._connection.execute(upsert(self._recorder.dialect, _ASSIGNMENTS), values)
        self._connection.execute(delete(_TARGETS).where(_TARGETS.c.assignment_id == assignment_id))
        target: dict[str, Any] = {"id": self._recorder.new_id(), "assignment_id": assignment_id}
        target |= {"cohort_id": None, "learner_id": self._learner_id}
        self._connection.execute(insert(_TARGETS), target)
        return assignment_id

    def _refuse_other_questions(self, assignment_id: str, version_id: str) -> None:
        begun = (
            select(func.count())
            .select_from(_ASSIGNED.join(_ASSIGNMENTS, _ASSIGNMENTS.c.id == assignment_id))
            .where(
                _ASSIGNED.c.assignment_id == assignment_id, _ASSIGNMENTS.c.version_id != version_id
            )
        )
        if self._connection.execute(begun).scalar_one():
            raise BundleError(
                f"{self._terms.title}: this file has other questions than the ones you have begun "
                "to answer: ask your instructor which is the right one"
            )

    def _add(self, table: Any, row: dict[str, Any]) -> None:  # noqa: ANN401 - a table
        self._connection.execute(insert_missing(self._recorder.dialect, table), row)

    def _local(self, source: str) -> str:
        return local_id(self._learner_id, source)


def _definition(form: Form) -> SetDefinition:
    """Return the set as one of questions picked by hand, in their sections."""
    sections = (
        Section(
            title=title,
            text=text,
            picks=tuple(
                Pick(slot.item.id, slot.points) for slot in form.slots if slot.section == place
            ),
        )
        for place, (title, text) in enumerate(form.sections)
    )
    return SetDefinition(tuple(sections))


def _policy(terms: Terms) -> AssignmentPolicy:
    """Return the rules here: without keys, nothing of an answer can be told."""
    if not terms.keyless:
        return terms.policy
    return replace(terms.policy, release=Release(None, None, None, None))


def _given(row: dict[str, Any]) -> Given:
    return Given(**(row | {"release": Release(**row["release"])}))
