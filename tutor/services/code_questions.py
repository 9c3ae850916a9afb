"""Questions about one code of a code book, for a card of the learner's own.

Three forms take turns: its title is given and the code chosen among its neighbours, its title is
given and the code typed, or the code is given and its title chosen. What is right is decided by
the book alone; see also the drills, which ask for codes at random.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

from tutor.codebook.book import Book, Entry
from tutor.domain.code_sets import MAIN, NAMES
from tutor.domain.coding import CPT_SHAPE, Coding, KeyCode, code_set_of
from tutor.domain.item import CARD_POOL, Body, Item
from tutor.domain.own_card import CODE, OwnCard
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Made,
    assemble,
    between,
    cite_tabular,
    named,
)
from tutor.services.drills.kinds import SIBLING, Tags
from tutor.services.drills.titles import among_codes, among_titles

CHOOSE, TYPE, TITLE = "choose", "type", "title"
ITEM_KINDS = {CHOOSE: "single", TYPE: "code", TITLE: "single"}
"""Kind of item that each form is."""
ASKABLE = frozenset({"category", "code", "extension", "modifier"})
"""Kinds of nodes that stand for a code; the others are headings of the book."""
NEIGHBOURS = 12
"""Codes nearest to the one asked for, of which the wrong options are drawn."""
_TAGS = Tags((), "code-book", "recall")


def askable(entry: Entry) -> bool:
    """Whether a node of a book can be a card: it is a code, no heading."""
    return entry.kind in ASKABLE


def forms_of(book: Book, entry: Entry) -> tuple[str, ...]:
    """Return the forms in which a code can be asked for; none where it stands alone."""
    forms = (CHOOSE, TITLE) if neighbours(book, entry) else ()
    return (*forms, TYPE) if _can_be_typed(book, entry) else forms


def code_item(book: Book, entry: Entry, form: str, rng: Random) -> Item:
    """Return a question about a code; the same random source gives the same question.

    Raises:
        ValueError: The code has no such form: see `forms_of`.
    """
    if form not in forms_of(book, entry):
        raise ValueError(f"{entry.code} cannot be asked for as {form!r}")
    drill = Drill(book, rng, SIBLING)
    near = neighbours(book, entry)
    others = rng.sample(near, min(DISTRACTORS, len(near)))
    stem, body = _asked(drill, entry, form, others)
    card = OwnCard(CODE, entry.code, book.code_set).id
    made = Made(ITEM_KINDS[form], stem, body, (_cite(drill),))
    item = assemble(
        made,
        item_id=f"{card}/{form}",
        version=1,
        level=SIBLING,
        tags=_TAGS,
        edition=book.label.removesuffix(" (selection)"),
    )
    return replace(item, pool=CARD_POOL, topic=card)


def neighbours(book: Book, entry: Entry) -> tuple[Entry, ...]:
    """Return codes that can stand beside one as wrong options: the nearest in the book.

    None is above or below the code, none has the same title, and no two have the same: the book
    gives the title asked for to one of the options alone.
    """
    near = _billable(book, entry) if entry.billable else _kin(book, entry)
    found: dict[str, Entry] = {}
    for one in near:
        title = one.title.casefold()
        if title != entry.title.casefold():
            found.setdefault(title, one)
    return tuple(found.values())[:NEIGHBOURS]


def _billable(book: Book, entry: Entry) -> Sequence[Entry]:
    """Return the reportable codes nearest to one, of the closest part that has enough of them."""
    above = book.ancestors(entry.id)
    ids: Sequence[int] = ()
    for node in reversed(above):
        ids = between(book.billable_ids, node.id, node.last)
        if len(ids) > DISTRACTORS:
            break
    else:
        ids = ids if len(ids) > DISTRACTORS else book.billable_ids
    at = bisect_left(ids, entry.id)
    around = ids[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    return _by_distance(entry, book.at(one for one in around if one != entry.id))


def _kin(book: Book, entry: Entry) -> Sequence[Entry]:
    """Return the codes beside a code that is not reported itself, then those a step away."""
    above = book.ancestors(entry.id)
    kin = [one for one in book.children(entry.parent) if one.id != entry.id]
    if len(kin) < DISTRACTORS and len(above) > 1:
        aunts = [one for one in book.children(above[-2].id) if one.id != entry.parent]
        kin += [one for aunt in aunts for one in book.children(aunt.id)]
    return _by_distance(entry, (one for one in kin if askable(one)))


def _by_distance(entry: Entry, others: Iterable[Entry]) -> Sequence[Entry]:
    return sorted(others, key=lambda one: (abs(one.id - entry.id), one.id))


def _can_be_typed(book: Book, entry: Entry) -> bool:
    """Whether the answer line takes the code, and no other code has its title."""
    shape = code_set_of(entry.code) or CPT_SHAPE.fullmatch(entry.code)
    return bool(entry.billable and shape and entry.title not in book.shared_titles)


def _asked(drill: Drill, entry: Entry, form: str, others: Sequence[Entry]) -> tuple[str, Body]:
    name = NAMES.get(drill.book.code_set, drill.book.code_set)
    what = "modifier" if entry.kind == "modifier" else "code"
    if form == TITLE:
        stem = f"What does {name} {what} {entry.code} ({drill.edition}) stand for?"
        return stem, _sure(among_titles(drill, entry, others))
    if form == CHOOSE:
        stem = f"Which {name} {what} ({drill.edition}) has this title?\n\n{entry.title}"
        return stem, _sure(among_codes(drill, entry, others))
    body = Coding(
        sequence="any",
        codes=(KeyCode(entry.code, named(entry)),),
        mistakes=tuple(KeyCode(one.code, named(one)) for one in others),
        rationale="From memory if you can; if not, find it in the code book and read its page.",
    )
    return f"Type the {name} code ({drill.edition}) for this title:\n\n{entry.title}", body


def _sure(body: Body | None) -> Body:
    if body is None:  # neighbours have different titles and codes
        raise ValueError("two options read alike")
    return body


def _cite(drill: Drill) -> str:
    book = drill.book
    if book.code_set == MAIN:
        return cite_tabular(drill.edition)
    return book.meta.get("notice") or f"{NAMES.get(book.code_set, book.code_set)}, {drill.edition}"
