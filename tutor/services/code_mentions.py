"""The codes an answered question is about, to look them up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tutor.domain.codes import HCPCS, ICD, PCS, scan_codes
from tutor.services.views import Feedback, Question

KINDS = (ICD, HCPCS, PCS)
"""Shapes of codes that the code book may have."""
KEYED = ("right", "missed")
"""States of the parts that belong to the key."""


@lru_cache(maxsize=64)
def mentioned_codes(question: Question) -> tuple[str, ...]:
    """Return the codes named in a question with feedback: those of the key first.

    Without feedback nothing is returned, for it would give the key away.
    """
    feedback = question.feedback
    if feedback is None:
        return ()
    return tuple(dict.fromkeys(_codes(question, feedback)))


def _codes(question: Question, feedback: Feedback) -> Iterator[str]:
    keyed = (part.text for part in feedback.parts if part.state in KEYED)
    others = (part.text for part in feedback.parts if part.state not in KEYED)
    reasons = (f"{part.detail} {part.rationale}" for part in feedback.parts)
    exhibit = question.exhibit.text if question.exhibit else ""
    texts = (feedback.key, *keyed, *others, question.stem, *reasons, feedback.explanation, exhibit)
    for text in texts:
        yield from (token.text for token in scan_codes(text) if token.kind in KINDS)
