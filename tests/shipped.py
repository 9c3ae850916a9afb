"""The shipped content, compiled once a test run for all its processes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tutor.services.library import Library, content_roots, open_library
from tutor.settings import Settings

FILE = "content.db"


def compiled_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the compiled cache of the shipped content: to be copied, not to be written to."""
    return compiled_below(tmp_path_factory.getbasetemp())


def compiled_below(base: Path) -> Path:
    """Return the same, from the folder that holds every test's `tmp_path`."""
    made = once(base, "content", lambda folder: open_library(content_roots(()), folder / FILE))
    return made / FILE


def once(base: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that one process of the test run makes, and the others wait for."""
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not (folder / "done").exists():
            make(folder)
            (folder / "done").touch()
    return folder


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
