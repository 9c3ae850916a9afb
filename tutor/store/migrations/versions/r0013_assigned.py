"""Attempts at assignments: deadlines that move, answers that are released later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tutor.store.migrations.versions.r0001_first import EVENT_KINDS, UTC
from tutor.store.migrations.versions.r0003_mock_exams import MORE_KINDS, widen_kinds
from tutor.store.migrations.versions.r0004_cards import CARD_KINDS
from tutor.store.migrations.versions.r0006_undo import UNDO_KINDS
from tutor.store.migrations.versions.r0007_own_cards import OWN_KINDS
from tutor.store.migrations.versions.r0008_fitted import FIT_KINDS

revision = "0013_assigned"
down_revision = "0009_classroom"
branch_labels = None
depends_on = None

ASSIGNED_KINDS = "'deadline_moved', 'answers_released'"


def upgrade() -> None:
    """Create the projection, and let the log take the new kinds of events."""
    before = f"{EVENT_KINDS}, {MORE_KINDS}, {CARD_KINDS}, {UNDO_KINDS}, {OWN_KINDS}, {FIT_KINDS}"
    widen_kinds(before, f"{before}, {ASSIGNED_KINDS}")
    op.create_table(
        "assigned_state",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("deadline", UTC),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_assigned_state_attempt_id"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_assigned_state_learner_id"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_assigned_state"),
    )
    op.create_index(
        "ix_assigned_state_learner_id_withheld", "assigned_state", ["learner_id", "withheld"]
    )
