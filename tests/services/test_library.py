"""The library: what it answers."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.content.world import write_world
from tutor.errors import NotFoundError
from tutor.services.library import open_library


@pytest.fixture
def root(tmp_path):
    return write_world(tmp_path / "shipped")


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "content.db"


def test_items_by_pool(root, cache):
    library = open_library([root], cache)
    assert [head.id for head in library.heads()] == [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six-a",
        "six-b",
    ]
    assert [head.id for head in library.heads("lesson")] == ["first-check", "second-check"]
    assert [head.id for head in library.heads("sorter")] == ["sort-duty-code"]
    assert library.heads("nothing") == ()
    assert library.problems() == ()


def test_a_head_says_what_its_item_says(root, cache):
    library = open_library([root], cache)
    for head in (*library.heads(), *library.heads("lesson"), *library.heads("sorter")):
        item = library.item(head.id)
        for name in [
            "id",
            "version",
            "content_hash",
            "kind",
            "exams",
            "role",
            "subject",
            "topic",
            "skill",
            "level",
        ]:
            assert getattr(head, name) == getattr(item, name), name
        assert (head.difficulty, head.lesson, head.pool) == (
            item.difficulty,
            item.lesson,
            item.pool,
        )
    head = library.heads()[5]
    assert (head.case_id, head.case_position) == ("six", 1)


def test_items_come_in_the_order_asked_for(root, cache):
    library = open_library([root], cache)
    assert [item.id for item in library.items(["three", "one", "three"])] == [
        "three", "one", "three",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "name", "message"),
    [
        ("item", "ones", "There is no item 'ones'. Did you mean one?"),
        ("item", "x", "There is no item 'x'."),
        ("lesson", "frist", "There is no lesson 'frist'. Did you mean first?"),
        ("term", "clean clam", "There is no glossary term 'clean clam'. Did you mean clean claim"),
        ("blueprint", "cpq", "There is no exam 'cpq'; there are cpb."),
    ],
)
def test_an_unknown_id_names_its_neighbours(root, cache, method, name, message):
    with pytest.raises(NotFoundError) as caught:
        getattr(open_library([root], cache), method)(name)
    assert str(caught.value).startswith(message)


def test_lessons_tracks_terms_and_seeds(root, cache):
    library = open_library([root], cache)
    assert [track.id for track in library.tracks()] == ["start"]
    assert [(head.id, head.pages) for head in library.lessons()] == [
        ("first", 3),
        ("who-does-what", 3),
    ]
    assert library.lesson("first").pages[0].blocks[2].check == "one"
    assert [term.id for term in library.terms()] == ["clean-claim", "denial"]
    for name in ("clean-claim", "Clean Claims", " clean claim "):
        assert library.term(name).id == "clean-claim"
    assert [exam.id for exam in library.blueprints()] == ["cpb"]
    assert [role.id for role in library.roles()] == ["duty-code", "trait-care"]
    assert [source.id for source in library.sources()] == ["paper"]
    assert [figure.id for figure in library.figures()] == ["pay"]
    assert library.disagreements()[0].figures == ("pay",)
    assert library.errata()[0].correct == "B"
    assert library.demo_class().learners[0].name == "Ana"
    assert [codes.id for codes in library.code_lists()] == ["hcpcs", "icd10pcs", "pos"]


def test_exams_come_in_the_order_of_the_program(root, cache):
    exam = (root / "seeds/exams/cpb.yaml").read_text(encoding="utf-8")
    for name in ("cmrs", "cca", "zzz", "cpc", "cbcs"):
        text = exam.replace("id: cpb", f"id: {name}")
        (root / f"seeds/exams/{name}.yaml").write_text(text, encoding="utf-8")
    exams = [one.id for one in open_library([root], cache).blueprints()]
    assert exams == ["cpc", "cca", "cbcs", "cmrs", "cpb", "zzz"]


def test_no_demo_class_is_said(root, cache):
    (root / "seeds/demo_class.yaml").unlink()
    with pytest.raises(NotFoundError, match="demo class"):
        open_library([root], cache).demo_class()


def test_search_finds_beginnings_of_words_in_everything(root, cache):
    library = open_library([root], cache)
    assert [(hit.kind, hit.id) for hit in library.search("refus")] == [("term", "denial")]
    assert ("topic", "cpb/bill") in [(hit.kind, hit.id) for hit in library.search("Billing")]
    pages = [(hit.id, hit.page) for hit in library.search("opening clean")]
    assert ("first", 0) in pages
    assert library.search("E11.9")[0].id == "one"
    assert library.search("claim")[-1].kind == "item"
    assert len(library.search("a", limit=2)) == 2


def test_search_takes_any_word_if_not_all_are_found(root, cache):
    library = open_library([root], cache)
    assert "denial" in [hit.id for hit in library.search("refusal xylophone")]


def test_search_for_a_long_text_is_quick(root, cache):
    library = open_library([root], cache)
    before = time.perf_counter()
    assert library.search("claim " * 3000) == library.search("claim")
    assert library.search(" ".join(f"claim{number}" for number in range(3000))) == ()
    assert time.perf_counter() - before < 1


def test_an_id_that_is_no_text_is_not_found(root, cache):
    library = open_library([root], cache)
    for look_up in (library.item, library.lesson, library.term, library.blueprint):
        with pytest.raises(NotFoundError, match=r"'\\udcff'"):
            look_up("\udcff")


@pytest.mark.parametrize("text", ["", "  ", "?!", '"', "*", "_", "xylophone"])
def test_search_for_nothing_finds_nothing(root, cache, text):
    assert open_library([root], cache).search(text) == ()


@pytest.fixture(scope="module")
def shared_library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    return open_library([write_world(folder / "shipped")], folder / "content.db")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40))
def test_search_takes_any_text(shared_library, text):
    shared_library.search(text)
    with pytest.raises(NotFoundError):
        shared_library.item(f"no-{text}")


def test_a_warm_start_loads_neither_parser_nor_schema(root, cache):
    open_library([root], cache)
    code = """
import json, sys
from pathlib import Path
from tutor.services.library import open_library
library = open_library([Path(sys.argv[1])], Path(sys.argv[2]))
library.heads(), library.lessons(), library.lesson("first"), library.term("denial")
library.item("one"), library.search("claim"), library.blueprints()
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), str(cache)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    heavy = {"yaml", "_yaml", "pydantic", "pydantic_core", "sqlalchemy", "sqlmodel", "filelock"}
    assert not heavy & set(json.loads(done.stdout))
