"""Accounts, sign-ins and wrong tries. What is right or wrong is decided above; see `services`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from tutor.domain.account import Account
from tutor.domain.actor import ADMINISTRATOR
from tutor.domain.classroom import Change
from tutor.domain.name_order import natural
from tutor.errors import NotFoundError, UsageError
from tutor.store.access import Access
from tutor.store.account_models import AccountRow, AuthSessionRow
from tutor.store.base import table_of
from tutor.store.classroom.changes import note_change
from tutor.store.faults import decoding
from tutor.store.learners import name_key
from tutor.store.models import LearnerRow, SettingRow
from tutor.store.upsert import insert_missing

CLASS_DATABASE = "class_database"
"""Setting, written with the first account: of two that are made at once, only one comes through."""

BATCH = 500
"""Ids in one query."""

_SETTINGS = table_of(SettingRow)
_ACCOUNTS = select(AccountRow, LearnerRow).join(
    LearnerRow, col(LearnerRow.id) == col(AccountRow.learner_id)
)


class AccountAccess(Access):
    """The part of the store that keeps who may sign in, and who is signed in."""

    def has_accounts(self) -> bool:
        """Whether this is a class database: one that nobody uses without signing in."""
        with self._database.reading() as session:
            return session.exec(select(AccountRow.learner_id).limit(1)).first() is not None

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts, by name."""
        with self._database.reading() as session, decoding():
            found = [account_of(*row) for row in session.exec(_ACCOUNTS)]
        return tuple(sorted(found, key=lambda account: natural(account.name)))

    def accounts_of(self, learner_ids: Iterable[str]) -> dict[str, Account]:
        """Return the accounts of those people who have one, by learner id."""
        wanted = sorted(set(learner_ids))
        found: dict[str, Account] = {}
        with self._database.reading() as session, decoding():
            for start in range(0, len(wanted), BATCH):
                some = col(AccountRow.learner_id).in_(wanted[start : start + BATCH])
                made = [account_of(*row) for row in session.exec(_ACCOUNTS.where(some))]
                found |= {account.learner_id: account for account in made}
        return found

    def account(self, learner_id: str) -> Account:
        """Return a person's account.

        Raises:
            NotFoundError: They have none.
        """
        with self._database.reading() as session:
            return _one(session, learner_id)

    def credentials(self, name: str) -> tuple[Account, str] | None:
        """Return the account that signs in with a name (in any case), and its password's hash."""
        query = _ACCOUNTS.where(
            col(LearnerRow.name_key) == name_key(name), col(LearnerRow.archived_at).is_(None)
        )
        with self._database.reading() as session, decoding():
            row = session.exec(query).first()
            return None if row is None else (account_of(*row), row[0].password_hash)

    def create_account(
        self,
        learner_id: str,
        role: str,
        password_hash: str,
        *,
        must_change: bool,
        first: bool = False,
        by: str | None = None,
    ) -> Account:
        """Let a learner sign in.

        Args:
            learner_id: Who.
            role: One of `actor.ACCOUNT_ROLES`.
            password_hash: Hash of their password.
            must_change: Whether the password holds for one sign-in.
            first: Whether it is the one that makes a database a class database.
            by: Who makes it, for the audit log.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: They have an account; or there is one already, or none, against `first`.
        """
        with self._database.writing() as session:
            _open_the_class(session, learner_id, first=first)
            if session.get(LearnerRow, learner_id) is None:
                raise NotFoundError(f"there is no learner {learner_id!r}")
            if session.get(AccountRow, learner_id) is not None:
                raise UsageError("there is an account of that name already")
            session.add(
                AccountRow(
                    learner_id=learner_id,
                    role=role,
                    password_hash=password_hash,
                    created_at=self._author.clock.now(),
                    must_change=must_change,
                )
            )
            session.flush()
            self._note_account(session, by, learner_id, "created", None, {"role": role})
            return _one(session, learner_id)

    def set_role(
        self,
        learner_id: str,
        role: str,
        *,
        by: str | None = None,
        password_hash: str | None = None,
    ) -> Account:
        """Change what a person may do, and end their sign-ins.

        With a hash, their password ends as well: it is of one that holds for one sign-in.

        Raises:
            NotFoundError: They have no account.
            UsageError: They are the last administrator.
        """
        changes: dict[str, Any] = {"role": role}
        if password_hash is not None:
            changes |= {"password_hash": password_hash, "must_change": True}
        return self._change(learner_id, by, "role changed", **changes)

    def disable_account(self, learner_id: str, *, by: str | None = None) -> Account:
        """Let a person in no longer, and end their sign-ins; their work stays.

        Raises:
            NotFoundError: They have no account.
            UsageError: They are the last administrator.
        """
        now = self._author.clock.now()
        return self._change(learner_id, by, "closed", disabled_at=now)

    def enable_account(self, learner_id: str, *, by: str | None = None) -> Account:
        """Let a person in again.

        Raises:
            NotFoundError: They have no account.
        """
        return self._change(learner_id, by, "opened again", disabled_at=None)

    def set_password(
        self,
        learner_id: str,
        password_hash: str,
        *,
        must_change: bool,
        keep: str | None = None,
        by: str | None = None,
        course_id: str | None = None,
        expected: Account | None = None,
    ) -> Account:
        """Replace a password, and end the person's sign-ins but the one with the hash `keep`.

        Where it is done for a course, that course's log has it, too.

        Raises:
            NotFoundError: They have no account.
            UsageError: It is not as `expected` any more.
        """
        return self._change(
            learner_id,
            by,
            "password changed",
            keep,
            course_id,
            expected,
            password_hash=password_hash,
            must_change=must_change,
        )

    def rehash_password(self, learner_id: str, before: str, password_hash: str) -> None:
        """Keep the same password by another hash, unless it was changed meanwhile."""
        statement = (
            update(AccountRow)
            .where(col(AccountRow.learner_id) == learner_id)
            .where(col(AccountRow.password_hash) == before)
            .values(password_hash=password_hash)
        )
        with self._database.writing() as session:
            session.execute(statement)

    def _change(
        self,
        learner_id: str,
        by: str | None,
        action: str,
        keep: str | None = None,
        course_id: str | None = None,
        expected: Account | None = None,
        **changes: Any,  # noqa: ANN401 - one value a column
    ) -> Account:
        """Change an account, note it, and end its sign-ins; one administrator is always left."""
        with self._database.writing() as session:
            _keep_an_administrator(session, learner_id, changes)
            row = _row(session, learner_id)
            if expected and (row.role, row.must_change) != (expected.role, expected.must_change):
                raise UsageError(f"{expected.name}: the account was changed meanwhile, look again")
            before = {"role": row.role, "closed": row.disabled_at is not None}
            for field, value in changes.items():
                setattr(row, field, value)
            after = {"role": row.role, "closed": row.disabled_at is not None}
            ending = (
                update(AuthSessionRow)
                .where(col(AuthSessionRow.learner_id) == learner_id)
                .where(col(AuthSessionRow.ended_at).is_(None))
                .where(col(AuthSessionRow.token_hash) != (keep or ""))
                .values(ended_at=self._author.clock.now())
            )
            session.execute(ending)
            session.flush()
            self._note_account(session, by, learner_id, action, before, after, course_id)
            return _one(session, learner_id)

    def _note_account(
        self,
        session: Session,
        by: str | None,
        learner_id: str,
        action: str,
        before: dict[str, Any] | None,
        after: dict[str, Any],
        course_id: str | None = None,
    ) -> None:
        change = Change(action, "account", learner_id, course_id, before, after)
        note_change(session.connection(), self._author, by, change)


