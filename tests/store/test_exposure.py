"""What lets others at a database, past the program."""

from __future__ import annotations

import pytest

from tutor.errors import StoreError
from tutor.store.exposure import why_exposed

FAR = "postgresql+psycopg://tutor:secret@db.example.org/tutor"


@pytest.mark.parametrize(
    ("url", "env"),
    [
        ("postgresql+psycopg:///tutor", {}),
        ("postgresql+psycopg://tutor@/tutor?host=/var/run/postgresql", {}),
        ("postgresql+psycopg://tutor:secret@localhost/tutor", {}),
        ("postgresql://tutor:secret@127.0.0.1:5433/tutor", {}),
        ("postgresql+psycopg://tutor@localhost/tutor", {"PGPASSWORD": "secret"}),
        (f"{FAR}?sslmode=verify-full", {}),
        (f"{FAR}?sslmode=require", {}),
        (FAR, {"PGSSLMODE": "verify-ca"}),
        ("postgresql+psycopg://tutor@db.example.org/tutor?sslmode=verify-full&sslcert=/c", {}),
    ],
)
def test_what_is_shut(url, env):
    assert why_exposed(url, {"PGPASSFILE": "/nowhere"} | env) is None


@pytest.mark.parametrize(
    ("url", "env", "why"),
    [
        ("postgresql+psycopg://tutor@localhost/tutor", {}, "has no password"),
        ("postgresql+psycopg:///tutor?host=db.example.org", {}, "has no password"),
        ("postgresql+psycopg:///tutor", {"PGHOST": "db.example.org"}, "has no password"),
        (FAR, {}, "to db.example.org in plain text: add ?sslmode=verify-full"),
        (f"{FAR}?sslmode=prefer", {}, "plain text"),
        (f"{FAR}?sslmode=disable", {"PGSSLMODE": "verify-full"}, "plain text"),
        ("postgresql+psycopg://t:s@/t?host=/run/pg,db.example.org", {}, "plain text"),
        ("postgresql+psycopg://t:s@localhost/t?hostaddr=192.0.2.1", {}, "plain text"),
    ],
)
def test_what_is_open(url, env, why):
    found = why_exposed(url, {"PGPASSFILE": "/nowhere"} | env)
    assert why in found
    assert "secret" not in found


def test_a_file_that_others_may_read(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    file = home / "main.db"
    assert why_exposed(file) is None
    file.touch(0o600)
    assert why_exposed(file) is None
    file.chmod(0o640)
    assert f"{file}: run chmod 600" in why_exposed(file)
    file.chmod(0o600)
    home.chmod(0o755)
    assert f"{home}: run chmod 700" in why_exposed(file)


def test_what_is_no_database_is_said():
    with pytest.raises(StoreError):
        why_exposed("mysql://x")
