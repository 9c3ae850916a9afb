"""A question of another program as an entry of our own bank format, and what is lost on the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from string import ascii_lowercase
from typing import Any

from tutor.content.lint_text import INVISIBLE
from tutor.content.schema import UNKNOWN, Raw
from tutor.domain.foreign import CHOICE, MATCH, MULTIPLE, NUMERIC, ORDER, TEXT, ForeignItem
from tutor.domain.foreign import ForeignAnswer as Answer
from tutor.domain.item import LEVELS, ROLES, SKILLS
from tutor.domain.kinds import KINDS

FULL = 100
"""Percent of a right answer."""
NEAR = 0.01
"""Percent within which two weights are the same: files round 33.33333."""
DEFAULTS = {"role": "both", "skill": "concept", "level": "apply"}
"""Of an item whose source does not say; `difficulty` is the middle one."""
MIDDLE = 3
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Tags = Sequence[tuple[str, str]]
"""`(exam id, domain id)` pairs."""


class NotTakenError(ValueError):
    """A question that our kinds cannot hold; the message ends the sentence `not taken: `."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where items come from: file, format, and what the user said of them."""

    file: str
    format: str
    licence: str = UNKNOWN
    code_year: str = UNKNOWN


@dataclass(slots=True)
class _Made:
    """The part of an entry that depends on its kind, and what it lost."""

    raw: Raw
    losses: list[str] = field(default_factory=list)
    kind: str = ""


def entry_of(
    item: ForeignItem, item_id: str, version: int, tags: Tags, origin: Origin
) -> tuple[Raw, tuple[str, ...]]:
    """Return an item as an entry of a bank, not yet checked, and what was lost.

    Raises:
        NotTakenError: No kind of ours can hold it.
    """
    maker = _MAKERS.get(item.kind)
    if maker is None:
        raise NotTakenError(f"there is no kind of question for {item.kind!r}")
    made = maker(item)
    meta = dict(item.meta)
    exams: dict[str, list[str]] = {}
    for exam, domain in tags:
        exams.setdefault(exam, []).append(domain)
    entry: Raw = {
        "id": item_id,
        "version": version,
        "kind": made.kind or item.kind,
        "stem": item.stem,
        **made.raw,
        "exams": exams,
        "role": _one_of(meta.get("role"), ROLES, DEFAULTS["role"]),
        "skill": _one_of(meta.get("skill"), SKILLS, DEFAULTS["skill"]),
        "level": _one_of(meta.get("level"), LEVELS, DEFAULTS["level"]),
        "difficulty": _difficulty(meta.get("difficulty")),
        "references": [{"cite": _cite(meta, origin)}],
        "code_set": (meta.get("code_set") or origin.code_year)[:20],
        "imported": _imported(item, origin),
    }
    return entry, tuple(dict.fromkeys((*item.losses, *made.losses)))


def marked(entry: Raw, item: ForeignItem, item_id: str, version: int, origin: Origin) -> Raw:
    """Return an entry of our own bundle under a name and version, with where it comes from.

    The questions of a case keep their names.
    """
    kept = {name: value for name, value in entry.items() if name not in ("id", "version")}
    known = entry.get("imported")
    mark = known if isinstance(known, dict) else _imported(item, origin)
    return {"id": item_id, "version": version, **kept, "imported": mark}


def _imported(item: ForeignItem, origin: Origin) -> Raw:
    made = {
        "file": origin.file[-300:],
        "format": origin.format,
        "licence": origin.licence[:300],
        "code_year": origin.code_year[:20],
    }
    if item.ref:
        made["ref"] = item.ref[:300]
    if kept := dict(item.meta).get("kept"):
        made["kept"] = kept
    return made


def _cite(meta: dict[str, str], origin: Origin) -> str:
    given = " ".join(meta.get("references", "").split())
    return (given or f"Imported from {origin.file}; source not checked")[:300]


def _difficulty(text: str | None) -> int:
    return int(text) if text and text in "12345" and len(text) == 1 else MIDDLE


