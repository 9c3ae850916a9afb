"""The rules of signing in: wrong tries, idle sign-ins, and what may be a password."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from tutor.domain.account import AuthSession
from tutor.domain.actor import ACCOUNT_ROLES
from tutor.domain.text import quantity
from tutor.errors import UsageError

FREE_TRIES = 5
"""Wrong passwords in a row before a name is locked for a while."""
FIRST_WAIT = timedelta(seconds=30)
"""How long the first lock holds; every further wrong try doubles it."""
LONGEST_WAIT = timedelta(minutes=15)
"""A lock never holds longer: who guesses must not keep others out for good."""
FORGIVEN_AFTER = timedelta(hours=24)
"""Wrong tries are forgotten after so long without another one."""
LONGEST_SIGN_IN = timedelta(days=7)
"""A sign-in ends after so long, however much it is used."""

SHORTEST = 10
"""The fewest characters of a password."""
LONGEST = 256
"""The most: hashing must not be a way to keep the server busy."""
OBVIOUS = frozenset(
    {
        "qwertyuiop",
        "password",
        "passwort",
        "letmein",
        "welcome",
        "iloveyou",
        "changeme",
        "medicalcoding",
        "medicalbilling",
        "codingandbilling",
        "administrator",
        "instructor",
        "student",
    }
)
"""What is tried first; also with digits or marks at its end, and in any case."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries at a name in a row.

    Attributes:
        failed: How many.
        last_at: When the last one was.
        locked_until: Until when no further one is looked at, or None.
    """

    failed: int
    last_at: datetime
    locked_until: datetime | None = None


def charged(tries: Tries | None, now: datetime) -> Tries:
    """Return the count after one more try, which is taken for wrong until it proves right."""
    if tries is None or now - tries.last_at >= FORGIVEN_AFTER:
        return Tries(1, now)
    failed = tries.failed + 1
    over = failed - FREE_TRIES
    if over < 0:
        return Tries(failed, now)
    doublings = min(over, 10)  # far beyond the longest wait, and no number grows without end
    return Tries(failed, now, now + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT))


def wait_left(tries: Tries | None, now: datetime) -> timedelta:
    """Return how long a name is still locked; zero when it is not."""
    if tries is None or tries.locked_until is None:
        return timedelta()
    # A clock set back must not lock anybody out for longer than the rule says.
    return min(max(tries.locked_until - now, timedelta()), LONGEST_WAIT)


def wait_words(wait: timedelta) -> str:
    """Return a wait in words, rounded up: `20 seconds`, `4 minutes`."""
    seconds = -(-wait // timedelta(seconds=1))
    if seconds <= 90:
        return quantity(seconds, "second")
    return f"{-(-seconds // 60)} minutes"


def is_over(session: AuthSession, now: datetime) -> bool:
    """Whether a sign-in holds no longer."""
    account = session.account
    return (
        session.ended_at is not None
        or account.disabled_at is not None
        or account.must_change
        or now - session.last_used_at >= timedelta(seconds=session.idle_seconds)
        or now - session.created_at >= LONGEST_SIGN_IN
    )


def as_hashed(password: str) -> str:
    """Return a password as it is hashed: the same for the same letters from any keyboard."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, name: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        UsageError: It is too short or too long, the person's own name, or an obvious one.
    """
    text = as_hashed(password)
    if len(text) < SHORTEST:
        raise UsageError(f"a password has at least {SHORTEST} characters: a few words will do")
    if len(text) > LONGEST:
        raise UsageError(f"a password has at most {LONGEST} characters")
    plain = "".join(text.casefold().split())
    if _stem(plain) in {_stem("".join(as_hashed(name).casefold().split())), ""}:
        raise UsageError("a password is not one's own name, nor digits and marks alone")
    if plain in OBVIOUS or _stem(plain) in OBVIOUS:
        raise UsageError("that password is among the first that are tried: choose another")
    if len(set(plain)) < 4:
        raise UsageError("that password has too few different characters: choose another")


def check_role(role: str) -> None:
    """Refuse what is no role.

    Raises:
        UsageError: There is no such role.
    """
    if role not in ACCOUNT_ROLES:
        raise UsageError(f"there is no role {role!r}; there are {', '.join(ACCOUNT_ROLES)}")


def _stem(text: str) -> str:
    """Return a text without the digits and marks at its end: what `password123!` is made of."""
    while text and not text[-1].isalpha():
        text = text[:-1]
    return text
