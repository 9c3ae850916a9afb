"""How claims are worked on in line mode: boxes, amounts and decisions as typed text."""

from __future__ import annotations

import re
from string import ascii_uppercase

from tutor.cli.desk_text import box_text, desk_text, register_box
from tutor.cli.prompts import DONE, Prompt
from tutor.domain.claims.action_grade import ACTION, EVIDENCE, REASON
from tutor.domain.claims.desk_boxes import CMS1500, desk_boxes, has_box
from tutor.domain.claims.fix_grade import read_changes
from tutor.domain.claims.fix_present import changes_in_words
from tutor.domain.claims.loops import loop_name
from tutor.domain.claims.money import cents_of, plain
from tutor.domain.claims.same_value import same_value
from tutor.domain.claims.shown import DecisionWork, FormWork, SheetWork
from tutor.domain.item import Response
from tutor.errors import ResponseError
from tutor.services.views import Question

SHOW, SEGMENTS, HELP = "show", "segments", "help"
"""Lines that begin so show what is on the desk, its 837P, and the help for a box."""
CLAIM_EXAMPLE = "24E.1=A"
_BOX = re.compile(r"(?:^|(?<=[\s,;]))([0-9A-Za-z][0-9A-Za-z.-]*)\s*=")
_CELL = re.compile(r"(\S+?)\.([a-z]+)\s*=\s*(\S+)", re.IGNORECASE)
_ROW = re.compile(r"(\d+)\s*:(.*)")


def parse_fix(question: Question, text: str) -> Response:
    """Read changes of boxes: `24E.1=A; 17b=` (nothing behind `=` empties the box)."""
    work = _form(question)
    ids = _box_ids(work)
    marks = [found for found in _BOX.finditer(text) if found[1].casefold() in ids]
    if not marks or text[: marks[0].start()].strip(" ,;"):
        raise ResponseError(_no_box(work, text))
    ends = [*(found.start() for found in marks[1:]), len(text)]
    changes = tuple(
        f"{ids[found[1].casefold()]}={text[found.end() : end].strip(' ,;')}"
        for found, end in zip(marks, ends, strict=True)
    )
    read_changes(changes)
    return changes


def add_change(question: Question, draft: Response, text: str) -> Response:
    """Add changes to those made so far; a box that holds again what it held is no change."""
    work = _form(question)
    changes = read_changes(draft) | read_changes(parse_fix(question, text))
    return tuple(
        f"{box}={value}" for box, value in changes.items() if not same_value(value, work.value(box))
    )


def tell_form(question: Question, draft: Response, typed: str) -> str:
    """Return the changes so far, the form, or the help for a box."""
    work = _form(question)
    word, _, rest = typed.strip().partition(" ")
    if not word:
        changes = changes_in_words(work, draft) or ("Nothing is changed.",)
        return "\n".join((*changes, f"`{DONE}` gives the answer, `{SHOW}` shows the form."))
    if typed.strip().casefold() == SHOW:
        return desk_text(question, draft)
    if typed.strip().casefold() == SEGMENTS:
        return _segments(work, draft)
    if word.casefold() == HELP and rest:
        box = _box_of(work, rest.strip())
        return box_text(work, box) if box else _no_box(work, rest)
    return ""


def parse_post(question: Question, text: str) -> Response:
    """Read amounts and finding: `l1.paid=64.00 1.patient=16`, `1: 64 40 16`, `B`."""
    work = _sheet(question)
    row = _ROW.fullmatch(text.strip())
    if row:
        return _row(work, row[1], row[2])
    cells = tuple(_cell(work, *found.groups()) for found in _CELL.finditer(text))
    rest = _CELL.sub(" ", text).replace("finding=", " ").split()
    findings = tuple(_finding(question, word) for word in rest)
    if len(findings) > 1:
        raise ResponseError("Type one letter for what you find.")
    if not cells and not findings:
        raise ResponseError("Type amounts, such as 1.paid=64.00, or a letter.")
    return (*cells, *findings)


def add_posts(question: Question, draft: Response, text: str) -> Response:
    """Add amounts (0 takes one out) and finding to those typed so far."""
    findings = {part.id for part in question.parts}
    typed = parse_post(question, text)
    if any(one in findings for one in typed):
        draft = tuple(one for one in draft if one not in findings)
    cells = dict(one.split("=", 1) for one in (*draft, *typed) if one not in findings)
    amounts = (f"{cell}={sum_}" for cell, sum_ in cells.items() if cents_of(sum_))
    return (*amounts, *(one for one in (*draft, *typed) if one in findings))


def tell_sheet(question: Question, draft: Response, typed: str) -> str:
    """Return the sheet as posted so far."""
    if typed.strip().casefold() not in ("", SHOW):
        return ""
    chosen = [part.label for part in question.parts if part.id in draft]
    lines = [desk_text(question, draft)]
    if question.parts:
        lines.append(f"You find: {''.join(chosen) or 'nothing chosen yet'}")
    return "\n".join((*lines, f"`{DONE}` gives the answer."))


