"""Faults between files, in wording and in codes: exact lines."""

import pytest

from tests.content.world import (
    BANK,
    GLOSSARY,
    LESSON,
    ROLES,
    TRACKS,
    WORLD,
    broken,
    problems_of,
)

SHUFFLED = "but options are shuffled: name the option by what it says"
CPT = (
    "has the form of a CPT code: leave it out, move the item to question_banks/cpt/, "
    "or list it in not_codes"
)
CODES = "correct it, or list it in invalid_codes or not_codes"
ADD = "correct it, add it there, or list it in invalid_codes or not_codes"

# a name, the file, what is replaced in it, the lines reported
FAULTS = [
    # links
    (
        "unknown exam",
        BANK,
        [("exams: {cpb: [bill]}", "exams: {cpq: [bill]}")],
        ["19: there is no exam cpq: did you mean cpb?"],
    ),
    (
        "unknown domain",
        BANK,
        [("exams: {cpb: [bill]}", "exams: {cpb: [bill, bil]}")],
        ["19: the exam cpb has no domain bil: use one of bill, code"],
    ),
    (
        "unknown lesson",
        BANK,
        [("lesson: first", "lesson: frist")],
        ["27: there is no lesson frist: did you mean first?"],
    ),
    (
        "unknown source",
        BANK,
        [('- cite: "Pub. 100-04, ch. 26"', "- source: papers")],
        ["25: there is no source papers: did you mean paper?"],
    ),
    (
        "unknown term",
        BANK,
        [("What now?", "What [[now]]?")],
        ["10: there is no term now: correct or remove the link"],
    ),
    (
        "half a link",
        BANK,
        [("What now?", "What [[Clean claim]] now?")],
        ["10: [[Clean claim]] is not a glossary link: write [[term-id]] or [[term-id|words]]"],
    ),
    # wording
    (
        "all of the above",
        BANK,
        [("text: Send it again", "text: All of the above")],
        ['13: an option says "All of the above": name what is meant'],
    ),
    (
        "none of these answers",
        BANK,
        [("text: Send it again", "text: None of these answers")],
        ['13: an option says "None of these answers": name what is meant'],
    ),
    (
        "letter",
        BANK,
        [("The fault is on the claim.", "Option A fails the rules.")],
        [f'18: a rationale says "Option A", {SHUFFLED}'],
    ),
    (
        "small letter",
        BANK,
        [("The fault is on the claim.", "Not choice b, which fails.")],
        [f'18: a rationale says "choice b", {SHUFFLED}'],
    ),
    (
        "place",
        BANK,
        [("The fault is on the claim.", "The first option fails.")],
        [f'18: a rationale says "first option", {SHUFFLED}'],
    ),
    (
        "wide exhibit",
        BANK,
        [("        Pt c/o", f"        {'x' * 75}\n        Pt c/o")],
        ["112: an exhibit line of 75 columns: keep exhibit lines to 74"],
    ),
    (
        "long exhibit",
        BANK,
        [("        Pt c/o", "        x\n" * 40 + "        Pt c/o")],
        ["152: an exhibit of 42 lines: keep it to 40"],
    ),
    # codes
    ("cpt in a stem", BANK, [("What now?", "What of 99213 now?")], [f"10: 99213 {CPT}"]),
    (
        "cpt in a rationale",
        BANK,
        [("The fault is on the claim.", "The visit is 99213-25.")],
        [f"18: 99213 {CPT}"],
    ),
    ("cpt in an exhibit", BANK, [("J3301 given", "99213 given")], [f"113: 99213 {CPT}"]),
    ("cpt category II", BANK, [("What now?", "What of 1234F now?")], [f"10: 1234F {CPT}"]),
    ("cpt in a lesson", LESSON, [("Text with", "Code 99213 with")], [f"21: 99213 {CPT}"]),
    ("cpt in a heading", LESSON, [("## Page two", "## Page 99213")], [f"27: 99213 {CPT}"]),
    ("cpt in the glossary", GLOSSARY, [("A refusal.", "A 99213.")], [f"12: 99213 {CPT}"]),
    ("cpt in a seed", ROLES, [('"Assigns codes"', '"Assigns 99213"')], [f"5: 99213 {CPT}"]),
    (
        "dental code",
        BANK,
        [("What now?", "What of D0120 now?")],
        ["10: D0120 has the form of a dental code (CDT): leave it out, or not_codes"],
    ),
    ("no such icd code", BANK, [("E11.9", "E11.99")], [f"9: E11.99 is not in ICD-10-CM: {CODES}"]),
    ("no such category", BANK, [("E11.9", "T12")], [f"9: T12 is not in ICD-10-CM: {CODES}"]),
    (
        "icd without dot",
        BANK,
        [("E11.9", "E119")],
        [
            "9: E119 looks like an ICD-10-CM code without its dot: "
            "add the dot, or list it in not_codes"
        ],
    ),
    (
        "no such hcpcs code",
        BANK,
        [("J3301", "J3309")],
        [f"113: J3309 is not in seeds/codes/hcpcs.yaml: {ADD}"],
    ),
    (
        "icd without dot like hcpcs",
        BANK,
        [("J3301", "E1165")],
        [
            "113: E1165 is not in seeds/codes/hcpcs.yaml (nor an ICD-10-CM code with its dot): "
            + ADD
        ],
    ),
    (
        "no such pcs code",
        BANK,
        [("J3301", "0FT44ZX")],
        [f"113: 0FT44ZX is neither in seeds/codes/icd10pcs.yaml nor in a table: {ADD}"],
    ),
    (
        "valid code called invalid",
        BANK,
        [("    role: biller", "    invalid_codes: [E11.9]\n    role: biller")],
        ["9: E11.9 is listed in invalid_codes but is valid: remove it there"],
    ),
]


