"""Aiken: a question on one line, its options on lines of their own, and `ANSWER: B`.

Nothing else fits: one right answer, no feedback. What would be read otherwise than it was meant is
rewritten, or left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tutor.domain.foreign import (
    CHOICE,
    MULTIPLE,
    ForeignAnswer,
    ForeignBank,
    ForeignItem,
    Loss,
    Place,
    Refused,
    Written,
)
from tutor.domain.text import folded, one_line
from tutor.errors import ForeignFileError
from tutor.interchange.questions.carried import id_of, left_out, lost, unknown_kind
from tutor.interchange.questions.markup import from_html, is_html, tidy, to_plain
from tutor.interchange.questions.text_file import (
    MOST_QUESTIONS,
    answer_id,
    file_name,
    strip,
    text_of,
)

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_OPTIONS = len(_LETTERS)
"""Options are lettered A to Z."""
LONGEST = 50_000
"""Characters of a line."""
_OPTION = re.compile(r"([A-Z])[).](?:[ \t]|$)?")
_LIKE_OPTION = re.compile(r"([A-Za-z])[).:](?:[ \t]+)")
_ANSWER = re.compile(r"ANSWER[ \t]*:[ \t]*(.*)", re.IGNORECASE)
_KEY = re.compile(r"([A-Za-z])(?![^\W_])[ \t]*(.*)")
_ANOTHER = re.compile(r"(?:[).:]?[ \t]*(?:[,;/&+]|and\b|or\b)|[).:]?)[ \t]*[A-Z](?![^\W_])")
"""What follows a letter where a second one is named."""
_TOO_SHORT = 2
"""Moodle passes over lines of fewer characters."""


@dataclass
class _Draft:
    """A question being read: its line, its text, and its options with their letters."""

    line: int
    stem: str
    options: list[tuple[str, str]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


@dataclass
class _Reading:
    """What has been read of a file."""

    name: str
    items: list[ForeignItem] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    def refuse(self, line: int, draft: _Draft | None, why: str) -> None:
        title = one_line(draft.stem, 60) if draft else ""
        self.refused.append(Refused(Place(self.name, line), title, why))

    def note(self, what: str, line: int) -> None:
        self.notes.setdefault(what, line)


def read(data: bytes, name: str) -> ForeignBank:
    """Read an Aiken file.

    Raises:
        ForeignFileError: It is no text, too large, or holds no question at all.
    """
    text, notes = text_of(data, name)
    reading = _Reading(name)
    draft: _Draft | None = None
    for number, line in enumerate(text.split("\n"), 1):
        bare = strip(line)
        if len(bare) < _TOO_SHORT:
            continue
        if len(reading.items) + len(reading.refused) >= MOST_QUESTIONS:
            raise ForeignFileError(
                f"{name}:{number}: more than {MOST_QUESTIONS:,} questions; split the file"
            )
        draft = _line(bare[: LONGEST + 9], number, draft, reading)
    if draft:
        reading.refuse(draft.line, draft, "the file ends before its ANSWER line")
    if not reading.items and not reading.refused:
        raise ForeignFileError(f"{name}: there is no question in it; choose an Aiken file")
    told = (f"{name}:{line}: {what}" for what, line in reading.notes.items())
    return ForeignBank(tuple(reading.items), tuple(reading.refused), (*notes, *told))


def _line(line: str, number: int, draft: _Draft | None, reading: _Reading) -> _Draft | None:
    """Take one line; return the question that is being read after it."""
    answer = _ANSWER.match(line)
    if answer:
        if not line.startswith("ANSWER:"):
            reading.note('"ANSWER:" is written otherwise; read all the same', number)
        _finish(draft, strip(answer[1]), number, reading)
        return None
    option = _option(line, draft, number, reading)
    if option:
        if draft is None:
            reading.refuse(number, None, f'the option "{line[:40]}" has no question before it')
            return None
        draft.options.append(option)
        return draft
    if draft and draft.options:
        reading.refuse(draft.line, draft, "a question begins before its ANSWER line")
        return _Draft(number, line)
    if draft:
        # Moodle takes a wrapped line for a new question; joined it is what was meant.
        reading.note("a question runs over several lines, which were joined", number)
        if len(draft.stem) <= LONGEST:  # else it is refused, however much follows
            draft.stem = f"{draft.stem} {line}"
        return draft
    return _Draft(number, line)


def _option(
    line: str, draft: _Draft | None, number: int, reading: _Reading
) -> tuple[str, str] | None:
    """Return the letter and text of an option; None for a line that is none."""
    found = _OPTION.match(line)
    # A question that goes on with "I.V. push" has no option I: its options begin with A.
    if found and (found[1] == "A" or (draft is not None and draft.options)):
        return found[1], strip(line[found.end() :])
    found = _LIKE_OPTION.match(line)
    if not found or draft is None or _next(draft) != found[1].upper():
        return None
    reading.note('options are written as "a)" or "A:"; read all the same', number)
    return found[1].upper(), strip(line[found.end() :])


def _next(draft: _Draft) -> str:
    return chr(ord(draft.options[-1][0]) + 1) if draft.options else "A"


def _finish(draft: _Draft | None, key: str, number: int, reading: _Reading) -> None:
    if draft is None:
        reading.refuse(number, None, "an ANSWER line has no question before it")
        return
    named = _KEY.fullmatch(key)
    letter = named[1].upper() if named else ""
    why = _fault(draft, letter)
    if not why and named:
        why = _other_key(named[2], dict(draft.options)[letter])
    if why:
        reading.refuse(draft.line, draft, f"{why} (line {number})")
        return
    losses: list[str] = []
    stem = _shown(draft.stem, losses)
    answers = tuple(
        ForeignAnswer(answer_id(place), _shown(text, losses), 100.0 * (mark == letter))
        for place, (mark, text) in enumerate(draft.options)
    )
    if not stem or not all(answer.text for answer in answers):
        reading.refuse(draft.line, draft, "nothing is left of it without its HTML")
        return
    place = Place(reading.name, draft.line)
    reading.items.append(
        ForeignItem(place, CHOICE, stem, answers, losses=tuple(dict.fromkeys(losses)))
    )


def _fault(draft: _Draft, letter: str) -> str:
    letters = [mark for mark, _ in draft.options]
    if max(map(len, (draft.stem, *(text for _, text in draft.options)))) > LONGEST:
        return f"a text in it is longer than {LONGEST:,} characters"
    if len(letters) < 2:
        return f"it has {len(letters)} options before its ANSWER line; it needs two"
    if len(set(letters)) < len(letters):
        twice = next(mark for mark in letters if letters.count(mark) > 1)
        return f"it has two options {twice}"
    if not all(text for _, text in draft.options):
        return "an option is empty"
    if letters != list(_LETTERS[: len(letters)]):
        return f"its options are lettered {', '.join(letters[:9])}; letter them A, B, C"
    if not letter:
        return "its ANSWER line names no letter"
    if letter not in letters:
        return f"ANSWER: {letter}, but there is no option {letter}"
    return ""


def _other_key(said: str, option: str) -> str:
    """Return why what follows the letter of an ANSWER line casts doubt on it; empty if nothing.

    Moodle takes the first letter whatever follows, and with it a key that was not meant.
    """
    if _ANOTHER.match(said):
        return "its ANSWER line names more than one letter"
    if said and said[0] not in ").:-(" and folded(said) != folded(option):
        return f'its ANSWER line goes on with "{one_line(said, 30)}"; leave its letter alone'
    return ""


def _shown(text: str, losses: list[str]) -> str:
    if not is_html(text):
        return tidy(text)
    marked = from_html(text)
    losses.extend(marked.losses)
    return marked.text


def write(items: Sequence[ForeignItem], title: str) -> Written:
    """Write questions as one Aiken file; only choices with one right answer fit."""
    losses: list[Loss] = []
    blocks = []
    for item in items:
        why = _unfit(item)
        if why:
            losses.append(left_out(item, why))
            continue
        blocks.append(_question(item, losses))
        losses += lost(item, frozenset())
    data = "\n".join(blocks).encode("utf-8")
    return Written({file_name(title, ".aiken.txt"): data}, tuple(losses))


def _unfit(item: ForeignItem) -> str:
    if item.kind == MULTIPLE:
        return "Aiken has one right answer alone"
    if item.kind != CHOICE:
        return unknown_kind(item) or "Aiken has choices alone"
    if not 2 <= len(item.answers) <= MOST_OPTIONS:
        return f"Aiken has 2 to {MOST_OPTIONS} options"
    if sum(answer.credit == 100 for answer in item.answers) != 1:
        return "it has not just one right answer"
    if len(_flat(item.stem)) < _TOO_SHORT:
        return "what it asks is too short for Aiken to see"
    if not all(_flat(answer.text) for answer in item.answers):
        return "an option is empty"
    return ""


def _flat(text: str) -> str:
    """Return text on one line, without marks for bold and code."""
    return " ".join(to_plain(text).split())


def _question(item: ForeignItem, losses: list[Loss]) -> str:
    texts = [item.stem, *(answer.text for answer in item.answers)]
    if any("\n" in tidy(text) for text in texts):
        losses.append(Loss(id_of(item), "its line breaks"))
    if any(" ".join(tidy(text).split()) != _flat(text) for text in texts):
        losses.append(Loss(id_of(item), "bold and code type"))
    stem = _flat(item.stem)
    if _OPTION.match(stem) or _LIKE_OPTION.match(stem) or _ANSWER.match(stem):
        losses.append(
            Loss(id_of(item), '"Question:" was put before it, for it begins like an option')
        )
        stem = f"Question: {stem}"
    lines = [stem]
    for letter, answer in zip(_LETTERS, item.answers, strict=False):
        lines.append(f"{letter}. {_html_safe(_flat(answer.text))}")
    key = next(place for place, answer in enumerate(item.answers) if answer.credit == 100)
    lines[0] = _html_safe(lines[0])
    return "\n".join([*lines, f"ANSWER: {chr(ord('A') + key)}"]) + "\n"


def _html_safe(text: str) -> str:
    """Return text as Moodle shows it unchanged: it takes Aiken's texts for HTML."""
    if not is_html(text):
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;")