def parse_action(question: Question, text: str) -> Response:
    """Read an action, evidence and an opening: `B 1 3 F` or `B13F`."""
    work = _decision(question)
    known = {
        letter.casefold(): f"{ACTION}={action}"
        for letter, (action, _) in zip(ascii_uppercase, work.actions, strict=False)
    }
    known |= {f"{ACTION}={action}": f"{ACTION}={action}" for action, _ in work.actions}
    known |= {part.label.casefold(): part.id for part in question.parts}
    words = text.casefold().replace(",", " ").split()
    chosen = [one for word in words for one in ((word,) if word in known else tuple(word))]
    unknown = [one for one in chosen if one not in known]
    if unknown:
        raise ResponseError(f"{unknown[0]!r} is not one of the letters and numbers here.")
    given = tuple(dict.fromkeys(known[one] for one in chosen))
    groups = {part.id: part.group for part in question.parts}
    actions = [one for one in given if groups.get(one, ACTION) == ACTION]
    if len(actions) != 1:
        raise ResponseError("Type the letter of one action, then what goes with it.")
    openings = [one for one in given if groups.get(one) == REASON]
    if len(openings) > 1:
        raise ResponseError("Choose one opening only.")
    evidence = [part.id for part in question.parts if part.id in given and part.group == EVIDENCE]
    return (*actions, *evidence, *openings)


def _row(work: SheetWork, number: str, text: str) -> Response:
    """Read the amounts of a line in the order of the columns."""
    amounts = text.split()
    if len(amounts) != len(work.columns):
        raise ResponseError(f"Type {len(work.columns)} amounts: {', '.join(work.columns)}.")
    return tuple(
        _cell(work, number, column, amount)
        for column, amount in zip(work.columns, amounts, strict=True)
    )


def _cell(work: SheetWork, line: str, column: str, amount: str) -> str:
    lines = {one.id: one.id for one in work.lines}
    lines |= {str(number): one.id for number, one in enumerate(work.lines, 1)}
    if line.casefold() not in lines:
        raise ResponseError(f"There is no line {line}: there are {len(work.lines)}.")
    columns = [one for one in work.columns if one.startswith(column.casefold())]
    if len(columns) != 1:
        raise ResponseError(f"{column} is not one column: {', '.join(work.columns)}.")
    try:
        return f"{lines[line.casefold()]}.{columns[0]}={plain(cents_of(amount.strip(',;')))}"
    except ValueError as error:
        raise ResponseError(str(error)) from None


def _finding(question: Question, word: str) -> str:
    for part in question.parts:
        if part.label.casefold() == word.strip(",;").casefold():
            return part.id
    raise ResponseError(f"{word!r} is neither line.column=amount nor a letter of a finding.")


def _segments(work: FormWork, draft: Response) -> str:
    """Return the 837P that the form becomes, with the changes made so far."""
    if work.form != CMS1500:
        return "Only a CMS-1500 becomes an 837P."
    from tutor.services.claim_view import segments

    lines: list[str] = []
    loop = ""
    for one in segments(dict(work.boxes) | read_changes(draft)):
        if one.loop != loop:
            loop = one.loop
            lines.append(f"{loop} {loop_name(loop)}".rstrip())
        lines.append(f"  {one.text}")
    return "\n".join(lines)


def _no_box(work: FormWork, text: str) -> str:
    shown = text.partition("=")[0].strip()[:40]
    return f"This form has no box {shown!r}. Type box=value, such as {_example(work)}."


def _example(work: FormWork) -> str:
    """Return a change of a box that the form has; it tells nothing of what is wrong in it."""
    if work.form == CMS1500:
        return CLAIM_EXAMPLE
    return f"{(*work.open, *desk_boxes(work))[0]}=value"


def _fix_hint(question: Question) -> str:
    work = _form(question)
    shown = f"{SHOW}, {SEGMENTS}, {HELP} 24E" if work.form == CMS1500 else SHOW
    return f"box=value lines, such as {_example(work)}, then {DONE} ({shown})"


def _box_of(work: FormWork, name: str) -> str:
    """Return the box of the form that has a name, which may be a column's; empty if none has."""
    box = _box_ids(work).get(name.casefold(), "")
    if not box and work.form == CMS1500 and register_box(name.upper()):
        return name.upper()
    return box


def _box_ids(work: FormWork) -> dict[str, str]:
    """Return the boxes that may be named, by their lower-case id."""
    labels = dict(work.labels)
    boxes = desk_boxes(work)
    return {one.casefold(): one for one in boxes if has_box(work.form, labels, one)}


def _form(question: Question) -> FormWork:
    assert isinstance(question.work, FormWork)  # noqa: S101 - the kind says so
    return question.work


def _sheet(question: Question) -> SheetWork:
    assert isinstance(question.work, SheetWork)  # noqa: S101 - the kind says so
    return question.work


def _decision(question: Question) -> DecisionWork:
    assert isinstance(question.work, DecisionWork)  # noqa: S101 - the kind says so
    return question.work


CLAIM_FIX = Prompt(
    f"box=value lines, such as {CLAIM_EXAMPLE}, then {DONE}",
    parse_fix,
    tell=tell_form,
    add=add_change,
    suit=_fix_hint,
)
REMIT_POST = Prompt(
    f"line.column=amount or 1: and all amounts of a line, a letter for what you find, then {DONE}",
    parse_post,
    tell=tell_sheet,
    add=add_posts,
)
DENIAL_ACTION = Prompt("the action's letter, then what goes with it, such as B 1 3 F", parse_action)
