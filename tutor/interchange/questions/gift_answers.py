"""What stands in the braces of a GIFT question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tutor.domain.foreign import CHOICE, MATCH, MULTIPLE, NUMERIC, TEXT, ForeignAnswer
from tutor.interchange.questions.gift_text import Texts
from tutor.interchange.questions.text_file import BLANKS, answer_id, strip

MOST_ANSWERS = 100
"""Answers of one question; Moodle's own form has room for 26."""
LONGEST_FIGURE = 40
"""Characters of a figure."""
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")
_LIKE_WEIGHT = re.compile(r"%[-+,.\d \t]{1,20}%", re.ASCII)
_TRUE_FALSE = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_TRUE_FALSE |= {"True": True, "true": True, "False": False, "false": False}
"""Moodle would have the last four typed; nobody who writes `{true}` means that."""
_FIGURE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_ANY = re.compile(r"(?<!\\)\*")
_CHOICE_MARK, _ANSWER_MARK = re.compile("[~=]"), re.compile("=")
_RANGE = re.compile(r"(?<=.)\.\.")


class GiftError(ValueError):
    """Why a question is refused, as the end of a sentence.

    Attributes:
        at: Where in the block.
    """

    def __init__(self, why: str, at: int) -> None:
        super().__init__(why)
        self.at = at


@dataclass(frozen=True, slots=True)
class Answers:
    """What the braces say; `rationale` is what is said to any other figure."""

    kind: str
    answers: tuple[ForeignAnswer, ...]
    distractors: tuple[str, ...] = ()
    rationale: str = ""
    losses: tuple[str, ...] = ()


def answers_of(inside: str, at: int, texts: Texts) -> Answers:
    """Read what stands in the braces, general feedback taken off.

    Args:
        inside: The text, its escapes hidden.
        at: Where it begins in the block.
        texts: Turns texts into Markdown.

    Raises:
        GiftError: It is no set of answers that can be marked.
    """
    bare = strip(inside)
    if not bare:
        raise GiftError("it is an essay: its answer can only be marked by a person", at)
    if bare[0] == "#":
        return _figures(inside.replace("#", " ", 1), at, texts)
    if "~" in bare:
        return _options(inside, at, texts)
    if "=" in bare and "->" in bare:
        return _pairs(inside, at, texts)
    truth = _TRUE_FALSE.get(bare.partition("#")[0].strip())
    if truth is not None:
        return _true_false(bare, texts, truth=truth)
    return _typed(inside, at, texts)


def _split(inside: str, at: int, marks: re.Pattern[str]) -> Iterator[tuple[str, str, int]]:
    """Yield each answer with the mark before it (none before the first, perhaps) and its place."""
    begins, mark = 0, ""
    for number, found in enumerate([*marks.finditer(inside), None]):
        if number > MOST_ANSWERS:
            raise GiftError(f"it has more than {MOST_ANSWERS} answers; leave some out", at)
        ends = found.start() if found else len(inside)
        words = inside[begins:ends]
        bare = strip(words)
        if mark or bare:
            blank = len(words) - len(words.lstrip(BLANKS)) if bare else 0
            yield mark, bare, at + begins + blank
        if found:
            begins, mark = found.end(), found[0]


def _weighed(words: str, at: int, *, unsaid: float) -> tuple[float, str]:
    """Return the credit at the head of an answer, exactly, and the answer after it."""
    if not words.startswith("%"):
        return unsaid, words
    found = _WEIGHT.match(words)
    if not found:
        odd = _LIKE_WEIGHT.match(words)
        if odd:
            raise GiftError(f"{odd[0]} is no share of the points; write it as %33.33333%", at)
        return unsaid, words
    credit = float(found[1])
    if not -100 <= credit <= 100:
        raise GiftError(f"{found[0]} is no share of the points; give -100 to 100", at)
    return credit, words[found.end() :]


def _options(inside: str, at: int, texts: Texts) -> Answers:
    answers = []
    single = "=" in inside
    for number, (mark, words, here) in enumerate(_split(inside, at, _CHOICE_MARK)):
        credit, rest = _weighed(words, here, unsaid=100.0 if mark == "=" else 0.0)
        if mark == "=" and credit != 100:
            raise GiftError("an answer with = earns all points; write ~ before a share", here)
        text, _, feedback = rest.partition("#")
        option = texts.words(text)
        if not option:
            raise GiftError("an answer is empty; write its text or take it out", here)
        answers.append(ForeignAnswer(answer_id(number), option, credit, texts.words(feedback)))
    if len(answers) < 2:
        raise GiftError("it has one answer alone; a choice needs two", at)
    if not any(answer.credit > 0 for answer in answers):
        raise GiftError("none of its answers is right; mark one with =", at)
    return Answers(CHOICE if single else MULTIPLE, tuple(answers))


