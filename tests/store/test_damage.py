"""Damaged, unwritable and full: a clear line that names the file, and nothing lost."""

import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading

import pytest

from tests.store.conftest import World, answer, some_items, start
from tutor.errors import (
    NotFoundError,
    StoreBusyError,
    StoreCorruptError,
    StoreError,
    StoreFullError,
    UsageError,
)
from tutor.store import engine, files


@pytest.fixture
def lived_in(file_world):
    """Return a closed database with a few answers, and its learner."""
    store = file_world.open()
    learner = store.create_learner("Ann")
    made = start(store, learner.id, some_items(30))
    for position in range(30):
        answer(store, made.id, position)
    store.close()
    return file_world, learner


def look_at_everything(world, learner):
    store = world.open()
    store.learners()
    for summary in store.attempts(learner.id):
        store.attempt(summary.id)
    store.progress(learner.id)
    store.item_history(learner.id)
    store.verify()
    store.health()
    store.close()


def complaint(world, learner):
    """Return what a learner is told, if anything; any other error fails the test."""
    try:
        look_at_everything(world, learner)
    except StoreError as error:
        return [str(error)]
    except NotFoundError:
        return []  # an id in a damaged list can name what is not there; that is one clear line too
    return []


def overwrite(path, offset, data):
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


@pytest.mark.parametrize("damage", [b"\0" * 16, b"Not a database at all", b"SQLite format 2\0"])
def test_a_damaged_header(lived_in, damage):
    world, _learner = lived_in
    overwrite(world.target, 0, damage)
    before = world.target.read_bytes()
    with pytest.raises(StoreCorruptError, match=r"damaged.*backups") as caught:
        world.open()
    assert str(world.target) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert world.target.read_bytes() == before


