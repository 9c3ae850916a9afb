"""Marked text: between HTML, the small Markdown that questions are written in, and plain text.

The small Markdown is text as it stands, with paragraphs (an empty line between), lists (`- ` or
`1. `), tables (`| a | b |` under a row of dashes), `**bold**` and code between backticks. Nothing
in it is escaped. What HTML becomes is text and is never run: nh3 sanitises it first, and what has
no place in the small Markdown is named as a loss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

LONGEST = 100_000
"""Characters of one text: a question with a long note has 5,000."""
MOST_TAGS = 1000
"""Tags of one text; nesting costs the parser the square of its depth."""
_LONE_PARAGRAPH = re.compile(r"\s*<p>([^<]*)</p>\s*|([^<]*)")
_TAG_START = re.compile(r"<[a-zA-Z]")
_TAG = re.compile(r"<[^<>]*>")
_ELEMENTS = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|bdi|bdo|big|blink|blockquote|"
    "body|br|button|canvas|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|"
    "dfn|dialog|dir|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|"
    "frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|"
    "main|map|mark|marquee|math|menu|meta|meter|nav|noembed|noframes|noscript|object|ol|"
    "optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|script|search|"
    "section|select|slot|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|"
    "td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|xmp"
)
_STRAY = re.compile(rf"<(?=/?[a-zA-Z])(?!/?(?:{_ELEMENTS})(?:[\s/>]|$))(?!/?\w+:)", re.IGNORECASE)
"""A `<` before what is no element: a comparison such as `x<y`, not a tag."""
ELEMENT = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""A tag of HTML, as opposed to a `<` in a text."""
_HTML = re.compile(r"<[a-zA-Z/!?]|&(?:[a-zA-Z]|#\d|#[xX])")
_BOLD = re.compile(r"\*\*(?=[^ *])([^\n]{0,500}?[^ *\n])\*\*(?!\*)")
_CODE = re.compile(r"`(?! )([^`\n]*[^` \n])`")
_SPACES = re.compile(r"(?m)(?:^ +)|(?: {2,})")
_GAP = re.compile(r"[ \t\n\r\f]+")
_BLANK = re.compile(r"\n{3,}")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_MARKDOWN_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\(([^()\s]{0,500})(?: [^()\n]{0,300})?\)")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\]\n]{1,300})\]\(([^()\s]{1,500})(?: [^()\n]{0,300})?\)")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in the small Markdown, and what could not be taken over, each in a few words."""

    text: str
    losses: tuple[str, ...] = ()


def is_html(text: str) -> bool:
    """Whether anything in a text would be read as HTML rather than as itself."""
    return ("<" in text or "&" in text) and _HTML.search(text) is not None


def tidy(text: str) -> str:
    """Return text as questions hold it: LF, no control characters, at most one empty line.

    Spaces at line ends go, no-break spaces become plain ones, tabs widen to eight columns.
    """
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    text = _NOT_TEXT.sub("", text.expandtabs(8) if "\t" in text else text)
    if "\n" not in text:
        return text.strip(" ")
    lines = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    lead = len(lines) - len(lines.lstrip("\n"))
    kept = _BLANK.sub("\n\n", lines[lead:].rstrip("\n"))
    return kept if "\n" in kept else kept.strip(" ")


def from_html(text: str) -> Marked:
    """Return HTML as small Markdown.

    Scripts, styles and comments go with all that is in them; pictures, sound, forms and links
    that lead anywhere but to a web page or a mailbox are left out and told.
    """
    if not is_html(text):
        return Marked(_collapsed(text))
    lone = _LONE_PARAGRAPH.fullmatch(text)
    if lone and len(text) <= LONGEST:
        # Most texts of most files are like this: nothing in them needs a parser.
        return Marked(_collapsed(unescape(lone[1] or lone[2] or "")))
    losses: list[str] = []
    if len(text) > LONGEST:
        text = text[:LONGEST]
        losses.append(f"all after {LONGEST:,} characters")
    if len(_TAG_START.findall(text)) > MOST_TAGS:
        losses.append(f"all formatting: there are more than {MOST_TAGS:,} tags")
        return Marked(_collapsed(unescape(_TAG.sub(" ", text))), tuple(losses))
    from tutor.interchange.questions.markup_html import walk

    words, lost = walk(_STRAY.sub("&lt;", text))
    return Marked(tidy(words), tuple(dict.fromkeys((*losses, *lost))))


def from_markdown(text: str) -> Marked:
    """Return Markdown of other programs as the small one: pictures and links become words."""
    losses: list[str] = []

    def picture(found: re.Match[str]) -> str:
        losses.append(f"a picture ({found[2][:60] or 'without a name'})")
        return f"[picture: {found[1]}]" if found[1] else "[picture]"

    def link(found: re.Match[str]) -> str:
        if web_address(found[2]):
            return found[0] if found[1] == found[2] else f"{found[1]} ({found[2]})"
        losses.append("a link that leads to no web page")
        return found[1]

    words = _MARKDOWN_LINK.sub(link, _MARKDOWN_IMAGE.sub(picture, text))
    return Marked(tidy(words), tuple(dict.fromkeys(losses)))


def web_address(address: str) -> bool:
    """Whether an address is of a web page or a mailbox, and of nothing that is run."""
    return re.match(r"(https?://|mailto:)[^\s<>]+$", address.strip(), re.IGNORECASE) is not None


def to_html(text: str) -> str:
    """Return small Markdown as HTML that `from_html` turns back into the same text."""
    return "".join(_block(block) for block in re.split(r"\n{2,}", tidy(text)) if block)


def to_plain(text: str) -> str:
    """Return small Markdown without its marks for bold and code."""
    text = tidy(text)
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    return _CODE.sub(r"\1", text) if "`" in text else text


def is_marked(text: str) -> bool:
    """Whether a text holds bold, code, lists, tables, or more than one line."""
    return "\n" in text or bool(_BOLD.search(text) or _CODE.search(text))


def _collapsed(text: str) -> str:
    """Return text without tags as HTML would show it."""
    lines = _GAP.sub(" ", text[:LONGEST])
    return tidy(lines)


def _inline(text: str) -> str:
    parts = re.split(r"(`(?! )[^`\n]*[^` \n]`)", text)
    marked = []
    for number, part in enumerate(parts):
        safe = escape(part, quote=False)
        if number % 2:
            marked.append(f"<code>{safe[1:-1]}</code>")
        else:
            marked.append(_BOLD.sub(r"<b>\1</b>", safe))
    spaced = _SPACES.sub(lambda found: "&nbsp;" * len(found[0]), "".join(marked))
    return spaced.replace("\n", "<br>")


def _block(block: str) -> str:
    lines = block.split("\n")
    if all(re.match(r"- \S", line) for line in lines):
        return f"<ul>{''.join(f'<li>{_inline(line[2:])}</li>' for line in lines)}</ul>"
    if all(re.match(rf"{n}\. \S", line) for n, line in enumerate(lines, 1)):
        items = (line.partition(". ")[2] for line in lines)
        return f"<ol>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ol>"
    return _table(lines) or f"<p>{_inline(block)}</p>"


def _table(lines: list[str]) -> str:
    """Return the HTML of a table, or nothing if it is not one that comes back as it is."""
    if len(lines) < 2 or not all(re.fullmatch(r"\|( [^|]*[^| ] \||  \|)+", x) for x in lines):
        return ""
    rows = [[cell[1:-1] for cell in line[1:-1].split("|")] for line in lines]
    width = len(rows[0])
    if set(rows[1]) != {"---"} or any(len(row) != width for row in rows):
        return ""
    if any(cell != cell.strip(" ") for row in rows for cell in row):
        return ""
    head = "".join(f"<th>{_inline(cell)}</th>" for cell in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in rows[2:]
    )
    return f"<table><tr>{head}</tr>{body}</table>"
