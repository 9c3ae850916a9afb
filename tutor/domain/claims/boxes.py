"""The register of all boxes of the CMS-1500 (ids: `tutor.domain.claims.form`)."""

from __future__ import annotations

import re
from dataclasses import replace

from tutor.domain.claims.box import Box
from tutor.domain.claims.box_help import Help
from tutor.domain.claims.boxes_insured import INSURED
from tutor.domain.claims.boxes_service import SERVICE
from tutor.domain.claims.form import MOST_LINES
from tutor.domain.claims.help_insured import HELP as INSURED_HELP
from tutor.domain.claims.help_service import HELP as SERVICE_HELP

_HELP: dict[str, Help] = {**INSURED_HELP, **SERVICE_HELP}


def _with_help(one: Box) -> Box:
    found = _HELP[one.id]
    return replace(one, written=found.written, help=found.text, source=found.source)


BOXES: tuple[Box, ...] = tuple(_with_help(one) for one in (*INSURED, *SERVICE))
"""In the order of the form; a box that every service line has is there once (`24E`)."""
_BY_ID = {one.id: one for one in BOXES}
_LINE_BOX = re.compile(rf"(24.+)\.([1-{MOST_LINES}])")


def box(box_id: str) -> Box:
    """Return a box; of one service line if the id has its number (`24E.3`).

    Raises:
        KeyError: The form has no such box.
    """
    found = _LINE_BOX.fullmatch(box_id)
    if not found:
        return _BY_ID[box_id]
    base = _BY_ID[found[1]]
    return replace(base, id=box_id, label=f"Line {found[2]}: {base.label}")


def known(box_id: str) -> bool:
    """Whether the form has such a box; line boxes need the number of their line."""
    found = _LINE_BOX.fullmatch(box_id)
    if found:
        return found[1] in _BY_ID
    return box_id in _BY_ID and not _BY_ID[box_id].line


def all_ids() -> tuple[str, ...]:
    """Return the id of every box in the order of the form, line by line within 24."""
    before = [one.id for one in INSURED]
    lines = [one.id for one in SERVICE if one.line]
    ids = [f"{one}.{number}" for number in range(1, MOST_LINES + 1) for one in lines]
    place = next(at for at, one in enumerate(SERVICE) if one.line)
    above = [one.id for one in SERVICE[:place]]
    below = [one.id for one in SERVICE[place:] if not one.line]
    return (*before, *above, *ids, *below)


_ORDER = {box_id: place for place, box_id in enumerate(all_ids())}


def position(box_id: str) -> int:
    """Return the place of a box on the form, to sort by; unknown boxes come last."""
    return _ORDER.get(box_id, len(_ORDER))
