"""A file of claims or answers as lines of plain text, for line mode and screen alike."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.domain.claims.money import dollars
from tutor.domain.text import one_line, quantity
from tutor.services.claim_blocks import WIDTH, block_lines, wrapped
from tutor.services.claim_file_views import FaultView, FileView
from tutor.services.claim_files import block_of

LONGEST_LINE = 300
"""Characters of a line; a file's texts may be of any length."""


def file_lines(view: FileView, width: int = WIDTH) -> Iterator[str]:
    """Return a file's report: what it is, every part with its faults, the file's own faults."""
    for line in _report(view, width):
        yield one_line(line, LONGEST_LINE) if len(line) > LONGEST_LINE else line


def _report(view: FileView, width: int) -> Iterator[str]:
    yield from _head(view, width)
    for part in view.parts:
        *lines, blank = block_lines(block_of(part.record), width)
        yield from lines
        for fault in part.faults:
            yield from fault_lines(fault, width)
        yield blank
    if view.counted > view.shown:
        yield from wrapped(
            f"Shown are the first {view.shown:,} of {view.counted:,}; all were read and checked.",
            width,
        )
        yield ""
    if view.faults:
        yield "Of the file as a whole"
        yield "=" * 22
        for fault in view.faults:
            yield from fault_lines(fault, width)
        yield ""
    yield from wrapped(verdict(view), width)


def _head(view: FileView, width: int) -> Iterator[str]:
    yield view.name
    yield "=" * min(len(view.name), width)
    for kind in view.kinds:
        number = f"{kind.sets:,} x " if kind.sets > 1 else ""
        what = f"{kind.kind} {kind.version}".strip()
        yield from wrapped(f"{number}{what}: {kind.name}", width)
    for line in _totals(view):
        yield from wrapped(line, width)
    yield ""


def _totals(view: FileView) -> Iterator[str]:
    if view.holds("837"):
        yield f"{quantity(view.counted, 'claim')}, {dollars(view.charged)} in all"
    elif view.holds("835"):
        yield (
            f"{quantity(view.counted, 'claim')}: charged {dollars(view.charged)}, paid "
            f"{dollars(view.paid)}, patients' share {dollars(view.patient_share)}; "
            f"{view.denied:,} denied"
        )
    elif view.holds("277"):
        good = view.counted - view.denied
        yield f"{quantity(view.counted, 'claim')}: {good:,} accepted, {view.denied:,} rejected"
    elif view.holds("999", "997"):
        good = view.counted - view.denied
        sets = quantity(view.counted, "transaction set")
        yield f"{sets}: {good:,} accepted, {view.denied:,} rejected"
    elif view.holds("TA1"):
        good = view.counted - view.denied
        files = quantity(view.counted, "interchange")
        yield f"{files}: {good:,} accepted, {view.denied:,} rejected"


def verdict(view: FileView) -> str:
    """Return in a sentence what was found."""
    text = (
        "No errors in the file itself." if not view.errors else f"{quantity(view.errors, 'error')}."
    )
    if view.notes:
        text += f" {quantity(view.notes, 'remark')}."
    if view.untold:
        text += f" {view.untold:,} of them are counted, not shown."
    if view.syntax:
        text += f" {view.syntax[:1].upper()}{view.syntax[1:]}."
    return text


def fault_lines(fault: FaultView, width: int = WIDTH) -> Iterator[str]:
    """Return a fault as lines: what, where, what to do."""
    mark = "✗ Error" if fault.error else "– Note"
    source = " (pyx12)" if fault.source == "pyx12" else ""
    yield from wrapped(f"{mark}{source}: {fault.what}", width, "    ")
    where = f"{fault.where}: " if fault.where else ""
    yield from wrapped(f"    {where}{fault.mend}", width, "    ")
