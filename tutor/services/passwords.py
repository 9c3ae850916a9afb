"""Hashing passwords: argon2id, by the package argon2-cffi."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from tutor.domain.sign_in import as_hashed
from tutor.errors import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 47104
"""46 MiB for each password; with the two figures below not less than OWASP's first choice of
argon2id (m=46 MiB, t=1, p=1), at about 50 ms on a small server."""
PASSES = 2
LANES = 1
NOBODYS_HASH = (
    "$argon2id$v=19$m=47104,t=2,p=1$"
    "wLCs9IV0eFupfF8Vu56H9g$IzRlSxb8WVAb04QBGOQVYBSHxdyn7a3TOcWvH49uINA"
)
"""Checked where a name is nobody's, so that this takes as long: of a password nobody knows."""
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Of one-time passwords: no two letters that look alike."""


def hash_password(password: str) -> str:
    """Return a password's hash, with its salt and parameters."""
    return _hasher().hash(as_hashed(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed; None is nobody's, and takes as long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(password_hash or NOBODYS_HASH, as_hashed(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(password_hash)


def one_time_password() -> str:
    """Return a new password of 60 random bits, such as `k7mf-2qpw-9xtd`."""
    letters = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ModuleNotFoundError as error:
        raise UsageError(
            "signing in needs one more package: pip install 'coding-billing-tutor[server]'"
        ) from error
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
