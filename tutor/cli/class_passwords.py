"""`tutor class roster accounts`, `reset-password`; one-time passwords printed or filed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.class_common import course_option, find_course
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import CompileBar, json_option, services
from tutor.domain.text import printable, quantity
from tutor.errors import TutorError, UsageError

if TYPE_CHECKING:
    from tutor.services.classroom.password_list import PrivateFile
    from tutor.services.classroom.people_views import IssuedPassword

LEAST = 10
"""Passwords to make from which a progress bar is worth showing."""
passwords_option = click.option(
    "--passwords",
    "passwords_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write one-time passwords there as CSV, for your eyes alone, instead of printing them.",
)


@click.command()
@course_option
@click.option("--unused", is_flag=True, help="New ones also for who never used theirs.")
@passwords_option
@json_option
def accounts(course_name: str, unused: bool, passwords_file: Path | None, as_json: bool) -> None:
    """Give an account with a one-time password to each student who has none."""
    with services() as opened, password_bar() as bar:
        course = find_course(opened, course_name)
        with private(passwords_file) as file:
            given = opened.classroom.roster_accounts.give(
                opened.actor, course.id, unused=unused, progress=bar.update
            )
            keep(given.passwords, file)
    if as_json:
        print_json({"accounts": shown(given.passwords, file), "left_out": given.left_out})
        return
    if not given.passwords:
        say("Every student of this course has an account.")
    print_passwords(given.passwords, file)
    for name in given.left_out:
        say(f"{name} teaches, too: an administrator makes that account with `tutor account add`.")


@click.command("reset-password")
@click.argument("student", metavar="STUDENT")
@course_option
@json_option
def reset_password(student: str, course_name: str, as_json: bool) -> None:
    """Give a student a new one-time password, and unlock the sign-in name."""
    with services() as opened:
        course = find_course(opened, course_name)
        member = opened.classroom.roster.find(opened.actor, course.id, student)
        made = opened.classroom.roster_accounts.reset(opened.actor, member.id)
    if as_json:
        print_json({"accounts": shown((made,), None)})
    else:
        print_passwords((made,), None)


def password_bar() -> CompileBar:
    """Return the bar that shows how many passwords are made."""
    return CompileBar("Making passwords", least=LEAST)


def private(path: Path | None) -> AbstractContextManager[PrivateFile | None]:
    """Make the file passwords go to, before anything is done; none where none is named."""
    if path is None:
        return nullcontext()
    from tutor.services.classroom.password_list import PrivateFile

    return PrivateFile(path.expanduser())


def keep(passwords: Sequence[IssuedPassword], file: PrivateFile | None) -> None:
    """Write passwords to their file; where that fails, print them: there is no second time."""
    from tutor.services.classroom.password_list import passwords_csv

    if file is None or not passwords:
        return
    try:
        file.write(passwords_csv(passwords))
    except TutorError:
        print_passwords(passwords, None)
        raise


def shown(passwords: Sequence[IssuedPassword], file: PrivateFile | None) -> list[dict[str, str]]:
    """Return passwords for JSON; those that went to a file are not in it."""
    return [
        {"sign_in": one.sign_in, "name": one.name, "id": one.external_id}
        | ({} if file else {"one_time_password": one.password})
        for one in passwords
    ]


def print_passwords(passwords: Sequence[IssuedPassword], file: PrivateFile | None) -> None:
    """Print one-time passwords, or where they were written."""
    from tutor.services.classroom.password_list import ONCE

    if not passwords:
        return
    count = quantity(len(passwords), "one-time password")
    if file is not None:
        say(f"{count}, for your eyes alone: {printable(str(file.path))}")
    else:
        heading("One-time passwords")
        rows = [(one.sign_in, one.password, one.name or one.external_id) for one in passwords]
        table(rows, ("Sign-in name", "One-time password", "Student"))
    say(ONCE)


def refuse_file(path: Path | None, *, needed: bool) -> None:
    """Refuse a file for passwords where there will be none.

    Raises:
        UsageError: Nobody signs in to this database.
    """
    if path is not None and not needed:
        raise UsageError("nobody signs in to this database: there are no passwords to write")
