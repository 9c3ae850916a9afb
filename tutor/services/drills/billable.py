"""Which of these can be reported as it stands?"""

from __future__ import annotations

from collections.abc import Iterator

from tutor.codebook.book import Entry
from tutor.codebook.shape import why_not_billable
from tutor.domain.icd import compact, dotted
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Made,
    cite_tabular,
    distractors,
    named,
    random_stem,
    single,
)
from tutor.services.drills.kinds import SIBLING

PLACEHOLDER = "X"
STEM = 6
"""Characters before the 7th."""


def which_is_billable(drill: Drill) -> Made | None:
    """Offer one complete code among headers, unfinished codes and codes without placeholder."""
    key = random_stem(drill)
    kin = (key, *distractors(drill, key, 8))
    wrong = dict(_unfinished(drill, kin))
    if len(wrong) < DISTRACTORS:
        return None
    chosen = drill.rng.sample(sorted(wrong), DISTRACTORS)
    options = single(
        drill.rng,
        (key.code, f"Complete: {named(key)}"),
        [(code, wrong[code]) for code in chosen],
    )
    if options is None:
        return None
    stem = (
        f"Which of these ICD-10-CM codes ({drill.edition}) is complete, so that a claim can "
        "report it as it stands?"
    )
    cites = (cite_tabular(drill.edition), "ICD-10-CM Official Guidelines, section I.B.2")
    return Made("single", stem, options, cites)


def _unfinished(drill: Drill, kin: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """Yield codes that cannot be reported, and why."""
    close = kin[:1] if drill.level == SIBLING else kin
    for entry in close:
        for above in drill.book.ancestors(entry.id):
            if above.kind in ("category", "code"):
                yield above.code, why_not_billable(drill.book, above)
    for entry in kin:
        yield from _squeezed(drill, entry)


def _squeezed(drill: Drill, entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield a code whose placeholders were forgotten, if what is left is no code at all."""
    bare = compact(entry.code)
    if entry.kind != "extension" or PLACEHOLDER not in bare[3:STEM]:
        return
    short = dotted(bare[:3] + bare[3:STEM].replace(PLACEHOLDER, "") + bare[STEM:])
    if drill.book.find(short) is None:
        yield (
            short,
            f"{short} is no code: the placeholder X is missing. The 7th character must stand in "
            f"the seventh place, as in {entry.code}.",
        )
