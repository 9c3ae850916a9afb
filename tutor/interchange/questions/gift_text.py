"""Texts of a GIFT file: its escapes, and the four formats a text can be in."""

from __future__ import annotations

import re

from tutor.interchange.questions.markup import (
    from_html,
    from_markdown,
    is_html,
    tidy,
)
from tutor.interchange.questions.text_file import strip

_ESCAPED = ":#={}~n\\"
_STAND_INS = "".join(chr(0xFDD0 + number) for number in range(len(_ESCAPED)))
"""Characters that no text has: Unicode keeps them for uses such as this."""
_HIDE = {f"\\{char}": stand_in for char, stand_in in zip(_ESCAPED, _STAND_INS, strict=True)}
_SHOW = str.maketrans(dict(zip(_STAND_INS, _ESCAPED.replace("n", "\n"), strict=True)))
_ESCAPE = re.compile(r"\\[:#={}~n\\]")
_WRITE = str.maketrans(
    {**{char: f"\\{char}" for char in _ESCAPED if char != "n"}, "\n": "\\n", "\r": ""}
)
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_STRAY = re.compile(f"[{_STAND_INS}]")


def hide(text: str) -> str:
    """Return text with escaped characters behind stand-ins, so that none of them parts anything.

    As Moodle does it, a backslash before any other character is a backslash.
    """
    if not text.isascii():
        text = _STRAY.sub("", text)
    if "\\" not in text:
        return text
    # Positions stay, so that lines can still be counted: the freed place is filled with NUL.
    return _ESCAPE.sub(lambda found: _HIDE[found[0]] + "\0", text)


def show(text: str) -> str:
    """Return text with the escaped characters themselves."""
    if not text.isascii():
        text = text.replace("\0", "").translate(_SHOW)
    return strip(text)


def escape(text: str) -> str:
    """Return text as GIFT writes it."""
    return text.translate(_WRITE)


def format_of(text: str) -> tuple[str, str]:
    """Return the format a text names at its beginning, and the text after it."""
    found = _FORMAT.match(text) if text.startswith("[") else None
    return (found[1], text[found.end() :]) if found else ("", text)


class Texts:
    """Turns the texts of one question into the small Markdown, and gathers what is lost.

    Answers and feedback are in the format of what is asked unless they name their own.
    """

    def __init__(self) -> None:
        self.losses: list[str] = []
        self._format = "moodle"

    def stem(self, text: str) -> str:
        """Return what is asked; its format is that of all that follows."""
        named, _ = format_of(strip(text))
        self._format = named or "moodle"
        return self.words(text)

    def words(self, text: str) -> str:
        """Return a text that may name its format."""
        text = strip(text)
        if not text:
            return ""
        named, rest = format_of(text)
        return self._marked(show(rest), named or self._format)

    def bare(self, text: str) -> str:
        """Return a text to be typed: as it is, whatever format it names."""
        return tidy(show(format_of(strip(text))[1]))

    def chosen(self, text: str) -> str:
        """Return a text to be chosen from a list: as it is."""
        return tidy(show(text))

    def _marked(self, text: str, named: str) -> str:
        if named == "plain":
            return tidy(text)
        if named == "markdown":
            marked = from_markdown(text)
            self.losses.extend(marked.losses)
            text = marked.text
        if named != "html" and not is_html(text):
            return tidy(text)
        marked = from_html(text if named == "html" else text.replace("\n", "<br>"))
        self.losses.extend(marked.losses)
        return marked.text
