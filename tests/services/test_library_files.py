"""Which files the library reads."""

from __future__ import annotations

import os

import pytest

from tests.content.world import WORLD, write_world
from tutor.content.files import list_files
from tutor.services.library import content_roots, open_library


@pytest.fixture
def root(tmp_path):
    return write_world(tmp_path / "shipped")


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "content.db"


def test_a_root_given_twice_counts_once(root, cache):
    assert open_library([root, root], cache).problems() == ()


def test_file_names_that_are_no_text_do_no_harm(root, cache):
    name = os.fsdecode(b"caf\xe9.yaml")
    path = root / "question_banks" / "claims" / name
    path.write_text("schema: 1")
    library = open_library([root], cache)
    assert {problem.file for problem in library.problems()} == {
        "question_banks/claims/caf\\udce9.yaml"
    }


def test_other_files_are_passed_over(root, cache):
    for place in ("lessons/README.md", "seeds/.hidden.yaml", "lessons/picture.png", "notes.yaml"):
        (root / place).write_text("x")
    assert len(list_files([root])) == len(WORLD)


def test_roots_are_the_shipped_folder_and_then_the_users(tmp_path):
    shipped, own = content_roots((tmp_path,))
    assert (shipped / "question_banks").is_dir()
    assert own == tmp_path
