"""The shipped code books, compiled once a test run for all its processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shipped import compiled_below as compiled_content_below
from tests.shipped import once, open_shipped
from tutor.services.codes import CodeBook


def compiled_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every shipped edition: what `Settings.codebook_cache` is to be."""
    return compiled_below(tmp_path_factory.getbasetemp())


def compiled_below(base: Path) -> Path:
    """Return the same, from the folder that holds every test's `tmp_path`."""

    def make(folder: Path) -> None:
        library = open_shipped(compiled_content_below(base), folder / "content.db")
        CodeBook(folder, folder / "none", library).prepare()

    return once(base, "codebooks", make)


def lend_books(compiled: Path, cache: Path) -> None:
    """Give a home the compiled editions, as links, so that nothing is compiled in the test."""
    cache.mkdir(parents=True, exist_ok=True)
    for path in compiled.glob("*-*.db"):
        (cache / path.name).hardlink_to(path)
