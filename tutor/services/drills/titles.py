"""Code and title: which code is this, what does this code stand for, find it fast.

Every title of a code that can be reported is the title of no other: the key is always one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tutor.codebook.book import Entry
from tutor.domain.coding import Coding, KeyCode
from tutor.domain.item import Choices
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Made,
    cite_tabular,
    distractors,
    named,
    random_stem,
    single,
)
from tutor.services.drills.kinds import SIBLING


def title_to_code(drill: Drill) -> Made | None:
    """Ask for the code of a title."""
    drawn = draw(drill)
    options = among_codes(drill, *drawn) if drawn else None
    if drawn is None or options is None:
        return None
    stem = f"Which ICD-10-CM code ({drill.edition}) has this title?\n\n{drawn[0].title}"
    return Made("single", stem, options, (cite_tabular(drill.edition),))


def code_to_title(drill: Drill) -> Made | None:
    """Ask for the title of a code."""
    drawn = draw(drill)
    options = among_titles(drill, *drawn) if drawn else None
    if drawn is None or options is None:
        return None
    stem = f"What does ICD-10-CM code {drawn[0].code} ({drill.edition}) stand for?"
    return Made("single", stem, options, (cite_tabular(drill.edition),))


def look_up(drill: Drill) -> Made | None:
    """Give a title, take the typed code: the code book is open and the clock may run."""
    key = random_stem(drill)
    others = distractors(replace(drill, level=SIBLING), key, 2)
    body = Coding(
        sequence="any",
        codes=(KeyCode(key.code, named(key)),),
        mistakes=tuple(KeyCode(one.code, named(one)) for one in others),
        rationale="Begin with the main term, then narrow down with the other words of the title; "
        "read to the last character before you write the code.",
    )
    stem = f"Find it in the code book and type the code ({drill.edition}):\n\n{key.title}"
    return Made("code", stem, body, (cite_tabular(drill.edition),))


def draw(drill: Drill) -> tuple[Entry, tuple[Entry, ...]] | None:
    """Draw a code to ask for and others to offer beside it, all with titles of their own."""
    key = random_stem(drill)
    others = distractors(drill, key)
    titles = {one.title.casefold() for one in (key, *others)}
    return (key, others) if len(titles) > DISTRACTORS else None


def among_codes(drill: Drill, key: Entry, others: Iterable[Entry]) -> Choices | None:
    """Return codes as options."""
    wrong = [(one.code, f"Not this one: {named(one)}") for one in others]
    return single(drill.rng, (key.code, named(key)), wrong)


def among_titles(drill: Drill, key: Entry, others: Iterable[Entry]) -> Choices | None:
    """Return titles as options."""
    wrong = [(one.title, f"That is the title of {one.code}.") for one in others]
    return single(drill.rng, (key.title, named(key)), wrong)