@pytest.mark.parametrize(
    ("place", "changes", "expected"),
    [
        pytest.param(place, changes, lines, id=name)
        for name, place, changes, lines in FAULTS
        if lines
    ],
)
def test_each_fault_is_one_line_at_the_right_place(place, changes, expected):
    files = broken(place, *changes)
    shown = LESSON if place == TRACKS else place
    found = [line for line in problems_of(files) if line.startswith(f"{shown}:")]
    assert found == [f"{shown}:{line}" for line in expected]


@pytest.mark.parametrize(
    "changes",
    [
        [
            ("E11.9", "E11.99"),
            ("    role: biller", "    invalid_codes: [E11.99]\n    role: biller"),
        ],
        [("E11.9", "vitamin B12"), ("    role: biller", "    not_codes: [B12]\n    role: biller")],
        [("J3301", "99213"), ("    questions:", "    not_codes: ['99213']\n    questions:")],
    ],
)
def test_an_author_can_declare_what_a_code_is_not(changes):
    assert problems_of(broken(BANK, *changes)) == []


def test_a_lesson_and_a_term_can_declare_it_too():
    lesson = broken(
        LESSON, ("Text with", "Vertebra T12 with"), ("role: both", "role: both\nnot_codes: [T12]")
    )
    assert problems_of(lesson) == []
    term = broken(
        GLOSSARY, ("A refusal.", "Not B12."), ('short: "Not', 'not_codes: [B12]\n    short: "Not')
    )
    assert problems_of(term) == []


def test_an_id_used_in_two_files_is_a_fault_of_the_second():
    copy = WORLD[BANK].replace("topic: basics", "topic: more")
    found = problems_of({**WORLD, "question_banks/claims/more.yaml": copy})
    assert found[0] == (
        f"question_banks/claims/more.yaml:5: the item one is already in {BANK}:5: choose another id"
    )
    assert len(found) == 8  # six items and a case with two questions, less the case's own line


def test_cpt_numbers_are_allowed_in_their_folder_up_to_a_limit():
    def bank(numbers):
        text = (
            WORLD[BANK].replace("subject: claims", "subject: cpt").replace("one\n", "cpt-one\n", 1)
        )
        text = text[: text.index("  - id: two")]
        return text.replace("What now?", "\n      ".join(str(n) for n in numbers))

    files = {**WORLD, "question_banks/cpt/basics.yaml": bank(range(20000, 20100))}
    assert problems_of(files) == []
    files["question_banks/cpt/more.yaml"] = (
        bank(range(20050, 20201)).replace("cpt-one", "cpt-two").replace("basics", "more")
    )
    assert problems_of(files) == [
        "question_banks/cpt/more.yaml:160: 20200 is CPT number 201 in all content: 200 is the limit"
    ]


def test_a_stray_file_is_named():
    found = problems_of({**WORLD, "question_banks/deep/er/x.yaml": "schema: 1"})
    assert found == [
        "question_banks/deep/er/x.yaml:1: this file is not read: "
        "put it where docs/content-format.md says, or give it another ending"
    ]


def test_more_than_300_items_are_too_many():
    one = WORLD[BANK][WORLD[BANK].index("  - id: two") : WORLD[BANK].index("  - id: three")]
    items = "".join(one.replace("id: two", f"id: two-{n}") for n in range(301))
    text = f"schema: 1\nsubject: claims\ntopic: many\nitems:\n{items}"
    found = problems_of({**WORLD, "question_banks/claims/many.yaml": text})
    assert found == ["question_banks/claims/many.yaml:4: `items` has 301 entries: keep to 300"]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("schema: 1\n  x: 2\n", 2, "not valid YAML"),
        ("schema: 1\nitems: [a\n", 2, "not valid YAML"),
        ("a: 'b\n", 1, "not valid YAML"),
        ("a: b: c\n", 1, "not valid YAML"),
        ("\tschema: 1\n", 1, "not valid YAML"),
        ("schema: 1\n\x07\n", 2, "a control character"),
        ("schema: 1\n---\nschema: 1\n", 2, "a second document"),
        ("", 1, "`this file` is empty"),
        ("- a\n", 1, "`this file` is not a set of fields"),
        ("x: " + "[" * 40 + "]" * 40, 1, "nested too deeply"),
        ("? [a]\n: b\n", 1, "a key that is not a word"),
    ],
)
def test_what_is_not_yaml_is_named_with_its_line(text, line, what):
    found = problems_of({BANK: text})
    assert any(one.startswith(f"{BANK}:{line}: {what}") for one in found), found
