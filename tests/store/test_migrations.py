"""The schema: made by migrations, equal to the models, refused when newer."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from tests.store.conftest import answer, some_items, start
from tutor.errors import StoreBusyError, StoreError, StoreTooNewError
from tutor.store import migrate
from tutor.store.base import Base


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def set_revision(path, revision):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def test_the_migrations_make_exactly_the_models_schema(store):
    with store._database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_and_models_give_the_same_sqlite_text(file_world, tmp_path):
    """Check constraints too, which Alembic does not compare."""
    store = file_world.open()
    direct = create_engine(f"sqlite:///{tmp_path / 'direct.db'}")
    Base.metadata.create_all(direct)
    found = [_tables(engine) for engine in (store._database.engine, direct)]
    direct.dispose()
    assert found[0] == found[1]


def _tables(engine):
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'"
    with engine.connect() as connection:
        return {
            name: sorted(line.strip().rstrip(",") for line in sql.splitlines())
            for name, sql in connection.execute(text(query))
        }


def test_known_revisions_are_alembics(tmp_path):
    config = Config()
    config.set_main_option("script_location", "tutor.store:migrations")
    script = ScriptDirectory.from_config(config)
    revisions = [one.revision for one in script.walk_revisions()]
    assert tuple(reversed(revisions)) == migrate.REVISIONS


def test_opening_an_up_to_date_database_does_not_import_alembic(file_world):
    import subprocess
    import sys

    file_world.open()
    code = (
        "import sys; from pathlib import Path; from tutor.clock import SystemClock;"
        "from tutor.store.store import open_store;"
        "open_store(Path(sys.argv[1]), clock=SystemClock()).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, file_world.target], check=True, timeout=60)


@pytest.mark.parametrize("closed_properly", [True, False])
def test_a_newer_database_is_left_untouched(file_world, closed_properly):
    store = file_world.open()
    learner = store.create_learner("Ann")
    if closed_properly:
        store.close()
    set_revision(file_world.target, "0099_future")
    before = digest(file_world.target)
    with pytest.raises(StoreTooNewError, match=r"0099_future.*newer version") as caught:
        file_world.open()
    assert str(file_world.target) in str(caught.value)
    assert digest(file_world.target) == before
    store.close()
    set_revision(file_world.target, migrate.HEAD)
    assert file_world.open().learners() == (learner,)


def test_a_newer_server_database_is_refused(postgres):
    from tests.store.conftest import World

    world = World(postgres.make(with_schema=True))
    store = world.open()
    with store._database.writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0099_x'"))
    with pytest.raises(StoreTooNewError, match="0099_x"):
        world.open()
    world.close()
    postgres.drop(world.target)


def test_another_programs_database_is_refused_untouched(tmp_path):
    from tests.store.conftest import World

    world = World(tmp_path / "other.db")
    with closing(sqlite3.connect(world.target)) as connection, connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    before = digest(world.target)
    with pytest.raises(StoreError, match="another program's database"):
        world.open()
    assert digest(world.target) == before


@pytest.fixture
def older(file_world, monkeypatch):
    """Return a world whose database is one revision behind a made-up next one."""
    store = file_world.open()
    learner = store.create_learner("Ann")
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0)
    store.close()
    monkeypatch.setattr(migrate, "REVISIONS", (*migrate.REVISIONS, "0002_next"))
    monkeypatch.setattr(migrate, "HEAD", "0002_next")
    return file_world


def test_a_database_is_backed_up_before_it_is_migrated(older, monkeypatch):
    upgraded = []
    monkeypatch.setattr(migrate, "_upgrade", lambda database: upgraded.append(database.path))
    older.open(backups=older.target.parent / "kept").close()
    assert upgraded == [older.target]
    (backup,) = (older.target.parent / "kept").iterdir()
    assert backup.name == "main-20261123T150000Z-before-0002_next.db"
    monkeypatch.undo()
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT count(*) FROM event").fetchone() == (2,)


def test_a_migration_that_fails_leaves_the_database_as_it_was(older, monkeypatch):
    def fail(config, revision):
        config.attributes["connection"].execute(text("DROP TABLE role_tally"))
        raise ValueError("halfway")

    monkeypatch.setattr("alembic.command.upgrade", fail)
    with pytest.raises(ValueError, match="halfway"):
        older.open()
    monkeypatch.undo()
    store = older.open()
    assert store.verify() == ()
    assert store.health().ok


def test_a_migration_that_breaks_references_is_undone(older, monkeypatch):
    def orphan(config, revision):
        config.attributes["connection"].execute(text("DELETE FROM learner"))

    monkeypatch.setattr("alembic.command.upgrade", orphan)
    with pytest.raises(StoreError, match="nothing was changed"):
        older.open()
    monkeypatch.undo()
    assert len(older.open().learners()) == 1


def test_a_second_process_does_not_wait_for_ever(older, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr(migrate, "SETUP_SECONDS", 0.1)
    with (
        FileLock(Path(f"{older.target}.setup")),
        pytest.raises(StoreBusyError, match="setting the database up"),
    ):
        older.open()
