"""Work that makes very many small values, none of which is garbage before the end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MADE = 200_000
"""Values made between two looks for garbage; 700 is usual, and takes a quarter of all the time."""
_USUAL = gc.get_threshold()


@contextmanager
def unhurried() -> Iterator[None]:
    """Have the garbage collector look less often meanwhile."""
    gc.set_threshold(MADE, *_USUAL[1:])
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)  # whatever other threads are doing: that costs time alone
