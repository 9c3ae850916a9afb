"""Building the term finder's tables from an edition's nodes and notes.

Lines are numbered by how readily a coder means them (`standing`), so that the first lines of any
set are its best ones. Each word keeps two sets of lines: those that say it (`own`) and those that
say it or stand below or beside it (`near`).
"""

from __future__ import annotations

import math
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from tutor.codebook.terms_bits import packed
from tutor.codebook.terms_lines import HEADINGS, Line, Stem, lines_of, read_stems
from tutor.domain.clinical_lexicon import lexicon
from tutor.domain.clinical_words import NOT
from tutor.domain.nearness import shortened

STATEMENTS = (
    "CREATE TABLE term_line (id INTEGER PRIMARY KEY, node INTEGER NOT NULL, note INTEGER NOT NULL,"
    " source INTEGER NOT NULL, words TEXT NOT NULL)",
    "CREATE TABLE term_word (word TEXT PRIMARY KEY, weight REAL NOT NULL, own BLOB NOT NULL,"
    " near BLOB NOT NULL)",
    "CREATE TABLE term_prefix (prefix TEXT PRIMARY KEY, own BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE term_typo (key TEXT, word TEXT, PRIMARY KEY (key, word)) WITHOUT ROWID",
    "CREATE TABLE term_fact (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
)
PREFIXES = (1, 2, 3)
"""Lengths of prefixes whose lines are kept ready."""
SHORTEST_TYPO = 4
"""Letters of the shortest word whose misspellings are found."""
LENGTH_COST = 0.30
"""Standing lost by each word of a line beyond what was asked for."""
CHAPTER_COST = {"O": 0.30, "P": 0.30, "Q": 0.10, "Z": 0.15, "D": 0.05, "U": 0.0} | dict.fromkeys(
    "VWXY", 0.30
)
"""Standing lost where a coder would have said more: in pregnancy, as a newborn, by which event."""
CATEGORY_COST = dict.fromkeys(["E08", "E09", "E10", "E13"], 0.06)
"""Standing lost where another category is the default: diabetes is type 2 unless said otherwise
(guideline I.C.4.a.2)."""
RARE = (
    ("other", 0.15),
    ("secondary", 0.2),
    ("sequela", 0.3),
    ("poisoning", 0.2),
    ("underdosing", 0.3),
    ("adverse", 0.25),
    ("history", 0.2),
    ("congenital", 0.1),
    ("right", 0.12),
    ("left", 0.12),
    ("bilateral", 0.12),
    ("male", 0.05),
    ("remission", 0.1),
    ("relapse", 0.1),
)
"""Words of titles that a coder says when they are meant."""
HEADER_COST, HEADING_COST = 0.35, 0.9
VAGUE = frozenset(["unspecified", "nos"])
UNSPECIFIED_GAIN = 0.06
NOTE_COST = 0.04
"""Standing lost by a term in a note against a title."""


def build_terms(
    connection: sqlite3.Connection, progress: Callable[[float], None] | None = None
) -> None:
    """Create the term tables of an edition and fill them from `node` and `note`.

    Args:
        connection: An edition that holds its nodes and notes.
        progress: Told which share of the work is done, from 0 to 1.
    """
    tell = progress or (lambda _: None)
    for statement in STATEMENTS:
        connection.execute(statement)
    stems = read_stems(connection)
    tell(0.1)
    scored = [(standing(line, stems[line.node]), line) for line in lines_of(stems)]
    scored.sort(key=lambda pair: -pair[0])
    lines = [line for _, line in scored]
    tell(0.6)
    connection.executemany(
        "INSERT INTO term_line VALUES (?, ?, ?, ?, ?)",
        (
            (number, line.node, line.note, line.source, " ".join(line.words))
            for number, line in enumerate(lines)
        ),
    )
    values = array("f", (value for value, _ in scored)).tobytes()
    connection.execute("INSERT INTO term_fact VALUES ('standing', ?)", (values,))
    tell(0.7)
    _write_words(connection, lines)
    tell(1)


def standing(line: Line, owner: Stem) -> float:
    """Return how readily a coder means a line, before anything is typed; mostly negative."""
    said = set(line.words)
    value = -LENGTH_COST * _length(line)
    if owner.code[1:2].isdigit():
        value -= CHAPTER_COST.get(owner.code[0], 0.0)
    value -= CATEGORY_COST.get(owner.code[:3], 0.0)
    value -= sum(cost for word, cost in RARE if word in said)
    if owner.kind in HEADINGS:
        value -= HEADING_COST
    elif not owner.usable:
        value -= HEADER_COST
    value += UNSPECIFIED_GAIN * min(3, sum(word in VAGUE for word in line.words))
    return value - (NOTE_COST if line.note else 0.0)


def _length(line: Line) -> float:
    """Return a line's length in words; later words count less."""
    return math.sqrt(sum(line.cost.values()))


def _write_words(db: sqlite3.Connection, lines: list[Line]) -> None:
    own: defaultdict[str, set[int]] = defaultdict(set)
    near: defaultdict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(lines):
        said = {*line.words, *line.also}
        for word in said:
            own[word].add(number)
        for word in said | line.near:
            near[word].add(number)
            if word.startswith(NOT):
                near[word.removeprefix(NOT)].add(number)
    size = len(lines)
    weigh = _weights({word: len(found) for word, found in own.items()}, size)
    db.executemany(
        "INSERT INTO term_word VALUES (?, ?, ?, ?)",
        (
            (word, weigh.get(word, 1.0), packed(own.get(word, ()), size), packed(found, size))
            for word, found in sorted(near.items())
        ),
    )
    _write_prefixes(db, own, size)
    db.executemany("INSERT OR IGNORE INTO term_typo VALUES (?, ?)", sorted(_typos(near)))


def _weights(counts: dict[str, int], size: int) -> dict[str, float]:
    """Return how much each word tells: between 0.35 for the commonest and 1 for the rarest."""
    top = math.log(size + 1)
    return {
        word: 0.35 + 0.65 * math.log((size + 1) / count) / top for word, count in counts.items()
    }


def _write_prefixes(db: sqlite3.Connection, own: dict[str, set[int]], size: int) -> None:
    for length in PREFIXES:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for word, lines in own.items():
            if len(word) >= length and not word.startswith(NOT):
                found[word[:length]] |= lines
        db.executemany(
            "INSERT INTO term_prefix VALUES (?, ?)",
            ((prefix, packed(lines, size)) for prefix, lines in sorted(found.items())),
        )


def _typos(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each word with one letter left out, and as it is."""
    for word in {*words, *lexicon().phrases, *lexicon().same}:
        if len(word) >= SHORTEST_TYPO and word.isalpha():
            for key in shortened(word):
                yield key, word
