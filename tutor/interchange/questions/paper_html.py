"""A printable test and its key as HTML: one file each, without anything to load.

Browsers print it on Letter or A4; page numbers come from `@page` boxes, where a browser draws
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from tutor.domain.foreign import ForeignItem, Written
from tutor.interchange.questions.file_names import file_name
from tutor.interchange.questions.markup import to_html
from tutor.interchange.questions.paper import Line, Paper, Question, head_line, lay_out

_STYLE = """
@page { margin: 20mm 18mm; @bottom-center { content: counter(page) " / " counter(pages);
  font: 9pt sans-serif; } }
* { box-sizing: border-box; }
body { font: 11pt/1.4 Georgia, "Times New Roman", serif; color: #000; background: #fff;
  max-width: 44em; margin: 2em auto; padding: 0 1em; overflow-wrap: break-word; }
h1 { font-size: 16pt; margin: 0 0 .2em; }
.about { margin: 0 0 1.2em; }
.who { display: flex; flex-wrap: wrap; gap: 1.5em; margin: 0 0 1.5em; }
.who span { flex: 1 1 auto; border-bottom: 1px solid #000; min-width: 9em; padding-bottom: .2em; }
.question { break-inside: avoid; page-break-inside: avoid; margin: 0 0 1.4em;
  display: grid; grid-template-columns: 2.2em 1fr; }
.number { font-weight: bold; }
.question p { margin: 0 0 .5em; }
.ask, .points { font-style: italic; }
.points { float: right; margin: 0 0 0 1em; font-size: 9pt; }
.lines { display: grid; grid-template-columns: auto 1fr; gap: .3em .7em; margin: .3em 0 .6em; }
.lines > * > p { margin: 0; }
.write { border-bottom: 1px solid #000; display: inline-block; width: 2.5em; }
.answer { border-bottom: 1px solid #000; height: 1.8em; }
table { border-collapse: collapse; margin: .4em 0; }
td, th { border: 1px solid #000; padding: .15em .5em; text-align: left; vertical-align: top; }
code { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 95%; }
.key { font-weight: bold; }
@media print { body { margin: 0; max-width: none; padding: 0; } }
"""


def write(items: Sequence[ForeignItem], title: str, seed: int | None = None) -> Written:
    """Write a test and its key, each as a file.

    Raises:
        UsageError: There is no question that could be printed.
    """
    paper = lay_out(items, title, seed)
    name = file_name(title)
    files = {f"{name}.html": paper_html(paper), f"{name}-key.html": key_html(paper)}
    return Written({name: text.encode() for name, text in files.items()}, paper.losses)


def paper_html(paper: Paper) -> str:
    """Return the test."""
    who = "".join(f"<span>{one}</span>" for one in ("Name:", "Date:", f"Points: {_of(paper)}"))
    body = [
        f"<h1>{escape(paper.title)}</h1>",
        f'<p class="about">{head_line(paper)}</p>',
        f'<div class="who">{who}</div>',
        *(_asked(one) for one in paper.questions),
    ]
    return _page(paper.title, body)


def key_html(paper: Paper) -> str:
    """Return the key: what is right, and why."""
    body = [
        f"<h1>{escape(paper.title)}: key</h1>",
        f'<p class="about">{head_line(paper)}</p>',
        *(_answered(one) for one in paper.questions),
    ]
    return _page(f"{paper.title}: key", body)


def _of(paper: Paper) -> str:
    return f"&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; of {paper.points.normalize():f}"


def _asked(question: Question) -> str:
    body = [f'<p class="points">{question.points_text}</p>', to_html(question.stem)]
    if question.ask:
        body.append(f'<p class="ask">{escape(question.ask)}</p>')
    body.extend(_lines(lines) for lines in (question.lines, question.targets) if lines)
    if question.open:
        body.append('<div class="answer"></div>')
    return _section(question, body)


def _lines(lines: Sequence[Line]) -> str:
    return f'<div class="lines">{"".join(_line(one) for one in lines)}</div>'


def _line(line: Line) -> str:
    box = '<span class="write"></span> ' if line.written else ""
    return f"<div>{box}{escape(line.label)}.</div><div>{to_html(line.text)}</div>"


def _answered(question: Question) -> str:
    body = [f'<div class="key">{to_html(one)}</div>' for one in question.key]
    body.extend(_reasons(question))
    if question.rationale:
        body.append(to_html(question.rationale))
    body.append(f'<p class="points">{question.points_text}</p>')
    return _section(question, body)


def _reasons(question: Question) -> Iterator[str]:
    for one in question.reasons:
        mark = "✓ right" if one.right else "✗ wrong"
        yield (
            f'<div class="lines"><div>{escape(one.label)} {mark}</div>'
            f"<div>{to_html(one.text)}</div></div>"
        )


def _section(question: Question, body: Sequence[str]) -> str:
    return (
        f'<section class="question"><div class="number">{question.number}.</div>'
        f"<div>{''.join(body)}</div></section>"
    )


def _page(title: str, body: Sequence[str]) -> str:
    text = "\n".join(body)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{text}\n</body>"
        "</html>\n"
    )
