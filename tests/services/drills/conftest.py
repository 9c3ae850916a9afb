from __future__ import annotations

import pytest

from tests.code_books import compiled_books
from tests.services.conftest import library  # noqa: F401 - the same content
from tutor.services.codes import CodeBook
from tutor.services.drills.kinds import KINDS
from tutor.services.drills.service import Bench, DrillService


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """A folder with every shipped edition."""
    return compiled_books(tmp_path_factory)


@pytest.fixture(scope="session")
def code_book(compiled, library):  # noqa: F811
    return CodeBook(compiled, compiled / "none", library)


@pytest.fixture(scope="session")
def drills(code_book, library):  # noqa: F811
    return DrillService(code_book, library)


@pytest.fixture(scope="session")
def make(code_book, library):  # noqa: F811
    """Make one item, with books and groupers that stay open for the whole run."""
    with Bench(code_book, library) as bench:
        yield lambda kind, seed, level: bench.item(KINDS[kind], seed, level)
