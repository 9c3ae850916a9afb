"""How drills join practice: generated questions fill up what written ones leave open."""

from __future__ import annotations

from tutor.domain.records import QuizSpec
from tutor.services.drills.kinds import KINDS, Tags
from tutor.services.drills.service import DrillService


def fitting(drills: DrillService, spec: QuizSpec) -> tuple[str, ...]:
    """Return the names of the drills that a quiz may draw from; none for written questions.

    A generated question was never seen before, so that none fits a quiz of seen ones.

    Raises:
        UsageError: The quiz names a drill or a level that cannot be drilled.
    """
    if spec.source == "written" or spec.seen not in ("any", "new"):
        return ()
    if spec.context != "practice":
        return ()
    drills.check(spec.drills, spec.drill_level)
    found = drills.fitting(
        spec.drills,
        exam=spec.exam,
        domains=spec.domains,
        subject=spec.subject,
        lesson=spec.lesson,
    )
    return tuple(name for name in found if _trains(KINDS[name].tags, spec))


def _trains(tags: Tags, spec: QuizSpec) -> bool:
    """Whether drills of these tags are of the role and skill that a quiz asks for."""
    return spec.role in (None, tags.role) and spec.skill in (None, tags.skill)


def drill_title(spec: QuizSpec) -> str:
    """Return what a quiz of generated questions alone is called."""
    labels = [KINDS[name].label for name in spec.drills if name in KINDS]
    return f"Drill: {labels[0]}" if len(labels) == 1 else "Drills"
