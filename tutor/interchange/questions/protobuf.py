"""Protocol buffers without their schemas: as far as reading a field or two needs."""

from __future__ import annotations

from collections.abc import Iterator

NUMBER, EIGHT, BYTES, FOUR = 0, 1, 2, 5
"""Wire types."""
_WIDTH = {EIGHT: 8, FOUR: 4}
_LONGEST_NUMBER = 10
"""Bytes of a number: 64 bits by 7."""


def fields_of(data: bytes) -> Iterator[tuple[int, int, int | bytes]]:
    """Yield (field number, wire type, value) of a message, as written.

    Raises:
        ValueError: It is no message, or is cut off.
    """
    at = 0
    while at < len(data):
        key, at = _number(data, at)
        wire = key & 7
        if wire == NUMBER:
            value, at = _number(data, at)
            yield key >> 3, wire, value
            continue
        if wire == BYTES:
            length, at = _number(data, at)
        elif wire in _WIDTH:
            length = _WIDTH[wire]
        else:
            raise ValueError("no such wire type")
        if at + length > len(data):
            raise ValueError("cut off")
        yield key >> 3, wire, data[at : at + length]
        at += length


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(_LONGEST_NUMBER):
        if at >= len(data):
            raise ValueError("cut off")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            return value, at
    raise ValueError("too long for a number")
