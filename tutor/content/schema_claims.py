"""The schema of the kinds that are answered by working on a claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from tutor.content.schema import (
    Code,
    Fault,
    Id,
    Long,
    Note,
    Part,
    QuestionIn,
    Rationale,
    Raw,
    Strict,
    entries,
    text_of,
)
from tutor.domain.claims import tasks
from tutor.domain.claims.desk_boxes import has_box
from tutor.domain.claims.money import Cents, cents_of, plain
from tutor.domain.claims.same_value import same_value

STEM_COLUMNS = 76
"""Columns of a stem that is shown line by line: an 80-column terminal less padding."""
BOX_LENGTH = 120
"""Characters of what a box holds."""
CONSEQUENCE_LENGTH = 400
MOST_LINES = 12
USUAL_COLUMNS = ("paid", "contractual", "patient")
"""Columns of a posting sheet that are there whether they are used or not."""

BoxText: Any = text_of(BOX_LENGTH, least=0)
BoxId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,39}$")]
Money = Annotated[str, StringConstraints(pattern=r"^-?\d{1,9}\.\d{2}$")]
"""Dollars and cents, written in quotes."""
Column = Literal["paid", "contractual", "patient", "secondary", "denied"]
Action = Literal[
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
]


class WorkIn(QuestionIn):
    """A question answered by working on what is on the desk; its stem is shown as written."""

    stem: Long

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """No line of the stem is wider than a terminal."""
        yield from super().faults(raw)
        stem = raw.get("stem")
        for number, line in enumerate(stem.splitlines() if isinstance(stem, str) else (), 1):
            if len(line) > STEM_COLUMNS:
                what = f"line {number} of the stem has {len(line)} characters"
                yield ("stem",), what, f"break it: at most {STEM_COLUMNS}"


class FaultIn(Strict):
    """A box that is wrong, or open, and what belongs there."""

    box: BoxId
    right: Annotated[list[BoxText], Field(min_length=1, max_length=6)]
    owner: Literal["coder", "biller"]
    rationale: Rationale
    also: dict[BoxId, BoxText] = Field(
        {}, description="other boxes that are as good to change, with the value that mends"
    )


class DecoyIn(Strict):
    """A box that is right, though people change it."""

    box: BoxId
    rationale: Rationale


class ClaimFixIn(WorkIn):
    """A form with one or more wrong boxes (`fix`), or open ones (`build`)."""

    kind: Literal["claim_fix"]
    form: Literal["cms1500", "registration", "ub04"]
    mode: Literal["fix", "build"]
    boxes: Annotated[dict[BoxId, BoxText], Field(max_length=200)]
    labels: Annotated[dict[BoxId, Part], Field(max_length=100)] = Field({})
    faults_: Annotated[list[FaultIn], Field(alias="faults", min_length=1, max_length=40)]
    decoys: Annotated[list[DecoyIn], Field(max_length=8)] = Field([])
    rationale: Note = ""

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Boxes are boxes of the form, and a fault's right value is not what is filled in."""
        yield from super().faults(raw)
        yield from _unknown_boxes(raw)
        filled = _texts(raw, "boxes")
        seen: set[str] = set()
        for index, fault in entries(raw, "faults"):
            box = fault.get("box")
            if not isinstance(box, str):
                continue
            if box in seen:
                yield ("faults", index, "box"), f"box {box} has two faults", "merge them"
            seen.add(box)
            yield from _not_wrong(index, fault, filled)
        for index, decoy in entries(raw, "decoys"):
            if decoy.get("box") in seen:
                where = ("decoys", index, "box")
                yield where, f"box {decoy['box']} is a fault and a decoy", "remove one"

    def to_body(self) -> tasks.ClaimFix:
        """Return form and key."""
        return tasks.ClaimFix(
            form=self.form,
            mode=self.mode,
            boxes=tuple((box, text) for box, text in self.boxes.items() if text),
            faults=tuple(
                tasks.Fault(
                    box=one.box,
                    right=tuple(one.right),
                    rationale=one.rationale,
                    owner=one.owner,
                    also=tuple(one.also.items()),
                )
                for one in self.faults_
            ),
            decoys=tuple(tasks.Decoy(one.box, one.rationale) for one in self.decoys),
            labels=tuple(self.labels.items()),
            rationale=self.rationale,
        )


