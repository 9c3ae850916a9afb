"""Our own bundle: it loses nothing, and nothing of a changed one is used."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain.foreign import FOREIGN_KINDS, ForeignAnswer, ForeignItem, Place
from tutor.errors import ForeignFileError
from tutor.interchange.questions import bank_bundle
from tutor.interchange.questions.bank_bundle import read, write, write_lines

HOSTILE = st.one_of(
    st.sampled_from(
        ["E11.9", "a=b~c#d{e}:f\\n->", "<b>&amp;</b>", "10:00", "[/", "\u2028\x85", "  x "]
    ),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
)
ANSWERS = st.lists(
    st.builds(
        ForeignAnswer,
        id=HOSTILE,
        text=HOSTILE,
        credit=st.sampled_from([100.0, 0.0, 33.33333, -50.0]),
        feedback=HOSTILE,
        fixed=st.booleans(),
        match=HOSTILE,
        tolerance=st.sampled_from(["0", "0.005"]),
    ),
    max_size=4,
).map(tuple)
ITEMS = st.lists(
    st.builds(
        ForeignItem,
        place=st.just(Place("x")),
        kind=st.sampled_from(FOREIGN_KINDS),
        stem=HOSTILE,
        answers=ANSWERS,
        distractors=st.lists(HOSTILE, max_size=2).map(tuple),
        ref=HOSTILE,
        title=HOSTILE,
        rationale=HOSTILE,
        category=HOSTILE,
        tags=st.lists(HOSTILE, max_size=2).map(tuple),
        meta=st.dictionaries(st.sampled_from(["role", "level"]), HOSTILE).map(
            lambda meta: tuple(meta.items())
        ),
        native=st.sampled_from(["", '{"entry":{"id":"x","boxes":{"2":"b","1":"a"}}}']),
    ),
    max_size=4,
)


def bare(items):
    return [(*(getattr(one, name) for name in one.__slots__ if name != "place"),) for one in items]


@given(ITEMS)
@settings(max_examples=50, deadline=None)
def test_what_is_written_comes_back(items):
    for writer in (write, write_lines):
        ((name, data),) = writer(items, "Title").files.items()
        bank = read(data, name)
        assert bare(bank.items) == bare(items)
        assert bank.refused == ()
        assert writer(bank.items, "Title").files[name] == data


def lines_of(*lines: str, **manifest: object) -> bytes:
    body = "".join(f"{line}\n" for line in lines).encode()
    head = {"format": "tutor-bank", "version": 1, "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(head | manifest).encode() + b"\n" + body


def test_unknown_fields_are_kept_and_written_back():
    bank = read(lines_of('{"kind":"single","stem":"S","sound":{"file":"a.mp3"}}'), "x.jsonl")
    ((_, data),) = write_lines(bank.items, "t").files.items()
    assert json.loads(data.split(b"\n")[1])["sound"] == {"file": "a.mp3"}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (lines_of('{"kind":"single"}', version=2), "newer version"),
        (lines_of('{"kind":"single"}', sha256="0"), "sha256"),
        (lines_of('{"kind":"single"}', format="other"), "no bundle"),
        (lines_of('{"kind":"single"}', version="1"), "version is missing"),
        (b"[1]\n", "not a JSON object"),
        (b"PK\x03\x04broken", "x"),
        (b"{" * 5000, "not valid JSON"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(data, what):
    with pytest.raises(ForeignFileError, match=what) as error:
        read(data, "x.jsonl")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"stem":"S"}', "`kind` is missing"),
        ("[]", "not a JSON object"),
        ('{"kind":"single","answers":{}}', "`answers` is not a list"),
        ('{"kind":"single","answers":[{"credit":"x"}]}', "not a percentage"),
        ('{"kind":"single","answers":[{"credit":NaN}]}', "not valid JSON"),
        ('{"kind":"single","meta":{"a":1}}', "`meta`"),
        ('{"kind":"single","stem":"\\ud800"}', "surrogate"),
        ('{"kind":"single","native":"text"}', "`native`"),
        ('{"kind":"single","x":' + "[" * 30 + "]" * 30 + "}", "nested too deeply"),
    ],
)
def test_a_bad_line_is_refused_alone_with_its_place(line, why):
    bank = read(lines_of(line, '{"kind":"single","stem":"S"}'), "x.jsonl")
    (refused,) = bank.refused
    assert (str(refused.place), why in refused.why) == ("x.jsonl:2", True)
    assert [one.stem for one in bank.items] == ["S"]


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_no_mangled_file_raises_anything_else(noise, place):
    items = [ForeignItem(Place("x"), "single", "S", (ForeignAnswer("a", "A", 100),))]
    ((name, data),) = write(items, "t").files.items()
    with_noise = data[:place] + noise + data[place + len(noise) :]
    with suppress(ForeignFileError):
        assert len(read(with_noise, name).items) <= 1


def test_members_that_lead_out_of_the_zip_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("../items.jsonl", "x")
    with pytest.raises(ForeignFileError, match="leads out"):
        read(out.getvalue(), "x.tutorbank")


@pytest.mark.parametrize(
    ("field", "why"),
    [
        (b'"x":"\\ud800"', "half a character"),
        (b'"\\ud800":"x"', "half a character"),
        (b'"native":{"a":"\\udc00"}', "half a character"),
        (b'"native":{"a":1e999}', "not valid JSON"),
        (b'"x":-Infinity', "not valid JSON"),
        (b'"x":' + b"9" * 5000, "not valid JSON"),
        (b'"x":' + b"[" * 50_000 + b"]" * 50_000, "not valid JSON"),
        (b'"kind":"multiple"', "stands in it twice"),
        (b'"x":{"a":1,"a":2}', "stands in it twice"),
    ],
)
def test_what_json_can_say_and_nothing_can_keep_is_refused(field, why):
    line = b'{"kind":"single","stem":"s",' + field + b"}\n"
    (refused,) = read(signed(line), "f.jsonl").refused
    assert why in refused.why


def test_a_kept_field_that_another_file_made_up_is_not_written():
    line = b'{"kind":"single","stem":"s","meta":{"kept":"not json"}}\n'
    bank = read(signed(line), "f.jsonl")
    (data,) = write_lines(bank.items, "t").files.values()
    assert b"kept" not in data
    strange = ForeignItem(Place("x"), "single", "s", (), meta=(("kept", "[1]"),))
    assert len(read(write_lines([strange], "t").files["bank.jsonl"], "f").items) == 1


def test_lines_that_are_no_questions_are_not_listed_without_end(monkeypatch):
    monkeypatch.setattr(bank_bundle, "MOST_REFUSED", 10)
    with pytest.raises(ForeignFileError, match="no question"):
        read(signed(b"x\n" * 11), "f.jsonl")
    assert read(signed(b"\n" * 11), "f.jsonl").refused == ()


def signed(body):
    head = {"format": "tutor-bank", "version": 1, "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(head).encode() + b"\n" + body
