"""A file's bytes as text, block by block, whatever encoding it is in.

X12 is ASCII with a few letters more. Seen in the wild: UTF-8 with and without a mark, Windows
text, UTF-16 from Windows tools, and EBCDIC from mainframes, which is refused.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from tutor.interchange.x12.faults import Fault, Faults, X12Error

BLOCK = 64 * 1024
"""Bytes read at a time."""
Source: TypeAlias = Path | BinaryIO | str | bytes
"""Where X12 comes from: a file, an open file of bytes, or what is in memory already."""
Progress: TypeAlias = Callable[[int], object]
"""Takes the number of bytes read so far."""
_EBCDIC = (b"\xc9\xe2\xc1", b"\x89\xa2\x81", b"\xc7\xe2", b"\xe2\xe3")
"""`ISA`, `isa`, `GS` and `ST` as mainframes write them."""
_BYTES_AS_LATIN = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
"""What `surrogateescape` makes of bytes that are no UTF-8, and the letters they are in Latin-1."""


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Open a source for reading bytes.

    Raises:
        X12Error: The file cannot be opened; the message says why.
    """
    if isinstance(source, str):
        yield io.BytesIO(source.encode("utf-8", "replace"))
    elif isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, Path):
        try:
            file = source.open("rb")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise X12Error(f"{source}: cannot be read ({reason})") from error
        with file:
            yield file
    else:
        yield source


def text_blocks(
    stream: BinaryIO, faults: Faults, progress: Progress | None = None
) -> Iterator[str]:
    """Return a stream's text in blocks of at most `BLOCK` characters.

    Null characters are left out; anything else stays as it is.

    Raises:
        X12Error: It is EBCDIC, or cannot be read.
    """
    first = _read(stream)
    decoder = codecs.getincrementaldecoder(_encoding(first, faults))("surrogateescape")
    done, block = 0, first
    while block:
        done += len(block)
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            raise X12Error(
                f"the file says it is UTF-16, and is not at byte {done - len(block):,}: "
                "save it as plain text (ASCII or UTF-8)"
            ) from error
        if text:
            yield _cleaned(text, faults)
        if progress is not None:
            progress(done)
        block = _read(stream)


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(BLOCK)
    except OSError as error:
        raise X12Error(f"reading stopped: {error.strerror or error}") from error


def _encoding(first: bytes, faults: Faults) -> str:
    """Tell the encoding from a file's first block."""
    start = first.lstrip(b" \t\r\n")[:3]
    if any(start.startswith(sign) for sign in _EBCDIC):
        raise X12Error(
            "the file is in EBCDIC, the encoding of mainframes: convert it to ASCII first, "
            "for instance with `iconv -f CP037 -t ASCII`"
        )
    wide = ""
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = "utf-16"
    elif first[1:6:2] == b"\0\0\0"[: len(first[1:6:2])] and first[:6:2].upper() == b"ISA":
        wide = "utf-16-le"
    elif first[:6:2] == b"\0\0\0" and first[1:6:2].upper() == b"ISA":
        wide = "utf-16-be"
    if wide:
        faults.add(
            Fault("the file is in UTF-16", "send plain ASCII: trading partners expect it", None)
        )
        return wide
    return "utf-8-sig"


def _cleaned(text: str, faults: Faults) -> str:
    """Make text of bytes that were no UTF-8, and leave null characters out."""
    if text.isascii() and "\0" not in text:
        return text
    if any("\udc80" <= character <= "\udcff" for character in text):
        text = text.translate(_BYTES_AS_LATIN)
        faults.once(
            "latin",
            Fault(
                "the file is not in UTF-8: letters with accents were read as Latin-1",
                "send plain letters: many payers reject others",
                error=False,
            ),
        )
    if "\0" in text:
        text = text.replace("\0", "")
        faults.once(
            "null",
            Fault(
                "the file holds null characters, which were left out",
                "look at how the file was transferred: send it again in binary mode",
            ),
        )
    return text
