"""Grading a mended or filled form: a fault mended is 1, half for the right box with a wrong value.

Every right box that was spoiled takes half a fault away. In mode `build` a wrong value earns
nothing: which box is open is no secret there. The sum is taken over the number of faults.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tutor.domain.claims.desk_boxes import has_box
from tutor.domain.claims.same_value import same_value
from tutor.domain.claims.tasks import ClaimFix, Fault
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.errors import ResponseError

MENDED, NEAR, LEFT = "mended", "near", "left"
"""What became of a fault: mended, its box changed to something wrong, left as it was."""
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class FaultFinding:
    """A fault and what became of it; `given` is what was written for it, by box."""

    fault: Fault
    state: str
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FixAudit:
    """A response looked through.

    Attributes:
        faults: One finding for each fault of the key.
        spoiled: Right boxes that were changed, and to what.
    """

    faults: tuple[FaultFinding, ...]
    spoiled: tuple[tuple[str, str], ...]


def read_changes(response: Response) -> dict[str, str]:
    """Return what a response writes into which box.

    Raises:
        ResponseError: A text is no `box=value`, or a box is there twice.
    """
    changes: dict[str, str] = {}
    for text in response:
        box, separator, value = text.partition("=")
        if not separator or not box:
            raise ResponseError(f"{text!r} is not one box=value.")
        if box in changes:
            raise ResponseError(f"Box {box} is changed twice.")
        changes[box] = value.strip()
    return changes


def real_changes(response: Response, filled: Mapping[str, str]) -> dict[str, str]:
    """Return the changes of a response that change something."""
    return {
        box: value
        for box, value in read_changes(response).items()
        if not same_value(value, filled.get(box, ""))
    }


def audit_fix(body: ClaimFix, response: Response) -> FixAudit:
    """Look a response through, fault by fault."""
    changes = real_changes(response, dict(body.boxes))
    used: set[str] = set()
    findings = []
    for fault in body.faults:
        state, boxes = _found(fault, changes, used)
        used.update(boxes)
        findings.append(FaultFinding(fault, state, tuple((box, changes[box]) for box in boxes)))
    spoiled = tuple((box, value) for box, value in changes.items() if box not in used)
    return FixAudit(tuple(findings), spoiled)


def grade_fix(body: ClaimFix, response: Response) -> Verdict:
    """Grade the changes of a form; ids are boxes."""
    labels = dict(body.labels)
    for box in read_changes(response):
        if not has_box(body.form, labels, box):
            raise ResponseError(f"This form has no box {box!r}.")
    audit = audit_fix(body, response)
    near = Fraction(0) if body.mode == "build" else HALF
    earned = sum(
        ({MENDED: Fraction(1), NEAR: near, LEFT: Fraction(0)}[one.state] for one in audit.faults),
        Fraction(0),
    )
    score = (earned - HALF * len(audit.spoiled)) / len(body.faults)
    boxes = {state: _boxes(audit, state) for state in (MENDED, NEAR, LEFT)}
    return Verdict(
        float(max(Fraction(0), score)),
        right=boxes[MENDED],
        wrong=(*boxes[NEAR], *(box for box, _ in audit.spoiled if box not in boxes[NEAR])),
        missed=boxes[LEFT],
    )


def key_fix(body: ClaimFix) -> Response:
    """Return the response that earns full credit."""
    return tuple(f"{fault.box}={fault.right[0]}" for fault in body.faults)


def wrong_fix(body: ClaimFix, rng: Random) -> Response:
    """Return a response that does not earn full credit: one fault mended wrongly."""
    at = rng.randrange(len(body.faults))
    fault = body.faults[at]
    taken = (*fault.right, dict(body.boxes).get(fault.box, ""))
    value = next(one for one in ("", "NONE", "X") if not _among(one, taken))
    key = key_fix(body)
    return (*key[:at], f"{fault.box}={value}", *key[at + 1 :])


def _found(
    fault: Fault, changes: Mapping[str, str], used: Collection[str]
) -> tuple[str, tuple[str, ...]]:
    """Return what became of a fault, and the boxes that tell so."""
    if fault.box in changes and _among(changes[fault.box], fault.right):
        return MENDED, (fault.box,)
    free = {box: value for box, value in changes.items() if box not in used}
    for box, value in fault.also:
        if box in free and same_value(free[box], value):
            return MENDED, (box,)
    touched = {fault.box, *(box for box, _ in fault.also)}
    tried = tuple(box for box in free if box in touched)
    return (NEAR, tried) if tried else (LEFT, ())


def _among(value: str, right: tuple[str, ...]) -> bool:
    return any(same_value(value, one) for one in right)


def _boxes(audit: FixAudit, state: str) -> tuple[str, ...]:
    return tuple(one.fault.box for one in audit.faults if one.state == state)
