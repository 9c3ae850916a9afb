"""Excludes1: which code may not stand beside this one for the same condition?"""

from __future__ import annotations

from itertools import islice

from tutor.codebook.book import Entry, Line, Ref
from tutor.codebook.excludes import excludes_findings
from tutor.codebook.given import Given, Raised, gather
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Made,
    between,
    cite_tabular,
    distractors,
    place,
    random_stem,
    single,
)
from tutor.services.drills.kinds import FAR

TRIES = 60
EXTRA = 12
"""Codes drawn as distractors, of which those with any Excludes1 are put back."""
RULE = "excludes1"
LEAD_IN = ":"


def which_is_excluded(drill: Drill) -> Made | None:
    """Offer one code that an Excludes1 note in force keeps apart, among codes it does not."""
    found = _pair(drill)
    if found is None:
        return None
    code, excluded, line = found
    (owner,) = drill.book.at([line.owner])
    near = code.entry if drill.level == FAR else excluded
    apart = (one for one in distractors(drill, near, EXTRA) if one.id != code.entry.id)
    clean = list(islice((one for one in apart if _surely_clean(drill, code, one)), DISTRACTORS))
    if len(clean) < DISTRACTORS:
        return None
    right = (
        f"The Excludes1 note at {place(owner)} names it: “{line.text}”. Both could be reported "
        "only if the two conditions were unrelated."
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
        f"The record supports {code.code} ({code.entry.title}). Which code may NOT be reported "
        "with it for the same condition, because of an Excludes1 note (ICD-10-CM, "
        f"{drill.edition})?"
    )
    cites = (cite_tabular(drill.edition), "ICD-10-CM Official Guidelines, section I.A.12.a")
    return Made("single", stem, options, cites)


def _pair(drill: Drill) -> tuple[Given, Entry, Line] | None:
    """Draw a code and another that one of its Excludes1 lines surely names."""
    for _ in range(TRIES):
        (code,) = gather(drill.book, [(0, random_stem(drill))])
        lines = [line for line in code.lines if line.kind == RULE]
        if not lines or _vague(code):
            continue
        line = drill.rng.choice(lines)
        refs = [ref for ref in code.refs.get(line.id, ()) if not ref.pattern]
        excluded = _named_by(drill, drill.rng.choice(refs)) if refs else None
        if excluded is None or excluded.id == code.entry.id:
            continue
        if any(one.severity == "error" for one in _between(drill, code, excluded)):
            return code, excluded, line
    return None


def _named_by(drill: Drill, ref: Ref) -> Entry | None:
    if ref.first_id is None or ref.last_id is None:
        return None
    ids = between(drill.book.billable_ids, ref.first_id, ref.last_id)
    return drill.book.at([drill.rng.choice(ids)])[0] if ids else None


def _surely_clean(drill: Drill, code: Given, other: Entry) -> bool:
    """Whether no Excludes1 note can be meant for two codes, not even one that names no codes."""
    (beside,) = gather(drill.book, [(1, other)])
    return not _vague(beside) and not _findings(code, beside)


def _vague(code: Given) -> bool:
    """Whether an Excludes1 line in force at a code names no codes: it might mean any.

    A line that ends with a colon only begins a list.
    """
    return any(
        line.kind == RULE and not line.text.endswith(LEAD_IN) and not code.refs.get(line.id)
        for line in code.lines
    )


def _between(drill: Drill, code: Given, other: Entry) -> list[Raised]:
    """Return what Excludes1 notes, sure or conditional, stand between two codes, both ways."""
    (beside,) = gather(drill.book, [(1, other)])
    return _findings(code, beside)


def _findings(code: Given, beside: Given) -> list[Raised]:
    return [one for one in excludes_findings((code, beside)) if one.rule == RULE]
