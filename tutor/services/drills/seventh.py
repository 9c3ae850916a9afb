"""Completing a code: the 7th character and the placeholders before it."""

from __future__ import annotations

from tutor.codebook.book import Entry
from tutor.domain.coding import Coding, KeyCode
from tutor.domain.icd import CATEGORY, FULL, PLACEHOLDER, compact
from tutor.services.code_pages import seventh as seventh_characters
from tutor.services.drills.build import (
    Drill,
    Made,
    cite_tabular,
    named,
    random_stem,
    without_placeholder,
)

TRIES = 40
"""Draws until a code with a 7th character turns up: those of one chapter in four have one."""


def complete_code(drill: Drill) -> Made | None:
    """Give a code without its 7th character and the wording of one; take the full code typed."""
    stem = _stem(drill)
    if stem is None:
        return None
    choices = [one for one in seventh_characters(drill.book, stem) if one.billable]
    if len(choices) < 2:
        return None
    key = drill.rng.choice(choices)
    others = [one for one in choices if one.char != key.char]
    mistakes = [
        KeyCode(one.code, f"7th character {one.char} means “{one.text}”.")
        for one in drill.rng.sample(others, min(2, len(others)))
    ]
    if short := without_placeholder(drill, key.code):
        mistakes.append(
            KeyCode(
                short,
                f"{short} is no code: the placeholder X keeps the 7th character in its place.",
            )
        )
    body = Coding(
        sequence="any",
        codes=(KeyCode(key.code, f"7th character {key.char}: “{key.text}”."),),
        mistakes=tuple(mistakes),
        rationale=f"{named(stem)} {_why(key.code)}",
    )
    text = (
        f"Complete this ICD-10-CM code ({drill.edition}) and type it whole.\n\n"
        f"{stem.code}: {stem.title}\n\n7th character wanted: {key.text}"
    )
    cites = (cite_tabular(drill.edition), "ICD-10-CM Official Guidelines, sections I.A.4, I.A.5")
    return Made("code", text, body, cites)


def _stem(drill: Drill) -> Entry | None:
    """Draw a code that lacks nothing but its 7th character, chapters alike."""
    for _ in range(TRIES):
        entry = random_stem(drill)
        if entry.kind == "extension":
            return drill.book.ancestors(entry.id)[-1]
    return None


def _why(code: str) -> str:
    if PLACEHOLDER not in compact(code)[CATEGORY : FULL - 1]:
        return "It needs a 7th character (guideline I.A.5)."
    return (
        "It needs a 7th character, and the placeholder X in every place left empty before it "
        "(guidelines I.A.4 and I.A.5)."
    )
