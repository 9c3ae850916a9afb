"""Spaced review: cards, each learner's pace, and how well recall was predicted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tutor.store.migrations.versions.r0001_first import EVENT_KINDS
from tutor.store.migrations.versions.r0003_mock_exams import MORE_KINDS, widen_kinds

revision = "0004_cards"
down_revision = "0003_mock_exams"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
UTC = sa.DateTime(timezone=True)
CARD_KINDS = "'card_suspended', 'card_resumed', 'card_buried'"


def upgrade() -> None:
    """Create the projections, and let the log take the new kinds of events."""
    before = f"{EVENT_KINDS}, {MORE_KINDS}"
    widen_kinds(before, f"{before}, {CARD_KINDS}")
    op.create_table(
        "card_state",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("concept", sa.String(), nullable=False),
        sa.Column("state", JSON, nullable=False),
        sa.Column("due", UTC, nullable=False),
        sa.Column("reps", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("last_item", sa.String(), nullable=False),
        sa.Column("last_at", UTC, nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("buried_until", sa.String(10)),
        sa.Column("parameter_set", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_card_state_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "concept", name="pk_card_state"),
    )
    op.create_table(
        "pace_state",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("latencies", JSON, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_pace_state_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "kind", name="pk_pace_state"),
    )
    op.create_table(
        "recall_tally",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("bin", sa.Integer(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("recalled", sa.Integer(), nullable=False),
        sa.Column("predicted", BIG, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_recall_tally_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "bin", name="pk_recall_tally"),
    )
