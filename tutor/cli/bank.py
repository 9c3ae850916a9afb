"""`tutor bank`: questions in from other programs, and out to them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.bank_text import export_json, plan_json, print_export, print_plan
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import CompileBar, json_option, services
from tutor.domain.text import quantity
from tutor.errors import EXIT_FAULT, UsageError

if TYPE_CHECKING:
    from tutor.services.bank_export_views import Selection
    from tutor.services.bank_import_views import ImportPlan, Tags
    from tutor.services.context import Services

BAR_FROM = 1_000
"""Questions from which reading or writing them takes about a second."""
SLOW_FROM = 40
"""The same of a format that is slow to write."""
OWN = "own"
FIELDS = {
    "exam": "exam",
    "domain": "domains",
    "subject": "subjects",
    "topic": "topics",
    "kind": "kinds",
    "id": "ids",
    "source": "source",
    "course": "course",
    "set": "quiz_set",
}
"""What `--select` may name, and the field of a selection that it fills."""


@click.group()
def bank() -> None:
    """Bring questions in from other programs, and take them out."""


@bank.command()
@json_option
def formats(as_json: bool) -> None:
    """List the formats that are read and written."""
    from tutor.interchange.questions.formats import FORMATS

    if as_json:
        print_json(
            [
                {
                    "name": one.name,
                    "label": one.label,
                    "extensions": one.extensions,
                    "reads": bool(one.read),
                    "writes": bool(one.write),
                    "lossless": one.lossless,
                    "extra": one.extra,
                }
                for one in FORMATS
            ]
        )
        return
    rows = [
        (
            one.name,
            "yes" if one.read else "-",
            "yes" if one.write else "-",
            " ".join(one.extensions),
            one.label + (f" (needs [{one.extra}])" if one.extra else ""),
        )
        for one in FORMATS
    ]
    table(rows, ("format", "reads", "writes", "files", "what it is"))


@bank.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "format_name", metavar="F", help="Its format, if it is not recognised.")
@click.option(
    "--to", "target", default=OWN, metavar="own|COURSE", help="Your own bank, or a course's."
)
@click.option("--exam", "exams", multiple=True, metavar="E", help="Propose domains of this exam.")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="[N=]EXAM:DOMAIN",
    help="Exam domains for question N of the plan, or for all.",
)
@click.option(
    "--without", "left_out", multiple=True, metavar="N[,N]", help="Questions to leave out."
)
@click.option("--bank", "bank_name", metavar="NAME", help="Name of the bank (default: the file's).")
@click.option("--licence", default="", metavar="TEXT", help="Under which they may be used.")
@click.option("--code-year", default="", metavar="FY2026", help="Which code sets they are for.")
@click.option("--dry-run", is_flag=True, help="Show the plan and stop.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--all", "everything", is_flag=True, help="Show every question of the plan.")
@json_option
def import_(
    file: Path,
    format_name: str | None,
    target: str,
    exams: tuple[str, ...],
    tags: tuple[str, ...],
    left_out: tuple[str, ...],
    bank_name: str | None,
    licence: str,
    code_year: str,
    dry_run: bool,
    yes: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Import the questions of FILE: first the plan is shown, then it is done, or nothing is.

    Questions that are there already are found by their id, their text, or stem and key; what has
    changed becomes the next version. Exam domains are proposed from the words of each question:
    confirm them, or give others with --tag. Exits with 1 if every question is refused.
    """
    from tutor.services.bank_import_views import REFUSED

    with services() as opened:
        service = opened.bank_imports
        course = _target(opened, target)
        data = service.read(file)
        with CompileBar("Reading questions", BAR_FROM) as bar:
            plan = service.plan(
                opened.actor,
                data,
                str(file),
                format_name=format_name,
                target=course,
                exams=[one.strip().casefold() for one in exams] or _exam_of(opened),
                bank=bank_name,
                licence=licence,
                code_year=code_year,
                progress=bar.update,
            )
        confirmed, without = _confirmed(plan, tags), _left_out(plan, left_out)
        if not as_json:
            print_plan(plan, confirmed, everything=everything)
            if without:
                say(f"Left out: {', '.join(map(str, sorted(without)))}.")
        if dry_run or not plan.takes:
            if as_json:
                print_json(plan_json(plan, confirmed, done=None))
            if plan.counts[REFUSED] == len(plan.lines):
                click.get_current_context().exit(EXIT_FAULT)
            return
        if not yes:
            _ask(plan, as_json=as_json)
        with CompileBar("Making them ready", BAR_FROM) as bar:
            done = service.apply(
                opened.actor, plan, confirmed, without=without, progress=bar.update
            )
    if as_json:
        print_json(plan_json(plan, confirmed, done))
    else:
        say(f"Done: {len(done.new):,} new, {len(done.changed):,} changed in {done.into}.")
        for path in done.files:
            say(path, "  ")


