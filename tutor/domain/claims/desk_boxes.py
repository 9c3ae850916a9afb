"""The boxes of the form on the desk, whichever form it is: their names, their order, their ids."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib import import_module
from types import ModuleType

from tutor.domain.claims.form import Form
from tutor.domain.claims.shown import FormWork
from tutor.domain.whole_number import is_whole

CMS1500 = "cms1500"
FORM_NAMES = {CMS1500: "CMS-1500", "registration": "Registration", "ub04": "UB-04 (CMS-1450)"}
"""What is on the desk, by `tasks.FORMS`."""
SHORT_LINES = 2
"""Service lines that a form shows at least, so that one may be added."""


def has_box(form: str, labels: Collection[str], box_id: str) -> bool:
    """Whether a form has a box: the CMS-1500 all of the register, every form those it labels."""
    return box_id in labels or (form == CMS1500 and _register().known(box_id))


def label_of(labels: tuple[tuple[str, str], ...], box_id: str) -> str:
    """Return what a box is called, without its number; its id where nothing is known."""
    named = dict(labels).get(box_id)
    if named is not None:
        return named
    register = _register()
    return register.box(box_id).label if register.known(box_id) else box_id


def _register() -> ModuleType:
    """Return the register of boxes, imported on first use: its texts are long, the start short."""
    return import_module("tutor.domain.claims.boxes")


def number_of(box_id: str) -> str:
    """Return a box's number as the form prints it: `24E` of line box `24E.1`, `2`, `33`."""
    return box_id.partition(".")[0]


@cache
def _cms1500() -> tuple[str, ...]:
    return tuple(_register().all_ids())


def desk_boxes(work: FormWork) -> tuple[str, ...]:
    """Return the ids of the boxes to be shown, in the order of the form.

    Of the CMS-1500 all boxes but those of service lines far below the last one that is used.
    """
    named = tuple(box_id for box_id, _ in work.labels)
    if work.form != CMS1500:
        return named
    filled = Form(tuple((box_id, text or "-") for box_id, text in work.boxes))
    opened = Form(tuple((box_id, "-") for box_id in work.open))
    last = max((*filled.lines, *opened.lines, SHORT_LINES - 1)) + 1
    return (*(one for one in _cms1500() if _line(one) <= last), *named)


def _line(box_id: str) -> int:
    """Return the service line that a box belongs to; 0 for other boxes."""
    head, _, number = box_id.rpartition(".")
    return int(number) if head.startswith("24") and is_whole(number) else 0
