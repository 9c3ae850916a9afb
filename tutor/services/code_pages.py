"""Pages of the code book, put together from one edition."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tutor.codebook.book import Book, Character, Entry, Line
from tutor.codebook.shape import nearest, placeholder_missing, why_not_billable
from tutor.codebook.tabular import TERM, VISUAL
from tutor.domain.code_sets import MAIN
from tutor.domain.icd import (
    CATEGORY,
    FULL,
    PLACEHOLDER,
    Reference,
    compact,
    looks_like_icd,
    tidy,
    with_seventh,
)
from tutor.domain.icd_words import added_meaning
from tutor.domain.pcs import AXES, HEAD
from tutor.domain.pcs import LENGTH as PCS_LENGTH
from tutor.errors import NotFoundError
from tutor.services.code_views import (
    CodeLine,
    CodeNote,
    CodePage,
    PcsAxis,
    PcsRowView,
    PcsTableView,
    SeventhChar,
    Spelled,
)

LABELS = {
    "includes": "Includes",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "codeFirst": "Code first",
    "useAdditionalCode": "Use additional code",
    "codeAlso": "Code also",
    "notes": "Note",
    "sevenChrNote": "7th character",
    VISUAL: "Table",
}
"""Kinds of notes as the book prints them."""
CODES = frozenset({"category", "code", "extension"})
"""Kinds of nodes of ICD-10-CM that are codes."""
FILLER = "placeholder: it fills the place and means nothing"
OFFERED = 8
"""Values of a character listed when a PCS code leaves its table."""


def find(book: Book, code: str) -> Entry:
    """Return a code's node.

    Raises:
        NotFoundError: There is none; the message offers what is near.
    """
    if entry := book.find(code):
        return entry
    if not tidy(code):
        raise NotFoundError("no code was given")
    raise NotFoundError(f"there is no code {tidy(code)} in {book.label}{_offer(book, code)}")


def page(book: Book, entry: Entry, notice: str = "") -> CodePage:
    """Return everything the book says about a code."""
    above = book.ancestors(entry.id)
    below = book.children(entry.id)
    beside = book.children(entry.parent)
    lines = book.lines(entry.id)
    choices = seventh(book, entry)
    return CodePage(
        code=entry.code,
        title=entry.title,
        code_set=book.code_set,
        edition=book.label,
        billable=entry.billable,
        kind=entry.kind,
        why_not_billable=_why(book, entry),
        breadcrumbs=code_lines(book, above),
        notes=_notes(book, entry, lines),
        seventh=choices,
        siblings=code_lines(book, beside),
        children=code_lines(book, below),
        spelled=spell(book, entry),
        terms=tuple(line.text for line in lines if line.kind == TERM and line.owner == entry.id),
        notice=" ".join(filter(None, (notice, book.meta.get("notice", "")))),
        characters=() if choices or entry.billable else _characters(book, entry),
    )


def _characters(book: Book, entry: Entry) -> tuple[Spelled, ...]:
    """Return the 7th characters that codes below a heading take, as the book prints them there."""
    if entry.kind not in CODES:
        return ()
    return tuple(Spelled(str(FULL), one.char, _wording(one)) for one in book.seventh(entry.id))


def _why(book: Book, entry: Entry) -> str:
    if entry.kind == "modifier":
        return f"{entry.code} is a modifier: it is added to a code and not reported alone."
    if book.code_set == MAIN or entry.billable:
        return why_not_billable(book, entry)
    return f"{entry.code} is a heading ({entry.kind}) of the book, not a code."


def code_lines(book: Book, entries: Iterable[Entry]) -> tuple[CodeLine, ...]:
    """Return nodes as lines of a list."""
    shown = tuple(entries)
    counts = book.child_counts(entry.id for entry in shown)
    return tuple(
        CodeLine(entry.code, entry.title, entry.billable, counts[entry.id], entry.kind)
        for entry in shown
    )


def seventh(book: Book, entry: Entry) -> tuple[SeventhChar, ...]:
    """Return the choices of 7th character for a code, padded with X; for a full code, of its stem.

    A category whose codes below take the character has no choices yet.
    """
    if entry.kind not in CODES:
        return ()
    stem = entry
    if entry.kind == "extension" and entry.parent is not None:
        (stem,) = book.at([entry.parent])
    real = {one.code for one in book.children(stem.id) if one.kind == "extension"}
    if not real:
        return ()
    return tuple(
        SeventhChar(one.char, _wording(one), code, code in real)
        for one in book.seventh(stem.id)
        for code in [with_seventh(stem.code, one.char)]
    )


def _wording(one: Character) -> str:
    return f"{one.text} (also: {one.also})" if one.also else one.text


def spell(book: Book, entry: Entry) -> tuple[Spelled, ...]:
    """Spell a code out: what each group of characters means or adds."""
    if book.code_set == MAIN:
        return _spell_icd(book, entry) if entry.kind in CODES else ()
    if book.code_set == "icd10pcs" and len(entry.code) == PCS_LENGTH:
        return _spell_pcs(book, entry)
    return ()


def pcs_table(book: Book, name: str) -> PcsTableView:
    """Return a table of ICD-10-PCS.

    Raises:
        NotFoundError: The book has no such table.
    """
    entry = book.find(name[:HEAD])
    if entry is None or not entry.extra:
        raise NotFoundError(f"there is no table {tidy(name)[:HEAD]} in {book.label}")
    extra = json.loads(entry.extra)
    return PcsTableView(
        table=entry.code,
        head=tuple(_axis(axis) for axis in extra["head"]),
        rows=tuple(PcsRowView(tuple(_axis(axis) for axis in row)) for row in extra["rows"]),
        edition=book.label,
        definition=extra.get("definition", ""),
        hint=extra.get("hint", ""),
    )


def _axis(plain: Sequence[object]) -> PcsAxis:
    position, name, values = plain
    pairs = values if isinstance(values, list) else []
    return PcsAxis(int(str(position)), str(name), tuple((str(v), str(m)) for v, m in pairs))


def _notes(book: Book, entry: Entry, lines: Sequence[Line]) -> tuple[CodeNote, ...]:
    refs = book.refs(line.id for line in lines)
    return tuple(
        CodeNote(
            kind=line.kind,
            label=LABELS[line.kind],
            text=line.text.lstrip(" ,"),
            owner=line.code,
            inherited=line.owner != entry.id,
            refs=tuple(str(Reference(ref.first, ref.last)) for ref in refs.get(line.id, ())),
        )
        for line in lines
        if line.kind in LABELS
    )


def _spell_icd(book: Book, entry: Entry) -> tuple[Spelled, ...]:
    chain = [one for one in book.ancestors(entry.id) if one.kind in CODES] + [entry]
    spelled = [Spelled(f"1-{CATEGORY}", chain[0].code, chain[0].title)]
    for above, one in pairwise(chain):
        spelled += _spell_step(book, above, one)
    return tuple(spelled)


def _spell_step(book: Book, above: Entry, one: Entry) -> list[Spelled]:
    start = len(compact(above.code))
    added = compact(one.code)[start:]
    if one.kind == "extension":
        places = _place(start + 1, FULL - 1)
        fill = [Spelled(places, added[:-1], FILLER)] if len(added) > 1 else []
        text = next((c.text for c in book.seventh(one.id) if c.char == added[-1]), one.title)
        return [*fill, Spelled(str(FULL), added[-1], text)]
    place = _place(start + 1, start + len(added))
    if one.placeholder and added == PLACEHOLDER:
        return [Spelled(place, added, FILLER)]
    return [Spelled(place, added, added_meaning(above.title, one.title))]


def _place(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _spell_pcs(book: Book, entry: Entry) -> tuple[Spelled, ...]:
    try:
        table = pcs_table(book, entry.code)
    except NotFoundError:
        return ()
    for row in table.rows:
        axes = (*table.head, *row.axes)
        meanings = [
            dict(axis.values).get(char) for axis, char in zip(axes, entry.code, strict=True)
        ]
        if all(meanings):
            return tuple(
                Spelled(str(n), char, f"{axis.name or AXES[n - 1]}: {meaning}")
                for n, (char, axis, meaning) in enumerate(
                    zip(entry.code, axes, meanings, strict=True), start=1
                )
            )
    return ()


def _offer(book: Book, code: str) -> str:
    if book.code_set == "icd10pcs":
        return _offer_pcs(book, tidy(code))
    if book.code_set != MAIN or not looks_like_icd(code):
        return ""
    if meant := placeholder_missing(book, code):
        return f": did you mean {meant}, with placeholders?"
    near = [entry.code for entry in nearest(book, code)]
    return f": near it are {', '.join(near)}" if near else ""


def _offer_pcs(book: Book, code: str) -> str:
    """Say which values the table allows where a code leaves it."""
    try:
        table = pcs_table(book, code)
    except NotFoundError:
        return ""
    rows = [(*table.head, *row.axes) for row in table.rows]
    for place, char in enumerate(code[:PCS_LENGTH]):
        if place < HEAD or (kept := [row for row in rows if _allows(row[place], char)]):
            rows = rows if place < HEAD else kept
            continue
        return f": {_goes_on(table.table, rows, code[:place])}"
    return f": {_goes_on(table.table, rows, code)}" if len(code) < PCS_LENGTH else ""


def _allows(axis: PcsAxis, char: str) -> bool:
    return any(value == char for value, _ in axis.values)


def _goes_on(table: str, rows: Sequence[tuple[PcsAxis, ...]], begun: str) -> str:
    values = {value: meaning for row in rows for value, meaning in row[len(begun)].values}
    allowed = "; ".join(f"{value} {meaning}" for value, meaning in list(values.items())[:OFFERED])
    more = "; …" if len(values) > OFFERED else ""
    return f"after {begun} table {table} allows {allowed}{more}"
