"""`tutor class set add|remove|replace|…`: the questions of a quiz set, by hand and by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tutor.cli.class_bank import item_argument, print_key
from tutor.cli.class_common import course_option, find_course
from tutor.cli.class_set_common import find_set, print_set, section_option, set_argument
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import json_option, services
from tutor.domain import set_draft
from tutor.domain.item import LEVELS, ROLES, SKILLS
from tutor.domain.rule_text import filter_typed, rule_typed
from tutor.domain.set_checks import SEEN, SOURCES
from tutor.domain.text import points_text
from tutor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.domain.quiz_set import SetDefinition


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what questions fit."""
    for option in (
        click.option("--exam", help="Of this exam."),
        click.option(
            "--domain", "domains", multiple=True, metavar="ID[=COUNT]", help="Repeatable."
        ),
        click.option("--role", metavar="|".join(ROLES), help="Whose duty it is."),
        click.option("--skill", metavar="|".join(SKILLS), help="What it takes."),
        click.option("--subject", help="Of this subject."),
        click.option("--level", metavar="|".join(LEVELS), help="Of this level."),
        click.option("--difficulty", metavar="LOW-HIGH", help="From 1 to 5, such as 2-4."),
    ):
        command = option(command)
    return command


@click.command()
@set_argument
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@course_option
@section_option
@click.option("--points", type=float, default=1.0, show_default=True, help="What each is worth.")
def add(name: str, items: tuple[str, ...], course_name: str, section: int, points: float) -> None:
    """Pick questions for a section: all of them, or none if one cannot be."""
    with services() as opened:
        found = find_set(opened, course_name, name)
        opened.classroom.sets.add(
            opened.actor, found.id, *items, section=section - 1, points=points
        )
    for item in items:
        say(f"Added: {item}")


@click.command()
@set_argument
@item_argument
@course_option
def remove(name: str, item: str, course_name: str) -> None:
    """Take a picked question out."""
    with services() as opened:
        found = find_set(opened, course_name, name)
        opened.classroom.sets.remove(opened.actor, found.id, item)
    say(f"Taken out: {item}")


@click.command()
@set_argument
@item_argument
@click.argument("other")
@course_option
def replace(name: str, item: str, other: str, course_name: str) -> None:
    """Put OTHER in the place of ITEM."""
    with services() as opened:
        found = find_set(opened, course_name, name)
        opened.classroom.sets.replace(opened.actor, found.id, item, other)
    say(f"Replaced: {item} by {other}")


@click.command()
@set_argument
@item_argument
@course_option
@click.option("--up", type=click.IntRange(1), help="So many places up.")
@click.option("--down", type=click.IntRange(1), help="So many places down.")
@click.option("--section", type=click.IntRange(1), help="To the end of this section.")
def move(
    name: str, item: str, course_name: str, up: int | None, down: int | None, section: int | None
) -> None:
    """Move a picked question up or down, or to another section."""
    if [up, down, section].count(None) != 2:
        raise UsageError("say one of --up, --down and --section")
    with services() as opened:
        found, sets = find_set(opened, course_name, name), opened.classroom.sets
        if section:
            sets.move_to(opened.actor, found.id, item, section - 1)
        else:
            sets.move(opened.actor, found.id, item, (down or 0) - (up or 0))
        view = sets.view(opened.actor, found.id)
    print_set(view)


@click.command()
@set_argument
@item_argument
@click.argument("points", type=float)
@course_option
def points(name: str, item: str, points: float, course_name: str) -> None:
    """Say what a picked question is worth."""
    with services() as opened:
        found = find_set(opened, course_name, name)
        opened.classroom.sets.worth(opened.actor, found.id, item, points)
    say(f"Worth {points_text(points)}: {item}")


@click.command()
@set_argument
@course_option
@section_option
@click.option("--count", help="Questions; may be left out where domains have counts.")
@click.option("--seen", metavar="|".join(SEEN), help="By the student, in sets drawn for each.")
@click.option("--source", metavar="|".join(SOURCES), help="Written by authors, or by drills.")
@filters
@click.option("--change", type=click.IntRange(1), help="Write rule number N of the section anew.")
@click.option("--drop", type=click.IntRange(1), help="Take rule number N of the section out.")
def rule(
    name: str,
    course_name: str,
    section: int,
    drop: int | None,
    change: int | None,
    **given: Any,  # noqa: ANN401 - the options of `filters`
) -> None:
    """Add questions by rule to a section, write a rule anew, or take one out."""
    if drop and (change or any(given.values())):
        raise UsageError("--drop takes a rule out and goes with nothing else")
    with services() as opened:
        found, sets = find_set(opened, course_name, name), opened.classroom.sets
        edit = _rule_edit(section - 1, drop, change, _typed(given))
        sets.edit(opened.actor, found.id, edit)
        view = sets.view(opened.actor, found.id)
    print_set(view)


@click.command()
@click.argument("words", nargs=-1)
@course_option
@filters
@click.option("--limit", type=click.IntRange(1, 1000), default=30, show_default=True)
@json_option
def search(
    words: tuple[str, ...],
    course_name: str,
    limit: int,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - the options of `filters`
) -> None:
    """Search questions for sets by words and tags: shipped ones and the course's own."""
    with services() as opened:
        pool = opened.classroom.sets.pool(opened.actor, find_course(opened, course_name).id)
        lines = pool.search(" ".join(words), filter_typed(_typed(given)), limit)
    if as_json:
        print_json(lines)
        return
    rows = [(one.item_id, str(one.difficulty), one.title[:56]) for one in lines]
    table(rows, ("Id", "Difficulty", "Question")) if rows else say("Nothing fits.")


@click.command()
@click.argument("item")
@course_option
@json_option
def preview(item: str, course_name: str, as_json: bool) -> None:
    """Show a question as a student sees it, with key and rationale."""
    with services() as opened:
        course = find_course(opened, course_name)
        question = opened.classroom.sets.preview(opened.actor, course.id, item)
    if as_json:
        print_json(question)
    else:
        print_key(question)


def _rule_edit(
    section: int, drop: int | None, change: int | None, typed: dict[str, str | None]
) -> Callable[[SetDefinition], SetDefinition]:
    if drop:
        return lambda draft: set_draft.without_rule(draft, section, drop - 1)
    made = rule_typed(typed)
    if change:
        return lambda draft: set_draft.with_rule_as(draft, section, change - 1, made)
    return lambda draft: set_draft.with_rule(draft, section, made)


def _typed(given: dict[str, Any]) -> dict[str, str | None]:
    return given | {"domains": " ".join(given["domains"])}
