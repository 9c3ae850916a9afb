"""Faults of the kinds that are answered by assigning codes: line, what, what to do."""

import pytest

from tests.content.coded import CODED, CODED_WORLD, coded
from tests.content.world import PCS_TABLES, WORLD, compile_world, problems_of
from tutor.domain.coding import Coding, CodingCase, PcsBuild
from tutor.domain.item import Exhibit
from tutor.domain.pcs import PcsBook
from tutor.domain.plain import from_json

CODE = 'write a code such as "E11.22", "J1885" or "0FT44ZZ"'
ICD = 'write an ICD-10-CM code with its dot, such as "E11.22"'
PROCEDURE = 'write a HCPCS Level II or ICD-10-PCS code, such as "J1885"'
ABSENT = "which is not a diagnosis of this key: name a code of `diagnoses`"
ADD = "correct it, add it there, or list it in invalid_codes or not_codes"
PCS = 'write an ICD-10-PCS code, such as "0FT44ZZ"'

FAULTS = [
    (
        "no dot",
        ('code: "E11.22", r', 'code: "E1122X", r'),
        f"11: E1122X is not a code as it is written: {CODE}",
    ),
    (
        "CPT key",
        ('code: "N18.4"', 'code: "99213"'),
        [
            "12: 99213 has the form of a CPT code: leave it out: keys never hold CPT",
            "12: 99213 has the form of a CPT code: leave it out, move the item to "
            "question_banks/cpt/, or list it in not_codes",
        ],
    ),
    ("twice", ('code: "N18.4"', 'code: "E11.22"'), "12: E11.22 is in `codes` already: remove one"),
    (
        "mistake is right",
        ('code: "N18.9"', 'code: "N18.4"'),
        "15: N18.4 is in the key already: remove one",
    ),
    (
        "mistake twice",
        ('code: "N18.9"', 'code: "E11.9"'),
        "15: E11.9 is in `mistakes` already: remove one",
    ),
    (
        "sequence",
        ("sequence: first", "sequence: second"),
        "9: `sequence` is second: use one of: any, first, all",
    ),
    (
        "one mistake",
        ('      - {code: "N18.9", rationale: "Known."}\n', ""),
        "13: `mistakes` has 1 entries: give at least 2",
    ),
    (
        "no rationale",
        ('{code: "N18.4", rationale: "Stage."}', '{code: "N18.4"}'),
        "12: `rationale` is missing: say why it is right, or what leads a learner to it",
    ),
    (
        "HCPCS diagnosis",
        ('code: "M17.12"', 'code: "J3301"'),
        [
            f"38: J3301 is not a code as it is written: {ICD}",
            f"41: J3301 points to M17.12, {ABSENT}",
        ],
    ),
    (
        "pointer",
        ('points_to: ["M17.12"]', 'points_to: ["M17.11"]'),
        f"41: J3301 points to M17.11, {ABSENT}",
    ),
    ("modifier", ('["RT"]', '["Rt"]'), '41: Rt is not a modifier: write "LT"'),
    ("units", ("units: 4", "units: 0"), "41: `units` is 0: 1 is the least"),
    (
        "diagnosis as procedure",
        ('code: "J3301"', 'code: "M25.562"'),
        f"41: M25.562 is not a code as it is written: {PROCEDURE}",
    ),
    (
        "no exhibit",
        ("    exhibit:\n      type: note\n      text: |\n        L knee OA, injected.\n", ""),
        "27: `exhibit` is missing: add it",
    ),
    (
        "character",
        ('value: "T"', 'value: "B"'),
        "63: character 3 is B, but the code is 0FT44ZZ: correct one of them",
    ),
    ("letter O", ('value: "T"', 'value: "O"'), None),
    (
        "six characters",
        ('      - {value: "Z", meaning: "No qualifier", rationale: "R."}\n', ""),
        "60: `characters` has 6 entries: give at least 7",
    ),
    (
        "ICD as PCS",
        ('code: "0FTG4ZZ"', 'code: "K81.0"'),
        f"69: K81.0 is not an ICD-10-PCS code: {PCS}",
    ),
    (
        "unknown code",
        ('code: "N18.9"', 'code: "N18.8"'),
        "15: N18.8 is not in ICD-10-CM: correct it, or list it in invalid_codes or not_codes",
    ),
    (
        "unknown PCS",
        ('code: "0FTG4ZZ"', 'code: "0FTG3ZZ"'),
        f"69: 0FTG3ZZ is neither in seeds/codes/icd10pcs.yaml nor in a table: {ADD}",
    ),
]


