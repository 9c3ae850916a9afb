"""From a row of a table to a question. Its cells are texts; nothing is taken for a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tutor.domain.foreign import (
    CHOICE,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    ForeignAnswer,
    ForeignItem,
    Place,
)
from tutor.interchange.questions.markup import ELEMENT, from_html, tidy
from tutor.interchange.questions.table_columns import KINDS, LETTERS, META

_MARK = re.compile(r"([A-Z]|[0-9]{1,2})(?:=(-?[0-9]{1,3}(?:\.[0-9]{1,17})?))?", re.IGNORECASE)
_OFF = re.compile(r"([A-Z])=([0-9.]{1,30})", re.IGNORECASE)
_FIGURE = re.compile(r"[+-]?(?:\d{1,30}\.?\d{0,30}|\.\d{1,30})", re.ASCII)
_BETWEEN = re.compile(r"[\s,;|]+")
_BLOCKS = re.compile(r"<(?:p|br|div|li|tr)\b", re.IGNORECASE)
_TRUTHS = {"A": "True", "B": "False"}


class RowError(ValueError):
    """Why a row is refused, as the end of a sentence."""


class _Row:
    """One row while it is read."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.losses: list[str] = []
        self._cells = cells
        self._markup = cells.get("markup", "").strip().casefold()
        if self._markup not in ("", "text", "html"):
            raise RowError('its markup is neither "text" nor "html"')

    def words(self, column: str) -> str:
        """Return a text; HTML becomes Markdown unless the row says that it holds text alone."""
        text = self._cells.get(column, "")
        if not text:
            return ""
        if self._markup == "text" or not (self._markup or ELEMENT.search(text)):
            return tidy(text)
        if not _BLOCKS.search(text):
            text = text.replace("\n", "<br>")
        marked = from_html(text)
        self.losses.extend(marked.losses)
        return marked.text

    def bare(self, column: str) -> str:
        """Return a cell that holds no prose, on one line."""
        return " ".join(tidy(self._cells.get(column, "")).split())


def item_of(cells: Mapping[str, str], place: Place) -> ForeignItem:
    """Read one row.

    Raises:
        RowError: It is no question that can be marked.
    """
    row = _Row(cells)
    stem = row.words("question")
    if not stem:
        raise RowError("its question is empty")
    options = _options(row)
    kind = _kind(row, options)
    answers, distractors = _answers(row, kind, options)
    return ForeignItem(
        place,
        kind,
        stem,
        answers,
        distractors=distractors,
        ref=row.bare("id"),
        title=row.bare("title"),
        rationale=row.words("explanation"),
        category=row.bare("category"),
        tags=tuple(tag.strip() for tag in row.bare("tags").split(";") if tag.strip()),
        meta=tuple((name, text) for name in META if (text := row.bare(name))),
        losses=tuple(dict.fromkeys(row.losses)),
    )


def _options(row: _Row) -> dict[str, ForeignAnswer]:
    """Return options by letter; those of a pair may have one half alone."""
    found = {}
    for letter in LETTERS:
        text, pair, why = (row.words(f"{part} {letter}") for part in ("option", "pair", "why"))
        if text or pair:
            found[letter] = ForeignAnswer(letter.lower(), text, 0.0, why, match=pair)
        elif why:
            row.losses.append(f"why {letter}, which has no option")
    return found


def _kind(row: _Row, options: Mapping[str, ForeignAnswer]) -> str:
    named = row.bare("kind").casefold()
    if named in ("true/false", "tf") and not options:
        return CHOICE
    if named:
        if named not in KINDS:
            raise RowError(f'"{named[:30]}" is no kind: write one of {", ".join(_plain_kinds())}')
        return KINDS[named]
    if any(one.match for one in options.values()):
        return MATCH
    rights = [mark for mark in _BETWEEN.split(row.bare("right")) if mark]
    marks = [_MARK.fullmatch(mark) for mark in rights]
    return MULTIPLE if len(rights) > 1 and all(marks) else CHOICE


def _plain_kinds() -> list[str]:
    return list(dict.fromkeys(KINDS.values()))


def _answers(
    row: _Row, kind: str, options: dict[str, ForeignAnswer]
) -> tuple[tuple[ForeignAnswer, ...], tuple[str, ...]]:
    """Return the answers of a question, and what fits none of its pairs."""
    if row.bare("kind").casefold() in ("true/false", "tf") and not options:
        options = {letter: ForeignAnswer(letter.lower(), text) for letter, text in _TRUTHS.items()}
    if kind == MATCH:
        return _pairs(options)
    lone = [letter for letter, one in options.items() if one.match or not one.text]
    if lone:
        raise RowError(f"pair {lone[0]} is filled, but it is no question of pairs")
    if kind == ORDER:
        if len(options) < 2:
            raise RowError("it needs two options at least, in their right order")
        return tuple(_with(one, credit=100.0) for one in options.values()), ()
    if not options or (len(options) < 2 and kind in (CHOICE, MULTIPLE)):
        raise RowError("it has too few options; a choice needs two")
    credits = _credits(row, kind, options)
    off = _tolerances(row, credits) if kind == NUMERIC else {}
    fixed = _letters(row.bare("fixed"), options, "fixed")
    if kind == NUMERIC:
        _check_figures(options.values())
    return tuple(
        _with(one, credit=credits[letter], fixed=letter in fixed, tolerance=off.get(letter, "0"))
        for letter, one in options.items()
    ), ()


