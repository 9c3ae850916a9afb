"""Opening the compiled content: whatever state the cache file is in, it ends up usable."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tutor.content.files import SourceFile
from tutor.errors import ContentError
from tutor.services.content_build import Progress, cache_key, content_version, refresh
from tutor.store.content_cache import CacheDamagedError, CacheUnwritableError, ContentCache

LOCK_SECONDS = 60
"""How long to wait while another process makes a damaged cache anew."""

T = TypeVar("T")


class CacheKeeper:
    """Holds an up-to-date cache of some files and makes it anew if it breaks.

    A damaged cache is replaced without a word: it holds nothing that cannot be compiled again.
    Where no cache can be kept, a temporary one serves until the program ends.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        roots: Sequence[str],
        cache_file: Path,
        progress: Progress | None = None,
    ) -> None:
        self._files = files
        self._key = cache_key(roots)
        self._progress = progress
        self._mending = threading.Lock()
        self._place = _cache_path(cache_file, roots)
        self._cache = ContentCache(self._place, self._key)
        self.version = self._open(self._refresh_or_mend)

    def read(self, use: Callable[[ContentCache], T]) -> T:
        """Return what `use` reads from the cache, which is mended first if need be.

        Raises:
            ContentError: There is no room for compiled content anywhere.
        """
        cache = self._cache
        try:
            return use(cache)
        except (CacheDamagedError, CacheUnwritableError):
            with self._mending:
                if self._cache is cache:
                    self._open(self._mend)
            with self._no_room():
                return use(self._cache)

    def _open(self, prepare: Callable[[], str]) -> str:
        """Get the cache up to date, in a temporary file if its own cannot be used."""
        try:
            return prepare()
        except CacheUnwritableError:
            with self._no_room():
                self._cache = ContentCache(self._temporary_file(), self._key)
                return self._refresh()

    def _refresh_or_mend(self) -> str:
        try:
            return self._refresh()
        except CacheDamagedError:
            return self._mend()

    @contextmanager
    def _no_room(self) -> Iterator[None]:
        """Say so if not even a temporary file will do."""
        try:
            yield
        except (CacheDamagedError, CacheUnwritableError, OSError) as error:
            raise ContentError(
                f"compiled content can be kept neither in {self._place} nor in a temporary "
                "folder: make room on the disk, or set TUTOR_HOME to another folder"
            ) from error

    def _refresh(self) -> str:
        self._cache.prepare()
        return content_version(refresh(self._cache, self._files, self._progress))

    def _mend(self) -> str:
        """Make the cache anew, unless another process has just done so."""
        from filelock import FileLock, Timeout

        try:
            with FileLock(f"{self._cache.path}.lock", timeout=LOCK_SECONDS):
                try:
                    self._cache.verify()
                except CacheDamagedError:
                    self._cache.remove()
                return self._refresh()
        except (CacheDamagedError, Timeout, OSError) as error:
            raise CacheUnwritableError(str(error)) from error

    def _temporary_file(self) -> Path:
        folder = tempfile.mkdtemp(prefix="tutor-content-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return Path(folder, "content.db")


def _cache_path(cache_file: Path, roots: Sequence[str]) -> Path:
    """Return a name of its own for every set of roots; the plain name for the shipped one."""
    if len(roots) <= 1:
        return cache_file
    name = hashlib.blake2b("\n".join(roots).encode("utf-8", "replace"), digest_size=4).hexdigest()
    return cache_file.with_name(f"{cache_file.stem}-{name}{cache_file.suffix}")
