"""Large files are read in bounded memory, however they are laid out."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from random import Random

import pytest

from tests.interchange.x12 import samples
from tutor.interchange.x12.faults import Faults, X12Error
from tutor.interchange.x12.remittance_835 import read_835
from tutor.interchange.x12.segments import read_segments
from tutor.interchange.x12.write_835 import write_835

MOST = 4_000_000
"""Bytes of memory that reading may take."""
MADE = write_835(samples.remittance(Random(11), claims=5))
HEAD = MADE[: MADE.index("CLP*")].encode()
CLAIMS = MADE[MADE.index("CLP*") : MADE.index("SE*")].partition("PLB")[0].encode()
TAIL = MADE[MADE.index("SE*") :].encode()


class Generated(io.RawIOBase):
    """A file that is made while it is read: never more of it is there than is asked for."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._held = b""
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        assert size > 0, "only reads of a fixed size are bounded"
        while len(self._held) < size and (part := next(self._parts, None)) is not None:
            self._held += part
        given, self._held = self._held[:size], self._held[size:]
        self.size += len(given)
        return given


def claims(times: int) -> Iterator[bytes]:
    yield HEAD
    for _ in range(times):
        yield CLAIMS
    yield TAIL


def peak_of(consume) -> int:
    """Return the most memory that something takes."""
    tracemalloc.start()
    try:
        consume()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_remittances_of_any_length_take_the_same_memory():
    faults = Faults()
    peaks, counts, sizes = [], [], []
    for times in (12, 120):
        file = Generated(claims(times))
        peaks.append(peak_of(lambda f=file: counts.append(sum(1 for _ in read_835(f, faults)))))
        sizes.append(file.size)
    assert counts == [61, 601]
    assert sizes[1] > 9 * sizes[0] > 400_000
    assert max(peaks) < MOST
    assert peaks[1] < peaks[0] + 1_000_000


@pytest.mark.parametrize(
    "endless",
    [b"A" * 4096, b"\n" * 4096, b"~" * 4096, b"*" * 4096, b"NM1*QC~" * 500, b"\0" * 4096],
    ids=["letters", "lines", "empty segments", "elements", "segments", "nulls"],
)
def test_rubbish_of_any_length_takes_bounded_memory(endless):
    def parts() -> Iterator[bytes]:
        yield HEAD
        for _ in range(60):
            yield endless

    def consume() -> None:
        with suppress(X12Error):
            for _ in read_segments(Generated(parts()), Faults()):
                pass

    assert peak_of(consume) < 3 * MOST


def test_a_claim_with_endless_lines_is_cut():
    def parts() -> Iterator[bytes]:
        yield HEAD + b"CLP*A1*1*10*10**MB*PC1~NM1*QC*1*ELM~"
        for _ in range(60):
            yield b"SVC*HC:J1885*1*1~CAS*CO*45*0~" * 20
        yield TAIL

    faults, kept = Faults(), []
    assert peak_of(lambda: kept.extend(read_835(Generated(parts()), faults))) < 3 * MOST
    assert len(kept[1].lines) == 1_000
    assert any("more than 1,000 lines" in one.what for one in faults.kept)
