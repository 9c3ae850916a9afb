"""Links inside text: `[[term]]` or `[[term|other words]]` opens a glossary term."""

from __future__ import annotations

import re
from dataclasses import dataclass

TERM_LINK = re.compile(r"\[\[([a-z0-9]+(?:-[a-z0-9]+)*)(?:\|([^\[\]|\n]+))?\]\]")
"""A glossary link: the term's id and, optionally, the words shown for it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `term` names the glossary term it links to, if any."""

    text: str
    term: str | None = None


def split_links(text: str) -> tuple[Span, ...]:
    """Cut text at its glossary links; joined, the spans' texts are what a reader sees."""
    spans: list[Span] = []
    end = 0
    for match in TERM_LINK.finditer(text):
        if match.start() > end:
            spans.append(Span(text[end : match.start()]))
        term, words = match.groups()
        spans.append(Span(words or term.replace("-", " "), term))
        end = match.end()
    if end < len(text):
        spans.append(Span(text[end:]))
    return tuple(spans)


def linked_terms(text: str) -> tuple[str, ...]:
    """Return the ids of the terms a text links to, each once, in order."""
    return tuple(dict.fromkeys(match.group(1) for match in TERM_LINK.finditer(text)))


def plain_text(text: str) -> str:
    """Return the text as a reader sees it, without link marks."""
    if "[[" not in text:
        return text
    return "".join(span.text for span in split_links(text))


def markdown_links(text: str) -> str:
    """Turn glossary links into Markdown links with `term:` addresses."""
    return TERM_LINK.sub(
        lambda match: (
            f"[{match.group(2) or match.group(1).replace('-', ' ')}](term:{match.group(1)})"
        ),
        text,
    )