@bank.command()
@click.option("--format", "format_name", required=True, metavar="F", help="`tutor bank formats`.")
@click.option(
    "--select",
    "chosen",
    multiple=True,
    metavar="KEY=VALUE",
    help="exam, domain, subject, topic, kind, id, source (all, own, shipped), course, set; "
    "values with commas between them.",
)
@click.option("--out", type=click.Path(path_type=Path), help="File or folder to write.")
@click.option("--title", default="", metavar="TEXT", help="What the export is called.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32),
    metavar="N",
    help="Mix questions and options of a test paper; the same N mixes them the same way.",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
@click.option("--all", "everything", is_flag=True, help="Show every loss.")
@json_option
def export(
    format_name: str,
    chosen: tuple[str, ...],
    out: Path | None,
    title: str,
    seed: int | None,
    force: bool,
    everything: bool,
    as_json: bool,
) -> None:
    """Export questions with their keys, and say what the format could not carry.

    Without --select, everything is taken; a `set` is exported as it was published last.
    """
    from tutor.interchange.questions.formats import FORMATS

    with services() as opened:
        selection = _selection(opened, chosen)
        service = opened.bank_exports
        slow = any(one.name == format_name and one.slow for one in FORMATS)
        with CompileBar("Writing questions", SLOW_FROM if slow else BAR_FROM) as bar:
            made = service.export(
                opened.actor, selection, format_name, title or _title(chosen), bar.update, seed
            )
        paths = service.save(made, out or Path.cwd(), force=force)
    if as_json:
        print_json(export_json(made, paths))
    else:
        print_export(made, paths, everything=everything)


@bank.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def template(file: Path, force: bool) -> None:
    """Write a table to fill questions in: .csv, .tsv or .xlsx, with two examples."""
    from tutor.interchange.questions.template import template as table_for

    data = table_for(file.name)
    try:
        with file.open("wb" if force else "xb") as out:
            out.write(data)
    except FileExistsError as error:
        raise UsageError(f"{file} is there already: name another file, or add --force") from error
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror or error})") from error
    say(f"{file}: fill it in, then `tutor bank import {file} --dry-run`")


def _target(opened: Services, text: str) -> str:
    from tutor.cli.class_common import find_course

    return OWN if text.strip().casefold() == OWN else find_course(opened, text).id


def _exam_of(opened: Services) -> list[str] | None:
    """Return the exam that the learner studies for; None if that is not known."""
    learner = opened.profiles.current()
    return [learner.exam] if learner and learner.exam else None


def _ask(plan: ImportPlan, *, as_json: bool) -> None:
    if as_json or not sys.stdin.isatty():
        raise UsageError("look at the plan (--dry-run), then add --yes to have it done")
    click.confirm(f"Import {quantity(plan.takes, 'question')} into {plan.into}?", abort=True)


def _confirmed(plan: ImportPlan, texts: tuple[str, ...]) -> dict[int, Tags]:
    """Return exam domains by line, from `cpb:bill` for all or `3=cpb:bill,cca:d2` for one."""
    for_all: list[tuple[str, str]] = []
    single: dict[int, list[tuple[str, str]]] = {}
    for text in texts:
        number, equals, names = text.rpartition("=")
        if equals and not (number.strip().isascii() and number.strip().isdecimal()):
            raise UsageError(f"--tag {text}: write EXAM:DOMAIN, or N=EXAM:DOMAIN")
        pairs = [_pair(text, one) for one in names.split(",")]
        if not equals:
            for_all += pairs
            continue
        line = int(number[:9])
        if not any(one.number == line and one.taken for one in plan.lines):
            raise UsageError(f"--tag {text}: question {line} of the plan is not taken")
        single.setdefault(line, []).extend(pairs)
    made: dict[int, Tags] = {}
    if for_all:
        made = {one.number: tuple(dict.fromkeys(for_all)) for one in plan.lines if one.taken}
    return made | {line: tuple(dict.fromkeys(pairs)) for line, pairs in single.items()}


def _left_out(plan: ImportPlan, texts: tuple[str, ...]) -> frozenset[int]:
    """Return the numbers of questions to leave out, from `3` or `3,7`; of a case, all of them."""
    found: set[int] = set()
    for text in texts:
        for word in text.split(","):
            number = int(word[:9]) if word.strip().isascii() and word.strip().isdecimal() else 0
            unit = next((one for one in plan.units if number in one.lines), None)
            if unit is None:
                raise UsageError(f"--without {text}: question {word.strip()} is not taken anyway")
            found.update(unit.lines)
    return frozenset(found)


def _pair(text: str, name: str) -> tuple[str, str]:
    exam, colon, domain = name.strip().casefold().partition(":")
    if not (exam and colon and domain):
        raise UsageError(f"--tag {text}: write EXAM:DOMAIN, such as cpb:bill")
    return exam, domain


def _selection(opened: Services, texts: tuple[str, ...]) -> Selection:
    from tutor.cli.class_common import find_course
    from tutor.services.bank_export_views import Selection

    given: dict[str, list[str]] = {}
    for text in texts:
        key, equals, values = text.partition("=")
        name = FIELDS.get(key.strip().casefold())
        if not name or not equals:
            raise UsageError(f"--select {text}: write KEY=VALUE; keys: {', '.join(FIELDS)}")
        parts = [values] if name in ("course", "quiz_set") else values.split(",")
        given.setdefault(name, []).extend(part.strip() for part in parts if part.strip())
    for name in ("exam", "source", "course", "quiz_set"):
        if len(given.get(name, ())) > 1:
            raise UsageError(f"--select: one {name.replace('quiz_', '')} at a time")
    course = given.get("course", [""])[0]
    course_id = find_course(opened, course).id if course else ""
    quiz_set = given.get("quiz_set", [""])[0]
    if quiz_set and not course_id:
        raise UsageError("--select set=TITLE: name its course as well, --select course=TITLE")
    if quiz_set:
        quiz_set = opened.classroom.sets.find(opened.actor, course_id, quiz_set).id
    return Selection(
        exam=given.get("exam", [""])[0].casefold(),
        domains=tuple(given.get("domains", ())),
        subjects=tuple(given.get("subjects", ())),
        topics=tuple(given.get("topics", ())),
        kinds=tuple(given.get("kinds", ())),
        ids=tuple(given.get("ids", ())),
        source=given.get("source", ["all"])[0].casefold(),
        course=course_id,
        quiz_set=quiz_set,
    )


def _title(chosen: tuple[str, ...]) -> str:
    """Return a name for an export that was given none: what was selected."""
    return " ".join(text.partition("=")[2] for text in chosen) or "questions"
