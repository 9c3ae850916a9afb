"""Nothing of a key is left in what is handed out."""

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import BODIES, MATCH, NUMERIC, ORDER, SINGLE, TEXT, make_item
from tutor.domain.item import Exhibit, Matching, Ordering
from tutor.domain.item_json import item_from_json, item_to_json, with_hash
from tutor.domain.keyless import keyless
from tutor.domain.kinds import (
    KINDS,
    arrange,
    grade,
    key_response,
    present,
    score_of,
    wrong_response,
)
from tutor.errors import ResponseError

SECRET = b"of the assignment"
SHOWN = {"id", "text", "unit", "example"}
"""Fields of bodies that are shown; all other text in a body tells of the key."""


def telling(value: object, name: str = "") -> Iterator[str]:
    """Yield every text of a body that only its key or its reasons hold."""
    if isinstance(value, dict):
        for field, one in value.items():
            yield from telling(one, field)
    elif isinstance(value, list):
        for one in value:
            yield from telling(one, name)
    elif isinstance(value, str) and name not in SHOWN and value:
        yield value


def body_of(item):
    return json.loads(item_to_json(item))["body"]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    from tutor.services.library import content_roots, open_library

    library = open_library(content_roots(()), tmp_path_factory.mktemp("keys") / "content.db")
    heads = [head for pool in ("bank", "lesson", "sorter") for head in library.heads(pool)]
    return library.items(head.id for head in heads)


def test_no_shipped_item_gives_its_key_or_its_reasons_away(shipped):
    assert {item.kind for item in shipped} == set(KINDS) - {"text"}  # imported ones only
    for item in shipped:
        made = keyless(item, SECRET).item
        out = item_to_json(made)
        work = body_of(made).get("work")
        asked = json.dumps([item.stem, item.exhibit and item.exhibit.text, work])
        parts = json.dumps([part["text"] for part in body_of(made)["parts"]])
        for text in telling(body_of(item)):
            words = json.dumps(text)[1:-1]
            if len(text) > 12 and words not in asked + parts:
                assert words not in out, (item.id, text)
        assert set(body_of(made)) - {"work"} == {"parts", "targets", "unit", "code_sets"}
        assert ("work" in body_of(made)) == KINDS[item.kind].laid_out
        assert (made.references, made.exams, made.lesson, made.topic) == ((), (), None, "")
        assert item.id not in out
        assert item.content_hash not in out


def test_a_shipped_item_cannot_be_looked_up_by_id_or_hash(shipped):
    known = {item.id for item in shipped} | {item.content_hash for item in shipped}
    known |= {item.exhibit.case_id for item in shipped if item.exhibit}
    for secret in (b"one", b"two"):
        for item in shipped:
            made = keyless(item, secret).item
            assert not known & {made.id, made.content_hash}
            assert made.exhibit is None or made.exhibit.case_id not in known


def test_ids_and_hashes_depend_on_the_secret():
    item = make_item(exhibit=Exhibit("case-1", "A note", "note", "Pt c/o cough", 1, 3))
    one, other = keyless(item, b"one").item, keyless(item, b"two").item
    assert one.id != other.id
    assert one.content_hash != other.content_hash
    assert one.exhibit.case_id != other.exhibit.case_id
    assert keyless(item, b"one").item == one


def other_keys():
    """Yield pairs of items that differ in nothing but their key and its reasons."""
    for right in range(4):
        options = tuple(
            replace(option, correct=place == right, rationale=f"Because {right}")
            for place, option in enumerate(SINGLE.options)
        )
        yield make_item(), make_item(body=replace(SINGLE, options=options))
    loose = (*SINGLE.options[2::-1], SINGLE.options[3])
    ids = tuple(replace(one, id=f"{'right' if one.correct else one.id}") for one in loose)
    yield make_item(), make_item(body=replace(SINGLE, options=ids))
    yield make_item(kind="order"), make_item(kind="order", body=Ordering(ORDER.steps[::-1]))
    swapped = {"coder": "biller", "biller": "coder"}
    pairs = tuple(replace(pair, answer=swapped[pair.answer]) for pair in MATCH.pairs[::-1])
    yield make_item(kind="match"), make_item(kind="match", body=Matching(MATCH.targets, pairs))
    figure = replace(NUMERIC, value=NUMERIC.value + 1, tolerance=NUMERIC.tolerance * 2, mistakes=())
    yield make_item(kind="numeric"), make_item(kind="numeric", body=figure)
    typed = replace(TEXT, accepted=TEXT.accepted[1:], mistakes=(), rationale="")
    yield make_item(kind="text"), make_item(kind="text", body=typed)
    for kind in ("code", "coding_case", "pcs_build"):
        body = BODIES[kind]
        yield make_item(kind=kind), make_item(kind=kind, body=replace(body, mistakes=()))
    code = BODIES["code"]
    yield (
        make_item(kind="code"),
        make_item(kind="code", body=replace(code, sequence="any", codes=code.codes[1:])),
    )
    yield make_item(), make_item("item-2", version=4, role="coder", lesson=None, references=())


