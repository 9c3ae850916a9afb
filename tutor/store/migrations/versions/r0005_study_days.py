"""When a learner studies: minutes a day and days off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tutor.store.migrations.versions.r0004_cards import JSON

revision = "0005_study_days"
down_revision = "0004_cards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; no learner has a row until something is set."""
    op.create_table(
        "study_days",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("weekdays_off", JSON, nullable=False),
        sa.Column("dates_off", JSON, nullable=False),
        sa.CheckConstraint("minutes > 0", name="minutes"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_study_days_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", name="pk_study_days"),
    )
