"""Classes: courses, members, quiz sets, assignments, grades, messages, and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tutor.store.migrations.versions.r0001_first import BIG, JSON, UTC, guard

revision = "0009_classroom"
down_revision = "0008_fitted"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit", "quiz_set_version", "quiz_set_item", "assigned_attempt")


def upgrade() -> None:
    """Create the tables, and the triggers that keep what must not change."""
    _audit()
    _course()
    _accommodation()
    _cohort()
    _course_item()
    _message()
    _quiz_set()
    _ruling()
    _staff()
    _dispute()
    _member()
    _quiz_set_version()
    _assignment()
    _quiz_set_item()
    _assigned_attempt()
    _assignment_target()
    _attempt_grade()
    _extension()
    _grade_override()
    for table in APPEND_ONLY:
        guard(table)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("actor_id", sa.String()),
        sa.Column("course_id", sa.String()),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("before", JSON),
        sa.Column("after", JSON),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("entry_id", name="uq_audit_entry_id"),
    )
    op.create_index("ix_audit_course_id_id", "audit", ["course_id", "id"])
    op.create_index("ix_audit_subject_id", "audit", ["subject_id"])


def _course() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("exam", sa.String()),
        sa.Column("pseudonymous", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("archived_at", UTC),
        sa.PrimaryKeyConstraint("id", name="pk_course"),
    )


def _accommodation() -> None:
    op.create_table(
        "accommodation",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("factor", sa.Float(), nullable=False),
        sa.Column("changed_at", UTC, nullable=False),
        sa.CheckConstraint("factor >= 1", name="factor"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_accommodation_course_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_accommodation_learner_id"),
        sa.PrimaryKeyConstraint("course_id", "learner_id", name="pk_accommodation"),
    )


def _cohort() -> None:
    op.create_table(
        "cohort",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("archived_at", UTC),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_cohort_course_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cohort"),
        sa.UniqueConstraint("course_id", "name_key", name="uq_cohort_course_id_name_key"),
    )


def _course_item() -> None:
    op.create_table(
        "course_item",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("edited_at", UTC, nullable=False),
        sa.Column("edited_by", sa.String()),
        sa.Column("withdrawn_at", UTC),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_course_item_course_id"),
        sa.PrimaryKeyConstraint("course_id", "item_id", name="pk_course_item"),
    )


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("sender_id", sa.String()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_at", UTC, nullable=False),
        sa.Column("read_at", UTC),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_message_course_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_message_learner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    op.create_index("ix_message_course_id", "message", ["course_id"])
    op.create_index(
        "ix_message_learner_id",
        "message",
        ["learner_id"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )


def _quiz_set() -> None:
    op.create_table(
        "quiz_set",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("definition", JSON, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("origin_id", sa.String()),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("edited_at", UTC, nullable=False),
        sa.Column("archived_at", UTC),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_quiz_set_course_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_set"),
    )
    op.create_index("ix_quiz_set_course_id", "quiz_set", ["course_id"])


def _ruling() -> None:
    op.create_table(
        "ruling",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("key", JSON),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("by", sa.String()),
        sa.Column("revoked_at", UTC),
        sa.CheckConstraint("action IN ('rescore', 'credit', 'void')", name="action"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_ruling_course_id"),
        sa.ForeignKeyConstraint(
            ["item_hash"], ["item_version.content_hash"], name="fk_ruling_item_hash"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
    )
    op.create_index("ix_ruling_course_id", "ruling", ["course_id"])


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("added_at", UTC, nullable=False),
        sa.Column("removed_at", UTC),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_staff_course_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_staff_learner_id"),
        sa.PrimaryKeyConstraint("course_id", "learner_id", name="pk_staff"),
    )
    op.create_index("ix_staff_learner_id", "staff", ["learner_id"])


def _dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_at", UTC),
        sa.CheckConstraint("status IN ('open', 'upheld', 'rejected')", name="status"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_dispute_attempt_id"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_dispute_course_id"),
        sa.ForeignKeyConstraint(
            ["item_hash"], ["item_version.content_hash"], name="fk_dispute_item_hash"
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_dispute_learner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dispute"),
        sa.UniqueConstraint("attempt_id", "position", name="uq_dispute_attempt_id_position"),
    )
    op.create_index("ix_dispute_course_id_status", "dispute", ["course_id", "status"])


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("external_key", sa.String(), nullable=False),
        sa.Column("display_name", sa.String()),
        sa.Column("joined_at", UTC, nullable=False),
        sa.Column("left_at", UTC),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_member_cohort_id"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_member_course_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_member_learner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("course_id", "external_key", name="uq_member_course_id_external_key"),
        sa.UniqueConstraint("course_id", "learner_id", name="uq_member_course_id_learner_id"),
    )
    op.create_index("ix_member_cohort_id", "member", ["cohort_id"])
    op.create_index("ix_member_learner_id", "member", ["learner_id"])


def _quiz_set_version() -> None:
    op.create_table(
        "quiz_set_version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("set_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("definition", JSON, nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("published_at", UTC, nullable=False),
        sa.Column("published_by", sa.String()),
        sa.ForeignKeyConstraint(["set_id"], ["quiz_set.id"], name="fk_quiz_set_version_set_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_set_version"),
        sa.UniqueConstraint("set_id", "number", name="uq_quiz_set_version_set_id_number"),
    )


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("policy", JSON, nullable=False),
        sa.Column("opens_at", UTC),
        sa.Column("due_at", UTC),
        sa.Column("closes_at", UTC),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("withdrawn_at", UTC),
        sa.CheckConstraint("opens_at < closes_at", name="window"),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_assignment_course_id"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["quiz_set_version.id"], name="fk_assignment_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_course_id", "assignment", ["course_id"])
    op.create_index("ix_assignment_version_id", "assignment", ["version_id"])


def _quiz_set_item() -> None:
    op.create_table(
        "quiz_set_item",
        sa.Column("version_id", sa.String(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_hash"], ["item_version.content_hash"], name="fk_quiz_set_item_item_hash"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["quiz_set_version.id"], name="fk_quiz_set_item_version_id"
        ),
        sa.PrimaryKeyConstraint("version_id", "slot", "place", name="pk_quiz_set_item"),
    )


def _assigned_attempt() -> None:
    op.create_table(
        "assigned_attempt",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("policy", JSON, nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.Column("factor", sa.Float(), nullable=False),
        sa.Column("due_at", UTC),
        sa.Column("closes_at", UTC),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_assigned_attempt_assignment_id"
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_assigned_attempt_attempt_id"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_assigned_attempt_learner_id"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_assigned_attempt"),
        sa.UniqueConstraint(
            "assignment_id",
            "learner_id",
            "number",
            name="uq_assigned_attempt_assignment_id_learner_id_number",
        ),
    )


def _assignment_target() -> None:
    op.create_table(
        "assignment_target",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.String()),
        sa.Column("learner_id", sa.String()),
        sa.CheckConstraint("(cohort_id IS NULL) <> (learner_id IS NULL)", name="one_target"),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_assignment_target_assignment_id"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name="fk_assignment_target_cohort_id"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_assignment_target_learner_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment_target"),
        sa.UniqueConstraint(
            "assignment_id",
            "cohort_id",
            "learner_id",
            name="uq_assignment_target_assignment_id_cohort_id_learner_id",
        ),
    )
    op.create_index("ix_assignment_target_cohort_id", "assignment_target", ["cohort_id"])
    op.create_index("ix_assignment_target_learner_id", "assignment_target", ["learner_id"])


def _attempt_grade() -> None:
    op.create_table(
        "attempt_grade",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("most", sa.Float(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("submitted_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_attempt_grade_assignment_id"
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_attempt_grade_attempt_id"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_attempt_grade_learner_id"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_attempt_grade"),
    )
    op.create_index(
        "ix_attempt_grade_assignment_id_learner_id",
        "attempt_grade",
        ["assignment_id", "learner_id"],
    )
    op.create_index("ix_attempt_grade_learner_id", "attempt_grade", ["learner_id"])


def _extension() -> None:
    op.create_table(
        "extension",
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("due_at", UTC),
        sa.Column("closes_at", UTC),
        sa.Column("more_attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_extension_assignment_id"
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_extension_learner_id"),
        sa.PrimaryKeyConstraint("assignment_id", "learner_id", name="pk_extension"),
    )
    op.create_index("ix_extension_learner_id", "extension", ["learner_id"])


def _grade_override() -> None:
    op.create_table(
        "grade_override",
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("points", sa.Float()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("by", sa.String()),
        sa.Column("removed_at", UTC),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_grade_override_assignment_id"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name="fk_grade_override_learner_id"
        ),
        sa.PrimaryKeyConstraint("assignment_id", "learner_id", name="pk_grade_override"),
    )