def test_a_truncated_file(lived_in):
    world, _learner = lived_in
    os.truncate(world.target, world.target.stat().st_size // 2)
    with pytest.raises(StoreCorruptError):
        world.open()


def test_a_damaged_page_in_the_middle(lived_in):
    world, _learner = lived_in
    size = world.target.stat().st_size
    overwrite(world.target, size // 2 // 4096 * 4096, b"\xff" * 4096)
    with pytest.raises(StoreCorruptError):
        world.open()


def test_damage_anywhere_gives_one_clear_line_or_none(lived_in, tmp_path):
    world, learner = lived_in
    rng = random.Random(20261123)
    original = world.target.read_bytes()
    damaged = World(tmp_path / "damaged" / "main.db")
    damaged.target.parent.mkdir()
    complaints = []
    for _time in range(60):
        spoiled = bytearray(original)
        for _byte in range(rng.choice([1, 4, 64])):
            spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
        for suffix in ("-wal", "-shm"):
            damaged.target.with_name(f"main.db{suffix}").unlink(missing_ok=True)
        damaged.target.write_bytes(spoiled)
        complaints += complaint(damaged, learner)
    damaged.close()
    assert all(str(damaged.target) in line for line in complaints)
    assert not any("\n" in line for line in complaints)
    assert len(complaints) > 10


def test_an_altered_item_version_is_noticed(lived_in):
    world, learner = lived_in
    with sqlite3.connect(world.target) as raw:
        raw.execute("DROP TRIGGER item_version_no_update")
        raw.execute("UPDATE item_version SET body = replace(body, 'Resubmit', 'Redo')")
    raw.close()
    store = world.open()
    (summary,) = store.attempts(learner.id)
    with pytest.raises(StoreCorruptError, match="was changed"):
        store.attempt(summary.id)


def test_a_large_file_is_opened_without_reading_it_all(lived_in, monkeypatch):
    world, _learner = lived_in
    monkeypatch.setattr(files, "CHECKED_BYTES", 1000)
    answers = world.target.read_bytes().rindex(b'"latency_ms"')  # in the log, not in the schema
    overwrite(world.target, answers // 4096 * 4096, b"\xff" * 4096)
    store = world.open()
    assert store.health().check != "ok"
    assert not store.health().ok


def as_nobody(script, *args):
    """Run Python code in a child that has no rights on other users' files."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(read)
            if os.geteuid() == 0:
                os.setgroups([])
                os.setresgid(65534, 65534, 65534)
                os.setresuid(65534, 65534, 65534)
            with os.fdopen(write, "w") as out:
                out.write(script(*args))
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as stream:
        text = stream.read()
    assert os.waitpid(pid, 0)[1] == 0
    return text


def open_and_say(target):
    try:
        World(target).open().close()
    except StoreError as error:
        return f"{type(error).__name__}: {error}"
    return "opened"


@pytest.fixture
def open_folder(tmp_path_factory):
    """Return a folder that every user can reach."""
    import tempfile
    from pathlib import Path

    folder = Path(tempfile.mkdtemp(prefix="tutor-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.parametrize("what", ["folder", "file", "parent"])
def test_a_read_only_place(lived_in, open_folder, what):
    world, _learner = lived_in
    home = open_folder / "home"
    target = home / "main.db"
    if what != "parent":
        home.mkdir()
        shutil.copy(world.target, target)
        target.chmod(0o666)
        home.chmod(0o777)
    {"folder": home, "file": target, "parent": open_folder}[what].chmod(
        0o444 if what == "file" else 0o555
    )
    said = as_nobody(open_and_say, target)
    assert said.startswith("StoreReadOnlyError: ")
    assert str(home) in said
    assert "TUTOR_HOME" in said
    assert sorted(path.name for path in open_folder.rglob("main.db*")) == (
        [] if what == "parent" else ["main.db"]
    )


FULL = """
import resource, sys
from pathlib import Path
from tests.store.conftest import World, answer, some_items, start
from tutor.errors import StoreFullError
world = World(Path(sys.argv[1]))
store = world.open()
learner = store.create_learner("Ann")
made = start(store, learner.id, some_items(200))
files = (world.target, world.target.with_name("main.db-wal"))
limit = max(file.stat().st_size for file in files) + 500_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for position in range(200):
    try:
        answer(store, made.id, position)
    except StoreFullError as error:
        print(f"full: {error}", flush=True)
        break
    print(made.id, position, flush=True)
import os
os._exit(0)
"""


def test_a_full_disk_loses_no_acknowledged_answer(file_world):
    """The limit on file size makes real writes fail, as a quota or a full disk does."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", FULL, file_world.target],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    *acknowledged, last = done.stdout.splitlines()
    assert last.startswith(f"full: {file_world.target}: the disk is full")
    assert 3 < len(acknowledged) < 200
    store = file_world.open()
    attempt = store.attempt(acknowledged[0].split()[0])
    kept = [slot.position for slot in attempt.slots if slot.answer]
    assert kept == list(range(len(acknowledged)))
    answer(store, attempt.id, len(acknowledged))
    assert store.verify() == ()
    assert store.health().ok


def test_a_database_that_stays_full_recovers_in_place(file_world):
    store = file_world.open()
    learner = store.create_learner("Ann")
    made = start(store, learner.id, some_items(40))
    with store._database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limited = threading.local()

    def limit(raw, _record, _proxy):
        raw.execute(f"PRAGMA max_page_count = {limited.pages}")

    from sqlalchemy import event

    limited.pages = pages
    event.listen(store._database.engine, "checkout", limit)

    def answer_all():
        for position in range(40):
            answer(store, made.id, position)

    with pytest.raises(StoreFullError, match="free some space"):
        answer_all()
    answered = store.attempts(learner.id)[0].answered
    limited.pages = 1_000_000
    answer(store, made.id, answered)
    assert store.attempts(learner.id)[0].answered == answered + 1
    assert store.verify() == ()


def test_a_locked_database_is_busy(file_world, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    store = file_world.open()
    blocker = sqlite3.connect(file_world.target, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusyError, match=r"main\.db.*busy"):
        store.create_learner("Ann")
    blocker.execute("COMMIT")
    blocker.close()
    assert store.create_learner("Ann").name == "Ann"


def test_only_the_owner_may_read_the_files(tmp_path):
    old = os.umask(0)
    try:
        world = World(tmp_path / "deep" / "home" / "main.db")
        store = world.open()
        store.create_learner("Ann")
        found = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in world.target.parent.iterdir()
        }
        world.close()
    finally:
        os.umask(old)
    assert {"main.db", "main.db-wal", "main.db-shm"} <= set(found)
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(world.target.parent.stat().st_mode) == 0o700


def test_a_readable_file_is_made_private_and_a_given_folder_left_alone(lived_in):
    world, _learner = lived_in
    world.target.chmod(0o644)
    world.target.parent.chmod(0o755)
    world.open()
    assert stat.S_IMODE(world.target.stat().st_mode) == 0o600
    assert stat.S_IMODE(world.target.parent.stat().st_mode) == 0o755


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox/tutor", "Dropbox"),
        ("OneDrive - My Clinic", "OneDrive"),
        ("Library/Mobile Documents/x", "iCloud"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Syncthing", "Syncthing"),
    ],
)
def test_a_synchronised_folder_is_warned_about(tmp_path, folder, service):
    world = World(tmp_path / folder / "main.db")
    store = world.open()
    (warning,) = store.health().warnings
    assert service in warning
    assert str(world.target) in warning
    assert store.health().ok
    world.close()


def test_an_ordinary_folder_is_not_warned_about(file_world):
    assert file_world.open().health().warnings == ()


def test_a_file_system_without_write_ahead_logging_is_warned_about(file_world):
    """SQLite refuses the log for a database in memory as it does on some network folders."""
    store = file_world.open()
    raw = sqlite3.connect(":memory:")
    store._database._prepare(raw, None)
    raw.close()
    (warning,) = store.health().warnings
    assert "journal mode memory" in warning
    assert store.health().ok


@pytest.mark.parametrize(
    "url",
    [
        "mysql://root:secret@host/db",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+x://",
        "postgresql://u:secret@h:abc/db",
        "postgresql://u:secret@/db?host=a:1&host=b:c",
    ],
)
def test_an_unusable_url(url):
    with pytest.raises(StoreError, match=r"TUTOR_DATABASE_URL.*postgresql\+psycopg") as caught:
        World(url).open()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("query", ["timeout=abc", "foo=bar", "mode=ro"])
def test_an_sqlite_url_takes_no_options(tmp_path, query):
    url = f"sqlite:///{tmp_path / 'main.db'}?{query}"
    with pytest.raises(StoreError, match=r"TUTOR_DATABASE_URL=sqlite.*leave out the \?") as caught:
        World(url).open()
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [ValueError("bug"), TypeError("bug"), KeyError("bug")])
def test_a_mistake_in_a_transaction_is_not_damage(store, error):
    with pytest.raises(type(error)) as caught, store._database.writing():
        raise error
    assert caught.value is error


