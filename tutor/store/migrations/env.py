"""Runs migrations on the connection that `tutor.store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from tutor.store import account_models, class_models, derived, models
from tutor.store.base import Base

_FILLED = (account_models.AccountRow, class_models.CourseRow, derived.PROJECTIONS, models.EventRow)
assert _FILLED  # noqa: S101 - imported to fill the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