def _with(
    one: ForeignAnswer, *, credit: float, fixed: bool = False, tolerance: str = "0"
) -> ForeignAnswer:
    return ForeignAnswer(one.id, one.text, credit, one.feedback, fixed, one.match, tolerance)


def _pairs(
    options: Mapping[str, ForeignAnswer],
) -> tuple[tuple[ForeignAnswer, ...], tuple[str, ...]]:
    for letter, one in options.items():
        if not one.match:
            raise RowError(f"pair {letter} is empty")
    pairs = tuple(_with(one, credit=100.0) for one in options.values() if one.text)
    if len(pairs) < 2:
        raise RowError("it has too few pairs; matching needs two")
    return pairs, tuple(one.match for one in options.values() if not one.text)


def _credits(row: _Row, kind: str, options: Mapping[str, ForeignAnswer]) -> dict[str, float]:
    """Return what each option earns: as weighed, or by whether it is among the right ones."""
    cell = row.bare("right")
    if not cell:
        raise RowError("nothing is said to be right")
    named = _marks(cell, options)
    same = [key for key, one in options.items() if one.text.casefold() == cell.casefold()]
    if not named:
        if not same:
            raise RowError(f'right is "{cell[:30]}": write letters of options, such as B or A C')
        named = {same[0]: None}
    elif same and None in named.values() and not named.keys() <= set(same):
        raise RowError(
            f'right is "{cell[:30]}", which is the text of option {same[0]} and names option '
            f"{' '.join(named)}: write the letter and what it earns, such as {same[0]}=100"
        )
    weighed = any(weight is not None for weight in named.values())
    credits = dict.fromkeys(options, 0.0)
    if kind == MULTIPLE and not weighed:
        share = round(100 / len(named), 5)
        return {letter: share if letter in named else -share for letter in options}
    for letter, weight in named.items():
        credits[letter] = 100.0 if weight is None else weight
    if not any(credit > 0 for credit in credits.values()):
        raise RowError("none of its options is right")
    if kind == CHOICE and not weighed and sum(credit == 100 for credit in credits.values()) > 1:
        raise RowError('it has several right options: its kind is "multiple"')
    return credits


def _marks(cell: str, options: Mapping[str, ForeignAnswer]) -> dict[str, float | None]:
    """Return the letters a cell names, with their weights; nothing if it names something else."""
    if cell.isalpha() and len(cell) > 1 and set(cell.upper()) <= set(options):
        return dict.fromkeys(cell.upper())
    named: dict[str, float | None] = {}
    for part in _BETWEEN.split(cell):
        found = _MARK.fullmatch(part)
        if not part:
            continue
        if not found:
            return {}
        letter = found[1].upper()
        if letter.isdigit():
            letter = LETTERS[int(letter) - 1] if 1 <= int(letter) <= len(LETTERS) else "?"
        if letter not in options:
            return {}
        weight = float(found[2]) if found[2] else None
        if letter in named:
            raise RowError(f"{part}: option {letter} is named twice")
        if weight is not None and not -100 <= weight <= 100:
            raise RowError(f"{part} is no share of the points: -100 to 100")
        named[letter] = weight
    if len({weight is None for weight in named.values()}) > 1:
        raise RowError(f'right is "{cell[:30]}": give a share to all of the letters, or to none')
    return named


def _letters(cell: str, options: Mapping[str, ForeignAnswer], column: str) -> set[str]:
    letters = {part.upper() for part in _BETWEEN.split(cell) if part}
    if not letters <= set(options):
        raise RowError(f'{column} is "{cell[:30]}": write letters of options')
    return letters


def _tolerances(row: _Row, credits: Mapping[str, float]) -> dict[str, str]:
    """Return how far each figure may be off: one for all right ones, or one a letter."""
    cell = row.bare("tolerance")
    if not cell:
        return {}
    if _FIGURE.fullmatch(cell) and not cell.startswith("-"):
        return {letter: cell for letter, credit in credits.items() if credit > 0}
    found = [_OFF.fullmatch(part) for part in _BETWEEN.split(cell) if part]
    each = {one[1].upper(): one[2] for one in found if one and _FIGURE.fullmatch(one[2])}
    if len(each) != len(found) or not set(each) <= set(credits):
        raise RowError(f'tolerance is "{cell[:30]}": write a number such as 0.005')
    return each


def _check_figures(answers: Iterable[ForeignAnswer]) -> None:
    for one in answers:
        if not _FIGURE.fullmatch(one.text):
            raise RowError(f'"{one.text[:30]}" is not a number; write it as 1234.5')
