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
from functools import cache
from importlib import import_module
from random import Random
from typing import Any

from tutor.domain import (
    arranging,
    blank,
    coding_grade,
    coding_present,
    grading,
    presenting,
    rekeying,
    same_response,
    short_answer,
)
from tutor.domain.blank import Blank
from tutor.domain.claims import (
    action_grade,
    action_present,
    blanks,
    fix_grade,
    fix_present,
    post_grade,
    post_present,
)
from tutor.domain.claims.tasks import ClaimFix, DenialAction, RemitPost
from tutor.domain.coding import Coding, CodingCase, PcsBuild
from tutor.domain.grading import Verdict
from tutor.domain.item import (
    DRILL_POOL,
    Body,
    Choices,
    Item,
    Matching,
    Numeric,
    Ordering,
    Response,
)
from tutor.domain.presenting import Explained, KeyLine, Shown
from tutor.domain.short_answer import ShortAnswer
from tutor.domain.text import flow
from tutor.errors import KeylessError


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
    blank: Callable[[Any], Blank]
    """What the body asks, without its key."""
    fit: Callable[[Blank, Response], object]
    """Refuses a response that does not fit what is asked; raises `ResponseError`."""
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
    laid_out: bool = False
    """Whether its stem holds cards, notes or files, whose lines are shown as they are written."""
    commas: bool = False
    """Whether a part of a response may hold a comma, as figures and boxes of a form do."""
    rekey: Callable[[Any, Response], Any] | None = None
    """The body with another response for its key; None where a key holds more than answers do."""
    same: Callable[[Any, Response, Response], bool] = same_response.same_exactly
    """Whether two responses that fit the body say the same; asked where there is no `rekey`."""


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
            blank=blank.blank_choices,
            fit=blank.fit_single,
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
            blank=blank.blank_choices,
            fit=blank.fit_multiple,
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
            blank=blank.blank_numeric,
            fit=blank.fit_numeric,
            schema="tutor.content.schema_kinds:NumericIn",
            widget="tutor.tui.widgets.answer_numeric:NumericAnswer",
            prompt="tutor.cli.prompts:NUMERIC",
            commas=True,
            rekey=rekeying.rekey_numeric,
        ),
        Kind(
            name="text",
            label="Type the answer",
            body=ShortAnswer,
            grade=short_answer.grade_text,
            key=short_answer.key_text,
            wrong=short_answer.wrong_text,
            arrange=short_answer.arrange_text,
            present=short_answer.present_text,
            explain=short_answer.explain_text,
            solve=short_answer.solve_text,
            blank=short_answer.blank_text,
            fit=short_answer.fit_text,
            schema="tutor.content.schema_kinds:TextIn",
            widget="tutor.tui.widgets.answer_text:TextAnswer",
            prompt="tutor.cli.prompts:TEXT",
            same=short_answer.same_text,
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
            blank=blank.blank_order,
            fit=blank.fit_order,
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
            blank=blank.blank_match,
            fit=blank.fit_match,
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
            blank=blank.blank_code,
            fit=blank.fit_code,
            schema="tutor.content.schema_coding:CodeQuestionIn",
            widget="tutor.tui.widgets.answer_code:CodeAnswer",
            prompt="tutor.cli.prompts_coding:CODE",
            same=same_response.same_code,
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
            blank=blank.blank_case,
            fit=blank.fit_case,
            schema="tutor.content.schema_coding:CodingCaseIn",
            widget="tutor.tui.widgets.answer_coding_case:CodingCaseAnswer",
            prompt="tutor.cli.prompts_coding:CODING_CASE",
            same=same_response.same_case,
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
            blank=blank.blank_pcs,
            fit=blank.fit_pcs,
            schema="tutor.content.schema_coding:PcsBuildIn",
            widget="tutor.tui.widgets.answer_pcs_build:PcsBuildAnswer",
            prompt="tutor.cli.prompts_coding:PCS_BUILD",
            same=same_response.same_pcs,
            tables=True,
        ),
        Kind(
            name="claim_fix",
            label="Work on the form",
            body=ClaimFix,
            grade=fix_grade.grade_fix,
            key=fix_grade.key_fix,
            wrong=fix_grade.wrong_fix,
            arrange=fix_present.arrange_form,
            present=fix_present.present_fix,
            explain=fix_present.explain_fix,
            solve=fix_present.solve_fix,
            blank=blanks.blank_fix,
            fit=blanks.fit_fix,
            schema="tutor.content.schema_claims:ClaimFixIn",
            widget="tutor.tui.widgets.answer_claim_fix:ClaimFixAnswer",
            prompt="tutor.cli.prompts_claims:CLAIM_FIX",
            commas=True,
            same=same_response.same_fix,
            laid_out=True,
        ),
        Kind(
            name="remit_post",
            label="Post the remittance",
            body=RemitPost,
            grade=post_grade.grade_post,
            key=post_grade.key_post,
            wrong=post_grade.wrong_post,
            arrange=post_present.arrange_findings,
            present=post_present.present_post,
            explain=post_present.explain_post,
            solve=post_present.solve_post,
            blank=blanks.blank_post,
            fit=blanks.fit_post,
            schema="tutor.content.schema_claims:RemitPostIn",
            widget="tutor.tui.widgets.answer_remit_post:RemitPostAnswer",
            prompt="tutor.cli.prompts_claims:REMIT_POST",
            same=same_response.same_post,
            laid_out=True,
        ),
        Kind(
            name="denial_action",
            label="Decide what is done",
            body=DenialAction,
            grade=action_grade.grade_action,
            key=action_grade.key_action,
            wrong=action_grade.wrong_action,
            arrange=action_present.arrange_choices,
            present=action_present.present_action,
            explain=action_present.explain_action,
            solve=action_present.solve_action,
            blank=blanks.blank_action,
            fit=blanks.fit_action,
            schema="tutor.content.schema_claims:DenialActionIn",
            widget="tutor.tui.widgets.answer_denial_action:DenialActionAnswer",
            prompt="tutor.cli.prompts_claims:DENIAL_ACTION",
            same=same_response.same_action,
            options=True,
            laid_out=True,
        ),
    )
}


