"""`tutor class bundle`: a class with nothing but e-mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.class_assign import assignment_argument, course_of, find_assignment
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import CompileBar, json_option, services
from tutor.domain.release import FACT_WORDS
from tutor.domain.text import printable, quantity
from tutor.errors import EXIT_FAULT

if TYPE_CHECKING:
    from tutor.services.classroom.bundle_views import CollectView, FeedbackView

MANY_FILES = 20
"""Files from which a progress bar is worth showing."""


@click.group()
def bundle() -> None:
    """Hand assignments out as files, take results in, send feedback. See docs/class-by-file.md."""


@bundle.command()
@assignment_argument
@course_of
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the files go, one for each student.",
)
@click.option("--one-file", is_flag=True, help="One file for all; --out names it.")
@json_option
def export(name: str, course_name: str | None, out: Path, one_file: bool, as_json: bool) -> None:
    """Write an assignment as signed files; graded ones hold no keys."""
    with services() as opened:
        found = find_assignment(opened, name, course_name)
        with CompileBar("Writing files", MANY_FILES) as bar:
            view = opened.classroom.bundles.export(
                opened.actor, found.id, out, one_file=one_file, progress=bar.update
            )
    if as_json:
        print_json(view)
        return
    if one_file:
        say(f"Written: {printable(view.files[0].path)}")
    else:
        table(
            [(one.external_id, one.student, Path(one.path).name) for one in view.files],
            ("Id", "Student", "File"),
        )
        say(f"\n{quantity(len(view.files), 'file')} in {printable(str(out))}.")
        say("Send each to its student.")
    keys = "They hold no keys." if view.keyless else "They hold the keys: it is practice."
    say(keys)
    if view.by_history:
        say("New or seen questions: drawn by what has been answered in this database.")
    say(f"The course's key has the code {view.code}: tell it your students on another way.")


@bundle.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--assignment", "name", metavar="A", help="Refuse results of any other.")
@course_of
@click.option(
    "--accept-device",
    "accept",
    multiple=True,
    metavar="ID",
    help="Roster id of a student who may sign on another machine than before.",
)
@json_option
def collect(
    folder: Path, name: str | None, course_name: str | None, accept: tuple[str, ...], as_json: bool
) -> None:
    """Take in a folder of results. The same folder again changes nothing."""
    with services() as opened:
        only = find_assignment(opened, name, course_name).id if name else None
        with CompileBar("Taking results in", MANY_FILES) as bar:
            view = opened.classroom.bundles.collect(
                opened.actor, folder, assignment_id=only, accept=accept, progress=bar.update
            )
    if as_json:
        print_json({"files": view.files, "imported": view.imported, "refused": view.refused})
    else:
        print_collected(view)
    if view.refused:
        raise click.exceptions.Exit(EXIT_FAULT)


@bundle.command()
@assignment_argument
@click.argument("folder", type=click.Path(path_type=Path))
@course_of
@click.option(
    "--student",
    "students",
    multiple=True,
    metavar="ID",
    help="Roster id of a student to write for (default: all who handed in by file).",
)
@json_option
def feedback(
    name: str, folder: Path, course_name: str | None, students: tuple[str, ...], as_json: bool
) -> None:
    """Write what may show by now, marks and keys, as a signed file for each student."""
    with services() as opened:
        found = find_assignment(opened, name, course_name)
        with CompileBar("Writing files", MANY_FILES) as bar:
            view = opened.classroom.bundles.feedback(
                opened.actor, found.id, folder, students=students, progress=bar.update
            )
    if as_json:
        print_json(view)
    else:
        print_feedback(view)


@bundle.command()
@json_option
def key(as_json: bool) -> None:
    """Show the code of the key that signs your files."""
    with services() as opened:
        code = opened.classroom.bundles.key(opened.actor)
    if as_json:
        print_json({"code": code})
    else:
        say(f"{code}")
        say("Tell it your students by phone or in class: their program shows the same code.")


def print_collected(view: CollectView) -> None:
    """Print what became of each file, and why."""
    rows = [
        (one.file, one.student or "-", one.status, str(one.new or ""), one.assignment)
        for one in view.files
    ]
    table(rows, ("File", "Student", "Outcome", "New", "Assignment"))
    told = [one for one in view.files if one.message]
    if told:
        say()
    for one in told:
        lead = "" if one.message.startswith(one.file) else f"{one.file}: "
        say(f"{lead}{one.message}", "  ", "    ")
    attempts = quantity(view.imported, "attempt")
    refused = (
        f"; {view.refused} of {quantity(len(view.files), 'file')} refused" if view.refused else ""
    )
    say(f"\n{attempts} taken in{refused}.")


def print_feedback(view: FeedbackView) -> None:
    """Print which files were written, and what shows in them."""
    rows = [
        (
            one.external_id,
            one.student,
            ", ".join(FACT_WORDS[fact] for fact in one.shows) or "nothing yet",
            Path(one.path).name if one.path else "-",
        )
        for one in view.students
    ]
    table(rows, ("Id", "Student", "Shows", "File"))
    for line in dict.fromkeys(one.message for one in view.students if one.message):
        say(f"\nNothing yet: {line}")
    if view.written:
        files = quantity(view.written, "file")
        say(f"\n{files} in {printable(view.folder)}. Send each to its student, and to nobody else.")
