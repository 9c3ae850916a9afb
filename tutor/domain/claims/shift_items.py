"""A task as an item: id, tags, lesson, citations and hash, so that it is graded like any other."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.claims.made import Made
from tutor.domain.item import DRILL_POOL, Item, Reference
from tutor.domain.item_json import with_hash

CODE_SET = "FY2026"
"""The code year that notes, codes and keys of the practice are written for."""
VERSION = 2
"""Raised whenever the same seed makes another question than before."""
TOPIC = "shift"


@dataclass(frozen=True, slots=True)
class StageTags:
    """Where a stage's questions belong: folder of the bank, lesson, skill, exam domains."""

    subject: str
    lesson: str
    skill: str
    exams: tuple[tuple[str, str], ...]


_CLAIMS = (("cpb", "bill"), ("cbcs", "d4"), ("cmrs", "s08"))
_MONEY = (("cpb", "reimb"), ("cbcs", "d4"), ("cmrs", "s15"), ("cca", "d2"))

STAGE_TAGS: dict[str, StageTags] = {
    "registration": StageTags(
        "claims",
        "eligibility-and-authorization",
        "claim-handling",
        (("cpb", "bill"), ("cbcs", "d2"), ("cmrs", "s16")),
    ),
    "eligibility": StageTags(
        "insurance",
        "coordination-of-benefits",
        "claim-handling",
        (("cpb", "bill"), ("cbcs", "d2"), ("cmrs", "s16")),
    ),
    "charges": StageTags(
        "claims",
        "from-note-to-code",
        "code-assignment",
        (("cpb", "case"), ("cbcs", "d3"), ("cca", "d1")),
    ),
    "claim": StageTags("claims", "cms-1500", "claim-handling", _CLAIMS),
    "scrub": StageTags("claims", "clean-claim", "claim-handling", (("cpb", "case"), *_CLAIMS)),
    "answer": StageTags(
        "claims",
        "clearinghouse-reports",
        "claim-handling",
        (("cpb", "bill"), ("cbcs", "d4"), ("cmrs", "s07")),
    ),
    "posting": StageTags("denials", "posting-and-aging", "claim-handling", _MONEY),
    "denial": StageTags(
        "denials",
        "working-denials",
        "claim-handling",
        (("cpb", "case"), ("cbcs", "d4"), ("cmrs", "s16"), ("cca", "d2")),
    ),
    "balance": StageTags(
        "patient-billing",
        "statements-and-collections",
        "claim-handling",
        (("cpb", "reimb"), ("cbcs", "d4"), ("cmrs", "s15")),
    ),
}
"""By stage (`tutor.domain.claims.shift.STAGES`)."""


def item_of(
    made: Made, task_id: str, seed: int, *, stage: str = "denial", exam: str | None = None
) -> Item:
    """Return the item that a made question becomes.

    Args:
        made: The question.
        task_id: Id of the task in its shift.
        seed: Of the world.
        stage: One of the stages of a shift: it gives the lesson and the tags that are left open.
        exam: The exam whose domains come first.
    """
    tags = STAGE_TAGS[stage]
    exams = tuple(dict.fromkeys(made.exams or tags.exams))
    return with_hash(
        Item(
            id=f"shift-{seed}-{task_id}",
            version=VERSION,
            kind=made.kind,
            stem=made.stem,
            body=made.body,
            exams=tuple(sorted(exams, key=lambda one: one[0] != exam)),
            role=made.role,
            subject=tags.subject,
            topic=TOPIC,
            skill=tags.skill,
            level=made.level,
            difficulty=made.difficulty,
            references=tuple(Reference(cite) for cite in made.cites),
            lesson=tags.lesson,
            code_set=CODE_SET,
            pool=DRILL_POOL,
        )
    )
