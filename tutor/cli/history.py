"""`tutor profile export`, `import` and `erase`: a learner's history as a whole; `tutor history`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import say
from tutor.cli.results_say import home_of, home_option, tell_results
from tutor.cli.session import CompileBar, json_option, profile_option, services
from tutor.domain.text import quantity
from tutor.errors import EXIT_FAULT, EXIT_OK, UsageError

if TYPE_CHECKING:
    from tutor.domain.history import MergeReport
    from tutor.domain.records import Learner
    from tutor.services.context import Services
    from tutor.services.history import ImportView

BAR_FROM = 5_000
"""Events from which making the statistics anew takes a second or more."""
SHOWN_REFUSALS = 10
JSON = "json"
"""The format of a whole history."""


@click.command("export")
@profile_option
@click.option("--out", metavar="FILE", required=True, help="Where to; ends in .tutorhistory.")
@json_option
def export(profile: str | None, out: str, as_json: bool) -> None:
    """Write a profile's whole history to a file, for another machine or to keep."""
    from tutor.domain.history import SUFFIX

    _export_whole(profile, Path(out) if Path(out).suffix else Path(f"{out}{SUFFIX}"), as_json)


def _export_whole(profile: str | None, path: Path, as_json: bool) -> None:
    with services() as opened:
        learner = _learner(opened, profile)
        written = opened.history.export(opened.actor, learner.id, path)
    if as_json:
        print_json(written)
        return
    say(
        f"Wrote {written.name}'s history to {written.path}: {written.events:,} events, "
        f"{_attempts(written.attempts)} ({_size(written.size)}). "
        "Keep it as you would a diary: it holds every answer."
    )
    say(f"On the other machine: tutor profile import {path.name}")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", metavar="NAME", help="What a new profile is to be called.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@json_option
def import_(file: Path, name: str | None, dry_run: bool, as_json: bool) -> int:
    """Merge a history into its profile, which is added if it is not here yet."""
    with services(interactive=not dry_run) as opened:
        if dry_run:
            view = opened.history.plan(opened.actor, file, name)
        else:
            with CompileBar("Merging", BAR_FROM) as bar:
                view = opened.history.apply(opened.actor, file, name, bar.update)
            if view.report.new_profile and opened.profiles.current() is None:
                opened.profiles.choose(view.report.learner_id)
    if as_json:
        print_json(view)
    else:
        _tell(view)
    return EXIT_FAULT if view.report.refused else EXIT_OK


@click.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask to type the name.")
@json_option
def erase(name: str, yes: bool, as_json: bool) -> None:
    """Delete a profile and all of its data, for good."""
    with services(interactive=True) as opened:
        learner = opened.history.find(name)
        if not yes:
            typed = click.prompt(
                f"This deletes every answer of {learner.name!r}, for good. "
                "`tutor profile archive` would keep them. Type the name to go on",
                err=True,
            )
            if str(typed).strip() != learner.name:
                raise UsageError("that is not the name: nothing was deleted")
        erased = opened.history.erase(opened.actor, learner.id)
    if as_json:
        print_json(erased)
        return
    say(
        f"Erased: {erased.name}, with {erased.events:,} events of {_attempts(erased.attempts)}. "
        "An import of this profile will be refused here."
    )
    if erased.backups:
        say(
            f"Backups in {erased.backups} still hold the data, as do files that were exported: "
            "delete them too if all of it must go."
        )


@click.group()
def history() -> None:
    """Take your results and your history out as files, and a history in again."""


@history.command("export")
@profile_option
@click.option(
    "--format",
    "form",
    type=click.Choice([JSON, "csv", "xapi"]),
    default=JSON,
    show_default=True,
    help="json: everything, to go on elsewhere; csv: answers; xapi: statements (JSON Lines).",
)
@click.option("--out", metavar="FILE", help="Where to (default: named after the profile, here).")
@home_option
@json_option
def export_as(
    profile: str | None, form: str, out: str | None, home: str | None, as_json: bool
) -> None:
    """Write a profile's results, or all of its history, to a file.

    Tests that go on, and work on assignments, are in no table and no statement.
    """
    if form == JSON:
        if home is not None:
            raise UsageError("--home-page is for --format xapi")
        with services() as opened:
            path = _named(out, _learner(opened, profile).name, ".json")
        _export_whole(profile, path, as_json)
        return
    with services() as opened:
        from tutor.services.done_work import ENDINGS

        learner = _learner(opened, profile)
        path = _named(out, learner.name, ENDINGS[form])
        view = opened.results.export(opened.actor, learner.id, path, form, **home_of(home, form))
    if as_json:
        print_json(view)
        return
    tell_results(view)


history.add_command(import_, "import")


def _learner(opened: Services, profile: str | None) -> Learner:
    learner = opened.history.find(profile) if profile else opened.profiles.current()
    if learner is None:
        raise UsageError("which profile? add --profile NAME")
    return learner


def _named(out: str | None, name: str, ending: str) -> Path:
    if out is None:
        plain = "".join(one if one.isalnum() else "-" for one in name.casefold())[:60].strip("-")
        return Path(f"{plain or 'profile'}{ending}")
    return Path(out) if Path(out).suffix else Path(f"{out}{ending}")


def _tell(view: ImportView) -> None:
    report = view.report
    verb = "" if view.applied else "would be "
    if report.new_profile:
        say(f"Profile {report.name!r} {verb}added.")
        if report.name_taken:
            say("That name is taken here: import it with --as NAME.")
    else:
        known = "" if report.name == view.from_name else f" ({view.from_name!r} in the file)"
        say(f"Profile {report.name!r}{known} is here already: its histories {verb}united.")
    say(
        f"Events: {report.events_new:,} new, {report.events_known:,} known, "
        f"{_refused(report)} refused; {report.events_total:,} in all."
    )
    for text in _changes(report):
        say(text)
    for refusal in report.refused[:SHOWN_REFUSALS]:
        say(f"Refused: {refusal.what} {refusal.id} {refusal.reason}")
    if len(report.refused) > SHOWN_REFUSALS:
        say(f"... and {len(report.refused) - SHOWN_REFUSALS:,} more: --json lists all")
    if view.applied and not report.changes_anything:
        say("Nothing new: this machine knew all of it.")
    if view.backup:
        say(f"The database as it was before: {view.backup}")


def _refused(report: MergeReport) -> int:
    return Counter(one.what for one in report.refused)["event"]


def _changes(report: MergeReport) -> list[str]:
    found = []
    if report.attempts_new or report.questions_new:
        found.append(
            f"Quizzes, reviews and exams: {report.attempts_new:,} new, with "
            f"{report.questions_new:,} questions not asked here before."
        )
    changed = {
        "target exam, goal, time zone or theme": report.profile_changed,
        "study days": report.study_days_changed,
        f"{report.bookmarks_changed} bookmarks": bool(report.bookmarks_changed),
    }
    if names := [name for name, is_so in changed.items() if is_so]:
        found.append(f"The file has the later choice of: {', '.join(names)}.")
    return found


def _attempts(number: int) -> str:
    return quantity(number, "quiz, review or exam", "quizzes, reviews and exams")


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(1, count // 1024)} KB"
