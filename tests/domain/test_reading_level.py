"""The Flesch-Kincaid grade."""

import pytest

from tutor.domain.reading_level import reading_grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("claim", 1), ("code", 1), ("coded", 2), ("denied", 2), ("table", 2), ("cases", 2),
        ("pages", 2), ("provider", 3), ("remittance", 3), ("adjudication", 5), ("makes", 1),
    ],
)  # fmt: skip
def test_syllables(word, count):
    assert syllables(word) == count


def test_the_grade_follows_the_formula():
    # 104 words in 13 sentences, one syllable each: 0.39 x 8 + 11.8 x 1 - 15.59
    text = "You send the claim and wait a week. " * 13
    assert reading_grade(text) == pytest.approx(0.39 * 8 + 11.8 - 15.59)


def test_longer_sentences_and_words_read_harder():
    easy = "We send the claim. The plan pays it. " * 20
    hard = (
        "Adjudication of institutional claims necessitates documentation substantiating "
        "medical necessity according to applicable coverage determinations. "
    ) * 10
    assert reading_grade(easy) < 3
    assert reading_grade(hard) > 20


def test_a_short_text_has_no_grade():
    assert reading_grade("Too short to say.") is None
