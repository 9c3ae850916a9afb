"""Keys held against the code book: each fault is one line at its place."""

import pytest

from tests.code_books import compiled_books
from tests.content.coded import CODED, CODED_WORLD, coded
from tests.content.practice_world import ENCOUNTERS, PRACTICE_WORLD, broken_practice
from tests.content.world import write_world
from tutor.services.content_check import Books, check_content
from tutor.services.library import content_roots

REORDER = "put the key in the order the book asks for, or write `sequence: any`"

FAULTS = [
    (
        "not billable",
        [('{code: "E11.22"', '{code: "E11.2"')],
        [r"11: the key of kidney (E11.2): E11.2 is not complete"],
    ),
    (
        "not billable on purpose",
        [
            ('{code: "E11.22"', '{code: "E11.2"'),
            ('"T2DM with CKD 4."', '"T2DM"\n    not_codes: ["E11.2"]'),
        ],
        [],
    ),
    (
        "a category as the right option",
        [
            ('"E11.9", correct: true', '"E10", correct: true'),
        ],
        ["86: the key of which (E10): E10 is not complete"],
    ),
    (
        "excludes1",
        [('{code: "N18.4"', '{code: "E10.9"')],
        ["11: the key of kidney (E11.22, E10.9): The two cannot be reported together"],
    ),
    (
        "manifestation first",
        [('{code: "E11.22"', '{code: "H28"')],
        ["11: the key of kidney (H28): "],
    ),
    (
        "code first",
        [('{code: "E11.22"', '{code: "I50.9"'), ('{code: "N18.4"', '{code: "I11.0"')],
        ["11: the key of kidney (I50.9, I11.0): I11.0 must come before I50.9"],
    ),
    (
        "order not asked for",
        [
            ('{code: "E11.22"', '{code: "I50.9"'),
            ('{code: "N18.4"', '{code: "I11.0"'),
            ("sequence: first", "sequence: any"),
        ],
        [],
    ),
    (
        "modifier",
        [('["RT"]', '["ZZ"]')],
        ["41: the key of knee: ZZ is no modifier of seeds/codes/hcpcs.yaml: correct it or add it"],
    ),
]


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    return Books(compiled_books(tmp_path_factory), tmp_path_factory.mktemp("kept"))


def check(tmp_path, files, books):
    root = write_world(tmp_path / "content", files)
    report = check_content([root], tmp_path / "content.db", books=books)
    return [str(problem) for problem in report.problems]


def test_a_right_key_has_no_problem(tmp_path, books):
    assert check(tmp_path, CODED_WORLD, books) == []


@pytest.mark.parametrize(
    ("changes", "expected"), [pytest.param(c, lines, id=name) for name, c, lines in FAULTS]
)
def test_each_fault_is_one_line_at_the_right_place(tmp_path, books, changes, expected):
    found = check(tmp_path, coded(*changes), books)
    assert len(found) == len(expected)
    for line, begin in zip(found, expected, strict=True):
        assert line.startswith(f"{CODED}:{begin}")
        assert "\n" not in line


def test_a_broken_order_says_what_to_do(tmp_path, books):
    changes = [('{code: "E11.22"', '{code: "I50.9"'), ('{code: "N18.4"', '{code: "I11.0"')]
    (line,) = check(tmp_path, coded(*changes), books)
    assert line.endswith(REORDER)


def test_a_key_that_no_table_allows_is_named(tmp_path, books):
    """The code is in the list of codes, so that it exists, but its table is not there."""
    files = dict(CODED_WORLD)
    del files["seeds/codes/pcs_tables.yaml"]
    changed = files[CODED].replace("0FTG4ZZ", "0FT40ZZ")
    (missing, table) = check(tmp_path, {**files, CODED: changed}, books)
    assert "0FT40ZZ is neither in" in missing
    assert table.startswith(f"{CODED}:59: the key of gallbladder: no table of")


def test_encounters_of_the_practice_are_checked_too(tmp_path, books):
    assert check(tmp_path / "whole", PRACTICE_WORLD, books) == []
    changes = ('code: "M54.50"', 'code: "M54.5"'), ('["M54.50"]', '["M54.5"]'), ("[LT]", "[ZZ]")
    modifier, diagnosis = check(tmp_path, broken_practice(ENCOUNTERS, *changes), books)
    assert modifier.startswith(f"{ENCOUNTERS}:18: the key of back: ZZ is no modifier of")
    assert diagnosis.startswith(f"{ENCOUNTERS}:16: the key of back (M54.5): M54.5 is not complete")


def test_only_the_files_asked_for_are_checked(tmp_path, books):
    root = write_world(tmp_path / "content", coded(('["RT"]', '["ZZ"]')))
    report = check_content([root], tmp_path / "content.db", root / "lessons", books=books)
    assert report.problems == ()


def test_without_a_key_that_needs_it_no_book_is_made(tmp_path):
    files = {place: text for place, text in CODED_WORLD.items() if place != CODED}
    assert check(tmp_path, files, Books(tmp_path / "books", tmp_path / "kept")) == []
    assert not (tmp_path / "books").exists()


def test_the_shipped_keys_are_right(tmp_path, books):
    report = check_content(content_roots(()), tmp_path / "content.db", books=books)
    assert [str(one) for one in report.problems if "the key of" in one.what] == []
