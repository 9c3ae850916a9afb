"""Exams as they are offered to a learner."""

from __future__ import annotations

from tutor.domain.blueprint import Blueprint
from tutor.services.library import Library
from tutor.services.views import ExamChoice, Link


def exam_choices(library: Library) -> tuple[ExamChoice, ...]:
    """Return every exam, in the order they are listed everywhere."""
    return tuple(exam_choice(blueprint) for blueprint in library.blueprints())


def exam_choice(blueprint: Blueprint) -> ExamChoice:
    """Return one exam as a choice."""
    return ExamChoice(
        id=blueprint.id,
        name=blueprint.name,
        body=blueprint.body,
        format=exam_format(blueprint),
        domains=tuple(Link(domain.id, domain.name) for domain in blueprint.domains),
    )


def exam_format(blueprint: Blueprint) -> str:
    """Return the exam's format in one line."""
    questions = f"{blueprint.items_scored} questions"
    if blueprint.items_pretest:
        questions = f"{blueprint.items_scored} + {blueprint.items_pretest} unmarked questions"
    if blueprint.minutes:
        time = f"{blueprint.minutes} minutes"
    else:
        time = f"{blueprint.window_days}-day window"
    books = "open book" if blueprint.open_book else "closed book"
    return f"{questions}, {time}, pass {blueprint.passing.describe()}, {books}"
