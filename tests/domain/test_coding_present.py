"""What assigned codes are told: every code with mark, word and reason."""

import pytest

from tests.factories import CODE, CODING_CASE, make_item
from tutor.domain.coding_present import NEAR, NOT_IN_KEY
from tutor.domain.kinds import explain, grade, present, solve


def explained(kind, response):
    item = make_item(kind=kind)
    return explain(item, (), grade(item, response), response)


def told(parts):
    return [(part.label, part.text, part.state, part.detail) for part in parts]


def test_hits_misses_near_codes_overcodes_and_the_sequence_are_named():
    found = explained("code", ("N18.9", "I10", "E11.22"))
    assert told(found.parts) == [
        ("1", "E11.22", "right", "hit"),
        ("2", "N18.4", "partly", "you gave N18.9: wrong laterality or detail"),
        ("Sequence", "E11.22 is listed first", "wrong", ""),
        ("+", "I10", "wrong", "overcode"),
    ]
    assert "N18.9: The stage is known." in found.parts[1].rationale
    assert found.parts[3].rationale == NOT_IN_KEY
    assert [part.given for part in found.parts] == ["", "N18.9", "", "I10"]
    assert found.explanation == CODE.rationale
    assert found.key == "E11.22, N18.4"


def test_a_known_mistake_is_explained_by_its_author():
    found = explained("code", ("E11.9",))
    assert "E11.9: There is a complication." in found.parts[0].rationale
    assert told(found.parts)[1] == ("2", "N18.4", "missed", "miss")
    unexpected = explained("code", ("E11.65",))
    assert unexpected.parts[0].rationale.endswith(f"E11.65: {NEAR}")


def test_a_skipped_question_shows_the_key():
    for kind, labels in (("code", ["1", "2"]), ("coding_case", ["D1", "D2", "P1"])):
        parts = explained(kind, ()).parts
        assert [part.label for part in parts] == labels
        assert {part.state for part in parts} == {"missed"}


def test_faults_of_a_procedure_line_are_named():
    found = explained("coding_case", ("dx:M17.12", "dx:E11.9", "px:J3301-RT*2@2", "px:J1885"))
    line, over = found.parts[3:]
    assert line.state == "partly"
    assert line.text == "J3301-LT x4 @1 (M17.12)"
    assert line.detail == (
        "hit; ✗ modifier: LT, not RT; ✗ units: 4, not 2; ✗ pointer: M17.12, not @2"
    )
    assert (over.text, over.rationale) == ("J1885", "That is ketorolac.")
    assert found.key == "M17.12, E11.9; J3301-LT x4 @1"


def test_a_built_code_is_explained_character_by_character():
    found = explained("pcs_build", ("0FB44ZZ",))
    assert [part.state for part in found.parts] == ["right"] * 2 + ["wrong"] + ["right"] * 4
    assert found.parts[2].detail == "you chose B"
    assert found.explanation.startswith("0FB44ZZ: Excision takes out only some of it.")
    assert found.given == "0FB44ZZ"
    assert explained("pcs_build", ("0FT44ZZ",)).given == ""


def test_nothing_shown_gives_the_answer_away():
    for kind in ("code", "coding_case", "pcs_build"):
        item = make_item(kind=kind)
        assert present(item, ()).parts == ()
    assert present(make_item(kind="code"), ()).code_sets == ("icd10cm",)


@pytest.mark.parametrize("kind", ["code", "coding_case", "pcs_build"])
def test_the_answer_key_names_codes_and_mistakes(kind):
    item = make_item(kind=kind)
    lines = [f"{line.mark}{line.text}" for line in solve(item)]
    mistakes = [f"not {mistake.code}" for mistake in item.body.mistakes]
    assert lines[-len(mistakes) :] == mistakes
    assert all(line.rationale for line in solve(item))


def test_the_answer_key_of_an_encounter_gives_whole_lines():
    lines = [
        f"{line.mark}{line.text}" for line in solve(make_item(body=CODING_CASE, kind="coding_case"))
    ]
    assert "P1. J3301-LT x4 @1 (M17.12)" in lines
    assert "Sequence: first" in lines
