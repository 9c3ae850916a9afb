"""`tutor class set`: quiz sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tutor.cli.class_bank import edited, print_key, read_text, telling_faults
from tutor.cli.class_common import course_option, find_course
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option, lower, services
from tutor.domain import set_draft
from tutor.domain.quiz_set import Rule
from tutor.domain.text import quantity
from tutor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tutor.domain.set_records import QuizSet
    from tutor.services.classroom.set_views import SetLine, SetView
    from tutor.services.context import Services

set_argument = click.argument("name", metavar="SET")
section_option = click.option(
    "--section", type=click.IntRange(1), default=1, show_default=True, help="Its number."
)


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what questions fit."""
    for option in (
        click.option("--exam", callback=lower, help="Of this exam."),
        click.option(
            "--domain", "domains", multiple=True, metavar="ID[=COUNT]", help="Repeatable."
        ),
        click.option("--role", callback=lower, help="coder, biller or both."),
        click.option("--skill", callback=lower, help="code-assignment, claim-handling, concept."),
        click.option("--subject", callback=lower, help="Of this subject."),
        click.option("--level", type=click.Choice(set_draft.LEVELS), help="Of this level."),
        click.option("--difficulty", default="1-5", show_default=True, metavar="LOW-HIGH"),
    ):
        command = option(command)
    return command


@click.group("set")
def quiz_set() -> None:
    """Put quiz sets together, publish, copy and share them."""


@quiz_set.command("list")
@click.option("--course", "course_name", metavar="C", help="The course.")
@click.option("--shared", is_flag=True, help="What all instructors offer to copy.")
@click.option("--all", "archived", is_flag=True, help="Archived sets, too.")
@json_option
def list_sets(course_name: str | None, shared: bool, archived: bool, as_json: bool) -> None:
    """List the sets of a course, or those shared by all instructors."""
    if shared == bool(course_name):
        raise UsageError("name a course with --course, or say --shared")
    with services() as opened:
        sets = opened.classroom.sets
        lines = (
            sets.shared(opened.actor)
            if course_name is None
            else sets.sets(
                opened.actor, find_course(opened, course_name).id, include_archived=archived
            )
        )
    _print_sets(lines, as_json=as_json)


@quiz_set.command()
@click.argument("title")
@course_option
@json_option
def create(title: str, course_name: str, as_json: bool) -> None:
    """Make an empty set."""
    with services() as opened:
        course = find_course(opened, course_name)
        made = opened.classroom.sets.create(opened.actor, course.id, title)
    _told(made, f"Made: {made.title} ({made.id})", as_json=as_json)


@quiz_set.command()
@set_argument
@course_option
@click.option("--yaml", "as_yaml", is_flag=True, help="The draft as YAML.")
@json_option
def show(name: str, course_name: str, as_yaml: bool, as_json: bool) -> None:
    """Show a set: sections, questions, what fits its rules, what may be wrong."""
    with services() as opened:
        found = _find(opened, course_name, name)
        view = opened.classroom.sets.view(opened.actor, found.id)
        text = opened.classroom.sets.as_yaml(opened.actor, found.id)
    if as_json:
        print_json(view)
    elif as_yaml:
        click.echo(text, nl=False)
    else:
        _print_set(view)


@quiz_set.command()
@set_argument
@course_option
@click.option("--file", type=click.Path(path_type=Path), help="Take the draft from there.")
@click.option("--title", help="Give it another title instead.")
@json_option
def edit(name: str, course_name: str, file: Path | None, title: str | None, as_json: bool) -> None:
    """Edit a set's draft as YAML in $EDITOR, or take it from a file."""
    with services() as opened, telling_faults():
        found, sets = _find(opened, course_name, name), opened.classroom.sets
        if title is not None:
            made = sets.rename(opened.actor, found.id, title)
        else:
            text = read_text(file) if file else edited(sets.as_yaml(opened.actor, found.id))
            made = sets.edit_yaml(opened.actor, found.id, text, str(file or "set.yaml"))
    _told(made, f"Saved: {made.title}", as_json=as_json)