def test_an_id_that_is_no_text_is_refused_in_one_line(store, learner):
    for look_up in (store.attempt, store.learner, store.archive_learner, store.attempts):
        with pytest.raises(UsageError, match=r"^'a\\udcff' is not text: type it again$"):
            look_up("a\udcff")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE answer_state SET answered_at = 'soon'",
        "UPDATE attempt_state SET answered = 'many'",
        "UPDATE item_history SET times = 'often'",
    ],
)
def test_a_value_of_another_kind_is_damage(lived_in, change):
    world, learner = lived_in
    with sqlite3.connect(world.target) as raw:
        raw.execute(change)
    raw.close()
    store = world.open()
    (summary,) = store.open_attempts(learner.id)
    with pytest.raises(StoreCorruptError, match=r"main\.db: a stored value cannot be read"):
        answer(store, summary.id, 0, revise=True)


def test_a_server_that_is_not_there():
    url = "postgresql://ann:secret@127.0.0.1:1/tutor"
    with pytest.raises(StoreError, match=r"127\.0\.0\.1") as caught:
        World(url).open()
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_sqlite_url_is_a_file(tmp_path):
    world = World(f"sqlite:///{tmp_path / 'main.db'}")
    store = world.open()
    assert store.place == str(tmp_path / "main.db")
    assert store.health().backend.startswith("SQLite 3")
    world.close()
