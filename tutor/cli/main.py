"""`tutor`: the group of all commands, and the one place where errors end."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import click

from tutor import __version__
from tutor.cli.lazy import LazyGroup
from tutor.cli.screen import Launcher, launcher
from tutor.domain.text import printable
from tutor.errors import EXIT_FAULT, EXIT_OK, TutorError, UsageError

COMMANDS = {
    "learn": ("tutor.cli.learn:learn", "Read lessons in line mode."),
    "practice": ("tutor.cli.practice:practice", "Take a quiz, on screen or in line mode."),
    "sort": ("tutor.cli.practice:sort", "Sort duties to coder, biller or both, against the clock."),
    "drill": ("tutor.cli.drill:drill", "Take generated questions, made from the code books."),
    "exam": ("tutor.cli.exam:exam", "Sit mock exams under exam conditions; their reports."),
    "shift": ("tutor.cli.shift:shift", "Work a shift in the claims lab."),
    "cards": ("tutor.cli.cards:cards", "Review what is due; see what is coming."),
    "diagnose": ("tutor.cli.diagnose:diagnose", "Find out where you stand: a placement test."),
    "missed": ("tutor.cli.missed:missed", "Go over what you answered wrongly."),
    "assignments": ("tutor.cli.assignments:assignments", "What your classes gave you to do."),
    "resume": ("tutor.cli.practice:resume", "Go on with an unfinished quiz."),
    "next": ("tutor.cli.progress:next_step", "Say what to do next."),
    "progress": ("tutor.cli.progress:progress", "Show progress by exam, domain, role and day."),
    "ready": ("tutor.cli.ready:ready", "Say how ready you are for an exam, and how sure that is."),
    "plan": ("tutor.cli.plan:plan", "A dated study plan up to your exam; export it as a calendar."),
    "mastery": ("tutor.cli.mastery:mastery", "Show what you have mastered, and on what evidence."),
    "review": ("tutor.cli.progress:review", "Show a finished quiz again, answer by answer."),
    "glossary": ("tutor.cli.glossary:glossary", "Look up a term."),
    "search": ("tutor.cli.glossary:search", "Search lessons, topics and terms."),
    "profile": ("tutor.cli.profile:profile", "List, add, choose and change learner profiles."),
    "exams": ("tutor.cli.exams:exams", "Show the five exams and their domains."),
    "drg": ("tutor.cli.drg:drg", "Group an inpatient stay: MS-DRG, CC and MCC, edits."),
    "codes": ("tutor.cli.codes:codes", "Look up, search and check codes."),
    "claims": ("tutor.cli.claims:claims", "Read and check files of claims and payers' answers."),
    "bank": ("tutor.cli.bank:bank", "Bring questions in from other programs; take them out."),
    "class": ("tutor.cli.classroom:classroom", "For instructors: courses, students, sets, grades."),
    "account": ("tutor.cli.account:account", "Make and change accounts of a class database."),
    "sign-in": ("tutor.cli.sign_in:sign_in", "Sign in to a class database."),
    "sign-out": ("tutor.cli.sign_in:sign_out", "Sign out of it."),
    "serve": ("tutor.cli.serve:serve", "Show this program in the browsers of a class."),
    "content": ("tutor.cli.content:content", "Check, count and show content."),
    "db": ("tutor.cli.db:db", "Look after the database."),
    "doctor": ("tutor.cli.doctor:doctor", "Check this installation and say where everything is."),
    "demo": ("tutor.cli.demo:demo", "Try the program with an invented class."),
    "about": ("tutor.cli.about:about", "Show version and notices."),
}
INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells expect."""


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="tutor")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Learn medical coding and billing, and pass CPC, CCA, CBCS, CMRS or CPB.

    Without a command, the terminal program starts.
    """
    if ctx.invoked_subcommand is None:
        ctx.exit(launcher()())


def run(args: list[str] | None = None, *, launch: Launcher) -> int:
    """Run the command line and return its exit code; no traceback reaches the user.

    Args:
        args: The command line's words; the process's own unless given.
        launch: Starts the terminal program.
    """
    _prepare_streams()
    try:
        _refuse_broken_text(sys.argv[1:] if args is None else args)
        code = cli.main(args=args, prog_name="tutor", standalone_mode=False, obj=launch)
    except TutorError as error:
        _complain(str(error))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo("\nStopped. What was saved before stays saved.", err=True)
        return INTERRUPTED
    except SystemExit:
        # click leaves this way when the reader of our output went away (`tutor progress | head`)
        return EXIT_OK
    except OSError as error:
        _complain(f"reading or writing failed: {error.strerror or error}")
        return EXIT_FAULT
    except Exception as error:  # noqa: BLE001 - the one crash boundary of the command line
        from tutor.services.crash import crash_line

        _complain(crash_line(error))
        return EXIT_FAULT
    return code if isinstance(code, int) else EXIT_OK


def _complain(text: str) -> None:
    """Print one line on stderr, with nothing in it that a terminal would obey."""
    click.echo(f"tutor: {' '.join(printable(text).split())}", err=True)


def _prepare_streams() -> None:
    """Make sure that output never fails for its encoding, and that reading nothing is an end."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - open to the end


def _refuse_broken_text(args: list[str]) -> None:
    for arg in args:
        if any("\ud800" <= character <= "\udfff" for character in arg):
            raise UsageError(f"{arg!a} is not text in this terminal's encoding")
