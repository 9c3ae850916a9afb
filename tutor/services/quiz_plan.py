"""What a quiz is to hold and what it is called, worked out from its spec."""

from __future__ import annotations

from tutor.domain.blueprint import Blueprint, allocate, domain_shares
from tutor.domain.records import QuizSpec
from tutor.services.library import Library
from tutor.services.questions import lesson_link

TITLE_WORDS = {
    "coder": "coder's work",
    "biller": "biller's work",
    "both": "shared work",
    "code-assignment": "code assignment",
    "claim-handling": "claim handling",
    "concept": "concepts",
    "new": "new questions",
    "seen": "seen before",
    "missed": "missed questions",
}
"""How a spec's values read in a title."""


def quotas(blueprint: Blueprint | None, spec: QuizSpec) -> dict[str, int]:
    """Return how many questions each domain should get; empty without an exam.

    All domains: as the blueprint shares them out. Some domains: by their shares among
    themselves, by largest remainder.
    """
    if blueprint is None:
        return {}
    if not spec.domains:
        return allocate(blueprint, spec.count)
    shares = {name: domain_shares(blueprint)[name] for name in spec.domains}
    total = sum(shares.values())
    exact = {name: share * spec.count / total for name, share in shares.items()}
    counts = {name: int(quota) for name, quota in exact.items()}
    by_remainder = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in by_remainder[: spec.count - sum(counts.values())]:
        counts[name] += 1
    return counts


def quiz_title(spec: QuizSpec, blueprint: Blueprint | None, library: Library) -> str:
    """Return what a quiz is called in lists."""
    if spec.context == "sorter":
        return "Duty sorter"
    if spec.source == "generated" and spec.seen != "missed":
        from tutor.services.drills.joining import drill_title

        parts = [drill_title(spec), *([blueprint.id.upper()] if blueprint else [])]
    else:
        parts = [blueprint.id.upper() if blueprint else "All exams"]
    if blueprint and len(spec.domains) == 1:
        parts.append(blueprint.domain(spec.domains[0]).name)
    elif spec.domains:
        parts.append(f"{len(spec.domains)} domains")
    lesson = lesson_link(spec.lesson, library)
    parts += [lesson.title] if lesson else []
    for value in (spec.role, spec.skill, spec.subject, spec.seen):
        if value and value != "any":
            parts.append(TITLE_WORDS.get(value, value))
    if spec.source == "both" and spec.seen != "missed":
        parts.append("with drills")
    return " · ".join(parts)


def drill_spec(
    kinds: tuple[str, ...], count: int, level: str, seconds: int | None = None
) -> QuizSpec:
    """Return the quiz that a round of drills is."""
    return QuizSpec(
        count=count, seconds=seconds, source="generated", drills=kinds, drill_level=level
    )


def pool(spec: QuizSpec) -> str:
    """Return the pool of written items that a quiz draws from."""
    return "sorter" if spec.context == "sorter" else "bank"
