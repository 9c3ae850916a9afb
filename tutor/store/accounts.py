"""Accounts, sign-ins and wrong tries. What is right or wrong is decided above; see `services`."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from tutor.domain.account import Account, AuthSession
from tutor.domain.actor import ADMINISTRATOR
from tutor.domain.sign_in import FORGIVEN_AFTER, LONGEST_SIGN_IN, Tries, charged, wait_left
from tutor.errors import NotFoundError, UsageError
from tutor.store.access import Access
from tutor.store.account_models import AccountRow, AuthSessionRow, SignInTryRow
from tutor.store.base import table_of
from tutor.store.faults import decoding
from tutor.store.learners import name_key
from tutor.store.models import LearnerRow, SettingRow
from tutor.store.upsert import insert_missing

TOUCH_SECONDS = 60
"""A sign-in's last use is written at most so often: reading must not become writing."""
CLASS_DATABASE = "class_database"
"""Setting, written with the first account: of two that are made at once, only one comes through."""

_TRIES = table_of(SignInTryRow)
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
            found = [_account(*row) for row in session.exec(_ACCOUNTS)]
        return tuple(sorted(found, key=lambda account: (account.name.casefold(), account.name)))

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
            return None if row is None else (_account(*row), row[0].password_hash)

    def create_account(
        self, learner_id: str, role: str, password_hash: str, *, must_change: bool, first: bool
    ) -> Account:
        """Let a learner sign in.

        Args:
            learner_id: Who.
            role: One of `actor.ACCOUNT_ROLES`.
            password_hash: Hash of their password.
            must_change: Whether the password holds for one sign-in.
            first: Whether it is the one that makes a database a class database.

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
            return _one(session, learner_id)

    def set_role(self, learner_id: str, role: str) -> Account:
        """Change what a person may do, and end their sign-ins.

        Raises:
            NotFoundError: They have no account.
            UsageError: They are the last administrator.
        """
        return self._change(learner_id, role=role)

    def disable_account(self, learner_id: str) -> Account:
        """Let a person in no longer, and end their sign-ins; their work stays.

        Raises:
            NotFoundError: They have no account.
            UsageError: They are the last administrator.
        """
        return self._change(learner_id, disabled_at=self._author.clock.now())

    def enable_account(self, learner_id: str) -> Account:
        """Let a person in again.

        Raises:
            NotFoundError: They have no account.
        """
        return self._change(learner_id, disabled_at=None)

    def set_password(
        self, learner_id: str, password_hash: str, *, must_change: bool, keep: str | None = None
    ) -> Account:
        """Replace a password, and end the person's sign-ins but the one with the hash `keep`.

        Raises:
            NotFoundError: They have no account.
        """
        return self._change(learner_id, keep, password_hash=password_hash, must_change=must_change)

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

    # --- wrong tries

    def charge_try(self, name: str) -> timedelta:
        """Count a try at a name before it is looked at, unless the name is locked.

        It is taken for wrong until `clear_tries`, in one transaction on the one database: many
        tries at once, from several hosts, are no more than as many in a row.

        Returns:
            How long the name is still locked; zero where the try may be looked at.
        """
        now = self._author.clock.now()
        key = _name_hash(name)
        blank = {"name_hash": key, "failed": 1, "last_at": now - FORGIVEN_AFTER}
        with self._database.writing() as session, decoding():
            connection = session.connection()
            connection.execute(insert_missing(connection.dialect.name, _TRIES), blank)
            row = session.get_one(SignInTryRow, key, with_for_update=True)
            tries = Tries(row.failed, row.last_at, row.locked_until)
            if wait := wait_left(tries, now):
                return wait
            after = charged(tries, now)
            row.failed, row.last_at = after.failed, after.last_at
            row.locked_until = after.locked_until
        return timedelta()

    def clear_tries(self, name: str) -> None:
        """Forget the tries at a name: the last one was right, or an administrator says so.

        Tries at other names that count no longer go as well.
        """
        old = self._author.clock.now() - FORGIVEN_AFTER
        with self._database.writing() as session:
            session.execute(
                delete(SignInTryRow).where(
                    (col(SignInTryRow.name_hash) == _name_hash(name))
                    | (col(SignInTryRow.last_at) < old)
                )
            )

    # --- sign-ins

    def begin_session(self, learner_id: str, token_hash: str, idle: timedelta) -> None:
        """Keep a new sign-in; those of the person that are over by now are deleted."""
        now = self._author.clock.now()
        with self._database.writing() as session:
            session.execute(
                delete(AuthSessionRow).where(
                    col(AuthSessionRow.learner_id) == learner_id,
                    col(AuthSessionRow.created_at) < now - LONGEST_SIGN_IN,
                )
            )
            session.add(
                AuthSessionRow(
                    token_hash=token_hash,
                    learner_id=learner_id,
                    created_at=now,
                    last_used_at=now,
                    idle_seconds=int(idle.total_seconds()),
                )
            )

    def session(self, token_hash: str) -> AuthSession | None:
        """Return the sign-in with that hash, over or not."""
        query = (
            select(AuthSessionRow, AccountRow, LearnerRow)
            .join(AccountRow, col(AccountRow.learner_id) == col(AuthSessionRow.learner_id))
            .join(LearnerRow, col(LearnerRow.id) == col(AccountRow.learner_id))
            .where(col(AuthSessionRow.token_hash) == token_hash)
        )
        with self._database.reading() as session, decoding():
            row = session.exec(query).first()
            return None if row is None else _session(*row)

    def touch_session(self, token_hash: str) -> None:
        """Note that a sign-in is used, unless that was noted within the last minute."""
        now = self._author.clock.now()
        statement = (
            update(AuthSessionRow)
            .where(col(AuthSessionRow.token_hash) == token_hash)
            .where(col(AuthSessionRow.ended_at).is_(None))
            .where(col(AuthSessionRow.last_used_at) < now - timedelta(seconds=TOUCH_SECONDS))
            .values(last_used_at=now)
        )
        with self._database.writing() as session:
            session.execute(statement)

    def end_session(self, token_hash: str) -> None:
        """End a sign-in; where there is none, nothing happens."""
        statement = (
            update(AuthSessionRow)
            .where(col(AuthSessionRow.token_hash) == token_hash)
            .where(col(AuthSessionRow.ended_at).is_(None))
            .values(ended_at=self._author.clock.now())
        )
        with self._database.writing() as session:
            session.execute(statement)

    def _change(self, learner_id: str, keep: str | None = None, **changes: Any) -> Account:  # noqa: ANN401
        """Change an account and end its sign-ins; there is always one administrator left."""
        with self._database.writing() as session:
            active = select(AccountRow).where(
                col(AccountRow.role) == ADMINISTRATOR, col(AccountRow.disabled_at).is_(None)
            )
            # Locked in one order: two administrators must not dismiss each other at once.
            rows = session.exec(active.order_by(AccountRow.learner_id).with_for_update()).all()
            account = _row(session, learner_id)
            stays = changes.get("role", ADMINISTRATOR) == ADMINISTRATOR
            if [row.learner_id for row in rows] == [learner_id] and (
                not stays or changes.get("disabled_at")
            ):
                raise UsageError("this is the last administrator: make another one first")
            for field, value in changes.items():
                setattr(account, field, value)
            ending = (
                update(AuthSessionRow)
                .where(col(AuthSessionRow.learner_id) == learner_id)
                .where(col(AuthSessionRow.ended_at).is_(None))
                .where(col(AuthSessionRow.token_hash) != (keep or ""))
                .values(ended_at=self._author.clock.now())
            )
            session.execute(ending)
            session.flush()
            return _one(session, learner_id)


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


def _name_hash(name: str) -> str:
    return hashlib.sha256(name_key(name).encode("utf-8", "replace")).hexdigest()


@decoding()
def _one(session: Session, learner_id: str) -> Account:
    found = session.exec(_ACCOUNTS.where(col(AccountRow.learner_id) == learner_id)).first()
    if found is None:
        raise NotFoundError("there is no account of that name")
    return _account(*found)


def _row(session: Session, learner_id: str) -> AccountRow:
    row = session.get(AccountRow, learner_id)
    if row is None:
        raise NotFoundError("there is no account of that name")
    return row


def _account(row: AccountRow, learner: LearnerRow) -> Account:
    """Return an account; that of an archived learner lets nobody in."""
    return Account(
        learner_id=row.learner_id,
        name=learner.name,
        role=row.role,
        created_at=row.created_at,
        disabled_at=_earliest(row.disabled_at, learner.archived_at),
        must_change=row.must_change,
    )


def _session(row: AuthSessionRow, account: AccountRow, learner: LearnerRow) -> AuthSession:
    return AuthSession(
        account=_account(account, learner),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        idle_seconds=row.idle_seconds,
        ended_at=row.ended_at,
    )


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)
