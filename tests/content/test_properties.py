"""Whatever a file holds, compiling it yields problems or content, never an exception."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.content.world import BANK, LESSON, WORLD, compile_world, problems_of, source_file
from tests.factories import make_item
from tutor.content.compile import compile_file
from tutor.content.yaml_doc import Bare, parse_yaml
from tutor.domain.claims.money import plain
from tutor.domain.claims.tasks import ClaimFix, DenialAction, RemitPost
from tutor.domain.coding import CodingCase
from tutor.domain.item import Choices, Exhibit, Item, Matching, Numeric, Option, Ordering, Step
from tutor.domain.item_json import item_from_json, item_to_json
from tutor.domain.kinds import KINDS
from tutor.domain.plain import to_json

PLACES = sorted(WORLD)


class Quoting(yaml.SafeDumper):
    """Quotes every text, as authors must where a text looks like a number (`08`)."""


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False), st.text(max_size=12)
)
keys = st.sampled_from(
    [
        "schema",
        "subject",
        "topic",
        "items",
        "id",
        "version",
        "kind",
        "stem",
        "options",
        "text",
        "rationale",
        "correct",
        "exams",
        "role",
        "skill",
        "level",
        "difficulty",
        "references",
        "cite",
        "year",
        "source",
        "lesson",
        "code_set",
        "answer",
        "value",
        "tolerance",
        "mistakes",
        "steps",
        "choices",
        "pairs",
        "questions",
        "exhibit",
        "type",
        "title",
        "invalid_codes",
        "not_codes",
        "entries",
        "terms",
        "aliases",
        "see",
        "sources",
        "figures",
        "learners",
        "class",
        "accuracy",
        "domains",
        "codes",
        "code",
        "why",
        "sequence",
        "diagnoses",
        "procedures",
        "modifiers",
        "units",
        "points_to",
        "characters",
        "meaning",
        "table",
        "tables",
        "rows",
        "section",
        "body_parts",
        "form",
        "mode",
        "boxes",
        "labels",
        "faults",
        "box",
        "right",
        "also",
        "decoys",
        "lines",
        "columns",
        "charge",
        "paid",
        "adjustments",
        "posts",
        "finding",
        "actions",
        "evidence",
        "reasons",
    ]
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=8),
    max_leaves=25,
)
kinds = st.sampled_from([*KINDS, "case"])
entry = st.builds(
    lambda fields, kind: {**fields, "kind": kind}, st.dictionaries(keys, values), kinds
)


def compile_bytes(place: str, data: bytes) -> None:
    result = compile_file(source_file(place), data, {})
    to_json(result.facts).encode()
    for problem in result.problems:
        assert problem.line >= 1
        assert "\n" not in str(problem)
        assert str(problem).isprintable()


@quick
@given(st.sampled_from(PLACES), st.binary(max_size=300))
def test_any_bytes(place, data):
    compile_bytes(place, data)


@quick
@given(st.sampled_from(PLACES), st.text(max_size=300))
def test_any_text(place, text):
    compile_bytes(place, text.encode("utf-8", "surrogatepass"))


@quick
@given(st.sampled_from(PLACES), st.data())
def test_valid_files_with_a_piece_cut_out_or_put_in(place, data):
    text = WORLD[place]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    piece = data.draw(st.text(alphabet="-:[]{}|>&*!%#`\"' \nab1.é\x07", max_size=8))
    compile_bytes(place, (text[:start] + piece + text[end:]).encode())


@quick
@given(st.lists(entry, max_size=3))
@example([{"kind": "pcs_build", "code": []}])
@example([{"kind": "claim_fix", "form": [], "faults": [{"box": {}, "right": [1]}]}])
@example([{"kind": "claim_fix", "form": "cms1500", "boxes": {"1": 1}, "faults": [{"box": "1"}]}])
@example([{"kind": "remit_post", "columns": [{}], "lines": [{"charge": [], "posts": {"paid": 1}}]}])
@example([{"kind": "denial_action", "actions": [{"id": {}, "correct": []}]}])
@example([{"kind": "coding_case", "diagnoses": [{"code": []}], "mistakes": [{"code": {}}]}])
@example([{"kind": "code", "codes": [{"code": {}}], "mistakes": [{"code": []}]}])
@example(
    [
        {
            "kind": "coding_case",
            "diagnoses": [{"code": {}}],
            "procedures": [{"code": [], "points_to": ["E11.9"]}],
        }
    ]
)
def test_any_fields_of_any_type(items):
    bank = {"schema": 1, "subject": "claims", "topic": "basics", "items": items}
    compile_bytes(BANK, yaml.safe_dump(bank, allow_unicode=True).encode())


@quick
@given(st.sampled_from(PLACES), values)
def test_any_data_in_any_place(place, data):
    compile_bytes(place, yaml.safe_dump(data, allow_unicode=True).encode())


words = st.text(
    alphabet=st.characters(categories=["L", "Nd", "P", "S"], exclude_characters="[]"), min_size=1
).filter(lambda text: text == text.strip())
short = words.filter(lambda text: len(text) <= 100)


@st.composite
def bodies(draw: st.DrawFn):
    options = [
        Option(f"o{n}", draw(short), draw(short), correct=n == 1, fixed=draw(st.booleans()))
        for n in range(draw(st.integers(2, 6)))
    ]
    steps = [Step(f"s{n}", draw(short), draw(short)) for n in range(draw(st.integers(3, 8)))]
    return draw(
        st.sampled_from([("single", Choices(tuple(options))), ("order", Ordering(tuple(steps)))])
    )


def as_written(item: Item) -> dict[str, object]:
    """Return the fields an author would write for an item."""
    fields = json.loads(item_to_json(item))
    body = fields.pop("body")
    for name in ("subject", "topic", "exhibit", "pool"):
        del fields[name]
    if isinstance(item.body, Numeric):
        fields["answer"] = {name: body.pop(name) for name in ("value", "tolerance", "unit")}
    if isinstance(item.body, CodingCase) and item.exhibit:
        body |= {"title": item.exhibit.title}
        body |= {"exhibit": {"type": item.exhibit.type, "text": item.exhibit.text}}
    if isinstance(item.body, ClaimFix):
        body = _form_as_written(body)
    if isinstance(item.body, RemitPost):
        body["lines"] = [_line_as_written(line) for line in body["lines"]]
    if isinstance(item.body, DenialAction):
        follows = dict(body.pop("consequences"))
        body["actions"] = [
            one | {"consequence": follows.get(one["id"], "")} for one in body["actions"]
        ]
    if isinstance(item.body, Matching):
        body["choices"] = body.pop("targets")
    exams: dict[str, list[str]] = {}
    for exam, domain in item.exams:
        exams.setdefault(exam, []).append(domain)
    references = [{k: v for k, v in one.items() if v} for one in fields["references"]]
    return {**fields, **body, "exams": exams, "references": references}


def _form_as_written(body: dict[str, Any]) -> dict[str, Any]:
    faults = [{**one, "also": dict(one["also"])} for one in body["faults"]]
    return {**body, "boxes": dict(body["boxes"]), "labels": dict(body["labels"]), "faults": faults}


def _line_as_written(line: dict[str, Any]) -> dict[str, Any]:
    adjustments = [{**one, "amount": plain(one["amount"])} for one in line["adjustments"]]
    amounts = {name: plain(line[name]) for name in ("charge", "paid")}
    if line.pop("allowed") is not None:
        amounts["allowed"] = "80.00"
    posts = {column: plain(amount) for column, amount in line["posts"]}
    return {**line, **amounts, "adjustments": adjustments, "posts": posts}


def written_item(kind: str) -> Item:
    """Return an item of a kind as content gives it; a coding case brings its own exhibit."""
    if kind == "coding_case":
        return make_item(kind=kind, exhibit=Exhibit("item-1", "A knee", "note", "Pt c/o", 1, 1))
    return make_item(kind=kind)


def round_trip(item: Item) -> Item:
    bank = {"schema": 1, "subject": "claims", "topic": "scrubbing", "items": [as_written(item)]}
    text = yaml.dump(bank, Dumper=Quoting, allow_unicode=True, sort_keys=False)
    result = compile_world({"question_banks/claims/scrubbing.yaml": text})
    (compiled,) = result.values()
    assert compiled.problems == ()
    (read,) = compiled.items
    assert item_from_json(item_to_json(read)) == read
    return read


@quick
@given(bodies(), short, st.integers(1, 5), st.integers(1, 99))
def test_an_item_survives_yaml(made, stem, difficulty, version):
    kind, body = made
    item = make_item(kind=kind, body=body, stem=stem, difficulty=difficulty, version=version)
    # wording rules may remark on random text; the content has to survive
    bank = {"schema": 1, "subject": "claims", "topic": "scrubbing", "items": [as_written(item)]}
    text = yaml.dump(bank, Dumper=Quoting, allow_unicode=True, sort_keys=False)
    (read,) = compile_world({"question_banks/claims/scrubbing.yaml": text}).popitem()[1].items
    assert read == item


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_survives_yaml(kind):
    assert round_trip(written_item(kind)) == written_item(kind)


@pytest.mark.parametrize("opener", ["[", "- ", "{a: "])
def test_absurd_nesting_is_a_problem_and_no_crash(opener):
    """libyaml's own composer overflows the stack here; from 0.2.6 on its scanner refuses first."""
    found = problems_of({BANK: "x:\n  " + opener * 100_000})
    assert any("nested too deeply" in line for line in found), found


