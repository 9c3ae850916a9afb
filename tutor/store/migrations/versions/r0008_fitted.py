"""Weights of memory fitted to a learner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tutor.store.migrations.versions.r0001_first import EVENT_KINDS
from tutor.store.migrations.versions.r0003_mock_exams import MORE_KINDS, widen_kinds
from tutor.store.migrations.versions.r0004_cards import CARD_KINDS
from tutor.store.migrations.versions.r0006_undo import UNDO_KINDS
from tutor.store.migrations.versions.r0007_own_cards import OWN_KINDS

revision = "0008_fitted"
down_revision = "0007_own_cards"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
UTC = sa.DateTime(timezone=True)
FIT_KINDS = "'parameters_fitted', 'parameters_reset'"


def upgrade() -> None:
    """Create the projection, and let the log take the new kinds of events."""
    before = f"{EVENT_KINDS}, {MORE_KINDS}, {CARD_KINDS}, {UNDO_KINDS}, {OWN_KINDS}"
    widen_kinds(before, f"{before}, {FIT_KINDS}")
    op.create_table(
        "parameter_state",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("parameter_set", sa.String(), nullable=False),
        sa.Column("weights", JSON, nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("fitted_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_parameter_state_learner_id"
        ),
        sa.PrimaryKeyConstraint("learner_id", name="pk_parameter_state"),
    )