def _keep_an_administrator(session: Session, learner_id: str, changes: dict[str, Any]) -> None:
    """Refuse a change that leaves nobody who could make or open accounts.

    Raises:
        UsageError: This is the last administrator.
    """
    active = select(AccountRow).where(
        col(AccountRow.role) == ADMINISTRATOR, col(AccountRow.disabled_at).is_(None)
    )
    # Locked in one order: two administrators must not dismiss each other at once.
    rows = session.exec(active.order_by(AccountRow.learner_id).with_for_update()).all()
    stays = changes.get("role", ADMINISTRATOR) == ADMINISTRATOR
    leaves = not stays or changes.get("disabled_at") is not None
    if leaves and [row.learner_id for row in rows] == [learner_id]:
        raise UsageError("this is the last administrator: make another one first")


def _open_the_class(session: Session, learner_id: str, *, first: bool) -> None:
    """Hold the line between a database of one's own and a class's.

    Raises:
        UsageError: There are accounts and there should be none, or the other way round.
    """
    if first:
        connection = session.connection()
        made = connection.execute(
            insert_missing(connection.dialect.name, _SETTINGS).returning(_SETTINGS.c.key),
            {"key": CLASS_DATABASE, "value": learner_id},
        )
        if made.first() is None:
            raise UsageError("this database has an administrator already: ask them for an account")
    elif session.get(SettingRow, CLASS_DATABASE) is None:
        raise UsageError(
            "this database has no accounts yet: begin with `tutor account create-admin NAME`"
        )


@decoding()
def _one(session: Session, learner_id: str) -> Account:
    found = session.exec(_ACCOUNTS.where(col(AccountRow.learner_id) == learner_id)).first()
    if found is None:
        raise NotFoundError("there is no account of that name")
    return account_of(*found)


def _row(session: Session, learner_id: str) -> AccountRow:
    row = session.get(AccountRow, learner_id)
    if row is None:
        raise NotFoundError("there is no account of that name")
    return row


def account_of(row: AccountRow, learner: LearnerRow) -> Account:
    """Return an account; that of an archived learner lets nobody in."""
    return Account(
        learner_id=row.learner_id,
        name=learner.name,
        role=row.role,
        created_at=row.created_at,
        disabled_at=_earliest(row.disabled_at, learner.archived_at),
        must_change=row.must_change,
    )


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)
