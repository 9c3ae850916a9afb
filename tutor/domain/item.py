"""Items: the questions a learner answers.

An `Item` is an immutable version of one question. Its `body` depends on the kind; everything
else (stem, tags, citations) is common. A case is a shared `Exhibit` that several items point to.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

Response: TypeAlias = tuple[str, ...]
"""A learner's answer as text, ready to store: chosen option ids (`single`, `multiple`), one
decimal number (`numeric`), one typed text (`text`), step ids in the learner's order (`order`), or
`pair=choice` texts (`match`). Empty means not answered."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer option with the reason it is right or wrong."""

    id: str
    text: str
    rationale: str
    correct: bool = False
    fixed: bool = False
    """Keeps its written place when options are shuffled."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Body of `single` and `multiple`."""

    options: tuple[Option, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Ids of the right options, in written order."""
        return tuple(option.id for option in self.options if option.correct)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Choices:
        """Rebuild the body from its JSON form."""
        return cls(tuple(Option(**option) for option in data["options"]))


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong figure people really arrive at, and the slip that leads there."""

    value: Decimal
    rationale: str


@dataclass(frozen=True, slots=True)
class Numeric:
    """Body of `numeric`: a figure, right within `tolerance` (same unit as `value`)."""

    value: Decimal
    tolerance: Decimal
    unit: str
    rationale: str
    """The worked solution."""
    mistakes: tuple[Mistake, ...]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Numeric:
        """Rebuild the body from its JSON form, in which decimals are text."""
        return cls(
            value=Decimal(data["value"]),
            tolerance=Decimal(data["tolerance"]),
            unit=data["unit"],
            rationale=data["rationale"],
            mistakes=tuple(
                Mistake(Decimal(mistake["value"]), mistake["rationale"])
                for mistake in data["mistakes"]
            ),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an `order` item."""

    id: str
    text: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Ordering:
    """Body of `order`: steps in their right order."""

    steps: tuple[Step, ...]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Ordering:
        """Rebuild the body from its JSON form."""
        return cls(tuple(Step(**step) for step in data["steps"]))


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a pair of a `match` item can be matched to."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a `match` item and the target it belongs to."""

    id: str
    text: str
    answer: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Matching:
    """Body of `match`. A target may serve several pairs or none."""

    targets: tuple[Target, ...]
    pairs: tuple[Pair, ...]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Matching:
        """Rebuild the body from its JSON form."""
        return cls(
            targets=tuple(Target(**target) for target in data["targets"]),
            pairs=tuple(Pair(**pair) for pair in data["pairs"]),
        )


class Body(Protocol):
    """What depends on an item's kind: a frozen dataclass, named in `tutor.domain.kinds`."""

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Body:
        """Rebuild the body from its JSON form."""
        ...


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation: guideline section, CFR section or manual chapter, and its year."""

    cite: str
    year: str | None = None
    source: str | None = None
    """Id in the list of sources, where the source is one of those."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What the questions of a case share: a chart note, a claim, a remittance ..."""

    case_id: str
    title: str
    type: str
    text: str
    position: int
    """This item's place in the case, from 1."""
    total: int
    """How many questions the case has."""


@dataclass(frozen=True, slots=True)
class Item:
    """One version of one question.

    Attributes:
        exams: `(exam id, domain id)` pairs, the exam domains the item is tagged to.
        pool: `bank` (quizzes draw from it), `lesson` (held by a lesson's check) or `sorter`
            (a duty made from `seeds/roles.yaml`). Items of the pools `drill` and `card` are
            generated: no bank holds them. The topic of a `card` item is the card it is made for.
            `keyless` ones are asked here and graded elsewhere: their body is a `Blank`.
        content_hash: Identity of this exact text and key; two versions never share it.
    """

    id: str
    version: int
    kind: str
    stem: str
    body: Body
    exams: tuple[tuple[str, str], ...]
    role: str
    subject: str
    topic: str
    skill: str
    level: str
    difficulty: int
    references: tuple[Reference, ...]
    lesson: str | None
    code_set: str
    exhibit: Exhibit | None = None
    pool: str = "bank"
    content_hash: str = ""

    @property
    def generated(self) -> bool:
        """Whether the program made it."""
        return self.pool in (DRILL_POOL, CARD_POOL)

    @property
    def keyless(self) -> bool:
        """Whether its key is elsewhere, so that nothing here can grade it."""
        return self.pool == KEYLESS_POOL

    def domains(self, exam: str) -> tuple[str, ...]:
        """Return the domains of one exam that the item is tagged to."""
        return tuple(domain for tagged, domain in self.exams if tagged == exam)


ROLES = ("coder", "biller", "both")
SKILLS = ("code-assignment", "claim-handling", "concept")
LEVELS = ("recall", "apply", "analyze")
POOLS = ("bank", "lesson", "sorter")
"""Pools that content fills."""
DRILL_POOL = "drill"
"""The pool of generated items: never drawn where written ones are asked for."""
CARD_POOL = "card"
"""The pool of items made for a learner's own cards: they feed memory and nothing else."""
KEYLESS_POOL = "keyless"
"""The pool of items whose key was taken out (see `tutor.domain.keyless`)."""
IMPORTED = "imported"
"""Subject of items in a learner's own bank that came from other programs: drafts, whose wording
no house rule is held against."""
PHASES = ("front-end", "mid-cycle", "back-end")