def grade(item: Item, response: Response) -> Verdict:
    """Grade a response with the grader of the item's kind.

    Raises:
        ResponseError: The response does not fit the item.
        KeylessError: Its key is elsewhere.
    """
    if item.keyless:
        raise KeylessError("The key to this question is with the instructor who set it.")
    return KINDS[item.kind].grade(item.body, response)


def score_of(item: Item, response: Response) -> float | None:
    """Return the credit a response earns; None where the key is elsewhere.

    Raises:
        ResponseError: The response does not fit the item.
    """
    if isinstance(item.body, Blank):
        KINDS[item.kind].fit(item.body, response)
        return None
    return grade(item, response).score


def key_response(item: Item) -> Response:
    """Return the response that earns full credit."""
    return KINDS[item.kind].key(item.body)


def wrong_response(item: Item, rng: Random) -> Response:
    """Return a response that does not earn full credit, as a learner might give it."""
    return KINDS[item.kind].wrong(item.body, rng)


def arrange(item: Item, rng: Random) -> tuple[str, ...]:
    """Draw the order in which the item's parts are shown."""
    if isinstance(item.body, Blank):
        return blank.arrange_blank(item.body, rng)
    return KINDS[item.kind].arrange(item.body, rng)


def present(item: Item, arrangement: tuple[str, ...]) -> Shown:
    """Return what the item shows below its stem, as arranged."""
    if isinstance(item.body, Blank):
        return blank.present_blank(item.body, arrangement, lettered=KINDS[item.kind].options)
    return KINDS[item.kind].present(item.body, arrangement)


def explain(
    item: Item, arrangement: tuple[str, ...], verdict: Verdict, response: Response
) -> Explained:
    """Return what a graded response is told."""
    return KINDS[item.kind].explain(item.body, arrangement, verdict, response)


def stem_text(item: Item) -> str:
    """Return the stem as it is shown: running text, or line by line as it was written."""
    if KINDS[item.kind].laid_out or item.pool == DRILL_POOL:
        return item.stem.replace("\r\n", "\n").strip("\n").rstrip()
    return flow(item.stem)


def solve(item: Item) -> tuple[KeyLine, ...]:
    """Return the answer key with its reasons."""
    return KINDS[item.kind].solve(item.body)


@cache
def resolve(entry: str) -> Any:  # noqa: ANN401 - a schema, a widget or a function
    """Import the `module:attribute` named in the register."""
    module, _, attribute = entry.partition(":")
    return getattr(import_module(module), attribute)
