"""The result of an attempt: score, breakdown by domain and role, every question's outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from tutor.domain.item import Item
from tutor.domain.links import plain_text
from tutor.domain.records import Attempt, Slot
from tutor.domain.text import one_line
from tutor.errors import NotFoundError
from tutor.services.library import Library
from tutor.services.questions import outcome_of
from tutor.services.views import Result, ResultLine, ScoreRow

TITLE_LENGTH = 70
"""Characters of a stem shown in a list of questions."""


def build_result(attempt: Attempt, library: Library, now: datetime) -> Result:
    """Return the result of an attempt as it stands at `now`."""
    answers = [slot.answer for slot in attempt.slots if slot.answer]
    score = sum(answer.score for answer in answers)
    total = len(attempt.slots)
    return Result(
        attempt_id=attempt.id,
        title=attempt.title,
        status=attempt.status,
        context=attempt.spec.context,
        total=total,
        answered=len(answers),
        right=sum(answer.score >= 1 for answer in answers),
        score=score,
        percent=100 * score / total,
        seconds=int(((attempt.finished_at or now) - attempt.started_at).total_seconds()),
        by_domain=_by_domain(attempt, library),
        by_role=_breakdown(attempt.slots, lambda item: (item.role,), lambda role: role),
        lines=tuple(_line(slot) for slot in attempt.slots),
        pass_rule=_pass_rule(attempt, library),
    )


def _line(slot: Slot) -> ResultLine:
    return ResultLine(
        position=slot.position,
        title=one_line(plain_text(slot.placed.item.stem), TITLE_LENGTH),
        outcome=outcome_of(slot.answer.score) if slot.answer else "skipped",
        score=slot.answer.score if slot.answer else 0.0,
        flagged=slot.flagged,
    )


def _by_domain(attempt: Attempt, library: Library) -> tuple[ScoreRow, ...]:
    exam = attempt.spec.exam
    if exam is None:
        return ()
    names = _domain_names(exam, library)
    order = {domain: place for place, domain in enumerate(names)}
    rows = _breakdown(
        attempt.slots, lambda item: item.domains(exam), lambda domain: names.get(domain, domain)
    )
    return tuple(sorted(rows, key=lambda row: order.get(row.id, len(order))))


def _domain_names(exam: str, library: Library) -> dict[str, str]:
    try:
        return {domain.id: domain.name for domain in library.blueprint(exam).domains}
    except NotFoundError:
        return {}  # a past attempt may name an exam that is gone


def _pass_rule(attempt: Attempt, library: Library) -> str:
    if attempt.spec.exam is None:
        return ""
    try:
        return library.blueprint(attempt.spec.exam).passing.describe()
    except NotFoundError:
        return ""


def _breakdown(
    slots: Iterable[Slot],
    keys: Callable[[Item], Iterable[str]],
    name: Callable[[str], str],
) -> tuple[ScoreRow, ...]:
    """Count slots under every key of their item, in order of first appearance."""
    rows: dict[str, tuple[int, int, float]] = {}
    for slot in slots:
        for key in keys(slot.placed.item):
            total, answered, score = rows.get(key, (0, 0, 0.0))
            if slot.answer:
                answered, score = answered + 1, score + slot.answer.score
            rows[key] = (total + 1, answered, score)
    return tuple(ScoreRow(key, name(key), *counts) for key, counts in rows.items())
