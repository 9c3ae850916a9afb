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
        return verdict_only(feedback.outcome, feedback.score, later)
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


def verdict_only(outcome: str, score: float, later: str) -> Feedback:
    """Return feedback that tells right or wrong, and nothing else.

    Args:
        outcome: One of `right`, `partly`, `wrong`, `skipped`.
        score: Credit from 0 to 1.
        later: When the rest shows.
    """
    return Feedback(
        outcome=outcome,
        score=score,
        key="",
        parts=(),
        explanation="",
        references=(),
        lesson=None,
        terms=(),
        withheld=later,
    )
