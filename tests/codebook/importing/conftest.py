from __future__ import annotations

import pytest

from tests.code_books import compiled_books as shared_books
from tests.code_books import lend_books
from tutor.codebook.importing import draft


@pytest.fixture
def small_is_whole(monkeypatch):
    """Let the invented releases pass for whole ones by their number of codes."""
    for name in draft.FULL_RELEASE:
        monkeypatch.setitem(draft.FULL_RELEASE, name, 3)


@pytest.fixture(scope="session")
def compiled_books(tmp_path_factory):
    """The shipped editions compiled once, in a folder that tests may write to."""
    folder = tmp_path_factory.mktemp("books")
    lend_books(shared_books(tmp_path_factory), folder)
    return folder
