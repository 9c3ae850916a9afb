"""Changes of the audit log in words: `section Morning: renamed, name "AM" -> "Morning"`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tutor.domain.classroom import Change
from tutor.domain.text import one_line
from tutor.services.classroom.draft_changes import draft_changes

SUBJECTS = {"cohort": "section", "member": "student", "quiz_set": "quiz set"}
"""What kinds of things are called, where their own name will not do."""
FIELDS = {
    "cohort_id": "section",
    "display_name": "name",
    "archived_at": "archived",
    "left_at": "left",
    "external_id": "id",
}
"""What fields are called."""
NAMES = ("title", "name", "display_name", "external_id")
"""Fields that name a thing, the best first."""
HIDDEN = ("learner_id", "hash", "source", "version_id", "origin_id")
"""Fields that say nothing to people."""
DRAFT = "definition"
"""The field that holds a quiz set's draft."""
LONGEST = 60
"""Columns of one value."""


def change_in_words(change: Change, names: Mapping[str, str]) -> str:
    """Return one line for a change.

    Args:
        change: The change.
        names: Names of people by learner id and of students by member id.
    """
    kind = SUBJECTS.get(change.subject, change.subject.replace("_", " "))
    own = change.subject_id if change.subject == "course_item" else _own_name(change)
    called = names.get(change.subject_id) or own
    subject = f"{kind} {called}" if called else kind
    parts = [part for part in _fields(change) if part]
    return f"{subject}: {change.action}" + (f", {'; '.join(parts)}" if parts else "")


def _own_name(change: Change) -> str:
    for values in (change.after, change.before):
        for field in NAMES:
            if values and isinstance(values.get(field), str):
                return str(values[field])
    return ""


def _fields(change: Change) -> list[str]:
    before, after = change.before or {}, change.after or {}
    if not before:
        skipped = {*HIDDEN, *NAMES} if change.action == "created" else set(HIDDEN)
        return [
            draft_changes(None, value) if name == DRAFT else f"{_field(name)} {_value(value)}"
            for name, value in after.items()
            if name not in skipped and value not in (None, "", False)
        ]
    names = (*before, *(one for one in after if one not in before))
    return [
        _field_change(name, before.get(name), after.get(name))
        for name in names
        if name not in HIDDEN and before.get(name) != after.get(name) and after
    ]


def _field_change(name: str, was: Any, now: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if name == DRAFT:
        return draft_changes(was, now)
    if was is None:
        return f"{_field(name)} {_value(now)}"
    return f"{_field(name)} {_value(was)} → {_value(now)}"


def _field(name: str) -> str:
    return FIELDS.get(name, name.replace("_", " "))


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        named = value.get("name")
        value = named if isinstance(named, str) else ", ".join(f"{k} {v}" for k, v in value.items())
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    elif isinstance(value, str):
        value = _instant(value)
    return one_line(str(value), LONGEST)


def _instant(text: str) -> str:
    """Return an instant without its seconds; any other text as it is."""
    if "T" not in text[:11]:
        return text
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M %Z").strip()
    except ValueError:
        return text
