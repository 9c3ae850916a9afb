"""An invented CPT file: numbers that CPT does not use, words that no book has.

Read by the tests themselves, line by line, beside the program.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tutor.codebook.importing.keep import Named, keep
from tutor.codebook.importing.read import read_release

BLOCKS = {
    "anes": (1, 30),
    "surg10": (19900, 40),
    "surg20": (29920, 29),
    "surg30": (39900, 30),
    "surg40": (49920, 30),
    "surg50": (59900, 30),
    "surg60": (68900, 30),
    "rad": (79900, 30),
    "pathlab": (89400, 30),
    "em": (99430, 9),
    "med": (99700, 20),
}
"""Where the invented numbers of each section of CPC's outline begin, and how many there are."""
LETTERS = {"T": (9900, 20), "F": (9900, 3)}
"""The same for categories with a letter: the latter too few for distractors of their own."""
TWINS = ("19939", "39929")
"""Codes whose descriptor differs in its capitals alone: neither can be asked for."""


def numbers() -> dict[str, str]:
    """Return every number with its section, which is the letter for other categories."""
    found = {
        f"{number:05d}": domain
        for domain, (first, count) in BLOCKS.items()
        for number in range(first, first + count)
    }
    for letter, (first, count) in LETTERS.items():
        found |= {f"{number}{letter}": letter for number in range(first, first + count)}
    return found


def write_file(path: Path, words: str = "Invented work") -> Path:
    """Write a descriptor file as licensees get it."""
    titles = {code: f"{words} [{place}] {{0}} of {code}" for place, code in enumerate(numbers())}
    titles[TWINS[0]], titles[TWINS[1]] = f"{words} of twins", f"{words} OF TWINS"
    lines = [f"CPT copyright {path.name[:4]} American Medical Association.", ""]
    lines += [f"{code}\t{title}" for code, title in titles.items()]
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    return path


def read_file(path: Path) -> dict[str, str]:
    """Return descriptors by code."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if "\t" in line)


def import_file(path: Path, kept: Path) -> None:
    """Keep the file as the edition of the year that its name begins with."""
    year = int(path.name[:4])
    named = Named(str(year), date(year, 1, 1), date(year, 12, 31))
    keep(read_release(path), named, kept, partial=True)