def test_the_bank_has_no_fault():
    assert problems_of(CODED_WORLD) == []


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c, line, id=name) for name, c, line in FAULTS]
)
def test_each_fault_is_one_line_at_the_right_place(change, expected):
    found = problems_of(coded(change))
    if expected is None:
        assert found
        assert all(line.startswith(f"{CODED}:63: ") for line in found)
    else:
        lines = [expected] if isinstance(expected, str) else expected
        assert found == [f"{CODED}:{line}" for line in lines]


def test_the_bodies_are_read_whole():
    kidney, knee, gallbladder, _ = compile_world(CODED_WORLD)[CODED].items
    assert isinstance(kidney.body, Coding)
    assert [key.code for key in kidney.body.codes] == ["E11.22", "N18.4"]
    assert isinstance(knee.body, CodingCase)
    assert knee.body.procedures[0].points_to == ("M17.12",)
    assert knee.exhibit == Exhibit("knee", "A knee", "note", "L knee OA, injected.", 1, 1)
    assert isinstance(gallbladder.body, PcsBuild)
    assert gallbladder.body.code == "0FT44ZZ"


def test_an_encounter_does_not_stand_in_a_case():
    text = CODED_WORLD[CODED]
    start, end = text.index("  - id: knee"), text.index("  - id: gallbladder")
    knee = text[start:end]
    inner = "".join(f"    {line}\n" for line in knee.splitlines())
    case = (
        "  - id: frame\n    version: 1\n    kind: case\n    title: T\n"
        "    exhibit: {type: note, text: T}\n    questions:\n"
        + inner
        + inner.replace("id: knee", "id: knee-two")
    )
    found = problems_of({**CODED_WORLD, CODED: text[:start] + case + text[end:]})
    assert [line.partition(": ")[2] for line in found] == [
        "a coding_case in a case: move it out: it has its own note"
    ] * 2


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            'section: {"0"',
            'section: {"1"',
            '11: the table 0FT gives 1 as its section: write {"0": ...}',
        ),
        ('table: "0FT"', 'table: "0OT"', None),
        ('devices: {"Z"', 'devices: {"ZZ"', None),
        ("        qualifiers: ", "        qualifers: ", None),
    ],
)
def test_faults_of_tables(old, new, expected):
    text = WORLD[PCS_TABLES]
    assert old in text
    found = problems_of({**WORLD, PCS_TABLES: text.replace(old, new, 1)})
    assert found
    assert all("\n" not in line and line.startswith(PCS_TABLES) for line in found)
    if expected:
        assert found == [f"{PCS_TABLES}:{expected}"]


def test_a_table_may_not_be_there_twice():
    text = WORLD[PCS_TABLES]
    table = text[text.index("  - table:") :]
    (line,) = problems_of({**WORLD, PCS_TABLES: text + table})
    assert line.endswith("the table 0FT is there twice: merge them")


def test_tables_are_read_whole():
    (document,) = compile_world(WORLD)[PCS_TABLES].documents
    book = from_json(PcsBook, document.body)
    assert book.has("0FTG0ZZ")
    assert book.term("0FT").hint == "All of it."
    assert book.choices("0FT") == (("4", "Gallbladder"), ("G", "Pancreas"))
