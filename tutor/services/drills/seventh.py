"""Completing a code: the 7th character and the placeholders before it."""

from __future__ import annotations

from tutor.codebook.book import Entry
from tutor.domain.coding import Coding, KeyCode
from tutor.domain.icd import compact, dotted
from tutor.services.code_pages import seventh as seventh_characters
from tutor.services.drills.build import Drill, Made, cite_tabular, named, random_billable

STEM = 6
TRIES = 40
"""Draws until a code with a 7th character turns up: two codes in three have one."""


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
    if short := _without_placeholder(drill, key.code):
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
        rationale=f"{named(stem)} It needs a 7th character; places left empty before it are "
        "filled with the placeholder X (guidelines I.A.4 and I.A.5).",
    )
    text = (
        f"Complete this ICD-10-CM code ({drill.edition}) and type it whole.\n\n"
        f"{stem.code}: {stem.title}\n\n7th character wanted: {key.text}"
    )
    cites = (cite_tabular(drill.edition), "ICD-10-CM Official Guidelines, sections I.A.4, I.A.5")
    return Made("code", text, body, cites)


def _stem(drill: Drill) -> Entry | None:
    """Draw a code that lacks nothing but its 7th character."""
    for _ in range(TRIES):
        entry = random_billable(drill)
        if entry.kind == "extension":
            return drill.book.ancestors(entry.id)[-1]
    return None


def _without_placeholder(drill: Drill, code: str) -> str | None:
    bare = compact(code)
    if "X" not in bare[3:STEM]:
        return None
    short = dotted(bare[:3] + bare[3:STEM].replace("X", "") + bare[STEM:])
    return short if drill.book.find(short) is None else None
