"""A question with its key and every reason, for instructors."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tutor.domain.item import Item
from tutor.domain.kinds import arrange, key_response
from tutor.domain.records import PlacedItem
from tutor.services.codes import CodeBook
from tutor.services.library import Library
from tutor.services.questions import build_question
from tutor.services.views import Question


def shown_with_key(item: Item, library: Library, codes: CodeBook) -> Question:
    """Return an item as a student sees it, with key and rationale; always in one order."""
    rng = Random(0)  # noqa: S311 - an order of options, not a secret
    question = build_question(
        PlacedItem(item, arrange(item, rng)),
        library,
        position=0,
        total=1,
        response=key_response(item),
        with_feedback=True,
        codes=codes,
    )
    told = question.feedback
    if told is None:
        return question
    # The key was put in as an answer: nobody gave it.
    parts = tuple(
        replace(part, detail="" if part.detail == "your answer" else part.detail)
        for part in told.parts
    )
    return replace(question, feedback=replace(told, parts=parts))
