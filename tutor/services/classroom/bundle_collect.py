"""Taking in a folder of results: each file on its own, whatever became of the others.

What a file is refused for does not depend on the order of files in the folder: they are taken by
student, the earliest begun first, and of several hand-ins of one student the fullest first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from tutor.domain.actor import Actor
from tutor.domain.assignment import Assignment
from tutor.domain.assignment_window import Window, attempts_for, window_for
from tutor.domain.classroom import Member
from tutor.domain.handed_in import ANSWERS, InAttempt, Results, read_results
from tutor.domain.item import Response
from tutor.domain.kinds import arrange, grade, score_of
from tutor.domain.permissions import require_staff
from tutor.domain.records import PlacedItem
from tutor.domain.text import quantity
from tutor.errors import AccessError, BundleError, NotFoundError, ResponseError, UsageError
from tutor.interchange.bundle import RESULTS, SUFFIXES, Bundle, read_bundle
from tutor.interchange.signing import key_code
from tutor.services.classroom import bundle_views as views
from tutor.services.classroom.bundle_forms import FormReader, OwnQuestion
from tutor.services.classroom.bundle_views import CollectView, FileReport
from tutor.store.classroom.collected import Collected, GradedAttempt
from tutor.store.store import Store

MOST_FILES = 5000
"""Files of one folder."""
SLACK = timedelta(minutes=1)
"""How much longer than its limit an attempt may take before that is told: machines are slow."""


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """A file that is not taken in: its status, and why."""

    def __init__(self, status: str, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True)
class _Desk:
    """What is known of one assignment while its files are taken in."""

    assignment: Assignment
    forms: FormReader
    members: dict[str, Member]
    assigned: frozenset[str]
    factors: dict[str, float]
    collected: list[Collected]
    own: dict[str, tuple[OwnQuestion, ...]] = field(default_factory=dict)

    def questions(self, learner_id: str) -> tuple[OwnQuestion, ...]:
        """Return a student's form."""
        if learner_id not in self.own:
            self.own[learner_id] = self.forms.form(learner_id)
        return self.own[learner_id]


@dataclass(frozen=True, slots=True)
class _Read:
    """A file whose form and signature are in order."""

    bundle: Bundle
    results: Results


