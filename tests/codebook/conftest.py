from __future__ import annotations

from pathlib import Path

import pytest

from tests.code_books import compiled_books
from tutor.codebook.book import Book
from tutor.codebook.shipped import shipped


@pytest.fixture(scope="session")
def books(tmp_path_factory) -> Path:
    """The folder of compiled editions."""
    return compiled_books(tmp_path_factory)


@pytest.fixture(scope="session")
def book(books) -> Book:
    """The shipped ICD-10-CM."""
    return Book(books / shipped().file)
