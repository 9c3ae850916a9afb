"""What coders and billers do, and the sources that say so (from `seeds/`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """A duty, skill or trait of coders, billers or both.

    Attributes:
        phase: Of the revenue cycle: `front-end`, `mid-cycle`, `back-end`, or None.
        why: For duties, what to tell a learner who sorted it to each role (role -> text).
    """

    id: str
    type: str
    text: str
    role: str
    phase: str | None
    documents: tuple[str, ...]
    why: tuple[tuple[str, str], ...] = ()
    exams: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts are drawn from."""

    id: str
    title: str
    publisher: str
    date: str | None
    kind: str
    url: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated figure: pay, growth, cost; with who measured it, where and when."""

    id: str
    about: str
    role: str
    value: str
    unit: str
    statistic: str
    year: str
    place: str
    measured_by: str
    source: str
    note: str = ""
