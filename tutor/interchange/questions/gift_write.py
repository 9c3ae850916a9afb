"""Moodle's GIFT: questions as plain text. Writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tutor.domain.foreign import (
    CHOICE,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    TEXT,
    ForeignAnswer,
    ForeignItem,
    Loss,
    Written,
)
from tutor.domain.text import one_line
from tutor.interchange.questions.carried import id_of, left_out, lost, unknown_kind
from tutor.interchange.questions.gift_text import escape, format_of
from tutor.interchange.questions.markup import is_marked, tidy, to_html, to_plain
from tutor.interchange.questions.text_file import file_name

_CARRIED = frozenset({"rationale", "feedback", "distractors", "category", "tags", "ref", "credit"})
_FIGURE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_TRUTHS = (("True", "TRUE"), ("False", "FALSE"))
NAME = 80
"""Characters of a name made from what is asked."""


class _UnfitError(ValueError):
    """Why a question cannot be written."""


def write(items: Sequence[ForeignItem], title: str) -> Written:
    """Write questions as one file of GIFT, those without a category first."""
    losses: list[Loss] = []
    blocks: list[str] = []
    category = ""
    for item in sorted(items, key=lambda one: bool(_path(one.category))):
        try:
            block = _question(item, losses)
        except _UnfitError as unfit:
            losses.append(left_out(item, str(unfit)))
            continue
        path = _path(item.category)
        if path != category:
            blocks.append(f"$CATEGORY: {path}\n")
            category = path
        blocks.append(block)
    text = "\n".join(blocks)
    return Written({file_name(title, ".gift.txt"): text.encode("utf-8")}, tuple(losses))


def _path(category: str) -> str:
    """Return a category as its line holds it: Moodle knows no escapes there."""
    return " ".join(tidy(category).split())


def _question(item: ForeignItem, losses: list[Loss]) -> str:
    carried = _CARRIED - {"feedback"} if item.kind == MATCH else _CARRIED
    told = lost(item, carried | {"fixed"} if _is_truth(item) else carried)
    why = unknown_kind(item) or ("GIFT has no questions of order" if item.kind == ORDER else "")
    if why:
        raise _UnfitError(why)
    if not tidy(item.stem):
        raise _UnfitError("it asks nothing")
    texts = _Texts(item)
    answers = _WRITERS[item.kind](item, texts)
    general = f"####{texts.words(item.rationale)}" if tidy(item.rationale) else ""
    if general and answers.endswith("\n"):
        general = f"\t{general}\n"
    name = _one(item.title) or _one(item.ref) or one_line(_one(to_plain(item.stem)), NAME)
    losses += [*told, *texts.losses]
    return f"{_comment(item)}::{escape(name)}::{texts.stem}{{{answers}{general}}}\n"


def _one(text: str) -> str:
    return " ".join(tidy(text).split())


def _comment(item: ForeignItem) -> str:
    marks = [("id", item.ref), *(("tag", tag) for tag in item.tags)]
    written = [f"[{kind}:{_bracketed(text)}]" for kind, text in marks if _one(text)]
    return f"// {' '.join(written)}\n" if written else ""


def _bracketed(text: str) -> str:
    return _one(text).replace("]", "\\]")


class _Texts:
    """Writes the texts of one question, all in one format: HTML if any of them needs it."""

    def __init__(self, item: ForeignItem) -> None:
        self.losses: list[Loss] = []
        parts = [item.stem, item.rationale, *(answer.feedback for answer in item.answers)]
        if item.kind in (CHOICE, MULTIPLE, MATCH):
            parts += [answer.text for answer in item.answers]
        self._html = not all(_simple(tidy(part)) for part in parts)
        self.stem = ("[html]" if self._html else "") + self.words(item.stem, wrapped=True)

    def words(self, text: str, *, wrapped: bool = False) -> str:
        if not self._html:
            return escape(tidy(text))
        html = to_html(text)
        if not wrapped and html.startswith("<p>") and html.find("<p>", 1) < 0:
            bare = html[3:-4]
            html = bare if html.endswith("</p>") and bare[:1] not in "[%" else html
        return escape(html)

    def option(self, text: str) -> str:
        """Return an option; one that begins like a weight is kept from being taken for one."""
        words = self.words(text)
        if not words:
            raise _UnfitError("an answer is empty")
        return f"[moodle]{words}" if words.startswith("%") else words

    def feedback(self, text: str) -> str:
        return f"#{self.words(text)}" if tidy(text) else ""


def _simple(text: str) -> bool:
    """Whether a text means itself to Moodle without being HTML."""
    return not (re.search(r"[<>&\n]|  |^ ", text) or is_marked(text) or format_of(text)[0])


def _weight(credit: float) -> str:
    return f"%{f'{credit:.5f}'.rstrip('0').rstrip('.')}%"


def _choice(item: ForeignItem, texts: _Texts) -> str:
    if _is_truth(item):
        right = 0 if item.answers[0].credit else 1
        said = [texts.words(answer.feedback) for answer in item.answers]
        after = f"#{said[1 - right]}#{said[right]}" if any(said) else ""
        return _TRUTHS[right][1] + after
    full = [answer.credit == 100 for answer in item.answers]
    if not any(full):
        raise _UnfitError("none of its answers earns all points")
    if all(full):
        raise _UnfitError("all of its answers are right: Moodle would have them typed")
    return _lines(
        ("=" if answer.credit == 100 else f"~{_weight(answer.credit) if answer.credit else ''}")
        + texts.option(answer.text)
        + texts.feedback(answer.feedback)
        for answer in _two(item.answers)
    )


def _is_truth(item: ForeignItem) -> bool:
    texts = [answer.text for answer in item.answers]
    credits = sorted(answer.credit for answer in item.answers)
    return texts == [name for name, _ in _TRUTHS] and credits == [0, 100]


def _multiple(item: ForeignItem, texts: _Texts) -> str:
    credits = _shares([answer.credit for answer in _two(item.answers)])
    return _lines(
        f"~{_weight(credit)}{texts.option(answer.text)}{texts.feedback(answer.feedback)}"
        for answer, credit in zip(item.answers, credits, strict=True)
    )


def _shares(credits: Sequence[float]) -> list[float]:
    """Return weights as Moodle adds them up: where every right answer has 100, equal shares."""
    right = sum(credit > 0 for credit in credits)
    if not right:
        raise _UnfitError("none of its answers is right")
    if right == 1 or any(credit not in (0, 100) for credit in credits):
        return list(credits)
    share = round(100 / right, 5)
    return [share if credit else -share for credit in credits]


def _match(item: ForeignItem, texts: _Texts) -> str:
    lines = []
    for pair in _two(item.answers):
        left, right = texts.words(pair.text), escape(_one(pair.match))
        if not left or not right:
            raise _UnfitError("a pair has an empty half")
        lines.append(f"={left} -> {right}")
    lines += [f"= -> {escape(_one(text))}" for text in item.distractors if tidy(text)]
    return _lines(lines)


def _typed(text: str) -> str:
    """Return a text that Moodle takes as it is; it has one line."""
    words = _one(text)
    return ("[plain]" if format_of(words)[0] else "") + escape(words)


def _text(item: ForeignItem, texts: _Texts) -> str:
    lines = []
    for answer in item.answers:
        words = _one(answer.text)
        if not words or "->" in words:
            texts.losses.append(Loss(id_of(item), f'the accepted answer "{words}"'))
            continue
        typed = _typed(words.replace("*", "\\*"))
        lines.append(f"={_weight(answer.credit)}{typed}{texts.feedback(answer.feedback)}")
    if not lines:
        raise _UnfitError('it has no accepted answer that GIFT can hold ("->" parts pairs)')
    return _lines(lines)


def _numeric(item: ForeignItem, texts: _Texts) -> str:
    lines = []
    for answer in item.answers:
        value, off = answer.text.strip(), answer.tolerance.strip() or "0"
        if not _FIGURE.fullmatch(value) or not _FIGURE.fullmatch(off) or off.startswith("-"):
            raise _UnfitError("its figure is not a plain number")
        lines.append(f"={_weight(answer.credit)}{value}:{off}{texts.feedback(answer.feedback)}")
    if not lines:
        raise _UnfitError("it has no figure")
    return "#" + _lines(lines)


def _two(answers: Sequence[ForeignAnswer]) -> Sequence[ForeignAnswer]:
    if len(answers) < 2:
        raise _UnfitError("it has fewer than two answers")
    return answers


def _lines(lines: Iterable[str]) -> str:
    return "\n" + "".join(f"\t{line}\n" for line in lines)


_WRITERS = {
    CHOICE: _choice,
    MULTIPLE: _multiple,
    TEXT: _text,
    NUMERIC: _numeric,
    MATCH: _match,
}
