"""Bookmarks in the code book."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_bookmarks"
down_revision = "0001_first"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table of bookmarks."""
    op.create_table(
        "bookmark",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("code_set", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("removed_at", UTC),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_bookmark_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "code_set", "edition", "code", name="pk_bookmark"),
    )