class Collector:
    """Takes in results, for one actor."""

    def __init__(
        self, store: Store, actor: Actor, assignment_id: str | None, accept: Collection[str]
    ) -> None:
        self._store = store
        self._actor = actor
        self._only = assignment_id
        self._accept = {one.strip().casefold() for one in accept}
        self._desks: dict[str, _Desk | None] = {}

    def collect(self, folder: Path, progress: Callable[[int, int], None] | None) -> CollectView:
        """Take in every file of a folder, or one file."""
        paths = _files(folder)
        read: list[_Read] = []
        reports: list[FileReport] = []
        for path in paths:
            try:
                read.append(_read(path))
            except BundleError as error:
                message = str(error)
                reports.append(FileReport(path.name, views.DAMAGED, message=message))
        read.sort(key=_order)
        for done, one in enumerate(read, 1):
            reports.append(self._report(one))
            if progress:
                progress(done, len(read))
        return CollectView(str(folder), tuple(sorted(reports, key=lambda one: one.file)))

    def _report(self, read: _Read) -> FileReport:
        results, name = read.results, read.bundle.name
        title = ""
        try:
            desk = self._desk(results)
            title = desk.assignment.title
            member = self._member(desk, results)
            notes, new, known = self._take_in(desk, member, read)
        except _Refused as refused:
            return FileReport(
                name, refused.status, results.external_id, title, message=str(refused)
            )
        status = views.IMPORTED if new else views.KNOWN
        return FileReport(name, status, member.external_id, title, new, known, "; ".join(notes))

    def _desk(self, results: Results) -> _Desk:
        """Return the assignment that results are for."""
        wanted = results.assignment_id
        if wanted not in self._desks:
            self._desks[wanted] = self._open_desk(wanted)
        desk = self._desks[wanted]
        if desk is None or desk.assignment.course_id != results.course_id:
            raise _Refused(views.FOREIGN, "it is of no assignment that went out from here")
        if self._only not in (None, wanted):
            raise _Refused(views.FOREIGN, f"it is of another assignment: {desk.assignment.title}")
        return desk

    def _open_desk(self, assignment_id: str) -> _Desk | None:
        store = self._store
        try:
            assignment = store.assignment(assignment_id)
            require_staff(self._actor, store.staff(assignment.course_id))
        except (NotFoundError, AccessError):
            return None
        secret = store.bundle_secret(assignment_id)
        if secret is None:
            return None
        members = store.members(assignment.course_id, include_left=True)
        return _Desk(
            assignment=assignment,
            forms=FormReader(store, assignment, secret),
            members={member.external_id.casefold(): member for member in members},
            assigned=frozenset(store.assigned_learners(assignment_id)),
            factors=dict(store.accommodations(assignment.course_id)),
            collected=list(store.collected(assignment_id)),
        )

    def _member(self, desk: _Desk, results: Results) -> Member:
        member = desk.members.get(results.external_id.strip().casefold())
        if member is None:
            raise _Refused(views.STRANGER, "nobody in the course has this roster id")
        if member.learner_id not in desk.assigned:
            raise _Refused(views.NOT_THEIRS, "the student does not have this assignment now")
        return member

    def _take_in(self, desk: _Desk, member: Member, read: _Read) -> tuple[list[str], int, int]:
        """Check the attempts of a file and write the new ones down."""
        key, learner_id = read.bundle.key, member.learner_id
        attempts = read.results.attempts
        notes = self._check_key(desk, member, key)
        known = {one.source_id: one for one in desk.collected if one.learner_id == learner_id}
        self._check_changed(attempts, known)
        self._check_copied(desk, learner_id, attempts)
        new = [one for one in attempts if one.id not in known]
        extension = self._store.extension(desk.assignment.id, learner_id)
        factor = desk.factors.get(learner_id, 1.0)
        window = window_for(desk.assignment, extension, factor)
        limit = attempts_for(desk.assignment.policy, extension)
        if new and limit is not None and len(known) + len(new) > limit:
            there = f"{quantity(len(known) + len(new), 'attempt')}, of {limit} there may be"
            raise _Refused(views.TOO_MANY, there)
        graded = [_graded(desk.questions(learner_id), one) for one in new]
        for one in new:
            notes += _timing(one, window)
        if new:
            self._store.take_in(desk.assignment.id, learner_id, key, graded)
            desk.collected[:] = self._store.collected(desk.assignment.id)
        return notes, len(new), len(attempts) - len(new)

    def _check_key(self, desk: _Desk, member: Member, key: str) -> list[str]:
        """Refuse a key that is another student's, or another one than the student's first."""
        accepted = member.external_id.casefold() in self._accept
        keys = self._store.device_keys(desk.assignment.course_id)
        others = {learner for learner, held in keys.items() if key in held}
        others.discard(member.learner_id)
        whose = [one for one in desk.members.values() if one.learner_id in others]
        if whose and not accepted:
            raise _Refused(
                views.ANOTHER_KEY,
                f"it was signed on the machine of {whose[0].external_id}: if the two share one, "
                f"collect again with --accept-device {member.external_id}",
            )
        known = keys.get(member.learner_id, frozenset())
        if known and key not in known:
            if not accepted:
                raise _Refused(
                    views.ANOTHER_KEY,
                    f"it was signed on another machine than before (code {key_code(key)}): ask "
                    f"the student, then collect again with --accept-device {member.external_id}",
                )
            return ["signed on another machine, which was accepted"]
        return []

    def _check_changed(self, attempts: Collection[InAttempt], known: dict[str, Collected]) -> None:
        for one in attempts:
            if one.id in known and known[one.id].digest != one.digest:
                raise _Refused(
                    views.CHANGED, f"attempt {one.number} is not as it was when it was handed in"
                )

    def _check_copied(self, desk: _Desk, learner_id: str, attempts: Collection[InAttempt]) -> None:
        """Refuse an attempt that is another student's, whatever it is called now."""
        names = {member.learner_id: member.external_id for member in desk.members.values()}
        for one in attempts:
            for other in desk.collected:
                same = one.id == other.source_id or one.trace == other.trace
                if same and other.learner_id != learner_id:
                    who = names.get(other.learner_id, "another student")
                    raise _Refused(views.COPIED, f"attempt {one.number} is the one {who} handed in")


