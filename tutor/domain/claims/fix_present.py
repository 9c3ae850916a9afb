"""What a form to be mended shows, and how what was done to it is explained."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from tutor.domain.claims.desk_boxes import label_of
from tutor.domain.claims.fix_grade import (
    LEFT,
    MENDED,
    NEAR,
    FaultFinding,
    FixAudit,
    audit_fix,
    read_changes,
)
from tutor.domain.claims.shown import FormWork
from tutor.domain.claims.tasks import ClaimFix, Decoy
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.domain.presenting import Explained, ExplainedPart, KeyLine, Shown
from tutor.domain.text import flow

EMPTY = "(empty)"
"""Stands where a box holds nothing."""
SPOILED = "Nothing on the desk says that this box is wrong: what it held was right."
"""Rationale of a right box that was changed, where the author did not expect it."""
_STATES = {MENDED: "right", NEAR: "partly", LEFT: "missed"}
_OWNERS = {
    "coder": "The coder mends this.",
    "biller": "The biller mends this.",
    "both": "Coder and biller mend this together.",
}


def fix_work(body: ClaimFix) -> FormWork:
    """Return the form without its key."""
    opened = tuple(fault.box for fault in body.faults) if body.mode == "build" else ()
    return FormWork(body.form, body.mode, body.boxes, body.labels, opened)


def arrange_form(body: ClaimFix, rng: Random) -> tuple[str, ...]:  # noqa: ARG001 - one shape
    """Return nothing: a form has its own order."""
    return ()


def present_fix(body: ClaimFix, arrangement: tuple[str, ...]) -> Shown:  # noqa: ARG001 - one shape
    """Show the form."""
    return Shown(work=fix_work(body))


def explain_fix(
    body: ClaimFix,
    arrangement: tuple[str, ...],  # noqa: ARG001 - one shape
    verdict: Verdict,  # noqa: ARG001 - the audit says more
    response: Response,
) -> Explained:
    """Explain every fault, every right box that was changed, and the boxes that only look wrong."""
    audit = audit_fix(body, response)
    parts = (
        *(_fault_part(body, found) for found in audit.faults),
        *_spoiled_parts(body, audit),
        *_decoy_parts(body, audit),
    )
    return Explained(_key(body), parts, flow(body.rationale))


def solve_fix(body: ClaimFix) -> tuple[KeyLine, ...]:
    """Give every fault with its mending, then the boxes that stay."""
    decoys = (
        KeyLine("stays ", f"{one.box} {_named(body, one.box)}", flow(one.rationale))
        for one in body.decoys
    )
    faults = (
        KeyLine(f"{fault.box}: ", _mended(body, fault.box, fault.right), flow(fault.rationale))
        for fault in body.faults
    )
    summary = (KeyLine("In all: ", flow(body.rationale)),) if body.rationale else ()
    return (*faults, *decoys, *summary)


def shown_value(text: str) -> str:
    """Return what a box holds in words: an empty one says so."""
    return text or EMPTY


def _fault_part(body: ClaimFix, found: FaultFinding) -> ExplainedPart:
    fault = found.fault
    state = "wrong" if found.state == NEAR and body.mode == "build" else _STATES[found.state]
    return ExplainedPart(
        id=fault.box,
        label=fault.box,
        text=_mended(body, fault.box, fault.right),
        state=state,
        rationale=f"{flow(fault.rationale)} {_OWNERS.get(fault.owner, '')}".rstrip(),
        detail=_given(found),
    )


def _given(found: FaultFinding) -> str:
    """Return what was written, where that is not simply the plainest right value."""
    if found.state == LEFT:
        return ""
    fault = found.fault
    written = [
        shown_value(value) if box == fault.box else f"{shown_value(value)} in {box}"
        for box, value in found.given
    ]
    if found.state == MENDED and found.given == ((fault.box, fault.right[0]),):
        return ""
    return f"you wrote {', '.join(written)}"


def _spoiled_parts(body: ClaimFix, audit: FixAudit) -> Iterator[ExplainedPart]:
    reasons = {one.box: flow(one.rationale) for one in body.decoys}
    filled = dict(body.boxes)
    for box, value in audit.spoiled:
        yield ExplainedPart(
            id=f"spoiled {box}",
            label=box,
            text=f"{_named(body, box)}: {shown_value(filled.get(box, ''))} stays",
            state="wrong",
            rationale=reasons.get(box, SPOILED),
            detail=f"you wrote {shown_value(value)}",
        )


def _decoy_parts(body: ClaimFix, audit: FixAudit) -> Iterator[ExplainedPart]:
    spoiled = {box for box, _ in audit.spoiled}
    for decoy in body.decoys:
        if decoy.box not in spoiled:
            yield _decoy_part(body, decoy)


def _decoy_part(body: ClaimFix, decoy: Decoy) -> ExplainedPart:
    held = shown_value(dict(body.boxes).get(decoy.box, ""))
    return ExplainedPart(
        id=f"stays {decoy.box}",
        label=decoy.box,
        text=f"{_named(body, decoy.box)}: {held} stays",
        state="neutral",
        rationale=flow(decoy.rationale),
    )


def _mended(body: ClaimFix, box: str, right: tuple[str, ...]) -> str:
    """Return a box with what it held and what belongs there."""
    before = dict(body.boxes).get(box, "")
    after = " or ".join(shown_value(one) for one in right)
    change = f"{shown_value(before)} → {after}" if before else after
    return f"{_named(body, box)}: {change}"


def _named(body: ClaimFix, box: str) -> str:
    return label_of(body.labels, box)


def _key(body: ClaimFix) -> str:
    return "; ".join(f"{fault.box} = {shown_value(fault.right[0])}" for fault in body.faults)


def changes_in_words(work: FormWork, response: Response) -> tuple[str, ...]:
    """Return each change of a response in words: `24E.1 Line 1: Diagnosis pointer: B → A`."""
    return tuple(
        f"{box} {label_of(work.labels, box)}: {shown_value(work.value(box))} → {shown_value(value)}"
        for box, value in read_changes(response).items()
    )
