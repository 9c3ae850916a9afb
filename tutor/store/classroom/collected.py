"""Results that came in files, on the instructor's side: attempts as if they were made here.

The events of an attempt are written down anew, graded, at the instants they happened; so marks,
statistics and regrading treat them as any others. Where they come from is kept beside them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, func, insert, select

from tutor.domain.assignment import Assignment
from tutor.domain.assignment_window import deadline_of
from tutor.domain.classroom import Change
from tutor.domain.handed_in import ANSWERS, ENDED, STARTED, InAttempt, InEvent
from tutor.domain.item import Response
from tutor.domain.records import PlacedItem, QuizSpec
from tutor.domain.release import shown
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_file_models import BundleSecretRow, CollectedAttemptRow, DeviceKeyRow
from tutor.store.class_models import AssignedAttemptRow, AuditRow
from tutor.store.classroom import ending
from tutor.store.classroom.assignment_rows import Limits, read_assignment
from tutor.store.classroom.changes import note_change
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, AttemptRow
from tutor.store.upsert import insert_missing
from tutor.store.versions import keep_versions

SECRET_BYTES = 32
_NAMES = UUID("2a1de1d2-6f0c-4f7e-8c6b-5e0a3d1f9b21")
"""Name space of the ids made here; any would do."""

FORMS_DRAWN = "forms drawn"
"""What the log calls that forms which depend on students' histories were drawn to go out."""

_AUDIT = table_of(AuditRow)
_SECRETS = table_of(BundleSecretRow)
_DEVICES = table_of(DeviceKeyRow)
_COLLECTED = table_of(CollectedAttemptRow)
_ASSIGNED = table_of(AssignedAttemptRow)
_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)


@dataclass(frozen=True, slots=True)
class GradedAttempt:
    """An attempt from a file, ready to be written down.

    Attributes:
        source: As it was handed in.
        questions: The true items, and the order their parts were shown in.
        points: What each is worth.
        answers: By event id: the response as one to the true item, and its credit.
    """

    source: InAttempt
    questions: tuple[PlacedItem, ...]
    points: tuple[float, ...]
    answers: Mapping[str, tuple[Response, float]]


@dataclass(frozen=True, slots=True)
class Collected:
    """Where an attempt that came in a file comes from."""

    attempt_id: str
    assignment_id: str
    learner_id: str
    source_id: str
    public_key: str
    digest: str
    trace: str
    set_back: int
    collected_at: datetime


