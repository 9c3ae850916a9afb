"""Anki decks (`.apkg`) to questions.

A card that is turned over is no question that a program can grade, unless its back is short enough
to be typed, or names one of the options on its front. So just those are taken, and every other one
is refused with its reason. Notes written by `anki_write` come back whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tutor.domain.foreign import (
    CHOICE,
    MULTIPLE,
    TEXT,
    ForeignAnswer,
    ForeignBank,
    ForeignItem,
    Place,
    Refused,
)
from tutor.domain.text import folded, one_line, quantity
from tutor.interchange.questions.anki_cloze import BLANK, cards_of
from tutor.interchange.questions.anki_collection import Collection, Note, read_collection
from tutor.interchange.questions.anki_own import (
    BASIC_FIELDS,
    CLOZE_FIELDS,
    DATA,
    QUESTION,
    digest,
    unpack,
)
from tutor.interchange.questions.anki_write import shown, tag_of
from tutor.interchange.questions.code_shape import is_code
from tutor.interchange.questions.listed_options import Listed, keys_named, options_in
from tutor.interchange.questions.markup import LONGEST, Marked, from_html, to_plain

MOST_WORDS, MOST_LETTERS = 4, 40
"""Of an answer that is typed: nobody types five words as somebody else wrote them."""
TITLE_WIDTH = 60
_SOUND = re.compile(r"\[(?:sound|anki:[a-z]+)\b[^\[\]]*\]", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_EXPLAINING = ("extra", "explanation", "rationale", "reason", "note", "comment", "source", "detail")
"""What names of fields that explain begin with or end in."""


class _RefusedError(Exception):
    """A note that is not taken; its text says why."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """A front and a back in Markdown, what explains them, and what they have lost."""

    front: str
    back: str
    more: tuple[str, ...]
    losses: tuple[str, ...]


def read(data: bytes, name: str) -> ForeignBank:
    """Read a deck.

    Raises:
        ForeignFileError: It is no deck, is damaged, or too large.
        UsageError: Something is not installed that its form needs.
    """
    collection = read_collection(data, name)
    items: list[ForeignItem] = []
    refused: list[Refused] = []
    for note in collection.notes:
        place = Place(f"{name}/note {note.number}")
        try:
            for found in _items(note, place):
                if isinstance(found, ForeignItem):
                    items.append(found)
                else:
                    refused.append(found)
        except _RefusedError as error:
            refused.append(Refused(place, _title(note), str(error)))
    return ForeignBank(tuple(items), tuple(refused), _notes(collection))


def _notes(collection: Collection) -> tuple[str, ...]:
    found = []
    if collection.media is None:
        found.append("the list of pictures and sounds cannot be read; they are left out anyway")
    elif collection.media:
        found.append(f"{quantity(collection.media, 'picture or sound file')} left out")
    if collection.studied:
        found.append("the history of reviews in the deck is left out")
    return tuple(found)


def _items(note: Note, place: Place) -> Iterator[ForeignItem | Refused]:
    if note.type is None:
        raise _RefusedError("its note type is not in the file")
    if not note.fields:
        raise _RefusedError("its text is not UTF-8")
    if max(map(len, note.fields)) > LONGEST and note.type.fields[-1:] != (DATA,):
        raise _RefusedError(f"its text is longer than {LONGEST:,} letters")
    if note.type.fields in (BASIC_FIELDS, CLOZE_FIELDS):
        yield _own(note, place)
    elif note.type.cloze:
        yield from _cloze(note, place)
    else:
        yield _basic(note, place)


def _own(note: Note, place: Place) -> ForeignItem:
    """Return a question that was written here, with the wording Anki has now."""
    fields = dict(zip(note.type.fields if note.type else (), note.fields, strict=False))
    try:
        item, seen = unpack(fields.get(DATA, ""), place)
    except ValueError as error:
        raise _RefusedError(
            "the field that holds the question was changed: export the deck from here again"
        ) from error
    if set(note.tags) != {tag_of(tag) for tag in item.tags} - {""}:
        tags = tuple(tag.replace("::", ":", 1) for tag in note.tags)
        item = replace(item, tags=tags, native="")
    if digest(note.fields[:-1]) == seen:
        return item
    stem = from_html(fields[QUESTION])
    if stem.text.strip() == from_html(shown(item.stem)).text.strip():
        return replace(item, losses=(*item.losses, _LEFT_AS_EXPORTED))
    losses = (*item.losses, *stem.losses, f"wording as changed in Anki; {_LEFT_AS_EXPORTED}")
    return replace(item, stem=stem.text, losses=losses, native="")


_LEFT_AS_EXPORTED = "options, answer and reasons as exported, even if changed in Anki"


def _basic(note: Note, place: Place) -> ForeignItem:
    texts = _texts(note, note.fields[0], note.fields[1] if len(note.fields) > 1 else "", 2)
    losses = texts.losses
    if note.type and note.type.templates > 1:
        losses += ("its other cards, such as the reversed one",)
    listed = options_in(texts.front)
    if listed:
        return _choice(note, place, listed, replace(texts, losses=losses))
    return _typed(note, place, texts.front, texts.back, texts.more, losses)


def _choice(note: Note, place: Place, listed: Listed, texts: _Texts) -> ForeignItem:
    keys, rest = keys_named(texts.back, listed.options)
    if not keys:
        raise _RefusedError("its front lists options, but its back names none of them for certain")
    if not listed.stem.strip():
        raise _RefusedError("its front lists options, but asks nothing")
    credit = 100.0 if len(keys) == 1 else round(100 / len(keys), 5)
    answers = tuple(
        ForeignAnswer("abcdefghi"[place_], text, credit if place_ in keys else 0.0)
        for place_, text in enumerate(listed.options)
    )
    rationale = "\n\n".join(one for one in (rest, *texts.more) if one.strip())
    return _item(
        note,
        place,
        kind=CHOICE if len(keys) == 1 else MULTIPLE,
        stem=listed.stem,
        answers=answers,
        rationale=rationale,
        losses=texts.losses,
    )


def _cloze(note: Note, place: Place) -> Iterator[ForeignItem | Refused]:
    if any("image-occlusion:" in one for one in note.fields):
        raise _RefusedError("it hides parts of a picture")
    try:
        cards = cards_of(_SOUND.sub("", note.fields[0]))
    except ValueError as error:
        raise _RefusedError(str(error)) from error
    if not cards:
        raise _RefusedError("it has no blank")
    for card in cards:
        asked = {folded(from_html(answer).text): answer for answer in card.answers}
        try:
            if len(asked) > 1:
                raise _RefusedError(f"card {card.number} asks for {len(asked)} things at once")
            texts = _texts(note, card.text, next(iter(asked.values())), 1)
            item = _typed(note, place, texts.front, texts.back, texts.more, texts.losses)
        except _RefusedError as error:
            yield Refused(place, _title(note), str(error))
        else:
            yield item if card.number == 1 else replace(item, ref=f"{item.ref}-c{card.number}")


def _typed(
    note: Note,
    place: Place,
    front: str,
    back: str,
    more: tuple[str, ...],
    losses: tuple[str, ...],
) -> ForeignItem:
    """Return a question whose answer is typed.

    Raises:
        _RefusedError: Its answer is none that can be.
    """
    lines = [line for line in back.splitlines() if line.strip()]
    if not front.strip(f" \n{BLANK[0]}.:,"):
        raise _RefusedError("its front has no text, or nothing but a picture")
    if not lines:
        raise _RefusedError("its back has no text, or nothing but a picture")
    answer = " ".join(to_plain(lines[0]).split())
    if len(lines) > 1 and not is_code(answer):
        raise _RefusedError("its answer has several lines: no program could grade what is typed")
    if len(answer) > MOST_LETTERS or len(answer.split()) > MOST_WORDS:
        raise _RefusedError(
            f"its answer is longer than {MOST_WORDS} words: no program could grade what is typed"
        )
    rationale = "\n\n".join(one for one in ("\n".join(lines[1:]), *more) if one.strip())
    return _item(
        note,
        place,
        kind=TEXT,
        stem=front,
        answers=(ForeignAnswer("a", answer, 100.0),),
        rationale=rationale,
        losses=losses,
    )


def _item(note: Note, place: Place, **parts: Any) -> ForeignItem:  # noqa: ANN401 - its fields
    return ForeignItem(place=place, ref=note.guid, category=note.deck, tags=note.tags, **parts)


def _texts(note: Note, front: str, back: str, used: int) -> _Texts:
    """Return a note's texts; fields after those used explain, or are left out."""
    losses: list[str] = []
    more = []
    names = note.type.fields if note.type else ()
    for name, text in zip(names[used:], note.fields[used:], strict=False):
        marked = _marked(text, losses)
        if not marked.text.strip():
            continue
        words = folded(name).split()
        if any(word.startswith(_EXPLAINING) for word in words):
            more.append(marked.text.strip())
        else:
            losses.append(f"its field {one_line(name, 30)}")
    asked = _marked(front, losses).text.strip() if _has_words(front) else ""
    answer, pictures = _PICTURE.subn("", back)
    if pictures:
        losses.append(f"{quantity(pictures, 'picture')} on its back")
    found = _marked(answer, losses).text.strip()
    return _Texts(asked, found, tuple(more), tuple(dict.fromkeys(losses)))


def _has_words(text: str) -> bool:
    """Tell whether a side is more than pictures, which would be told in words."""
    if not _PICTURE.search(text):
        return True
    return bool(from_html(_PICTURE.sub("", _SOUND.sub("", text))).text.strip())


def _marked(text: str, losses: list[str]) -> Marked:
    bare, sounds = _SOUND.subn("", text)
    if sounds:
        losses.append(quantity(sounds, "sound"))
    marked = from_html(bare)
    losses.extend(marked.losses)
    return marked


def _title(note: Note) -> str:
    text = note.fields[0] if note.fields else ""
    return one_line(from_html(text).text, TITLE_WIDTH) or "(no text)"