@pytest.mark.parametrize(("one", "other"), list(other_keys()))
def test_items_that_differ_only_in_their_key_are_the_same_without_it(one, other):
    assert keyless(one, SECRET).item == keyless(other, SECRET).item


@pytest.mark.parametrize("kind", ["single", "multiple", "order", "match"])
def test_the_order_of_parts_tells_nothing(kind):
    """Each loose part stands first about equally often over many secrets."""
    item = make_item(kind=kind)
    firsts: dict[str, int] = {}
    for number in range(400):
        made = keyless(item, f"secret {number}".encode())
        first = made.names[made.item.body.parts[0].id]
        firsts[first] = firsts.get(first, 0) + 1
        assert [part.id for part in made.item.body.parts] == sorted(
            part.id for part in made.item.body.parts
        )
    loose = [part for part in KINDS[kind].blank(item.body).parts if not part.fixed]
    assert set(firsts) == {part.id for part in loose}
    assert min(firsts.values()) > 400 / len(loose) / 2


def test_fixed_options_keep_their_place():
    made = keyless(make_item(), SECRET)
    assert made.names[made.item.body.parts[3].id] == "d"
    for seed in range(20):
        assert made.names[arrange(made.item, Random(seed))[3]] == "d"


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=8), st.integers(0, 99))
def test_any_answer_comes_back_as_it_was_given(kind, secret, seed):
    item = make_item(kind=kind)
    made = keyless(item, secret)
    names = {true: name for name, true in made.names.items()}
    for response in (key_response(item), wrong_response(item, Random(seed))):
        given_here = tuple(
            names.get(text) or "=".join(names.get(name, name) for name in text.split("="))
            for text in response
        )
        assert made.true(given_here) == response
        assert grade(item, made.true(given_here)) == grade(item, response)
    arrangement = arrange(made.item, Random(seed))
    assert sorted(made.true(arrangement)) == sorted(arrange(item, Random(seed)))


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("single", ("p9",)),
        ("single", ("p1", "p2")),
        ("multiple", ("p1", "p1")),
        ("multiple", ("a",)),
        ("numeric", ("twelve",)),
        ("numeric", ("1", "2")),
        ("numeric", ()),
        ("text", ("  ",)),
        ("text", ("late", "timely filing")),
        ("text", ("x" * 201,)),
        ("order", ("p1", "p2")),
        ("match", ("p1=p2",)),
        ("match", ("p1",)),
        ("code", ("nothing",)),
        ("coding_case", ("px:J1885@7",)),
        ("pcs_build", ("0FT",)),
    ],
)
def test_what_does_not_fit_is_refused_without_the_key(kind, response):
    made = keyless(make_item(kind=kind), SECRET)
    with pytest.raises(ResponseError):
        score_of(made.item, response)


def test_what_a_typed_answer_looks_like_is_shown_without_the_key():
    made = keyless(make_item(kind="text", body=replace(TEXT, exact_case=True)), SECRET).item
    assert present(made, ()).form == "such as medical necessity; capitals count"
    assert "timely" not in item_to_json(made)
    assert item_from_json(item_to_json(made)) == made


def test_what_fits_has_no_score():
    assert score_of(keyless(make_item(), SECRET).item, ("p1",)) is None
    assert score_of(make_item(), ("b",)) == 1


def test_a_duty_does_not_tell_its_role():
    coder, biller = (make_item(role=role, pool="sorter") for role in ("coder", "biller"))
    assert keyless(with_hash(coder), SECRET).item == keyless(with_hash(biller), SECRET).item
