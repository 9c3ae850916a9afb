"""Bodies of the questions that are answered by working on a claim.

Three kinds: `claim_fix` (find the wrong boxes and mend them, or fill empty ones), `remit_post`
(post a remittance line by line) and `denial_action` (decide what is done next, and with what).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tutor.domain.claims.money import Cents

FORMS = ("cms1500", "registration", "ub04")
"""What is on the desk: a claim, the record of a registration, an institutional claim."""
MODES = ("fix", "build")
"""`fix`: some boxes are wrong, which ones is not said. `build`: the open boxes are to be filled."""
COLUMNS = ("paid", "contractual", "patient", "secondary", "denied")
"""Where a line's charge goes when it is posted: they add up to the charge."""
ACTIONS = (
    "correct",
    "appeal",
    "bill-secondary",
    "bill-patient",
    "write-off",
    "query",
    "rebill-new",
    "refund",
    "payment-plan",
    "wait",
)
"""What can be done about an answer or a balance (labels: `tutor.domain.claims.actions`)."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A box that is wrong (or empty) and what belongs there.

    Attributes:
        right: Values that mend it, the plainest first; one empty text: the box must be emptied.
        rationale: Why, and where in the facts it is to be seen.
        owner: `coder` or `biller`: whose work it is to mend it.
        also: Other boxes that are as good to change: `(box, value)`, where two boxes disagree
            and nothing says which is wrong, either mends it.
    """

    box: str
    right: tuple[str, ...]
    rationale: str
    owner: str
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decoy:
    """A box that is right though people change it, and why it stays."""

    box: str
    rationale: str


@dataclass(frozen=True, slots=True)
class ClaimFix:
    """Body of `claim_fix`.

    Attributes:
        form: One of `FORMS`.
        mode: One of `MODES`.
        boxes: What is filled in, `(box id, text)` (ids: `tutor.domain.claims.form`; forms other
            than the CMS-1500 name theirs in `labels`).
        labels: `(box id, label)` for boxes that the register does not know.
        faults: At least one; in mode `build` the boxes to be filled.
        decoys: Worth explaining when left or changed.
    """

    form: str
    mode: str
    boxes: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    decoys: tuple[Decoy, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    rationale: str = ""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ClaimFix:
        """Rebuild the body from its JSON form."""
        return cls(
            form=data["form"],
            mode=data["mode"],
            boxes=_pairs(data["boxes"]),
            faults=tuple(
                Fault(
                    box=one["box"],
                    right=tuple(one["right"]),
                    rationale=one["rationale"],
                    owner=one["owner"],
                    also=_pairs(one["also"]),
                )
                for one in data["faults"]
            ),
            decoys=tuple(Decoy(**one) for one in data["decoys"]),
            labels=_pairs(data["labels"]),
            rationale=data["rationale"],
        )


@dataclass(frozen=True, slots=True)
class PostedReason:
    """An adjustment of a line as the remittance prints it: group, CARC number, amount."""

    group: str
    reason: str
    amount: Cents


@dataclass(frozen=True, slots=True)
class PostLine:
    """A line to be posted, with its key.

    Attributes:
        label: Code with modifiers, or a plain word.
        remarks: RARC numbers.
        posts: By column (see `COLUMNS`) what belongs there; columns left out are 0. They add up
            to the charge.
        rationale: Why it is posted so.
    """

    id: str
    label: str
    charge: Cents
    paid: Cents
    adjustments: tuple[PostedReason, ...]
    posts: tuple[tuple[str, Cents], ...]
    rationale: str
    allowed: Cents | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, with the reason why it is right or wrong."""

    id: str
    text: str
    rationale: str
    correct: bool = False


@dataclass(frozen=True, slots=True)
class RemitPost:
    """Body of `remit_post`.

    Attributes:
        lines: To be posted.
        finding: What one has to notice (nothing odd, paid below contract, a takeback, does not
            balance ...): exactly one is correct; empty if it is not asked.
        columns: Those of `COLUMNS` that are on the sheet.
    """

    lines: tuple[PostLine, ...]
    columns: tuple[str, ...]
    finding: tuple[Choice, ...] = ()
    rationale: str = ""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> RemitPost:
        """Rebuild the body from its JSON form."""
        return cls(
            lines=tuple(
                PostLine(
                    id=one["id"],
                    label=one["label"],
                    charge=one["charge"],
                    paid=one["paid"],
                    adjustments=tuple(PostedReason(**part) for part in one["adjustments"]),
                    posts=tuple((column, amount) for column, amount in one["posts"]),
                    rationale=one["rationale"],
                    allowed=one["allowed"],
                    remarks=tuple(one["remarks"]),
                )
                for one in data["lines"]
            ),
            columns=tuple(data["columns"]),
            finding=_choices(data["finding"]),
            rationale=data["rationale"],
        )


@dataclass(frozen=True, slots=True)
class DenialAction:
    """Body of `denial_action`: three things to decide, the last two only where there are any.

    Attributes:
        actions: What can be done; ids are of `ACTIONS`; exactly one is correct.
        evidence: What may go with it; those that belong are correct, at least one is.
        reasons: The opening of the letter or the query; exactly one is correct.
        consequence: By action id: what follows from it, in one or two sentences.
    """

    actions: tuple[Choice, ...]
    evidence: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()
    consequences: tuple[tuple[str, str], ...] = ()
    rationale: str = ""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> DenialAction:
        """Rebuild the body from its JSON form."""
        return cls(
            actions=_choices(data["actions"]),
            evidence=_choices(data["evidence"]),
            reasons=_choices(data["reasons"]),
            consequences=_pairs(data["consequences"]),
            rationale=data["rationale"],
        )


def _pairs(data: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in data)


def _choices(data: list[dict[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(**one) for one in data)
