"""Classes by file, on a student's side: assignments come in, results are handed in."""

from __future__ import annotations

from pathlib import Path

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.assignment import AssignedAttempt
from tutor.domain.handed_in import ENDINGS
from tutor.domain.handed_out import Form, Terms
from tutor.domain.permissions import require_self
from tutor.domain.records import Learner
from tutor.domain.roster import clean_text
from tutor.domain.study_day import study_day
from tutor.errors import AccessError, BundleError, NotFoundError, UsageError
from tutor.interchange.bundle import (
    FEEDBACK,
    RESULTS,
    SET,
    SUFFIXES,
    Bundle,
    read_bundle,
    write_bundle,
)
from tutor.interchange.signing import SigningKey, key_code, own_key
from tutor.services.classroom.bundle_names import plain_name
from tutor.services.classroom.bundle_returned import take_feedback
from tutor.services.classroom.bundle_trust import require_course_key
from tutor.services.classroom.bundle_views import HandedInView, ReceivedView, ReturnedView
from tutor.store.classroom.given import Given, LoggedEvent
from tutor.store.store import Store

ROSTER_ID_LENGTH = 200


class HandoutService:
    """What a student does with class files."""

    def __init__(self, store: Store, clock: Clock, keys: Path) -> None:
        self._store = store
        self._clock = clock
        self._keys = keys

    def receive(
        self,
        actor: Actor,
        path: Path,
        *,
        roster_id: str | None = None,
        accept_key: str | None = None,
        learner_id: str | None = None,
    ) -> ReceivedView | ReturnedView:
        """Take an assignment, or feedback on one, from a file; which it is, the file says.

        The same assignment again brings dates and rules up to date, later feedback replaces what
        came before. The key of a course is remembered with its first file; a file signed with
        another one is refused from then on.

        Args:
            actor: Who acts.
            path: The file.
            roster_id: Who the student is in the course; needed where the file is for all.
            accept_key: Code of another key of the course, as the instructor said it.
            learner_id: Whose it is; the actor's own unless given.

        Raises:
            AccessError: It is for another person.
            BundleError: The file cannot be used, or is signed with another key than before.
            NotFoundError: It is feedback on an assignment that did not come in a file.
            UsageError: It is not said who the student is, or the file is another student's.
        """
        learner = self._learner(actor, learner_id)
        bundle = read_bundle(path, SET, FEEDBACK)
        if bundle.kind == FEEDBACK:
            today = study_day(self._clock.now(), learner.time_zone)
            return take_feedback(self._store, learner, bundle, accept_key, today)
        return self._receive_set(learner, bundle, roster_id, accept_key)

    def _receive_set(
        self, learner: Learner, bundle: Bundle, roster_id: str | None, accept_key: str | None
    ) -> ReceivedView:
        """Take an assignment from a file."""
        terms, form = _read(bundle)
        external_id = self._who(learner, terms, roster_id)
        first = require_course_key(
            self._store, learner.id, terms.course_id, terms.course_title, bundle, accept_key
        )
        before = {one.assignment_id for one in self._store.given_assignments(learner.id)}
        made = self._store.receive_assignment(learner.id, terms, form, external_id, bundle.key)
        return ReceivedView(
            assignment_id=made,
            title=terms.title,
            course=terms.course_title,
            external_id=external_id,
            questions=len(form.slots),
            opens_at=terms.opens_at,
            due_at=terms.due_at,
            closes_at=terms.closes_at,
            seconds=terms.policy.seconds,
            attempts=terms.policy.attempts,
            keyless=terms.keyless,
            code=key_code(bundle.key),
            first=first,
            updated=made in before,
        )

    def hand_in(
        self,
        actor: Actor,
        assignment_id: str,
        out: Path | None = None,
        *,
        learner_id: str | None = None,
    ) -> HandedInView:
        """Write all ended attempts at an assignment into a file for the instructor.

        It may be done again: a later file holds what the earlier one held, and more.

        Args:
            actor: Who acts.
            assignment_id: As it is called here.
            out: The file, or a folder (what has no ending is one); the present one unless given.
            learner_id: Whose it is; the actor's own unless given.

        Raises:
            AccessError: It is another person's.
            NotFoundError: No such assignment came in a file.
            UsageError: No attempt has ended yet.
            BundleError: The file cannot be written.
        """
        learner = self._learner(actor, learner_id)
        given = self._given(learner, assignment_id)
        assignment = self._store.assignment(assignment_id)
        self._store.settle(learner_id=learner.id)
        attempts = self._store.assigned_attempts(assignment_id, learner.id)
        ended = [one for one in attempts if one.status in ENDINGS]
        if not ended:
            raise UsageError(
                f"{assignment.title}: nothing to hand in yet: finish an attempt first with "
                "`tutor assignments take`"
            )
        key = self.device_key(learner.id)
        name = f"{plain_name(assignment.title)}-{plain_name(given.external_id)}".strip("-")
        file_name = (name or "results") + SUFFIXES[RESULTS]
        path = Path() if out is None else out
        path = path / file_name if path.is_dir() or not path.suffix else path
        about = {"course_id": given.source_course, "assignment_id": given.source_assignment}
        results = about | {
            "external_id": given.external_id,
            "attempts": [self._attempt(one) for one in ended],
        }
        write_bundle(path, RESULTS, about, {"results.json": results}, key)
        return HandedInView(
            path=str(path),
            title=assignment.title,
            attempts=len(ended),
            open=len(ended) < len(attempts),
            code=key_code(key.public),
        )

    def device_key(self, learner_id: str) -> SigningKey:
        """Return the key that this machine signs a learner's results with; made if need be."""
        return own_key(self._keys / f"device-{learner_id}.key")

    def _learner(self, actor: Actor, learner_id: str | None) -> Learner:
        wanted = learner_id or actor.learner_id
        if wanted is None:
            raise AccessError("Nobody is signed in: choose a profile first.")
        require_self(actor, wanted)
        return self._store.learner(wanted)

    def _who(self, learner: Learner, terms: Terms, roster_id: str | None) -> str:
        """Return the roster id under which the student hands in."""
        named = clean_text(roster_id, ROSTER_ID_LENGTH, "a roster id") if roster_id else None
        if terms.external_id is not None:
            if named and named.casefold() != terms.external_id.casefold():
                raise UsageError(f"this file is for {terms.external_id}, not for {named}")
            self._refuse_another(learner, terms)
            return terms.external_id
        for given in self._store.given_assignments(learner.id):
            if given.source_course == terms.course_id and not named:
                return given.external_id
        if named is None:
            raise UsageError(
                "this file is for the whole class: say who you are, as your instructor's roster "
                "has it, with --roster-id"
            )
        return named

    def _refuse_another(self, learner: Learner, terms: Terms) -> None:
        """Refuse the file of another student of the course than the profile is."""
        for given in self._store.given_assignments(learner.id):
            if given.source_course == terms.course_id and (
                given.external_id.casefold() != (terms.external_id or "").casefold()
            ):
                raise UsageError(
                    f"this file is for {terms.external_id}; in {terms.course_title} you are "
                    f"{given.external_id}: use another profile, or ask your instructor"
                )

    def _given(self, learner: Learner, assignment_id: str) -> Given:
        given = self._store.given_assignment(assignment_id)
        if given is None or given.learner_id != learner.id:
            raise NotFoundError("that assignment did not come in a file: there is none to hand in")
        return given

    def _attempt(self, one: AssignedAttempt) -> dict[str, object]:
        """Return an attempt with all that happened in it, as JSON."""
        attempt = self._store.attempt(one.attempt_id)
        logged = self._store.logged_events(one.attempt_id, one.learner_id)
        # Feedback came after the end: the attempt is handed in again as it was, digest and all.
        events = [event for event in logged if event.kind != "answers_released"]
        return {
            "id": one.attempt_id,
            "number": one.number,
            "questions": [
                {
                    "hash": slot.placed.item.content_hash,
                    "arrangement": list(slot.placed.arrangement),
                }
                for slot in attempt.slots
            ],
            "events": [_event(number, event) for number, event in enumerate(events, 1)],
        }


def _event(number: int, event: LoggedEvent) -> dict[str, object]:
    return {
        "event_id": event.event_id,
        "seq": number,
        "device": event.device_id,
        "device_seq": event.seq,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "study_day": event.study_day,
        "position": event.position,
        "payload": event.payload,
    }


def _read(bundle: Bundle) -> tuple[Terms, Form]:
    try:
        terms = Terms.from_json(bundle.members.get("assignment.json"))
        form = Form.from_json(bundle.members.get("questions.json"))
        if any(slot.item.keyless != terms.keyless for slot in form.slots):
            raise ValueError("some questions have keys and others none")
    except ValueError as error:
        raise BundleError(
            f"{bundle.name} is not what an instructor's program writes: {error}"
        ) from error
    return terms, form
