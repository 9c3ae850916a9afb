"""Questions of every kind with hostile texts, for round trips."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.interchange.questions.hostile import texts
from tutor.domain.foreign import (
    CHOICE,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    TEXT,
    ForeignAnswer,
    ForeignItem,
    Place,
)
from tutor.interchange.questions.markup import tidy
from tutor.interchange.questions.text_file import answer_id

SOME = texts.filter(lambda text: bool(tidy(text)))
LINES = SOME.map(lambda text: " ".join(tidy(text).split())).filter(bool)
FIGURES = st.decimals(-10_000, 10_000, places=2).map(lambda value: f"{abs(value) and value:f}")
WEIGHTS = st.sampled_from([0.0, 100.0, 50.0, 33.33333, -25.0, 16.66667, 12.5])
WORDS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+)?", fullmatch=True)


def _answers(text, credits, low=2, **more):
    answer = st.builds(
        ForeignAnswer, st.just(""), text, credits, st.one_of(st.just(""), texts), **more
    )
    return st.lists(answer, min_size=low, max_size=4).map(
        lambda found: tuple(
            ForeignAnswer(answer_id(n), a.text, a.credit, a.feedback, a.fixed, a.match, a.tolerance)
            for n, a in enumerate(found)
        )
    )


def _item(kind, answers, **more):
    return st.builds(
        ForeignItem,
        st.just(Place("made")),
        st.just(kind),
        SOME,
        answers,
        ref=st.one_of(st.just(""), WORDS),
        title=st.one_of(st.just(""), LINES),
        rationale=st.one_of(st.just(""), texts),
        category=st.sampled_from(["", "Billing/Denials", "E11.9: a = b"]),
        tags=st.lists(WORDS, max_size=2).map(tuple),
        **more,
    )


def _rightful(item):
    return any(answer.credit > 0 for answer in item.answers)


def _one_right(answers):
    return (
        ForeignAnswer("a", answers[0].text, 100.0, answers[0].feedback),
        *(ForeignAnswer(a.id, a.text, min(a.credit, 50.0), a.feedback) for a in answers[1:]),
    )


singles = _item(CHOICE, _answers(SOME, WEIGHTS).map(_one_right))
multiples = _item(MULTIPLE, _answers(SOME, st.sampled_from([50.0, -50.0, 0.0, 33.33333])))
typed = _item(TEXT, _answers(LINES, WEIGHTS, 1)).filter(_rightful)
numerics = _item(
    NUMERIC,
    _answers(FIGURES, WEIGHTS, 1, tolerance=st.sampled_from(["0", "0.005", "1.5"])),
).filter(_rightful)
matches = _item(
    MATCH,
    _answers(SOME, st.just(100.0), match=LINES),
    distractors=st.lists(LINES, max_size=2).map(tuple),
)
orders = _item(ORDER, _answers(SOME, st.just(100.0)))
multiples = multiples.filter(_rightful)
