"""Checking and counting content, for authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tutor.codebook.official import code_list, icd_version
from tutor.content.files import SourceFile, find_root, list_files, loose_files
from tutor.domain.catalog import UNCHECKED, Problem
from tutor.domain.content_stats import ContentStats, count_content
from tutor.domain.text import quantity
from tutor.errors import ContentError, NotFoundError
from tutor.services.content_build import Progress
from tutor.services.library import Library, open_files, root_names
from tutor.services.quality_check import quality_problems
from tutor.services.set_aside import SetAside

CHECK_NAME = "check.db"
"""The cache of checks that take files from elsewhere, beside the program's own."""
POOLS = ("bank", "lesson", "sorter")


@dataclass(frozen=True, slots=True)
class Books:
    """Where the code book is: compiled editions, imported ones, and who is told of compiling."""

    cache: Path
    kept: Path
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found, and how much it looked at.

    Attributes:
        remarks: What is to be looked at in questions that the user imported; no fault of content.
        set_aside: Items whose key a newer imported code set has overtaken; no fault of theirs.
    """

    problems: tuple[Problem, ...]
    files: int
    items: int
    lessons: int
    terms: int
    remarks: tuple[Problem, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    def summary(self) -> str:
        """Return one line: how much was checked and how it went."""
        faults = {0: "no problems", 1: "1 problem"}.get(
            len(self.problems), f"{len(self.problems):,} problems"
        )
        warnings = f", {quantity(len(self.remarks), 'warning')}" if self.remarks else ""
        return (
            f"{self.files:,} files: {self.items:,} items, {self.lessons:,} lessons, "
            f"{self.terms:,} terms; {faults}{warnings}."
        )


def check_content(
    roots: Sequence[Path],
    cache_file: Path,
    path: Path | None = None,
    progress: Progress | None = None,
    books: Books | None = None,
) -> CheckReport:
    """Check all content, or one file or folder together with all other content.

    Args:
        roots: Content folders, the shipped one first.
        cache_file: Where compiled content is kept.
        path: Report only what is wrong here. It may lie outside the roots.
        progress: Told how far it is.
        books: Where the code book is; with it, keys are held against the book, too.

    Raises:
        NotFoundError: There is nothing at `path`.
        ContentError: The official code list is missing, so that codes cannot be checked; or
            `path` lies where this user may not look.
    """
    if code_list() is None:
        raise ContentError(
            "codes cannot be checked: install simple-icd-10-cm, which carries the official list"
        )
    files = list_files(roots)
    names = root_names(roots, cache_file)
    if path is None:
        return _report(open_files(files, names, cache_file, progress), files, books)
    path = path.absolute()
    try:
        if not path.exists():
            raise NotFoundError(f"there is no file or folder {path}")
        chosen = _within(files, path)
        elsewhere = () if chosen else _outside(path, len(roots))
    except OSError as error:
        raise ContentError(
            f"{path} cannot be read ({error.strerror}): check its permissions"
        ) from error
    if not chosen:
        chosen = elsewhere
        files += chosen
        cache_file = cache_file.with_name(CHECK_NAME)
        names = [*names, str(path)]
    if not chosen:
        raise NotFoundError(f"{path} holds no banks, lessons or seeds")
    return _report(open_files(files, names, cache_file, progress), chosen, books)


def content_stats(library: Library) -> ContentStats:
    """Count a library's content."""
    ids = [head.id for pool in POOLS for head in library.heads(pool)]
    return count_content(
        library.items(ids),
        library.blueprints(),
        lessons=len(library.lessons()),
        terms=len(library.terms()),
    )


def _within(files: Sequence[SourceFile], path: Path) -> tuple[SourceFile, ...]:
    """Return the files of the roots that are, or lie below, a path."""
    path = path.resolve()
    return tuple(source for source in files if source.path.resolve().is_relative_to(path))


def _outside(path: Path, root: int) -> tuple[SourceFile, ...]:
    """Return the files at a path outside all roots, judged by the folders they lie in."""
    base = find_root(path)
    if base is None:
        return loose_files(path, root)
    found = list_files([base])
    return tuple(
        SourceFile(file.path, file.key, file.kind, file.place, root)
        for file in _within(found, path)
    )


def _report(library: Library, chosen: Sequence[SourceFile], books: Books | None) -> CheckReport:
    shown = {source.shown for source in chosen}
    imported = {source.shown for source in chosen if source.imported}
    keys = list(_key_problems(library, books, shown)) if books else []
    problems = [
        *library.problems(),
        *library.remarks(),
        *(replace(one, todo=UNCHECKED) if one.file in imported else one for one in keys),
        *quality_problems(library, shown),
    ]
    found = [problem for problem in problems if problem.file in shown]
    return CheckReport(
        problems=tuple(one for one in found if not one.remark),
        remarks=tuple(one for one in found if one.remark),
        files=len(chosen),
        items=sum(len(library.heads(pool)) for pool in POOLS),
        lessons=len(library.lessons()),
        terms=len(library.terms()),
    )


def _key_problems(library: Library, books: Books, shown: set[str]) -> Iterator[Problem]:
    from tutor.services.codes import CodeBook
    from tutor.services.key_check import key_problems

    codes = CodeBook(books.cache, books.kept, library)
    yield from key_problems(library, codes, shown, books.progress)


def code_set_versions(library: Library | None = None) -> tuple[tuple[str, str], ...]:
    """Return the code sets in use and their editions, for `tutor doctor`.

    Args:
        library: If given, the project's own lists are named, too.
    """
    official = icd_version()
    icd = (
        f"{official.label}, {official.count:,} codes and headers ({Path(official.file).name})"
        if official
        else "missing: install simple-icd-10-cm"
    )
    own = library.code_lists() if library else ()
    return (
        ("ICD-10-CM", icd),
        *(
            (_LIST_NAMES[codes.id], f"{codes.code_set or 'own list'}, {len(codes.codes)} codes")
            for codes in own
        ),
    )


_LIST_NAMES = {"hcpcs": "HCPCS Level II", "icd10pcs": "ICD-10-PCS", "pos": "Places of service"}
