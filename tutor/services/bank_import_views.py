"""What an import shows before it is done, and after: plain values, frozen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tutor.domain.item import Item
from tutor.domain.tag_proposals import Proposal

NEW, CHANGED, SAME, REFUSED = "new", "changed", "duplicate", "refused"
"""What becomes of a question: taken, taken as the next version, there already, not taken."""
FATES = (NEW, CHANGED, SAME, REFUSED)
OWN = "own"
"""The learner's own bank as the target of an import; every other target is a course's id."""

Tags = tuple[tuple[str, str], ...]
"""`(exam id, domain id)` pairs."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What becomes of one question.

    Attributes:
        number: From 1; tags are confirmed by it.
        place: `file:line`.
        title: Its beginning, on one line.
        fate: One of `FATES`.
        item_id: What it is called here; empty if it is refused.
        version: Which version it becomes.
        of: Id of the item that it repeats, or that it is a new version of.
        how: How that item was found: `id`, `text` (every word), `question` (stem and key).
        why: Why it is refused, and what to do.
        losses: What could not be taken over.
        warnings: Reasons that are missing, codes that are in no official list.
        tags: Exam domains that it gets unless others are confirmed.
        proposals: What they were proposed by; nothing where the source itself says them.
    """

    number: int
    place: str
    title: str
    fate: str
    item_id: str = ""
    version: int = 1
    of: str = ""
    how: str = ""
    why: str = ""
    losses: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    tags: Tags = ()
    proposals: tuple[Proposal, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether the import will keep it."""
        return self.fate in (NEW, CHANGED)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is kept or replaced as one: a question, or a case with all its questions.

    Attributes:
        entry: As a bank file holds it; its exams are those of the plan.
        items: What it makes, in order, as the plan's lines name them.
        lines: The numbers of those lines.
        open: Whether its exam domains may be changed by the user.
    """

    entry: dict[str, Any]
    items: tuple[Item, ...]
    lines: tuple[int, ...]
    subject: str
    topic: str
    fate: str
    open: bool


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import will do; nothing is done yet.

    Attributes:
        file: As the user named it.
        format: Name of its format; `label` in words.
        target: `OWN` or a course's id; `into` in words.
        bank: What the bank is called in the target.
        lines: What becomes of each question, in the order of the file.
        notes: What concerns the whole file.
        units: What `apply` keeps.
        state: What the target looked like: `apply` refuses if it has changed since.
    """

    file: str
    format: str
    label: str
    target: str
    into: str
    bank: str
    lines: tuple[ImportLine, ...]
    notes: tuple[str, ...] = ()
    units: tuple[Unit, ...] = field(default=(), repr=False)
    state: str = field(default="", repr=False)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many questions have each fate."""
        found = Counter(line.fate for line in self.lines)
        return {fate: found[fate] for fate in FATES}

    @property
    def guessed(self) -> int:
        """Return how many taken questions are tagged by no word at all."""
        return sum(
            1 for line in self.lines if line.taken and any(one.guess for one in line.proposals)
        )

    @property
    def takes(self) -> int:
        """Return how many questions are taken."""
        return sum(1 for line in self.lines if line.taken)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did.

    Attributes:
        new: Ids of items that were added.
        changed: Ids of items that got a new version.
        files: Files that were written, for the learner's own bank.
    """

    into: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    files: tuple[str, ...] = ()
