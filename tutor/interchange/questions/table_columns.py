"""The columns of a table of questions: one row a question, one column a part of it.

The same in CSV, TSV and spreadsheets. Columns may stand in any order, and those that are not
needed may be left out. How each is filled is in docs/interchange/text-formats.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tutor.domain.foreign import CHOICE, MATCH, MULTIPLE, NUMERIC, ORDER, TEXT, ForeignItem

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Options of a question; a question with more has no row."""
FEWEST = 4
"""Options that a written table has columns for, even where no question has as many."""
LONGEST_CELL = 32_767
"""Characters of a cell: what spreadsheets hold; they cut the rest off without a word."""
META = (
    "subject",
    "topic",
    "role",
    "skill",
    "level",
    "difficulty",
    "lesson",
    "code_set",
    "version",
    "unit",
    "references",
)
"""What only this program keeps of a question, in a column each."""
BEFORE = ("id", "kind", "question")
AFTER = ("right", "tolerance", "fixed", "explanation", "category", "tags", "title")
LAST = ("markup",)
OF_OPTION = ("option", "pair", "why")
KINDS = {
    "single": CHOICE,
    "single choice": CHOICE,
    "multiple choice": CHOICE,
    "mc": CHOICE,
    "true/false": CHOICE,
    "tf": CHOICE,
    "multiple": MULTIPLE,
    "multiple response": MULTIPLE,
    "select all": MULTIPLE,
    "text": TEXT,
    "short answer": TEXT,
    "numeric": NUMERIC,
    "number": NUMERIC,
    "match": MATCH,
    "matching": MATCH,
    "order": ORDER,
    "ordering": ORDER,
}
_ALSO = {
    "stem": "question",
    "question text": "question",
    "type": "kind",
    "correct": "right",
    "correct answer": "right",
    "answer": "right",
    "key": "right",
    "rationale": "explanation",
    "feedback": "explanation",
    "general feedback": "explanation",
    "code set": "code_set",
    "name": "title",
    "tag": "tags",
}
"""What other people call the columns."""
_ALSO_OPTION = {"option": "option", "answer": "option", "choice": "option", "pair": "pair"}
_ALSO_OPTION |= {"match": "pair", "why": "why", "feedback": "why", "rationale": "why"}
_NUMBERED = re.compile(r"([a-z]+)[ _]*([a-z]|[0-9]{1,2})")


def column_of(heading: str) -> str:
    """Return the column a heading names, such as `option C` for `Answer 3`; empty if none."""
    words = " ".join(heading.casefold().replace("_", " ").split())[:60]
    words = _ALSO.get(words, words).replace(" ", "_") if words in _ALSO else words
    if words in {*BEFORE, *AFTER, *LAST, *META}:
        return words
    if len(words) == 1 and "a" <= words <= "z":
        return f"option {words.upper()}"
    found = _NUMBERED.fullmatch(words)
    kind = _ALSO_OPTION.get(found[1]) if found else None
    if not found or not kind:
        return ""
    mark = found[2].upper()
    if mark.isdigit():
        if not 1 <= int(mark) <= len(LETTERS):
            return ""
        mark = LETTERS[int(mark) - 1]
    return f"{kind} {mark}"


def columns_for(items: Sequence[ForeignItem]) -> tuple[str, ...]:
    """Return the columns that a table of these questions needs, in order."""
    most = max((len(item.answers) + len(item.distractors) for item in items), default=0)
    pairs = any(item.kind == MATCH for item in items)
    parts = OF_OPTION if pairs else ("option", "why")
    letters = LETTERS[: min(max(most, FEWEST), len(LETTERS))]
    options = [f"{part} {letter}" for letter in letters for part in parts]
    return (*BEFORE, *options, *AFTER, *META, *LAST)


def row_for(columns: Iterable[str], cells: Mapping[str, str]) -> list[str]:
    """Return cells in the order of their columns."""
    return [cells.get(column, "") for column in columns]


def weight_text(credit: float) -> str:
    """Return credit as it is written: `50`, `33.33333`."""
    return repr(credit).removesuffix(".0")
