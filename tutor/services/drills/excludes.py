"""Excludes1: which code may not stand beside this one for the same condition?"""

from __future__ import annotations

from tutor.codebook.book import Entry, Line, Ref
from tutor.codebook.rules import check_codes
from tutor.services.drills.build import (
    DISTRACTORS,
    FAR,
    Drill,
    Made,
    between,
    cite_tabular,
    distractors,
    named,
    random_stem,
    single,
)

TRIES = 60
EXTRA = 12
"""Codes drawn as distractors, of which those with any Excludes1 are put back."""
RULES = frozenset({"excludes1"})


def which_is_excluded(drill: Drill) -> Made | None:
    """Offer one code that an Excludes1 note in force keeps apart, among codes it does not."""
    found = _pair(drill)
    if found is None:
        return None
    code, excluded, line = found
    clean = [
        one
        for one in distractors(drill, excluded if drill.level != FAR else code, EXTRA)
        if one.id != code.id and not _apart(drill, code, one)
    ][:DISTRACTORS]
    if len(clean) < DISTRACTORS:
        return None
    right = (
        f"{named(excluded)} At {line.code} the Excludes1 note reads “{line.text}”. Both could be "
        "reported only if the two conditions were unrelated."
    )
    options = single(
        drill.rng,
        (f"{excluded.code} {excluded.title}", right),
        [
            (
                f"{one.code} {one.title}",
                f"No Excludes1 note stands between {code.code} and {one.code}.",
            )
            for one in clean
        ],
    )
    if options is None or any(len(option.text) > 200 for option in options.options):
        return None
    stem = (
        f"A record supports {code.code} ({code.title}). For the same condition, which code may "
        f"NOT be reported with it because of an Excludes1 note (ICD-10-CM, {drill.edition})?"
    )
    cites = (cite_tabular(drill.edition), "ICD-10-CM Official Guidelines, section I.A.12.a")
    return Made("single", stem, options, cites)


def _pair(drill: Drill) -> tuple[Entry, Entry, Line] | None:
    """Draw a code and another that one of its Excludes1 lines surely names."""
    for _ in range(TRIES):
        code = random_stem(drill)
        lines = [line for line in drill.book.lines(code.id) if line.kind == "excludes1"]
        if not lines:
            continue
        line = drill.rng.choice(lines)
        refs = [
            ref
            for ref in drill.book.refs([line.id]).get(line.id, ())
            if ref.first_id is not None and ref.last_id is not None and not ref.pattern
        ]
        if not refs:
            continue
        excluded = _named_by(drill, drill.rng.choice(refs))
        if excluded is not None and excluded.id != code.id and _surely_apart(drill, code, excluded):
            return code, excluded, line
    return None


def _named_by(drill: Drill, ref: Ref) -> Entry | None:
    if ref.first_id is None or ref.last_id is None:
        return None
    ids = between(drill.book.billable_ids, ref.first_id, ref.last_id)
    return drill.book.at([drill.rng.choice(ids)])[0] if ids else None


def _apart(drill: Drill, one: Entry, other: Entry) -> bool:
    """Whether any Excludes1 note, sure or conditional, stands between two codes."""
    return any(found.rule in RULES for found in check_codes(drill.book, (one.code, other.code)))


def _surely_apart(drill: Drill, one: Entry, other: Entry) -> bool:
    return any(
        found.rule in RULES and found.severity == "error"
        for found in check_codes(drill.book, (one.code, other.code))
    )
