"""`tutor class item-analysis --assignment`: how the questions of assigned work did."""

from __future__ import annotations

from pathlib import Path

import click

from tutor.cli.class_common import find_course
from tutor.cli.class_reports import Output, find_assignment, give
from tutor.cli.item_analysis import MISSING, print_item, print_statistics
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.session import CompileBar, services
from tutor.services.classroom.analysis import ClassAnalysisView
from tutor.services.classroom.analysis_report import analysis_report

MANY_ANSWERS = 200_000
"""Answers from which a progress bar is worth showing."""


def report_class(
    course_name: str | None,
    assignment: str | None,
    version: str | None,
    attempts: str,
    item: str | None,
    csv_file: Path | None,
    html_file: Path | None,
    *,
    as_json: bool,
) -> None:
    """Print the item analysis of an assignment or a published set."""
    view = _analysed(course_name, assignment, version, attempts)
    if item is not None:
        one = view.item(item)
        if as_json:
            print_json(one)
        else:
            print_item(one)
        return
    out = Output(as_json, csv_file, html_file)
    give(analysis_report(view), view, out, lambda: _print(view))


def _analysed(
    course_name: str | None, assignment: str | None, version: str | None, attempts: str
) -> ClassAnalysisView:
    with services() as opened, CompileBar("Analysing answers", MANY_ANSWERS) as bar:
        analysis, actor = opened.classroom.analysis, opened.actor
        if version is not None:
            return analysis.of_set(actor, version, attempts=attempts, progress=bar.update)
        if course_name is None:
            raise click.UsageError("name the course of the assignment: --course C")
        course = find_course(opened, course_name)
        found = find_assignment(opened, course.id, assignment or "")
        return analysis.of_assignment(actor, found.id, attempts=attempts, progress=bar.update)


def _print(view: ClassAnalysisView) -> None:
    report = analysis_report(view)
    heading(report.title)
    for line in report.lines:
        say(line)
    print_statistics(view.total, view.items)
    if view.places:
        heading("By place in the set")
        for one in view.places:
            fac, di = (
                MISSING if figure is None else f"{figure:.0f} %"
                for figure in (one.facility, one.discrimination)
            )
            say(
                f"{one.name}: facility {fac}, discrimination (adjusted) {di}, n = {one.n}", "", "  "
            )
