"""An inpatient stay as a claim tells it to the grouper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stay:
    """What an MS-DRG rests on; codes with or without their dots.

    Attributes:
        secondary: Other diagnoses, all present on admission.
        sex: `M` or `F`.
        died: Whether the patient was discharged dead: some MCCs count only for survivors.
    """

    principal: str
    secondary: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    age: int = 65
    sex: str = "F"
    died: bool = False
