"""Histories as files: what was written is read, and nothing else is."""

import json
import shutil
import stat
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain.history import History
from tutor.errors import UsageError
from tutor.interchange import history as files
from tutor.interchange.history import read_history, write_history

WRITTEN = datetime(2026, 11, 28, 12, tzinfo=UTC)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
ROWS = st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=4)


def some_history(**tables):
    return History("id-1", "Ann", WRITTEN, tables or {"event": ({"a": 1}, {"a": "\u2028\n"})})


@settings(max_examples=50, deadline=None)
@given(name=st.text(), event=ROWS, attempt=ROWS)
def test_what_was_written_is_read(tmp_path_factory, name, event, attempt):
    path = tmp_path_factory.getbasetemp() / "round.tutorhistory"
    tables = {"event": tuple(event), "attempt": tuple(attempt)}
    history = History("id-1", name, WRITTEN, tables)
    write_history(history, path)
    assert read_history(path) == history


def test_the_same_history_gives_the_same_bytes_for_its_owner_alone(tmp_path):
    one, two = tmp_path / "1.tutorhistory", tmp_path / "2.tutorhistory"
    assert write_history(some_history(), one) == one.stat().st_size
    write_history(some_history(), two)
    assert one.read_bytes() == two.read_bytes()
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [one.name, two.name]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ann.tutorhistory"
    write_history(some_history(), path)
    return path


def remade(path, **members):
    """Write the file anew with some members changed; None leaves one out."""
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    texts |= {name.replace("__", "."): text for name, text in members.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            if text is not None:
                archive.writestr(name, text)


def manifest(path, **changes):
    with zipfile.ZipFile(path) as archive:
        data = json.loads(archive.read(files.MANIFEST))
    return json.dumps(data | changes).encode()


def refused(path):
    with pytest.raises(UsageError) as caught:
        read_history(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_every_truncation_is_refused(file):
    whole = file.read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        refused(file)


def test_every_changed_byte_is_refused_or_changes_nothing(file):
    whole, history = file.read_bytes(), read_history(file)
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0x41
        file.write_bytes(changed)
        try:
            assert read_history(file) == history
        except UsageError:
            continue


def test_a_changed_table_is_refused(file):
    remade(file, event__jsonl=b'{"a":2}\n')
    assert "event.jsonl is not as it was written" in refused(file)


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "event2.jsonl"])
def test_names_that_do_not_belong_there_are_refused(file, name):
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, b"x")
    refused(file)


def test_a_newer_format_says_so(file):
    remade(file, manifest__json=manifest(file, version=2))
    assert "newer version of the tutor" in refused(file)


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 0},
        {"version": "1"},
        {"written_at": "soon"},
        {"written_at": "2026-01-01T00:00:00"},
        {"tables": []},
        {"tables": {"event": {}}},
        {"tables": {"event": 3}},
        {"tables": {}},
    ],
)
def test_a_manifest_that_does_not_hold_is_refused(file, change):
    remade(file, manifest__json=manifest(file, **change))
    refused(file)


@pytest.mark.parametrize("text", [b"[1]\n", b"{\n", b'{"a":NaN}\n', b"[" * 100_000, b"\xff\n"])
def test_lines_that_are_no_rows_are_refused(file, text):
    table = {"event": {"rows": 1, "sha256": files._digest(text)}}
    remade(file, event__jsonl=text, manifest__json=manifest(file, tables=table))
    assert "line 1 cannot be read" in refused(file)


def test_what_unpacks_to_more_than_any_history_is_refused(file, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1000)
    bomb = b"0" * 100_000
    table = {"event": {"rows": 1, "sha256": files._digest(bomb)}}
    remade(file, event__jsonl=bomb, manifest__json=manifest(file, tables=table))
    assert "larger than any history" in refused(file)


def test_what_is_not_there_or_no_zip(tmp_path, file):
    refused(tmp_path / "none.tutorhistory")
    refused(tmp_path)
    text = tmp_path / "text.tutorhistory"
    text.write_text("hello")
    refused(text)
    other = tmp_path / "other.tutorhistory"
    shutil.make_archive(str(tmp_path / "other"), "zip", tmp_path, "text.tutorhistory")
    (tmp_path / "other.zip").rename(other)
    refused(other)


def test_a_folder_that_cannot_be_written(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        write_history(some_history(), tmp_path / "nowhere" / "a.tutorhistory")


@settings(max_examples=50, deadline=None)
@given(name=st.text(), event=ROWS, attempt=ROWS)
def test_one_json_document_is_read_as_the_zip_is(tmp_path_factory, name, event, attempt):
    path = tmp_path_factory.getbasetemp() / "round.json"
    tables = {"event": tuple(event), "attempt": tuple(attempt), "device": ()}
    history = History("id-1", name, WRITTEN, tables)
    assert write_history(history, path) == path.stat().st_size
    assert read_history(path) == history
    assert set(json.loads(path.read_text(encoding="utf-8"))["tables"]) == set(tables)


def test_a_changed_json_document_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "ann.json"
    write_history(some_history(event=({"a": 1, "b": "x"},)), path)
    text = path.read_text(encoding="utf-8")
    for changed in (
        text.replace('"a":1', '"a":2'),
        text.replace('"a":1', '"a":NaN'),
        text[:-5],
        text.replace('"version": 1', '"version": 99'),
        text.replace('"event":[', '"other":['),
        text.replace('{"a":1,"b":"x"}', "7"),
        text.replace('"rows": 1', '"rows": 2'),
        "{" * 100_000,
        "{}",
        '{"manifest": 1, "tables": []}',
    ):
        assert changed != text
        path.write_text(changed, encoding="utf-8")
        with pytest.raises(UsageError, match=r"^[^\n]*ann\.json: "):
            read_history(path)
    monkeypatch.setattr(files, "LARGEST_PLAIN", 10)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="larger"):
        read_history(path)
    with pytest.raises(UsageError, match="too large"):
        write_history(some_history(), path)
