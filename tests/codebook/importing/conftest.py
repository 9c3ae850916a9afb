from __future__ import annotations

import pytest

from tutor.codebook.importing import draft
from tutor.services.codes import CodeBook
from tutor.services.library import content_roots, open_library


@pytest.fixture
def small_is_whole(monkeypatch):
    """Let the invented releases pass for whole ones by their number of codes."""
    for name in draft.FULL_RELEASE:
        monkeypatch.setitem(draft.FULL_RELEASE, name, 3)


@pytest.fixture(scope="session")
def compiled_books(tmp_path_factory):
    """The shipped editions compiled once, so that each test's home starts warm."""
    folder = tmp_path_factory.mktemp("books")
    library = open_library(content_roots(()), folder / "content.db")
    CodeBook(folder / "codebook", folder / "none", library).prepare()
    return folder / "codebook"
