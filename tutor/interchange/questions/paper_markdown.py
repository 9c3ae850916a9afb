"""A printable test and its key as Markdown, for a word processor or a printer of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tutor.domain.foreign import ForeignItem, Written
from tutor.interchange.questions.file_names import file_name
from tutor.interchange.questions.paper import Line, Paper, Question, head_line, lay_out

_RULE = r"\_" * 20
"""A line to write on: bare underlines alone would be drawn as a rule across the page."""
_SHORT = r"\_" * 4


def write(items: Sequence[ForeignItem], title: str, seed: int | None = None) -> Written:
    """Write a test and its key, each as a file.

    Raises:
        UsageError: There is no question that could be printed.
    """
    paper = lay_out(items, title, seed)
    name = file_name(title)
    files = {f"{name}.md": paper_markdown(paper), f"{name}-key.md": key_markdown(paper)}
    return Written({name: text.encode() for name, text in files.items()}, paper.losses)


def paper_markdown(paper: Paper) -> str:
    """Return the test."""
    blocks = [
        f"# {_plain(paper.title)}",
        head_line(paper),
        f"Name: {_RULE} Date: {_RULE} Points: {_SHORT} of {paper.points.normalize():f}",
    ]
    for question in paper.questions:
        blocks.append(f"## {question.number}. ({question.points_text})")
        blocks.append(question.stem)
        if question.ask:
            blocks.append(f"*{question.ask}*")
        blocks.extend(_list(lines) for lines in (question.lines, question.targets) if lines)
        if question.open:
            blocks.append(f"Answer: {_RULE}")
    return "\n\n".join(blocks) + "\n"


def key_markdown(paper: Paper) -> str:
    """Return the key: what is right, and why."""
    blocks = [f"# {_plain(paper.title)}: key", head_line(paper)]
    for question in paper.questions:
        blocks.append(f"## {question.number}. ({question.points_text})")
        blocks.extend(f"Key: **{_flat(one)}**" for one in question.key)
        reasons = "\n".join(_reasons(question))
        blocks.extend(one for one in (reasons, question.rationale) if one)
    return "\n\n".join(blocks) + "\n"


def _list(lines: Sequence[Line]) -> str:
    return "\n".join(
        f"- {f'{_SHORT} ' if line.written else ''}{line.label}. {_under(line.text)}"
        for line in lines
    )


def _reasons(question: Question) -> Iterator[str]:
    for one in question.reasons:
        mark = "✓ right" if one.right else "✗ wrong"
        yield f"- {_plain(one.label)} {mark}: {_under(one.text)}"


def _under(text: str) -> str:
    """Return a text of several lines so that it stays within its line of a list."""
    return text.replace("\n", "\n  ")


def _flat(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def _plain(text: str) -> str:
    """Return a plain text in which no letter is taken for Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))
