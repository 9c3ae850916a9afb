"""People and practices of the simulated world. All of them are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CREDENTIALS = frozenset({
    "MD", "DO", "NP", "PA", "PA-C", "APRN", "FNP", "CNS", "CNM", "CRNA", "DPM", "DC", "OD", "DDS",
    "DMD", "PHD", "PSYD", "PT", "OT", "SLP", "RN", "RD", "RT", "LCSW", "AUD",
})  # fmt: skip
"""What may stand behind a provider's name."""
RELATIONSHIPS = ("self", "spouse", "child", "other")
"""What a patient is to the insured person."""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `zip` has five digits or nine."""

    street: str
    city: str
    state: str
    zip: str


@dataclass(frozen=True, slots=True)
class Person:
    """A patient, or the person whose insurance it is. `sex` is F, M or U."""

    last: str
    first: str
    birth: date
    sex: str
    address: Address
    middle: str = ""
    phone: str = ""

    @property
    def name(self) -> str:
        """The name as claims hold it: `LAST, FIRST, M`."""
        return ", ".join(part for part in (self.last, self.first, self.middle) if part).upper()


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody who renders, orders or refers."""

    npi: str
    last: str
    first: str
    credential: str
    specialty: str
    """In plain words: `family medicine`."""

    @property
    def name(self) -> str:
        """The name as claims hold it: `FIRST LAST MD`."""
        return f"{self.first} {self.last} {self.credential}".upper()


@dataclass(frozen=True, slots=True)
class Practice:
    """Who bills. `tax_id` has nine digits; `place` is its usual place of service code."""

    name: str
    npi: str
    tax_id: str
    address: Address
    phone: str
    contact: str
    providers: tuple[Provider, ...]
    place: str = "11"
