"""A shift that went on on two machines can be merged, as a placement test can."""

from __future__ import annotations

from alembic import op

from tutor.store.migrations.versions.r0015_merge import BY_ATTEMPT

revision = "0016_merged_shifts"
down_revision = "0015_merge"
branch_labels = None
depends_on = None

# JSON functions of SQLite may not be used in triggers where the schema is not trusted.
_SQLITE = """
    CREATE TRIGGER attempt_item_no_update BEFORE UPDATE ON attempt_item WHEN NOT (
        NEW.attempt_id = OLD.attempt_id AND NEW.position = OLD.position
        AND (NEW.item_hash < OLD.item_hash
             OR NEW.item_hash = OLD.item_hash AND NEW.item_id = OLD.item_id)
        AND EXISTS (SELECT 1 FROM attempt WHERE id = OLD.attempt_id
                    AND (spec LIKE '%"context": "diagnostic"%'
                         OR spec LIKE '%"context": "shift"%')))
    BEGIN SELECT RAISE(ABORT, 'attempt_item is append-only'); END"""
_POSTGRESQL = f"""
    CREATE OR REPLACE FUNCTION attempt_item_refuse_row() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF EXISTS (SELECT 1 FROM erasure WHERE {BY_ATTEMPT}) THEN RETURN OLD; END IF;
        ELSIF NEW.attempt_id = OLD.attempt_id AND NEW.position = OLD.position
              AND (NEW.item_hash COLLATE "C" < OLD.item_hash COLLATE "C"
                   OR NEW.item_hash = OLD.item_hash AND NEW.item_id = OLD.item_id)
              AND EXISTS (SELECT 1 FROM attempt WHERE id = OLD.attempt_id
                          AND spec ->> 'context' IN ('diagnostic', 'shift'))
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'attempt_item is append-only';
    END $$"""  # noqa: S608 - own text


def upgrade() -> None:
    """Let a question of either take the place of one with a greater hash."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER attempt_item_no_update")
        op.execute(_SQLITE)
    else:
        op.execute(_POSTGRESQL)
