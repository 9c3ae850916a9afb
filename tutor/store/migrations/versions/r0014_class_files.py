"""Classes run by files: what was handed out and taken in; responses whose key is elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tutor.store.migrations.versions.r0001_first import EVENT_KINDS, JSON, UTC, guard
from tutor.store.migrations.versions.r0003_mock_exams import MORE_KINDS, widen_kinds
from tutor.store.migrations.versions.r0004_cards import CARD_KINDS
from tutor.store.migrations.versions.r0006_undo import UNDO_KINDS
from tutor.store.migrations.versions.r0007_own_cards import OWN_KINDS
from tutor.store.migrations.versions.r0008_fitted import FIT_KINDS
from tutor.store.migrations.versions.r0013_assigned import ASSIGNED_KINDS

revision = "0014_class_files"
down_revision = "0013_assigned"
branch_labels = None
depends_on = None

FILE_KINDS = "'response_given'"


def upgrade() -> None:
    """Create the tables, and let the log take the new kind of event."""
    before = (
        f"{EVENT_KINDS}, {MORE_KINDS}, {CARD_KINDS}, {UNDO_KINDS}, {OWN_KINDS}, {FIT_KINDS}, "
        f"{ASSIGNED_KINDS}"
    )
    widen_kinds(before, f"{before}, {FILE_KINDS}")
    _instructor()
    _student()
    guard("collected_attempt")


def _instructor() -> None:
    op.create_table(
        "bundle_secret",
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("made_at", UTC, nullable=False),
        _points_to("bundle_secret", "assignment_id", "assignment.id"),
        sa.PrimaryKeyConstraint("assignment_id", name="pk_bundle_secret"),
    )
    op.create_table(
        "device_key",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("accepted_at", UTC, nullable=False),
        _points_to("device_key", "course_id", "course.id"),
        _points_to("device_key", "learner_id", "learner.id"),
        sa.PrimaryKeyConstraint("course_id", "learner_id", "public_key", name="pk_device_key"),
    )
    op.create_index("ix_device_key_learner_id", "device_key", ["learner_id"])
    op.create_table(
        "collected_attempt",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("trace", sa.String(), nullable=False),
        sa.Column("set_back", sa.Integer(), nullable=False),
        sa.Column("collected_at", UTC, nullable=False),
        _points_to("collected_attempt", "attempt_id", "attempt.id"),
        _points_to("collected_attempt", "assignment_id", "assignment.id"),
        _points_to("collected_attempt", "learner_id", "learner.id"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_collected_attempt"),
        sa.UniqueConstraint(
            "assignment_id",
            "learner_id",
            "source_id",
            name="uq_collected_attempt_assignment_id_learner_id_source_id",
        ),
    )
    for column in ("learner_id", "trace"):
        op.create_index(f"ix_collected_attempt_{column}", "collected_attempt", [column])


def _student() -> None:
    op.create_table(
        "given_assignment",
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("source_course", sa.String(), nullable=False),
        sa.Column("source_assignment", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("keyless", sa.Boolean(), nullable=False),
        sa.Column("release", JSON, nullable=False),
        sa.Column("received_at", UTC, nullable=False),
        _points_to("given_assignment", "assignment_id", "assignment.id"),
        _points_to("given_assignment", "learner_id", "learner.id"),
        _points_to("given_assignment", "course_id", "course.id"),
        sa.PrimaryKeyConstraint("assignment_id", name="pk_given_assignment"),
    )
    op.create_index("ix_given_assignment_learner_id", "given_assignment", ["learner_id"])
    op.create_table(
        "course_key",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("accepted_at", UTC, nullable=False),
        _points_to("course_key", "course_id", "course.id"),
        sa.PrimaryKeyConstraint("course_id", name="pk_course_key"),
    )


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")
