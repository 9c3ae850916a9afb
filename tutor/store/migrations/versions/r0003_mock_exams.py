"""Mock exams: their rules, forms and predictions, breaks, notes, options struck out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tutor.store.migrations.versions.r0001_first import EVENT_KINDS, guard

revision = "0003_mock_exams"
down_revision = "0002_bookmarks"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
UTC = sa.DateTime(timezone=True)
MORE_KINDS = "'struck', 'noted', 'break_started', 'break_ended', 'clock_set_back'"


def upgrade() -> None:
    """Create the tables, and let the log take the new kinds of events."""
    _tables()
    widen_kinds(EVENT_KINDS, f"{EVENT_KINDS}, {MORE_KINDS}")
    guard("sitting")


def widen_kinds(old: str, new: str) -> None:
    """Let the log take more kinds of events; later migrations use this, too.

    Args:
        old: The kinds that the check holds, quoted and separated by commas.
        new: The kinds that it is to hold.
    """
    check = f"kind IN ({new})"
    if op.get_bind().dialect.name == "sqlite":
        _widen_sqlite(f"kind IN ({old})", check)
    else:
        op.drop_constraint(op.f("ck_event_kind"), "event", type_="check")
        op.create_check_constraint(op.f("ck_event_kind"), "event", check)


def _tables() -> None:
    op.create_table(
        "sitting",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("policy", JSON, nullable=False),
        sa.Column("form", JSON, nullable=False),
        sa.Column("prediction", JSON),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_sitting_attempt_id"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_sitting"),
    )
    op.create_table(
        "sitting_state",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("deadline", UTC),
        sa.Column("break_since", UTC),
        sa.Column("breaks", sa.Integer(), nullable=False),
        sa.Column("frozen", JSON, nullable=False),
        sa.Column("set_back", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_sitting_state_attempt_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_sitting_state_learner_id"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_sitting_state"),
    )
    op.create_table(
        "working_state",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("struck", JSON, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("confidence", sa.String()),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_working_state_attempt_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_working_state_learner_id"),
        sa.PrimaryKeyConstraint("attempt_id", "position", name="pk_working_state"),
    )


def _widen_sqlite(narrow: str, check: str) -> None:
    """Make the log anew with a wider check: SQLite cannot change one in place.

    The rows are copied as they are; the triggers that guard them go with the old table and are
    made again.
    """
    connection = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'event'"
    old = str(connection.execute(sa.text(query)).scalar_one())
    new = old.replace(narrow, check)
    if new == old:
        raise RuntimeError("the log of events is not as the migration before made it")
    op.execute("ALTER TABLE event RENAME TO event_before")
    connection.exec_driver_sql(new)
    op.execute("INSERT INTO event SELECT * FROM event_before")
    op.execute("DROP TABLE event_before")
    op.create_index("ix_event_learner_id_id", "event", ["learner_id", "id"])
    guard("event")
