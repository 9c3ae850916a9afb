"""A form beside the 837P that it becomes: its segments, each with the boxes it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tutor.domain.claims.form import Form


class SegmentView(NamedTuple):
    """A segment as shown.

    Attributes:
        text: Without its terminator.
        loop: Such as `2300` (words for it: `tutor.domain.claims.loops`).
        boxes: Ids of the boxes of the CMS-1500 that it says, the main one first.
    """

    text: str
    loop: str
    boxes: tuple[str, ...]


def segments(
    form_boxes: Mapping[str, str] | Iterable[tuple[str, str]],
) -> tuple[SegmentView, ...]:
    """Return the segments of a form, from who sends it to its last line.

    Args:
        form_boxes: Box id to text. A form that is not whole, or wrong, has segments too.
    """
    from tutor.interchange.x12.claim_837p import segments_of

    form = Form.of(dict(form_boxes))
    return tuple(SegmentView(one.text, one.loop, one.boxes) for one in segments_of(form))
