from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import BODIES, make_item
from tests.tui.quiz_bench import question_of
from tutor.cli.prompts import NUMERIC, TEXT, Prompt
from tutor.domain.kinds import KINDS, grade, resolve
from tutor.errors import ResponseError
from tutor.services.views import Part, Question


def labelled(ids, labels):
    return tuple(Part(one, label, one) for one, label in zip(ids, labels, strict=False))


def question(kind):
    """Return the view of a factory item, its parts in written order."""
    body = BODIES[kind]
    parts, targets = (), ()
    if kind in ("single", "multiple"):
        parts = labelled([option.id for option in body.options], "ABCD")
    elif kind == "order":
        parts = labelled([step.id for step in body.steps], "1234")
    elif kind == "match":
        parts = labelled([pair.id for pair in body.pairs], "123")
        targets = labelled([target.id for target in body.targets], "AB")
    return Question(
        item_id="item-1",
        position=0,
        total=1,
        kind=kind,
        kind_label="",
        stem="",
        parts=parts,
        targets=targets,
        unit="",
        exhibit=None,
        topic="",
        level="apply",
        response=(),
        flagged=False,
        feedback=None,
    )


def parse(kind, typed):
    prompt: Prompt = resolve(KINDS[kind].prompt)
    return prompt.parse(question(kind), typed)


@pytest.mark.parametrize("typed", ["B", "b", "2", " b ", "b."])
def test_a_letter_or_a_number_chooses(typed):
    assert parse("single", typed) == (question("single").parts[1].id,)


@pytest.mark.parametrize("typed", ["AC", "a c", "c,a", "1 3", "a, c."])
def test_letters_choose_several(typed):
    parts = question("multiple").parts
    assert parse("multiple", typed) == (parts[0].id, parts[2].id)


@pytest.mark.parametrize("typed", ["$1,234.50", "1234.5", " 1234.50 "])
def test_a_figure_is_typed_as_people_type_it(typed):
    assert float(parse("numeric", typed)[0]) == 1234.5


@pytest.mark.parametrize(
    ("typed", "read"),
    [("Timely  filing.", "Timely filing."), (" =skip", "skip"), ("==x", "=x"), ("42", "42")],
)
def test_words_are_read_as_they_are(typed, read):
    assert parse("text", typed) == (read,)


def test_the_hint_of_words_shows_their_form():
    shown = replace(question("text"), form="such as copay; capitals count")
    assert TEXT.suited(shown).hint == "a few words, such as copay; capitals count"
    assert TEXT.suited(question("text")).hint == "a few words"
    assert "=skip" in TEXT.more(shown)


@pytest.mark.parametrize("typed", ["4 3 2 1", "4321", "4,3,2,1"])
def test_steps_are_put_in_order(typed):
    assert parse("order", typed) == tuple(part.id for part in reversed(question("order").parts))


@pytest.mark.parametrize("typed", ["1A 2B 3A", "1=a 2=b 3=a", "a b a", "aba", "1-A,2-B,3-A"])
def test_lines_are_matched(typed):
    ids = [part.id for part in question("match").parts]
    assert parse("match", typed) == (f"{ids[0]}=coder", f"{ids[1]}=biller", f"{ids[2]}=coder")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("single", ""),
        ("single", "a b"),
        ("single", "z"),
        ("multiple", ""),
        ("multiple", "a z"),
        ("numeric", "many"),
        ("text", "="),
        ("text", "x" * 201),
        ("order", "1 2 3"),
        ("order", "1 1 2 3"),
        ("match", "1A"),
        ("match", "1A 2Z 3A"),
        ("match", "hello there"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_hint(kind, typed):
    with pytest.raises(ResponseError):
        parse(kind, typed)


@pytest.mark.parametrize(("unit", "figure"), [("USD", "84.00"), ("%", "12.5"), ("units", "12")])
def test_the_hint_of_a_figure_fits_its_unit(unit, figure):
    hint = NUMERIC.suited(replace(question("numeric"), unit=unit)).hint
    assert hint == f"a figure, such as {figure}"


@given(kind=st.sampled_from(sorted(KINDS)), typed=st.text(max_size=30))
def test_any_typed_line_is_an_answer_or_a_refusal(kind, typed):
    try:
        response = resolve(KINDS[kind].prompt).parse(question_of(make_item(kind=kind)), typed)
    except ResponseError:
        return
    assert 0 <= grade(make_item(kind=kind), response).score <= 1
