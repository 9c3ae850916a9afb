"""Feedback files: what may show of attempts that came in files goes back to their students."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path

from tutor.domain.assignment import FACTS, AssignedAttempt, Assignment
from tutor.domain.assignment_window import Window, window_for
from tutor.domain.classroom import Course, Member
from tutor.domain.local_time import say_instant
from tutor.domain.marking import Ruling
from tutor.domain.records import Slot
from tutor.domain.release import attempt_facts, later_lines
from tutor.domain.returned import (
    ByHand,
    FeedbackFile,
    ReturnedAttempt,
    ReturnedQuestion,
    with_domains,
    without_reasons,
)
from tutor.errors import BundleError, UsageError
from tutor.interchange.bundle import FEEDBACK, SUFFIXES, write_bundle
from tutor.interchange.signing import SigningKey
from tutor.services.classroom.bundle_forms import FormReader, OwnQuestion
from tutor.services.classroom.bundle_names import file_name
from tutor.services.classroom.bundle_views import FeedbackLine
from tutor.store.store import Store

Progress = Callable[[int, int], None]


class FeedbackWriter:
    """Writes the feedback on one assignment, a file for each student who handed in by file.

    Raises:
        UsageError: It never went out in files, or went out with its keys.
    """

    def __init__(
        self,
        store: Store,
        key: SigningKey,
        course: Course,
        assignment: Assignment,
        now: datetime,
        zone: str,
    ) -> None:
        secret = store.bundle_secret(assignment.id)
        if secret is None:
            raise UsageError(f"{assignment.title} never went out in files: there is nobody to tell")
        self._forms = FormReader(store, assignment, secret)
        if self._forms.with_keys:
            raise UsageError(
                f"{assignment.title} went out with its keys: its students see everything at once"
            )
        self._store, self._key, self._now, self._zone = store, key, now, zone
        self._course, self._assignment = course, assignment
        store.settle(assignment_id=assignment.id)
        self._sources = {one.attempt_id: one.source_id for one in store.collected(assignment.id)}
        self._factors = store.accommodations(course.id)
        self._extensions = store.extensions(assignment.id)
        self._rulings = {
            one.item_hash: one.ruling for one in reversed(store.rulings(course.id))
        }  # the newest stands last, and holds
        self._work = store.class_work(course.id, assignment_id=assignment.id)

    def write(
        self, folder: Path, members: Sequence[Member], progress: Progress | None
    ) -> tuple[FeedbackLine, ...]:
        """Write the files of some students; who has handed in nothing by file gets none.

        Raises:
            BundleError: A file cannot be written.
        """
        if folder.exists() and not folder.is_dir():
            raise BundleError(f"{folder} is a file: name a folder")
        taken: set[str] = set()
        lines = []
        for done, member in enumerate(members, 1):
            line = self._for_one(folder, member, taken)
            if line is not None:
                lines.append(line)
            if progress:
                progress(done, len(members))
        return tuple(lines)

    def _for_one(self, folder: Path, member: Member, taken: set[str]) -> FeedbackLine | None:
        made = [
            one
            for one in self._store.assigned_attempts(self._assignment.id, member.learner_id)
            if one.attempt_id in self._sources
        ]
        if not made:
            return None
        window = self._window(member)
        told = [self._attempt(one, member, window) for one in made]
        facts = frozenset[str]().union(*(one.facts for one in told))
        if not facts:
            return FeedbackLine("", member.external_id, member.label, (), 0, self._later(window))
        file = FeedbackFile(
            course_id=self._course.id,
            assignment_id=self._assignment.id,
            external_id=member.external_id,
            made_at=self._now,
            by_hand=self._by_hand(member) if "score" in facts else None,
            attempts=tuple(told),
        )
        suffix = SUFFIXES[FEEDBACK]
        path = folder / file_name(self._assignment.title, member.external_id, taken, suffix)
        about = {"course_id": self._course.id, "assignment_id": self._assignment.id}
        write_bundle(path, FEEDBACK, about, {"feedback.json": file.to_dict()}, self._key)
        shows = tuple(fact for fact in FACTS if fact in facts)
        return FeedbackLine(str(path), member.external_id, member.label, shows, len(told))

    def _window(self, member: Member) -> Window:
        extension = self._extensions.get(member.learner_id)
        factor = self._factors.get(member.learner_id, 1.0)
        return window_for(self._assignment, extension, factor)

    def _later(self, window: Window) -> str:
        closes = say_instant(window.closes_at, self._zone) if window.closes_at else ""
        return " ".join(later_lines(self._assignment.policy.release, frozenset(), closes))

    def _by_hand(self, member: Member) -> ByHand | None:
        found = self._work.overrides.get((self._assignment.id, member.learner_id))
        return ByHand(found.points, found.reason) if found else None

    def _attempt(self, made: AssignedAttempt, member: Member, window: Window) -> ReturnedAttempt:
        closed = window.closed(self._now)
        facts = attempt_facts(made, self._assignment.policy.release, closed=closed)
        own = {one.item.content_hash: one for one in self._forms.form(member.learner_id)}
        points, most, marks = self._store.marks_of([made.attempt_id])[made.attempt_id]
        slots = self._store.attempt(made.attempt_id).slots
        scored = "score" in facts
        return ReturnedAttempt(
            id=self._sources[made.attempt_id],
            facts=facts,
            points=points if scored else None,
            most=most if scored else sum(made.points),
            questions=tuple(
                self._question(slot, own[slot.placed.item.content_hash], mark, facts)
                for slot, mark in zip(slots, marks, strict=True)
            ),
        )

    def _question(
        self, slot: Slot, own: OwnQuestion, mark: float | None, facts: Collection[str]
    ) -> ReturnedQuestion:
        given = own.given
        if "correctness" not in facts:
            return ReturnedQuestion(given.item.content_hash)
        ruling: Ruling | None = self._rulings.get(own.item.content_hash)
        keyed = "key" in facts
        if not keyed:
            item = with_domains(given.item, own.item)
        else:
            item = own.item if "rationale" in facts else without_reasons(own.item)
        return ReturnedQuestion(
            given=given.item.content_hash,
            points=mark,
            ruling=ruling.action if ruling else "",
            score=slot.answer.score if slot.answer else None,
            item=item,
            names=given.names if keyed else {},
        )
