"""Sets of lines as whole numbers: bit n stands for line n, so that sets meet in one operation."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator

SPARSE, DENSE = b"\x00", b"\x01"
"""First byte of a stored set: a list of 32-bit line numbers, or a bitmap."""
NUMBER = 4
"""Bytes of a line number."""
_SET = re.compile(rb"[^\x00]")


def packed(lines: Iterable[int], size: int) -> bytes:
    """Store a set of line numbers below `size` in the shorter of two ways."""
    numbers = array("I", sorted(lines))
    if len(numbers) * NUMBER < size // 8:
        return SPARSE + numbers.tobytes()
    bitmap = bytearray(size // 8 + 1)
    for number in numbers:
        bitmap[number >> 3] |= 1 << (number & 7)
    return DENSE + bitmap


def union(blobs: Iterable[bytes], size: int) -> int:
    """Return all lines of some stored sets."""
    whole = 0
    bitmap = bytearray(size // 8 + 1)
    for blob in blobs:
        if blob[:1] == DENSE:
            whole |= int.from_bytes(blob[1:], "little")
            continue
        numbers = array("I")
        numbers.frombytes(blob[1:])
        for number in numbers:
            bitmap[number >> 3] |= 1 << (number & 7)
    return whole | int.from_bytes(bitmap, "little")


def members(lines: int) -> Iterator[int]:
    """Yield the numbers in a set, lowest first."""
    raw = lines.to_bytes(lines.bit_length() // 8 + 1, "little")
    for found in _SET.finditer(raw):
        place = found.start()
        byte = raw[place]
        while byte:
            low = byte & -byte
            yield place * 8 + low.bit_length() - 1
            byte ^= low
