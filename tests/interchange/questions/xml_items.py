"""Questions for round trips through formats of XML."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.interchange.questions.hostile import texts
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
    Place,
)
from tutor.interchange.questions.markup import from_html, to_html, to_plain
from tutor.interchange.questions.xml_writing import writable

HERE = Place("made up")


def settled(text):
    """Return Markdown as it is after one turn to HTML and back."""
    return from_html(to_html(text)).text


def flat(text):
    return " ".join(to_plain(text).split())


words = texts.map(settled).filter(str.strip)
lines = texts.map(lambda text: " ".join(writable(text).split()))
flat_words = words.map(flat).map(settled).map(flat).filter(lambda text: settled(text) == text != "")
typed = texts.map(writable).filter(str.strip)
refs = st.one_of(st.just("dx-1"), st.just(""), lines.map(lambda text: text[:60]))
notes = st.one_of(st.just(""), words)
parts = st.sampled_from([0.0, 100.0, 50.0, 33.33333, -33.33333, -50.0, 12.5, 100.0])
whole = st.sampled_from([0.0, 100.0])
figures = st.decimals(-1_000_000, 1_000_000, places=3, allow_nan=False)


def _written(number):
    text = f"{number:f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _options(kind, credits, told):
    one = st.builds(
        ForeignAnswer,
        id=st.just("a"),
        text=typed if kind == TEXT else words,
        credit=credits,
        feedback=notes if told else st.just(""),
        fixed=st.booleans() if kind in (CHOICE, MULTIPLE) else st.just(False),
    )
    if kind == NUMERIC:
        one = st.builds(
            lambda answer, number, off: replace(
                answer, text=_written(number), tolerance=_written(abs(off))
            ),
            one,
            figures,
            figures,
        )
    if kind in (MATCH, ORDER):
        one = one.map(lambda answer: replace(answer, credit=0.0))
    if kind == MATCH:
        one = st.builds(lambda answer, match: replace(answer, match=match), one, flat_words)
    return st.lists(one, min_size=2, max_size=5)


def _item(kind, answers, **fields):
    seen = {}
    for answer in answers:
        key = answer.text.strip().casefold() if kind == TEXT else (answer.text, len(seen))
        key = answer.text if kind == NUMERIC else key
        seen.setdefault(key, answer)
    kept = [replace(one, id="abcde"[n]) for n, one in enumerate(seen.values())]
    if kind in (CHOICE, MULTIPLE) and len(kept) < 2:
        kept.append(ForeignAnswer("z", "another", 0.0))
    if kind not in (MATCH, ORDER) and not any(one.credit == 100 for one in kept):
        kept[0] = replace(kept[0], credit=100.0)
    if kind in (TEXT, NUMERIC):
        kept = [one for one in kept if one.credit > 0]
    used = {one.match for one in kept}
    others = tuple(one for one in dict.fromkeys(fields.pop("distractors")) if one not in used)
    return ForeignItem(
        HERE, kind, answers=tuple(kept), distractors=others if kind == MATCH else (), **fields
    )


@st.composite
def items(draw, credits=parts, told=True):
    """Draw a question of any kind that formats of XML hold."""
    kind = draw(st.sampled_from(FOREIGN_KINDS))
    path = draw(st.lists(lines.map(lambda one: one.replace("/", "")), max_size=3))
    return _item(
        kind,
        draw(_options(kind, credits, told)),
        stem=draw(words),
        title=draw(lines.filter(bool)),
        ref=draw(refs),
        rationale=draw(notes),
        category="/".join(one.strip() for one in path if one.strip()),
        tags=tuple(dict.fromkeys(draw(st.lists(lines.filter(bool), max_size=3)))),
        distractors=draw(st.lists(flat_words, max_size=2)),
    )


def told(item):
    """Return what has to come back of a question: all but its place and the names of answers."""
    answers = tuple(replace(one, id="") for one in item.answers)
    return replace(item, place=HERE, answers=answers, losses=())
