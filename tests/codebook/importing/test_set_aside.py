from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from tests.factories import make_item
from tutor.clock import FixedClock
from tutor.codebook.compile import CodeBookError
from tutor.codebook.importing.draft import Code, Draft, number
from tutor.codebook.importing.keep import Named, keep
from tutor.domain.coding import CodingCase, KeyCode, KeyProcedure
from tutor.domain.compiled import item_head
from tutor.domain.item import Choices, Option
from tutor.domain.key_codes import key_codes, last_day
from tutor.domain.pcs import PcsBook
from tutor.domain.records import QuizSpec
from tutor.services.codes import CodeBook
from tutor.services.practice import PracticeService
from tutor.services.set_aside import SetAsideService
from tutor.store.store import open_store

TITLES = {
    "E11.9": "Type 2 diabetes mellitus without complications",
    "I10": "Essential (primary) hypertension",
    "J44.9": "Chronic obstructive pulmonary disease, unspecified",
}
"""As the shipped edition has them."""
FY2027 = Named("FY2027", date(2026, 10, 1), date(2027, 9, 30))


class Shelf:
    """A library of a few items in place of the shipped one."""

    def __init__(self, items):
        self._items = {item.id: item for item in items}

    def content_version(self):
        return "test"

    def heads(self, pool="bank"):
        return tuple(item_head(item) for item in self._items.values() if item.pool == pool)

    def items(self, ids):
        return tuple(self._items[one] for one in ids)

    def lessons(self):
        return ()

    def code_lists(self):
        return ()

    def pcs_book(self):
        return PcsBook()


def question(name, key, wrong="the other", **fields):
    options = (Option("a", key, "why", correct=True), Option("b", wrong, "why not"))
    item = make_item(name)
    return replace(item, kind="single", body=Choices(options), code_set="FY2026", **fields)


ITEMS = (
    question("dm", "E11.9"),
    question("htn", "I10, reported alone", wrong="E11.9"),
    question("copd", "J44.9"),
    question("words", "the physician is asked"),
)


@pytest.fixture
def aside(tmp_path, compiled_books):
    library = Shelf(ITEMS)
    (tmp_path / "cache").mkdir()
    codes = CodeBook(compiled_books, tmp_path / "kept", library)
    return SetAsideService(tmp_path / "kept", tmp_path / "cache", library, codes)


@pytest.fixture
def imported(tmp_path):
    """Import an ICD-10-CM edition that has just these codes."""

    def call(titles, named=FY2027, *, partial=False, headers=(), code_set="icd10cm"):
        codes = [Code(code, title, billable=code not in headers) for code, title in titles.items()]
        draft = Draft(code_set, "t.xml", number([*codes, Code("Z99.9", "Other")]))
        keep(draft, named, tmp_path / "kept", partial=partial)

    return call


def test_nothing_is_set_aside_without_an_import(aside, tmp_path):
    assert aside.items() == ()
    assert list((tmp_path / "cache").iterdir()) == []


def test_nothing_is_set_aside_while_nothing_changed(aside, imported, small_is_whole):
    imported(TITLES)
    assert aside.items() == ()


def test_retired_changed_and_no_longer_billable(aside, imported, small_is_whole):
    titles = {code: title for code, title in TITLES.items() if code != "J44.9"}
    imported({**titles, "E11.9": "Something else"} | {"X": "x"}, headers=("I10",))
    assert [(one.item, one.code, one.reason) for one in aside.items()] == [
        ("copd", "J44.9", "retired"),
        ("dm", "E11.9", "new title"),
        ("htn", "I10", "not billable"),
    ]
    assert aside.items()[0].edition == "ICD-10-CM FY2027"


def test_spelling_of_titles_does_not_matter(aside, imported, small_is_whole):
    imported({**TITLES, "I10": "Essential primary HYPERTENSION."})
    assert aside.items() == ()


def test_an_older_edition_and_a_part_set_nothing_aside(aside, imported, small_is_whole):
    imported({"A": "x", "B": "y"}, Named("FY2025", date(2024, 10, 1), date(2025, 9, 30)))
    imported({"A": "x"}, partial=True)
    assert aside.items() == ()


