"""Breaks files in the ways in which files break, at random."""

from __future__ import annotations

from random import Random

MOST_CHANGES = 4


def mangle(raw: bytes, rng: Random) -> bytes:
    """Return a file with one to four things wrong with it."""
    for _ in range(rng.randint(1, MOST_CHANGES)):
        raw = rng.choice(_WAYS)(raw, rng)
    return raw


def _flip(raw: bytes, rng: Random) -> bytes:
    """Change a few bytes to any others."""
    changed = bytearray(raw)
    for _ in range(rng.randint(1, 8)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _spoil(raw: bytes, rng: Random) -> bytes:
    """Change a few bytes to others that mean something in X12."""
    changed = bytearray(raw)
    for _ in range(rng.randint(1, 8)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.choice(b"*:~^ \n0-.9AZ")
    return bytes(changed)


def _segments(raw: bytes) -> list[bytes]:
    return raw.split(b"~")


def _drop(raw: bytes, rng: Random) -> bytes:
    found = _segments(raw)
    for _ in range(min(rng.randint(1, 3), len(found) - 1)):
        del found[rng.randrange(len(found))]
    return b"~".join(found)


def _double(raw: bytes, rng: Random) -> bytes:
    found = _segments(raw)
    at = rng.randrange(len(found))
    return b"~".join(found[: at + 1] + found[at : at + 1] * rng.randint(1, 30) + found[at + 1 :])


def _shuffle(raw: bytes, rng: Random) -> bytes:
    found = _segments(raw)
    for _ in range(rng.randint(1, 10)):
        one, other = rng.randrange(len(found)), rng.randrange(len(found))
        found[one], found[other] = found[other], found[one]
    return b"~".join(found)


def _cut(raw: bytes, rng: Random) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def _behead(raw: bytes, rng: Random) -> bytes:
    return raw[rng.randrange(len(raw) + 1) :]


def _separate(raw: bytes, rng: Random) -> bytes:
    """Change one separator everywhere, or only from some place on."""
    at = rng.choice((0, rng.randrange(len(raw) + 1)))
    before, after = rng.choice(b"*:~^"), rng.randrange(256)
    return raw[:at] + raw[at:].replace(bytes([before]), bytes([after]))


def _stretch(raw: bytes, rng: Random) -> bytes:
    """Put something long into some element."""
    at = rng.randrange(len(raw) + 1)
    filler = rng.choice((b"9" * 30, b"A" * 5_000, b"*" * 300, b":" * 300, b"\0" * 20, b"-" * 9))
    return raw[:at] + filler + raw[at:]


def _element(raw: bytes, rng: Random) -> bytes:
    """Change one element of one segment into something else that may stand in a file."""
    found = _segments(raw)
    at = rng.randrange(len(found))
    elements = found[at].split(b"*")
    values = (b"", b"-", b".", b"1E9", b"99999999", b"00000000", b"20260231", b"20260101-2025")
    more = (b"HC:J1885:::::::::", b":::", b"-0.005", b"NaN", "Ⅷ²٣".encode(), b"\x1b[2J", b"+5")
    elements[rng.randrange(len(elements))] = rng.choice((*values, *more))
    found[at] = b"*".join(elements)
    return b"~".join(found)


def _encode(raw: bytes, rng: Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    encoding = rng.choice(("utf-16", "utf-16-le", "utf-16-be", "cp037", "utf-32"))
    return text.encode(encoding, "replace")


def _wrap(raw: bytes, rng: Random) -> bytes:
    size = rng.randint(20, 120)
    return b"\r\n".join(raw[at : at + size] for at in range(0, len(raw), size))


def _lower(raw: bytes, rng: Random) -> bytes:
    return raw.lower() if rng.random() < 0.5 else raw.swapcase()


def _append(raw: bytes, rng: Random) -> bytes:
    return raw + rng.choice((raw, raw[200:], b"\0\0\0", b"ISA", b"ISA*00*", b"GARBAGE"))


_WAYS = (
    _flip, _spoil, _spoil, _drop, _double, _shuffle, _cut, _behead, _separate, _stretch,
    _element, _element, _element, _encode, _wrap, _lower, _append,
)  # fmt: skip
