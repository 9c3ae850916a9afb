"""The claims questions without their key, and which responses fit them."""

from __future__ import annotations

from tutor.domain.blank import Blank, BlankPart
from tutor.domain.claims.action_grade import ACTION, EVIDENCE, REASON, choices_of
from tutor.domain.claims.action_present import action_work
from tutor.domain.claims.desk_boxes import has_box
from tutor.domain.claims.fix_grade import read_changes
from tutor.domain.claims.fix_present import fix_work
from tutor.domain.claims.post_grade import FINDING, read_posting
from tutor.domain.claims.post_present import post_work
from tutor.domain.claims.shown import DecisionWork, FormWork, SheetWork
from tutor.domain.claims.tasks import ClaimFix, DenialAction, RemitPost
from tutor.domain.grading import known_ids
from tutor.domain.item import Response
from tutor.errors import ResponseError


def blank_fix(body: ClaimFix) -> Blank:
    """Keep the form as it is filled in."""
    return Blank(work=fix_work(body))


def blank_post(body: RemitPost) -> Blank:
    """Keep what the remittance prints, and the findings."""
    parts = (BlankPart(f"{FINDING}={one.id}", one.text, group=FINDING) for one in body.finding)
    return Blank(tuple(parts), work=post_work(body))


def blank_action(body: DenialAction) -> Blank:
    """Keep actions, evidence and openings."""
    parts = (
        BlankPart(f"{group}={one.id}", one.text, group=group)
        for group, one in choices_of(body)
        if group != ACTION
    )
    return Blank(tuple(parts), work=action_work(body))


def fit_fix(body: Blank, response: Response) -> None:
    """Refuse what is no box of the form."""
    assert isinstance(body.work, FormWork)  # noqa: S101 - the kind says so
    refuse_boxes(body.work, response)


def refuse_boxes(work: FormWork, response: Response) -> None:
    """Refuse changes of boxes that the form does not have; raises `ResponseError`."""
    labels = dict(work.labels)
    for box in read_changes(response):
        if not has_box(work.form, labels, box):
            raise ResponseError(f"This form has no box {box!r}.")


def fit_post(body: Blank, response: Response) -> None:
    """Refuse what is no cell of the sheet, and more than one finding."""
    assert isinstance(body.work, SheetWork)  # noqa: S101 - the kind says so
    findings = {part.id for part in body.parts}
    known_ids(tuple(text for text in response if text in findings), findings, limit=1)
    posting = read_posting(tuple(text for text in response if text not in findings))
    lines = {line.id for line in body.work.lines}
    for line, column in posting.cells:
        if line not in lines or column not in body.work.columns:
            raise ResponseError(f"{line}.{column} is not on this sheet.")
    if posting.finding:
        raise ResponseError(f"{posting.finding!r} is not one of the findings here.")


def fit_action(body: Blank, response: Response) -> None:
    """Refuse what cannot be chosen, and more than one action or opening."""
    assert isinstance(body.work, DecisionWork)  # noqa: S101 - the kind says so
    groups = {part.id: part.group for part in body.parts}
    groups |= {f"{ACTION}={action}": ACTION for action, _ in body.work.actions}
    known_ids(response, groups)
    for group in (ACTION, EVIDENCE, REASON):
        if group != EVIDENCE and sum(groups[text] == group for text in response) > 1:
            raise ResponseError(f"Choose one {group} only.")
