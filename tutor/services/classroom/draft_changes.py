"""What an edit of a quiz set's draft changed, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tutor.domain.quiz_set import SetDefinition
from tutor.domain.set_contents import picked, question_count
from tutor.domain.text import points_text, quantity
from tutor.services.classroom.set_views import rule_text


def draft_changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """Return what is other in a draft, such as `x added; y worth 1 → 2; section 2 added`.

    Args:
        before: The JSON form of the draft as it was; None where it is new.
        after: The JSON form of the draft as it is.
    """
    now = SetDefinition.from_dict(dict(after))
    if before is None:
        count = question_count(now)
        return quantity(count, "question") if count else ""
    was = SetDefinition.from_dict(dict(before))
    return "; ".join(
        (*_questions(was, now), *_sections(was, now), *_rules(was, now), *_form(was, now))
    )


def _questions(was: SetDefinition, now: SetDefinition) -> Iterator[str]:
    old, new = picked(was), picked(now)
    yield from (f"{one} added" for one in new if one not in old)
    yield from (f"{one} taken out" for one in old if one not in new)
    worth = {pick.item_id: pick.points for section in was.sections for pick in section.picks}
    for section in now.sections:
        for pick in section.picks:
            points = worth.get(pick.item_id, pick.points)
            if points != pick.points:
                yield f"{pick.item_id} worth {points_text(points)} → {points_text(pick.points)}"
    kept = [one for one in new if one in old]
    if kept != [one for one in old if one in new]:
        yield "questions in another order"
    elif len(was.sections) == len(now.sections) and _shares(was, kept) != _shares(now, kept):
        yield "a question in another section"


def _shares(definition: SetDefinition, kept: list[str]) -> list[int]:
    return [sum(pick.item_id in kept for pick in one.picks) for one in definition.sections]


def _sections(was: SetDefinition, now: SetDefinition) -> Iterator[str]:
    old, new = ([(one.title, one.text, one.points) for one in d.sections] for d in (was, now))
    if len(new) != len(old):
        more = len(new) > len(old)
        count = abs(len(new) - len(old))
        what = "a section" if count == 1 else f"{count} sections"
        yield f"{what} {'added' if more else 'taken out'}"
    elif sorted(new) == sorted(old) and new != old:
        yield "sections in another order"
    else:
        for number, (one, other) in enumerate(zip(old, new, strict=True), 1):
            if one != other:
                yield f"section {number} {other[0]}".rstrip() + " edited"


def _rules(was: SetDefinition, now: SetDefinition) -> Iterator[str]:
    old, new = (Counter(rule for one in d.sections for rule in one.rules) for d in (was, now))
    yield from (f"rule added: {rule_text(rule)}" for rule in (new - old).elements())
    yield from (f"rule taken out: {rule_text(rule)}" for rule in (old - new).elements())


def _form(was: SetDefinition, now: SetDefinition) -> Iterator[str]:
    if was.per_student != now.per_student:
        yield "drawn for each student" if now.per_student else "one form for all"
