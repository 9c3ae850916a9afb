"""The declarative base, column types and naming rules that all tables share."""

from functools import cache
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Integer, MetaData, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name on both backends, so that a later migration can drop it."""

JSON_VALUE = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""An opaque value. None is SQL NULL, never the JSON text `null`."""

BIG_ID = BigInteger().with_variant(Integer(), "sqlite")
"""A counting key; SQLite only counts up columns of type INTEGER."""


class Base(SQLModel):
    """Base of the store's tables, with its own metadata."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def table_of(model: type[Base]) -> Table:
    """Return a model's table, for statements that need no objects."""
    return Base.metadata.tables[str(model.__tablename__)]


@cache
def key_names(table: Table) -> tuple[str, ...]:
    """Return the names of a table's primary key columns, in order."""
    return tuple(column.name for column in table.primary_key.columns)


def row_key(table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
    """Return the primary key values of a row, in order."""
    return tuple(row[name] for name in key_names(table))
