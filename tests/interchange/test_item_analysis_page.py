"""The worked example and the limits in docs/item-analysis.md are what the program computes."""

import re
from pathlib import Path

import pytest

from tutor.domain.item_analysis import analyse
from tutor.domain.item_statistics import GATES
from tutor.interchange import delimited, response_layout
from tutor.interchange.delimited import parse_table
from tutor.interchange.response_layout import ReadingRules
from tutor.interchange.response_table import read_responses

PAGE = (Path(__file__).parents[2] / "docs" / "item-analysis.md").read_text(encoding="utf-8")
EXAMPLE = " ".join(PAGE.partition("## One example by hand")[2].split())


@pytest.fixture(scope="module")
def found():
    block = re.search(r"```csv\n(.*?)```", PAGE, re.S).group(1)
    responses = read_responses(parse_table(block.encode(), "page.csv"), ReadingRules())
    return analyse(responses.matrix)


def test_the_example_of_an_item(found):
    item = found.items[0]
    for said in (
        f"facility 4/6 = {item.facility:.1f} %",
        f"interval {item.facility_low:.1f} to {item.facility_high:.1f} %",
        f"SD = {item.sd:.1f} %",
        f"= {item.discrimination:.1f} %. Sorted",
        f"0.1333/0.3333 = {item.efficiency:.1f} %",
        f"0.6325/1.8126 = {item.effective_weight:.1f} %",
        f"where {item.intended_weight:.1f} % was intended",
        "covariances of Q1, Q2 and Q3 are {:.1f}, {:.1f} and {:.1f}".format(
            *(one.covariance for one in found.items)
        ),
    ):
        assert said in EXAMPLE


def test_the_example_of_a_test(found):
    total = found.total
    for said in (
        f"mean {total.mean:.2f}",
        f"SD = {total.sd:.2f}",
        f"(1 - 0.8333/1.1) = {total.consistency:.1f} %",
        f"√(1 - 0.364) = {total.error_ratio:.1f} %",
        f"SE = 0.798 · 1.05 = {total.standard_error:.2f} marks",
    ):
        assert said in EXAMPLE


def test_the_example_of_a_file_can_be_read():
    block = re.search(r"```\n(Name.*?)```", PAGE, re.S).group(1)
    responses = read_responses(parse_table(block.encode(), "page.csv"), ReadingRules())
    assert responses.matrix.marks == ((1.0, 1.0, 7.5), (0.0, 0.0, None))


def test_the_limits_are_those_of_the_program():
    for said in (
        f"| {GATES.figures} learners | any figure |",
        f"| {GATES.flags} learners | flags on discrimination",
        f"| {GATES.shares} learners | the flag on idle options |",
        f"| {GATES.adjusted} learners who saw the item |",
        f"| {GATES.sure} learners | the report without a word of caution |",
    ):
        assert said in PAGE
    words = " ".join(PAGE.split())
    assert (
        f"At most {delimited.LARGEST // 1_000_000} MB, {response_layout.MOST_LEARNERS:,} learners, "
        f"{response_layout.MOST_ITEMS:,} items and {response_layout.MOST_CELLS:,} cells"
    ) in words
