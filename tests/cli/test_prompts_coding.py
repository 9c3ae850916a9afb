"""Typing codes in line mode."""

from dataclasses import replace

import pytest

from tests.cli.test_prompts import question
from tests.content.world import PCS_TABLES, WORLD, compile_world
from tests.factories import CODE, make_item
from tutor.cli.player import ask_response, show_feedback, show_question
from tutor.cli.prompts_coding import CODE as CODE_PROMPT
from tutor.cli.prompts_coding import CODING_CASE, PCS_BUILD
from tutor.domain.coding import ICD
from tutor.domain.item import Exhibit
from tutor.domain.pcs import PcsBook
from tutor.domain.plain import from_json
from tutor.domain.records import PlacedItem
from tutor.errors import ResponseError
from tutor.services.library import content_roots, open_library
from tutor.services.questions import build_question


def tables() -> PcsBook:
    (document,) = compile_world({PCS_TABLES: WORLD[PCS_TABLES]})[PCS_TABLES].documents
    return from_json(PcsBook, document.body)


def asked(kind, **changes):
    return replace(question(kind), **changes)


@pytest.mark.parametrize("typed", ["E11.22 N18.4", "e1122, n184", "e1122;N18.4"])
def test_codes_are_typed_in_any_way(typed):
    expected = tuple(key.code for key in CODE.codes)
    assert CODE_PROMPT.parse(asked("code", code_sets=(ICD,)), typed) == expected


@pytest.mark.parametrize("typed", ["", "  ", "sugar", "E11.9 E11.9"])
def test_what_is_no_code_is_refused(typed):
    for kind, prompt in (("code", CODE_PROMPT), ("coding_case", CODING_CASE)):
        with pytest.raises(ResponseError):
            prompt.parse(asked(kind), typed)


def test_an_encounter_is_typed_on_one_line():
    typed = "m17.12 e11.9 j3301-lt x4 @1"
    assert CODING_CASE.parse(asked("coding_case"), typed) == (
        "dx:M17.12",
        "dx:E11.9",
        "px:J3301-LT*4@1",
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("?", "Position 1 of 7, Section: 0 Medical and Surgical."),
        ("0ft?", "Position 4 of 7, Body Part: 4 Gallbladder; G Pancreas."),
        ("0 F T 4 ?", "Position 5 of 7, Approach: 0 Open; 4 Percutaneous Endoscopic."),
        ("0FX?", "No table here goes on from '0FX'."),
        ("0FT44ZZ?", "No table here goes on from '0FT44ZZ'."),
    ],
)
def test_a_question_mark_tells_what_may_follow(typed, told):
    with pytest.raises(ResponseError) as caught:
        PCS_BUILD.parse(asked("pcs_build", pcs=tables()), typed)
    assert str(caught.value) == told


def test_a_built_code_is_typed_whole():
    assert PCS_BUILD.parse(asked("pcs_build"), "0ft 44zz") == ("0FT44ZZ",)


def test_the_player_asks_again_and_tells_more(monkeypatch, capsys):
    typed = iter(["?", "0FT?", "0FT", "0ft44zz"])
    monkeypatch.setattr("click.prompt", lambda *_args, **_more: next(typed))
    view = asked("pcs_build", kind_label="Build", pcs=tables())
    assert ask_response(view) == ("0FT44ZZ",)
    out = " ".join(capsys.readouterr().out.split())
    assert "Position 1 of 7, Section: 0 Medical and Surgical." in out
    assert "Position 4 of 7, Body Part: 4 Gallbladder; G Pancreas." in out
    assert "An ICD-10-PCS code has 7 characters; this has 3." in out


def test_the_player_prints_note_and_feedback(capsys, compiled_cache):
    library = open_library(content_roots(()), compiled_cache / "content.db")
    exhibit = Exhibit("item-1", "A knee", "note", "L knee OA", 1, 1)
    item = make_item(kind="coding_case", exhibit=exhibit)
    response = ("dx:M17.12", "px:J3301-LT*4@1", "dx:I10")
    view = build_question(PlacedItem(item, ()), library, response=response, with_feedback=True)
    show_question(view)
    show_feedback(view.feedback)
    out = capsys.readouterr().out
    assert "question 1 of 1" not in out
    assert "L knee OA" in out
    assert "◐ Partly right" in out
    assert "✓ D1. M17.12 [right, hit]" in out
    assert "○ D2. E11.9 [the answer, miss]" in out
    assert "✗ +. I10 [wrong, overcode]" in out