def test_an_item_of_the_newer_year_stays(tmp_path, compiled_books, imported, small_is_whole):
    imported({"I10": TITLES["I10"], "A": "x"})
    library = Shelf([replace(question("dm", "E11.9"), code_set="FY2027")])
    codes = CodeBook(compiled_books, tmp_path / "kept", library)
    assert SetAsideService(tmp_path / "kept", tmp_path, library, codes).items() == ()


def test_a_key_that_is_no_code_of_its_own_year_is_no_matter(
    tmp_path, compiled_books, imported, small_is_whole
):
    imported(TITLES)
    library = Shelf([question("odd", "E11.9Z does not exist"), question("open", "S52.501")])
    codes = CodeBook(compiled_books, tmp_path / "kept", library)
    found = SetAsideService(tmp_path / "kept", tmp_path, library, codes).items()
    assert [(one.code, one.reason) for one in found] == [("S52.501", "retired")]


def test_the_result_is_kept_and_follows_removals(aside, imported, tmp_path, small_is_whole):
    imported({"A": "x", "B": "y"})
    first = aside.items()
    assert {one.item for one in first} == {"dm", "htn", "copd"}
    again = SetAsideService(tmp_path / "kept", tmp_path / "cache", Shelf(ITEMS), None)
    assert again.items() == first  # from the kept result: no book is opened
    (tmp_path / "cache" / "set_aside.json").write_text("{")
    assert aside.items() == first
    for path in (tmp_path / "kept").glob("*.db"):
        path.unlink()
    assert aside.items() == ()


def test_practice_does_not_draw_what_is_set_aside(
    aside, imported, compiled_books, tmp_path, small_is_whole
):
    clock = FixedClock(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))
    store = open_store(tmp_path / "main.db", clock=clock, backups=tmp_path / "backups")
    library = Shelf(ITEMS)
    codes = CodeBook(compiled_books, tmp_path / "kept", library)
    service = PracticeService(store, library, clock, Random(1), codes, aside.ids)
    learner = store.create_learner("Ana", exam=None, time_zone="UTC").id
    spec = QuizSpec(count=10)
    assert service.matching(learner, spec) == 4
    imported({"I10": TITLES["I10"], "A": "x"})
    assert service.matching(learner, spec) == 2
    drawn = service.start(learner, spec, seed=3)
    assert len(drawn.palette.answered) == 2
    store.close()


def test_a_book_that_cannot_be_made_does_not_stop_practice(aside, imported, small_is_whole):
    imported({"A": "x", "B": "y"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aside._codes, "book", _no_room)
        with pytest.raises(CodeBookError):
            aside.items()
        assert aside.ids() == frozenset()
    assert aside.ids() == {"dm", "htn", "copd"}


def _no_room(*args, **options):
    raise CodeBookError("the disk is full")


@pytest.mark.parametrize(
    ("code_set", "year", "day"),
    [
        ("icd10cm", "FY2026", date(2026, 9, 30)),
        ("icd10cm", "2026", date(2026, 9, 30)),
        ("hcpcs", "FY2026", date(2026, 9, 30)),
        ("hcpcs", "2026 Q3", date(2026, 9, 30)),
        ("hcpcs", "2026 Q4", date(2026, 12, 31)),
        ("cpt", "2026", date(2026, 12, 31)),
        ("cpt", "none", None),
    ],
)
def test_last_days(code_set, year, day):
    assert last_day(code_set, year) == day


def test_key_codes_are_those_of_the_right_answer():
    item = question("x", "E11.22 with N18.4, and J1885", wrong="E11.9")
    assert key_codes(item) == (("icd10cm", "E11.22"), ("icd10cm", "N18.4"), ("hcpcs", "J1885"))


def test_key_codes_of_a_coding_case():
    body = CodingCase(
        "first",
        (KeyCode("M17.11", "r"),),
        (KeyProcedure("J1885", "r", ("LT",), 2, ("M17.11",)),),
        (KeyCode("M17.9", "r"),),
        "r",
    )
    item = replace(make_item("x"), kind="coding_case", body=body)
    assert key_codes(item) == (("icd10cm", "M17.11"), ("hcpcs", "J1885"))
