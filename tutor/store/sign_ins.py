"""Sign-ins, and wrong tries at names. Rules of both are in `tutor.domain.sign_in`."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import col, select

from tutor.domain.account import AuthSession
from tutor.domain.sign_in import FORGIVEN_AFTER, LONGEST_SIGN_IN, Tries, charged, wait_left
from tutor.store.access import Access
from tutor.store.account_models import AccountRow, AuthSessionRow, SignInTryRow
from tutor.store.accounts import account_of
from tutor.store.base import table_of
from tutor.store.faults import decoding
from tutor.store.learners import name_key
from tutor.store.models import LearnerRow
from tutor.store.upsert import insert_missing

TOUCH_SECONDS = 60
"""A sign-in's last use is written at most so often: reading must not become writing."""

_TRIES = table_of(SignInTryRow)


class SignInAccess(Access):
    """The part of the store that keeps who is signed in, and who tried to be."""

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


def _session(row: AuthSessionRow, account: AccountRow, learner: LearnerRow) -> AuthSession:
    return AuthSession(
        account=account_of(account, learner),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        idle_seconds=row.idle_seconds,
        ended_at=row.ended_at,
    )


def _name_hash(name: str) -> str:
    return hashlib.sha256(name_key(name).encode("utf-8", "replace")).hexdigest()
