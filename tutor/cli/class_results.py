"""`tutor class results`: answers to assignments, as a file for another program."""

from __future__ import annotations

from pathlib import Path

import click

from tutor.cli.class_common import course_option, find_course
from tutor.cli.class_reports import find_section, section_option
from tutor.cli.render import as_json as print_json
from tutor.cli.results_say import home_of, home_option, tell_results
from tutor.cli.session import json_option, services


@click.command()
@course_option
@section_option
@click.option("--student", metavar="ID", help="Only this student, by the id of the roster.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xapi"]),
    default="csv",
    show_default=True,
    help="csv: a row for each answer; xapi: statements (JSON Lines).",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", required=True
)
@home_option
@json_option
def results(
    course_name: str,
    section: str | None,
    student: str | None,
    form: str,
    out: Path,
    home: str | None,
    as_json: bool,
) -> None:
    """Write what students answered in assignments they handed in, with marks."""
    with services() as opened:
        course = find_course(opened, course_name)
        view = opened.classroom.results.export(
            opened.actor,
            course.id,
            out,
            form,
            cohort_id=find_section(opened, course.id, section),
            student=student,
            **home_of(home, form),
        )
    if as_json:
        print_json(view)
        return
    tell_results(view)
