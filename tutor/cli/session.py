"""What every command begins with: services and the learner it is for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from tutor.cli.sign_in_file import forget_token, read_token
from tutor.errors import AccessError, SignedOutError, SignInError, UsageError
from tutor.settings import DATABASE_NAME, load_settings

if TYPE_CHECKING:
    from tutor.domain.records import Learner
    from tutor.services.codes import CodeBook
    from tutor.services.context import Services

profile_option = click.option("--profile", metavar="NAME", help="Whose profile (default: current).")


def lower(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Take an id (an exam's, a domain's) in any case: people write CPC, the blueprints cpc."""
    return value.strip().casefold() if value else value


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
plain_option = click.option("--plain", is_flag=True, help="Line mode: plain text, no screen.")
TRIES = 3
"""How often a name is asked for."""
PROGRESS_AFTER = 40
"""Files to compile from which a progress bar is worth showing."""


@contextmanager
def services(*, interactive: bool = False, sign_in: bool = True) -> Iterator[Services]:
    """Open the services for one command.

    Args:
        interactive: Keep other interactive instances out.
        sign_in: In a class database, act for whoever `tutor sign-in` keeps signed in. Without
            it, the services are those of nobody.

    Raises:
        SignInError: It is a class database, and nobody is signed in.
    """
    from tutor.services.context import open_services

    with CompileBar() as bar:
        opened = open_services(load_settings(), interactive=interactive, progress=bar.update)
    with opened:
        yield signed_in(opened) if sign_in else opened


def signed_in(opened: Services) -> Services:
    """Return the services of whoever is signed in; of a local database, those of its owner.

    Raises:
        SignInError: It is a class database, and nobody is signed in.
    """
    if not opened.locked:
        return opened
    path = opened.settings.sign_in_file
    token, unsafe = read_token(path)
    if token is None:
        raise SignInError("this is a class database: sign in first with `tutor sign-in NAME`")
    try:
        found = opened.signed_in(opened.accounts.resume(token))
    except SignedOutError:
        raise SignInError("you are no longer signed in: `tutor sign-in NAME`") from None
    if unsafe:
        found.accounts.sign_out()
        forget_token(path)
        raise SignInError(
            f"{path} was not safe, for {unsafe}; that sign-in is ended: "
            "sign in again with `tutor sign-in NAME`, and change your password if in doubt"
        )
    return found


def staff_only() -> None:
    """Refuse a command to students of a class database; a local database is its owner's.

    Raises:
        AccessError: A student is signed in.
        SignInError: It is a class database, and nobody is signed in.
    """
    settings = load_settings()
    if settings.database_url is None and not settings.home.joinpath(DATABASE_NAME).exists():
        return
    with services() as opened:
        if not opened.actor.teaches:
            raise AccessError("keys are for those who teach: that is not yours to see")


def learner_for(opened: Services, name: str | None, *, may_ask: bool = False) -> Learner:
    """Return the named or current profile; in line mode, ask for one where there is none.

    Raises:
        UsageError: There is none, or it is not clear which.
    """
    found = opened.profiles.named(name) if name else opened.profiles.current()
    if found and not opened.who.owner and found.id != opened.who.learner_id:
        return found  # an administrator looks at somebody's: what is open stays as it is
    if found:
        opened.practice.unfinished(found.id)  # ends those whose time ran out meanwhile
        return found
    if opened.profiles.all():
        names = ", ".join(learner.name for learner in opened.profiles.all())
        raise UsageError(f"which profile? add --profile NAME ({names})")
    if not may_ask:
        raise UsageError("there is no profile yet: make one with `tutor profile add NAME`")
    return opened.profiles.create(_ask_name())


def _ask_name() -> str:
    """Ask for a name, a few times: a program that types empty lines is not asked for ever.

    Raises:
        UsageError: None was given.
    """
    for _ in range(TRIES):
        typed = str(click.prompt("Welcome. Your name", default="", show_default=False))
        if name := typed.strip():
            return name
        click.echo("A profile needs a name.")
    raise UsageError("no name was given: make a profile with `tutor profile add NAME`")


def open_book(opened: Services) -> CodeBook:
    """Return the code book; its first opening compiles it, behind a bar."""
    if not opened.codes.ready():
        with CompileBar("Putting the code book together", least=1) as bar:
            opened.codes.prepare(bar.update)
    return opened.codes


class CompileBar:
    """A progress bar on stderr while something is compiled, where that takes a while.

    Args:
        title: What is being done.
        least: How much there must be to do for a bar to be worth showing.
    """

    def __init__(self, title: str = "Reading content", least: int = PROGRESS_AFTER) -> None:
        self._title = title
        self._least = least
        self._shown = False

    def __enter__(self) -> CompileBar:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the bar's line."""
        if self._shown:
            click.echo("", err=True)

    def update(self, done: int, total: int) -> None:
        """Redraw the bar: `done` of `total`."""
        if total < self._least or not sys.stderr.isatty():
            return
        self._shown = True
        filled = 30 * done // total
        click.echo(f"\r{self._title} [{'#' * filled:<30}] {done}/{total}", nl=False, err=True)
