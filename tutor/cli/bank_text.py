"""Imports and exports of questions in plain text and JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tutor.cli.render import heading, say
from tutor.domain.text import quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tutor.services.bank_export_views import Exported
    from tutor.services.bank_import_views import ImportLine, ImportPlan, ImportResult, Tags

SHOWN = 20
"""Questions of a plan, or losses of an export, that are shown unless all are asked for."""


def print_plan(plan: ImportPlan, confirmed: Mapping[int, Tags], *, everything: bool) -> None:
    """Print what an import would do, question by question."""
    from tutor.services.bank_import import summary

    heading(f"{plan.file} ({plan.label})")
    for note in plan.notes:
        say(f"Note: {note}")
    shown = plan.lines if everything else _telling(plan.lines)
    for line in shown:
        _print_line(line, confirmed.get(line.number))
    if len(shown) < len(plan.lines):
        say(f"... and {len(plan.lines) - len(shown):,} more: --all shows every question.")
    say()
    _print_counts("lost", (what for line in plan.lines for what in line.losses))
    _print_counts("to look at", (what for line in plan.lines for what in line.warnings))
    if plan.guessed and not confirmed:
        say(
            f"{plan.guessed:,} without a telling word are put into the exam's largest domain: "
            "give their domains with --tag."
        )
    say(summary(plan))


def print_export(made: Exported, paths: Sequence[Path], *, everything: bool) -> None:
    """Print what was written, and what was lost."""
    from tutor.services.bank_export import losses_by_what

    counts = losses_by_what(made.losses)
    if counts:
        say(f"{made.label} does not carry:")
    for what, count in counts.items():
        say(f"{count:,} x {what}", "  ", "      ")
    losses = made.losses if everything else made.losses[:SHOWN]
    for loss in losses if everything or len(counts) != len(made.losses) else ():
        say(f"{loss.item_id}: {loss.what}{' (left out)' if loss.whole else ''}", "    ", "      ")
    if len(losses) < len(made.losses):
        say(f"... and {len(made.losses) - len(losses):,} more: --all shows every loss.", "    ")
    for path in paths:
        say(f"Written: {path}")
    left = f", {made.left_out:,} left out" if made.left_out else ""
    say(f"{quantity(made.items, 'question')} as {made.label}{left}; losses: {len(made.losses):,}.")


def plan_json(
    plan: ImportPlan, confirmed: Mapping[int, Tags], done: ImportResult | None
) -> dict[str, Any]:
    """Return a plan, and what was done, for programs."""
    return {
        "file": plan.file,
        "format": plan.format,
        "target": plan.target,
        "bank": plan.bank,
        "notes": plan.notes,
        "counts": plan.counts,
        "guessed": plan.guessed,
        "questions": [
            {
                "number": line.number,
                "place": line.place,
                "title": line.title,
                "fate": line.fate,
                "item": line.item_id,
                "version": line.version,
                "of": line.of,
                "found_by": line.how,
                "why": line.why,
                "losses": line.losses,
                "warnings": line.warnings,
                "tags": [":".join(one) for one in confirmed.get(line.number, line.tags)],
                "proposals": line.proposals,
            }
            for line in plan.lines
        ],
        "done": done,
    }


def export_json(made: Exported, paths: Sequence[Path]) -> dict[str, Any]:
    """Return what was written, for programs."""
    return {
        "format": made.format,
        "title": made.title,
        "questions": made.items,
        "left_out": made.left_out,
        "files": [str(path) for path in paths],
        "losses": made.losses,
    }


def _telling(lines: Sequence[ImportLine]) -> tuple[ImportLine, ...]:
    """Return the lines that most need to be looked at, in their order."""

    def plain(line: ImportLine) -> int:
        return 0 if line.why else 1 if line.losses else 2 if line.warnings else 3

    chosen = sorted(lines, key=plain)[:SHOWN]
    return tuple(sorted(chosen, key=lambda line: line.number))


def _print_line(line: ImportLine, confirmed: Tags | None) -> None:
    from tutor.services.bank_import import tags_text
    from tutor.services.bank_planning import own_line

    say(f"{line.number}. {line.place}: {line.title}", "", "   ")
    say(own_line(line.fate, line), "   ", "     ")
    for what in line.losses:
        say(f"lost: {what}", "   ", "     ")
    for what in line.warnings:
        say(f"look at: {what}", "   ", "     ")
    if not line.taken:
        return
    if confirmed is not None or not line.proposals:
        say(f"domains: {tags_text(confirmed or line.tags)}", "   ", "     ")
        return
    told = [
        f"{one.exam}:{one.domain} ({', '.join(one.words) or 'no word tells: a guess'})"
        for one in line.proposals
        if (one.exam, one.domain) in line.tags
    ]
    say(f"domains proposed: {'; '.join(told)}", "   ", "     ")


def _print_counts(title: str, texts: Iterable[str]) -> None:
    for what, count in Counter(texts).most_common(8):
        say(f"{count:,} x {title}: {what}", "", "    ")
