"""Keeping the compiled content up to date: only what changed is read, parsed and compiled.

What parses (yaml, pydantic) is imported only when there is something to parse.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from errno import EINVAL
from stat import S_ISDIR, S_ISREG

from tutor.codebook.official import OfficialCodes, code_list
from tutor.content.files import SourceFile
from tutor.domain.compiled import CompiledFile, Facts
from tutor.domain.plain import from_json
from tutor.domain.role import Source
from tutor.store.content_cache import ContentCache
from tutor.store.content_tables import Stamp

SCHEMA = 4
"""Raise it when compiling the same bytes gives another result."""

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as found on disk; `data` is None where it did not have to be read."""

    source: SourceFile
    stamp: Stamp
    data: bytes | None
    failure: str = ""


def cache_key(roots: Iterable[str]) -> str:
    """Return what a cache depends on besides the files: versions, code list, roots."""
    official = code_list()
    return "|".join((str(SCHEMA), official.name if official else "-", *roots))


def refresh(
    cache: ContentCache, files: Sequence[SourceFile], progress: Progress | None = None
) -> tuple[Stamp, ...]:
    """Bring the cache up to date with the files.

    Args:
        cache: Prepared.
        files: All content files, in the order in which ids are taken.
        progress: Told how far it is while files are compiled.

    Returns:
        The stamps of all files as they now are.
    """
    known = cache.stamps()
    found = [_look(source, known.get(source.key)) for source in files]
    lists = _digest(
        "".join(read.stamp.digest for read in found if read.source.kind == "sources").encode()
    )
    stale = [read for read in found if _is_stale(read.stamp, known.get(read.stamp.path), lists)]
    gone = known.keys() - {read.stamp.path for read in found}
    if stale or gone:
        _rebuild(cache, found, stale, gone, lists, progress)
    touched = [read.stamp for read in found if _is_touched(read.stamp, known)]
    if touched:
        cache.touch(touched)
    return tuple(read.stamp for read in found)


def content_version(stamps: Iterable[Stamp]) -> str:
    """Return a short name for exactly this content, independent of where it lies."""
    names = sorted(
        f"{stamp.root} {stamp.shown if not stamp.root else ''} {stamp.digest}" for stamp in stamps
    )
    return _digest("\n".join(names).encode())[:12]


def _look(source: SourceFile, known: Stamp | None) -> _Read:
    """Look at a file: by size and date first, by its bytes only if those differ."""
    try:
        status = source.path.stat()
        stamp = _stamp(source, status.st_size, status.st_mtime_ns, "", "")
        if known and replace(known, digest="", sources="") == stamp:
            return _Read(source, known, None)
        if not (S_ISREG(status.st_mode) or S_ISDIR(status.st_mode)):
            raise OSError(EINVAL, "not a regular file")  # reading a pipe would wait for ever
        data = source.path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _Read(source, _stamp(source, -1, 0, _digest(reason.encode()), ""), None, reason)
    digest = _digest(data)
    same = known is not None and known.digest == digest
    return _Read(
        source, replace(stamp, digest=digest, sources=known.sources if known and same else ""), data
    )


def _stamp(source: SourceFile, size: int, mtime_ns: int, digest: str, sources: str) -> Stamp:
    return Stamp(
        source.key, source.shown, source.root, source.kind, size, mtime_ns, digest, sources
    )


def _is_stale(stamp: Stamp, known: Stamp | None, lists: str) -> bool:
    """Whether a file must be compiled (again)."""
    if known is None or stamp.sources not in ("", lists):
        return True
    return replace(stamp, size=0, mtime_ns=0) != replace(known, size=0, mtime_ns=0)


def _is_touched(stamp: Stamp, known: Mapping[str, Stamp]) -> bool:
    """Whether only a file's date is new."""
    old = known.get(stamp.path)
    return (
        old is not None
        and old.digest == stamp.digest
        and (old.size, old.mtime_ns) != (stamp.size, stamp.mtime_ns)
    )


def _rebuild(
    cache: ContentCache,
    found: Sequence[_Read],
    stale: Sequence[_Read],
    gone: Iterable[str],
    lists: str,
    progress: Progress | None,
) -> None:
    from tutor.content.link import link

    results = _compile(cache, found, stale, progress)
    facts: dict[str, Facts] = cache.facts() if len(stale) < len(found) else {}
    facts.update({path: result.facts for path, result in results.items()})
    linked = link([(read.source, facts[read.stamp.path]) for read in found], OfficialCodes)
    changed = []
    for read in stale:
        result = results[read.stamp.path]
        stamp = replace(read.stamp, sources=lists if result.uses_sources else "")
        changed.append((stamp, result))
    cache.replace(changed, gone, linked)


def _compile(
    cache: ContentCache,
    found: Sequence[_Read],
    stale: Sequence[_Read],
    progress: Progress | None,
) -> dict[str, CompiledFile]:
    """Compile the stale files: the lists of sources first, since others cite from them."""
    results: dict[str, CompiledFile] = {}
    lists = [read for read in stale if read.source.kind == "sources"]
    others = [read for read in stale if read.source.kind != "sources"]
    sources: dict[str, Source] = {}
    for read in (*lists, *others):
        if len(results) == len(lists):
            sources = _sources(cache, found, results)
        results[read.stamp.path] = _compile_one(read, sources)
        if progress is not None:
            progress(len(results), len(stale))
    return results


def _compile_one(read: _Read, sources: Mapping[str, Source]) -> CompiledFile:
    from tutor.content.compile import compile_file, unreadable

    if read.failure:
        return unreadable(read.source, read.failure)
    data = read.data
    if data is None:  # unchanged itself, but the list of sources it cites from is not
        try:
            data = read.source.path.read_bytes()
        except OSError as error:
            return unreadable(read.source, error.strerror or type(error).__name__)
    return compile_file(read.source, data, sources)


def _sources(
    cache: ContentCache, found: Sequence[_Read], results: Mapping[str, CompiledFile]
) -> dict[str, Source]:
    """Return all sources by id; where two files list one, the first file's."""
    sources: dict[str, Source] = {}
    for read in found:
        if read.source.kind != "sources":
            continue
        result = results.get(read.stamp.path)
        bodies: Iterable[str] = (
            (document.body for document in result.documents if document.kind == "source")
            if result
            else cache.documents("source", path=read.stamp.path)
        )
        for body in bodies:
            source = from_json(Source, body)
            sources.setdefault(source.id, source)
    return sources


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
