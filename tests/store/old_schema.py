"""Making a database as an older version of the program left it: its own migrations, no more."""

import sqlite3
from contextlib import closing

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from tutor.store.base import Base
from tutor.store.class_models import CLASS_TABLES

TABLES = {
    "0001_first": {"bookmark", "sitting", "sitting_state", "working_state"},
    "0002_bookmarks": {"sitting", "sitting_state", "working_state"},
    "0003_mock_exams": set(),
    "0004_cards": set(),
}
"""Tables that each revision does not have yet, besides those of later revisions."""
CARDS = {"card_state", "pace_state", "recall_tally"}
LATER = {
    "study_days",
    "withheld_state",
    "undo_state",
    "missed_state",
    "parameter_state",
    "assigned_state",
} | CLASS_TABLES


def make_old(path, revision, copy_from):
    """Make a database of an older revision that holds what another one holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "tutor.store:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    gone = TABLES[revision] | LATER | (CARDS if revision != "0004_cards" else set())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ATTACH ? AS now", (str(copy_from),))
        for table in Base.metadata.sorted_tables:
            if table.name not in gone:
                connection.execute(f"INSERT INTO {table.name} SELECT * FROM now.{table.name}")