@quiz_set.command()
@set_argument
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@course_option
@section_option
@click.option("--points", type=float, default=1.0, show_default=True, help="What each is worth.")
def add(name: str, items: tuple[str, ...], course_name: str, section: int, points: float) -> None:
    """Pick questions for a section."""
    with services() as opened:
        found = _find(opened, course_name, name)
        for item in items:
            opened.classroom.sets.add(
                opened.actor, found.id, item, section=section - 1, points=points
            )
            say(f"Added: {item}")


@quiz_set.command()
@set_argument
@click.argument("item")
@course_option
def remove(name: str, item: str, course_name: str) -> None:
    """Take a picked question out."""
    with services() as opened:
        found = _find(opened, course_name, name)
        opened.classroom.sets.edit(
            opened.actor, found.id, lambda draft: set_draft.without_pick(draft, item)
        )
    say(f"Taken out: {item}")


@quiz_set.command()
@set_argument
@click.argument("item")
@click.argument("other")
@course_option
def replace(name: str, item: str, other: str, course_name: str) -> None:
    """Put OTHER in the place of ITEM."""
    with services() as opened:
        found = _find(opened, course_name, name)
        opened.classroom.sets.replace(opened.actor, found.id, item, other)
    say(f"Replaced: {item} by {other}")


@quiz_set.command()
@set_argument
@course_option
@section_option
@click.option("--count", type=click.IntRange(1), help="Questions; with domain counts, their sum.")
@click.option("--drop", type=click.IntRange(1), help="Take rule number N of the section out.")
@click.option("--seen", type=click.Choice(set_draft.SEEN), default="any", show_default=True)
@click.option(
    "--source", type=click.Choice(set_draft.SOURCES), default="written", show_default=True
)
@filters
def rule(
    name: str,
    course_name: str,
    section: int,
    count: int | None,
    drop: int | None,
    **given: Any,  # noqa: ANN401 - the options of `filters`
) -> None:
    """Add questions by rule to a section, or take a rule out."""
    with services() as opened:
        found, sets = _find(opened, course_name, name), opened.classroom.sets
        if drop:
            sets.edit(
                opened.actor,
                found.id,
                lambda draft: set_draft.without_rule(draft, section - 1, drop - 1),
            )
        else:
            made = _rule(count, given)
            sets.edit(
                opened.actor, found.id, lambda draft: set_draft.with_rule(draft, section - 1, made)
            )
        view = sets.view(opened.actor, found.id)
    _print_set(view)


@quiz_set.command()
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
        domains = tuple((domain.partition("=")[0], 1) for domain in given.pop("domains"))
        fitting = Rule(1, **_tags(given), domains=domains)
        lines = pool.search(" ".join(words), fitting, limit)
    if as_json:
        print_json(lines)
        return
    rows = [(one.item_id, str(one.difficulty), one.title[:56]) for one in lines]
    table(rows, ("Id", "Difficulty", "Question")) if rows else say("Nothing fits.")


@quiz_set.command()
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


@quiz_set.command()
@set_argument
@course_option
@click.option("--seed", type=int, help="Draw rules from this seed.")
@json_option
def publish(name: str, course_name: str, seed: int | None, as_json: bool) -> None:
    """Freeze the draft as the next version, which never changes."""
    with services() as opened:
        found = _find(opened, course_name, name)
        made = opened.classroom.sets.publish(opened.actor, found.id, seed=seed)
    questions = quantity(made.questions, "question")
    text = f"Published: {made.title}, version {made.number}, {questions} ({made.id})"
    _told(made, text, as_json=as_json)


