"""`tutor serve`: the same program in a browser, for a class."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec

import click

from tutor.cli.render import say
from tutor.errors import UsageError
from tutor.settings import SERVED, load_settings

NEEDED = ("textual_serve", "argon2")
"""What the extra `server` brings that serving itself needs."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--public-url", metavar="URL", help="What learners type: https://tutor.example.org")
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="A proxy with TLS stands in front and sets X-Forwarded-For.",
)
@click.option(
    "--max-sessions", default=100, show_default=True, type=click.IntRange(1), help="Browsers."
)
@click.option(
    "--max-per-address",
    default=60,
    show_default=True,
    type=click.IntRange(1),
    help="Browsers from one address; a whole class may share one.",
)
@click.option(
    "--idle-minutes",
    default=60,
    show_default=True,
    type=click.FloatRange(0.05, 24 * 60),
    help="End a session after so long without a key or a click.",
)
@click.option(
    "--keep-seconds",
    default=60,
    show_default=True,
    type=click.IntRange(0, 3600),
    help="Wait so long for a window that is reloaded or has lost its connection.",
)
def serve(
    host: str,
    port: int,
    public_url: str | None,
    behind_proxy: bool,
    max_sessions: int,
    max_per_address: int,
    idle_minutes: float,
    keep_seconds: int,
) -> None:
    """Show this program in the browsers of a class, each person signed in.

    Listens on this machine only. docs/serving.md says how to put TLS in front, which any other
    --host needs, and what a class and a school need of a server.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError("serving needs more packages: pip install 'coding-billing-tutor[server]'")
    from tutor.services.serving import hold, prepare, refuse_unprotected
    from tutor.web.listening import claim
    from tutor.web.options import ServeOptions
    from tutor.web.server import serve as serve_browsers

    options = ServeOptions(
        host,
        port,
        public_url,
        behind_proxy,
        max_sessions,
        max_per_address,
        idle_minutes * 60,
        keep_seconds,
    )
    options.check()
    settings = load_settings()
    if settings.served:
        raise UsageError(f"a browser session cannot serve others (unset {SERVED})")
    refuse_unprotected(settings)
    lock = hold(settings)
    try:
        sockets = claim(host, port)
        click.echo("Opening database and content …", err=True)
        prepare(settings, _progress())
        click.echo("Importing the program …", err=True)
        serve_browsers(options, sockets, lambda line: say(line))
    finally:
        if lock:
            lock.release()


def _progress() -> Callable[[int, int], None]:
    """Return what tells how far the code books are: it can take a minute, once, on a busy machine.

    Where no terminal shows it, a line is written for every quarter.
    """
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        step = 1 if sys.stderr.isatty() else 25
        percent = 100 * done // total // step * step
        if percent > shown:
            shown = percent
            line = f"Compiling code books, once: {percent} %"
            if step > 1:
                click.echo(line, err=True)
            else:
                click.echo(f"\r{line}", nl=percent == 100, err=True)

    return show
