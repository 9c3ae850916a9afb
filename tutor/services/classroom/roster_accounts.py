"""Ways in for the students of a course: accounts with one-time passwords, where people sign in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress

from tutor.domain.account import Account
from tutor.domain.actor import STUDENT, Actor
from tutor.domain.classroom import Member
from tutor.domain.permissions import require_staff, require_teacher, require_way_in
from tutor.domain.roster_plan import NEW, RETURNS, RosterPlan
from tutor.errors import AccessError, SignedOutError, UsageError
from tutor.services.classroom.people_views import (
    CLOSED,
    NO_ACCOUNT,
    OPEN,
    UNUSED,
    GivenAccounts,
    IssuedPassword,
)
from tutor.services.passwords import hash_password, one_time_password
from tutor.store.store import Store

Progress = Callable[[int, int], None]
"""Called with (passwords made, passwords in all); what it raises stops the work."""
NO_CLASS = "nobody signs in to this database, so students need no accounts"


class RosterAccountService:
    """Gives students accounts. Only on a class database; elsewhere nobody needs one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def needed(self) -> bool:
        """Whether students sign in here."""
        return self._store.has_accounts()

    def standings(self, members: Collection[Member]) -> dict[str, str]:
        """Return how each one's account stands, by learner id; nothing where nobody signs in."""
        if not self.needed:
            return {}
        accounts = self._store.accounts_of(member.learner_id for member in members)
        return {one.learner_id: _standing(accounts.get(one.learner_id)) for one in members}

    def give(
        self,
        actor: Actor,
        course_id: str,
        *,
        unused: bool = False,
        progress: Progress | None = None,
    ) -> GivenAccounts:
        """Give an account to each student of a course who has none.

        Args:
            actor: Who acts.
            course_id: The course.
            unused: Give new one-time passwords to those who never used theirs, too.
            progress: Told how far it is: a password takes about 50 ms.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: Nobody signs in to this database, or the course is archived.
        """
        self._may_hand_out(actor, course_id)
        members = self._store.members(course_id)
        accounts = self._store.accounts_of(member.learner_id for member in members)
        teachers = self._store.all_staff()
        bare = [one for one in members if one.learner_id not in accounts]
        fresh = [one for one in bare if one.learner_id not in teachers]
        again = [
            one
            for one in members
            if unused
            and _standing(accounts.get(one.learner_id)) == UNUSED
            and accounts[one.learner_id].role == STUDENT
            and one.learner_id not in teachers
        ]
        made = make_passwords(len(fresh) + len(again), progress)
        ways = dict(zip((one.learner_id for one in (*fresh, *again)), made, strict=True))
        hashes = {one.learner_id: ways[one.learner_id][1] for one in fresh}
        self._may_hand_out(actor, course_id)  # making them took a while
        given = set(self._store.give_accounts(actor.learner_id, course_id, hashes))
        for one in again:
            with suppress(UsageError):  # who signed in meanwhile needs none
                self._replace(actor, course_id, accounts[one.learner_id], ways[one.learner_id][1])
                given.add(one.learner_id)
        names = {
            one.learner_id: ways[one.learner_id][0] for one in members if one.learner_id in given
        }
        left_out = tuple(one.label for one in bare if one.learner_id in teachers)
        return GivenAccounts(self.issued(members, names), left_out)

    def reset(self, actor: Actor, member_id: str) -> IssuedPassword:
        """Give a student a new one-time password; end their sign-ins and unlock their name.

        A student without an account gets one.

        Raises:
            AccessError: The actor does not teach the course, or the student teaches, too, or is
                in a course of somebody else's.
            UsageError: Nobody signs in here, the student has left, or the account is closed.
        """
        require_teacher(actor)
        member = self._store.member(member_id)
        self._may_hand_out(actor, member.course_id)
        if member.left_at is not None:
            raise UsageError(f"{member.label} has left the course")
        account = self._store.accounts_of([member.learner_id]).get(member.learner_id)
        staff = self._store.staff(member.course_id)
        teaches = member.learner_id in self._store.all_staff()
        require_way_in(actor, staff, account.role if account else STUDENT, teaches=teaches)
        if account and not account.must_change:
            self._require_ours(actor, member)
        if account and account.disabled_at is not None:
            raise UsageError(
                f"the account of {member.label} is closed: an administrator opens it again"
            )
        password, hashed = make_passwords(1)[0]
        if account:
            self._replace(actor, member.course_id, account, hashed)
        elif not self._store.give_accounts(
            actor.learner_id, member.course_id, {member.learner_id: hashed}
        ):
            raise UsageError(f"{member.label} was given an account meanwhile: look again")
        return self.issued([member], {member.learner_id: password})[0]

    def for_import(
        self, actor: Actor, plan: RosterPlan, progress: Progress | None
    ) -> dict[int, tuple[str, str]]:
        """Make one-time passwords for who joins by a plan and has no way in yet.

        Returns:
            Password and hash, by the line of the row. The import makes the accounts.

        Raises:
            AccessError: The actor does not teach the course.
        """
        lines = self.lines(plan)
        if not lines:
            return {}
        self._may_hand_out(actor, plan.course_id)
        return dict(zip(lines, make_passwords(len(lines), progress), strict=True))

    def lines(self, plan: RosterPlan) -> list[int]:
        """Return the lines of those rows whose students will get an account."""
        if not self.needed:
            return []
        rows = [row for row in plan.rows if row.outcome in (NEW, RETURNS)]
        known = [row.learner_id for row in rows if row.learner_id]
        have = self._store.accounts_of(known).keys() | (self._store.all_staff() if known else ())
        return [row.line for row in rows if row.learner_id not in have]

    def issued(
        self, members: Iterable[Member], passwords: dict[str, str]
    ) -> tuple[IssuedPassword, ...]:
        """Return passwords (by learner id) with whose they are, in the order of the members."""
        accounts = self._store.accounts_of(passwords)
        return tuple(
            IssuedPassword(
                one.learner_id,
                one.external_id,
                one.display_name or "",
                accounts[one.learner_id].name,
                passwords[one.learner_id],
            )
            for one in members
            if one.learner_id in passwords
        )

    def _replace(self, actor: Actor, course_id: str, account: Account, hashed: str) -> None:
        self._store.set_password(
            account.learner_id,
            hashed,
            must_change=True,
            by=actor.learner_id,
            course_id=course_id,
            expected=account,
        )
        self._store.clear_tries(account.name)

    def _require_ours(self, actor: Actor, member: Member) -> None:
        """Refuse where a password would open work in courses that the actor does not teach.

        Raises:
            AccessError: The student is in one.
        """
        if actor.administrator:
            return
        mine = {one.id for one in self._store.courses(actor.learner_id, include_archived=True)}
        if any(one.course_id not in mine for one in self._store.memberships(member.learner_id)):
            raise AccessError(
                "That student is in another instructor's course, too: an administrator gives them "
                "a password."
            )

    def _may_hand_out(self, actor: Actor, course_id: str) -> None:
        """Refuse who does not teach the course, or no longer is what they signed in as.

        Raises:
            AccessError: They do not teach it.
            UsageError: Nobody signs in here, or the course is archived.
        """
        require_teacher(actor)
        course = self._store.course(course_id)
        require_staff(actor, self._store.staff(course_id))
        if course.archived_at is not None:
            raise UsageError(f"{course.title!r} is archived: restore it first")
        if not self.needed:
            raise UsageError(NO_CLASS)
        if actor.owner or actor.learner_id is None:
            raise AccessError("this is a class database now: sign in first")
        own = self._store.accounts_of([actor.learner_id]).get(actor.learner_id)
        if own is None or own.disabled_at is not None or own.role != actor.role:
            raise SignedOutError("your role has changed: sign in again to go on")


def make_passwords(count: int, progress: Progress | None = None) -> list[tuple[str, str]]:
    """Return so many new one-time passwords, each with its hash."""
    made = []
    for number in range(count):
        if progress:
            progress(number, count)
        password = one_time_password()
        made.append((password, hash_password(password)))
    if progress and count:
        progress(count, count)
    return made


def _standing(account: Account | None) -> str:
    if account is None:
        return NO_ACCOUNT
    if account.disabled_at is not None:
        return CLOSED
    return UNUSED if account.must_change else OPEN
