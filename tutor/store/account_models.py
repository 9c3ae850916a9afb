"""Who may sign in, who is signed in, and wrong tries at it. No row leaves this package."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from tutor.domain.actor import ACCOUNT_ROLES
from tutor.store.base import Base

_ROLE_LIST = ", ".join(f"'{role}'" for role in ACCOUNT_ROLES)


class AccountRow(Base, table=True):
    """A person's right to sign in. Of the password there is a hash (argon2id) alone."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint(f"role IN ({_ROLE_LIST})", name="role"),)

    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    role: str
    password_hash: str
    created_at: datetime
    disabled_at: datetime | None = None
    must_change: bool


class AuthSessionRow(Base, table=True):
    """A sign-in. Whoever shows the token is signed in; the database has its SHA-256 alone."""

    __tablename__ = "auth_session"
    __table_args__ = (
        Index(None, "learner_id"),
        CheckConstraint("idle_seconds > 0", name="idle_seconds"),
    )

    token_hash: str = Field(primary_key=True)
    learner_id: str = Field(foreign_key="account.learner_id")
    created_at: datetime
    last_used_at: datetime
    idle_seconds: int
    ended_at: datetime | None = None


class SignInTryRow(Base, table=True):
    """Wrong tries in a row at a name, whether anybody has it or not.

    Names nobody has are locked like others: a lock must not tell which names there are.
    `name_hash` is the SHA-256 of the name, for what is typed as a name may be a password.
    """

    __tablename__ = "sign_in_try"
    __table_args__ = (CheckConstraint("failed > 0", name="failed"),)

    name_hash: str = Field(primary_key=True)
    failed: int
    last_at: datetime
    locked_until: datetime | None = None
