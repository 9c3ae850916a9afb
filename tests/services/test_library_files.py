"""Which files the library reads."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.content.world import WORLD, write_world
from tutor.content.files import list_files
from tutor.errors import ContentError
from tutor.services.content_check import check_content
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


NOBODY = 65534


@pytest.fixture
def as_nobody():
    """Yield a folder of a user without root's right to read everything, and act as that user."""
    folder = Path(tempfile.mkdtemp(prefix="tutor-test-", dir="/tmp"))
    root = write_world(folder / "shipped")
    is_root = os.geteuid() == 0
    open_library([root], folder / "warm.db")  # imports what only root may be able to read
    if is_root:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        for path in (folder / "shipped", folder / "shipped" / "lessons"):
            path.chmod(0o700)
        shutil.rmtree(folder)


def test_a_folder_that_cannot_be_looked_into_is_a_problem(as_nobody):
    root = as_nobody / "shipped"
    (root / "lessons").chmod(0)
    library = open_library([root], as_nobody / "content.db")
    closed = [str(problem) for problem in library.problems() if problem.file == "lessons"]
    assert closed == [
        "lessons:1: cannot be read (Permission denied): check the file and its permissions"
    ]
    report = check_content([root], as_nobody / "content.db", root / "lessons")
    assert [str(problem) for problem in report.problems] == closed
    (root / "lessons").chmod(0o700)
    assert open_library([root], as_nobody / "content.db").problems() == ()


def test_a_root_that_cannot_be_reached_is_a_problem(as_nobody):
    root = as_nobody / "shipped"
    root.chmod(0)
    library = open_library([root, root / "own"], as_nobody / "content.db")
    assert [problem.file for problem in library.problems()] == [
        "lessons",
        "question_banks",
        "seeds",
        str(root / "own"),
    ]


def test_a_check_of_what_cannot_be_reached_is_one_line(as_nobody):
    root = as_nobody / "shipped"
    elsewhere = write_world(as_nobody / "elsewhere")
    elsewhere.chmod(0)
    for path in (elsewhere, elsewhere / "lessons"):
        with pytest.raises(ContentError) as caught:
            check_content([root], as_nobody / "content.db", path)
        assert str(caught.value) == (
            f"{path} cannot be read (Permission denied): check its permissions"
        )
    elsewhere.chmod(0o700)


def test_what_is_no_regular_file_is_a_problem(root, cache):
    os.mkfifo(root / "question_banks" / "claims" / "pipe.yaml")
    assert [str(problem) for problem in open_library([root], cache).problems()] == [
        "question_banks/claims/pipe.yaml:1: cannot be read (not a regular file): "
        "check the file and its permissions"
    ]