def _one_of(text: str | None, known: Iterable[str], otherwise: str) -> str:
    return text if text is not None and text in known else otherwise


def _single(item: ForeignItem) -> _Made:
    right = [one for one in item.answers if one.credit >= FULL - NEAR]
    if not right:
        raise NotTakenError("no option earns the full points")
    if len(right) > 1:
        raise NotTakenError(f"{len(right)} options are right although one is to be chosen")
    made = _Made({"options": _options(item, {right[0].id})})
    parts = sum(1 for one in item.answers if NEAR < one.credit < FULL - NEAR)
    if parts:
        made.losses.append(f"part credit of {_options_word(parts)}")
    if any(one.credit < -NEAR for one in item.answers):
        made.losses.append("points taken off for wrong options")
    return _with_rationale(made, item)


def _multiple(item: ForeignItem) -> _Made:
    right = [one for one in item.answers if one.credit > NEAR]
    if not right:
        raise NotTakenError("no option is right")
    if len(right) == len(item.answers):
        raise NotTakenError("every option is right")
    if len(item.answers) < 3:
        raise NotTakenError("it has fewer than three options")
    made = _Made({"options": _options(item, {one.id for one in right})})
    share = FULL / len(right)
    if len({one.id for one in right}) != len(right):
        raise NotTakenError("two options have the same id")
    usual = all(abs(one.credit - share) < NEAR or one.credit >= FULL - NEAR for one in right)
    fair = all(
        abs(one.credit) < NEAR or abs(one.credit + share) < NEAR or one.credit <= NEAR - FULL
        for one in item.answers
        if one not in right
    )
    if not usual or not fair:
        made.losses.append("weights of options: here all right ones count the same")
    return _with_rationale(made, item)


def _options(item: ForeignItem, right: set[str]) -> list[Raw]:
    if len({one.id for one in item.answers}) != len(item.answers):
        raise NotTakenError("two options have the same id")
    names = _names(item.answers)
    made = []
    for one, name in zip(item.answers, names, strict=True):
        option: Raw = {"id": name, "text": one.text}
        if one.id in right:
            option["correct"] = True
        if one.fixed:
            option["fixed"] = True
        if one.feedback.strip():
            option["rationale"] = one.feedback
        made.append(option)
    return made


def _with_rationale(made: _Made, item: ForeignItem) -> _Made:
    """Say what explains the whole at the right option, step or pair: ours have no other place."""
    text = item.rationale.strip()
    if not text:
        return made
    parts = made.raw.get("options") or made.raw.get("steps") or made.raw.get("pairs") or []
    place = next((part for part in parts if part.get("correct")), parts[0] if parts else None)
    if place is not None and text not in place.get("rationale", ""):
        place["rationale"] = "\n\n".join(filter(None, (place.get("rationale"), text)))
    return made


def _numeric(item: ForeignItem) -> _Made:
    right = [one for one in item.answers if one.credit >= FULL - NEAR]
    if len(right) != 1:
        raise NotTakenError(
            "no figure earns the full points" if not right else "several figures are right"
        )
    wrong = [one for one in item.answers if one.credit <= NEAR and one.text.strip()]
    unit = dict(item.meta).get("unit", "")
    said = "\n\n".join(dict.fromkeys(filter(None, (right[0].feedback, item.rationale))))
    raw: Raw = {
        "answer": {
            "value": _figure(right[0].text),
            "tolerance": _figure(right[0].tolerance or "0"),
            **({"unit": unit} if unit else {}),
        }
    }
    if said:
        raw["rationale"] = said
    made = _Made(raw)
    slips = []
    for one in wrong[:8]:
        slip = {"value": _figure(one.text)}
        if one.feedback.strip():
            slip["rationale"] = one.feedback
        slips.append(slip)
    if slips:
        raw["mistakes"] = slips
    parts = sum(1 for one in item.answers if NEAR < one.credit < FULL - NEAR)
    if parts:
        made.losses.append(f"{parts} figures that earn a part of the points")
    if len(wrong) > len(slips):
        made.losses.append(f"{len(wrong) - len(slips)} wrong figures beyond the eighth")
    return made