def _files(folder: Path) -> list[Path]:
    suffix = SUFFIXES[RESULTS]
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder")
    found = sorted(path for path in folder.iterdir() if path.suffix.casefold() == suffix)
    if not found:
        raise UsageError(f"{folder} holds no file that ends in {suffix}")
    if len(found) > MOST_FILES:
        raise UsageError(f"{folder} holds {len(found):,} files, at most {MOST_FILES:,} at a time")
    return found


def _read(path: Path) -> _Read:
    bundle = read_bundle(path, RESULTS)
    try:
        return _Read(bundle, read_results(bundle.members.get("results.json")))
    except ValueError as error:
        raise BundleError(f"{bundle.name} is not what a student's program writes: {error}") from (
            error
        )


def _order(read: _Read) -> tuple[object, ...]:
    results = read.results
    begun = min(one.started_at for one in results.attempts)
    return results.external_id.casefold(), begun, -len(results.attempts), read.bundle.digest


def _graded(questions: tuple[OwnQuestion, ...], attempt: InAttempt) -> GradedAttempt:
    """Return an attempt as one at the true items, graded here.

    Raises:
        _Refused: It is not an attempt at these questions.
    """
    own = {question.given.item.content_hash: question for question in questions}
    hashes = [content_hash for content_hash, _ in attempt.questions]
    if sorted(hashes) != sorted(own):
        raise _Refused(views.UNFIT, "it has other questions than the ones handed out")
    asked = [own[content_hash] for content_hash in hashes]
    placed = []
    for question, (_, arrangement) in zip(asked, attempt.questions, strict=True):
        if sorted(arrangement) != sorted(_parts(question)):
            raise _Refused(views.UNFIT, "a question has other parts than the ones handed out")
        placed.append(PlacedItem(question.item, question.given.true(arrangement)))
    answers: dict[str, tuple[Response, float]] = {}
    for event in attempt.events:
        if event.kind in ANSWERS and event.position is not None:
            question = asked[event.position]
            try:
                score_of(question.given.item, event.response)
                response = question.given.true(event.response)
                answers[event.event_id] = response, grade(question.item, response).score
            except ResponseError as error:
                raise _Refused(views.UNFIT, f"an answer does not fit: {error}") from error
    return GradedAttempt(
        attempt, tuple(placed), tuple(question.points for question in asked), answers
    )


def _timing(attempt: InAttempt, window: Window) -> list[str]:
    """Return what is odd about an attempt's times, by the clock of the student's machine.

    Raises:
        _Refused: It was finished after the assignment had closed for the student.
    """
    notes = []
    if window.closes_at is not None and attempt.finished_at > window.closes_at:
        raise _Refused(
            views.LATE,
            f"attempt {attempt.number} ended after it closed for the student "
            f"({window.closes_at:%Y-%m-%d %H:%M} UTC): extend it to take it in",
        )
    if not window.opened(attempt.started_at):
        notes.append(f"attempt {attempt.number} began before it opened")
    if window.overdue(attempt.finished_at):
        notes.append(f"attempt {attempt.number} is late")
    took = attempt.finished_at - attempt.started_at
    if window.seconds is not None and took > timedelta(seconds=window.seconds) + SLACK:
        notes.append(f"attempt {attempt.number} took longer than its limit")
    if attempt.set_back:
        notes.append(f"the clock went back {attempt.set_back} times during it")
    return notes


def _parts(question: OwnQuestion) -> tuple[str, ...]:
    """Return the ids of what is arranged: options, steps or lines."""
    return arrange(question.given.item, Random(0))  # noqa: S311 - any order will do