class CollectedAccess(Access):
    """The part of the store that keeps what came back in files."""

    def bundle_secret(self, assignment_id: str) -> bytes | None:
        """Return what an assignment's questions were made keyless with; None if it never was."""
        query = select(_SECRETS.c.secret).where(_SECRETS.c.assignment_id == assignment_id)
        with self._database.reading() as session, decoding():
            found = session.connection().execute(query).scalar_one_or_none()
            return None if found is None else bytes.fromhex(found)

    def make_bundle_secret(self, assignment_id: str) -> bytes:
        """Return an assignment's secret, which is made if there is none yet."""
        row = {"assignment_id": assignment_id, "secret": secrets.token_hex(SECRET_BYTES)}
        with self._recording() as recorder:
            row["made_at"] = recorder.now  # type: ignore[assignment]
            recorder.connection.execute(insert_missing(recorder.dialect, _SECRETS), row)
        return self.bundle_secret(assignment_id) or b""

    def device_keys(self, course_id: str) -> dict[str, frozenset[str]]:
        """Return the public keys accepted for each student of a course, by learner id."""
        query = select(_DEVICES.c.learner_id, _DEVICES.c.public_key)
        query = query.where(_DEVICES.c.course_id == course_id)
        found: dict[str, frozenset[str]] = {}
        with self._database.reading() as session, decoding():
            for row in session.connection().execute(query):
                found[row.learner_id] = found.get(row.learner_id, frozenset()) | {row.public_key}
        return found

    def collected(self, assignment_id: str) -> tuple[Collected, ...]:
        """Return where the attempts at an assignment that came in files come from."""
        query = select(_COLLECTED).where(_COLLECTED.c.assignment_id == assignment_id)
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query.order_by(_COLLECTED.c.attempt_id)).mappings()
            return tuple(Collected(**row) for row in rows)

    def note_bundle_exported(
        self, actor_id: str | None, assignment: Assignment, external_ids: Sequence[str]
    ) -> None:
        """Keep in the audit log that files were written, and for which roster ids."""
        after = {"files": len(external_ids), "students": [one for one in external_ids if one]}
        about = ("assignment", assignment.id, assignment.course_id)
        with self._recording() as recorder:
            change = Change("exported", *about, None, after)
            note_change(recorder.connection, self._author, actor_id, change)

    def handed_forms(self, assignment: Assignment) -> dict[str, tuple[str, ...]]:
        """Return the forms that went out as they were kept, by learner: a hash for each slot."""
        query = (
            select(_AUDIT.c.after)
            .where(
                _AUDIT.c.course_id == assignment.course_id,
                _AUDIT.c.subject_id == assignment.id,
                _AUDIT.c.action == FORMS_DRAWN,
            )
            .order_by(_AUDIT.c.id.desc())  # the first one kept stands
        )
        found: dict[str, tuple[str, ...]] = {}
        with self._database.reading() as session, decoding():
            for after in session.connection().execute(query).scalars():
                found |= {one: tuple(hashes) for one, hashes in after["forms"].items()}
        return found

    def keep_handed_forms(
        self, actor_id: str | None, assignment: Assignment, forms: Mapping[str, Sequence[str]]
    ) -> None:
        """Keep forms that go out, by learner: the log of the course is where they stay."""
        after = {
            "students": len(forms),
            "forms": {learner_id: list(hashes) for learner_id, hashes in forms.items()},
        }
        about = ("assignment", assignment.id, assignment.course_id)
        with self._recording() as recorder:
            change = Change(FORMS_DRAWN, *about, None, after)
            note_change(recorder.connection, self._author, actor_id, change)

    def note_feedback_exported(
        self, actor_id: str | None, assignment: Assignment, external_ids: Sequence[str]
    ) -> None:
        """Keep in the audit log that feedback was written, and for which roster ids."""
        after = {"files": len(external_ids), "students": list(external_ids)}
        about = ("assignment", assignment.id, assignment.course_id)
        with self._recording() as recorder:
            change = Change("feedback exported", *about, None, after)
            note_change(recorder.connection, self._author, actor_id, change)

    def take_in(
        self,
        assignment_id: str,
        learner_id: str,
        public_key: str,
        attempts: Sequence[GradedAttempt],
    ) -> tuple[str, ...]:
        """Write attempts from a file down, in one transaction; return the ids of the new ones.

        One that is there already is left alone. The key is one of the student's from now on.

        Raises:
            NotFoundError: There is no such learner or assignment.
        """
        with self._recording() as recorder:
            recorder.lock_learner(learner_id)
            connection = recorder.connection
            assignment = read_assignment(connection, assignment_id)
            key = {"course_id": assignment.course_id, "learner_id": learner_id}
            key |= {"public_key": public_key, "accepted_at": recorder.now}  # type: ignore[dict-item]
            connection.execute(insert_missing(recorder.dialect, _DEVICES), key)
            known = _sources(connection, assignment_id, learner_id)
            new = [one for one in attempts if one.source.id not in known]
            return tuple(
                _Taken(recorder, assignment, learner_id, public_key).write(one) for one in new
            )


