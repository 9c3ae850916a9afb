"""Questions to an Anki deck (`.apkg`), by genanki.

A note's guid comes from its question's id, the ids of note types are fixed, and that of the deck
comes from its title: importing a later file updates the notes that are there. Anki grades nothing:
options stand on the front, the key and the reason for every option on the back. Where the answer
is a code, the note has a blank for it.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from html import escape
from random import Random
from typing import Any

from tutor.clock import SystemClock
from tutor.domain.foreign import (
    CHOICE,
    FOREIGN_KINDS,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    TEXT,
    ForeignAnswer,
    ForeignItem,
    Loss,
    Written,
)
from tutor.errors import UsageError
from tutor.interchange.questions import anki_own as own
from tutor.interchange.questions.code_shape import is_code
from tutor.interchange.questions.file_names import file_name
from tutor.interchange.questions.markup import to_html, to_plain

HOW_TO_GET = "pip install 'coding-billing-tutor[interchange]'"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIXED = (1980, 1, 1, 0, 0, 0)
"""The zip's own times: they tell nothing."""
_STYLE = """
.card { font-family: sans-serif; font-size: 18px; text-align: left; max-width: 42em;
  margin: 0 auto; padding: 0 1em; line-height: 1.4; }
.ask, .about { color: #666; font-size: 14px; }
.nightMode .ask, .nightMode .about { color: #aaa; }
table { border-collapse: collapse; } td, th { border: 1px solid #999; padding: 0.2em 0.5em; }
.cloze { font-weight: bold; }
"""
_FRONT = "{{Question}}\n{{Options}}"
_BACK = "{{Reasons}}\n<p class='about'>{{Id}}</p>"


def write(items: Sequence[ForeignItem], title: str) -> Written:
    """Write questions as a deck.

    Raises:
        UsageError: genanki is not installed, or there is nothing to write.
    """
    return write_deck(items, title, SystemClock().now().timestamp())


def write_deck(items: Sequence[ForeignItem], title: str, at: float) -> Written:
    """Write questions as a deck.

    Args:
        items: The questions; the last of several with one id is left out.
        title: Name of the deck.
        at: When, in seconds since 1970. Anki takes a note over one that it has only if it is newer.

    Raises:
        UsageError: genanki is not installed, or there is nothing to write.
    """
    genanki = _library()
    name = " ".join(title.replace("::", " ").split()) or "Questions"
    deck = genanki.Deck(deck_id(name), name)
    types = _note_types(genanki)
    losses: list[Loss] = []
    guids: set[str] = set()
    for item in items:
        guid = genanki.guid_for("coding-billing-tutor", item.ref or f"{item.stem}\x1f{item.title}")
        fault = _fault(item) or ("another question has its id" if guid in guids else "")
        if fault:
            losses.append(Loss(item.ref, fault, whole=True))
            continue
        guids.add(guid)
        fields, cloze = fields_of(item)
        tags = [tag_of(one) for one in item.tags if tag_of(one)]
        deck.add_note(genanki.Note(types[cloze], list(fields), tags=tags, guid=guid))
        losses.extend(_losses(item))
    if not guids:
        raise UsageError("there is no question that a deck could hold: choose others")
    data = _packed(genanki.Package(deck), at)
    return Written({f"{file_name(title)}.apkg": data}, tuple(losses))


def deck_id(name: str) -> int:
    """Return the id of a deck, the same for one name, from 2**30 to 2**31."""
    digest = hashlib.blake2b(name.casefold().encode("utf-8", "replace"), digest_size=4).digest()
    return (1 << 30) + int.from_bytes(digest) % (1 << 30)


def tag_of(tag: str) -> str:
    """Return a tag as Anki has them: no spaces, `exam::domain` for `exam:domain`."""
    return "_".join(tag.split()).replace(":", "::", 1)


def shown(text: str) -> str:
    """Return a text as HTML in which nothing looks to Anki like a blank, a sound or LaTeX."""
    return _harmless(to_html(text))


def fields_of(item: ForeignItem) -> tuple[tuple[str, ...], bool]:
    """Return a note's fields, and whether it is one with a blank."""
    code = _code(item)
    answer = f"{{{{c1::{escape(code)}}}}}" if code else _answer(item)
    seen = (
        escape(item.ref or item.title or to_plain(item.stem)[:60] or "-"),
        shown(item.stem),
        _options(item),
        answer,
        _reasons(item),
    )
    return (*seen, own.pack(item, seen)), bool(code)


def _library() -> Any:  # noqa: ANN401 - a module without types
    try:
        import genanki
    except ModuleNotFoundError as error:
        raise UsageError(f"decks for Anki need the package genanki: {HOW_TO_GET}") from error
    return genanki


def _note_types(genanki: Any) -> dict[bool, Any]:  # noqa: ANN401 - a module without types
    found = {}
    for cloze, number, names, front in (
        (False, own.BASIC_ID, own.BASIC_FIELDS, _FRONT),
        (True, own.CLOZE_ID, own.CLOZE_FIELDS, f"{_FRONT}\n<p>Code: {{{{cloze:Code}}}}</p>"),
    ):
        middle = front if cloze else f"{_FRONT}\n<hr id='answer'>\n{{{{Answer}}}}"
        found[cloze] = genanki.Model(
            number,
            f"Coding & Billing Tutor: {'code' if cloze else 'question'}",
            fields=[{"name": name} for name in names],
            templates=[{"name": "Card 1", "qfmt": front, "afmt": f"{middle}\n{_BACK}"}],
            css=_STYLE,
            model_type=genanki.Model.CLOZE if cloze else genanki.Model.FRONT_BACK,
            sort_field_index=names.index(own.QUESTION),
        )
    return found


