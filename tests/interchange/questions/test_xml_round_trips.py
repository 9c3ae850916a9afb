"""What is written as XML comes back, or is told as a loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.interchange.questions.xml_items import HERE, items, settled, told, whole
from tutor.domain.foreign import CHOICE, MATCH, MULTIPLE, ORDER, TEXT, ForeignAnswer, ForeignItem
from tutor.interchange.questions import moodle_xml, moodle_xml_write, qti2_write, qti12_write
from tutor.interchange.questions import qti_package as qti
from tutor.interchange.questions.xml_writing import UNWRITABLE, name_safe

WRITERS = {
    "qti12": (qti12_write.write, qti.read),
    "qti21": (qti2_write.write_21, qti.read),
    "qti30": (qti2_write.write_30, qti.read),
    "moodle": (moodle_xml_write.write, moodle_xml.read),
}
slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def back(name, written_items):
    write, read = WRITERS[name]
    written = write(written_items, "A test")
    ((file, data),) = written.files.items()
    return written, read(data, file)


def same_ref(item, found):
    """Return a question with the id that it was given, where it had none."""
    return replace(item, ref=item.ref or found.ref)


@pytest.mark.parametrize("name", ["qti21", "qti30"])
@slow
@given(item=items())
def test_qti_2_and_3_lose_nothing(name, item):
    written, bank = back(name, [item])
    assert bank.refused == ()
    assert bank.notes == ()
    (found,) = bank.items
    assert told(found) == told(same_ref(item, found))
    assert found.losses == ()
    assert written.losses == ()


@slow
@given(item=items(credits=whole))
def test_canvas_classic_loses_only_what_it_tells(item):
    written, bank = back("qti12", [item])
    assert bank.refused == ()
    (found,) = bank.items
    expected = same_ref(item, found)
    if item.kind == TEXT:
        stripped = (replace(one, text=one.text.strip()) for one in expected.answers)
        expected = replace(expected, answers=tuple(stripped))
    if any("left out" in loss.what for loss in written.losses):
        assert item.kind == CHOICE
        assert sum(one.credit > 0 for one in item.answers) > 1
    else:
        assert told(found) == told(expected)
    lost = {loss.what.partition(":")[0] for loss in written.losses}
    if "which options keep their place" in lost:
        assert any(one.fixed for one in item.answers)
    assert any("ordering" in what for what in lost) == (item.kind == ORDER)


@slow
@given(item=items())
def test_canvas_classic_tells_of_parts(item):
    written, bank = back("qti12", [item])
    (found,) = bank.items
    credits = [one.credit for one in item.answers]
    kept = [one.credit for one in found.answers]
    equal = item.kind == MULTIPLE and {c > 0 for c in kept} == {c > 0 for c in credits}
    if kept != credits and not (equal and len({c for c in credits if c > 0}) == 1):
        assert any("left out" in loss.what for loss in written.losses)


@slow
@given(item=items())
def test_moodle_loses_only_what_it_tells(item):
    written, bank = back("moodle", [item])
    assert bank.refused == ()
    (found,) = bank.items
    lost = {loss.what for loss in written.losses}
    expected = item
    if item.kind == TEXT:
        answers = tuple(replace(one, text=one.text.strip()) for one in item.answers)
        expected = replace(expected, answers=answers)
    if any("keep their place" in one for one in lost):
        answers = tuple(replace(one, fixed=False) for one in expected.answers)
        expected = replace(expected, answers=answers)
    if any("all or nothing" in one for one in lost):
        answers = tuple(replace(one, credit=0.0) for one in expected.answers)
        expected = replace(expected, answers=answers)
        answers = tuple(replace(one, credit=0.0) for one in found.answers)
        found = replace(found, answers=answers)
    if any("single pairs" in one for one in lost) and item.kind == MATCH:
        answers = tuple(replace(one, feedback="") for one in expected.answers)
        expected = replace(expected, answers=answers)
    assert told(found) == told(expected)


@pytest.mark.parametrize("name", WRITERS)
@settings(slow, max_examples=12)
@given(several=st.lists(items(), max_size=3))
def test_all_of_a_bank_come_back_once(name, several):
    numbered = [replace(one, ref=f"q-{number}") for number, one in enumerate(several)]
    if not numbered and name != "moodle":
        return
    written, bank = back(name, numbered)
    left = {loss.item_id for loss in written.losses if loss.whole}
    assert sorted(one.ref for one in bank.items) == sorted(
        one.ref for one in numbered if one.ref not in left
    )
    assert WRITERS[name][0](numbered, "A test") == written


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("bad", ["\0", "\x1b[31m", "\ud800", "\ufffe", "\x7f\x0b"])
def test_characters_that_xml_cannot_hold_are_told(name, bad):
    item = ForeignItem(
        HERE,
        TEXT,
        f"Stem{bad} here",
        (ForeignAnswer("a", f"an{bad}swer", 100.0),),
        ref="x",
        title=f"T{bad}",
        tags=(f"tag{bad}",),
    )
    written, bank = back(name, [item])
    assert any(loss.what == UNWRITABLE for loss in written.losses)
    (found,) = bank.items
    assert found.stem == settled(f"Stem{bad} here")
    assert bank.refused == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_names_are_safe_stable_and_tell_apart(one, other):
    import re

    for text in (one, other):
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", name_safe(text))
        assert name_safe(text) == name_safe(text)
    if one != other:
        assert name_safe(one) != name_safe(other)


@pytest.mark.parametrize("name", WRITERS)
def test_what_cannot_be_written_is_left_out_whole(name):
    good = ForeignItem(HERE, TEXT, "Which?", (ForeignAnswer("a", "this", 100.0),), ref="good")
    bad = [
        replace(good, ref="kind", kind="claim_fix"),
        replace(good, ref="empty", stem="  "),
        replace(good, ref="keyless", answers=(ForeignAnswer("a", "this"),)),
        replace(good, ref="one", kind=CHOICE),
        replace(good, ref="blank", answers=(ForeignAnswer("a", " ", 100.0),)),
        replace(good, ref="word", kind="numeric"),
        replace(good, ref="pairs", kind=MATCH, answers=()),
    ]
    written, bank = back(name, [*bad, good])
    assert [one.ref for one in bank.items] == ["good"]
    assert [loss.item_id for loss in written.losses if loss.whole] == [one.ref for one in bad]
    assert bank.items[0].kind == TEXT


@pytest.mark.parametrize("name", WRITERS)
def test_what_only_this_program_knows_is_told(name):
    item = ForeignItem(
        HERE,
        TEXT,
        "Which?",
        (ForeignAnswer("a", "this", 100.0),),
        ref="x",
        meta=(("level", "recall"), ("difficulty", "2")),
    )
    written, _ = back(name, [item])
    assert any("level, difficulty" in loss.what for loss in written.losses)


@pytest.mark.parametrize("name", WRITERS)
def test_two_questions_of_one_id_stay_two(name):
    item = ForeignItem(HERE, TEXT, "Which?", (ForeignAnswer("a", "this", 100.0),), ref="same")
    _, bank = back(name, [item, replace(item, stem="And which?")])
    assert sorted(one.stem for one in bank.items) == ["And which?", "Which?"]
