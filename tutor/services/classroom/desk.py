"""All services about classes, made over one store: each is imported where it is used."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.clock import Clock
from tutor.services.library import Library
from tutor.services.practice import PracticeService
from tutor.store.store import Store


@dataclass(frozen=True, slots=True)
class Classroom:
    """What the services about classes are made from; each has a property of its own.

    The store here is the whole one: a service checks its actor with `tutor.domain.permissions`
    before it reads or writes anything.
    """

    store: Store
    library: Library
    clock: Clock
    practice: PracticeService
