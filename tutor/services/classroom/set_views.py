"""Quiz sets as front ends show them."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.quiz_set import Rule
from tutor.domain.set_records import QuizSet, SetVersion


@dataclass(frozen=True, slots=True)
class SetLine:
    """A set in a list.

    Attributes:
        status: `draft`, `published 2`, `published 2, edited since` or `archived`.
        course: Title of the course it is of.
    """

    id: str
    title: str
    course_id: str
    course: str
    status: str
    questions: int
    points: float
    shared: bool


@dataclass(frozen=True, slots=True)
class PickLine:
    """A question picked by hand; `missing` says why it cannot be published, if it cannot."""

    number: int
    item_id: str
    title: str
    difficulty: int
    points: float
    case_id: str | None
    own: bool
    missing: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule, in words, with how many questions fit.

    Attributes:
        counts: `(what, fits, wants)`: one entry, or one for each domain; `fits` is None for
            questions that are made at publishing.
        short: Whether too few fit.
    """

    rule: Rule
    text: str
    counts: tuple[tuple[str, int | None, int], ...]
    short: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its questions."""

    number: int
    title: str
    text: str
    points: float
    picks: tuple[PickLine, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class SetView:
    """A set with all that is in its draft, what is wrong with it, and what was published."""

    quiz_set: QuizSet
    status: str
    questions: int
    points: float
    sections: tuple[SectionView, ...]
    warnings: tuple[str, ...]
    versions: tuple[SetVersion, ...]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A question found by a search."""

    item_id: str
    title: str
    tags: str
    difficulty: int
    own: bool


def status_of(quiz_set: QuizSet, versions: tuple[SetVersion, ...]) -> str:
    """Return where a set stands, in a word or two."""
    if quiz_set.archived_at:
        return "archived"
    if not versions:
        return "draft"
    last = versions[-1]
    same = (last.definition, last.title) == (quiz_set.definition, quiz_set.title)
    return f"published {last.number}" + ("" if same else ", edited since")


def rule_text(rule: Rule) -> str:
    """Return a rule in words: `10 of CPB, biller, difficulty 2-4`."""
    low, high = rule.difficulty
    parts = [
        rule.exam.upper() if rule.exam else "any exam",
        rule.subject,
        rule.role,
        rule.skill,
        rule.level,
        f"difficulty {low}-{high}" if (low, high) != (1, 5) else None,
        rule.seen if rule.seen != "any" else None,
        rule.source if rule.source != "written" else None,
    ]
    return f"{rule.count} of {', '.join(part for part in parts if part)}"
