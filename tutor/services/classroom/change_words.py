"""Changes of the audit log in words: `section Morning: renamed, name "AM" -> "Morning"`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tutor.domain.classroom import Change
from tutor.domain.quiz_set import SetDefinition
from tutor.domain.set_draft import question_count
from tutor.domain.text import one_line

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
HIDDEN = ("learner_id", "version_id", "origin_id", "seed")
"""Fields that say nothing to people."""
SHOWN_ELSEWHERE = ("policy", "definition")
"""Fields too long to tell of a new thing; what changes in them is told."""
LONGEST = 60
"""Columns of one value."""


def change_in_words(change: Change, names: Mapping[str, str]) -> str:
    """Return one line for a change.

    Args:
        change: The change.
        names: What people, students, sections, sets and assignments are called, by id.
    """
    kind = SUBJECTS.get(change.subject, change.subject.replace("_", " "))
    called = names.get(change.subject_id) or _own_name(change, names)
    subject = f"{kind} {called}" if called else kind
    who = names.get(_learner(change), "")
    parts = [f"for {who}"] if who and who != called else []
    parts += [part for part in _fields(change, names) if part]
    return f"{subject}: {change.action}" + (f", {'; '.join(parts)}" if parts else "")


def _own_name(change: Change, names: Mapping[str, str]) -> str:
    for values in (change.after, change.before):
        for field in NAMES:
            if values and isinstance(values.get(field), str):
                return str(values[field])
    return names.get(_learner(change), "")


def _learner(change: Change) -> str:
    return str((change.after or change.before or {}).get("learner_id", ""))


def _fields(change: Change, names: Mapping[str, str]) -> list[str]:
    before, after = change.before or {}, change.after or {}
    if not before:
        skipped = {*HIDDEN, *SHOWN_ELSEWHERE}
        skipped |= set(NAMES) if change.action == "created" else set()
        return [
            f"{_field(name)} {_value(value, names)}"
            for name, value in after.items()
            if name not in skipped and value not in (None, "", False, [])
        ]
    fields = (*before, *(one for one in after if one not in before))
    return [
        part
        for name in fields
        if name not in HIDDEN and before.get(name) != after.get(name) and after
        for part in _field_changes(name, before.get(name), after.get(name), names)
    ]


def _field_changes(name: str, was: Any, now: Any, names: Mapping[str, str]) -> list[str]:  # noqa: ANN401
    """Return what became of a field; of a field with fields of its own, each that changed."""
    if name == "definition":
        counts = [question_count(SetDefinition.from_dict(one or {})) for one in (was, now)]
        changed = counts[0] != counts[1]
        return [f"questions {counts[0]} → {counts[1]}" if changed else f"{counts[1]} questions"]
    if isinstance(was, dict) and isinstance(now, dict):
        changed_keys = [key for key in now if was.get(key) != now[key]]
        return [
            part
            for key in changed_keys
            for part in _field_changes(key, was.get(key), now[key], names)
        ]
    if was is None:
        return [f"{_field(name)} {_value(now, names)}"]
    return [f"{_field(name)} {_value(was, names)} → {_value(now, names)}"]


def _field(name: str) -> str:
    return FIELDS.get(name, name.replace("_", " "))


def _value(value: Any, names: Mapping[str, str]) -> str:  # noqa: ANN401 - whatever JSON holds
    if value is None or value in ("", []):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        named = value.get("name")
        value = named if isinstance(named, str) else ", ".join(f"{k} {v}" for k, v in value.items())
    elif isinstance(value, list):
        value = ", ".join(names.get(str(one), str(one)) for one in value)
    elif isinstance(value, str):
        value = names.get(value) or _instant(value)
    return one_line(str(value), LONGEST)


def _instant(text: str) -> str:
    """Return an instant without its seconds; any other text as it is."""
    if "T" not in text[:11]:
        return text
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M %Z").strip()
    except ValueError:
        return text
