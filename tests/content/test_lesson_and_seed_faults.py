"""Faults in lessons, glossary and seeds: exact lines."""

import pytest

from tests.content.world import (
    DEMO,
    EXAM,
    GLOSSARY,
    HCPCS,
    LESSON,
    PCS,
    POS,
    ROLES,
    SOURCES,
    TRACKS,
    broken,
    problems_of,
)

BLANK_LINES = "\n\n".join(f"Line {n}." for n in range(91))

# a name, the file, what is replaced in it, the lines reported
FAULTS = [
    # lessons
    (
        "no front matter",
        LESSON,
        [("---\n", "\n")],
        ["1: no front matter: begin with ---, the lesson's fields, and ---"],
    ),
    (
        "front matter field",
        LESSON,
        [("minutes: 8", "minutes: 80")],
        ["10: `minutes` is 80: 12 is the most"],
    ),
    (
        "id and file name",
        LESSON,
        [("id: first\n", "id: frist\n")],
        ["2: the id is frist, the file 01-first.md: make the two agree"],
    ),
    (
        "open block",
        LESSON,
        [
            ("```text\n## not a page\n```\n", "```text\n## not a page\n````x\n"),
            ('code_set: "FY2026"\n```\n', 'code_set: "FY2026"\n'),
        ],
        ["33: a ``` block without its end: close it with ```"],
    ),
    (
        "check of nothing",
        LESSON,
        [("ref: one", "ref: seven-up")],
        ["24: there is no item seven-up: correct or remove the link"],
    ),
    (
        "check with both",
        LESSON,
        [("ref: one", "ref: one\nid: x")],
        ["25: a check with `ref` has the field `id`, too: keep `ref` alone"],
    ),
    (
        "empty check",
        LESSON,
        [("ref: one\n", "")],
        ["24: an empty check: write `ref: <item id>` or a question"],
    ),
    (
        "held check",
        LESSON,
        [("skill: concept\n", "skil: concept\n")],
        ["40: `skill` is missing: add it", "47: unknown field `skil`: did you mean skill?"],
    ),
    (
        "heading of level 1",
        LESSON,
        [("Text with", "# Big\n\nText with")],
        ["21: a heading of level 1: use ## for pages, ### inside them"],
    ),
    (
        "link to nowhere",
        LESSON,
        [("(https://example.org)", "(notes.md)")],
        ["21: the link notes.md leads nowhere: use https://..., lesson:<id> or [[term-id]]"],
    ),
    (
        "link to no lesson",
        LESSON,
        [("(https://example.org)", "(lesson:frist)")],
        ["21: there is no lesson frist: did you mean first?"],
    ),
    (
        "invisible character",
        LESSON,
        [("Text with", "Text\u200bwith")],
        ["21: the invisible character U+200B: delete it"],
    ),
    (
        "heavy page",
        LESSON,
        [("Text with", "x" * 6001)],
        [
            "19: a page of 6,070 characters is too heavy for the terminal: "
            "split it; 6,000 is the most"
        ],
    ),
    (
        "many blocks",
        LESSON,
        [("Text with", BLANK_LINES)],
        ["19: a page of 92 blocks is too heavy for the terminal: split it; 90 is the most"],
    ),
    (
        "large table",
        LESSON,
        [("| 1 | 2 |\n", "| 1 | 2 |\n" * 30)],
        ["27: a page of 62 table cells is too heavy for the terminal: split it; 60 is the most"],
    ),
    (
        "two pages",
        LESSON,
        [("## Page two\n", "")],
        ["36: a lesson of 2 pages: a lesson has 3 to 8 (## headings)"],
    ),
    (
        "one check",
        LESSON,
        [("```check\nref: one\n```\n", "")],
        ["34: a lesson with 1 checks: a lesson has at least 2"],
    ),
    (
        "prerequisite of itself",
        LESSON,
        [("prerequisites: []", "prerequisites: [who-does-what]")],
        [
            "11: the lesson first is its own prerequisite (first > who-does-what > first): "
            "remove one of these prerequisites"
        ],
    ),
    (
        "unlisted track",
        TRACKS,
        [("id: start", "id: begin")],
        ["1: the track start is not in lessons/tracks.yaml: add it there"],
    ),
    # glossary
    (
        "term twice",
        GLOSSARY,
        [("id: denial", "id: clean-claim")],
        [
            "10: the term clean-claim is already in line 3: give each an id of its own",
            "9: there is no term denial: correct or remove the link",
        ],
    ),
    (
        "alias twice",
        GLOSSARY,
        [('term: "denial"', 'term: "Clean Claims"')],
        ["11: the name clean claims is already in line 5: give each an id of its own"],
    ),
    (
        "see nothing",
        GLOSSARY,
        [("see: [denial]", "see: [denials]")],
        ["9: there is no term denials: did you mean denial?"],
    ),
    # seeds
    (
        "sum of items",
        EXAM,
        [("items: 60", "items: 61")],
        ["24: the domains' items sum to 101, items_scored is 100: correct one of them"],
    ),
    (
        "backward range",
        EXAM,
        [("items: 60", "weight_pct: [64, 60]"), ("items: 40", "weight_pct: [36, 40]")],
        ["25: the range runs backwards: swap its ends"],
    ),
    (
        "count and range",
        EXAM,
        [("items: 60", "items: 60, weight_pct: [30, 34]")],
        ["25: both `items` and `weight_pct`: keep one"],
    ),
    (
        "counts and ranges",
        EXAM,
        [("items: 60", "weight_pct: [30, 34]")],
        [
            "24: the domains are weighted in different ways: give all of them `items`, or all "
            "`weight_pct`, or none of them either"
        ],
    ),
    (
        "counts for some",
        EXAM,
        [("items: 60", "items: null")],
        [
            "24: the domains are weighted in different ways: give all of them `items`, or all "
            "`weight_pct`, or none of them either"
        ],
    ),
    (
        "ranges too high",
        EXAM,
        [("items: 60", "weight_pct: [60, 64]"), ("items: 40", "weight_pct: [40.5, 42]")],
        ["24: the ranges' lower ends sum to 100.5: keep them to 100 in all"],
    ),
    (
        "ranges too low",
        EXAM,
        [("items: 60", "weight_pct: [0, 0]"), ("items: 40", "weight_pct: [0, 0]")],
        ["24: the ranges' upper ends sum to 0: make them 100 or more"],
    ),
    (
        "scaled without scale",
        EXAM,
        [("type: percent", "type: scaled")],
        ["14: a scaled pass rule without its scale: add `scale: [lowest, highest]`"],
    ),
    (
        "no clock",
        EXAM,
        [("minutes: 240", "minutes: null")],
        ["1: an exam without `minutes` and `window_days`: give one of them"],
    ),
    (
        "no such day",
        EXAM,
        [('"2026-01-01"', '"2026-02-30"')],
        ['8: 2026-02-30 is not a day: write it like "2026-05-01"'],
    ),
    (
        "duty without why",
        ROLES,
        [("    why: {coder", "    #why: {coder")],
        ["3: a duty without `why`: give a reason for each role"],
    ),
    (
        "id of another type",
        ROLES,
        [("id: trait-care", "id: duty-care")],
        ["11: duty-care is a trait: begin it with trait-"],
    ),
    (
        "unknown document",
        ROLES,
        [("documents: [paper]", "documents: [paper, leaf]")],
        ["8: there is no source leaf: correct or remove the link"],
    ),
    (
        "unknown figure",
        SOURCES,
        [("figures: [pay]", "figures: [play]")],
        ["16: there is no figure play: did you mean pay?"],
    ),
    (
        "unknown cite",
        SOURCES,
        [("cite: paper", "cite: leaf")],
        ["18: there is no source leaf: correct or remove the link"],
    ),
    (
        "time zone",
        DEMO,
        [("America/Chicago", "America/Springfield")],
        ["8: America/Springfield is not a time zone: use a name like America/Chicago"],
    ),
    (
        "domain of another exam",
        DEMO,
        [("{bill: 0.5}", "{bills: 0.5}")],
        ["11: the exam cpb has no domain bills: use one of bill, code"],
    ),
    ("accuracy", DEMO, [("default: 0.7", "default: 7")], ["11: `default` is 7: 1.0 is the most"]),
    (
        "code twice",
        HCPCS,
        [("codes:\n", 'codes:\n  - {code: "J3301", text: "Again"}\n')],
        ["5: J3301 is listed twice: remove one"],
    ),
    (
        "unquoted place",
        POS,
        [('"11"', "11")],
        ['3: `code` is 11 without quotes: put it in quotes, "11"'],
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


def test_a_dental_code_cannot_be_listed():
    found = problems_of(broken(HCPCS, ("J3301", "D0120")))
    assert any(line.startswith(f"{HCPCS}:4: `code` is 'D0120'") for line in found)
    assert any(line.startswith(f"{HCPCS}:4: D0120 has the form of a dental code") for line in found)


def test_letters_that_pcs_never_uses_are_refused():
    assert any("`code` is '0FT44ZO'" in line for line in problems_of(broken(PCS, ("44ZZ", "44ZO"))))
