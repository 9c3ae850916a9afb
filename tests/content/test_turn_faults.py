"""Faults in what an encounter leaves open, and in the second service of a day."""

import pytest

from tests.content.practice_world import ENCOUNTERS, PRACTICE_WORLD
from tests.content.world import problems_of, write_world
from tests.domain.claims.lab_practice import shipped
from tutor.codebook.official import icd_codes
from tutor.domain.claims.turns import ways
from tutor.services.library import open_library

NOTE = """\
      note: |
        {day} {patient} {age} {sex}
        Pain since yesterday.
        Toradol 30 mg IM.
        {provider}
"""
TURNS = f"""\
    query:
{NOTE}\
      coded: {{code: "R52", rationale: "Pain, nothing more."}}
      instead_of: ["M54.50"]
      unclear: "where it hurts"
      rationale: "Only the provider can say."
      indicators:
        - {{text: "Pain of {{day}}", rationale: "An indicator.", right: true}}
        - {{text: "Toradol", rationale: "The treatment.", right: true}}
        - {{text: "What it pays", rationale: "Never.", breach: true}}
      openings:
        - {{text: "Where? Other; unable to determine.", rationale: "Open.", right: true}}
        - {{text: "Please document the back.", rationale: "It leads.", breach: true}}
        - {{text: "The back is paid.", rationale: "It speaks of payment.", breach: true}}
      answer: "Addendum to {{day}}: low back pain. {{provider}}"
    pairs:
      -
{NOTE.replace("      ", "        ")}\
        column_one: "J1885"
        service: {{code: "J3301", rationale: "By 10 mg.", points_to: ["M54.50"]}}
        rationale: "Another site."
        modifier: "XS"
"""
WHOLE = PRACTICE_WORLD[ENCOUNTERS] + TURNS


FAULTS = [
    ("note of a query", "Pain since", "{gender} since", "the note has the blank {gender}"),
    ("answer", "Addendum to {day}", "Addendum to {today}", "the answer has the blank {today}"),
    ("indicator", "Pain of {day}", "Pain of {age}", "the text has the blank {age}"),
    ("not in the key", 'instead_of: ["M54.50"]', 'instead_of: ["M54.9"]', "M54.9 is none of the"),
    ("coded is the key", '"R52"', '"M54.50"', "M54.50 is in the key"),
    ("coded", '"R52"', '"J3301"', "J3301 is no ICD-10-CM code"),
    ("two openings", 'leads.", breach: true', 'leads.", right: true', "2 of 3 openings are right"),
    ("both", 'Open.", right: true', 'Open.", right: true, breach: true', "right and a breach"),
    ("column one", 'column_one: "J1885"', 'column_one: "J3301"', "J3301 is none of the services"),
    (
        "pointer of a pair",
        'points_to: ["M54.50"]}',
        'points_to: ["M54.9"]}',
        "M54.9 is none of the diagnoses",
    ),
    (
        "diagnoses of a pair",
        'modifier: "XS"\n',
        'modifier: "XS"\n        diagnoses: [{code: "M54.9", rationale: "x"}]\n',
        "M54.50, which a service points to, is missing",
    ),
    ("modifier", 'modifier: "XS"', 'modifier: "59"', "`modifier` is 59"),
    ("no charge", '{code: "J3301", rationale', '{code: "J3300", rationale', "there is no charge"),
]  # fmt: skip


def problems(old: str, new: str) -> list[str]:
    assert WHOLE.count(old) >= 1, old
    head, tail = WHOLE[: len(PRACTICE_WORLD[ENCOUNTERS])], TURNS.replace(old, new, 1)
    return problems_of({**PRACTICE_WORLD, ENCOUNTERS: head + tail})


def test_a_visit_with_both_has_no_problem(tmp_path):
    assert problems("R52", "R52") == []
    root = write_world(tmp_path / "content", {**PRACTICE_WORLD, ENCOUNTERS: WHOLE})
    (template,) = open_library([root], tmp_path / "cache.db").lab_data().encounters
    assert template.query.coded.code == "R52"
    assert [one.breach for one in template.query.openings] == [False, True, True]
    assert template.pairs[0].service.code == "J3301"
    assert template.pairs[0].modifier == "XS"


@pytest.mark.parametrize(
    ("old", "new", "expected"), [pytest.param(*rest, id=name) for name, *rest in FAULTS]
)
def test_each_fault_is_told(old, new, expected):
    found = problems(old, new)
    assert any(expected in line for line in found), found
    assert all(line.startswith(f"{ENCOUNTERS}:") and "\n" not in line for line in found)


def test_every_way_of_the_practice_that_ships_is_as_good_as_its_key():
    codes = icd_codes()
    for template in shipped().encounters:
        for way in ways(template):
            assert 4 <= len(way.note.splitlines()) <= 12
            for one in way.diagnoses:
                assert one.code.replace(".", "") in codes, (template.id, one.code)
                assert one.rationale
            known = {one.code for one in way.diagnoses}
            for service in way.services:
                assert set(service.points_to) <= known
                shipped().charge(service.code)
            given = known | {one.code for one in way.services}
            assert not given & {one.code for one in way.mistakes}
            if template.referred:
                assert "{referring}" in way.note, template.id
            if template.accident:
                assert "{injured}" in way.note, template.id
