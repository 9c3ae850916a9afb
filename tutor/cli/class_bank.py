"""`tutor class bank`: a course's own questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.class_common import course_option, find_course
from tutor.cli.player import show_feedback, show_question
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import json_option, services
from tutor.domain.text import printable, quantity
from tutor.errors import TableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.services.classroom.bank_views import BankLine
    from tutor.services.views import Question

file_argument = click.argument("file", type=click.Path(path_type=Path))
out_option = click.option("--out", type=click.Path(path_type=Path), help="Write it there.")
item_argument = click.argument("item", metavar="ITEM")


@click.group()
def bank() -> None:
    """Questions of the course's own bank, written in YAML; students see them in sets only."""


@bank.command("list")
@course_option
@click.option("--all", "withdrawn", is_flag=True, help="Withdrawn questions, too.")
@json_option
def list_items(course_name: str, withdrawn: bool, as_json: bool) -> None:
    """List the questions of the bank."""
    with services() as opened:
        course = find_course(opened, course_name)
        lines = opened.classroom.bank.items(opened.actor, course.id, include_withdrawn=withdrawn)
    _print_lines(lines, as_json=as_json)


@bank.command()
@file_argument
@course_option
@json_option
def add(file: Path, course_name: str, as_json: bool) -> None:
    """Add all questions of a YAML file, or none if it has a fault."""
    text = read_text(file)
    with services() as opened, telling_faults():
        course = find_course(opened, course_name)
        lines = opened.classroom.bank.add(opened.actor, course.id, text, str(file))
    _print_lines(lines, as_json=as_json)


@bank.command()
@file_argument
@course_option
@json_option
def check(file: Path, course_name: str, as_json: bool) -> None:
    """Report every fault of a file, one a line, without adding it. Exits with 1 on a fault."""
    text = read_text(file)
    with services() as opened:
        course = find_course(opened, course_name)
        found = opened.classroom.bank.check(opened.actor, course.id, text, str(file))
    if as_json:
        print_json({"problems": found.problems, "items": [one.id for one in found.items]})
    else:
        for problem in found.problems:
            click.echo(" ".join(printable(str(problem)).split()))
        say(
            f"{quantity(len(found.items), 'question')}, {quantity(len(found.problems), 'problem')}."
        )
    if found.problems:
        raise click.exceptions.Exit(1)


@bank.command()
@item_argument
@course_option
@click.option("--file", type=click.Path(path_type=Path), help="Take the text from there.")
@json_option
def edit(item: str, course_name: str, file: Path | None, as_json: bool) -> None:
    """Edit a question in $EDITOR, or take its text from a file: its next version."""
    with services() as opened, telling_faults():
        course = find_course(opened, course_name)
        old = opened.classroom.bank.item(opened.actor, course.id, item)
        text = read_text(file) if file else edited(old.source)
        lines = opened.classroom.bank.edit(
            opened.actor, course.id, item, text, str(file or "items.yaml")
        )
    _print_lines(lines, as_json=as_json)


@bank.command()
@item_argument
@course_option
@click.option("--yaml", "as_yaml", is_flag=True, help="The text as it was written.")
@json_option
def show(item: str, course_name: str, as_yaml: bool, as_json: bool) -> None:
    """Show a question as a student sees it, with key and rationale."""
    with services() as opened:
        course = find_course(opened, course_name)
        kept = opened.classroom.bank.item(opened.actor, course.id, item)
        question = opened.classroom.bank.preview(opened.actor, course.id, item)
    if as_json:
        print_json({"item": kept.item, "source": kept.source, "withdrawn_at": kept.withdrawn_at})
    elif as_yaml:
        click.echo(kept.source, nl=False)
    else:
        print_key(question)


@bank.command()
@item_argument
@course_option
@click.option("--undo", is_flag=True, help="Take it into use again.")
def withdraw(item: str, course_name: str, undo: bool) -> None:
    """Take a question out of use; published sets keep it."""
    with services() as opened:
        course = find_course(opened, course_name)
        change = opened.classroom.bank.restore if undo else opened.classroom.bank.withdraw
        change(opened.actor, course.id, item)
    say("In use again." if undo else "Withdrawn. --undo brings it back.")


@bank.command()
@course_option
@out_option
def template(course_name: str, out: Path | None) -> None:
    """Write a file with one question to begin with."""
    with services() as opened:
        course = find_course(opened, course_name)
        text = opened.classroom.bank.template(opened.actor, course.id)
    _write(text, out)


@bank.command()
@course_option
@out_option
def export(course_name: str, out: Path | None) -> None:
    """Write the bank as YAML."""
    with services() as opened:
        course = find_course(opened, course_name)
        text = opened.classroom.bank.export(opened.actor, course.id)
    _write(text, out)


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        UsageError: It cannot be read, or is no text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text: save it as UTF-8") from error


def edited(text: str) -> str:
    """Return a text as changed in the user's editor.

    Raises:
        UsageError: It was left without saving, or no editor could be started.
    """
    try:
        changed = click.edit(text, extension=".yaml")
    except click.ClickException as error:
        raise UsageError(f"no editor: {error.message}; use --file") from error
    if changed is None:
        raise UsageError("nothing was saved, so nothing is changed")
    return changed


class telling_faults:  # noqa: N801 - used as a function
    """Prints each fault of a file on a line of its own, and exits with 1."""

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Tell the faults, if there are some."""
        if isinstance(error, TableError):
            for fault in error.faults:
                click.echo(" ".join(printable(fault).split()), err=True)
            raise click.exceptions.Exit(error.exit_code) from error


def print_key(question: Question) -> None:
    """Print a question with its key and rationale."""
    show_question(question)
    if question.feedback:
        show_feedback(question.feedback, key_only=True)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror})") from error
    say(f"Written: {printable(str(out))}")


def _print_lines(lines: Sequence[BankLine], *, as_json: bool) -> None:
    if as_json:
        print_json(lines)
    elif not lines:
        say("No question yet: add some with `tutor class bank add FILE`.")
    else:
        rows = [
            (
                one.id,
                str(one.version),
                str(one.difficulty),
                one.title[:48],
                "withdrawn" if one.withdrawn else "",
            )
            for one in lines
        ]
        table(rows, ("Id", "Version", "Difficulty", "Question", ""))
