"""Words brought to one form; abbreviations, phrases and slips of spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.clinical_lexicon import lexicon, meanings
from tutor.domain.clinical_words import flat, stem, tokens, words
from tutor.domain.nearness import distance, shortened


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fractures", "fracture"),
        ("arteries", "artery"),
        ("calculi", "calculus"),
        ("oedema", "edema"),
        ("haemorrhage", "hemorrhage"),
        ("diarrhoea", "diarrhea"),
        ("tumour", "tumor"),
        ("Crohn's", "crohns"),
        ("Ménière’s", "menieres"),
        ("stage III", "stage 3"),
        ("2nd degree", "second degree"),
        ("type II", "type 2"),
    ],
)
def test_two_ways_to_write_the_same(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize("word", ["diagnosis", "abscess", "virus", "gas", "pus"])
def test_no_letter_is_cut_off_a_singular(word):
    assert stem(word) == word


def test_what_is_denied_is_marked_up_to_the_comma():
    found = words("Asthma without status asthmaticus, with cough")
    assert found == ["asthma", "without", "-status", "-asthmaticus", "cough"]
    assert words("ulcer unspecified as to depth, left") == [
        "ulcer",
        "unspecified",
        "-depth",
        "left",
    ]


def test_numbers_are_bound_to_what_they_count():
    assert "stage3" in words("ckd stage 3")
    assert "firsttrimester" in words("first trimester")


def read(text):
    return [" ".join(reading) for reading in meanings(tokens(flat(text)), last_is_open=True)]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("COPD", "chronic obstructive pulmonary disease"),
        ("t2dm", "type 2 diabetes mellitus"),
        ("s/p cabg", "presence , aortocoronary bypass graft ,"),
        ("rlq pain", "right lower quadrant , pain"),
        ("heart attack", "acute myocardial infarction unspecified"),
        ("heart att", "acute myocardial infarction unspecified"),
    ],
)
def test_what_is_short_is_written_out(short, long):
    assert read(short)[0].removesuffix(" ,") == long.removesuffix(" ,")


def test_an_abbreviation_may_mean_several_things():
    assert [one.removesuffix(" ,") for one in read("cp")] == ["chest pain", "cerebral palsy", "cp"]


def test_the_query_as_typed_is_always_a_reading():
    assert read("gout flare")[-1] == "gout flare"


def test_the_lexicon_is_large_enough():
    phrases = {one.words for found in lexicon().phrases.values() for one in found}
    single = [one for one in phrases if len(one) == 1]
    assert len(single) >= 300
    assert len(phrases) >= 800
    assert len(lexicon().same) >= 200


@pytest.mark.parametrize(
    ("one", "two", "slips"),
    [
        ("pneumonia", "pneumonia", 0),
        ("pnuemonia", "pneumonia", 1),
        ("diabetis", "diabetes", 1),
        ("hemmorhoid", "hemorrhoid", 2),
        ("", "abc", 3),
        ("abc", "", 3),
    ],
)
def test_slips_are_counted(one, two, slips):
    assert distance(one, two) == slips


@given(st.text("abcde", max_size=8), st.text("abcde", max_size=8))
def test_distance_is_symmetric_and_zero_only_for_equals(one, two):
    assert distance(one, two) == distance(two, one)
    assert (distance(one, two) == 0) == (one == two)


@given(st.text("abcdefgh", min_size=4, max_size=10), st.data())
def test_a_word_one_slip_away_shares_a_key(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefgh"))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
            ]
        )
    )
    assert shortened(word) & shortened(wrong)
