"""Which of these can be reported as it stands?"""

from __future__ import annotations

from collections.abc import Iterator

from tutor.codebook.book import Entry
from tutor.codebook.shape import why_not_billable
from tutor.domain.icd import FULL, compact, dotted
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Made,
    cite_tabular,
    distractors,
    named,
    random_stem,
    single,
    without_placeholder,
)
from tutor.services.drills.kinds import SIBLING

ADDED = "0019"
"""Characters that people add to a code that is complete without."""
SEVENTHS = "ABCDGKPS"
"""7th characters that people carry over from other categories."""


def which_is_billable(drill: Drill) -> Made | None:
    """Offer one complete code among headers, unfinished codes and codes without placeholder."""
    key = random_stem(drill)
    kin = (key, *distractors(drill, key, 8))
    wrong = {code: _why_not(drill, code, entry) for code, entry in _unfinished(drill, kin)}
    overdone = dict(_overdone(drill, kin))
    as_long = [code for code in (*wrong, *overdone) if len(code) >= len(key.code)]
    if len(wrong) < DISTRACTORS - 1 or not as_long:
        return None
    # One of them is as long as the key: otherwise the longest code would always be complete.
    first = drill.rng.choice(sorted(as_long))
    others = drill.rng.sample(sorted(wrong.keys() - {first}), DISTRACTORS - 1)
    reasons = wrong | overdone
    options = single(
        drill.rng,
        (key.code, f"Complete: {named(key)}"),
        [(code, reasons[code]) for code in (first, *others)],
    )
    if options is None:
        return None
    stem = (
        f"Which of these ICD-10-CM codes ({drill.edition}) is complete, so that a claim can "
        "report it as it stands?"
    )
    cites = (cite_tabular(drill.edition), "ICD-10-CM Official Guidelines, section I.B.2")
    return Made("single", stem, options, cites)


def _unfinished(drill: Drill, kin: tuple[Entry, ...]) -> Iterator[tuple[str, Entry]]:
    """Yield codes that cannot be reported; with a code whose X is missing, what it should be."""
    close = kin[:1] if drill.level == SIBLING else kin
    for entry in close:
        for above in drill.book.ancestors(entry.id):
            if above.kind in ("category", "code"):
                yield above.code, above
    for entry in kin:
        short = without_placeholder(drill, entry.code) if entry.kind == "extension" else None
        if short is not None:
            yield short, entry


def _overdone(drill: Drill, kin: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """Yield codes that do not exist as somebody added or mixed up a last character, and why not."""
    for entry in kin:
        bare = compact(entry.code)
        whole = len(bare) == FULL
        stem = bare[:-1] if whole else bare
        made = dotted(stem + drill.rng.choice(SEVENTHS if whole else ADDED))
        if drill.book.find(made) is not None:
            continue
        if whole:
            above = drill.book.ancestors(entry.id)[-1]
            allowed = [one.code[-1] for one in drill.book.children(above.id)]
            reason = f"{made} is no code: its 7th character can be {', '.join(allowed)}."
        else:
            reason = f"{made} is no code: {entry.code} is complete, and nothing stands below it."
        yield made, reason


def _why_not(drill: Drill, code: str, entry: Entry) -> str:
    if entry.code == code:
        return why_not_billable(drill.book, entry)
    return (
        f"{code} is no code: the placeholder X is missing. The 7th character must stand in the "
        f"seventh place, as in {entry.code}."
    )
