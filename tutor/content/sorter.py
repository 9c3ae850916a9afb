"""The duty sorter: a question made of every duty in seeds/roles.yaml."""

from __future__ import annotations

from tutor.content.draft import Draft
from tutor.content.schema import ReferenceIn
from tutor.domain.item import ROLES, Choices, Item, Option
from tutor.domain.item_json import with_hash
from tutor.domain.role import RoleEntry

LESSON = "who-does-what"
"""The lesson that teaches whose duty is whose."""
_LABELS = {"coder": "Coder", "biller": "Biller", "both": "Both"}


def sorter_item(draft: Draft, duty: RoleEntry) -> Item:
    """Return the question whose task a duty is; options always stand in the same order."""
    reasons = dict(duty.why)
    options = tuple(
        Option(
            id=role,
            text=_LABELS[role],
            rationale=reasons[role],
            correct=role == duty.role,
            fixed=True,
        )
        for role in ROLES
    )
    references = tuple(draft.reference(ReferenceIn(source=source)) for source in duty.documents)
    return with_hash(
        Item(
            id=f"sort-{duty.id}",
            version=1,
            kind="single",
            stem=duty.text,
            body=Choices(options),
            exams=duty.exams,
            role=duty.role,
            subject="roles",
            topic="duties",
            skill="concept",
            level="recall",
            difficulty=1,
            references=references,
            lesson=LESSON,
            code_set="FY2026",
            pool="sorter",
        )
    )
