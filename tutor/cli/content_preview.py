"""`tutor content preview`: an item or a lesson as the learner will see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.markdown import plain_markdown
from tutor.cli.player import show_feedback, show_question
from tutor.cli.render import heading, say, say_block

if TYPE_CHECKING:
    from tutor.domain.lesson import Lesson
    from tutor.services.preview import Preview


def print_preview(preview: Preview, *, answered: bool) -> None:
    """Print a lesson page by page, or a question.

    Args:
        preview: Of an item or a lesson.
        answered: Show the feedback on the right answer, too.
    """
    if preview.lesson is not None:
        _print_lesson(preview.lesson, preview, answered)
    for question in () if preview.lesson else preview.questions.values():
        show_question(question)
        if answered and question.feedback:
            show_feedback(question.feedback)


def _print_lesson(lesson: Lesson, preview: Preview, answered: bool) -> None:
    heading(lesson.title)
    say("You will learn to:")
    for objective in lesson.objectives:
        say(objective, "  - ", "    ")
    for number, page in enumerate(lesson.pages, 1):
        heading(f"{page.title} ({number} of {len(lesson.pages)})")
        for block in page.blocks:
            question = preview.questions.get(block.check or "")
            if question is None:
                say_block(plain_markdown(block.markdown), indent="")
                continue
            say("\nCheck yourself")
            show_question(question)
            if answered and question.feedback:
                show_feedback(question.feedback)
    click.echo()