@quiz_set.command()
@set_argument
@click.option("--course", "course_name", metavar="C", help="Course of the set; none if shared.")
@click.option("--to", "target", metavar="C", help="Course to copy it to; the same unless given.")
@click.option("--title", help="Title of the copy.")
@json_option
def copy(
    name: str, course_name: str | None, target: str | None, title: str | None, as_json: bool
) -> None:
    """Copy a set of a course of yours, or a shared one by its id."""
    with services() as opened:
        set_id = _find(opened, course_name, name).id if course_name else name
        course_id = find_course(opened, target).id if target else None
        made = opened.classroom.sets.copy(opened.actor, set_id, course_id, title)
    _told(made, f"Copied: {made.title} ({made.id})", as_json=as_json)


@quiz_set.command()
@set_argument
@course_option
@click.option("--stop", is_flag=True, help="No longer.")
def share(name: str, course_name: str, stop: bool) -> None:
    """Offer a set to all instructors, who can copy it."""
    with services() as opened:
        found = _find(opened, course_name, name)
        opened.classroom.sets.share(opened.actor, found.id, shared=not stop)
    say("No longer shared." if stop else "Shared: every instructor can read and copy it.")


@quiz_set.command()
@set_argument
@course_option
@click.option("--undo", is_flag=True, help="Take it into use again.")
def archive(name: str, course_name: str, undo: bool) -> None:
    """Take a set out of use; what was published stays assigned."""
    with services() as opened:
        found, sets = _find(opened, course_name, name), opened.classroom.sets
        (sets.restore if undo else sets.archive)(opened.actor, found.id)
    say("In use again." if undo else "Archived. --undo brings it back.")


def _find(opened: Services, course_name: str, name: str) -> QuizSet:
    course = find_course(opened, course_name)
    return opened.classroom.sets.find(opened.actor, course.id, name)


def _tags(given: dict[str, Any]) -> dict[str, Any]:
    low, _, high = given.pop("difficulty").partition("-")
    if not (low.isdecimal() and (high or low).isdecimal()):
        raise UsageError("difficulty is a number from 1 to 5, or two as in 2-4")
    return given | {"difficulty": (int(low), int(high or low))}


def _rule(count: int | None, given: dict[str, Any]) -> Rule:
    domains = []
    for text in given.pop("domains"):
        domain, _, number = text.partition("=")
        if not number.isdecimal():
            raise UsageError(f"say how many of a domain, as in {domain}=5")
        domains.append((domain, int(number)))
    count = count or sum(number for _, number in domains)
    if not count:
        raise UsageError("say how many questions: --count 10")
    return Rule(count, domains=tuple(domains), **_tags(given))


def _told(made: object, text: str, *, as_json: bool) -> None:
    if as_json:
        print_json(made)
    else:
        say(text)


def _print_sets(lines: Sequence[SetLine], *, as_json: bool) -> None:
    if as_json:
        print_json(lines)
    elif not lines:
        say("No set yet: make one with `tutor class set create TITLE --course C`.")
    else:
        rows = [
            (one.title, str(one.questions), f"{one.points:g}", one.status, one.id) for one in lines
        ]
        table(rows, ("Set", "Questions", "Points", "Status", "Id"))


def _print_set(view: SetView) -> None:
    heading(f"{view.quiz_set.title} ({view.status})")
    drawn = "drawn per student" if view.quiz_set.definition.per_student else "one form for all"
    points = "1 point" if view.points == 1 else f"{view.points:g} points"
    say(f"{quantity(view.questions, 'question')}, {points}, {drawn}")
    for section in view.sections:
        heading(f"Section {section.number} {section.title}".rstrip())
        if section.text:
            say(section.text)
        for pick in section.picks:
            title = pick.missing.upper() if pick.missing else pick.title
            say(f"{pick.number:>3}. {pick.item_id} ({pick.points:g}): {title}", hanging="     ")
        for number, line in enumerate(section.rules, 1):
            fits = "; ".join(
                f"{what}: made at publishing, wants {wants}"
                if fitting is None
                else f"{what}: fits {fitting}, wants {wants}"
                for what, fitting, wants in line.counts
            )
            say(f"  Rule {number}: {line.text} ({fits})", hanging="     ")
    for warning in view.warnings:
        say(f"! {warning}", hanging="  ")