@pytest.mark.parametrize("depth", [13, 100, 2_000])
def test_nesting_beyond_ours_but_within_the_parsers_bounds_is_refused_too(depth):
    found = problems_of({BANK: "x:\n  " + "[" * depth + "]" * depth})
    assert any("nested too deeply" in line for line in found), found


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_both_parsers_read_the_same(loader, monkeypatch):
    monkeypatch.setattr("tutor.content.yaml_doc.LOADER", loader)
    assert problems_of(WORLD) == []
    doc = parse_yaml('a: 1.10\nb: "x"\nc: |\n  t\n  u\nd: [yes, 012, -3, ~, true, word]\n')
    assert doc.data == {
        "a": 1.1,
        "b": "x",
        "c": "t\nu\n",
        "d": [Bare("yes"), Bare("012"), -3, None, True, "word"],
    }
    assert doc.written["a",] == "1.10"
    assert [doc.line(("c",), n) for n in range(2)] == [4, 5]
    assert doc.line(("d", 2)) == 6


def test_windows_line_ends_and_a_byte_order_mark_are_accepted():
    for place in (BANK, LESSON):
        data = b"\xef\xbb\xbf" + WORLD[place].replace("\n", "\r\n").encode()
        assert compile_file(source_file(place), data, {}).problems == ()


def test_what_is_not_utf8_is_named_with_its_line():
    result = compile_file(source_file(BANK), b"schema: 1\nsubject: \xff\n", {})
    assert [str(problem) for problem in result.problems] == [
        f"{BANK}:2: not UTF-8 text: save the file as UTF-8"
    ]


def test_a_huge_file_is_not_even_parsed():
    result = compile_file(source_file(BANK), b"#" * 2_000_001, {})
    assert [problem.what for problem in result.problems] == ["a file of 2,000,001 bytes"]
