"""Answers taken back, missed items, and what an open test or mock exam must not tell yet.

The projections are made anew after the upgrade, so that nothing counts the answers of a test or a
mock exam that is open.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tutor.store.migrations.versions.r0001_first import EVENT_KINDS
from tutor.store.migrations.versions.r0003_mock_exams import MORE_KINDS, widen_kinds
from tutor.store.migrations.versions.r0004_cards import CARD_KINDS

revision = "0006_undo"
down_revision = "0005_study_days"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
UTC = sa.DateTime(timezone=True)
UNDO_KINDS = "'answer_undone'"


def upgrade() -> None:
    """Create the projections, and let the log take the new kind of event."""
    before = f"{EVENT_KINDS}, {MORE_KINDS}, {CARD_KINDS}"
    widen_kinds(before, f"{before}, {UNDO_KINDS}")
    op.create_table(
        "withheld_state",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("latency_ms", BIG, nullable=False),
        sa.Column("confidence", sa.String()),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_withheld_state_attempt_id"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_withheld_state_learner_id"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "position", name="pk_withheld_state"),
    )
    op.create_table(
        "undo_state",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("attempt_id", sa.String()),
        sa.Column("position", sa.Integer()),
        sa.Column("changes", JSON),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_undo_state_learner_id"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_undo_state_attempt_id"),
        sa.PrimaryKeyConstraint("learner_id", name="pk_undo_state"),
    )
    op.create_table(
        "missed_state",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("last_at", UTC, nullable=False),
        sa.Column("right_day", sa.String(10)),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_missed_state_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "item_id", name="pk_missed_state"),
    )
    op.create_index("ix_missed_state_learner_id_waiting", "missed_state", ["learner_id", "waiting"])