def _figure(text: str) -> str:
    try:
        figure = Decimal(text.strip())
    except InvalidOperation:
        raise NotTakenError(f"{text.strip()[:40]!r} is no figure") from None
    if not figure.is_finite() or abs(figure.adjusted()) > 12:
        raise NotTakenError(f"{text.strip()[:40]!r} is too large or too exact a figure")
    return format(figure, "f")


def _text(item: ForeignItem) -> _Made:
    if TEXT not in KINDS:
        raise NotTakenError("typed answers are not asked here")
    accepted, mistakes = [], []
    for one in item.answers:
        if not one.text.strip():
            continue
        said = {"rationale": one.feedback} if one.feedback.strip() else {}
        if one.credit > NEAR:
            weight = format(Decimal(str(min(one.credit, FULL))).normalize(), "f")
            credit = {} if one.credit >= FULL - NEAR else {"credit": weight}
            accepted.append({"text": one.text, **credit, **said})
        else:
            mistakes.append({"text": one.text, **said})
    if not any("credit" not in one for one in accepted):
        raise NotTakenError("no answer earns the full points")
    raw: Raw = {"accepted": accepted}
    if mistakes:
        raw["mistakes"] = mistakes
    if item.rationale.strip():
        raw["rationale"] = item.rationale
    return _Made(raw)


def _match(item: ForeignItem) -> _Made:
    texts = list(dict.fromkeys([*(one.match for one in item.answers), *item.distractors]))
    if not all(text.strip() for text in texts):
        raise NotTakenError("a line has nothing that it belongs to")
    choices = {text: f"c{number}" for number, text in enumerate(texts, 1)}
    pairs = []
    for one, name in zip(item.answers, _names(item.answers), strict=True):
        pair = {"id": name, "text": one.text, "answer": choices[one.match]}
        if one.feedback.strip():
            pair["rationale"] = one.feedback
        pairs.append(pair)
    listed = [{"id": name, "text": text} for text, name in choices.items()]
    return _with_rationale(_Made({"choices": listed, "pairs": pairs}), item)


def _order(item: ForeignItem) -> _Made:
    steps = []
    for one, name in zip(item.answers, _names(item.answers), strict=True):
        step = {"id": name, "text": one.text}
        if one.feedback.strip():
            step["rationale"] = one.feedback
        steps.append(step)
    return _with_rationale(_Made({"steps": steps}), item)


def _names(answers: Sequence[Answer]) -> list[str]:
    """Return an id for each answer: its own if all of them are as ours, else letters."""
    given = [one.id for one in answers]
    if len(set(given)) == len(given) and all(_ID.fullmatch(one) and len(one) < 80 for one in given):
        return given
    return [_letter(number) for number in range(len(answers))]


def _letter(number: int) -> str:
    return ascii_lowercase[number] if number < len(ascii_lowercase) else f"o{number + 1}"


def _options_word(count: int) -> str:
    return "1 option" if count == 1 else f"{count} options"


_MAKERS: dict[str, Callable[[ForeignItem], _Made]] = {
    CHOICE: _single,
    MULTIPLE: _multiple,
    NUMERIC: _numeric,
    TEXT: _text,
    MATCH: _match,
    ORDER: _order,
}


def visible(text: str) -> str:
    """Return a text without the characters that a terminal would obey or not show."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(one for one in text if one == "\n" or unicodedata.category(one) not in INVISIBLE)


def reasons_missing(entry: Raw) -> int:
    """Return how many parts of an entry say nothing of why they are right or wrong."""
    lists: Iterable[Any] = (entry.get(name) for name in ("options", "steps", "pairs"))
    parts = [part for one in lists if isinstance(one, list) for part in one]
    if entry.get("kind") in (NUMERIC, TEXT):
        accepted = entry.get("accepted") if entry.get("kind") == TEXT else ()
        said = [one.get("rationale") for one in accepted or () if isinstance(one, dict)]
        return int(not any((entry.get("rationale"), *said)))
    return sum(1 for part in parts if isinstance(part, dict) and not part.get("rationale"))
