"""What is on the desk of a claims question, as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase
from textwrap import wrap

from tutor.domain.claims.box import Box
from tutor.domain.claims.boxes import box as box_of
from tutor.domain.claims.desk_boxes import CMS1500, FORM_NAMES, desk_boxes, label_of
from tutor.domain.claims.fix_grade import read_changes
from tutor.domain.claims.fix_present import shown_value
from tutor.domain.claims.money import dollars
from tutor.domain.claims.post_grade import read_posting
from tutor.domain.claims.post_present import COLUMN_HELP, COLUMN_NAMES
from tutor.domain.claims.shown import DecisionWork, FormWork, SheetLine, SheetWork
from tutor.domain.item import Response
from tutor.services.views import Question

WIDTH = 76
CHANGED, OPEN = "*", "_"
"""Marks of boxes that were written in, and of those to be filled."""


def desk_text(question: Question, draft: Response) -> str:
    """Return what is on the desk, with the answer so far."""
    work = question.work
    if isinstance(work, FormWork):
        return "\n".join(_form(work, draft))
    if isinstance(work, SheetWork):
        amounts = tuple(text for text in draft if text not in {one.id for one in question.parts})
        return "\n".join(_sheet(work, amounts))
    return "\n".join(_actions(work)) if work else ""


def box_text(work: FormWork, box_id: str) -> str:
    """Return the help for a box."""
    labels = dict(work.labels)
    box = None if box_id in labels else register_box(box_id)
    lines = [f"{box_id}  {labels.get(box_id) or (box.label if box else '')}"]
    if box is None:
        lines.append("The facts above say what belongs here.")
    else:
        lines += [box.help, box.written and f"Written: {box.written}"]
        lines += ["Choices: " + ", ".join(box.choices) if box.choices else ""]
        if box.loop:
            lines.append(f"837P: loop {box.loop}, {box.element}")
        lines.append(box.source and f"Source: {box.source}")
    return "\n".join(row for line in lines for row in wrap(line, WIDTH))


def register_box(box_id: str) -> Box | None:
    """Return a box of the register, or of any of its lines; None if it is of another form."""
    try:
        return box_of(box_id)
    except KeyError:
        return None


def sheet_row(line: SheetLine) -> str:
    """Return what the remittance prints of a line."""
    allowed = "" if line.allowed is None else f", allowed {dollars(line.allowed)}"
    taken = ", ".join(f"{one.group}-{one.reason} {dollars(one.amount)}" for one in line.adjustments)
    said = f"charge {dollars(line.charge)}{allowed}, paid {dollars(line.paid)}"
    remarks = f"; remarks {', '.join(line.remarks)}" if line.remarks else ""
    return f"{said}; {taken or 'no adjustment'}{remarks}"


def _form(work: FormWork, draft: Response) -> Iterator[str]:
    changes = read_changes(draft)
    every = desk_boxes(work)
    shown = [one for one in every if _is_shown(work, changes, one)]
    yield FORM_NAMES[work.form]
    numbers = max((len(one) for one in shown), default=0)
    names = max((len(label_of(work.labels, one)) for one in shown), default=0)
    for box in shown:
        mark = CHANGED if box in changes else OPEN if box in work.open else " "
        held = shown_value(changes.get(box, work.value(box)))
        was = f"   (was {work.value(box) or 'empty'})" if box in changes else ""
        label = label_of(work.labels, box)
        yield f"{mark} {box:<{numbers}}  {label:<{names}}  {held}{was}".rstrip()
    if empty := " ".join(one for one in every if one not in shown):
        yield from wrap(f"Empty: {empty}", WIDTH, initial_indent="  ", subsequent_indent="    ")


def _is_shown(work: FormWork, changes: dict[str, str], box: str) -> bool:
    """Whether a box has a line of its own: on a claim, empty ones are only named."""
    filled = work.value(box) or box in changes or box in work.open
    return bool(filled) or work.form != CMS1500


def _sheet(work: SheetWork, amounts: Response) -> Iterator[str]:
    cells = read_posting(amounts).cells
    for number, line in enumerate(work.lines, 1):
        yield f"{number}. {line.label}: {sheet_row(line)}"
        posted = {one: cells[line.id, one] for one in work.columns if (line.id, one) in cells}
        if posted:
            said = ", ".join(f"{COLUMN_NAMES[one]} {dollars(sum_)}" for one, sum_ in posted.items())
            total = sum(posted.values())
            left = line.charge - total
            mark = "✓ balances" if left == 0 else "✗ left to post"
            yield f"   posted: {said}"
            yield f"   {dollars(line.charge)} - {dollars(total)} = {dollars(left)} {mark}"
    yield "Columns:"
    yield from (f"  {COLUMN_NAMES[one]}: {COLUMN_HELP[one]}" for one in work.columns)


def _actions(work: DecisionWork) -> Iterator[str]:
    yield "Action:"
    for letter, (_, text) in zip(ascii_uppercase, work.actions, strict=False):
        yield f"{letter}. {text}"
