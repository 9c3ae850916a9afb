"""Asking for passwords: never from the command line, which others on the machine can read."""

from __future__ import annotations

import sys

import click

from tutor.errors import UsageError

password_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read passwords from standard input, one a line."
)


def ask_password(what: str, *, stdin: bool, twice: bool = False) -> str:
    """Return a password, which nobody sees being typed.

    Args:
        what: Which one, such as `Password`.
        stdin: Read the next line of standard input instead of asking.
        twice: Ask for it a second time, as typing errors do not show.

    Raises:
        UsageError: There is none, or nobody to ask.
    """
    if stdin:
        line = sys.stdin.readline()
        if not line.rstrip("\r\n"):
            raise UsageError(f"{what.lower()}: standard input has no line left for it")
        return line.rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask for a password on: use --password-stdin")
    return str(click.prompt(what, hide_input=True, confirmation_prompt=twice))