def _packed(package: Any, at: float) -> bytes:  # noqa: ANN401 - genanki's
    """Return the file. genanki's own way leaves its temporary database behind."""
    with closing(sqlite3.connect(":memory:")) as connection:
        package.write_to_db(connection.cursor(), at, itertools.count(int(at * 1000)))
        connection.commit()
        members = {"collection.anki2": connection.serialize(), "media": b"{}"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def _fault(item: ForeignItem) -> str:
    if item.kind not in FOREIGN_KINDS:
        return f"a question of the kind {item.kind} is worked on in this program alone"
    if not item.stem.strip():
        return "it asks nothing"
    if not item.answers:
        return "it has no answer"
    return ""


def _losses(item: ForeignItem) -> Iterator[Loss]:
    if any(one.credit not in (0, 100) for one in item.answers) and item.kind != MULTIPLE:
        yield Loss(item.ref, "points for a part: told on the back, but Anki grades nothing")
    spaced = [tag for tag in item.tags if len(tag.split()) > 1]
    if spaced:
        yield Loss(item.ref, f"spaces in tags: {', '.join(spaced)}")
    if "\\(" in item.stem or "\\[" in item.stem:
        yield Loss(item.ref, "its \\( looks to Anki like a formula")


def _code(item: ForeignItem) -> str:
    """Return the code that is the one answer of an item, or nothing."""
    right = [one for one in item.answers if one.credit == 100]
    if item.kind not in (TEXT, CHOICE) or len(right) != 1:
        return ""
    answers = item.answers if item.kind == CHOICE else right
    code = to_plain(right[0].text).strip()
    return code if all(is_code(to_plain(one.text).strip()) for one in answers) else ""


def _options(item: ForeignItem) -> str:
    if item.kind in (CHOICE, MULTIPLE):
        ask = _ask("Choose all that apply.") if item.kind == MULTIPLE else ""
        return ask + _list([one.text for one in item.answers], "A")
    if item.kind == ORDER:
        steps = _mixed(item, [one.text for one in item.answers])
        return _ask("Put these in their order.") + _list(steps, "A")
    if item.kind == MATCH:
        targets = dict.fromkeys((*(one.match for one in item.answers), *item.distractors))
        return (
            _ask("Match each of these")
            + _list([one.text for one in item.answers], "1")
            + _ask("with one of these.")
            + _list(_mixed(item, list(targets)), "A")
        )
    return _ask("Give a figure.") if item.kind == NUMERIC else ""


def _answer(item: ForeignItem) -> str:
    right = [one for one in item.answers if one.credit > 0]
    if item.kind in (CHOICE, MULTIPLE):
        lines = [f"{_letter(item, one)}: {_inline(one.text)}" for one in right]
    elif item.kind == ORDER:
        return _list([one.text for one in item.answers], "1")
    elif item.kind == MATCH:
        rows = "".join(
            f"<tr><td>{_inline(one.text)}</td><td>{_inline(one.match)}</td></tr>"
            for one in item.answers
        )
        return f"<table>{rows}</table>"
    else:
        lines = [f"{_inline(one.text)}{_tolerance(one)}{_part(one)}" for one in right]
    return "".join(f"<p><b>{line}</b></p>" for line in lines)


def _reasons(item: ForeignItem) -> str:
    found = []
    for one in item.answers:
        if not one.feedback.strip():
            continue
        if item.kind in (CHOICE, MULTIPLE):
            mark = "✓" if one.credit > 0 else "✗"
            word = "right" if one.credit > 0 else "wrong"
            head = f"{mark} {_letter(item, one)}, {word}{_part(one)}: "
        else:
            head = f"{_inline(one.text)}: "
        found.append(f"<li>{head}{_inline(one.feedback)}</li>")
    reasons = f"<ul>{''.join(found)}</ul>" if found else ""
    return reasons + (shown(item.rationale) if item.rationale.strip() else "")


def _letter(item: ForeignItem, answer: ForeignAnswer) -> str:
    place = item.answers.index(answer)
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def _tolerance(answer: ForeignAnswer) -> str:
    plain = answer.tolerance.strip()
    return f" ± {escape(plain)}" if plain.strip("0.") else ""


def _part(answer: ForeignAnswer) -> str:
    return f" ({answer.credit:g} %)" if answer.credit not in (0, 100) else ""


def _mixed(item: ForeignItem, texts: list[str]) -> list[str]:
    """Return texts in an order that gives nothing away, and is the same in every file."""
    mixed = sorted(texts)
    Random(item.ref or item.stem).shuffle(mixed)  # noqa: S311 - no secret
    return mixed


def _ask(text: str) -> str:
    return f'<p class="ask">{text}</p>'


def _list(texts: Sequence[str], kind: str) -> str:
    return f'<ol type="{kind}">' + "".join(f"<li>{_inline(one)}</li>" for one in texts) + "</ol>"


def _inline(text: str) -> str:
    """Return a text as HTML, without the paragraph around it if there is but one."""
    made = shown(text).strip()
    single = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", made, re.DOTALL)
    return single[1] if single else made


def _harmless(text: str) -> str:
    for mark, instead in (("[", "&#91;"), ("{{", "&#123;&#123;"), ("}}", "&#125;&#125;")):
        text = text.replace(mark, instead)
    return text
