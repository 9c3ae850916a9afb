"""Code and descriptor of CPT, from the file that a user or school imported under its licence.

Nothing of CPT is in this program: without such a file there is nothing to ask. What is drawn is
kept with the attempt, in the learner's own database, and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tutor.codebook.book import Book, Entry
from tutor.domain.coding import CPT_SHAPE, Coding, KeyCode
from tutor.domain.item import Body
from tutor.services.drills.build import DISTRACTORS, Drill, Generator, Made, named
from tutor.services.drills.cpt_sections import domain_of, section_of
from tutor.services.drills.kinds import FAR, NEAR, SIBLING
from tutor.services.drills.titles import among_codes, among_titles

NEIGHBOURS = 3
"""Codes on either side that count as the nearest numbers."""
ROOM = 100
"""Codes that make a section large: large ones come up alike, small ones less often."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The codes of a licensed file that can be asked for, by section.

    Attributes:
        sections: Codes by the name of their section, in the order of their numbers. A descriptor
            that two codes share is left out, with both: it has no one code.
    """

    sections: dict[str, tuple[Entry, ...]]

    def draw(self, drill: Drill) -> Entry:
        """Draw a code, large sections alike."""
        names = list(self.sections)
        weights = [min(ROOM, len(self.sections[name])) for name in names]
        (name,) = drill.rng.choices(names, weights)
        return drill.rng.choice(self.sections[name])

    def others(self, drill: Drill, key: Entry) -> tuple[Entry, ...]:
        """Draw other codes as near to one as the level says; what lacks comes from farther off."""
        home = self.sections[section_of(key.code)]
        near = [one for one in home if one != key]
        away = [one for part in self.sections.values() if part is not home for one in part]
        rings: dict[str, tuple[Sequence[Entry], ...]] = {
            FAR: (away, near),
            NEAR: (near, away),
            SIBLING: (_neighbours(home, key), near, away),
        }
        drawn: list[Entry] = []
        for ring in rings[drill.level]:
            left = [one for one in ring if one not in drawn]
            drawn += drill.rng.sample(left, min(DISTRACTORS - len(drawn), len(left)))
        return tuple(drawn)


def shelf_of(book: Book) -> Shelf:
    """Return what can be asked of an edition."""
    codes = book.at(book.billable_ids)
    times = Counter(one.title.casefold() for one in codes)
    single = sorted(
        (one for one in codes if times[one.title.casefold()] == 1),
        key=lambda one: (section_of(one.code), one.code),
    )
    found = groupby(single, lambda one: section_of(one.code))
    return Shelf({name: tuple(part) for name, part in found})


def title_to_code(shelf: Shelf) -> Generator:
    """Ask for the code of a descriptor."""

    def make(drill: Drill) -> Made | None:
        drawn = _draw(shelf, drill)
        if drawn is None:
            return None
        key, others = drawn
        stem = f"Which CPT® code ({drill.edition}) has this descriptor?\n\n{key.title}"
        return _made(drill, key, "single", stem, among_codes(drill, key, others))

    return make


def code_to_title(shelf: Shelf) -> Generator:
    """Ask for the descriptor of a code."""

    def make(drill: Drill) -> Made | None:
        drawn = _draw(shelf, drill)
        if drawn is None:
            return None
        key, others = drawn
        stem = f"What does CPT® code {key.code} ({drill.edition}) stand for?"
        return _made(drill, key, "single", stem, among_titles(drill, key, others))

    return make


def look_up(shelf: Shelf) -> Generator:
    """Give a descriptor, take the typed code: the book is open and the clock may run."""

    def make(drill: Drill) -> Made | None:
        drawn = _draw(shelf, drill)
        if drawn is None or not CPT_SHAPE.fullmatch(drawn[0].code):
            return None  # the answer line takes no other form for a code
        key, others = drawn
        body = Coding(
            sequence="any",
            codes=(KeyCode(key.code, named(key)),),
            mistakes=tuple(KeyCode(one.code, named(one)) for one in others),
            rationale="Find the section, then the service and the site; read every descriptor of "
            "the family before you write the code.",
        )
        stem = f"Find it in the CPT® book and type the code ({drill.edition}):\n\n{key.title}"
        return _made(drill, key, "code", stem, body)

    return make


def _draw(shelf: Shelf, drill: Drill) -> tuple[Entry, tuple[Entry, ...]] | None:
    """Draw a code to ask for and others to offer beside it; nothing from too small a file."""
    if not shelf.sections:
        return None
    key = shelf.draw(drill)
    others = shelf.others(drill, key)
    return (key, others) if others else None


def _made(drill: Drill, key: Entry, kind: str, stem: str, body: Body | None) -> Made | None:
    """Return the item's content with its owner's notice, tagged to the section of its code."""
    if body is None:
        return None
    domain = domain_of(key.code)
    return Made(
        kind,
        stem,
        body,
        cites=(drill.book.meta.get("notice") or f"CPT®, {drill.edition}",),
        exams=(("cpc", domain),) if domain else (),
    )


def _neighbours(home: Sequence[Entry], key: Entry) -> Sequence[Entry]:
    """Return the codes with the nearest numbers, on either side."""
    at = home.index(key)
    return (*home[max(0, at - NEIGHBOURS) : at], *home[at + 1 : at + 1 + NEIGHBOURS])