class _Taken:
    """Writes one attempt from a file down, in an open transaction."""

    def __init__(
        self, recorder: Recorder, assignment: Assignment, learner_id: str, public_key: str
    ) -> None:
        self._recorder = recorder
        self._connection = recorder.connection
        self._assignment = assignment
        self._learner_id = learner_id
        self._public_key = public_key
        self._limits = Limits(recorder.connection)
        self._window = self._limits.window(assignment, learner_id)

    def write(self, graded: GradedAttempt) -> str:
        """Write the attempt down with all that happened in it; return its id."""
        source, assignment = graded.source, self._assignment
        made_from = f"{assignment.id}/{self._learner_id}/{source.id}"
        attempt_id = str(uuid5(_NAMES, made_from))
        spec = self._write_attempt(attempt_id, graded)
        for event in source.events:
            self._record(attempt_id, graded, event, hidden=spec.feedback == "test")
        ending.ended(self._recorder, attempt_id)
        row = {"attempt_id": attempt_id, "assignment_id": assignment.id}
        row |= {"learner_id": self._learner_id, "source_id": source.id}
        row |= {"public_key": self._public_key, "digest": source.digest, "trace": source.trace}
        about = {"set_back": source.set_back, "collected_at": self._recorder.now}
        self._connection.execute(insert(_COLLECTED), row | about)
        return attempt_id

    def _write_attempt(self, attempt_id: str, graded: GradedAttempt) -> QuizSpec:
        source, assignment, policy = graded.source, self._assignment, self._assignment.policy
        during = "correctness" in shown(policy.release, ended=False, closed=False)
        spec = QuizSpec(
            count=len(graded.questions),
            feedback="tutor" if during else "test",
            context="assigned",
            seconds=self._window.seconds,
        )
        hashes = keep_versions(self._recorder, [placed.item for placed in graded.questions])
        row = {
            "id": attempt_id,
            "learner_id": self._learner_id,
            "title": assignment.title,
            "spec": asdict(spec),
            "seed": "0",
            "blueprint": None,
            "total": len(graded.questions),
            "started_at": source.started_at,
            "deadline": deadline_of(source.started_at, self._window),
        }
        self._connection.execute(insert(_ATTEMPTS), row)
        items: list[dict[str, Any]] = [
            {
                "attempt_id": attempt_id,
                "position": position,
                "item_id": placed.item.id,
                "item_hash": content_hash,
                "arrangement": list(placed.arrangement),
            }
            for position, (placed, content_hash) in enumerate(
                zip(graded.questions, hashes, strict=True)
            )
        ]
        self._connection.execute(insert(_ITEMS), items)
        assigned = {
            "attempt_id": attempt_id,
            "assignment_id": assignment.id,
            "learner_id": self._learner_id,
            "number": self._free_number(source.number),
            "policy": policy.to_dict(),
            "points": list(graded.points),
            "factor": self._limits.factor(assignment.course_id, self._learner_id),
            "due_at": self._window.due_at,
            "closes_at": self._window.closes_at,
        }
        self._connection.execute(insert(_ASSIGNED), assigned)
        return spec

    def _record(
        self, attempt_id: str, graded: GradedAttempt, event: InEvent, *, hidden: bool
    ) -> None:
        about: dict[str, Any] = {"attempt_id": attempt_id}
        kind = "answered" if event.kind in ANSWERS else event.kind
        if event.position is not None:
            item = graded.questions[event.position].item
            about |= {"position": event.position, "item_id": item.id}
            about["item_hash"] = item.content_hash
        self._recorder.record(
            kind,
            self._learner_id,
            event.day,
            at=event.at,
            payload=self._payload(graded, event, hidden=hidden),
            **about,
        )

    def _payload(self, graded: GradedAttempt, event: InEvent, *, hidden: bool) -> dict[str, Any]:
        """Return what an event tells: graded here, whatever the file says."""
        payload: dict[str, Any] = {}
        if event.kind == STARTED:
            deadline = deadline_of(graded.source.started_at, self._window)
            payload["assigned"] = self._assignment.id
            payload["deadline"] = deadline.isoformat() if deadline else None
        elif event.kind in ANSWERS:
            response, score = graded.answers[event.event_id]
            payload = {"response": list(response), "score": score, "latency_ms": event.latency_ms}
            if event.confidence:
                payload["confidence"] = event.confidence
        elif event.kind == ENDED:
            payload["status"] = event.status
            if event.ended_at:
                payload["ended_at"] = event.ended_at.isoformat()
            if hidden and not self._released():
                payload["withheld"] = True
        return payload

    def _released(self) -> bool:
        """Whether the student may know now which answers are right."""
        closed = self._window.closed(self._recorder.now)
        return "correctness" in shown(self._assignment.policy.release, ended=True, closed=closed)

    def _free_number(self, wanted: int) -> int:
        """Return the attempt's own number, or the next one where another machine used it."""
        mine = (
            _ASSIGNED.c.assignment_id == self._assignment.id,
            _ASSIGNED.c.learner_id == self._learner_id,
        )
        taken = select(_ASSIGNED.c.number).where(*mine, _ASSIGNED.c.number == wanted)
        if self._connection.execute(taken).first() is None:
            return wanted
        last = select(func.max(_ASSIGNED.c.number)).where(*mine)
        return int(self._connection.execute(last).scalar_one()) + 1


def _sources(connection: Connection, assignment_id: str, learner_id: str) -> frozenset[str]:
    query = select(_COLLECTED.c.source_id).where(
        _COLLECTED.c.assignment_id == assignment_id, _COLLECTED.c.learner_id == learner_id
    )
    return frozenset(connection.execute(query).scalars())
