"""`tutor exam`: mock exams under exam conditions."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.screen import launcher
from tutor.cli.session import (
    json_option,
    learner_for,
    lower,
    plain_option,
    profile_option,
    services,
)
from tutor.domain.assembly import LENGTHS
from tutor.domain.sitting import NAVIGATIONS, MockRules
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.services.context import Services

exam_argument = click.argument("exam_id", metavar="EXAM", required=False, callback=lower)
length_option = click.option(
    "--length",
    type=click.Choice(LENGTHS),
    default="full",
    show_default=True,
    help="The whole exam, half of it, or 30 questions, in the same proportions.",
)


@click.group()
def exam() -> None:
    """Mock exams: how they are made, sitting one, its report."""


@exam.command()
@exam_argument
@profile_option
@json_option
def blueprint(exam_id: str | None, profile: str | None, as_json: bool) -> None:
    """Show how an exam's forms are made: questions by domain, time, rules, and what there is."""
    with services() as opened:
        view = opened.mocks.blueprint(exam_id or _target(opened, profile))
    if as_json:
        print_json(view)
        return
    heading(f"{view.id.upper()}: {view.name} ({view.edition})")
    for length, size in view.sizes.items():
        minutes = view.minutes[length]
        clock = f"{minutes:g} minutes" if minutes else f"within {view.window_days} days"
        unmarked = f", {view.pretest[length]} of them unmarked" if view.pretest[length] else ""
        say(f"{length}: {size} questions{unmarked}; {clock}")
    say(
        f"To pass: {view.pass_rule}. {'Open' if view.open_book else 'Closed'} book. "
        f"Going back: {view.navigation}. Confidence in the counts: {view.confidence}."
    )
    say(view.navigation_note or "")
    rows = [
        (row.id, str(row.full), str(row.half), str(row.sprint), str(row.items),
         str(row.short or ""), row.name)
        for row in view.domains
    ]  # fmt: skip
    table(rows, ("domain", "full", "half", "sprint", "items", "missing", "name"))


@exam.command()
@exam_argument
@length_option
@click.option("--seed", type=int, default=1, show_default=True, help="Which form.")
@profile_option
@json_option
def assemble(
    exam_id: str | None, length: str, seed: int, profile: str | None, as_json: bool
) -> None:
    """Show which questions a form would have; the same seed gives the same form.

    What the profile has seen least comes first.
    """
    with services() as opened:
        found = opened.profiles.named(profile) if profile else opened.profiles.current()
        form = opened.mocks.assemble(
            exam_id or _target(opened, profile),
            length=length,
            seed=seed,
            learner_id=found.id if found else None,
        )
    if as_json:
        print_json({"form": form, "domains": form.by_domain()})
        return
    heading(f"{form.exam.upper()}, {form.length}, form {form.seed}")
    for domain, ids in form.by_domain().items():
        say(f"{domain} ({len(ids)}): {', '.join(ids)}", "", "  ")
    for domain, missing in form.lacking.items():
        say(f"{domain}: {missing} questions are missing")


@exam.command()
@exam_argument
@length_option
@click.option("--seed", type=int, help="Sit this form; a new one unless given.")
@click.option("--navigation", type=click.Choice(NAVIGATIONS), help="Where the exam has both.")
@click.option("--time-factor", type=float, default=1.0, help="Accommodation, such as 1.5.")
@click.option("--parts", type=int, default=1, help="2: the first half closes before the second.")
@click.option("--breaks", type=int, default=1, show_default=True, help="Breaks you may take.")
@plain_option
@profile_option
def take(
    exam_id: str | None,
    length: str,
    seed: int | None,
    navigation: str | None,
    time_factor: float,
    parts: int,
    breaks: int,
    plain: bool,
    profile: str | None,
) -> int | None:
    """Sit a mock exam, or go on with the one that is open.

    Without --plain, the screen opens with this choice made. No answer is called right or wrong
    before you hand in. Close the terminal whenever you like: the clock goes on, and so does the
    exam.
    """
    rules = MockRules(length, navigation, time_factor, parts, breaks, seed)
    if not plain:
        return launcher()(place="mock", exam=exam_id, rules=rules, profile=profile)
    from tutor.cli.exam_player import sit

    with services(interactive=True) as opened:
        learner = learner_for(opened, profile, may_ask=True)
        open_one = opened.mocks.unfinished(learner.id)
        if open_one is not None:
            say(f"Going on with {open_one.title}.")
            session = opened.mocks.resume(open_one.id)
        else:
            session = opened.mocks.start(
                learner.id,
                exam_id or learner.exam or _no_exam(),
                **asdict(rules),
            )
        sit(session, opened.mocks)
    return None


@exam.command()
@click.argument("attempt", required=False)
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help="Write the questions.")
@click.option("--html", "html_file", type=click.Path(path_type=Path), help="Write a page.")
@profile_option
@json_option
def report(
    attempt: str | None,
    csv_file: Path | None,
    html_file: Path | None,
    profile: str | None,
    as_json: bool,
) -> None:
    """Show the report of a mock exam: the last one, or the one of this id."""
    from tutor.cli.exam_report import print_report, write_file
    from tutor.services.exam_export import report_csv, report_html

    with services() as opened:
        learner = learner_for(opened, profile)
        ended = opened.mocks.finished(learner.id, limit=1000)
        chosen = attempt or (ended[0].id if ended else None)
        if chosen is None:
            raise UsageError("there is no finished mock exam yet: sit one with `tutor exam take`")
        if chosen not in {one.id for one in ended}:
            raise UsageError(f"{learner.name} has no finished mock exam {chosen}")
        found = opened.mocks.report(chosen)
    for path, text in ((csv_file, report_csv), (html_file, report_html)):
        if path is not None:
            write_file(path, text(found))
            say(f"Written: {path}")
    if as_json:
        print_json(found)
    elif csv_file is None and html_file is None:
        print_report(found)


@exam.command("list")
@profile_option
@json_option
def list_exams(profile: str | None, as_json: bool) -> None:
    """List your mock exams, newest first."""
    with services() as opened:
        learner = learner_for(opened, profile)
        going_on = opened.mocks.unfinished(learner.id)
        every = (*((going_on,) if going_on else ()), *opened.mocks.finished(learner.id, 1000))
    if as_json:
        print_json(every)
        return
    rows = [
        (one.started_at.strftime("%Y-%m-%d"), one.title, one.status,
         f"{one.answered} of {one.total}", one.id)
        for one in every
    ]  # fmt: skip
    table(rows, ("Date (UTC)", "Exam", "State", "Answered", "Id"))


def _target(opened: Services, profile: str | None) -> str:
    found = opened.profiles.named(profile) if profile else opened.profiles.current()
    return (found.exam if found else None) or _no_exam()


def _no_exam() -> str:
    raise UsageError("which exam? name it: cpc, cca, cbcs, cmrs or cpb")
