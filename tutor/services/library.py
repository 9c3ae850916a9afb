"""All content that can be learnt from: lessons, questions, terms, exams, roles and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property, reduce
from itertools import islice
from pathlib import Path
from typing import TypeVar

from tutor.content.files import SourceFile, list_files
from tutor.domain.authoring import Solved, YearlyFact
from tutor.domain.blueprint import Blueprint
from tutor.domain.catalog import ItemHead, LessonHead, Problem
from tutor.domain.claims.lab_files import ChargeList, NameList, lab_data
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.world import EncounterTemplate, LabData
from tutor.domain.coding import HCPCS
from tutor.domain.compiled import Facts
from tutor.domain.coverage import Coverage
from tutor.domain.item import Item
from tutor.domain.item_json import item_from_json
from tutor.domain.lesson import Lesson, Page, Term, Track
from tutor.domain.pcs import PcsBook
from tutor.domain.plain import from_json
from tutor.domain.role import Figure, RoleEntry, Source
from tutor.domain.seeds import CodeList, DemoClass, Disagreement, Erratum
from tutor.errors import NotFoundError
from tutor.services.content_build import Progress
from tutor.services.content_open import CacheKeeper
from tutor.settings import OWN_CONTENT

EXAM_ORDER = ("cpc", "cca", "cbcs", "cmrs", "cpb")
"""How exams are listed; exams of a user's own follow."""

SEARCHED_WORDS = 12
"""Words of a search that count: each takes time, and more of them find nothing more."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One search result.

    Attributes:
        kind: `lesson`, `term`, `topic` (id: `exam/domain`) or `item`.
        page: Page of a lesson, from 0.
    """

    kind: str
    id: str
    title: str
    excerpt: str
    page: int = 0


