"""The compiled ICD-10-CM against the official code list, the facts in data.md, and the package."""

import importlib
import subprocess
import sys
import warnings
from collections import Counter
from xml.etree import ElementTree

import pytest

from tutor.codebook.official import code_list, icd_codes
from tutor.codebook.shipped import shipped
from tutor.codebook.tabular import read_tabular
from tutor.domain.icd import compact

HEADINGS = {"chapter", "section", "range"}


@pytest.fixture(scope="module")
def rows(book):
    return book.use(
        lambda db: db.execute("SELECT id, code, title, kind, billable, last FROM node").fetchall()
    )


@pytest.fixture(scope="module")
def package():
    """The package, imported: an independent reader of the same files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return importlib.import_module("simple_icd_10_cm")


@pytest.fixture(scope="module")
def note_counts(book):
    """Lines by where they stand (`code`, `section` with ranges, `chapter`) and kind."""
    found = book.use(
        lambda db: db.execute(
            "SELECT node.kind, note.kind FROM note JOIN node ON node.id = owner"
        ).fetchall()
    )
    where = {"chapter": "chapter", "section": "section", "range": "section"}
    return Counter((where.get(owner, "code"), kind) for owner, kind in found)


def test_all_nodes_are_there(rows):
    kinds = Counter(row[3] for row in rows)
    assert kinds["chapter"] == 22
    assert kinds["section"] + kinds["range"] == 297
    assert kinds["range"] == 12
    assert kinds["category"] == 1918
    assert kinds["category"] + kinds["code"] == 46_881
    assert kinds["extension"] == 51_305
    assert len(rows) == len({row[1] for row in rows}) == 98_505


def test_codes_are_set_equal_to_the_official_list(rows):
    assert {compact(row[1]) for row in rows if row[3] not in HEADINGS} == icd_codes()


def test_billable_codes(rows, book):
    billable = [row for row in rows if row[4]]
    assert len(billable) == 74_719 == int(book.meta["billable"]) == len(book.billable_ids)
    assert len({row[2].casefold() for row in billable}) == 74_719, "titles are unique"
    leaves = {row[0] for row in rows if row[5] == row[0] and row[3] not in HEADINGS}
    assert {row[0] for row in billable} == leaves


def test_note_lines_on_codes(note_counts):
    assert {kind: count for (where, kind), count in note_counts.items() if where == "code"} == {
        "inclusionTerm": 12_569 + 1,  # "Fall from stool" stands among W08's 7th characters
        "includes": 918,
        "excludes1": 5_253,
        "excludes2": 2_180,
        "codeFirst": 800,
        "useAdditionalCode": 1_440,
        "codeAlso": 645,
        "notes": 101,
        "sevenChrNote": 508,
        "visualImpairment": 6,
    }


def test_note_lines_on_sections_and_chapters(note_counts):
    found = {
        kind: (note_counts["section", kind], note_counts["chapter", kind])
        for _, kind in note_counts
        if note_counts["section", kind] or note_counts["chapter", kind]
    }
    assert found == {
        "excludes1": (151, 3),
        "excludes2": (228, 112),
        "includes": (103, 3),
        "useAdditionalCode": (35, 10),
        "notes": (43, 36),
        "codeAlso": (10, 0),
        "codeFirst": (9, 0),
        "inclusionTerm": (5, 0),
    }


def test_no_line_has_stray_space(book):
    texts = book.use(lambda db: db.execute("SELECT text FROM note").fetchall())
    assert all(text == " ".join(text.split()) for (text,) in texts)


def test_only_two_references_lead_nowhere(book):
    found = book.use(
        lambda db: db.execute(
            "SELECT node.code, note.kind, ref.first, ref.last FROM note_ref AS ref"
            " JOIN note ON note.id = ref.note JOIN node ON node.id = owner"
            " WHERE ref.first NOT IN (SELECT code FROM node)"
            " OR ref.last NOT IN (SELECT code FROM node)"
        ).fetchall()
    )
    assert sorted(found) == [
        ("F02", "codeFirst", "G31.90", "G31.90"),
        ("R10.85", "excludes1", "R10.1", "R10.4"),
    ]


def test_lines_without_a_reference(book):
    """No more than in data.md: references in running text are read too."""
    found = dict(
        book.use(
            lambda db: db.execute(
                "SELECT kind, count(*) FROM note WHERE id NOT IN (SELECT note FROM note_ref)"
                " GROUP BY kind"
            ).fetchall()
        )
    )
    limits = {
        "excludes1": 139,
        "excludes2": 34,
        "codeFirst": 263,
        "useAdditionalCode": 401,
        "codeAlso": 183,
    }
    assert {kind: found[kind] for kind in limits if found[kind] > limits[kind] + 1} == {}


def test_every_table_of_seventh_characters_is_there(book):
    owners, characters, wordings = book.use(
        lambda db: db.execute(
            "SELECT count(DISTINCT owner), count(*), sum(also != '') FROM seventh"
        ).fetchone()
    )
    assert (owners, characters, wordings) == (508, 1790, 7)
    chars = book.seventh(book.find("S52.501").id)
    assert [one.char for one in chars] == list("ABCDEFGHJKMNPQRS")
    assert chars[1].also == "initial encounter for open fracture NOS"


def test_spot_checks(book):
    assert book.find("E119").title == "Type 2 diabetes mellitus without complications"
    own = [line for line in book.lines(book.find("E11").id) if line.code == "E11"]
    excludes = [line.text for line in own if line.kind == "excludes1"]
    assert len(excludes) == 8
    assert "type 1 diabetes mellitus (E10.-)" in excludes
    full = book.find("s52.501a")
    assert full.billable
    assert full.title == (
        "Unspecified fracture of the lower end of right radius,"
        " initial encounter for closed fracture"
    )
    assert not book.find("S52.501").billable
    assert book.find("H21.1X").placeholder


def test_notes_of_ranges_are_inherited_by_what_they_span(book):
    """T20-T32 stands beside T20-T25 in the XML, not above it."""
    owners = {(line.code, line.kind) for line in book.lines(book.find("T22.311A").id)}
    assert {("T20-T32", "includes"), ("T20-T32", "excludes2"), ("19", "notes")} <= owners
    transport = {line.code for line in book.lines(book.find("V43.52XA").id)}
    assert "V00-V99" in transport
    assert "V00-V99" not in {line.code for line in book.lines(book.find("W19.XXXA").id)}
    joints = {line.code for line in book.lines(book.find("M1A.00X0").id)}
    assert "M00-M25" in joints


def test_without_the_list_the_notes_of_the_book_give_the_same_codes():
    """S06 bars D and S where the 6th character is 7 or 8: 76 codes too many otherwise."""
    root = ElementTree.parse(shipped().xml).getroot()
    assert {*read_tabular(root).billable()} == {*read_tabular(root, icd_codes()).billable()}


@pytest.mark.slow
def test_every_title_agrees_with_the_package(rows, package):
    """By an independent route: the package itself, imported.

    Its titles run the other wordings of a 7th character into the first, after a slash.
    """
    differ = Counter()
    for _, code, title, kind, billable, _ in rows:
        if kind in HEADINGS:
            continue
        theirs = " ".join(package.get_description(code).split())
        assert package.is_leaf(code) == bool(billable), code
        if theirs != title:
            assert kind == "extension", code
            assert theirs.startswith(title + "/"), code
            differ[code[:3]] += 1
    assert differ["S52"] > 0
    assert sum(differ.values()) == 527


@pytest.mark.slow
def test_seventh_characters_agree_with_the_package(book, package):
    for code in ("S52.501A", "T36.0X5A", "O36.8310", "M80.051A", "H40.1110", "W19.XXXA"):
        theirs = package.get_seven_chr_def(code, search_in_ancestors=True)
        ours = book.seventh(book.find(code).id)
        assert [one.char for one in ours] == list(theirs)
        for one in ours:
            assert " ".join(theirs[one.char].split()).startswith(one.text)


def test_the_package_is_located_without_being_imported():
    code = (
        "import sys; from tutor.codebook.shipped import read_shipped, shipped;"
        "read_shipped(shipped()); assert 'simple_icd_10_cm' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_edition_is_named_and_dated_by_its_file():
    found = shipped()
    assert code_list().name == "code-list-April-2026.txt"
    assert found.label == "FY2026 (Apr 2026)"
    assert found.file == "icd10cm-2026-04.db"
    assert (str(found.valid_from), str(found.valid_to)) == ("2026-04-01", "2026-09-30")
