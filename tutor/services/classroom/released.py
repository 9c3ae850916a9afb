"""Feedback with only what is released in it: what is withheld is not there to be shown."""

from __future__ import annotations

from dataclasses import replace

from tutor.services.views import Feedback


def only_released(feedback: Feedback, facts: frozenset[str], later: str) -> Feedback:
    """Return what a student may be told of an answer whose verdict shows.

    Without the key there are no parts: the mark beside an option would tell it, and so would
    what a source or a lesson is about. Without the reasons the parts stand bare.

    Args:
        feedback: All there is to tell.
        facts: What is released, `correctness` among it.
        later: When the rest shows.
    """
    if "key" not in facts:
        return Feedback(
            outcome=feedback.outcome,
            score=feedback.score,
            key="",
            parts=(),
            explanation="",
            references=(),
            lesson=None,
            terms=(),
            withheld=later,
        )
    if "rationale" not in facts:
        return replace(
            feedback,
            parts=tuple(replace(part, rationale="") for part in feedback.parts),
            explanation="",
            references=(),
            terms=(),
            withheld=later,
        )
    return feedback