def _true_false(bare: str, texts: Texts, *, truth: bool) -> Answers:
    """Read true or false: first what is said to a wrong answer, then to a right one."""
    _, _, said = bare.partition("#")
    wrong, _, right = said.partition("#")
    said_to = {truth: texts.words(right), not truth: texts.words(wrong)}
    return Answers(
        CHOICE,
        tuple(
            ForeignAnswer(name.lower(), name, 100.0 * (value is truth), said_to[value], fixed=True)
            for name, value in (("True", True), ("False", False))
        ),
    )


def _pairs(inside: str, at: int, texts: Texts) -> Answers:
    pairs: list[ForeignAnswer] = []
    others: list[str] = []
    for _, words, here in _split(inside, at, _ANSWER_MARK):
        left, arrow, right = words.partition("->")
        if not arrow:
            raise GiftError('a pair has no "->" between its halves', here)
        text, match = texts.words(left), texts.chosen(right)
        if not match:
            raise GiftError('a pair has nothing after its "->"', here)
        if text:
            pairs.append(ForeignAnswer(answer_id(len(pairs)), text, 100.0, match=match))
        else:
            others.append(match)
    if len(pairs) < 2:
        raise GiftError("it has one pair alone; matching needs two", at)
    return Answers(MATCH, tuple(pairs), tuple(others))


def _typed(inside: str, at: int, texts: Texts) -> Answers:
    answers: list[ForeignAnswer] = []
    losses = []
    for _, words, here in _split(inside, at, _ANSWER_MARK):
        credit, rest = _weighed(words, here, unsaid=100.0)
        text, _, feedback = rest.partition("#")
        typed = texts.bare(text)
        if not typed:
            raise GiftError("an accepted answer is empty; write it or take it out", here)
        said = texts.words(feedback)
        if _ANY.search(typed):
            losses.append(f'the accepted answer "{typed[:40]}", whose * stands for any text')
            continue
        typed = typed.replace("\\*", "*")
        answers.append(ForeignAnswer(answer_id(len(answers)), typed, credit, said))
    if not any(answer.credit > 0 for answer in answers):
        raise GiftError("it has no accepted answer that can be compared", at)
    return Answers(TEXT, tuple(answers), losses=tuple(losses))


def _figures(inside: str, at: int, texts: Texts) -> Answers:
    inside, _, others = inside.partition("~")
    answers = []
    for number, (_, words, here) in enumerate(_split(inside, at, _ANSWER_MARK)):
        credit, rest = _weighed(words, here, unsaid=100.0)
        text, _, feedback = rest.partition("#")
        value, tolerance = _figure(texts.bare(text), here)
        answers.append(
            ForeignAnswer(
                answer_id(number), value, credit, texts.words(feedback), tolerance=tolerance
            )
        )
    if not any(answer.credit > 0 for answer in answers):
        raise GiftError("it has no right figure", at)
    said = texts.words(others.partition("#")[2])
    return Answers(NUMERIC, tuple(answers), rationale=said)


def _figure(text: str, at: int) -> tuple[str, str]:
    """Return a figure and how far an answer may be off: `12`, `12:0.5` or `11.5..12.5`."""
    if text == "*":
        raise GiftError("a * accepts any figure; give a number", at)
    if ".." in text[1:]:
        low, high = (_decimal(part, at) for part in _RANGE.split(text, maxsplit=1))
        if high < low:
            raise GiftError(f"the range {text} ends before it begins", at)
        middle = (low + high) / 2
        return _plain(middle), _plain(high - middle)
    value, colon, tolerance = text.partition(":")
    off = _decimal(tolerance, at) if colon else Decimal(0)
    if off < 0:
        raise GiftError(f"the tolerance {tolerance.strip()} is below 0", at)
    return _plain(_decimal(value, at)), _plain(off)


def _decimal(text: str, at: int) -> Decimal:
    text = text.strip()
    if len(text) <= LONGEST_FIGURE and _FIGURE.fullmatch(text):
        try:
            return Decimal(text)
        except InvalidOperation:
            pass
    raise GiftError(f'"{text[:30]}" is not a number; write it as 1234.5', at)


def _plain(value: Decimal) -> str:
    return f"{value:f}"
