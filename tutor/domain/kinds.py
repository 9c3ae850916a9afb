"""The one register of item kinds.

A kind is a body with its pure functions (domain), a schema (content), a widget (tui) and a
prompt (cli). The outer layers are named as `module:attribute` and imported on use, so that
this register stays pure. To add a kind, write those pieces and add one entry to `KINDS`: nothing
else in the program knows one body from another.
A `case` is not in the register: it is a container whose questions are items of these kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import Any

from tutor.domain import (
    arranging,
    coding_grade,
    coding_present,
    grading,
    presenting,
    rekeying,
)
from tutor.domain.coding import Coding, CodingCase, PcsBuild
from tutor.domain.grading import Verdict
from tutor.domain.item import Body, Choices, Item, Matching, Numeric, Ordering, Response
from tutor.domain.presenting import Explained, KeyLine, Shown


@dataclass(frozen=True, slots=True)
class Kind:
    """Everything the program needs to know of one kind of item."""

    name: str
    label: str
    """How the kind is named to a learner."""
    body: type[Body]
    grade: Callable[[Any, Response], Verdict]
    key: Callable[[Any], Response]
    """The response that earns full credit."""
    wrong: Callable[[Any, Random], Response]
    """A response that earns less, as a learner might give it."""
    arrange: Callable[[Any, Random], tuple[str, ...]]
    """The order in which the parts are shown."""
    present: Callable[[Any, tuple[str, ...]], Shown]
    """What is shown, as arranged."""
    explain: Callable[[Any, tuple[str, ...], Verdict, Response], Explained]
    """What a graded response is told."""
    solve: Callable[[Any], tuple[KeyLine, ...]]
    """The answer key with its reasons, for authors."""
    schema: str
    """The pydantic model that reads it."""
    widget: str
    """The Textual widget that asks it."""
    prompt: str
    """The line-mode prompt that reads its answers."""
    options: bool = False
    """Whether its parts are options to choose from; other parts all have a place to be put."""
    tables: bool = False
    """Whether its answer is built from the tables of ICD-10-PCS."""
    rekey: Callable[[Any, Response], Any] | None = None
    """The body with another response for its key; None where a key holds more than answers do."""


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="single",
            label="Choose one",
            body=Choices,
            grade=grading.grade_single,
            key=grading.key_choices,
            wrong=grading.wrong_choices,
            arrange=arranging.arrange_choices,
            present=presenting.present_choices,
            explain=presenting.explain_choices,
            solve=presenting.solve_choices,
            schema="tutor.content.schema_kinds:SingleIn",
            widget="tutor.tui.widgets.answer_single:SingleAnswer",
            prompt="tutor.cli.prompts:SINGLE",
            options=True,
            rekey=rekeying.rekey_choices,
        ),
        Kind(
            name="multiple",
            label="Choose all that apply",
            body=Choices,
            grade=grading.grade_multiple,
            key=grading.key_choices,
            wrong=grading.wrong_choices,
            arrange=arranging.arrange_choices,
            present=presenting.present_choices,
            explain=presenting.explain_choices,
            solve=presenting.solve_choices,
            schema="tutor.content.schema_kinds:MultipleIn",
            widget="tutor.tui.widgets.answer_multiple:MultipleAnswer",
            prompt="tutor.cli.prompts:MULTIPLE",
            options=True,
            rekey=rekeying.rekey_choices,
        ),
        Kind(
            name="numeric",
            label="Work out the figure",
            body=Numeric,
            grade=grading.grade_numeric,
            key=grading.key_numeric,
            wrong=grading.wrong_numeric,
            arrange=arranging.arrange_numeric,
            present=presenting.present_numeric,
            explain=presenting.explain_numeric,
            solve=presenting.solve_numeric,
            schema="tutor.content.schema_kinds:NumericIn",
            widget="tutor.tui.widgets.answer_numeric:NumericAnswer",
            prompt="tutor.cli.prompts:NUMERIC",
            rekey=rekeying.rekey_numeric,
        ),
        Kind(
            name="order",
            label="Put in order",
            body=Ordering,
            grade=grading.grade_order,
            key=grading.key_order,
            wrong=grading.wrong_order,
            arrange=arranging.arrange_order,
            present=presenting.present_order,
            explain=presenting.explain_order,
            solve=presenting.solve_order,
            schema="tutor.content.schema_kinds:OrderIn",
            widget="tutor.tui.widgets.answer_order:OrderAnswer",
            prompt="tutor.cli.prompts:ORDER",
            rekey=rekeying.rekey_order,
        ),
        Kind(
            name="match",
            label="Match",
            body=Matching,
            grade=grading.grade_match,
            key=grading.key_match,
            wrong=grading.wrong_match,
            arrange=arranging.arrange_match,
            present=presenting.present_match,
            explain=presenting.explain_match,
            solve=presenting.solve_match,
            schema="tutor.content.schema_kinds:MatchIn",
            widget="tutor.tui.widgets.answer_match:MatchAnswer",
            prompt="tutor.cli.prompts:MATCH",
            rekey=rekeying.rekey_match,
        ),
        Kind(
            name="code",
            label="Assign the codes",
            body=Coding,
            grade=coding_grade.grade_code,
            key=coding_grade.key_code,
            wrong=coding_grade.wrong_code,
            arrange=coding_present.arrange_nothing,
            present=coding_present.present_code,
            explain=coding_present.explain_code,
            solve=coding_present.solve_code,
            schema="tutor.content.schema_coding:CodeQuestionIn",
            widget="tutor.tui.widgets.answer_code:CodeAnswer",
            prompt="tutor.cli.prompts_coding:CODE",
        ),
        Kind(
            name="coding_case",
            label="Code the encounter",
            body=CodingCase,
            grade=coding_grade.grade_coding_case,
            key=coding_grade.key_coding_case,
            wrong=coding_grade.wrong_coding_case,
            arrange=coding_present.arrange_nothing,
            present=coding_present.present_case,
            explain=coding_present.explain_case,
            solve=coding_present.solve_case,
            schema="tutor.content.schema_coding:CodingCaseIn",
            widget="tutor.tui.widgets.answer_coding_case:CodingCaseAnswer",
            prompt="tutor.cli.prompts_coding:CODING_CASE",
        ),
        Kind(
            name="pcs_build",
            label="Build the ICD-10-PCS code",
            body=PcsBuild,
            grade=coding_grade.grade_pcs_build,
            key=coding_grade.key_pcs_build,
            wrong=coding_grade.wrong_pcs_build,
            arrange=coding_present.arrange_nothing,
            present=coding_present.present_pcs,
            explain=coding_present.explain_pcs,
            solve=coding_present.solve_pcs,
            schema="tutor.content.schema_coding:PcsBuildIn",
            widget="tutor.tui.widgets.answer_pcs_build:PcsBuildAnswer",
            prompt="tutor.cli.prompts_coding:PCS_BUILD",
            tables=True,
        ),
    )
}


def grade(item: Item, response: Response) -> Verdict:
    """Grade a response with the grader of the item's kind.

    Raises:
        ResponseError: The response does not fit the item.
    """
    return KINDS[item.kind].grade(item.body, response)


def key_response(item: Item) -> Response:
    """Return the response that earns full credit."""
    return KINDS[item.kind].key(item.body)


def wrong_response(item: Item, rng: Random) -> Response:
    """Return a response that does not earn full credit, as a learner might give it."""
    return KINDS[item.kind].wrong(item.body, rng)


def arrange(item: Item, rng: Random) -> tuple[str, ...]:
    """Draw the order in which the item's parts are shown."""
    return KINDS[item.kind].arrange(item.body, rng)


def present(item: Item, arrangement: tuple[str, ...]) -> Shown:
    """Return what the item shows below its stem, as arranged."""
    return KINDS[item.kind].present(item.body, arrangement)


def explain(
    item: Item, arrangement: tuple[str, ...], verdict: Verdict, response: Response
) -> Explained:
    """Return what a graded response is told."""
    return KINDS[item.kind].explain(item.body, arrangement, verdict, response)


def solve(item: Item) -> tuple[KeyLine, ...]:
    """Return the answer key with its reasons."""
    return KINDS[item.kind].solve(item.body)


def resolve(entry: str) -> Any:  # noqa: ANN401 - a schema, a widget or a function
    """Import the `module:attribute` named in the register."""
    module, _, attribute = entry.partition(":")
    return getattr(import_module(module), attribute)
