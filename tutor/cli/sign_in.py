"""`tutor sign-in` and `tutor sign-out`: who line mode is for, in a class database."""

from __future__ import annotations

import click

from tutor.cli.passwords import ask_password, password_stdin
from tutor.cli.render import say
from tutor.cli.session import services
from tutor.cli.sign_in_file import forget_token, keep_token, read_token
from tutor.errors import SignedOutError, UsageError


@click.command("sign-in")
@click.argument("name")
@password_stdin
def sign_in(name: str, password_stdin: bool) -> None:
    """Sign in as NAME, for all commands until you sign out or leave it unused for long.

    A one-time password must be replaced by one of your own at once; with --password-stdin, that
    is the second line.
    """
    with services(sign_in=False) as opened:
        if not opened.accounts.needed:
            raise UsageError("this database is your own: nobody signs in to it")
        password = ask_password("Password", stdin=password_stdin)
        idle = opened.settings.file_idle
        done = opened.accounts.sign_in(name, password, idle=idle)
        if done.must_change:
            say("That password was for this once: choose one of your own.")
            own = ask_password("New password", stdin=password_stdin, twice=True)
            done = opened.accounts.first_password(name, password, own, idle=idle)
        keep_token(opened.settings.sign_in_file, done.token)
        role = done.actor.role
    say(f"Signed in: {done.name} ({role}). `tutor sign-out` ends it.")


@click.command("sign-out")
def sign_out() -> None:
    """Sign out."""
    with services(sign_in=False) as opened:
        path = opened.settings.sign_in_file
        token, _unsafe = read_token(path)
        if token is not None:
            try:
                opened.signed_in(opened.accounts.resume(token)).accounts.sign_out()
            except SignedOutError:
                token = None
        forget_token(path)
    say("Signed out." if token else "Nobody was signed in.")
