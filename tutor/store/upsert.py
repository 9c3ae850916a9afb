"""The one place that writes `INSERT ... ON CONFLICT`, which each dialect spells by itself."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from tutor.store.base import key_names


@cache
def upsert(dialect: str, table: Table, *, adding: bool = False) -> Insert:
    """Return the statement that inserts a row, or changes the one with the same key.

    Args:
        dialect: `sqlite` or `postgresql`.
        table: Where to.
        adding: Whole-number columns are added to instead of replaced.
    """
    keys = key_names(table)
    statement = _insert(dialect, table)
    changes = {
        column.name: column + statement.excluded[column.name]
        if adding and column.type.python_type is int
        else statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changes)


@cache
def insert_missing(dialect: str, table: Table) -> Insert:
    """Return the statement that inserts a row unless it, or a rival to it, is there already."""
    return _insert(dialect, table).on_conflict_do_nothing()


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
