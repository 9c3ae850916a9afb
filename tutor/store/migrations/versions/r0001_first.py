"""The first schema: events, attempts, item versions, learners and projections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_first"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
UTC = sa.DateTime(timezone=True)
EVENT_KINDS = (
    "'attempt_started', 'shown', 'answered', 'flagged', 'unflagged', "
    "'attempt_ended', 'lesson_page_read', 'lesson_completed', 'check_answered'"
)
APPEND_ONLY = ("event", "item_version", "attempt", "attempt_item")


def upgrade() -> None:
    """Create every table, and the triggers that keep the truth as it was written."""
    _who()
    _attempts()
    _events()
    _attempt_projections()
    _learning_projections()
    _tallies()
    for table in APPEND_ONLY:
        guard(table)


def _who() -> None:
    """Installations, settings and profiles."""
    op.create_table(
        "device",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("hostname", sa.String()),
        sa.Column("next_seq", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("hostname", name="uq_device_hostname"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.create_table(
        "learner",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("exam", sa.String()),
        sa.Column("exam_date", sa.Date()),
        sa.Column("daily_goal", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("archived_at", UTC),
        sa.CheckConstraint("daily_goal > 0", name=op.f("ck_learner_daily_goal")),
        sa.PrimaryKeyConstraint("id", name="pk_learner"),
    )
    op.create_index(
        "ix_learner_name_key",
        "learner",
        ["name_key"],
        unique=True,
        sqlite_where=sa.text("archived_at IS NULL"),
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _attempts() -> None:
    """What was asked."""
    op.create_table(
        "item_version",
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code_set", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("first_used_at", UTC, nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name="pk_item_version"),
    )
    op.create_index("ix_item_version_item_id", "item_version", ["item_id"])
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("spec", JSON, nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("blueprint", sa.String()),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", UTC, nullable=False),
        sa.Column("deadline", UTC),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_attempt_learner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_learner_id_started_at", "attempt", ["learner_id", "started_at"])
    op.create_table(
        "attempt_item",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.Column("arrangement", JSON, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_attempt_item_attempt_id"),
        sa.ForeignKeyConstraint(
            ["item_hash"], ["item_version.content_hash"], name="fk_attempt_item_item_hash"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "position", name="pk_attempt_item"),
    )


def _events() -> None:
    """What happened."""
    op.create_table(
        "event",
        sa.Column("id", BIG, nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("study_day", sa.String(10), nullable=False),
        sa.Column("attempt_id", sa.String()),
        sa.Column("position", sa.Integer()),
        sa.Column("item_id", sa.String()),
        sa.Column("item_hash", sa.String()),
        sa.Column("lesson_id", sa.String()),
        sa.Column("payload", JSON, nullable=False),
        sa.CheckConstraint(
            f"kind IN ({EVENT_KINDS})",
            name=op.f("ck_event_kind"),
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_event_attempt_id"),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name="fk_event_device_id"),
        sa.ForeignKeyConstraint(
            ["item_hash"], ["item_version.content_hash"], name="fk_event_item_hash"
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_event_learner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("device_id", "seq", name="uq_event_device_id_seq"),
        sa.UniqueConstraint("event_id", name="uq_event_event_id"),
    )
    op.create_index("ix_event_learner_id_id", "event", ["learner_id", "id"])


def _attempt_projections() -> None:
    """How attempts stand."""
    op.create_table(
        "attempt_state",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("credit", BIG, nullable=False),
        sa.Column("finished_at", UTC),
        sa.CheckConstraint(
            "status IN ('open', 'finished', 'expired', 'abandoned')",
            name=op.f("ck_attempt_state_status"),
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_attempt_state_attempt_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_attempt_state_learner_id"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_attempt_state"),
    )
    op.create_index("ix_attempt_state_learner_id_status", "attempt_state", ["learner_id", "status"])
    op.create_table(
        "answer_state",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("response", JSON),
        sa.Column("score", sa.Float()),
        sa.Column("answered_at", UTC),
        sa.Column("latency_ms", BIG),
        sa.Column("study_day", sa.String(10)),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("shown_at", UTC),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_answer_state_score")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_answer_state_attempt_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_answer_state_learner_id"),
        sa.PrimaryKeyConstraint("attempt_id", "position", name="pk_answer_state"),
    )
    op.create_index("ix_answer_state_learner_id", "answer_state", ["learner_id"])


def _learning_projections() -> None:
    """What is known of items and lessons."""
    op.create_table(
        "item_history",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_score", sa.Float(), nullable=False),
        sa.Column("last_score", sa.Float(), nullable=False),
        sa.Column("last_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_item_history_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "item_id", name="pk_item_history"),
    )
    op.create_table(
        "check_state",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.Column("response", JSON, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("answered_at", UTC, nullable=False),
        sa.Column("latency_ms", BIG, nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_check_state_score")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_check_state_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "item_id", name="pk_check_state"),
    )
    op.create_table(
        "lesson_state",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("pages_read", JSON, nullable=False),
        sa.Column("last_page", sa.Integer(), nullable=False),
        sa.Column("last_at", UTC, nullable=False),
        sa.Column("completed_at", UTC),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_lesson_state_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "lesson_id", name="pk_lesson_state"),
    )


def _tallies() -> None:
    """Counts."""
    op.create_table(
        "domain_tally",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("exam", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("credit", BIG, nullable=False),
        sa.Column("first_answered", sa.Integer(), nullable=False),
        sa.Column("first_credit", BIG, nullable=False),
        sa.Column("last_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_domain_tally_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "exam", "domain", name="pk_domain_tally"),
    )
    op.create_table(
        "role_tally",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("credit", BIG, nullable=False),
        sa.Column("first_answered", sa.Integer(), nullable=False),
        sa.Column("first_credit", BIG, nullable=False),
        sa.Column("last_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_role_tally_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "role", name="pk_role_tally"),
    )
    op.create_table(
        "day_tally",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("study_day", sa.String(10), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("credit", BIG, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_day_tally_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "study_day", name="pk_day_tally"),
    )


def guard(table: str) -> None:
    """Keep a table's rows as they were written; later migrations use this, too."""
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite(table)
    else:
        _guard_postgresql(table)


def _guard_sqlite(table: str) -> None:
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _guard_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
