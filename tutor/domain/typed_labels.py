"""What stands for typed answers in the table of who answered what.

Spellings that are compared as the same stand in one row. What only one learner typed, and the
author does not know, stands in the row of all others: it tells nothing of the item, and may tell
who typed it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tutor.domain.item import Response
from tutor.domain.response_matrix import Choice
from tutor.domain.short_answer import ShortAnswer, compared
from tutor.domain.text import one_line

OTHERS = "(other answers)"
"""The label of texts that stand together."""
WIDTH = 30
"""Characters of a label."""
TYPED_BY = 2
"""Learners from which an unforeseen text has a row of its own."""


class TypedLabels:
    """The labels of what learners typed for one question.

    Args:
        body: The question's.
        responses: All of them, those to other versions excluded.
    """

    def __init__(self, body: ShortAnswer, responses: Iterable[Response]) -> None:
        self._exact_case = body.exact_case
        self._right = tuple((text,) for text in body.right)
        known = [one.text for one in body.accepted] + [one.text for one in body.mistakes]
        typed = [text for response in responses for text in response]
        counts = Counter(self._same(text) for text in typed)
        often = [text for text in typed if counts[self._same(text)] >= TYPED_BY]
        self._labels: dict[str, str] = {}
        for text in (*known, *often):
            self._labels.setdefault(self._same(text), one_line(text, WIDTH))

    def choice(self, response: Response) -> Choice:
        """Return the label of a response; nothing if nothing was typed."""
        return tuple(self._labels.get(self._same(text), OTHERS) for text in response)

    def keys(self, ruled: Sequence[Response] = ()) -> tuple[Choice, ...]:
        """Return the labels of what is right: what is ruled to be, else what the author says."""
        return tuple(dict.fromkeys(self._key(one) for one in (ruled or self._right)))

    def _key(self, response: Response) -> Choice:
        """A text that is right by a ruling has a row even if one alone typed it."""
        for text in response:
            self._labels.setdefault(self._same(text), one_line(text, WIDTH))
        return self.choice(response)

    def _same(self, text: str) -> str:
        return compared(text, exact_case=self._exact_case)
