"""What is on the desk of a claims question: all of it but the key.

A `Work` is shown as it is, and is handed out with questions whose key is elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from tutor.domain.claims.money import Cents
from tutor.domain.claims.tasks import PostedReason


@dataclass(frozen=True, slots=True)
class FormWork:
    """A form to be mended or filled (see `tasks.ClaimFix`).

    Attributes:
        boxes: What is filled in.
        open: Boxes to be filled, in mode `build`; nothing in mode `fix`, where that would tell.
    """

    form: str
    mode: str
    boxes: tuple[tuple[str, str], ...]
    labels: tuple[tuple[str, str], ...] = ()
    open: tuple[str, ...] = ()

    def value(self, box: str) -> str:
        """Return what a box holds; empty if nothing."""
        return dict(self.boxes).get(box, "")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a remittance as printed."""

    id: str
    label: str
    charge: Cents
    paid: Cents
    adjustments: tuple[PostedReason, ...]
    allowed: Cents | None
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetWork:
    """A remittance to be posted: its lines, and the columns of the posting sheet."""

    lines: tuple[SheetLine, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionWork:
    """What can be done: `(action id, words)`, in the order of `tasks.ACTIONS`."""

    actions: tuple[tuple[str, str], ...]


Work: TypeAlias = FormWork | SheetWork | DecisionWork


def work_from_dict(data: dict[str, Any]) -> Work:
    """Rebuild what is on the desk from its JSON form."""
    if "boxes" in data:
        return FormWork(
            form=data["form"],
            mode=data["mode"],
            boxes=tuple((box, text) for box, text in data["boxes"]),
            labels=tuple((box, text) for box, text in data["labels"]),
            open=tuple(data["open"]),
        )
    if "lines" in data:
        return SheetWork(
            lines=tuple(
                SheetLine(
                    id=one["id"],
                    label=one["label"],
                    charge=one["charge"],
                    paid=one["paid"],
                    adjustments=tuple(PostedReason(**part) for part in one["adjustments"]),
                    allowed=one["allowed"],
                    remarks=tuple(one["remarks"]),
                )
                for one in data["lines"]
            ),
            columns=tuple(data["columns"]),
        )
    return DecisionWork(tuple((action, text) for action, text in data["actions"]))
