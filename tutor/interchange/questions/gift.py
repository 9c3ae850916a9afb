"""Moodle's GIFT: questions as plain text. Reading.

Every rule is Moodle's own: escapes are taken out of the way first, then the first `{` and the
first `}` part a question from its answers. What Moodle would quietly drop is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.domain.foreign import ForeignBank, ForeignItem, Place, Refused
from tutor.domain.text import one_line
from tutor.errors import ForeignFileError
from tutor.interchange.questions.gift_answers import Answers, GiftError, answers_of
from tutor.interchange.questions.gift_text import Texts, hide, show
from tutor.interchange.questions.text_file import BLANKS, MOST_QUESTIONS, strip, text_of

LONGEST = 200_000
"""Characters of one question, its answers among them."""
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\x00-\x1f])+)\]")
_CATEGORY = "$CATEGORY:"
_ROOTS = re.compile(r"^(?:\$[a-z0-9]+\$(?:/|$))?(?:top(?:/|$))?", re.IGNORECASE)
"""How Moodle begins a path: `$course$/top/`."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines up to an empty one, with comments blanked out.

    Attributes:
        line: Of the first line of the text.
        comments: What its comment lines say.
    """

    line: int
    text: str
    comments: str


def read(data: bytes, name: str) -> ForeignBank:
    """Read a GIFT file.

    Raises:
        ForeignFileError: It is no text, too large, or holds no question at all.
    """
    text, notes = text_of(data, name)
    items: list[ForeignItem] = []
    refused: list[Refused] = []
    category = ""
    for block in _blocks(text):
        if block.text.startswith(_CATEGORY):
            path, _, rest = block.text.partition("\n")
            category = _ROOTS.sub("", strip(path[len(_CATEGORY) :]))
            if not strip(rest):
                continue
            blank = len(rest) - len(rest.lstrip(BLANKS))
            line = block.line + 1 + rest.count("\n", 0, blank)
            block = _Block(line, strip(rest), block.comments)
        if len(items) + len(refused) >= MOST_QUESTIONS:
            raise ForeignFileError(
                f"{name}:{block.line}: more than {MOST_QUESTIONS:,} questions; split the file"
            )
        taken = _question(block, name, category)
        if isinstance(taken, Refused):
            refused.append(taken)
        else:
            items.append(taken)
    if not items and not refused:
        raise ForeignFileError(f"{name}: there is no question in it; choose a GIFT file")
    return ForeignBank(tuple(items), tuple(refused), notes)


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    comments: list[str] = []
    first = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = strip(line)
        if bare.startswith("//"):
            comments.append(bare[2:])
            if lines:
                lines.append(" ")
        elif bare:
            first = first or number
            lines.append(line)
        else:
            if lines:
                yield _Block(first, strip("\n".join(lines)), "\n".join(comments))
            lines, comments, first = [], [], 0


def _question(block: _Block, name: str, category: str) -> ForeignItem | Refused:
    """Read one question; what is wrong with it is told with the line where it is."""
    place = Place(name, block.line)
    title, text, start = _title(hide(block.text[:LONGEST]))
    try:
        if len(block.text) > LONGEST:
            raise GiftError(f"it is longer than {LONGEST:,} characters; shorten it", 0)
        stem, inside, at = _parted(text, start)
        texts = Texts()
        stem = texts.stem(stem)
        if not stem:
            raise GiftError("it asks nothing: there is no text before the answers", 0)
        inside, _, general = _general(inside)
        answers = answers_of(inside, at, texts)
        rationale = "\n\n".join(part for part in (texts.words(general), answers.rationale) if part)
    except GiftError as error:
        line = block.line + block.text.count("\n", 0, error.at)
        return Refused(Place(name, line), _named(title, text), str(error))
    return ForeignItem(
        place,
        answers.kind,
        stem,
        answers.answers,
        distractors=answers.distractors,
        ref=_first(_ID, block.comments),
        title=title,
        rationale=rationale,
        category=category,
        tags=tuple(_bracketed(tag) for tag in _TAG.findall(block.comments)),
        losses=_losses(texts, answers),
    )


def _losses(texts: Texts, answers: Answers) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*texts.losses, *answers.losses)))


def _title(text: str) -> tuple[str, str, int]:
    """Part a question's name from the rest; the rest begins at the last of the three."""
    if not text.startswith("::"):
        return "", text, 0
    end = text.find("::", 2)
    if end < 0:
        return "", text[2:], 2
    rest = text[end + 2 :]
    begins = end + 2 + len(rest) - len(rest.lstrip(BLANKS))
    return " ".join(show(text[2:end]).split()), text[begins:], begins


def _parted(text: str, start: int) -> tuple[str, str, int]:
    """Return what is asked, what stands in the braces, and where that begins in the block.

    Raises:
        GiftError: There are no braces, or not both.
    """
    opened, closed = text.find("{"), text.find("}")
    if opened < 0 and closed < 0:
        raise GiftError("it is a description without answers: there is nothing to ask", start)
    if opened < 0:
        raise GiftError("a } stands without its {; write \\} for the character", start + closed)
    if closed < 0:
        raise GiftError(
            "a { is not closed: the } is missing, or stands after an empty line", start + opened
        )
    if closed < opened:
        raise GiftError(
            "a } stands before the first {; write \\} for the character", start + closed
        )
    extra = min(
        (at for at in (text.find("{", opened + 1), text.find("}", closed + 1)) if at >= 0),
        default=-1,
    )
    if extra >= 0:
        raise GiftError(
            "there is a second { or }; put an empty line between questions, and write \\{ or \\} "
            "for the character",
            start + extra,
        )
    after = text[closed + 1 :]
    stem = text[:opened] + ("_____" + after if after else "")
    return stem, text[opened + 1 : closed], start + opened + 1


def _general(inside: str) -> tuple[str, str, str]:
    before, mark, after = inside.rpartition("####")
    return (before, mark, after) if mark else (inside, "", "")


def _named(title: str, text: str) -> str:
    return title or one_line(show(text.partition("{")[0]), 60)


def _bracketed(text: str) -> str:
    return text.replace("\\]", "]").strip()


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return _bracketed(found[1]) if found else ""
