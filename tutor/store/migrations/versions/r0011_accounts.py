"""Accounts, sign-ins and wrong tries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_accounts"
down_revision = "0009_classroom"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; a database without a row in `account` asks nobody to sign in."""
    op.create_table(
        "account",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("disabled_at", UTC),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.CheckConstraint("role IN ('student', 'instructor', 'administrator')", name="role"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_account_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", name="pk_account"),
    )
    op.create_table(
        "auth_session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("last_used_at", UTC, nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("ended_at", UTC),
        sa.CheckConstraint("idle_seconds > 0", name="idle_seconds"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["account.learner_id"], name="fk_auth_session_learner_id"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_auth_session"),
    )
    op.create_index("ix_auth_session_learner_id", "auth_session", ["learner_id"])
    op.create_table(
        "sign_in_try",
        sa.Column("name_hash", sa.String(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("last_at", UTC, nullable=False),
        sa.Column("locked_until", UTC),
        sa.CheckConstraint("failed > 0", name="failed"),
        sa.PrimaryKeyConstraint("name_hash", name="pk_sign_in_try"),
    )
