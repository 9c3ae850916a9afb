"""Every kind of fault in a bank: its exact file and line, and what it says."""

import pytest

from tests.content.world import BANK, WORLD, broken, problems_of

KINDS = (
    "use one of: single, multiple, numeric, text, order, match, code, coding_case, "
    "pcs_build, claim_fix, remit_post, denial_action, case"
)
MISSING = "`skill` is missing: add it"
CASE_WITHOUT_SKILL = [f"{line}: {MISSING}" for line in (5, 29, 48, 66, 84, 115, 123)]

# a name, what is replaced in the bank, the lines reported
FAULTS = [
    (
        "unknown field",
        [("    kind: single\n", "    kind: single\n    colour: red\n")],
        ["8: unknown field `colour`: remove it"],
    ),
    (
        "misspelt field",
        [("rationale: Nothing", "rational: Nothing")],
        [
            "12: `rationale` is missing: say why it is right, or what leads a learner to it",
            "14: unknown field `rational`: did you mean rationale?",
        ],
    ),
    ("missing field", [("    role: biller\n", "")], ["5: `role` is missing: add it"]),
    (
        "duplicate key",
        [("    version: 1\n", "    version: 1\n    version: 2\n")],
        ["7: `version` is given twice (first in line 6): keep one of them"],
    ),
    (
        "unquoted float",
        [("text: Send it again", "text: 1.10")],
        ['13: `text` is 1.10 without quotes: put it in quotes, "1.10"'],
    ),
    (
        "unquoted number",
        [("text: Send it again", "text: 99")],
        ['13: `text` is 99 without quotes: put it in quotes, "99"'],
    ),
    (
        "unquoted octal",
        [("text: Send it again", "text: 012")],
        ['13: `text` is 012 without quotes: put it in quotes, "012"'],
    ),
    (
        "unquoted time",
        [("text: Send it again", "text: 12:30")],
        ['13: `text` is 12:30 without quotes: put it in quotes, "12:30"'],
    ),
    (
        "unquoted day",
        [("text: Send it again", "text: 2026-11-23")],
        ['13: `text` is 2026-11-23 without quotes: put it in quotes, "2026-11-23"'],
    ),
    (
        "unquoted no",
        [("text: Send it again", "text: no")],
        ['13: `text` is no without quotes: put it in quotes, "no"'],
    ),
    (
        "unquoted true",
        [("text: Send it again", "text: true")],
        ['13: `text` is true without quotes: put it in quotes, "true"'],
    ),
    (
        "unquoted year",
        [('year: "2026"', "year: 2026")],
        ['26: `year` is 2026 without quotes: put it in quotes, "2026"'],
    ),
    (
        "unquoted amount",
        [('value: "84.00"', "value: 84.00")],
        ['33: `value` is 84.00 without quotes: put it in quotes, "84.00"'],
    ),
    (
        "empty text",
        [("text: Send it again", "text:")],
        ["13: `text` is empty: write it or remove the line"],
    ),
    ("blank text", [("text: Send it again", 'text: "  "')], ["13: `text` is empty: write it"]),
    (
        "list for text",
        [("text: Send it again", "text: [a, b]")],
        ["13: `text` should be text: put it in quotes if it has brackets, braces or a colon"],
    ),
    (
        "text for number",
        [("    version: 1\n", '    version: "1"\n')],
        ['6: `version` is "1" in text: write a number without quotes'],
    ),
    (
        "fraction for number",
        [("    difficulty: 2\n", "    difficulty: 2.5\n")],
        ["23: `difficulty` is 2.5: write a number, such as 2"],
    ),
    (
        "version 0",
        [("    version: 1\n", "    version: 0\n")],
        ["6: `version` is 0: 1 is the least"],
    ),
    (
        "difficulty 9",
        [("    difficulty: 2\n", "    difficulty: 9\n")],
        ["23: `difficulty` is 9: 5 is the most"],
    ),
    (
        "yes for true",
        [("correct: true", "correct: yes")],
        ["17: `correct` is yes: write true or false, without quotes"],
    ),
    (
        "unknown role",
        [("role: biller", "role: codr")],
        ["20: `role` is codr: use one of: coder, biller, both"],
    ),
    (
        "id in capitals",
        [("  - id: two\n", "  - id: Two\n")],
        ["29: `id` is 'Two': use lower-case words joined by -"],
    ),
    ("unknown kind", [("kind: single", "kind: quiz")], [f"7: `kind` is quiz: {KINDS}"]),
    ("no kind", [("    kind: single\n", "")], [f"5: `kind` is missing: {KINDS}"]),
    ("kind without quotes", [("kind: single", "kind: 1")], [f"7: `kind` is 1: {KINDS}"]),
    (
        "not a question",
        [("items:\n", "items:\n  - nonsense\n")],
        ["5: a question should be a set of fields: begin it with `- id: ...`"],
    ),
    (
        "two right",
        [("        text: Send it again\n", "        text: Send it again\n        correct: true\n")],
        ["18: a `single` has two right options: keep one, or make it `multiple`"],
    ),
    (
        "no right",
        [("        correct: true\n", "")],
        ["11: no option is marked as right: add `correct: true` to the key"],
    ),
    (
        "multiple without a wrong one",
        [("text: Weather,", "text: Weather, correct: true,")],
        ["52: every option is right: add a wrong option"],
    ),
    (
        "multiple without a right one",
        [("text: NPI, correct: true", "text: NPI"), ("text: Date, correct: true", "text: Date")],
        ["52: no option is marked as right: add `correct: true` to the key"],
    ),
    (
        "option ids",
        [("id: c, text: Weather", "id: b, text: Weather")],
        ["55: the id b is used twice in options: rename one"],
    ),
    (
        "step ids",
        [("id: s3, text: Bill", "id: s1, text: Bill")],
        ["73: the id s1 is used twice in steps: rename one"],
    ),
    (
        "too few steps",
        [("      - {id: s3, text: Bill, rationale: Last.}\n", "")],
        ["70: `steps` has 2 entries: give at least 3"],
    ),
    (
        "answer not a choice",
        [("answer: coder, rat", "answer: coders, rat")],
        ["92: the answer coders is not one of the choices: use one of coder, biller"],
    ),
    (
        "mistake in tolerance",
        [('value: "21.00"', 'value: "84.001"')],
        ["36: the mistake 84.001 would be marked right: change it or tolerance"],
    ),
    (
        "mistake twice",
        [("    mistakes:\n", '    mistakes:\n      - {value: "21", rationale: "The same."}\n')],
        ["37: the mistake 21.00 is given twice: merge the two"],
    ),
    (
        "tolerance below 0",
        [('tolerance: "0.005"', 'tolerance: "-1"')],
        ['33: the tolerance is below 0: write "0" or more'],
    ),
    (
        "not a figure",
        [('value: "84.00"', 'value: "$84"')],
        ["33: `value` is '$84': write a plain decimal number in quotes, such as \"84.00\""],
    ),
    (
        "empty reference",
        [('      - cite: "Pub. 100-04, ch. 26"\n        year: "2026"\n', '      - year: "2026"\n')],
        ["25: a reference names nothing: give `cite` or `source`"],
    ),
    (
        "no references",
        [
            (
                '    references:\n      - cite: "Pub. 100-04, ch. 26"\n        year: "2026"\n',
                "    references: []\n",
            )
        ],
        ["24: `references` is empty: add something or remove it"],
    ),
    (
        "long option",
        [("text: Send it again", f"text: {'x' * 201}")],
        ["13: `text` has 201 characters: shorten it to 200"],
    ),
    (
        "long stem",
        [("      What now?\n", f"      {'x' * 1200}\n")],
        ["9: `stem` has 1,230 characters: shorten it to 1,200"],
    ),
    (
        "long rationale",
        [("rationale: The fault is on the claim.", f"rationale: {'xx ' * 200}x")],
        ["18: `rationale` has 601 characters: shorten it to 600"],
    ),
    (
        "escape character",
        [("text: Send it again", 'text: "a\\e[31m"')],
        ["13: `text` holds the invisible character U+001B: delete it"],
    ),
    (
        "right-to-left override",
        [("text: Send it again", "text: a\u202eb")],
        ["13: `text` holds the invisible character U+202E: delete it"],
    ),
    (
        "anchor",
        [("text: Send it again", "text: &x Send it again")],
        ["13: anchors (&) and aliases (*) are not used here: write it out"],
    ),
    (
        "tag",
        [("text: Send it again", "text: !!python/name:os.system Send it again")],
        ["13: the tag tag:yaml.org,2002:python/name:os.system is not used here: remove it"],
    ),
    (
        "item id twice",
        [("  - id: two\n", "  - id: one\n")],
        ["29: the item one is already in line 5: give each an id of its own"],
    ),
    (
        "wrong subject",
        [("subject: claims", "subject: bills")],
        [f"2: `subject` is bills, but the file is {BANK}: write subject: claims"],
    ),
    (
        "wrong topic",
        [("topic: basics", "topic: other")],
        [f"3: `topic` is other, but the file is {BANK}: write topic: basics"],
    ),
    ("another schema", [("schema: 1", "schema: 2")], ["1: `schema` is 2: use one of: 1"]),
    (
        "field missing in the case, too",
        [("    skill: claim-handling\n", "#\n")] * 5 + [("    skill: claim-handling\n", "")],
        CASE_WITHOUT_SKILL,
    ),
    (
        "wrong field of a case",
        [("    role: biller\n", "    role:  biller\n")] * 5
        + [("    role: biller\n", "    role: codr\n")],
        ["131: `role` is codr: use one of: coder, biller, both"],
    ),
    (
        "no exhibit text",
        [("      text: |\n        Pt c/o cough x 3 d.\n          J3301 given.\n", "")],
        ["109: `text` is missing: add it"],
    ),
    (
        "one question in a case",
        [("      - id: six-b", "    spare:\n      - id: six-b")],
        [
            "114: `questions` has 1 entries: give at least 2",
            "123: unknown field `spare`: remove it",
        ],
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [pytest.param(changes, lines, id=name) for name, changes, lines in FAULTS],
)
def test_each_fault_is_one_line_at_the_right_place(changes, expected):
    assert problems_of(broken(BANK, *changes)) == [f"{BANK}:{line}" for line in expected]


def test_the_world_without_changes_has_no_problems():
    assert problems_of(WORLD) == []
