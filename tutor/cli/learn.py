"""`tutor learn`: lessons in line mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.markdown import plain_markdown
from tutor.cli.player import ask_response, show_feedback, show_question
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, say_block
from tutor.cli.session import json_option, learner_for, profile_option, services

if TYPE_CHECKING:
    from tutor.domain.records import Learner
    from tutor.services.context import Services
    from tutor.services.learning_views import LessonView, PageView

CHECK_WORDS = frozenset({"skip", "quit"})
CHECK_HELP = "Also: skip, quit (your place is kept), help."
STATES = {"new": "[ ]", "started": "[~]", "done": "[x]"}
"""Marks of a lesson's state in the list."""


@click.command()
@click.argument("lesson", required=False)
@click.option("--page", type=int, help="Page to open, from 1 (default: where you left off).")
@click.option("--plain", is_flag=True, help="Line mode; what this command always does.")
@profile_option
@json_option
def learn(
    lesson: str | None,
    page: int | None,
    plain: bool,  # noqa: ARG001 - every learner flow takes --plain
    profile: str | None,
    as_json: bool,
) -> None:
    """List the lessons, or read one page by page.

    LESSON is a lesson's id from the list, or `next`.
    """
    with services(interactive=lesson is not None and not as_json) as opened:
        learner = learner_for(opened, profile, may_ask=not as_json)
        if lesson is None:
            _list(opened, learner, as_json)
            return
        view = opened.learning.open(learner.id, _lesson_id(opened, learner, lesson))
        if as_json:
            print_json(view)
        else:
            _read(opened, learner, view, view.start_page if page is None else page - 1)


def _lesson_id(opened: Services, learner: Learner, lesson: str) -> str:
    if lesson != "next":
        return lesson
    lines = [line for track in opened.learning.tracks(learner.id) for line in track.lessons]
    unfinished = [line.id for line in lines if line.state != "done"]
    return unfinished[0] if unfinished else lines[0].id


def _list(opened: Services, learner: Learner, as_json: bool) -> None:
    tracks = opened.learning.tracks(learner.id)
    if as_json:
        print_json(tracks)
        return
    for track in tracks:
        heading(track.title)
        for line in track.lessons:
            pages = f"{line.pages_read}/{line.pages} pages"
            say(f"{STATES[line.state]} {line.id}: {line.title} ({line.minutes} min, {pages})")
    say("\n[ ] new  [~] started  [x] done.  Read one: tutor learn ID")


def _read(opened: Services, learner: Learner, view: LessonView, page: int) -> None:
    heading(view.title)
    say("You will learn to:")
    for objective in view.objectives:
        say(objective, "  - ", "    ")
    page = min(max(page, 0), len(view.pages) - 1)
    while True:
        if not _show_page(opened, learner, view.pages[page], page, len(view.pages)):
            say("Your place is kept.")
            return
        opened.learning.read_page(learner.id, view.id, page)
        if page + 1 == len(view.pages):
            break
        typed = click.prompt("\nEnter: next page, q: stop", default="", show_default=False)
        if str(typed).strip().casefold() in {"q", "quit"}:
            say("Your place is kept.")
            return
        page += 1
    _show_end(view)


def _show_page(opened: Services, learner: Learner, page: PageView, number: int, total: int) -> bool:
    """Show a page and ask its checks; False to leave the lesson."""
    heading(f"{page.title} ({number + 1} of {total})")
    for block in page.blocks:
        if block.check:
            if not _ask_check(opened, learner, block.check):
                return False
        else:
            say_block(plain_markdown(block.markdown), indent="")
    return True


def _ask_check(opened: Services, learner: Learner, item_id: str) -> bool:
    """Ask a check; False to leave the lesson."""
    question = opened.learning.try_again(learner.id, item_id)
    say("\nCheck yourself")
    show_question(question)
    typed = ask_response(question, " (or skip)", CHECK_WORDS, CHECK_HELP)
    if typed == "quit":
        return False
    if isinstance(typed, str):
        return True
    answered = opened.learning.answer_check(learner.id, item_id, typed)
    if answered.feedback:
        show_feedback(answered.feedback)
    return True


def _show_end(view: LessonView) -> None:
    say("\nSources: " + "; ".join(view.sources))
    if view.practice_count:
        say(
            f"Practice it ({view.practice_count} questions): "
            f"tutor practice --plain --lesson {view.id}"
        )
    if view.next_lesson:
        say(f"Next lesson: tutor learn {view.next_lesson.id} ({view.next_lesson.title})")
