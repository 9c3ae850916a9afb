"""`tutor claims`: files of claims and of payers' answers, in plain language."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, width
from tutor.cli.session import CompileBar, json_option, services
from tutor.domain.text import printable
from tutor.errors import EXIT_FAULT, EXIT_OK, UsageError

if TYPE_CHECKING:
    from tutor.services.claim_file_views import FileView

BAR_FROM = 2_000_000
"""Bytes of a file from which reading it takes a second or more."""
SYNTAX_BAR_FROM = 2_000
"""Segments from which pyx12 does."""
MOST = 20_000
"""Claims that may be shown at once."""
KINDS = ("837p", "837i", "835", "277ca", "999", "271")
"""Sample files that can be written."""
PIPE = "-"
"""FILE that means standard input."""
_file = click.argument("file", type=click.Path(path_type=Path))
_most = click.option(
    "--claims",
    "most",
    type=click.IntRange(1, MOST),
    default=500,
    show_default=True,
    help="How many claims to show at most; all are checked.",
)


@click.group()
def claims() -> None:
    """Read files of claims (837) and of payers' answers (835, 277CA, 999, 271).

    Nothing is stored, and nothing is sent anywhere. Load made-up files only.
    """


@claims.command()
@_file
@_most
@click.option("--no-syntax", is_flag=True, help="Leave pyx12 out, even if it is installed.")
@json_option
def check(file: Path, most: int, no_syntax: bool, as_json: bool) -> int:
    """Explain the claims of FILE (837P or 837I; - is standard input) and tell what is wrong.

    Sums, numbers, dates and what has to go together are checked here; syntax by pyx12, if that
    is installed (coding-billing-tutor[claims]). Exits with 1 where there are errors. Amounts of
    --json are in whole cents.
    """
    view = _read(file, most, syntax=not no_syntax)
    if not view.holds("837"):
        raise UsageError(f"{view.name} holds no claims: try `tutor claims read {file.name}`")
    return _show(view, as_json)


@claims.command()
@_file
@_most
@click.option("--syntax", is_flag=True, help="Have pyx12 look at the syntax, too.")
@json_option
def read(file: Path, most: int, syntax: bool, as_json: bool) -> int:
    """Show the answers of FILE (835, 277CA, 999, 997, TA1, 271; - is standard input).

    A remittance is balanced line by line, claim by claim, and as a whole. Exits with 1 where
    there are errors. Amounts of --json are in whole cents.
    """
    view = _read(file, most, syntax=syntax)
    if view.kinds and all(one.kind == "837" for one in view.kinds):
        raise UsageError(f"{view.name} holds claims: try `tutor claims check {file.name}`")
    return _show(view, as_json)


@claims.command()
@click.argument("kind", default="837p", type=click.Choice(KINDS, case_sensitive=False))
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another one: another file.")
def sample(kind: str, out: Path | None, seed: int) -> int:
    """Write a made-up file of claims or answers, to check and to read.

    KIND is 837p (the default), 837i, 835, 277ca, 999 or 271. A file that is there already is
    never overwritten.
    """
    from tutor.services.claim_samples import SAMPLES, sample_name, write_sample

    path = out or Path(sample_name(kind))
    with services(sign_in=False) as opened:
        write_sample(opened.library.lab_data(), kind, seed, path)
    made = SAMPLES[kind]
    say(f"{path}: {made.what}, all made up. Next: tutor claims {made.command} {path}")
    return EXIT_OK


def _read(file: Path, most: int, *, syntax: bool) -> FileView:
    from tutor.services.claim_files import read_file, read_stream

    with (
        CompileBar("Reading", BAR_FROM) as bar,
        CompileBar("Checking syntax", SYNTAX_BAR_FROM) as second,
    ):
        if str(file) == PIPE:
            return read_stream(_piped(), most=most, syntax=syntax, syntax_progress=second.update)
        return read_file(
            file,
            most=most,
            syntax=syntax,
            progress=bar.update,
            syntax_progress=second.update,
        )


def _piped() -> BinaryIO:
    stream: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UsageError("there is no standard input: name a file")
    return stream


def _show(view: FileView, as_json: bool) -> int:
    from tutor.services.claim_report import file_lines

    if as_json:
        print_json(view)
    else:
        say(view.notice)
        say()
        for line in file_lines(view, width()):
            click.echo(printable(line))
    return EXIT_FAULT if view.errors else EXIT_OK
