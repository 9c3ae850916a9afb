"""The kind `text`: an answer of a few words, typed, and compared as a reader would.

Case, spaces, the shapes of quotes and dashes, hyphens that join words, and punctuation at the
end say nothing about what somebody knows, and are not compared; case is where the question says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

from tutor.domain.blank import Blank
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.domain.presenting import Explained, KeyLine, Shown
from tutor.domain.text import flow
from tutor.errors import ResponseError

TYPED_LENGTH = 200
"""Characters of a typed answer: what an option may have, which nobody types by mistake."""
FULL = Decimal(100)
"""Percent of the points that a right answer earns."""
_ALIKE = str.maketrans("’‘‛′´`“”„″‐‑‒–—−", "''''''\"\"\"\"------")
"""Quotes and dashes as programs make them of what was typed."""
_JOINTS = re.compile(r"(?<=[^\W\d_])-(?=\w)|(?<=\w)-(?=[^\W\d_])")
"""Hyphens between letters, or a letter and a digit: a co-pay is a copay, a CMS-1500 a CMS 1500."""
_ENDINGS = ".,;:!?"
"""Punctuation at the end of an answer."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A text that earns points.

    Attributes:
        credit: Percent of the points, over 0 and at most 100.
        rationale: Why it is right, or right in part; may be empty if the body has one.
    """

    text: str
    rationale: str
    credit: Decimal = FULL


@dataclass(frozen=True, slots=True)
class WrongText:
    """A wrong answer people really give, and the slip behind it."""

    text: str
    rationale: str


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """Body of `text`.

    Attributes:
        accepted: At least one of them earns full credit.
        mistakes: Known wrong answers.
        rationale: Explanation of the whole; may be empty if the accepted texts have theirs.
        example: What an answer looks like, shown with the question; none of the answers.
        exact_case: Whether capital and small letters are told apart.
    """

    accepted: tuple[Accepted, ...]
    mistakes: tuple[WrongText, ...] = ()
    rationale: str = ""
    example: str = ""
    exact_case: bool = False

    @property
    def right(self) -> tuple[str, ...]:
        """The texts that earn full credit, as written."""
        return tuple(one.text for one in self.accepted if one.credit == FULL)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ShortAnswer:
        """Rebuild the body from its JSON form, in which decimals are text."""
        return cls(
            accepted=tuple(
                Accepted(one["text"], one["rationale"], Decimal(one["credit"]))
                for one in data["accepted"]
            ),
            mistakes=tuple(WrongText(**one) for one in data["mistakes"]),
            rationale=data["rationale"],
            example=data["example"],
            exact_case=data["exact_case"],
        )


def read_text(text: str) -> str:
    """Return a typed answer as it is kept: one line, single spaces, nothing invisible.

    Raises:
        ResponseError: Nothing is left of it, or it is too long.
    """
    spaced = "".join(" " if c.isspace() else c for c in text)
    seen = " ".join("".join(c for c in spaced if c.isprintable()).split())
    if not seen:
        raise ResponseError("Type your answer.")
    if len(seen) > TYPED_LENGTH:
        raise ResponseError(f"Type at most {TYPED_LENGTH} characters.")
    return seen


def compared(text: str, *, exact_case: bool = False) -> str:
    """Return what of a text is compared."""
    plain = unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE)
    if not exact_case:
        plain = unicodedata.normalize("NFKC", plain.casefold())
    whole = _JOINTS.sub("", "".join(c for c in plain if c.isprintable() and c != " "))
    return whole.rstrip(_ENDINGS) or whole  # an answer can be nothing but a sign


def grade_text(body: ShortAnswer, response: Response) -> Verdict:
    """Grade a typed answer: the credit of the accepted text it is, else 0."""
    if not response:
        return Verdict(0.0)
    found = _found(body, _only(response))
    return Verdict(float(found.credit / FULL) if isinstance(found, Accepted) else 0.0)


def key_text(body: ShortAnswer) -> Response:
    """Return the response that earns full credit."""
    return (body.right[0],)


def wrong_text(body: ShortAnswer, rng: Random) -> Response:
    """Return a response that does not earn full credit: a known one, or one that says nothing."""
    known = [one.text for one in body.mistakes]
    known += [one.text for one in body.accepted if one.credit < FULL]
    if known:
        return (rng.choice(known),)
    guesses = (f"answer {number}" for number in count(rng.randrange(100)))
    return (next(guess for guess in guesses if _found(body, guess) is None),)


def arrange_text(body: ShortAnswer, rng: Random) -> tuple[str, ...]:  # noqa: ARG001 - one shape
    """Return nothing: a typed answer has no parts."""
    return ()


def present_text(body: ShortAnswer, arrangement: tuple[str, ...]) -> Shown:  # noqa: ARG001 - one shape
    """Show what an answer looks like."""
    return Shown(form=form_wanted(body))


def explain_text(
    body: ShortAnswer,
    arrangement: tuple[str, ...],  # noqa: ARG001 - one shape
    verdict: Verdict,
    response: Response,
) -> Explained:
    """Explain the answer that was given, if it is a known one, then the right one."""
    found = _found(body, response[0]) if response else None
    right = next(one for one in body.accepted if one.credit == FULL)
    said = [found.rationale] if found else []
    said += [] if verdict.correct else [right.rationale]
    texts = dict.fromkeys(flow(text) for text in (*said, body.rationale))
    return Explained(_key(body), explanation="\n\n".join(text for text in texts if text))


def solve_text(body: ShortAnswer) -> tuple[KeyLine, ...]:
    """Give the accepted texts with what they earn, the reason for the whole, known slips."""
    whole = KeyLine("", "why", flow(body.rationale))
    return (
        *(KeyLine("Answer: ", _credited(one), flow(one.rationale)) for one in body.accepted),
        *((whole,) if body.rationale else ()),
        *(KeyLine("not ", slip.text, flow(slip.rationale)) for slip in body.mistakes),
    )


def same_text(body: ShortAnswer, one: Response, other: Response) -> bool:
    """Whether two typed answers are compared as the same."""
    first, second = (
        [compared(text, exact_case=body.exact_case) for text in given] for given in (one, other)
    )
    return first == second


def blank_text(body: ShortAnswer) -> Blank:
    """Keep what an answer looks like."""
    return Blank(form=form_wanted(body))


def fit_text(body: Blank, response: Response) -> None:  # noqa: ARG001 - one shape
    """Refuse all but one typed answer."""
    _only(response)


def form_wanted(body: ShortAnswer) -> str:
    """Return what an answer looks like, in a few words; empty where nothing has to be said."""
    said = [f"such as {body.example}"] if body.example else []
    return "; ".join([*said, "capitals count"] if body.exact_case else said)


def _found(body: ShortAnswer, text: str) -> Accepted | WrongText | None:
    """Return the known answer that a text is; the most credit, where it is several."""
    given = compared(text, exact_case=body.exact_case)
    by_credit = sorted(body.accepted, key=lambda one: -one.credit)
    listed: list[Accepted | WrongText] = [*by_credit, *body.mistakes]
    for known in listed:
        if compared(known.text, exact_case=body.exact_case) == given:
            return known
    return None


def _only(response: Response) -> str:
    if len(response) != 1:
        raise ResponseError("Give one answer.")
    return read_text(response[0])


def _key(body: ShortAnswer) -> str:
    right = " or ".join(body.right)
    partly = ", ".join(_credited(one) for one in body.accepted if one.credit < FULL)
    return f"{right}; in part {partly}" if partly else right


def _credited(one: Accepted) -> str:
    return one.text if one.credit == FULL else f"{one.text} ({one.credit.normalize():f} %)"
