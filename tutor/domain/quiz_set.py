"""Quiz sets: what an instructor puts together, in sections of slots with points."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """Questions by rule: `count` of those that fit all that is given.

    Attributes:
        domains: `(domain id, count)` pairs of `exam`; empty draws `count` from all its domains.
        difficulty: Lowest and highest, 1 to 5.
        seen: `any`, `new` (the student never answered it) or `seen`; other than `any` only in
            sets drawn per student.
        source: `written` or `generated`.
    """

    count: int
    exam: str | None = None
    domains: tuple[tuple[str, int], ...] = ()
    role: str | None = None
    skill: str | None = None
    subject: str | None = None
    level: str | None = None
    difficulty: tuple[int, int] = (1, 5)
    seen: str = "any"
    source: str = "written"


@dataclass(frozen=True, slots=True)
class Pick:
    """One question picked by hand, and its points."""

    item_id: str
    points: float = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a set: a title, an instruction, questions picked, and questions by rule.

    `points` is what each question by rule is worth.
    """

    title: str = ""
    text: str = ""
    picks: tuple[Pick, ...] = ()
    rules: tuple[Rule, ...] = ()
    points: float = 1.0


@dataclass(frozen=True, slots=True)
class SetDefinition:
    """All of a set. `per_student` draws rules anew for each student; else one form serves all."""

    sections: tuple[Section, ...] = field(default_factory=tuple)
    per_student: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> SetDefinition:
        """Rebuild a definition from its JSON form."""
        sections = tuple(_section(section) for section in data.get("sections", ()))
        return cls(sections, bool(data.get("per_student", False)))


@dataclass(frozen=True, slots=True)
class FrozenSlot:
    """A question's place in a published set.

    Attributes:
        section: Number of its section, from 0.
        pool: `(item id, content hash)` of what can stand there: one where it is fixed.
    """

    section: int
    points: float
    pool: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """A quiz set as published: it never changes."""

    id: str
    set_id: str
    number: int
    title: str
    definition: SetDefinition
    seed: int
    slots: tuple[FrozenSlot, ...]

    @property
    def most(self) -> float:
        """Points in all."""
        return sum(slot.points for slot in self.slots)


def _section(data: dict[str, Any]) -> Section:
    return Section(
        title=data["title"],
        text=data["text"],
        picks=tuple(Pick(**pick) for pick in data["picks"]),
        rules=tuple(_rule(rule) for rule in data["rules"]),
        points=data["points"],
    )


def _rule(data: dict[str, Any]) -> Rule:
    low, high = data["difficulty"]
    domains = tuple((domain, count) for domain, count in data["domains"])
    return Rule(**(data | {"domains": domains, "difficulty": (low, high)}))
