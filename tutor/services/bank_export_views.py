"""What an export takes and what it made: plain values, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field

from tutor.domain.foreign import Loss

OWN = "own"
SOURCES = ("all", OWN, "shipped")
"""All content, the learner's own imported items, or all but those."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items are exported; what is empty selects nothing away.

    Attributes:
        source: One of `SOURCES`; with a course or a set it has no meaning.
        course: A course's id: its own bank.
        quiz_set: A quiz set's id: as published last, else what its draft picks.
    """

    exam: str = ""
    domains: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    source: str = "all"
    course: str = ""
    quiz_set: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made, not yet on disk.

    Attributes:
        format: Name of the format; `label` in words.
        items: Questions in the files.
        files: Contents by file name.
        losses: What the format could not carry, item by item; `whole` ones are left out.
    """

    format: str
    label: str
    title: str
    items: int
    losses: tuple[Loss, ...]
    files: dict[str, bytes] = field(repr=False)

    @property
    def left_out(self) -> int:
        """Return how many questions are not in the files at all."""
        return len({one.item_id for one in self.losses if one.whole})
