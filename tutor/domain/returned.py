"""Feedback as a file brings it back: what an instructor lets a student know of attempts handed in.

It holds only what the feedback matrix releases when it is written. A question comes in one of three
ways: bare (nothing shows but the marks of the whole), with its verdict and the exam domains it
counts under, or with its key; reasons are in it only where they show too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tutor.domain.assignment import FACTS
from tutor.domain.handed_in import MOST_ATTEMPTS, MOST_QUESTIONS
from tutor.domain.handed_out import sent_item
from tutor.domain.item import Item, Response
from tutor.domain.item_json import item_from_json, item_to_json, with_hash
from tutor.domain.keyless import Keyless
from tutor.domain.marking import ACTIONS
from tutor.domain.strict_json import Fields

_MOST_NAMES = 200
_POINTS = 1_000_000.0
_REASON = 500


@dataclass(frozen=True, slots=True)
class ByHand:
    """A grade that was set by hand; `points` None excuses the student."""

    points: float | None
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"points": self.points, "reason": self.reason}

    @classmethod
    def from_fields(cls, fields: Fields) -> ByHand:
        """Read the JSON form."""
        points = fields.number("points", 0, _POINTS) if fields.given("points") else None
        return cls(points, fields.text("reason", _REASON))


@dataclass(frozen=True, slots=True)
class ReturnedQuestion:
    """What is told of one question.

    Attributes:
        given: Hash of the question as it was handed out.
        points: Its marks; None where they do not show, or it does not count.
        ruling: What was decided of it (one of `tutor.domain.marking.ACTIONS`), or empty.
        score: Credit of the answer, from 0 to 1; None where it does not show, or there is none.
        item: What its answer counts under; None where nothing of it shows. Keyless, with its exam
            domains, where the key does not show.
        names: What its parts are called in `item`, by what they were called when handed out.
    """

    given: str
    points: float | None = None
    ruling: str = ""
    score: float | None = None
    item: Item | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    def true(self, texts: Sequence[str]) -> Response:
        """Return a response to the question (or an arrangement) as one of `item`."""
        return self.keyless.true(texts)

    @property
    def keyless(self) -> Keyless:
        """What translates between the two; only where there is an item."""
        assert self.item is not None  # noqa: S101 - by its callers
        return Keyless(self.item, dict(self.names))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "given": self.given,
            "points": self.points,
            "ruling": self.ruling,
            "score": self.score,
            "item": item_to_json(self.item) if self.item else None,
            "names": dict(self.names),
        }


@dataclass(frozen=True, slots=True)
class ReturnedAttempt:
    """What is told of one attempt.

    Attributes:
        id: What the student's program calls it.
        facts: What shows, of `tutor.domain.assignment.FACTS`.
        points: Earned in all, rulings included; None where the score does not show.
        most: What could be earned; void questions left out, where the score shows.
        questions: In the order they were asked in.
    """

    id: str
    facts: frozenset[str]
    points: float | None
    most: float
    questions: tuple[ReturnedQuestion, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.id,
            "facts": sorted(self.facts),
            "points": self.points,
            "most": self.most,
            "questions": [one.to_dict() for one in self.questions],
        }


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """What a feedback file holds, for one student and one assignment."""

    course_id: str
    assignment_id: str
    external_id: str
    made_at: datetime
    by_hand: ByHand | None
    attempts: tuple[ReturnedAttempt, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "course_id": self.course_id,
            "assignment_id": self.assignment_id,
            "external_id": self.external_id,
            "made_at": self.made_at.isoformat(),
            "by_hand": self.by_hand.to_dict() if self.by_hand else None,
            "attempts": [one.to_dict() for one in self.attempts],
        }

    @classmethod
    def from_json(cls, value: object) -> FeedbackFile:
        """Read the JSON form.

        Raises:
            ValueError: It is not what `to_dict` makes; the text says what is wrong.
        """
        fields = Fields(value)
        attempts = fields.objects("attempts", MOST_ATTEMPTS, _attempt)
        if len({one.id for one in attempts}) < len(attempts):
            raise ValueError("an attempt is there twice")
        return cls(
            course_id=fields.text("course_id", 64),
            assignment_id=fields.text("assignment_id", 64),
            external_id=fields.text("external_id", 200),
            made_at=fields.instant("made_at"),
            by_hand=ByHand.from_fields(fields.inner("by_hand"))
            if fields.given("by_hand")
            else None,
            attempts=attempts,
        )


def without_reasons(item: Item) -> Item:
    """Return an item with its key, but without the reasons and all that explains it."""
    data = json.loads(item_to_json(item))
    body = _bare(data["body"])
    if "mistakes" in body:
        body["mistakes"] = []
    text = json.dumps(data | {"body": body, "references": []})
    return with_hash(item_from_json(text))


def with_domains(given: Item, item: Item) -> Item:
    """Return a question as it was handed out, with domains and difficulty, which tell no key."""
    return with_hash(replace(given, exams=item.exams, difficulty=item.difficulty))


def _bare(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {
            name: "" if name == "rationale" and isinstance(one, str) else _bare(one)
            for name, one in value.items()
        }
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _attempt(fields: Fields) -> ReturnedAttempt:
    facts = frozenset(fields.texts("facts", len(FACTS), 20))
    questions = fields.objects("questions", MOST_QUESTIONS, _question)
    if not facts <= frozenset(FACTS):
        raise ValueError("facts names something that never shows")
    for one in questions:
        keyed = one.item is not None and not one.item.keyless
        judged = one.item is not None or one.score is not None
        if (keyed and "key" not in facts) or (judged and "correctness" not in facts):
            raise ValueError("a question tells more than shows")
    return ReturnedAttempt(
        id=fields.text("id", 64),
        facts=facts,
        points=fields.number("points", 0, _POINTS) if fields.given("points") else None,
        most=fields.number("most", 0, _POINTS),
        questions=questions,
    )


def _question(fields: Fields) -> ReturnedQuestion:
    ruling = fields.text("ruling", 20)
    if ruling and ruling not in ACTIONS:
        raise ValueError("ruling is none that there is")
    names = fields.plain("names")
    if not isinstance(names, dict) or len(names) > _MOST_NAMES:
        raise ValueError("names is no list of names")
    inner = fields.inner("names")
    return ReturnedQuestion(
        given=fields.text("given", 64),
        points=fields.number("points", 0, _POINTS) if fields.given("points") else None,
        ruling=ruling,
        score=fields.number("score", 0, 1) if fields.given("score") else None,
        item=sent_item(fields) if fields.given("item") else None,
        names={str(name): inner.text(name, 200) for name in names},
    )
