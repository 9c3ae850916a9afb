"""An assignment as a file hands it out: the terms, the questions, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.item import Item
from tutor.domain.item_json import item_from_json, item_to_json
from tutor.domain.strict_json import Fields

MOST_QUESTIONS = 500
_LONG = 400_000
"""Characters of one question with its exhibit."""
_POINTS = 10_000.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What an assignment is and the rules it is taken under, as they are for whom it is for.

    Attributes:
        external_id: The roster id of the one student it is for; None where it is for all.
        keyless: Its questions come without their keys: nothing but the instructor grades them.
        policy: With the student's own number of attempts and time limit.
    """

    course_id: str
    course_title: str
    assignment_id: str
    title: str
    version_id: str
    policy: AssignmentPolicy
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    external_id: str | None
    keyless: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "course_id": self.course_id,
            "course_title": self.course_title,
            "assignment_id": self.assignment_id,
            "title": self.title,
            "version_id": self.version_id,
            "policy": self.policy.to_dict(),
            "opens_at": _text(self.opens_at),
            "due_at": _text(self.due_at),
            "closes_at": _text(self.closes_at),
            "external_id": self.external_id,
            "keyless": self.keyless,
        }

    @classmethod
    def from_json(cls, value: object) -> Terms:
        """Read the JSON form.

        Raises:
            ValueError: It is not what `to_dict` makes.
        """
        fields = Fields(value)
        return cls(
            course_id=fields.text("course_id", 64),
            course_title=fields.text("course_title", 200),
            assignment_id=fields.text("assignment_id", 64),
            title=fields.text("title", 200),
            version_id=fields.text("version_id", 64),
            policy=_policy(fields.inner("policy")),
            opens_at=fields.instant_or_none("opens_at"),
            due_at=fields.instant_or_none("due_at"),
            closes_at=fields.instant_or_none("closes_at"),
            external_id=fields.text_or_none("external_id", 200),
            keyless=fields.flag("keyless"),
        )


@dataclass(frozen=True, slots=True)
class OutSlot:
    """A question of the form: its section (from 0), what it is worth, and the question."""

    section: int
    points: float
    item: Item


@dataclass(frozen=True, slots=True)
class Form:
    """The questions in their order, in sections of `(title, instruction)`."""

    sections: tuple[tuple[str, str], ...]
    slots: tuple[OutSlot, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "sections": [{"title": title, "text": text} for title, text in self.sections],
            "slots": [
                {
                    "section": slot.section,
                    "points": slot.points,
                    "hash": slot.item.content_hash,
                    "item": item_to_json(slot.item),
                }
                for slot in self.slots
            ],
        }

    @classmethod
    def from_json(cls, value: object) -> Form:
        """Read the JSON form.

        Raises:
            ValueError: It is not what `to_dict` makes, or a question is not what its hash says.
        """
        fields = Fields(value)
        sections = fields.objects(
            "sections", MOST_QUESTIONS, lambda one: (one.text("title"), one.text("text"))
        )
        slots = fields.objects("slots", MOST_QUESTIONS, _slot)
        if not slots:
            raise ValueError("slots is empty")
        if any(slot.section >= len(sections) for slot in slots):
            raise ValueError("section names no section")
        return cls(sections, slots)


def _slot(fields: Fields) -> OutSlot:
    item = sent_item(fields)
    if item.content_hash != fields.text("hash", 64):
        raise ValueError("item is not the question its hash names")
    section = fields.whole("section", 0, MOST_QUESTIONS)
    return OutSlot(section, fields.number("points", 0, _POINTS), item)


def sent_item(fields: Fields) -> Item:
    """Read the field `item`: a question as canonical JSON.

    Raises:
        ValueError: It is none.
    """
    text = fields.text("item", _LONG)
    try:
        item = item_from_json(text)
        same = item_to_json(item) == text
    except (TypeError, KeyError, ArithmeticError, AttributeError, RecursionError) as error:
        raise ValueError("item is no question") from error
    if not same:
        raise ValueError("item is no question as programs write it")
    return item


def _policy(fields: Fields) -> AssignmentPolicy:
    release = fields.inner("release")
    return AssignmentPolicy(
        attempts=fields.whole("attempts", 1, 1000) if fields.given("attempts") else None,
        counts=fields.text("counts", 20),
        seconds=fields.whole("seconds", 1, 10_000_000) if fields.given("seconds") else None,
        late=fields.text("late", 20),
        late_percent=fields.number("late_percent", 0, 100),
        shuffle=fields.flag("shuffle"),
        books=fields.flag("books"),
        release=Release(
            **{
                fact: release.text_or_none(fact, 20)
                for fact in ("score", "correctness", "key", "rationale")
            }
        ),
    )


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
