"""Faults of typed answers: line, what, what to do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.content.world import COMMON, WORLD, compile_world, problems_of
from tutor.domain.item_json import item_from_json, item_to_json
from tutor.domain.short_answer import Accepted, ShortAnswer, WrongText

BANK = "question_banks/claims/typed.yaml"
TEXT = f"""\
schema: 1
subject: claims
topic: typed
items:
  - id: named
    version: 1
    kind: text
    stem: "What is it called?"
    accepted:
      - {{text: copayment, rationale: "The plan fixes it."}}
      - {{text: copay, rationale: "The short form."}}
      - {{text: cost sharing, credit: "33.33333", rationale: "One kind of it."}}
    mistakes:
      - {{text: coinsurance, rationale: "A share."}}
    example: allowed amount
{COMMON}"""


def test_it_is_read_whole():
    assert problems_of(WORLD | {BANK: TEXT}) == []
    (item,) = compile_world(WORLD | {BANK: TEXT})[BANK].items
    assert item_from_json(item_to_json(item)) == item
    assert item.body == ShortAnswer(
        (
            Accepted("copayment", "The plan fixes it."),
            Accepted("copay", "The short form."),
            Accepted("cost sharing", "One kind of it.", Decimal("33.33333")),
        ),
        (WrongText("coinsurance", "A share."),),
        "",
        "allowed amount",
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("text: copay,", "text: Co Payment.,",
         "11: the text 'Co Payment.' counts as 'copayment' given before: merge the two"),
        ("text: coinsurance,", "text: COPAY,",
         "14: the text 'COPAY' counts as 'copay' given before: merge the two"),
        ('credit: "33.33333"', 'credit: "0"',
         '12: the credit is 0 percent: write more than "0" and at most "100"'),
        ('credit: "33.33333"', 'credit: "100.5"',
         '12: the credit is 100.5 percent: write more than "0" and at most "100"'),
        ("example: allowed amount", "example: Copay",
         "15: the example is one of the answers: show the form by another one"),
        ("    mistakes:\n", "    exact_case: maybe\n    mistakes:\n",
         "13: `exact_case` is maybe: write true or false, without quotes"),
    ],
)  # fmt: skip
def test_every_fault_has_its_line(old, new, says):
    assert problems_of(WORLD | {BANK: TEXT.replace(old, new)}) == [f"{BANK}:{says}"]


def test_case_parts_texts_where_it_counts():
    told = TEXT.replace("text: copay,", "text: Copayment,")
    assert problems_of(WORLD | {BANK: told})
    counted = told.replace("    example:", "    exact_case: true\n    example:")
    assert problems_of(WORLD | {BANK: counted}) == []


def test_something_earns_full_credit():
    some = TEXT.replace('Form", ', "").replace("copayment,", 'copayment, credit: "50",')
    some = some.replace("copay,", 'copay, credit: "50",')
    assert problems_of(WORLD | {BANK: some}) == [
        f"{BANK}:9: no text earns full credit: leave the `credit` of the key out"
    ]


def test_what_was_imported_may_lack_reasons_and_repeat_itself_but_can_be_typed():
    marked = TEXT.replace(
        "    example:", "    imported: {file: a.gift, format: gift}\n    example:"
    )
    bare = marked.replace('text: copay, rationale: "The short form."', "text: Copayment")
    assert bare != marked
    assert problems_of(WORLD | {BANK: bare}) == []
    long = bare.replace("text: copayment,", f"text: {'x' * 201},")
    assert len(problems_of(WORLD | {BANK: long})) == 1
