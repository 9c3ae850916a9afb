"""GIFT: what Moodle reads is read, weights exactly, and what is written comes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interchange.questions import made_items
from tests.interchange.questions.hostile import few, hostile, texts
from tutor.domain.foreign import ForeignAnswer, ForeignBank, ForeignItem, Place
from tutor.errors import ForeignFileError
from tutor.interchange.questions.gift import read
from tutor.interchange.questions.gift_write import write
from tutor.interchange.questions.markup import tidy

GOLDEN = Path(__file__).parent / "golden"


def one(text: str) -> ForeignItem:
    bank = read(text.encode(), "f.gift")
    assert bank.refused == ()
    (item,) = bank.items
    return item


def only_file(items):
    (data,) = write(items, "Test").files.values()
    return data


def core(item: ForeignItem) -> ForeignItem:
    """What of a question GIFT carries, tidied."""
    typed = item.kind in ("text", "numeric")
    answers = tuple(
        ForeignAnswer(
            a.id,
            a.text if typed else tidy(a.text),
            a.credit,
            "" if item.kind == "match" else tidy(a.feedback),
            match=a.match,
            tolerance=f"{float(a.tolerance):g}",
        )
        for a in item.answers
    )
    return replace(
        item,
        place=Place(""),
        stem=tidy(item.stem),
        answers=answers,
        rationale=tidy(item.rationale),
        losses=(),
    )


def comes_back(item: ForeignItem) -> None:
    back = read(only_file([item]), "f.gift")
    assert back.refused == ()
    (found,) = back.items
    assert found.losses == ()
    if not item.title:
        found = replace(found, title="")
    assert core(found) == core(item)


@hostile
@given(made_items.singles)
def test_single_choice_comes_back(item):
    comes_back(item)


@hostile
@given(made_items.multiples)
def test_multiple_choice_comes_back(item):
    comes_back(item)


@hostile
@given(made_items.typed)
def test_short_answers_come_back(item):
    kept = tuple(a for a in item.answers if "->" not in a.text)
    if any(a.credit > 0 for a in kept):
        comes_back(
            replace(item, answers=tuple(replace(a, id="abcdefg"[n]) for n, a in enumerate(kept)))
        )


@hostile
@given(made_items.numerics)
def test_figures_come_back(item):
    comes_back(item)


@hostile
@given(made_items.matches)
def test_pairs_come_back(item):
    comes_back(item)


@few
@given(st.lists(made_items.singles, min_size=2, max_size=4))
def test_files_of_several_questions_come_back(items):
    back = read(only_file(items), "f.gift")
    assert back.refused == ()
    ordered = sorted(items, key=lambda item: bool(item.category))
    assert [tidy(item.stem) for item in ordered] == [item.stem for item in back.items]
    assert [item.category for item in ordered] == [item.category for item in back.items]


@few
@given(made_items.orders)
def test_what_gift_has_no_place_for_is_told(item):
    written = write([item], "x")
    assert [loss.whole for loss in written.losses] == [True]
    assert set(written.files.values()) == {b""}


@hostile
@given(
    st.one_of(
        st.binary(max_size=200),
        texts.map(str.encode),
        st.lists(
            st.sampled_from(
                [
                    "{",
                    "}",
                    "=",
                    "~",
                    "#",
                    "####",
                    "->",
                    "%50%",
                    "::",
                    "\n\n",
                    "a",
                    "..",
                    ":",
                    "T",
                    "1",
                    "$CATEGORY:",
                    "//",
                    "[html]",
                    "<b>",
                    "\\",
                    "*",
                    " ",
                ]
            ),
            max_size=25,
        ).map(lambda marks: "".join(marks).encode()),
    )
)
def test_any_bytes_are_read_or_refused(data):
    fault = ""
    try:
        bank = read(data, "f.gift")
    except ForeignFileError as error:
        fault, bank = str(error), ForeignBank(())
    assert fault.startswith("f.gift:") != bool(bank.items or bank.refused)
    assert "\n" not in fault
    assert all(refused.place.line and refused.why for refused in bank.refused)


def test_weights_are_read_exactly():
    item = one("q{~%33.33333%a ~%66.66667%b ~%-100%c ~d}")
    assert item.kind == "multiple"
    assert [a.credit for a in item.answers] == [33.33333, 66.66667, -100, 0]


def test_an_equals_sign_anywhere_makes_it_single():
    item = one("q{~%50%half =right#yes ~no#why not ####all in all}")
    assert item.kind == "single"
    assert [(a.text, a.credit, a.feedback) for a in item.answers] == [
        ("half", 50, ""),
        ("right", 100, "yes"),
        ("no", 0, "why not"),
    ]
    assert item.rationale == "all in all"


@pytest.mark.parametrize("key", ["T", "TRUE"])
def test_true_or_false_says_first_what_a_wrong_answer_is_told(key):
    item = one(f"q{{{key}#told when wrong#told when right}}")
    assert [(a.text, a.credit, a.feedback) for a in item.answers] == [
        ("True", 100, "told when right"),
        ("False", 0, "told when wrong"),
    ]
    back = one(only_file([item]).decode())
    assert back.answers == item.answers


@pytest.mark.parametrize(
    ("inside", "value", "tolerance"),
    [
        ("#3", "3", "0"),
        ("#3.14:0.005", "3.14", "0.005"),
        ("#1.5..2", "1.75", "0.25"),
        ("#-2..-1", "-1.5", "0.5"),
        ("#=1e3:1", "1000", "1"),
        ("#.5", "0.5", "0"),
    ],
)
def test_figures_with_tolerance_and_ranges(inside, value, tolerance):
    (answer,) = one(f"q{{{inside}}}").answers
    assert (answer.text, answer.tolerance) == (value, tolerance)


def test_several_figures_and_what_is_said_to_any_other():
    item = one("q{#=%100%12:0#ok =%50%13:1#near ~#see the table}")
    assert [(a.text, a.credit, a.feedback) for a in item.answers] == [
        ("12", 100, "ok"),
        ("13", 50, "near"),
    ]
    assert item.rationale == "see the table"


def test_a_missing_word_leaves_a_gap():
    assert one("A denial {~is =becomes} final.").stem == "A denial _____ final."


def test_pairs_and_choices_that_fit_none():
    item = one("q{=CO -> contractual =PR -> patient = -> payer}")
    assert [(a.text, a.match) for a in item.answers] == [("CO", "contractual"), ("PR", "patient")]
    assert item.distractors == ("payer",)


def test_codes_times_and_escapes_survive():
    item = one(r"E11.9 at 10\:00, 1\:1 \[/ a\\b, C\:\\x\n\{y\}{=E11.9 ~\~x \= \#1}")
    assert item.stem == "E11.9 at 10:00, 1:1 \\[/ a\\b, C:\\x\n{y}"
    assert [a.text for a in item.answers] == ["E11.9", "~x = #1"]


@pytest.mark.parametrize(
    ("stem", "shown"),
    [
        ("[html]<p>a <b>b</b></p>  <p>c</p>", "a **b**\n\nc"),
        ("[plain]a <b> &amp;", "a <b> &amp;"),
        ("[markdown]see [CMS](https://cms.gov)", "see CMS (https://cms.gov)"),
        ("[moodle]a\nb<br>c", "a\nb\nc"),
        ("a if x<y", "a if x<y"),
        ("[other]a", "[other]a"),
    ],
)
def test_formats(stem, shown):
    assert one(f"{stem}{{=a ~b}}").stem == shown


def test_answers_have_the_format_of_what_is_asked_unless_they_name_their_own():
    item = one("[html]q{=<b>a</b>#<i>x</i> ~[plain]<b>}")
    assert [a.text for a in item.answers] == ["**a**", "<b>"]
    assert item.losses == ("italic, underlined or struck type",)


def test_comments_carry_ids_and_tags():
    item = one("// question: 7\n// [id:den-1] [tag:cpb:bill] [tag:a\\]b]\n::N\\:1::q{=a ~b}")
    assert (item.ref, item.tags, item.title) == ("den-1", ("cpb:bill", "a]b"), "N:1")
    assert item.place.line == 3


def test_categories_hold_until_the_next():
    bank = read(b"a{T}\n\n$CATEGORY: $course$/top/A/B\n\nb{T}\n\n$CATEGORY: C\nc{T}\n", "f")
    assert [item.category for item in bank.items] == ["", "A/B", "C"]
    assert [item.place.line for item in bank.items] == [1, 5, 8]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("say something{}", 1, "essay"),
        ("just words", 1, "description"),
        ("q{=a\n~b\n\n~c}", 1, "not closed"),
        ("q=a}", 1, "without its {"),
        ("}q{=a", 1, "before the first {"),
        ("q{=a ~b} and {=c}", 1, "second"),
        ("q{\n=a\n~\n}", 3, "empty"),
        ("q{~a ~b}", 1, "none of its answers"),
        ("q{=a -> b\n= c}", 2, '"->"'),
        ("q{=a -> b}", 1, "one pair"),
        ("q{#\n=12,5}", 2, "not a number"),
        ("q{#2..1}", 1, "ends before"),
        ("q{#1:-1}", 1, "below 0"),
        ("q{~%900%a ~b}", 1, "share"),
        ("q{=*}", 1, "accepted"),
        ("{=a ~b}", 1, "asks nothing"),
        ("q{=a" + "~b" * 120 + "}", 1, "more than 100"),
    ],
)
def test_refusals_name_the_line(text, line, why):
    bank = read(f"first{{T}}\n\n{text}\n".encode(), "f.gift")
    assert [item.stem for item in bank.items] == ["first"]
    assert bank.refused[0].place == Place("f.gift", line + 2)
    assert why in bank.refused[0].why


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffq é{=a ~b}".encode(),
        "q é{=a ~b}".encode("utf-16"),
        "q é{=a ~b}\r\n".encode("utf-16-le"),
        "q é{=a ~b}".encode("utf-16-be"),
    ],
)
def test_encodings(data):
    assert read(data, "f").items[0].stem == "q é"
    assert read(data, "f").notes == ()


def test_older_windows_text_is_read_with_a_note():
    bank = read("first{T}\n\nq – é{=a ~b}".encode("cp1252"), "f.gift")
    assert bank.items[1].stem == "q – é"
    assert bank.notes[0].startswith("f.gift:3: not UTF-8")


@pytest.mark.parametrize("data", [b"PK\x03\x04x", b"a\0b", b"", b"// only\n"])
def test_what_is_no_gift_is_refused_as_a_whole(data):
    with pytest.raises(ForeignFileError, match=r"^f\.gift: "):
        read(data, "f.gift")


def test_equal_credits_become_shares_that_add_up():
    item = ForeignItem(
        Place("x"),
        "multiple",
        "q",
        tuple(ForeignAnswer(i, i, c) for i, c in zip("abcd", (100, 100, 100, 0), strict=True)),
    )
    credits = [a.credit for a in one(only_file([item]).decode()).answers]
    assert credits == [33.33333, 33.33333, 33.33333, -33.33333]


def test_golden_file_is_read_and_written_as_before():
    bank = read((GOLDEN / "all_kinds.gift").read_bytes(), "all_kinds.gift")
    assert [item.kind for item in bank.items] == [
        "single",
        "multiple",
        "single",
        "text",
        "numeric",
        "match",
        "single",
    ]
    assert [(r.place.line, r.title) for r in bank.refused] == [(43, "Appeal letter"), (45, "Note")]
    assert only_file(bank.items) == (GOLDEN / "all_kinds_written.gift").read_bytes()


def test_losses_are_told_for_each_question():
    item = ForeignItem(
        Place("x"),
        "match",
        "q",
        (ForeignAnswer("a", "l", 100, "why", match="r"), ForeignAnswer("b", "m", 100, match="s")),
        ref="m-1",
        meta=(("level", "apply"), ("code_set", "FY2026")),
    )
    assert [(loss.item_id, loss.what, loss.whole) for loss in write([item], "t").losses] == [
        ("m-1", "the rationales of the answers", False),
        ("m-1", "what only this program keeps: level, code set", False),
    ]


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("=%50%half ~no", "write ~ before a share"),
        ("~%33,3%a ~b =c", "%33,3% is no share"),
        ("~%--50%a =b", "is no share"),
        ("~% 50 %a =b", "is no share"),
        ("=%5,0%a", "is no share"),
    ],
)
def test_a_weight_that_is_not_understood_is_refused_rather_than_shown(inside, why):
    (refused,) = read(f"q {{{inside}}}".encode(), "f.gift").refused
    assert why in refused.why


def test_a_right_answer_may_say_that_it_has_all_points():
    assert [(a.text, a.credit) for a in one("q {=%100%a ~%0%b}").answers] == [("a", 100), ("b", 0)]


@pytest.mark.parametrize(("inside", "right"), [("true", "true"), ("False", "false")])
def test_true_in_small_letters_is_not_typed(inside, right):
    item = one(f"q {{{inside}}}")
    assert [a.id for a in item.answers if a.credit == 100] == [right]
    assert item.kind == "single"
    assert one(f"q {{={inside}}}").kind == "text"


def test_a_choice_whose_answers_are_all_right_is_left_out_for_moodle_would_have_it_typed():
    both = (ForeignAnswer("a", "One", 100.0), ForeignAnswer("b", "Two", 100.0))
    written = write([ForeignItem(Place("x"), "single", "Which?", both)], "t")
    assert [loss.whole for loss in written.losses] == [True]
