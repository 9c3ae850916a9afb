"""Mending grades: rulings on questions found at fault, and grades set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.classroom import Member
from tutor.domain.item import Item, Response
from tutor.domain.kinds import key_response
from tutor.domain.marking import ACTIONS, RESCORE, Ruling, check_key, read_key
from tutor.domain.name_order import natural
from tutor.domain.text import one_line, points_text
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.regrade_views import RegradeLine, RegradeView, RulingLine
from tutor.services.classroom.standing import settled_work, taught, taught_assignment
from tutor.store.classroom.rulings import Regraded
from tutor.store.store import Store

REASON_LENGTH = 500
"""The longest reason, in characters."""
HASH_LENGTH = 6
"""Characters of a content hash that may stand for the whole."""


class RegradingService:
    """Rulings and overrides in the courses of those who teach them; all are in the audit log."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def version(self, actor: Actor, course_id: str, item: str) -> Item:
        """Return the version of an item that a course used, by its id or its content hash.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: No attempt in the course had it.
            UsageError: Attempts had several versions of it.
        """
        taught(self._store, actor, course_id)
        name, _, part = item.strip().partition("@")
        found = self._store.used_versions(course_id, name)
        if part:
            found = {key: one for key, one in found.items() if key.startswith(part)}
        if not found:
            raise NotFoundError(f"no attempt in this course had a question {item.strip()!r}")
        if len(found) > 1:
            names = ", ".join(f"{name}@{key[:HASH_LENGTH]}" for key in sorted(found))
            raise UsageError(f"attempts had several versions of {name}: name one, {names}")
        return next(iter(found.values()))

    def key_named(
        self, actor: Actor, course_id: str, item: str, texts: Iterable[str]
    ) -> tuple[Response, ...]:
        """Return the responses that typed texts name, as an item's kind reads them.

        Args:
            actor: Who asks.
            course_id: The course.
            item: Item id, or `id@hash` where several versions were used.
            texts: See `tutor.domain.marking.read_key`.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: No attempt in the course had the item.
        """
        return read_key(self.version(actor, course_id, item), texts)

    def preview(
        self,
        actor: Actor,
        course_id: str,
        item: str,
        action: str,
        accepted: Sequence[Response] = (),
    ) -> RegradeView:
        """Return what a ruling would do to each attempt that had the question; change nothing.

        Args:
            actor: Who asks.
            course_id: The course.
            item: Item id, or `id@hash` where several versions were used.
            action: `rescore`, `credit` or `void`.
            accepted: The responses that are right now (`rescore`).

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The action or a response does not fit.
        """
        version, ruling = self._asked(actor, course_id, item, action, accepted)
        found = self._store.would_regrade(course_id, version.content_hash, ruling)
        return self._view(course_id, version, ruling, found)

    def apply(
        self,
        actor: Actor,
        course_id: str,
        item: str,
        action: str,
        reason: str,
        accepted: Sequence[Response] = (),
    ) -> RegradeView:
        """Make a ruling: every ended attempt that had the question is marked anew, and later ones.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The action or a response does not fit, or there is no reason.
        """
        version, ruling = self._asked(actor, course_id, item, action, accepted)
        ruling_id, found = self._store.rule(
            actor.learner_id, course_id, version.content_hash, ruling, _reason(reason)
        )
        return self._view(course_id, version, ruling, found, ruling_id)

    def revoke(self, actor: Actor, course_id: str, ruling_id: str) -> RegradeView:
        """Take a ruling back: marks are by the question's own key again.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such ruling in force.
        """
        taught(self._store, actor, course_id)
        matching = [one for one in self._store.rulings(course_id) if one.id.startswith(ruling_id)]
        if len(matching) != 1:
            raise NotFoundError(f"there is no one ruling {ruling_id!r} in force in this course")
        kept = matching[0]
        found = self._store.revoke_ruling(actor.learner_id, course_id, kept.id)
        version = self._store.item_versions([kept.item_hash])[kept.item_hash]
        return self._view(course_id, version, None, found, kept.id)

    def rulings(
        self, actor: Actor, course_id: str, *, include_revoked: bool = False
    ) -> tuple[RulingLine, ...]:
        """Return the rulings of a course, newest first.

        Raises:
            AccessError: The actor does not teach the course.
        """
        taught(self._store, actor, course_id)
        found = self._store.rulings(course_id, include_revoked=include_revoked)
        items = self._store.item_versions({one.item_hash for one in found})
        names = {one.id: one.name for one in self._store.learners(include_archived=True)}
        return tuple(
            RulingLine(
                one.id,
                items[one.item_hash].id,
                one.item_hash,
                one_line(items[one.item_hash].stem, 60),
                one.ruling.action,
                one.ruling.key,
                one.reason,
                one.at,
                names.get(one.by or "", ""),
                one.revoked_at,
            )
            for one in found
        )

    def override(
        self,
        actor: Actor,
        assignment_id: str,
        learner_id: str,
        points: float | None,
        reason: str,
    ) -> None:
        """Set a student's grade by hand, over all work; no points excuse them.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: The student is not on the course's roster.
            UsageError: There is no reason, or the points are out of range.
        """
        assignment = taught_assignment(self._store, actor, assignment_id)
        self._member(assignment.course_id, learner_id)
        if points is not None:
            work = settled_work(self._store, assignment.course_id, assignment_id=assignment_id)
            most = work.most[assignment_id]
            if not 0 <= points <= 2 * max(most, 1.0):
                raise UsageError(
                    f"points are from 0 to {points_text(2 * max(most, 1.0))}, twice what it is "
                    "out of"
                )
        self._store.override_grade(
            actor.learner_id,
            assignment.course_id,
            assignment_id,
            learner_id,
            points,
            _reason(reason),
        )

    def remove_override(self, actor: Actor, assignment_id: str, learner_id: str) -> None:
        """Let a student's own work count again.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The grade was not set by hand.
        """
        assignment = taught_assignment(self._store, actor, assignment_id)
        self._store.remove_override(
            actor.learner_id, assignment.course_id, assignment_id, learner_id
        )

    def _asked(
        self, actor: Actor, course_id: str, item: str, action: str, accepted: Sequence[Response]
    ) -> tuple[Item, Ruling]:
        version = self.version(actor, course_id, item)
        if action not in ACTIONS:
            raise UsageError(f"a ruling is {', '.join(ACTIONS)}, not {action!r}")
        if accepted and action != RESCORE:
            raise UsageError(f"{action} needs no answer that is right now")
        key = check_key(version, accepted) if action == RESCORE else ()
        return version, Ruling(action, key)

    def _member(self, course_id: str, learner_id: str) -> Member:
        for member in self._store.members(course_id, include_left=True):
            if member.learner_id == learner_id:
                return member
        raise NotFoundError("there is no such student in this course")

    def _view(
        self,
        course_id: str,
        item: Item,
        ruling: Ruling | None,
        found: Iterable[Regraded],
        ruling_id: str | None = None,
    ) -> RegradeView:
        members = {one.learner_id: one for one in self._store.members(course_id, include_left=True)}
        titles = {one.id: one.title for one in self._store.assignments(course_id)}
        lines = []
        for one in found:
            member = members.get(one.learner_id)
            lines.append(
                RegradeLine(
                    member.label if member else "",
                    member.external_id if member else "",
                    titles[one.assignment_id],
                    one.attempt_id,
                    one.points_before,
                    one.most_before,
                    one.points,
                    one.most,
                    one.question_before,
                    one.question,
                )
            )
        lines.sort(
            key=lambda line: (natural(line.assignment), natural(line.student), line.attempt_id)
        )
        return RegradeView(
            course=self._store.course(course_id),
            at=self._clock.now(),
            item_id=item.id,
            item_hash=item.content_hash,
            title=one_line(item.stem, 60),
            key=key_response(item),
            action=ruling.action if ruling else None,
            accepted=ruling.key if ruling else (),
            applied=ruling_id is not None,
            ruling_id=ruling_id,
            lines=tuple(lines),
        )


def _reason(text: str) -> str:
    """Return a reason as it is kept.

    Raises:
        UsageError: There is none, or it is too long.
    """
    kept = " ".join(text.split())
    if not kept:
        raise UsageError("say why: the reason is kept in the log of the course")
    if len(kept) > REASON_LENGTH:
        raise UsageError(f"a reason has at most {REASON_LENGTH} characters")
    return kept
