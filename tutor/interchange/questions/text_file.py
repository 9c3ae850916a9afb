"""Files of text: from bytes to characters, whatever program saved them."""

from __future__ import annotations

import re

from tutor.errors import ForeignFileError

LARGEST = 50_000_000
"""Bytes of a file of text: 10,000 questions with long feedback have about 15 MB."""
MOST_QUESTIONS = 50_000
"""Questions of one file; the largest published banks have about 20,000."""
MOST_LINES = 4_000_000
"""Lines of a file, empty ones among them: eighty for each question."""
BLANKS = " \t\n\r\x0b\x0c\0"
"""What formats of text take for blank around a text; other blanks of Unicode are text."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
"""How zips (and .docx, .xlsx), old Office files, PDF and gzip begin."""


def text_of(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file with LF at line ends, and what its reader should be told.

    Read are UTF-8 and UTF-16 with or without a mark, and the older Windows text with a note.

    Raises:
        ForeignFileError: It is too large, or no text.
    """
    if len(data) > LARGEST:
        raise ForeignFileError(
            f"{name}: larger than {LARGEST // 1_000_000} MB; split it into several files"
        )
    if data.startswith(_PACKED):
        raise ForeignFileError(f"{name}: this is not a text file; save it as plain text (UTF-8)")
    text, notes = _decoded(data, name)
    if "\0" in text:
        raise ForeignFileError(f"{name}: this is not a text file; save it as plain text (UTF-8)")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise ForeignFileError(
            f"{name}: more than {MOST_LINES:,} lines; take the empty ones out, or split the file"
        )
    return text, notes


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    wide = _wide(data)
    try:
        return data.decode(wide or "utf-8-sig"), ()
    except UnicodeDecodeError as error:
        if wide:
            raise ForeignFileError(
                f"{name}: its text is damaged (UTF-16); save it as plain text (UTF-8)"
            ) from error
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    note = (
        f"{name}:{line}: not UTF-8, so the file was read as older Windows text: if letters look "
        "wrong, save it as UTF-8"
    )
    return text, (note,)


def _wide(data: bytes) -> str | None:
    """Return the name of UTF-16 as it is written here; None for anything else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:64]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if len(head) >= 4 and odd * 2 > len(head) * 0.6 and not even:
        return "utf-16-le"
    if len(head) >= 4 and even * 2 > len(head) * 0.6 and not odd:
        return "utf-16-be"
    return None


def strip(text: str) -> str:
    """Return text without blanks around it."""
    return text.strip(BLANKS)


def answer_id(number: int) -> str:
    """Return the id of the nth answer of a question, counted from 0: `a` to `z`, then `o27`."""
    return LETTERS[number] if number < len(LETTERS) else f"o{number + 1}"


def file_name(title: str, extension: str) -> str:
    """Return a name for a file that every system takes: `my-bank.gift.txt`."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    return ("-".join(words)[:60].strip("-") or "questions") + extension
