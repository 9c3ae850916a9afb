"""`tutor drg`: the MS-DRG of an inpatient stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.services.drg import DrgView, EffectView

MOST_CODES = 25
"""Diagnoses, and procedures, that a claim has room for."""
OLDEST = 124


@click.command()
@click.argument("principal")
@click.option("--with", "secondary", multiple=True, metavar="CODE", help="A secondary diagnosis.")
@click.option("--procedure", "procedures", multiple=True, metavar="CODE", help="ICD-10-PCS code.")
@click.option("--age", type=click.IntRange(0, OLDEST), default=65, show_default=True)
@click.option("--sex", type=click.Choice(("F", "M"), case_sensitive=False), default="F")
@click.option("--died", is_flag=True, help="The patient died in hospital.")
@json_option
def drg(principal: str, as_json: bool, **stay: object) -> int:
    """Group an inpatient stay with PRINCIPAL as its principal diagnosis.

    Shows the MS-DRG, which diagnoses are a CC or MCC, which of them the group rests on, and what
    the Medicare Code Editor finds. Needs the extra package: coding-billing-tutor[drg].
    """
    from tutor.domain.stay import Stay
    from tutor.services.drg import explain_stay

    asked = Stay(principal, **stay)  # type: ignore[arg-type]
    if max(len(asked.secondary), len(asked.procedures)) > MOST_CODES:
        raise UsageError(f"a claim has room for {MOST_CODES} codes of a kind: give fewer")
    view = explain_stay(asked)
    if as_json:
        print_json(view)
    else:
        _show(view)
    return 0 if view.grouped else 1


def _show(view: DrgView) -> None:
    if view.grouped:
        heading(f"MS-DRG {view.drg}: {view.title}")
        say(f"MDC {view.mdc:02}: {view.mdc_title}. {view.version}.")
    else:
        heading("This stay cannot be grouped")
    if view.effects:
        say("")
        table([_row(effect) for effect in view.effects], ("Code", "Is", "Does"))
    for edit in view.edits:
        say(f"Edit: {edit}", "", "  ")


def _row(effect: EffectView) -> tuple[str, str, str]:
    if effect.excluded:
        does = "does not count beside this principal diagnosis"
    elif effect.decisive:
        does = f"decides the group: without it, MS-DRG {effect.without}"
    else:
        does = "changes nothing here"
    return effect.code, "-" if effect.severity == "NONE" else effect.severity, does