def content_roots(extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the folders content is read from: the shipped one, then a user's own.

    Args:
        extra: `Settings.content_folders`.
    """
    package = Path(__file__).resolve().parent.parent
    wheel = package / "_content"
    return (wheel if wheel.is_dir() else package.parent, *extra)


def open_library(
    roots: Sequence[Path], cache_file: Path, progress: Progress | None = None
) -> Library:
    """Open the content of some folders, compiling what changed since last time.

    Never fails because of content: what is wrong is in `Library.problems`.

    Args:
        roots: Content folders; the first is the shipped one and takes precedence.
        cache_file: Where compiled content is kept. With more than one root a file of its own
            beside it is used, so that programs with different `TUTOR_CONTENT` do not disturb
            one another. If it cannot be written, a temporary file serves.
        progress: Called with (files done, files in all) while files are compiled.
    """
    return open_files(list_files(roots), root_names(roots, cache_file), cache_file, progress)


def root_names(roots: Sequence[Path], cache_file: Path) -> list[str]:
    """Return the names of folders by which their cache is told from others.

    The learner's own bank lies beside the cache, which no other one shares: it needs no name, so
    that the first import does not have everything compiled anew.
    """
    own = cache_file.parent.with_name(OWN_CONTENT)
    return [str(root) for root in roots if root != own]


def open_files(
    files: Sequence[SourceFile],
    roots: Sequence[str],
    cache_file: Path,
    progress: Progress | None = None,
) -> Library:
    """Open exactly these files; `roots` names where they come from (see `open_library`)."""
    return Library(CacheKeeper(files, roots, cache_file, progress))


class Library:
    """Read access to compiled content, from any thread."""

    def __init__(self, keeper: CacheKeeper) -> None:
        self._keeper = keeper

    def content_version(self) -> str:
        """Return a short name for exactly this content."""
        return self._keeper.version

    def follow(self, newer: Library) -> None:
        """Show from now on what another opening found, to all that hold this library."""
        self._keeper = newer._keeper
        for name in [name for name in vars(self) if name != "_keeper"]:
            vars(self).pop(name, None)  # made from the old content, when it was first asked for

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong with the content, in order of files and lines."""
        return tuple(one for one in self._problems() if not one.remark)

    def remarks(self) -> tuple[Problem, ...]:
        """Return the codes of imported questions that are to be looked at: no fault of content."""
        return tuple(one for one in self._problems() if one.remark)

    def facts(self) -> dict[str, Facts]:
        """Return what every file defines and names, by the file as problems show it."""
        stamps = self._keeper.read(lambda cache: cache.stamps())
        facts = self._keeper.read(lambda cache: cache.facts())
        return {stamps[path].shown: facts[path] for path in stamps}

    def item_files(self) -> dict[str, str]:
        """Return the file of every item of every pool, as problems show it."""
        return self._keeper.read(lambda cache: cache.item_files())

    def heads(self, pool: str = "bank") -> tuple[ItemHead, ...]:
        """Return the heads of all items of a pool (`bank`, `lesson` or `sorter`)."""
        return self._heads.get(pool, ())

    def item(self, item_id: str) -> Item:
        """Return an item of any pool.

        Raises:
            NotFoundError: There is no such item.
        """
        return self.items((item_id,))[0]

    def items(self, ids: Iterable[str]) -> tuple[Item, ...]:
        """Return items in the order of their ids.

        Raises:
            NotFoundError: One of them does not exist.
        """
        wanted = tuple(ids)
        bodies = self._keeper.read(lambda cache: cache.item_bodies(wanted))
        for item_id in wanted:
            if item_id not in bodies:
                known = self._keeper.read(lambda cache: cache.item_ids())
                raise _not_found("item", item_id, known)
        return tuple(item_from_json(bodies[item_id]) for item_id in wanted)

    def tracks(self) -> tuple[Track, ...]:
        """Return the tracks in their order."""
        tracks = self._documents("track", Track)
        return tuple(sorted(tracks, key=lambda track: track.order))

    def lessons(self) -> tuple[LessonHead, ...]:
        """Return the heads of all lessons, in order of tracks and places in them."""
        return self._lesson_heads

    def lesson(self, lesson_id: str) -> Lesson:
        """Return a lesson. A check whose item is not there (a broken bank) is left out.

        Raises:
            NotFoundError: There is no such lesson.
        """
        try:
            body = self._keeper.read(lambda cache: cache.document("lesson", lesson_id))
        except UnicodeEncodeError:  # bytes from a command line that are no text
            body = None
        if body is None:
            raise _not_found("lesson", lesson_id, [head.id for head in self.lessons()])
        return self._with_known_checks(from_json(Lesson, body))

    def terms(self) -> tuple[Term, ...]:
        """Return the glossary in order of the terms' names."""
        return self._terms

    def term(self, id_or_alias: str) -> Term:
        """Return a term by its id, its name or another name of it, in any letter case.

        Raises:
            NotFoundError: There is no such term.
        """
        found = self._names.get(id_or_alias.strip().casefold())
        if found is None:
            raise _not_found("glossary term", id_or_alias, self._names)
        return found

    def search(self, text: str, limit: int = 30) -> tuple[SearchHit, ...]:
        """Search lessons, terms, exam topics and questions by the beginnings of words.

        Args:
            text: What a person typed. Results hold all its words, or, failing that, any; only
                the first `SEARCHED_WORDS` different ones count.
            limit: How many results at most.

        Returns:
            Best first; questions last. Nothing for an empty text.
        """
        found = dict.fromkeys(re.findall(r"[^\W_]+", text))
        words = [f'"{word}"*' for word in islice(found, SEARCHED_WORDS)]
        for joint in (" AND ", " OR "):
            if words and (hits := self._search(joint.join(words), limit)):
                return hits
        return ()

    def blueprints(self) -> tuple[Blueprint, ...]:
        """Return all exams, in the order of `EXAM_ORDER`."""
        return self._blueprints

    def blueprint(self, exam_id: str) -> Blueprint:
        """Return an exam.

        Raises:
            NotFoundError: There is no such exam.
        """
        for blueprint in self._blueprints:
            if blueprint.id == exam_id:
                return blueprint
        known = ", ".join(blueprint.id for blueprint in self._blueprints)
        raise NotFoundError(f"There is no exam {exam_id!r}; there are {known}.")

    def roles(self) -> tuple[RoleEntry, ...]:
        """Return what coders and billers do and are like."""
        return self._documents("role", RoleEntry)

    def sources(self) -> tuple[Source, ...]:
        """Return the documents that facts are drawn from."""
        return self._documents("source", Source)

    def figures(self) -> tuple[Figure, ...]:
        """Return the dated figures."""
        return self._documents("figure", Figure)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return where figures contradict one another."""
        return self._documents("disagreement", Disagreement)

    def errata(self) -> tuple[Erratum, ...]:
        """Return what sources say that is wrong."""
        return self._documents("erratum", Erratum)

    def coverage(self) -> tuple[Coverage, ...]:
        """Return where the topics of exams are taught and tested."""
        return self._documents("coverage", Coverage)

    def yearly_facts(self) -> tuple[YearlyFact, ...]:
        """Return the facts in all texts that change from year to year."""
        return self._documents("yearly", YearlyFact)

    def solved(self) -> tuple[Solved, ...]:
        """Return how blind solving of each item went, where it is on record."""
        return self._documents("solved", Solved)

    def code_lists(self) -> tuple[CodeList, ...]:
        """Return the lists of codes in the project's own words."""
        return self._documents("codes", CodeList)

    def hcpcs_codes(self) -> frozenset[str]:
        """Return the HCPCS Level II codes that the project describes."""
        return self._hcpcs_codes

    def pcs_book(self) -> PcsBook:
        """Return the curated tables of ICD-10-PCS; a book without tables if there are none."""
        return self._pcs_book

    def demo_class(self) -> DemoClass:
        """Return the class that `tutor demo` loads.

        Raises:
            NotFoundError: The content has none.
        """
        found = self._documents("demo", DemoClass)
        if not found:
            raise NotFoundError("The content has no demo class (seeds/demo_class.yaml).")
        return found[0]

    def lab_data(self) -> LabData:
        """Return the simulated practice of the claims lab.

        Raises:
            NotFoundError: The content has no names, plans or encounters.
        """
        if self._lab_data is None:
            raise NotFoundError("The content has no practice to simulate (seeds/practice/).")
        return self._lab_data

    @property
    def has_lab(self) -> bool:
        """Whether the content has a practice to simulate."""
        return self._lab_data is not None

    @cached_property
    def _lab_data(self) -> LabData | None:
        return lab_data(
            self._documents("practice-names", NameList),
            self._documents("plan", Plan),
            self._documents("practice-charges", ChargeList),
            self._documents("encounter", EncounterTemplate),
        )

    @cached_property
    def _hcpcs_codes(self) -> frozenset[str]:
        lists = (codes for codes in self.code_lists() if codes.id == HCPCS)
        return frozenset(code for found in lists for code, _ in found.codes)

    @cached_property
    def _pcs_book(self) -> PcsBook:
        first, *others = self._documents("pcs", PcsBook) or (PcsBook(),)
        return reduce(PcsBook.joined, others, first)

    @cached_property
    def _heads(self) -> dict[str, tuple[ItemHead, ...]]:
        pools: dict[str, list[ItemHead]] = {}
        for head in self._keeper.read(lambda cache: cache.heads()):
            pools.setdefault(head.pool, []).append(head)
        return {pool: tuple(heads) for pool, heads in pools.items()}

    @cached_property
    def _lesson_heads(self) -> tuple[LessonHead, ...]:
        bodies = self._keeper.read(lambda cache: cache.documents("lesson", heads=True))
        places = {track.id: place for place, track in enumerate(self.tracks())}
        heads = (from_json(LessonHead, body) for body in bodies)
        return tuple(
            sorted(heads, key=lambda head: (places.get(head.track, len(places)), head.order))
        )

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        return tuple(sorted(self._documents("term", Term), key=lambda term: term.term.casefold()))

    @cached_property
    def _names(self) -> dict[str, Term]:
        names: dict[str, Term] = {}
        for term in self._terms:
            for name in (term.term, *term.aliases):
                names.setdefault(name.casefold(), term)
        names.update({term.id: term for term in self._terms})
        return names

    @cached_property
    def _blueprints(self) -> tuple[Blueprint, ...]:
        places = {exam: place for place, exam in enumerate(EXAM_ORDER)}
        return tuple(
            sorted(
                self._documents("exam", Blueprint),
                key=lambda exam: (places.get(exam.id, len(places)), exam.id),
            )
        )

    def _problems(self) -> tuple[Problem, ...]:
        return self._keeper.read(lambda cache: cache.problems())

    def _search(self, query: str, limit: int) -> tuple[SearchHit, ...]:
        found = self._keeper.read(lambda cache: cache.search(query, limit))
        return tuple(SearchHit(hit.kind, hit.id, hit.title, hit.excerpt, hit.page) for hit in found)

    def _documents(self, kind: str, cls: type[T]) -> tuple[T, ...]:
        bodies = self._keeper.read(lambda cache: cache.documents(kind))
        return tuple(from_json(cls, body) for body in bodies)

    def _with_known_checks(self, lesson: Lesson) -> Lesson:
        checks = [block.check for page in lesson.pages for block in page.blocks if block.check]
        known = self._keeper.read(lambda cache: cache.item_bodies(checks))
        if len(known) == len(set(checks)):
            return lesson
        pages = tuple(
            Page(page.title, tuple(b for b in page.blocks if b.check is None or b.check in known))
            for page in lesson.pages
        )
        return replace(lesson, pages=pages)


def _not_found(kind: str, name: str, known: Iterable[str]) -> NotFoundError:
    close = get_close_matches(name.casefold(), list(known), n=3, cutoff=0.6)
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    return NotFoundError(f"There is no {kind} {name!r}.{hint}")
