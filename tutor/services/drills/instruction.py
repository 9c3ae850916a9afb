"""Which instruction is this? The book's own line, to be told by its heading."""

from __future__ import annotations

from tutor.codebook.book import Entry, Line
from tutor.services.drills.build import (
    Drill,
    Made,
    bare_title,
    cite_tabular,
    place,
    random_stem,
    single,
)

HEADINGS = {
    "includes": ("Includes", "Includes lines say what the code covers."),
    "excludes1": ("Excludes1", "Excludes1: not coded here for the same condition."),
    "excludes2": (
        "Excludes2",
        "Excludes2: not part of this condition, but a patient may have both and both are coded.",
    ),
    "codeFirst": ("Code first", "Code first: the cause is sequenced before this code."),
    "useAdditionalCode": (
        "Use additional code",
        "Use additional code: a second code follows where the record supports it.",
    ),
    "codeAlso": ("Code also", "Code also: two codes may be needed; the note sets no order."),
}
TRIES = 60
OFFERED = 4
LEAD_INS = (":", "…")
"""How a line ends that only begins a list."""


def which_instruction(drill: Drill) -> Made | None:
    """Quote a line and ask under which heading the book prints it."""
    found = _line(drill)
    if found is None:
        return None
    line, owner = found
    others = [kind for kind in HEADINGS if kind != line.kind]
    shown = drill.rng.sample(others, OFFERED - 1)
    heading, meaning = HEADINGS[line.kind]
    options = single(
        drill.rng,
        (heading, f"So it stands at {place(owner)}. {meaning}"),
        [(HEADINGS[kind][0], f"Not here. {HEADINGS[kind][1]}") for kind in shown],
    )
    if options is None:
        return None
    stem = (
        f"At {place(owner)}, {bare_title(owner)}, the Tabular List ({drill.edition}) prints this "
        f"line:\n\n“{_shown(line)}”\n\nUnder which heading does it stand?"
    )
    cites = (
        cite_tabular(drill.edition),
        "ICD-10-CM Official Guidelines, sections I.A.11 to I.A.17",
    )
    return Made("single", stem, options, cites)


def _line(drill: Drill) -> tuple[Line, Entry] | None:
    """Draw a line that stands under one heading only at its code, and where it stands.

    Chapters come last: each code in them inherits the same few lines.
    """
    for _ in range(TRIES):
        entry = random_stem(drill)
        lines = drill.book.lines(entry.id)
        usable = [line for line in lines if line.kind in HEADINGS and _whole(line)]
        if not usable:
            continue
        closer = [line for line in usable if not line.code.isdigit()]
        line = drill.rng.choice(closer or usable)
        twins = {one.kind for one in lines if one.text.casefold() == line.text.casefold()}
        if len(twins) > 1:
            continue
        (owner,) = drill.book.at([line.owner])
        return line, owner
    return None


def _shown(line: Line) -> str:
    """Return a line as printed, without the comma that joins it to its heading."""
    return line.text.lstrip(", ")


def _whole(line: Line) -> bool:
    return not line.text.endswith(LEAD_INS) and len(line.text) > 8
