"""What a remittance to be posted shows, and how a posting is explained."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from string import ascii_uppercase

from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.post_grade import FINDING, Posting, key_cells, read_posting
from tutor.domain.claims.shown import SheetLine, SheetWork
from tutor.domain.claims.tasks import PostLine, RemitPost
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.domain.presenting import (
    Explained,
    ExplainedPart,
    KeyLine,
    Shown,
    ShownPart,
    chosen_state,
)
from tutor.domain.text import flow

COLUMN_NAMES = {
    "paid": "paid",
    "contractual": "contractual",
    "patient": "patient",
    "secondary": "secondary",
    "denied": "denied",
}
"""What the columns of the sheet are called, by `tasks.COLUMNS`."""
COLUMN_HELP = {
    "paid": "what this payer paid",
    "contractual": "written off by contract or rule: nobody owes it",
    "patient": "what the patient owes now",
    "secondary": "what goes on to the next payer",
    "denied": "denied: stays open until it is decided what is done",
}
"""What goes into each column."""


def post_work(body: RemitPost) -> SheetWork:
    """Return the remittance without its key."""
    lines = tuple(
        SheetLine(
            one.id, one.label, one.charge, one.paid, one.adjustments, one.allowed, one.remarks
        )
        for one in body.lines
    )
    return SheetWork(lines, body.columns)


def arrange_findings(body: RemitPost, rng: Random) -> tuple[str, ...]:
    """Shuffle the findings."""
    ids = [f"{FINDING}={one.id}" for one in body.finding]
    rng.shuffle(ids)
    return tuple(ids)


def present_post(body: RemitPost, arrangement: tuple[str, ...]) -> Shown:
    """Show the remittance, and the findings, lettered."""
    texts = {f"{FINDING}={one.id}": one.text for one in body.finding}
    parts = tuple(
        ShownPart(part, letter, texts[part], FINDING)
        for part, letter in zip(arrangement, ascii_uppercase, strict=False)
    )
    return Shown(parts, work=post_work(body))


def explain_post(
    body: RemitPost,
    arrangement: tuple[str, ...],
    verdict: Verdict,
    response: Response,
) -> Explained:
    """Explain every line, then every finding."""
    posting = read_posting(response)
    lines = tuple(
        _line_part(body, number, line, posting) for number, line in enumerate(body.lines, 1)
    )
    reasons = {f"{FINDING}={one.id}": one for one in body.finding}
    findings = tuple(
        ExplainedPart(
            id=part.id,
            label=part.label,
            text=part.text,
            state=chosen_state(part.id, verdict, right=reasons[part.id].correct),
            rationale=flow(reasons[part.id].rationale),
            detail="your answer" if part.id in response else "",
        )
        for part in present_post(body, arrangement).parts
    )
    return Explained(_key(body), (*lines, *findings), flow(body.rationale))


def solve_post(body: RemitPost) -> tuple[KeyLine, ...]:
    """Give every line's posting, then the findings."""
    lines = (
        KeyLine(f"{line.id}. ", f"{line.label}: {posted_words(line.posts)}", flow(line.rationale))
        for line in body.lines
    )
    findings = (
        KeyLine("[x] " if one.correct else "[ ] ", one.text, flow(one.rationale))
        for one in body.finding
    )
    summary = (KeyLine("In all: ", flow(body.rationale)),) if body.rationale else ()
    return (*lines, *findings, *summary)


def posted_words(posts: Sequence[tuple[str, Cents]]) -> str:
    """Return amounts with their columns in words: `paid 64.00, contractual 40.00`."""
    said = (f"{COLUMN_NAMES.get(name, name)} {dollars(sum_)}" for name, sum_ in posts if sum_)
    return ", ".join(said) or "nothing"


def _line_part(body: RemitPost, number: int, line: PostLine, posting: Posting) -> ExplainedPart:
    key = {
        column: sum_ for (line_id, column), sum_ in key_cells(body).items() if line_id == line.id
    }
    given = {
        column: sum_ for (line_id, column), sum_ in posting.cells.items() if line_id == line.id
    }
    slips = [
        f"✗ {COLUMN_NAMES.get(column, column)}: {dollars(key.get(column, 0))}, "
        f"not {dollars(given.get(column, 0))}"
        for column in body.columns
        if key.get(column, 0) != given.get(column, 0)
    ]
    hits = any(given.get(column) == sum_ for column, sum_ in key.items())
    if not slips:
        state = "right"
    elif not given:
        state = "missed"
    else:
        state = "partly" if hits else "wrong"
    return ExplainedPart(
        id=line.id,
        label=str(number),
        text=f"{line.label}: {posted_words(line.posts)}",
        state=state,
        rationale=flow(line.rationale),
        detail="; ".join(slips) if given else "",
    )


def _key(body: RemitPost) -> str:
    lines = (f"{line.label}: {posted_words(line.posts)}" for line in body.lines)
    found = (one.text for one in body.finding if one.correct)
    return "; ".join((*lines, *found))
