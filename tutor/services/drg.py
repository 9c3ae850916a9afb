"""Explaining the MS-DRG of a stay: the group, and what each secondary diagnosis did to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.codebook.drg import (
    LABEL,
    UNGROUPABLE,
    DiagnosisEffect,
    DrgGrouper,
    Grouping,
    open_grouper,
)
from tutor.domain.stay import Stay

EDITS = {
    "INVALID_CODE": "a code that is not valid and complete on the day of discharge",
    "UNACCEPTABLE_PDX": "the principal diagnosis says a circumstance, not what was treated",
    "E_CODE_AS_PDX": "an external cause cannot be the principal diagnosis",
    "MANIFESTATION_AS_PDX": "a manifestation cannot be the principal diagnosis: its cause comes "
    "first",
    "AGE_CONFLICT": "a diagnosis does not fit the patient's age",
    "SEX_CONFLICT": "a code does not fit the patient's sex",
    "QUESTIONABLE_ADMISSION": "the principal diagnosis alone seldom needs an inpatient stay",
    "DUPLICATE_OF_PDX": "a secondary diagnosis repeats the principal one",
    "UNSPECIFIED": "a code leaves out a side that the record should give",
}
"""Findings of the Medicare Code Editor, in our own words."""


@dataclass(frozen=True, slots=True)
class EffectView:
    """A secondary diagnosis: its severity as listed, and whether this stay's DRG needs it.

    Attributes:
        decisive: Whether the stay falls into another group without it.
        without: The DRG without it.
    """

    code: str
    severity: str
    excluded: bool
    decisive: bool
    without: int


@dataclass(frozen=True, slots=True)
class DrgView:
    """The MS-DRG of a stay."""

    version: str
    drg: int
    title: str
    mdc: int
    mdc_title: str
    severity: str
    effects: tuple[EffectView, ...]
    edits: tuple[str, ...]

    @property
    def grouped(self) -> bool:
        """Whether the stay falls into a group at all."""
        return self.drg != UNGROUPABLE


def explain_stay(stay: Stay) -> DrgView:
    """Group a stay, and again without each secondary diagnosis to see what it changes.

    Raises:
        UsageError: The optional package is not installed.
    """
    with open_grouper() as grouper:
        grouping = grouper.group(stay)
        effects = tuple(
            _effect(grouper, stay, grouping, place, effect)
            for place, effect in enumerate(grouping.secondary)
        )
    return DrgView(
        version=LABEL,
        drg=grouping.drg,
        title=grouping.title,
        mdc=grouping.mdc,
        mdc_title=grouping.mdc_title,
        severity=grouping.severity,
        effects=effects,
        edits=tuple(dict.fromkeys(map(edit_words, grouping.edits))),
    )


def edit_words(name: str) -> str:
    """Return what an edit says; one that is new here by its own name."""
    return EDITS.get(name, name.replace("_", " ").casefold())


def _effect(
    grouper: DrgGrouper, stay: Stay, grouping: Grouping, place: int, effect: DiagnosisEffect
) -> EffectView:
    rest = stay.secondary[:place] + stay.secondary[place + 1 :]
    without = grouper.group(replace(stay, secondary=rest)).drg
    return EffectView(
        effect.code, effect.severity, effect.excluded, without != grouping.drg, without
    )
