"""One order of events in every database; when choices were changed; erasing a learner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tutor.store.migrations.versions.r0001_first import guard

revision = "0015_merge"
down_revision = "0014_class_files"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
UTC = sa.DateTime(timezone=True)
OWN = "learner_id = OLD.learner_id"
BY_ATTEMPT = "learner_id = (SELECT learner_id FROM attempt WHERE id = OLD.attempt_id)"
BY_SUBJECT = """learner_id = OLD.subject_id OR learner_id =
    (SELECT member.learner_id FROM member WHERE member.id = OLD.subject_id)"""
PERSONAL = {
    "event": OWN,
    "attempt": OWN,
    "attempt_item": BY_ATTEMPT,
    "sitting": BY_ATTEMPT,
    "assigned_attempt": OWN,
    "collected_attempt": OWN,
    "audit": BY_SUBJECT,
}
"""Append-only tables, and how the learner that a row belongs to is found among those erased."""
# JSON functions of SQLite may not be used in triggers where the schema is not trusted.
_SMALLER = {
    "sqlite": """
        NEW.attempt_id = OLD.attempt_id AND NEW.position = OLD.position
        AND (NEW.item_hash < OLD.item_hash
             OR NEW.item_hash = OLD.item_hash AND NEW.item_id = OLD.item_id)
        AND EXISTS (SELECT 1 FROM attempt WHERE id = OLD.attempt_id
                    AND spec LIKE '%"context": "diagnostic"%')""",
    "postgresql": """
        NEW.attempt_id = OLD.attempt_id AND NEW.position = OLD.position
        AND (NEW.item_hash COLLATE "C" < OLD.item_hash COLLATE "C"
             OR NEW.item_hash = OLD.item_hash AND NEW.item_id = OLD.item_id)
        AND EXISTS (SELECT 1 FROM attempt WHERE id = OLD.attempt_id
                    AND spec ->> 'context' = 'diagnostic')""",
}
"""When a question of a placement test may take the place of another one."""
# Instants in SQLite are text with six decimals, which its own functions cut to three: the sums
# are made in whole microseconds. Each event comes at least one after the one before.
_SQLITE_ORDER = """
    UPDATE event SET order_at = (
        SELECT datetime(us / 1000000, 'unixepoch') || printf('.%06d', us % 1000000)
        FROM event_order WHERE event_order.id = event.id)
    WHERE id IN (SELECT id FROM event_order WHERE us IS NOT NULL)"""
_SQLITE_INSTANTS = """
    CREATE TEMP TABLE event_order AS
    WITH instants AS (
        SELECT id, learner_id,
               CAST(strftime('%s', substr(at, 1, 19)) AS INTEGER) * 1000000
               + CAST(substr(at, 21, 6) AS INTEGER) AS us,
               row_number() OVER (PARTITION BY learner_id ORDER BY id) AS place
        FROM event)
    SELECT id, max(us - place) OVER (PARTITION BY learner_id ORDER BY id) + place AS us
    FROM instants"""
_POSTGRESQL_ORDER = """
    UPDATE event SET order_at = ordered.at FROM (
        SELECT id, max(at - place * interval '1 microsecond')
                   OVER (PARTITION BY learner_id ORDER BY id)
                   + place * interval '1 microsecond' AS at
        FROM (SELECT id, learner_id, at,
                     row_number() OVER (PARTITION BY learner_id ORDER BY id) AS place
              FROM event) AS placed) AS ordered
    WHERE ordered.id = event.id"""


def upgrade() -> None:
    """Give each event its place, create the tables, and let what was erased be deleted."""
    op.create_table(
        "last_change",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_last_change_learner_id"),
        sa.PrimaryKeyConstraint("learner_id", "what", name="pk_last_change"),
    )
    op.create_table(
        "erasure",
        sa.Column("learner_id", sa.String(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.PrimaryKeyConstraint("learner_id", name="pk_erasure"),
    )
    guard("erasure")
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    (_order_sqlite if on_sqlite else _order_postgresql)()
    op.create_index(
        "ix_event_learner_id_order_at_device_id_seq",
        "event",
        ["learner_id", "order_at", "device_id", "seq"],
    )
    op.create_index("ix_event_attempt_id", "event", ["attempt_id"])
    for table, whose in PERSONAL.items():
        guard_until_erased(table, whose, replaced=table == "attempt_item")


def guard_until_erased(table: str, whose: str, *, replaced: bool = False) -> None:
    """Keep a table's rows as they were written until their learner is erased.

    Takes the place of `guard`; later migrations use this, too.

    Args:
        table: An append-only table that holds what belongs to learners.
        whose: Which row of `erasure` lets the row `OLD` be deleted.
        replaced: Whether rows of placement tests may be replaced by smaller ones.
    """
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        _guard_sqlite(table, whose, _SMALLER[dialect] if replaced else None)
    else:
        _guard_postgresql(table, whose, _SMALLER[dialect] if replaced else None)


def _order_sqlite() -> None:
    """Make the log anew with one more column: SQLite cannot add one that is never empty."""
    connection = op.get_bind()
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'event'"
    old = str(connection.execute(sa.text(query)).scalar_one())
    line = "\tat DATETIME NOT NULL, \n"
    new = old.replace(line, f"{line}\torder_at DATETIME NOT NULL, \n")
    if new == old:
        raise RuntimeError("the log of events is not as the migration before made it")
    names = [column["name"] for column in sa.inspect(connection).get_columns("event")]
    columns = ", ".join(f'"{name}"' for name in names)
    op.execute("ALTER TABLE event RENAME TO event_before")
    connection.exec_driver_sql(new)
    copy = f"INSERT INTO event ({columns}, order_at) SELECT {columns}, at FROM event_before"  # noqa: S608 - own names
    op.execute(copy)
    op.execute("DROP TABLE event_before")
    connection.exec_driver_sql(_SQLITE_INSTANTS)
    op.execute("CREATE UNIQUE INDEX temp.event_order_id ON event_order (id)")
    connection.exec_driver_sql(_SQLITE_ORDER)
    op.execute("DROP TABLE temp.event_order")


def _order_postgresql() -> None:
    op.add_column("event", sa.Column("order_at", UTC))
    op.execute("DROP TRIGGER event_no_change ON event")
    op.execute(_POSTGRESQL_ORDER)
    op.alter_column("event", "order_at", nullable=False)
    op.drop_index("ix_event_learner_id_id", "event")


def _guard_sqlite(table: str, whose: str, change: str | None) -> None:
    for action in ("update", "delete"):
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{action}")
    erased = f"EXISTS (SELECT 1 FROM erasure WHERE {whose})"  # noqa: S608 - own text
    conditions = {"DELETE": erased, "UPDATE": change}
    for action, allowed in conditions.items():
        unless = f"WHEN NOT ({allowed})" if allowed else ""
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} {unless} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _guard_postgresql(table: str, whose: str, change: str | None) -> None:
    op.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
    op.execute(
        f"CREATE FUNCTION {table}_refuse_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
        f"IF TG_OP = 'DELETE' THEN "
        f"IF EXISTS (SELECT 1 FROM erasure WHERE {whose}) THEN RETURN OLD; END IF; "
        f"ELSIF {change or 'false'} THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse_row()"
    )
