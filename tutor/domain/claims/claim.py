"""A professional claim as a payer reads it: typed, and whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.money import Cents

ORIGINAL, REPLACEMENT, VOID = "1", "7", "8"
"""Frequency codes of box 22 and CLM05-3."""


@dataclass(frozen=True, slots=True)
class Line:
    """One service line.

    Attributes:
        charge: For all units together.
        pointers: Letters of diagnoses, the main one first.
    """

    code: str
    modifiers: tuple[str, ...]
    pointers: tuple[str, ...]
    charge: Cents
    units: int
    begins: date
    ends: date
    place: str
    rendering_npi: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What adjudication needs of a claim.

    Attributes:
        control: Patient control number (box 26, CLM01).
        payer_id: Of the payer it goes to.
        member_id: Of the insured (box 1a).
        diagnoses: By their letter, in order.
        authorization: Prior authorization or referral number (box 23).
        referring_npi: Box 17b.
        frequency: One of `ORIGINAL`, `REPLACEMENT`, `VOID`.
        replaces: The payer's number of the claim that it replaces (box 22).
        accepts: Whether assignment is accepted (box 27).
        received: The day on which the payer has it.
        paid: What the patient paid (box 29).
    """

    control: str
    payer_id: str
    member_id: str
    patient_last: str
    patient_first: str
    patient_birth: date
    relationship: str
    billing_npi: str
    tax_id: str
    diagnoses: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    accepts: bool
    received: date
    authorization: str = ""
    referring_npi: str = ""
    accident: str = ""
    """`employment`, `auto` or `other` where box 10 says so."""
    frequency: str = ORIGINAL
    replaces: str = ""
    paid: Cents = 0

    @property
    def charge(self) -> Cents:
        """Total of the lines."""
        return sum(line.charge for line in self.lines)
