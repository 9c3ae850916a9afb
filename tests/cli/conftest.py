from __future__ import annotations

import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.shipped import compiled_content, lend_content
from tutor.cli.main import run
from tutor.launch import launch


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def compiled_cache(tmp_path_factory) -> Path:
    """The shipped content compiled once, so that each test's home starts warm."""
    folder = tmp_path_factory.mktemp("compiled")
    lend_content(compiled_content(tmp_path_factory), folder / "content.db")
    return folder


@pytest.fixture
def home(tmp_path, monkeypatch, compiled_cache) -> Path:
    home = tmp_path / "home"
    shutil.copytree(compiled_cache, home / "cache")
    monkeypatch.setenv("TUTOR_HOME", str(home))
    for name in ("TUTOR_DATABASE_URL", "TUTOR_CONTENT"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def tutor(home, capsys, monkeypatch):
    """Run one command as a user would, and return what it printed and its exit code."""

    def call(*args: str, typed: str | bytes = "") -> Done:
        piped = isinstance(typed, bytes)
        stdin = io.TextIOWrapper(io.BytesIO(typed)) if piped else io.StringIO(typed)
        monkeypatch.setattr("sys.stdin", stdin)
        code = run(list(args), launch=launch)
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return call
