"""What readers of XML share: texts taken over, losses noted, figures checked."""

from __future__ import annotations

import re
from collections.abc import Sized
from decimal import Decimal, InvalidOperation

from tutor.domain.foreign import ForeignItem, Place, Refused
from tutor.errors import ForeignFileError
from tutor.interchange.questions.markup import from_html, tidy
from tutor.interchange.questions.xml_reading import shown

MOST_ANSWERS = 200
"""Of a question: more than that is no question, and takes long to compare."""
MOST_QUESTIONS = 50_000
"""Of a file, as many as formats of text may have: fifty times all that come with the program."""
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+")
"""Commas that part thousands for certain: a point follows. `1,234` may be a fraction elsewhere."""
_DIGITS = 30
"""Of a figure before and after the point: no amount has more, and longer ones fill the memory."""


class NotTakenError(Exception):
    """A question that cannot be taken; the message is the reason, as the end of a sentence."""


class Taking:
    """One question while it is read: turns its texts over and keeps what got lost.

    Attributes:
        place: Where it stands.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._losses: dict[str, None] = {}

    def lose(self, what: str) -> None:
        """Note what is not taken over, once."""
        self._losses[what] = None

    def markdown(self, text: str) -> str:
        """Turn HTML into our Markdown, and note what it cannot hold."""
        if text.startswith("\ufeff"):
            text = f"<p>{text}"  # at the start of HTML it would pass for the mark of an encoding
        marked = from_html(text)
        for loss in marked.losses:
            self.lose(loss)
        return marked.text

    def plain(self, text: str) -> str:
        """Return text without markup as Markdown, in which nothing is escaped."""
        return tidy(text)

    @property
    def losses(self) -> tuple[str, ...]:
        """What got lost, in the order in which it was noted."""
        return tuple(self._losses)

    def refused(self, title: str, why: str) -> Refused:
        """Return that the question was not taken."""
        return Refused(self.place, shown(title), why)


Taken = ForeignItem | Refused


def not_too_many(questions: int, where: str) -> None:
    """Make sure that a file has no more questions than one may have.

    Raises:
        ForeignFileError: It has.
    """
    if questions > MOST_QUESTIONS:
        raise ForeignFileError(
            f"{where}: it has more than {MOST_QUESTIONS:,} questions; export fewer at a time"
        )


def few(answers: Sized) -> None:
    """Make sure that there are no more answers than a question has.

    Raises:
        NotTakenError: There are.
    """
    if len(answers) > MOST_ANSWERS:
        raise NotTakenError(f"it has more than {MOST_ANSWERS} answers")


def figure(text: str) -> Decimal | None:
    """Return a decimal number, or nothing where a text is none or has too many digits."""
    bare = text.strip()
    if len(bare) > 3 * _DIGITS or not bare.isascii() or "_" in bare:
        return None
    try:
        number = Decimal(bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    digits, exponent = len(number.as_tuple().digits), int(number.as_tuple().exponent)
    if digits > _DIGITS or not -_DIGITS <= exponent <= _DIGITS:
        return None
    return number


def written_figure(number: Decimal) -> str:
    """Return a number without exponent and without zeros at the end of its fraction."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def percent(value: Decimal, whole: Decimal) -> float:
    """Return points as percent of all points, to five places."""
    if whole == 0:
        return 0.0
    share = value * 100 / whole
    return float(share if whole in (1, 100) else round(share, 5))


def amount(text: str | None, default: Decimal = Decimal(0)) -> Decimal:
    """Return a number of points, or the default where there is none."""
    number = figure(text) if text else None
    return default if number is None or abs(number) > 1_000_000 else number
