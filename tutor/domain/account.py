"""Accounts: who may sign in to a class database, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Account:
    """A person's right to sign in.

    Attributes:
        learner_id: The person.
        name: What they sign in with.
        role: One of `actor.ACCOUNT_ROLES`.
        created_at: When the account was made.
        disabled_at: Since when it lets nobody in, or None.
        must_change: The password was given by somebody else and holds for one sign-in, at which
            it must be changed.
    """

    learner_id: str
    name: str
    role: str
    created_at: datetime
    disabled_at: datetime | None = None
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class AuthSession:
    """A sign-in that holds until it is ended, idle for too long, or too old.

    Attributes:
        account: Whose it is, as the account stands now.
        created_at: When they signed in.
        last_used_at: When it was used last, to the minute.
        idle_seconds: How long it may lie unused.
        ended_at: When it was ended, or None.
    """

    account: Account
    created_at: datetime
    last_used_at: datetime
    idle_seconds: int
    ended_at: datetime | None = None