class AdjustmentIn(Strict):
    """An adjustment of a line as the remittance prints it."""

    group: Literal["CO", "PR", "OA", "PI"]
    reason: Code
    amount: Money


class PostLineIn(Strict):
    """A line to be posted, with its key."""

    id: Id
    label: Part
    charge: Money
    paid: Money
    allowed: Money | None = None
    adjustments: Annotated[list[AdjustmentIn], Field(max_length=8)] = Field([])
    remarks: Annotated[list[Code], Field(max_length=5)] = Field([])
    posts: Annotated[dict[Column, Money], Field(min_length=1)]
    rationale: Rationale


class ChoiceIn(Strict):
    """Something to choose, and why it is right or wrong."""

    id: Id
    text: Part
    rationale: Rationale
    correct: bool = False


class RemitPostIn(WorkIn):
    """A remittance to be posted line by line, and what has to be noticed."""

    holds: ClassVar = ("lines", "finding")

    kind: Literal["remit_post"]
    lines: Annotated[list[PostLineIn], Field(min_length=1, max_length=MOST_LINES)]
    columns: Annotated[list[Column], Field(min_length=1, max_length=5)] | None = None
    finding: Annotated[list[ChoiceIn], Field(max_length=8)] = Field([])
    rationale: Rationale

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Lines balance as printed and as posted, and one finding is right."""
        yield from super().faults(raw)
        columns = raw.get("columns")
        known = columns if isinstance(columns, list) else tasks.COLUMNS
        for index, line in entries(raw, "lines"):
            if line.get("id") != f"l{index + 1}" and isinstance(line.get("id"), str):
                what = f"line {index + 1} has the id {line['id']}"
                yield ("lines", index, "id"), what, f"write l{index + 1}: ids must not tell the key"
            yield from _unbalanced(index, line)
            posts = _texts(line, "posts")
            for column in posts:
                if column in tasks.COLUMNS and column not in known:
                    where = ("lines", index, "posts", column)
                    yield where, f"{column} is not one of `columns`", "add it there"
        if "finding" in raw:
            yield from _not_one_right(raw, "finding")

    def to_body(self) -> tasks.RemitPost:
        """Return the remittance and its key."""
        used = {column for line in self.lines for column in line.posts}
        usual = tuple(one for one in tasks.COLUMNS if one in USUAL_COLUMNS or one in used)
        return tasks.RemitPost(
            lines=tuple(_post_line(line) for line in self.lines),
            columns=tuple(self.columns) if self.columns else usual,
            finding=_choices(self.finding),
            rationale=self.rationale,
        )


class ActionIn(Strict):
    """Something that can be done, why (not), and what follows from it."""

    id: Action
    rationale: Rationale
    correct: bool = False
    consequence: Annotated[str, StringConstraints(max_length=CONSEQUENCE_LENGTH)] = ""
    text: Annotated[str, StringConstraints(max_length=120)] = ""


class DenialActionIn(WorkIn):
    """A denial or a balance: what is done, and with what."""

    holds: ClassVar = ("actions", "evidence", "reasons")

    kind: Literal["denial_action"]
    actions: Annotated[list[ActionIn], Field(min_length=2, max_length=len(tasks.ACTIONS))]
    evidence: Annotated[list[ChoiceIn], Field(max_length=9)] = Field([])
    reasons: Annotated[list[ChoiceIn], Field(max_length=6)] = Field([])
    rationale: Rationale

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """One action and one opening are right, and at least one piece of evidence."""
        yield from super().faults(raw)
        yield from _not_one_right(raw, "actions")
        if "reasons" in raw:
            yield from _not_one_right(raw, "reasons")
        marks = [bool(one.get("correct")) for _, one in entries(raw, "evidence")]
        if marks and not any(marks):
            todo = "add `correct: true` to what belongs"
            yield ("evidence",), "no evidence is marked as right", todo

    def to_body(self) -> tasks.DenialAction:
        """Return choices and consequences."""
        return tasks.DenialAction(
            actions=tuple(
                tasks.Choice(one.id, one.text, one.rationale, one.correct) for one in self.actions
            ),
            evidence=_choices(self.evidence),
            reasons=_choices(self.reasons),
            consequences=tuple(
                (one.id, one.consequence) for one in self.actions if one.consequence
            ),
            rationale=self.rationale,
        )


def _post_line(line: PostLineIn) -> tasks.PostLine:
    return tasks.PostLine(
        id=line.id,
        label=line.label,
        charge=cents_of(line.charge),
        paid=cents_of(line.paid),
        adjustments=tuple(
            tasks.PostedReason(one.group, one.reason, cents_of(one.amount))
            for one in line.adjustments
        ),
        posts=tuple((column, cents_of(amount)) for column, amount in line.posts.items()),
        rationale=line.rationale,
        allowed=None if line.allowed is None else cents_of(line.allowed),
        remarks=tuple(line.remarks),
    )


def _choices(given: list[ChoiceIn]) -> tuple[tasks.Choice, ...]:
    return tuple(tasks.Choice(**one.model_dump()) for one in given)


def _unknown_boxes(raw: Raw) -> Iterator[Fault]:
    """Report boxes that the form does not have, wherever they are named."""
    form, labels = raw.get("form"), _texts(raw, "labels")
    if form not in tasks.FORMS:
        return
    named: list[tuple[tuple[str | int, ...], Any]] = [
        (("boxes", box), box) for box in _texts(raw, "boxes")
    ]
    for name in ("faults", "decoys"):
        for index, entry in entries(raw, name):
            named.append(((name, index, "box"), entry.get("box")))
            named += [((name, index, "also", box), box) for box in _texts(entry, "also")]
    todo = "see docs/content-format.md for their ids" if form == "cms1500" else "add it there"
    for path, box in named:
        if isinstance(box, str) and not has_box(form, labels, box):
            what = "the CMS-1500" if form == "cms1500" else "`labels`"
            yield path, f"{what} has no box {box}", todo


def _not_wrong(index: int, fault: Raw, filled: dict[str, str]) -> Iterator[Fault]:
    """Report a fault whose box holds a right value already, or whose other mending does."""
    box = fault["box"]
    present = filled.get(box, "")
    right = fault.get("right")
    for place, value in enumerate(right if isinstance(right, list) else ()):
        if isinstance(value, str) and same_value(value, present):
            shown = f'"{present}"' if present else "empty"
            what = f"box {box} is {shown} already, so it is not wrong"
            yield ("faults", index, "right", place), what, "change the box or the right value"
    for other, value in _texts(fault, "also").items():
        if same_value(value, filled.get(other, "")):
            where = ("faults", index, "also", other)
            yield where, f'box {other} is "{value}" already', "change the box or the value"


def _unbalanced(index: int, line: Raw) -> Iterator[Fault]:
    charge, paid = _cents(line.get("charge")), _cents(line.get("paid"))
    if charge is None:
        return
    taken = [_cents(one.get("amount")) for _, one in entries(line, "adjustments")]
    if paid is not None and None not in taken:
        left = charge - sum(one for one in taken if one is not None)
        if left != paid:
            what = f"charge less adjustments is {plain(left)}, but paid is {plain(paid)}"
            yield ("lines", index, "paid"), what, "correct one of them"
    posts = [_cents(amount) for amount in _texts(line, "posts").values()]
    if posts and None not in posts:
        total = sum(one for one in posts if one is not None)
        if total != charge:
            what = f"posts add up to {plain(total)}, but the charge is {plain(charge)}"
            yield ("lines", index, "posts"), what, "correct one of them"


def _not_one_right(raw: Raw, name: str) -> Iterator[Fault]:
    """Report a list of choices of which not exactly one is right."""
    right = [index for index, one in entries(raw, name) if one.get("correct")]
    count = sum(1 for _ in entries(raw, name))
    if count and not right:
        yield (name,), f"nothing of `{name}` is marked as right", "add `correct: true` to the key"
    if count == 1:
        yield (name,), f"`{name}` has one entry: nothing to choose", "add a wrong one"
    for index in right[1:]:
        yield (name, index, "correct"), f"`{name}` has two right entries", "keep one"


def _cents(value: Any) -> Cents | None:  # noqa: ANN401 - whatever was written
    """Read an amount leniently; None where the schema itself will complain."""
    try:
        return cents_of(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _texts(raw: Raw, name: str) -> dict[str, str]:
    """Return a mapping of texts, without what is no text."""
    given = raw.get(name)
    pairs = given.items() if isinstance(given, dict) else ()
    return {key: value for key, value in pairs if isinstance(key, str) and isinstance(value, str)}
