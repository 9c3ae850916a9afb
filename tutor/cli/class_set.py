"""`tutor class set`: quiz sets as a whole. See also `class_set_questions`, `class_set_sections`."""

from __future__ import annotations

from pathlib import Path

import click

from tutor.cli.class_bank import edited, read_text, telling_faults
from tutor.cli.class_common import course_option, find_course
from tutor.cli.class_set_common import find_set, print_set, print_sets, set_argument, told
from tutor.cli.lazy import LazyGroup
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say
from tutor.cli.session import json_option, services
from tutor.domain.set_draft import drawn_per_student
from tutor.domain.text import quantity
from tutor.errors import UsageError

_HERE, _QUESTIONS = "tutor.cli.class_set", "tutor.cli.class_set_questions"
COMMANDS = {
    "list": (f"{_HERE}:list_sets", "List the sets of a course, or those shared."),
    "create": (f"{_HERE}:create", "Make an empty set."),
    "show": (f"{_HERE}:show", "Show a set: questions, what fits its rules, warnings."),
    "search": (f"{_QUESTIONS}:search", "Search questions by words and tags."),
    "preview": (f"{_QUESTIONS}:preview", "Show a question with key and rationale."),
    "add": (f"{_QUESTIONS}:add", "Pick questions for a section."),
    "replace": (f"{_QUESTIONS}:replace", "Put a question in the place of another."),
    "move": (f"{_QUESTIONS}:move", "Move a question, also to another section."),
    "points": (f"{_QUESTIONS}:points", "Say what a question is worth."),
    "remove": (f"{_QUESTIONS}:remove", "Take a picked question out."),
    "rule": (f"{_QUESTIONS}:rule", "Add questions by rule; change a rule; take one out."),
    "section": ("tutor.cli.class_set_sections:section", "Sections: add, edit, move, remove."),
    "form": (f"{_HERE}:form", "One form for all, or one drawn for each student."),
    "edit": (f"{_HERE}:edit", "Edit the whole draft as YAML, or its title."),
    "publish": (f"{_HERE}:publish", "Freeze the draft as the next version."),
    "copy": (f"{_HERE}:copy", "Copy a set, also a shared one or to another course."),
    "share": (f"{_HERE}:share", "Offer a set to all instructors, or no longer."),
    "archive": (f"{_HERE}:archive", "Take a set out of use, or into it again."),
}


@click.group("set", cls=LazyGroup, lazy=COMMANDS)
def quiz_set() -> None:
    """Put quiz sets together, publish, copy and share them."""


@click.command("list")
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
    print_sets(lines, shared=shared, as_json=as_json)


@click.command()
@click.argument("title")
@course_option
@json_option
def create(title: str, course_name: str, as_json: bool) -> None:
    """Make an empty set."""
    with services() as opened:
        course = find_course(opened, course_name)
        made = opened.classroom.sets.create(opened.actor, course.id, title)
    told(made, f"Made: {made.title} ({made.id})", as_json=as_json)


@click.command()
@set_argument
@click.option("--course", "course_name", metavar="C", help="Course of the set; none if shared.")
@click.option("--yaml", "as_yaml", is_flag=True, help="The draft as YAML.")
@json_option
def show(name: str, course_name: str | None, as_yaml: bool, as_json: bool) -> None:
    """Show a set of a course, or a shared one by its id."""
    with services() as opened:
        set_id = find_set(opened, course_name, name).id if course_name else name
        view = opened.classroom.sets.view(opened.actor, set_id)
        text = opened.classroom.sets.as_yaml(opened.actor, set_id)
    if as_json:
        print_json(view)
    elif as_yaml:
        click.echo(text, nl=False)
    else:
        print_set(view)


@click.command()
@set_argument
@course_option
@click.option("--file", type=click.Path(path_type=Path), help="Take the draft from there.")
@click.option("--title", help="Give it another title instead.")
@json_option
def edit(name: str, course_name: str, file: Path | None, title: str | None, as_json: bool) -> None:
    """Edit a set's draft as YAML in $EDITOR, or take it from a file."""
    with services() as opened, telling_faults():
        found, sets = find_set(opened, course_name, name), opened.classroom.sets
        if title is not None:
            made = sets.rename(opened.actor, found.id, title)
        else:
            text = read_text(file) if file else edited(sets.as_yaml(opened.actor, found.id))
            made = sets.edit_yaml(opened.actor, found.id, text, str(file or "set.yaml"))
    told(made, f"Saved: {made.title}", as_json=as_json)


@click.command()
@set_argument
@course_option
@click.option("--per-student/--one", default=None, help="Draw rules for each student, or once.")
def form(name: str, course_name: str, per_student: bool | None) -> None:
    """Say whether rules are drawn once for all, or anew for each student."""
    if per_student is None:
        raise UsageError("say --per-student, or --one for one form for all")
    with services() as opened:
        found, sets = find_set(opened, course_name, name), opened.classroom.sets
        sets.edit(
            opened.actor, found.id, lambda draft: drawn_per_student(draft, per_student=per_student)
        )
        view = sets.view(opened.actor, found.id)
    print_set(view)


@click.command()
@set_argument
@course_option
@click.option("--seed", type=int, help="Draw rules from this seed.")
@json_option
def publish(name: str, course_name: str, seed: int | None, as_json: bool) -> None:
    """Freeze the draft as the next version, which never changes."""
    with services() as opened:
        found = find_set(opened, course_name, name)
        made = opened.classroom.sets.publish(opened.actor, found.id, seed=seed)
    questions = quantity(made.questions, "question")
    text = f"Published: {made.title}, version {made.number}, {questions} ({made.id})"
    told(made, text, as_json=as_json)


@click.command()
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
        set_id = find_set(opened, course_name, name).id if course_name else name
        course_id = find_course(opened, target).id if target else None
        made = opened.classroom.sets.copy(opened.actor, set_id, course_id, title)
    told(made, f"Copied: {made.title} ({made.id})", as_json=as_json)


@click.command()
@set_argument
@course_option
@click.option("--stop", is_flag=True, help="No longer.")
def share(name: str, course_name: str, stop: bool) -> None:
    """Offer a set to all instructors, who can copy it."""
    with services() as opened:
        found = find_set(opened, course_name, name)
        opened.classroom.sets.share(opened.actor, found.id, shared=not stop)
    say("No longer shared." if stop else "Shared: every instructor can read and copy it.")


@click.command()
@set_argument
@course_option
@click.option("--undo", is_flag=True, help="Take it into use again.")
def archive(name: str, course_name: str, undo: bool) -> None:
    """Take a set out of use; what was published stays assigned."""
    with services() as opened:
        found, sets = find_set(opened, course_name, name), opened.classroom.sets
        (sets.restore if undo else sets.archive)(opened.actor, found.id)
    say("In use again." if undo else "Archived. --undo brings it back.")
