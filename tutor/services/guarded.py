"""Row access, at one choke point: the store as a signed-in person may use it.

All services of a signed-in person are given a `GuardedStore` instead of the store. Whatever
they ask of it goes through `RULES`; what is not listed there is refused. So no service, screen
or command can forget to check: an id of somebody else's attempt, from wherever it comes, ends
here.

Services about classes read others' rows by right. They hold the store itself, take an `Actor`
and check it with `tutor.domain.permissions`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cache
from inspect import Signature, signature
from typing import Any, cast

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.records import Learner
from tutor.domain.sign_in import is_over
from tutor.errors import AccessError, SignedOutError, SignInError
from tutor.store.store import Store

CHECK_SECONDS = 15.0
"""A sign-in is looked at again so long after the last time: one ended elsewhere ends here, too."""


class Rule(Enum):
    """What a method of the store needs."""

    READ = "the person's own rows; an administrator may read anybody's"
    WRITE = "the person's own rows, for an administrator as well"
    ANYBODY = "names nobody"
    CARE = "an administrator"
    ELSEWHERE = "nobody: services with a right of their own hold the store itself"


RULES: dict[str, Rule] = {
    # what names nobody
    "place": Rule.ANYBODY,
    "close": Rule.ANYBODY,
    "item_versions": Rule.ANYBODY,  # by content hashes, which come from the person's own rows
    # the database as a whole
    "rebuild": Rule.CARE,
    "verify": Rule.CARE,
    "health": Rule.CARE,
    # profiles
    "learner": Rule.READ,
    "update_learner": Rule.WRITE,
    "create_learner": Rule.ELSEWHERE,
    "archive_learner": Rule.ELSEWHERE,
    "restore_learner": Rule.ELSEWHERE,
    # attempts
    "start_attempt": Rule.WRITE,
    "start_sitting": Rule.WRITE,
    "attempt": Rule.READ,
    "attempt_learner": Rule.READ,
    "append_question": Rule.WRITE,
    "record_shown": Rule.WRITE,
    "record_answer": Rule.WRITE,
    "record_flag": Rule.WRITE,
    "end_attempt": Rule.WRITE,
    "end_record": Rule.READ,
    "undo_answer": Rule.WRITE,
    "undoable": Rule.READ,
    "open_attempts": Rule.READ,
    "attempts": Rule.READ,
    # mock exams
    "sitting": Rule.READ,
    "sittings": Rule.READ,
    "start_break": Rule.WRITE,
    "end_break": Rule.WRITE,
    "note_set_back": Rule.WRITE,
    "record_struck": Rule.WRITE,
    "record_note": Rule.WRITE,
    "timeline": Rule.READ,
    "sat_mocks": Rule.READ,
    # lessons
    "record_check": Rule.WRITE,
    "check_results": Rule.READ,
    "record_page_read": Rule.WRITE,
    "lesson_progress": Rule.READ,
    # statistics; `facilities` and `fared` sum over all others, and name nobody
    "progress": Rule.READ,
    "item_history": Rule.READ,
    "first_answers": Rule.READ,
    "practice_times": Rule.READ,
    "facilities": Rule.READ,
    "fared": Rule.READ,
    "answer_times": Rule.READ,
    "answers_on": Rule.READ,
    "missed": Rule.READ,
    "withheld_items": Rule.READ,
    # study days, bookmarks
    "study_days": Rule.READ,
    "set_study_days": Rule.WRITE,
    "bookmarks": Rule.READ,
    "set_bookmark": Rule.WRITE,
    # cards
    "cards": Rule.READ,
    "paces": Rule.READ,
    "recall": Rule.READ,
    "reviewed_seconds": Rule.READ,
    "add_cards": Rule.WRITE,
    "remove_card": Rule.WRITE,
    "suspend_card": Rule.WRITE,
    "bury_card": Rule.WRITE,
    "resume_card": Rule.WRITE,
    "memory": Rule.READ,
    "reviews": Rule.READ,
    "adopt_parameters": Rule.WRITE,
    "reset_parameters": Rule.WRITE,
    # a history on its way to another machine; nothing is taken in where people sign in
    "history": Rule.READ,
    "plan_merge": Rule.ELSEWHERE,
    "merge": Rule.ELSEWHERE,
    "back_up": Rule.CARE,
    "erase_learner": Rule.CARE,
    # one's own attempts at assignments; the rules of an assignment, by an id, name nobody
    "assigned_attempt": Rule.READ,
    "returned": Rule.READ,
    "settle": Rule.WRITE,
    "window": Rule.READ,
    "assignment": Rule.ANYBODY,
    # classes: `Classroom` holds the store itself
    "accommodations": Rule.ELSEWHERE,
    "add_dispute": Rule.ELSEWHERE,
    "answer_dispute": Rule.ELSEWHERE,
    "answered_attempts": Rule.ELSEWHERE,
    "apply_roster": Rule.ELSEWHERE,
    "assigned_attempts": Rule.ELSEWHERE,
    "assigned_learners": Rule.ELSEWHERE,
    "assignments": Rule.ELSEWHERE,
    "assignments_of": Rule.ELSEWHERE,
    "assignments_of_version": Rule.ELSEWHERE,
    "attempts_at_assignments": Rule.ELSEWHERE,
    "bundle_secret": Rule.ELSEWHERE,
    "change_assignment": Rule.ELSEWHERE,
    "change_cohort": Rule.ELSEWHERE,
    "change_course": Rule.ELSEWHERE,
    "change_member": Rule.ELSEWHERE,
    "changes": Rule.ELSEWHERE,
    "class_work": Rule.ELSEWHERE,
    "cohort": Rule.ELSEWHERE,
    "cohorts": Rule.ELSEWHERE,
    "collected": Rule.ELSEWHERE,
    "course": Rule.ELSEWHERE,
    "course_creator": Rule.ELSEWHERE,
    "course_key": Rule.ELSEWHERE,
    "course_versions": Rule.ELSEWHERE,
    "courses": Rule.ELSEWHERE,
    "create_assignment": Rule.ELSEWHERE,
    "create_cohort": Rule.ELSEWHERE,
    "create_course": Rule.ELSEWHERE,
    "credits_of": Rule.ELSEWHERE,
    "device_keys": Rule.ELSEWHERE,
    "dispute": Rule.ELSEWHERE,
    "disputes": Rule.ELSEWHERE,
    "disputes_of": Rule.ELSEWHERE,
    "domain_counts": Rule.ELSEWHERE,
    "extension": Rule.ELSEWHERE,
    "extensions": Rule.ELSEWHERE,
    "given_assignment": Rule.ELSEWHERE,
    "given_assignments": Rule.ELSEWHERE,
    "grant_extensions": Rule.ELSEWHERE,
    "handed_forms": Rule.ELSEWHERE,
    "imported_learners": Rule.ELSEWHERE,
    "keep_handed_forms": Rule.ELSEWHERE,
    "logged_events": Rule.ELSEWHERE,
    "make_bundle_secret": Rule.ELSEWHERE,
    "marks_of": Rule.ELSEWHERE,
    "member": Rule.ELSEWHERE,
    "member_counts": Rule.ELSEWHERE,
    "members": Rule.ELSEWHERE,
    "memberships": Rule.ELSEWHERE,
    "messages": Rule.ELSEWHERE,
    "messages_of": Rule.ELSEWHERE,
    "note_bundle_exported": Rule.ELSEWHERE,
    "note_feedback_exported": Rule.ELSEWHERE,
    "override_grade": Rule.ELSEWHERE,
    "own_limits": Rule.ELSEWHERE,
    "published_set": Rule.ELSEWHERE,
    "read_message": Rule.ELSEWHERE,
    "receive_assignment": Rule.ELSEWHERE,
    "receive_feedback": Rule.ELSEWHERE,
    "remove_override": Rule.ELSEWHERE,
    "revoke_ruling": Rule.ELSEWHERE,
    "roster_state": Rule.ELSEWHERE,
    "rule": Rule.ELSEWHERE,
    "rulings": Rule.ELSEWHERE,
    "send_messages": Rule.ELSEWHERE,
    "set_by_hand": Rule.ELSEWHERE,
    "set_factors": Rule.ELSEWHERE,
    "set_staff": Rule.ELSEWHERE,
    "staff": Rule.ELSEWHERE,
    "staff_names": Rule.ELSEWHERE,
    "start_assigned": Rule.ELSEWHERE,
    "take_in": Rule.ELSEWHERE,
    "targets": Rule.ELSEWHERE,
    "unread_messages": Rule.ELSEWHERE,
    "used_versions": Rule.ELSEWHERE,
    "version_title": Rule.ELSEWHERE,
    "would_regrade": Rule.ELSEWHERE,
    "change_set": Rule.ELSEWHERE,
    "course_items": Rule.ELSEWHERE,
    "create_set": Rule.ELSEWHERE,
    "keep_course_items": Rule.ELSEWHERE,
    "publish_set": Rule.ELSEWHERE,
    "quiz_set": Rule.ELSEWHERE,
    "quiz_sets": Rule.ELSEWHERE,
    "set_versions": Rule.ELSEWHERE,
    "shared_sets": Rule.ELSEWHERE,
    "withdraw_course_item": Rule.ELSEWHERE,
    # accounts: `AccountService` holds the store itself
    "has_accounts": Rule.ANYBODY,
    "accounts": Rule.ELSEWHERE,
    "accounts_of": Rule.ELSEWHERE,
    "all_staff": Rule.ELSEWHERE,
    "give_accounts": Rule.ELSEWHERE,
    "account": Rule.ELSEWHERE,
    "credentials": Rule.ELSEWHERE,
    "create_account": Rule.ELSEWHERE,
    "set_role": Rule.ELSEWHERE,
    "disable_account": Rule.ELSEWHERE,
    "enable_account": Rule.ELSEWHERE,
    "set_password": Rule.ELSEWHERE,
    "rehash_password": Rule.ELSEWHERE,
    "charge_try": Rule.ELSEWHERE,
    "clear_tries": Rule.ELSEWHERE,
    "begin_session": Rule.ELSEWHERE,
    "session": Rule.ELSEWHERE,
    "touch_session": Rule.ELSEWHERE,
    "end_session": Rule.ELSEWHERE,
}
"""Every method that may be asked for. Those of `GuardedStore` itself are not listed."""
PEOPLE = ("create_learner", "archive_learner", "restore_learner")
"""What makes and removes people: by their accounts, where there are accounts."""


class GuardedStore:
    """A store in which a person finds their own rows alone.

    Not a kind of `Store`, on purpose: a method added there is not inherited here, unchecked.

    Args:
        store: The store.
        actor: Who is signed in; nobody where the actor has no learner, who may do nothing.
        clock: Source of time.
        token_hash: The sign-in the actor rests on.
    """

    def __init__(self, store: Store, actor: Actor, clock: Clock, token_hash: str) -> None:
        self._store = store
        self._actor = actor
        self._clock = clock
        self._token_hash = token_hash
        self._own_attempts: set[str] = set()
        self._checked_at: float | None = None

    def learners(self, *, include_archived: bool = False) -> tuple[Learner, ...]:
        """Return the person alone; an administrator sees everybody."""
        me = self._me()
        if self._actor.administrator:
            return self._store.learners(include_archived=include_archived)
        return (self._store.learner(me),)

    def current_learner_id(self) -> str:
        """Return the person: who is signed in is who learns."""
        return self._me()

    def set_current_learner(self, learner_id: str) -> None:
        """Do nothing: the person stays who they are.

        Raises:
            AccessError: That is somebody else.
        """
        if learner_id != self._me():
            raise AccessError

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the store's own is
        rule = RULES.get(name)
        if name in PEOPLE:
            raise AccessError("an administrator does that, with `tutor account`")
        if rule is None or rule is Rule.ELSEWHERE:
            raise AccessError
        method = getattr(self._store, name)
        if rule is Rule.ANYBODY:
            return method
        return self._guarded(name, method, rule)

    def _guarded(self, name: str, method: Callable[..., Any], rule: Rule) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as the method's own are
            me = self._me()
            if rule is Rule.CARE and not self._actor.administrator:
                raise AccessError("only an administrator may do that")
            self._check(me, rule, _signature(name).bind(None, *args, **kwargs).arguments)
            return method(*args, **kwargs)

        return call

    def _check(self, me: str, rule: Rule, given: dict[str, Any]) -> None:
        """Refuse a call about somebody else's rows.

        Raises:
            AccessError: They are not the person's, or they may only read them.
        """
        if rule is Rule.CARE or (rule is Rule.READ and self._actor.administrator):
            return
        whose = [given[key] for key in ("learner_id",) if key in given]
        whose += [given["new"].learner_id] if "new" in given else []
        attempts = [given["attempt_id"]] if "attempt_id" in given else []
        if any(one != me for one in whose) or not (whose or attempts):
            raise AccessError
        for attempt_id in attempts:
            self._check_attempt(me, attempt_id)
        if "name" in given.get("changes", ()) and not self._actor.administrator:
            raise AccessError("your name is what you sign in with: an administrator changes it")

    def _check_attempt(self, me: str, attempt_id: str) -> None:
        if attempt_id in self._own_attempts:
            return
        if self._store.attempt_learner(attempt_id) != me:
            raise AccessError
        self._own_attempts.add(attempt_id)

    def _me(self) -> str:
        """Return who is signed in, once it is sure that they still are.

        Raises:
            SignInError: Nobody is.
            SignedOutError: They no longer are.
        """
        if self._actor.learner_id is None:
            raise SignInError("sign in first")
        now = self._clock.monotonic()
        if self._checked_at is None or now - self._checked_at >= CHECK_SECONDS:
            check_session(self._store, self._clock, self._token_hash, self._actor)
            self._checked_at = now
        return self._actor.learner_id


def check_session(store: Store, clock: Clock, token_hash: str, actor: Actor) -> None:
    """Make sure that a sign-in still holds, and note that it is used.

    Raises:
        SignedOutError: It is over, or another role goes with it now.
    """
    session = store.session(token_hash)
    if session is None or is_over(session, clock.now()):
        raise SignedOutError
    if (session.account.learner_id, session.account.role) != (actor.learner_id, actor.role):
        raise SignedOutError("your role has changed: sign in again to go on")
    store.touch_session(token_hash)


def guarded(store: Store, actor: Actor, clock: Clock, token_hash: str | None) -> Store:
    """Return the store as an actor's services may use it.

    The owner of a local database gets the store itself.
    """
    if actor.owner:
        return store
    return cast(Store, GuardedStore(store, actor, clock, token_hash or ""))


@cache
def _signature(name: str) -> Signature:
    return signature(getattr(Store, name))
