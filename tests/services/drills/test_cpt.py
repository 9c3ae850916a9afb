"""Drills from a licensed CPT file: ten thousand seeds of each, held against the file itself."""

import re
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from tests.services.drills.cpt_file import (
    BLOCKS,
    TWINS,
    import_file,
    numbers,
    read_file,
    write_file,
)
from tests.services.drills.icd_checks import last_line, right, wrong
from tutor.codebook.importing.keep import kept_editions, remove
from tutor.domain.coding_grade import grade_code
from tutor.domain.item import DRILL_POOL
from tutor.errors import UsageError
from tutor.services.codes import CodeBook
from tutor.services.drills.build import DIFFICULTY, Drill
from tutor.services.drills.cpt import Shelf, code_to_title, look_up, shelf_of, title_to_code
from tutor.services.drills.cpt_sections import SECTIONS, domain_of, section_of
from tutor.services.drills.kinds import FAR, KINDS, LEVELS, NEAR, SIBLING
from tutor.services.drills.service import Bench, DrillService

KIND_NAMES = ("cpt-title-code", "cpt-code-title", "cpt-lookup")
SEEDS = 10_000
NEAREST = 3
"""A sibling is at most so many codes away, among those that can be asked for."""
PLACES = numbers()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A licensed file, as it came."""
    return write_file(tmp_path_factory.mktemp("school") / "2026 LONGULT.txt")


@pytest.fixture(scope="module")
def licensed(tmp_path_factory, compiled, library, path):
    """A code book with that file imported, and an older one beside it."""
    kept = tmp_path_factory.mktemp("kept")
    import_file(path, kept)
    import_file(write_file(path.with_name("2025 LONGULT.txt"), "Older work"), kept)
    return CodeBook(compiled, kept, library)


@pytest.fixture(scope="module")
def drawn(licensed, library):
    """Make one item, with the book open for the whole module."""
    with Bench(licensed, library) as bench:
        yield lambda kind, seed, level: bench.item(KINDS[kind], seed, level)


@pytest.fixture(scope="module")
def told(path):
    """Descriptors by code, as this test reads them."""
    return read_file(path)


@pytest.fixture(scope="module")
def by_title(told):
    """Codes by descriptor in small letters."""
    found = {}
    for code, title in told.items():
        found.setdefault(title.casefold(), []).append(code)
    return found


@cache
def line_up(section):
    """The codes of a section that can be asked for, in their order."""
    return sorted(code for code, place in PLACES.items() if place == section and code not in TWINS)


# The keys


@pytest.mark.parametrize(
    ("kind", "level"), [(kind, level) for kind in KIND_NAMES for level in KINDS[kind].levels]
)
def test_keys_are_those_of_the_file(drawn, told, by_title, kind, level):
    asked, offered = set(), set()
    for seed in range(SEEDS):
        item = drawn(kind, seed, level)
        code, others = CHECKS[kind](item, told, by_title)
        assert by_title[told[code].casefold()] == [code]
        assert len({code, *others}) == 4
        assert not {code, *others} & set(TWINS)
        assert _as_near(level, code, others), (item.id, code, others)
        _check_frame(item, kind, level, seed, code)
        asked.add(code)
        offered.update(others)
    every = set(told) - set(TWINS)
    assert asked == offered == every


def _check_title_code(item, told, by_title):
    assert last_line(item) in told.values()
    (code,) = by_title[last_line(item).casefold()]
    _check_options(item, [f"{one} is “{told[one]}”." for one in _texts(item)], _texts(item))
    assert right(item).text == code
    return code, [option.text for option in wrong(item)]


def _check_code_title(item, told, by_title):
    code = re.search(r"CPT® code (\S+) \(2026\)", item.stem)[1]
    assert right(item).text == told[code]
    codes = [by_title[text.casefold()][0] for text in _texts(item)]
    _check_options(item, codes, _texts(item))
    return code, [one for one in codes if one != code]


def _check_look_up(item, told, by_title):
    (code,) = by_title[last_line(item).casefold()]
    assert [one.code for one in item.body.codes] == [code]
    assert item.body.rationale
    given = [*item.body.codes, *item.body.mistakes]
    assert all(one.rationale == f"{one.code} is “{told[one.code]}”." for one in given)
    assert grade_code(item.body, (code,)).score == 1
    assert all(grade_code(item.body, (one.code,)).score == 0 for one in item.body.mistakes)
    return code, [one.code for one in item.body.mistakes]


CHECKS = {
    "cpt-title-code": _check_title_code,
    "cpt-code-title": _check_code_title,
    "cpt-lookup": _check_look_up,
}


def _texts(item):
    return [option.text for option in item.body.options]


def _check_options(item, reasons, texts):
    assert len({text.casefold() for text in texts}) == 4
    assert len(wrong(item)) == 3
    for option, reason in zip(item.body.options, reasons, strict=True):
        assert reason in option.rationale


def _as_near(level, code, others):
    """Whether distractors come from where the level says; few kin are all among them."""
    home = line_up(PLACES[code])
    if level == FAR:
        return all(PLACES[other] != PLACES[code] for other in others)
    if len(home) <= len(others):
        return {*home} - {code} <= {*others}
    if level == NEAR:
        return {*others} <= {*home}
    at = home.index(code)
    return {*others} <= {*home[max(0, at - NEAREST) : at + NEAREST + 1]}


def _check_frame(item, kind, level, seed, code):
    assert item.id == f"drill-{kind}-{level}-{seed}"
    assert (item.pool, item.generated, item.code_set) == (DRILL_POOL, True, "2026")
    assert (item.version, item.difficulty) == (KINDS[kind].version, DIFFICULTY[level])
    assert "(2026)" in item.stem
    assert "2026 American Medical Association. All rights reserved" in item.references[0].cite
    place = PLACES[code]
    of_cpc = [("cpc", place)] if place in BLOCKS else []
    assert list(item.exams) == [*KINDS[kind].tags.exams, *of_cpc]


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_the_same_seed_makes_the_same_item(licensed, library, drawn, kind):
    with Bench(licensed, library) as again:
        for level in LEVELS:
            for seed in range(50):
                assert again.item(KINDS[kind], seed, level) == drawn(kind, seed, level)


# Which file


def test_without_a_file_the_kinds_say_what_they_need(drills):
    needs = {kind.name: kind.needs for kind in drills.kinds() if kind.name in KIND_NAMES}
    assert needs == {
        name: f"{name} needs a licensed CPT file: tutor codes import FILE" for name in KIND_NAMES
    }
    with pytest.raises(UsageError, match="needs a licensed CPT file"):
        drills.items(KIND_NAMES, count=1, seed=1)
    assert not set(KIND_NAMES) & set(drills.fitting())


def test_the_newest_file_is_asked_about_until_it_is_removed(compiled, library, path, tmp_path):
    import_file(path, tmp_path)
    older = write_file(tmp_path / "2025 LONGULT.txt", "Older work")
    import_file(older, tmp_path)
    codes = CodeBook(compiled, tmp_path, library)
    drills = DrillService(codes, library)
    assert drills.item("cpt-code-title", 1).code_set == "2026"
    _remove(codes, tmp_path / "cpt-2026.db")
    item = drills.item("cpt-code-title", 1)
    assert item.code_set == "2025"
    assert right(item).text in read_file(older).values()
    _remove(codes, tmp_path / "cpt-2025.db")
    assert set(KIND_NAMES) <= {kind.name for kind in drills.kinds() if kind.needs}


def _remove(codes, path):
    remove(next(one for one in kept_editions(path.parent) if one.path == path))
    codes.reload()


@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize("level", LEVELS)
def test_a_file_of_a_few_codes_has_little_or_nothing_to_ask(
    compiled, library, tmp_path, lines, level
):
    path = tmp_path / "2026.txt"
    path.write_text("".join(f"0000{n}\tInvented work {n}\n" for n in range(1, lines + 1)))
    import_file(path, tmp_path)
    drills = DrillService(CodeBook(compiled, tmp_path, library), library)
    for kind in KIND_NAMES:
        if lines == 1:
            with pytest.raises(UsageError, match="has nothing to ask"):
                drills.item(kind, 1, level)
        else:
            item = drills.item(kind, 1, level)
            given = item.body.mistakes if kind == "cpt-lookup" else wrong(item)
            assert len(given) == lines - 1


def test_a_file_of_twins_has_nothing_to_ask(compiled, library, tmp_path):
    path = tmp_path / "2026.txt"
    path.write_text("00001\tInvented work\n00002\tinvented Work\n")
    import_file(path, tmp_path)
    drills = DrillService(CodeBook(compiled, tmp_path, library), library)
    for kind in KIND_NAMES:
        with pytest.raises(UsageError, match="has nothing to ask"):
            drills.item(kind, 1)


def test_what_the_answer_line_does_not_take_is_not_to_be_typed(licensed):
    book = licensed.book("cpt")
    home = shelf_of(book).sections["T"]
    shelf = Shelf({"A": tuple(replace_code(one, f"{one.code[:4]}A") for one in home)})
    drill = Drill(book, Random(1), SIBLING)
    assert look_up(shelf)(drill) is None
    assert title_to_code(shelf)(drill) is not None
    assert code_to_title(shelf)(replace(drill, level=FAR)) is not None


def replace_code(entry, code):
    return entry._replace(code=code)


# Where items belong


def test_a_quiz_of_one_domain_gets_questions_of_its_section_only(licensed, library):
    drills = DrillService(licensed, library)
    for domain in BLOCKS:
        assert set(KIND_NAMES) <= set(drills.fitting(exam="cpc", domains=(domain,)))
        items = drills.items(KIND_NAMES, count=5, seed=5, exam="cpc", domains=(domain,))
        assert len(items) == 5
        assert all(("cpc", domain) in item.exams for item in items)


def test_sections_are_told_by_how_a_number_begins():
    assert {code: domain_of(code) for code in PLACES} == {
        code: place if place in BLOCKS else "" for code, place in PLACES.items()
    }
    assert {code: section_of(code) for code in PLACES} == PLACES
    assert section_of("02" + "001") == section_of("03" + "002")  # of no section of CPT
    assert len({domain for _, domain in SECTIONS}) == len(SECTIONS) == len(BLOCKS)


def test_every_domain_is_one_of_its_exam(library):
    for name in KIND_NAMES:
        for exam, domain in KINDS[name].exams:
            assert domain in {one.id for one in library.blueprint(exam).domains}
