"""The shipped content, compiled once a test run for all its processes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tutor.services.library import Library, content_roots, open_library
from tutor.settings import Settings


def compiled_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the compiled cache of the shipped content: to be copied, not to be written to."""
    return compiled_below(tmp_path_factory.getbasetemp())


def compiled_below(base: Path) -> Path:
    """Return the same, from the folder that holds every test's `tmp_path`."""
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "content"
    with FileLock(shared / "content.lock"):
        if not (folder / "done").exists():
            open_library(content_roots(()), folder / "content.db")
            (folder / "done").touch()
    return folder / "content.db"


def lend_content(compiled: Path, place: Path) -> Path:
    """Put a copy of the compiled content where a program or a library looks for it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(compiled, place)
    return place


def lend_home(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """Give a home the compiled content, so that nothing is compiled in the test."""
    lend_content(compiled_content(tmp_path_factory), Settings(home).content_cache)
    return home


def open_shipped(compiled: Path, place: Path) -> Library:
    """Open the shipped content from a copy of its own."""
    return open_library(content_roots(()), lend_content(compiled, place))
