"""`tutor account`: who may sign in to a class database, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.passwords import ask_password, password_stdin
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import json_option, lower, services
from tutor.cli.sign_in_file import keep_token
from tutor.domain.actor import ACCOUNT_ROLES, STUDENT
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.services.accounts import NewAccount

ROLE_NAMES = ", ".join(ACCOUNT_ROLES)


@click.group()
def account() -> None:
    """Make and change the accounts of a class database."""


@account.command("create-admin")
@click.argument("name")
@password_stdin
def create_admin(name: str, password_stdin: bool) -> None:
    """Make NAME the first administrator: from then on, nobody uses this database unsigned.

    A profile of that name becomes theirs, with its history.
    """
    from tutor.services.accounts import TAKEN

    with services(interactive=True, sign_in=False) as opened:
        if opened.accounts.needed:
            raise UsageError(TAKEN)
        password = ask_password("Password", stdin=password_stdin, twice=True)
        made = opened.accounts.create_first(name, password)
        idle = opened.settings.file_idle
        done = opened.accounts.sign_in(made.name, password, idle=idle)
        keep_token(opened.settings.sign_in_file, done.token)
    say(f"This is a class database now. Signed in: {made.name} (administrator).")
    say("Make accounts for others with `tutor account add NAME --role ROLE`.")


@account.command()
@click.argument("name")
@click.option(
    "--role", default=STUDENT, show_default=True, callback=lower, help=f"One of: {ROLE_NAMES}."
)
@password_stdin
@json_option
def add(name: str, role: str, password_stdin: bool, as_json: bool) -> None:
    """Make an account for NAME, with a one-time password that is shown this once."""
    with services() as opened:
        given = ask_password("Password", stdin=True) if password_stdin else None
        made = opened.accounts.create(name, role, given)
    _print_new(made, given=password_stdin, as_json=as_json)


@account.command("list")
@json_option
def list_accounts(as_json: bool) -> None:
    """List all accounts."""
    with services() as opened:
        found = opened.accounts.all()
    if as_json:
        print_json({"accounts": found})
        return
    rows = [
        (
            one.name,
            one.role,
            one.created_at.date().isoformat(),
            "closed" if one.disabled_at else "one-time password" if one.must_change else "open",
        )
        for one in found
    ]
    table(rows, ("Name", "Role", "Since", "State"))


@account.command()
@click.argument("name")
def disable(name: str) -> None:
    """Let NAME in no longer; the work stays."""
    with services() as opened:
        changed = opened.accounts.disable(name)
    say(f"Closed: {changed.name}. `tutor account enable` opens it again.")


@account.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let NAME in again."""
    with services() as opened:
        changed = opened.accounts.enable(name)
    say(f"Open again: {changed.name}")


@account.command("reset-password")
@click.argument("name")
@password_stdin
@json_option
def reset_password(name: str, password_stdin: bool, as_json: bool) -> None:
    """Give NAME a new one-time password, which is shown this once; unlock the name."""
    with services() as opened:
        given = ask_password("Password", stdin=True) if password_stdin else None
        made = opened.accounts.reset_password(name, given)
    _print_new(made, given=password_stdin, as_json=as_json)


@account.command("role")
@click.argument("name")
@click.argument("role", callback=lower)
def change_role(name: str, role: str) -> None:
    """Change what NAME may do: ROLE is student, instructor or administrator.

    Who was a student gets a new one-time password, which is shown this once.
    """
    with services() as opened:
        made = opened.accounts.set_role(name, role)
    say(f"{made.account.name} is {made.account.role} now, and has to sign in again.")
    if made.password:
        say(f"One-time password: {made.password}")


@account.command("password")
@password_stdin
def own_password(password_stdin: bool) -> None:
    """Change your own password; with --password-stdin, the old one and the new one in lines."""
    with services() as opened:
        before = ask_password("Password until now", stdin=password_stdin)
        after = ask_password("New password", stdin=password_stdin, twice=True)
        opened.accounts.change_password(before, after)
    say("Changed. Wherever else you were signed in, you are signed out.")


def _print_new(made: NewAccount, *, given: bool, as_json: bool) -> None:
    one = made.account
    if as_json:
        print_json({"account": one, "password": None if given else made.password})
        return
    say(f"{one.name} ({one.role})")
    if not given:
        click.echo(f"One-time password: {made.password}")
        say("Hand it over in private: it is not shown again, and must be changed at sign-in.")
