"""The body of a question whose key is elsewhere: what it asks, whatever its kind.

One body serves all kinds, since what is asked differs only in what is shown and in which
responses fit. `tutor.domain.keyless` makes it; a grader never sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from string import ascii_uppercase
from typing import Any

from tutor.domain.claims.action_present import label_choices
from tutor.domain.claims.shown import DecisionWork, SheetWork, Work, work_from_dict
from tutor.domain.coding import CODE_SETS, PCS, Coding, CodingCase, PcsBuild
from tutor.domain.coding_audit import code_sets
from tutor.domain.coding_read import read_codes, read_entries, read_pcs
from tutor.domain.grading import known_ids, parse_number, split_pairs
from tutor.domain.item import Choices, Matching, Numeric, Ordering, Response, Target
from tutor.domain.presenting import NUMBERS, Shown, labelled
from tutor.errors import ResponseError


@dataclass(frozen=True, slots=True)
class BlankPart:
    """An option, step or line. `fixed` ones keep their place when parts are shuffled."""

    id: str
    text: str
    fixed: bool = False
    group: str = ""
    """What it is part of, where an answer has several parts."""


@dataclass(frozen=True, slots=True)
class Blank:
    """What is asked, without its key.

    Attributes:
        parts: Options, steps or lines, in an order that tells nothing.
        targets: What lines are matched to.
        unit: Unit of a figure.
        code_sets: Which code sets are asked for, where codes are typed.
        work: What is on the desk, where an answer is given by working on it.
        form: What a typed answer looks like, in words.
    """

    parts: tuple[BlankPart, ...] = ()
    targets: tuple[Target, ...] = ()
    unit: str = ""
    code_sets: tuple[str, ...] = ()
    work: Work | None = None
    form: str = ""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Blank:
        """Rebuild the body from its JSON form."""
        return cls(
            parts=tuple(BlankPart(**part) for part in data["parts"]),
            targets=tuple(Target(**target) for target in data["targets"]),
            unit=data["unit"],
            code_sets=tuple(data["code_sets"]),
            work=work_from_dict(data["work"]) if data.get("work") else None,
            form=data.get("form", ""),
        )

    @staticmethod
    def lean(data: dict[str, Any]) -> dict[str, Any]:
        """Leave out of the JSON form what few kinds have: what was handed out keeps its hash."""
        parts = [
            {name: value for name, value in part.items() if value or name != "group"}
            for part in data["parts"]
        ]
        kept = {
            name: value for name, value in data.items() if value or name not in ("work", "form")
        }
        return kept | {"parts": parts}


def arrange_blank(body: Blank, rng: Random) -> tuple[str, ...]:
    """Shuffle the parts of each group; those marked `fixed` keep their place."""
    pools = {}
    for group in dict.fromkeys(part.group for part in body.parts):
        loose = [part.id for part in body.parts if not part.fixed and part.group == group]
        rng.shuffle(loose)
        pools[group] = iter(loose)
    return tuple(part.id if part.fixed else next(pools[part.group]) for part in body.parts)


def present_blank(body: Blank, arrangement: tuple[str, ...], *, lettered: bool) -> Shown:
    """Show what is asked; options have letters, steps and lines have numbers."""
    parts = {part.id: part.text for part in body.parts}
    targets = {target.id: target.text for target in body.targets}
    groups = {part.id: part.group for part in body.parts}
    labels: Sequence[str] = ascii_uppercase if lettered else NUMBERS
    if isinstance(body.work, DecisionWork):
        shown = label_choices(body.work, arrangement, parts, groups)
    else:
        labels = ascii_uppercase if isinstance(body.work, SheetWork) else labels
        shown = tuple(
            replace(part, group=groups[part.id]) for part in labelled(arrangement, parts, labels)
        )
    return Shown(
        parts=shown,
        targets=labelled(targets, targets, ascii_uppercase),
        unit=body.unit,
        code_sets=body.code_sets,
        work=body.work,
        form=body.form,
    )


def blank_choices(body: Choices) -> Blank:
    """Keep the options."""
    return Blank(tuple(BlankPart(one.id, one.text, one.fixed) for one in body.options))


def blank_numeric(body: Numeric) -> Blank:
    """Keep the unit."""
    return Blank(unit=body.unit)


def blank_order(body: Ordering) -> Blank:
    """Keep the steps; whoever hands them out has to shuffle them."""
    return Blank(tuple(BlankPart(step.id, step.text) for step in body.steps))


def blank_match(body: Matching) -> Blank:
    """Keep lines and targets; whoever hands them out has to shuffle the lines."""
    return Blank(tuple(BlankPart(pair.id, pair.text) for pair in body.pairs), body.targets)


def blank_code(body: Coding) -> Blank:
    """Keep which code sets are asked for, which every front end says."""
    return Blank(code_sets=code_sets(body))


def blank_case(body: CodingCase) -> Blank:  # noqa: ARG001 - one shape
    """Keep nothing: any code set may be needed."""
    return Blank(code_sets=CODE_SETS)


def blank_pcs(body: PcsBuild) -> Blank:  # noqa: ARG001 - one shape
    """Keep nothing but the code set."""
    return Blank(code_sets=(PCS,))


def fit_single(body: Blank, response: Response) -> None:
    """Refuse all but one of the options."""
    known_ids(response, _ids(body), limit=1)


def fit_multiple(body: Blank, response: Response) -> None:
    """Refuse what is none of the options."""
    known_ids(response, _ids(body))


def fit_numeric(body: Blank, response: Response) -> None:  # noqa: ARG001 - one shape
    """Refuse all but one figure."""
    parse_number(_only(response))


def fit_order(body: Blank, response: Response) -> None:
    """Refuse all but every step once."""
    if len(known_ids(response, _ids(body))) != len(body.parts):
        raise ResponseError("Put every step in order: each step exactly once.")


def fit_match(body: Blank, response: Response) -> None:
    """Refuse what is no pair of a line and a target."""
    targets = {target.id for target in body.targets}
    for line, target in split_pairs(response).items():
        if line not in _ids(body) or target not in targets:
            raise ResponseError(f"{line!r} and {target!r} cannot be matched here.")


def fit_code(body: Blank, response: Response) -> None:
    """Refuse what is no code."""
    read_codes(" ".join(response), body.code_sets)


def fit_case(body: Blank, response: Response) -> None:  # noqa: ARG001 - one shape
    """Refuse what is no coded encounter."""
    read_entries("\n".join(response))


def fit_pcs(body: Blank, response: Response) -> None:  # noqa: ARG001 - one shape
    """Refuse all but one whole ICD-10-PCS code."""
    read_pcs(_only(response))


def _ids(body: Blank) -> set[str]:
    return {part.id for part in body.parts}


def _only(response: Response) -> str:
    if len(response) != 1:
        raise ResponseError("Give one answer.")
    return response[0]
