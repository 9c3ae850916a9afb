"""From a question to the cells of a row, and the guard against formulas."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.domain.foreign import CHOICE, MATCH, MULTIPLE, NUMERIC, ORDER, ForeignItem, Loss
from tutor.interchange.questions.carried import id_of, left_out, unknown_kind
from tutor.interchange.questions.markup import tidy
from tutor.interchange.questions.table_columns import LETTERS, LONGEST_CELL, META, weight_text

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
_MARK = "'"


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs: an apostrophe before what looks like a formula.

    A text that begins with an apostrophe gets another, so that `unguarded` is exact. Plain
    numbers stay as they are.
    """
    if not text.startswith((*_RUN, _MARK)) or _plain_number(text):
        return text
    return _MARK + text


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that guards it."""
    return text[1:] if text.startswith(_MARK) and text[1:].startswith((*_RUN, _MARK)) else text


def _plain_number(text: str) -> bool:
    digits = text[1:] if text[0] in "+-" else text
    return digits.isascii() and digits.replace(".", "", 1).isdigit()


def cells_of(item: ForeignItem, losses: list[Loss]) -> dict[str, str] | None:
    """Return a question's cells by column; None if it has no place in a table, which is told."""
    why = unknown_kind(item)
    if len(item.answers) + len(item.distractors) > len(LETTERS):
        why = f"a row has {len(LETTERS)} options at most"
    cells = {} if why else _cells(item, losses)
    if any(len(text) >= LONGEST_CELL for text in cells.values()):
        why = f"a cell holds {LONGEST_CELL:,} characters at most"
    if why:
        losses.append(left_out(item, why))
        return None
    return cells


def _cells(item: ForeignItem, losses: list[Loss]) -> dict[str, str]:
    cells = {
        "id": item.ref,
        "kind": item.kind,
        "question": tidy(item.stem),
        "right": "" if item.kind in (MATCH, ORDER) else _right(item),
        "tolerance": _tolerance(item) if item.kind == NUMERIC else "",
        "fixed": " ".join(
            letter for letter, one in zip(LETTERS, item.answers, strict=False) if one.fixed
        ),
        "explanation": tidy(item.rationale),
        "category": item.category,
        "tags": "; ".join(tag.replace(";", ",") for tag in item.tags),
        "title": item.title,
        "markup": "text",
    }
    for letter, answer in zip(LETTERS, item.answers, strict=False):
        cells[f"option {letter}"] = tidy(answer.text)
        cells[f"why {letter}"] = tidy(answer.feedback)
        if item.kind == MATCH:
            cells[f"pair {letter}"] = tidy(answer.match)
    for letter, text in zip(LETTERS[len(item.answers) :], item.distractors, strict=False):
        cells[f"pair {letter}"] = tidy(text)
    kept = {name: text for name, text in item.meta if name in META}
    if len(kept) < len(item.meta) or any(";" in tag for tag in item.tags):
        losses.append(Loss(id_of(item), "tags with a semicolon, or facts without a column"))
    return cells | kept


def _right(item: ForeignItem) -> str:
    """Return the right options' letters; with weights where those say more than that."""
    credits = [answer.credit for answer in item.answers]
    right = [letter for letter, credit in zip(LETTERS, credits, strict=False) if credit > 0]
    letters = " ".join(right)
    texts = {" ".join(tidy(answer.text).split()).casefold() for answer in item.answers}
    if _told_by_letters(item.kind, credits) and letters.casefold() not in texts:
        return letters
    return " ".join(
        f"{letter}={weight_text(credit)}"
        for letter, credit in zip(LETTERS, credits, strict=False)
        if credit
    )


def _told_by_letters(kind: str, credits: Sequence[float]) -> bool:
    if kind == CHOICE and credits.count(100.0) != 1:
        return False
    if kind != MULTIPLE:
        return set(credits) <= {0.0, 100.0}
    right = sum(credit > 0 for credit in credits)
    share = round(100 / right, 5) if right else 0.0
    return set(credits) <= {share, -share} and share != 0


def _tolerance(item: ForeignItem) -> str:
    right = {answer.tolerance for answer in item.answers if answer.credit > 0}
    wrong = {answer.tolerance for answer in item.answers if answer.credit <= 0}
    if len(right) == 1 and wrong <= {"0"}:
        return "" if right == {"0"} else right.pop()
    return " ".join(
        f"{letter}={answer.tolerance}"
        for letter, answer in zip(LETTERS, item.answers, strict=False)
        if answer.tolerance != "0"
    )
