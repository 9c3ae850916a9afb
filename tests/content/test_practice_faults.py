"""Faults in seeds/practice/: each is one line at its place, with what to do about it."""

import pytest

from tests.content.practice_world import (
    CHARGES,
    ENCOUNTERS,
    NAMES,
    PLANS,
    PRACTICE_WORLD,
    broken_practice,
)
from tests.content.world import problems_of, write_world
from tutor.domain.claims.plans import Bundle, Frequency, Necessity
from tutor.errors import NotFoundError
from tutor.services.library import open_library

FAULTS = [
    ("unknown field", NAMES, [("streets:", "roads:")], ["1: `streets` is missing", "6: unknown"]),
    ("zip", NAMES, [('"43999"', '"4399"')], ["8: `zip` is '4399': it must have the form"]),
    ("plan kind", PLANS, [("kind: ppo", "kind: epo")], ["5: `kind` is epo: use one of: medicare"]),
    ("money", PLANS, [('"100.00"', '"100"')], ["13: `deductible` is '100': it must have the form"]),
    ("bare money", PLANS, [('"4.00"', "4.00")], ["29: `J1885` is 4.00 without quotes"]),
    ("days", PLANS, [("[5, 9]", "[9, 5]")], ["17: the least days are more than the most: swap"]),
    ("pair", PLANS, [("column_two: J3301", "column_two: J1885")], ["22: a code bundled with it"]),
    (
        "frequency",
        PLANS,
        [("months: 3", "months: 3, times: 2")],
        ["24: a frequency without months or times, or with both: give one of the two"],
    ),
    (
        "no fee schedule",
        PLANS,
        [('    allowed:\n      J1885: "4.00"\n      J3301: "6.50"\n', "    allowed: {}\n")],
        ["28: `allowed` is empty: only self-pay has none"],
    ),
    (
        "no charge for what a plan pays",
        PLANS,
        [('J3301: "6.50"', 'J3300: "6.50"')],
        ["30: J3300 is not in seeds/codes/hcpcs.yaml", "30: there is no charge for J3300"],
    ),
    (
        "no charge for what a rule is about",
        PLANS,
        [("authorization: [J3301]", "authorization: [J3300]")],
        ["18: J3300 is not in seeds/codes/hcpcs.yaml", "18: there is no charge for J3300"],
    ),
    (
        "diagnosis of a policy",
        PLANS,
        [('"M54"', '"M54."')],
        ["20: `diagnoses` is 'M54.'"],
    ),
    ("charge", CHARGES, [('"6.00"', '"6"')], ["3: `J1885` is '6': it must have the form"]),
    ("blank", ENCOUNTERS, [("{sex}", "{gender}")], ["11: the note has the blank {gender}: use"]),
    ("referring", ENCOUNTERS, [("{sex}", "{referring}")], ["11: the note has the blank {refer"]),
    (
        "half a blank",
        ENCOUNTERS,
        [("{sex}", "{sex")],
        ["11: the note has a brace without its other half"],
    ),
    (
        "short note",
        ENCOUNTERS,
        [("      LBP x 2 d.\n", "")],
        ["11: a note of 3 lines: write 4 to 12 lines"],
    ),
    (
        "wide note",
        ENCOUNTERS,
        [("LBP x 2 d.", "LBP " * 20)],
        ['11: a line of 80 characters ("LBP LBP LBP LBP LBP ...")'],
    ),
    ("ages", ENCOUNTERS, [("[20, 60]", "[60, 20]")], ["7: the youngest age is above the oldest"]),
    (
        "pointer",
        ENCOUNTERS,
        [('points_to: ["M54.50"]', 'points_to: ["M54.9"]')],
        ["21: M54.9 is none of the diagnoses: add it there, or correct it"],
    ),
    (
        "a mistake that is the key",
        ENCOUNTERS,
        [('"M54.9"', '"M54.50"')],
        ["24: M54.50 is a mistake and the key: keep it in one place"],
    ),
    ("no dot", ENCOUNTERS, [('{code: "M54.50"', '{code: "M5450"')], ["16: M5450 is no ICD-10-CM"]),
    (
        "no such code",
        ENCOUNTERS,
        [('"M54.9"', '"M54.99"')],
        ["24: M54.99 is not in ICD-10-CM: correct it, or list it in invalid_codes"],
    ),
    (
        "service",
        ENCOUNTERS,
        [("code: J1885", 'code: "12345"')],
        ["18: `code` is '12345'", "18: 12345 has the form of a CPT code"],
    ),
    ("no charge", ENCOUNTERS, [("code: J1885", "code: J3300")], ["18: J3300 is not", "18: there"]),
]


@pytest.mark.parametrize(
    ("place", "changes", "expected"),
    [pytest.param(place, c, lines, id=name) for name, place, c, lines in FAULTS],
)
def test_each_fault_is_one_line_at_the_right_place(place, changes, expected):
    found = problems_of(broken_practice(place, *changes))
    for begin in expected:
        assert any(line.startswith(f"{place}:{begin}") for line in found), found
    if expected:
        assert all(line.startswith(f"{place}:") and "\n" not in line for line in found), found


def test_a_cpt_number_has_no_place_in_the_charges():
    found = problems_of(broken_practice(CHARGES, ("J1885", '"12345"')))
    assert found[0].startswith(f"{CHARGES}:3: `12345` is '12345': it must have the form")
    assert any("12345 has the form of a CPT code" in line for line in found)


def test_a_whole_practice_has_no_problem():
    assert problems_of(PRACTICE_WORLD) == []


def test_two_plans_may_not_have_one_id():
    twice = PRACTICE_WORLD[PLANS] + PRACTICE_WORLD[PLANS].split("plans:\n")[1]
    (found,) = problems_of({**PRACTICE_WORLD, PLANS: twice})
    assert found.startswith(f"{PLANS}:31: the plan one-ppo is already in line 3")


def test_the_library_puts_the_data_together(tmp_path):
    root = write_world(tmp_path / "content", PRACTICE_WORLD)
    data = open_library([root], tmp_path / "cache.db").lab_data()
    assert data.practices == ("Small Practice",)
    assert data.names.towns == (("Townsend", "OH", "43999"),)
    assert data.charge("J1885") == 600
    plan = data.plan("one-ppo")
    assert plan.fee("J3301") == 650
    assert plan.benefits.deductible == 10_000
    assert plan.benefits.coinsurance == 1_250
    assert plan.benefits.free == ("J3301",)
    assert plan.rules.reduction == 200
    assert plan.rules.necessity == (Necessity("J1885", ("M54", "S")),)
    assert plan.rules.bundles == (Bundle("J1885", "J3301", "1"),)
    assert plan.rules.frequencies == (Frequency("J3301", months=3),)
    assert plan.rules.most_units == (("J1885", 8),)
    assert plan.rules.modifiers_unbundle == ("59", "XE", "XP", "XS", "XU")
    (template,) = data.encounters
    assert template.sexes == "FM"
    assert template.services[0].units == 2
    assert template.note.endswith("{provider}")


def test_without_a_practice_the_library_says_so(tmp_path):
    files = {place: text for place, text in PRACTICE_WORLD.items() if "practice" not in place}
    library = open_library([write_world(tmp_path / "content", files)], tmp_path / "cache.db")
    with pytest.raises(NotFoundError, match=r"no practice to simulate \(seeds/practice/\)"):
        library.lab_data()
