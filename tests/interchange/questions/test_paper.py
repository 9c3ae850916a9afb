"""Test papers and their keys: what stands on them, what does not, and every letter of it."""

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interchange.questions.anki_decks import HERE, answers, every_kind
from tests.interchange.questions.pdf_text import pages_of, text_of
from tutor.domain.foreign import ForeignItem
from tutor.errors import UsageError
from tutor.interchange.questions import paper_html, paper_markdown, paper_pdf
from tutor.interchange.questions.file_names import file_name
from tutor.interchange.questions.paper import lay_out
from tutor.interchange.questions.paper_blocks import Run, blocks_of, runs_of
from tutor.interchange.questions.paper_fonts import find_font

WRITERS = {"html": paper_html.write, "md": paper_markdown.write, "pdf": paper_pdf.write}


def both(ending, items, seed=None):
    files = WRITERS[ending](items, "Unit 3: claims", seed).files
    assert list(files) == [f"unit-3-claims.{ending}", f"unit-3-claims-key.{ending}"]
    return tuple(words(ending, data) for data in files.values())


def words(ending, data):
    if ending == "pdf":
        return re.sub(r"\s+", " ", text_of(data))
    text = data.decode()
    if ending == "html":
        reader = Words()
        reader.feed(text)
        text = " ".join(reader.found)
    return re.sub(r"\s+", " ", text.replace("**", ""))


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.inside = ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag

    def handle_data(self, data):
        if self.inside != "style":
            self.found.append(data)


@pytest.mark.parametrize("ending", WRITERS)
def test_the_paper_asks_and_the_key_answers(ending):
    paper, key = both(ending, every_kind())
    assert "Unit 3: claims" in paper
    assert "8 questions, 9 points" in paper
    for wanted in ("Name:", "Date:", "of 9", "A. Medicare", "Mark all that apply", "2 points"):
        assert wanted in paper, wanted
    for secret in ("why Medicare", "Because.", "12.50", "the payer", "✓", "right b ", "50 %"):
        assert (secret in paper) == (secret == "right b "), secret
    for wanted in ("B: The employer's plan", "why Medicare", "Because.", "12.50 ± 0.05", "E11.9"):
        assert wanted in key, wanted


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("seed", [None, 3])
def test_nothing_of_the_key_is_in_the_paper(ending, seed):
    """Questions that differ in nothing but their keys make the same paper."""
    other = [
        replace(
            item,
            answers=tuple(reversed(item.answers))
            if item.kind == "order"
            else tuple(
                replace(
                    one,
                    credit=100.0 - one.credit,
                    feedback="other",
                    match=before.match,
                    text=one.text if item.kind in ("single", "multiple", "match") else "9",
                )
                for one, before in zip(
                    item.answers, (*item.answers[1:], item.answers[0]), strict=True
                )
            ),
            rationale="other",
        )
        for item in every_kind()
    ]
    first, second = both(ending, every_kind(), seed), both(ending, other, seed)
    assert first[0] == second[0]
    if ending != "pdf":  # which tells when it was made
        made = [
            next(iter(WRITERS[ending](one, "T", seed).files.values()))
            for one in (every_kind(), other)
        ]
        assert made[0] == made[1]
    assert first[1] != second[1]


def test_a_seed_mixes_the_same_way_each_time_and_fixed_options_stay():
    options = answers(*"pqrstuv", right=(2,))
    item = ForeignItem(HERE, "single", "Q", (*options[:-1], replace(options[-1], fixed=True)))
    orders = {
        tuple(one.text for one in lay_out([item], "T", s).questions[0].lines) for s in range(9)
    }
    assert len(orders) > 4
    assert {order[-1] for order in orders} == {"v"}
    assert lay_out(every_kind(), "T", 5) == lay_out(every_kind(), "T", 5)
    assert lay_out(every_kind(), "T").questions[0].stem == every_kind()[0].stem


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(6)))
def test_the_key_names_the_letter_that_the_paper_shows(seed, order):
    options = answers(*(f"text {n}" for n in order), right=(2,))
    question = lay_out([ForeignItem(HERE, "single", "Q", options)], "T", seed).questions[0]
    letter, _, text = question.key[0].partition(": ")
    assert text == f"text {order[2]}"
    assert {one.label: one.text for one in question.lines}[letter] == text
    steps = ForeignItem(HERE, "order", "Q", answers(*(f"step {n}" for n in order)))
    question = lay_out([steps], "T", seed).questions[0]
    shown = {one.label: one.text for one in question.lines}
    assert [shown[one] for one in question.key[0].split(", ")] == [f"step {n}" for n in order]


def test_what_cannot_be_printed_is_told():
    many = ForeignItem(HERE, "single", "Q", (*answers("x"),) * 27, ref="many")
    odd = ForeignItem(HERE, "remit_post", "Q", answers("x"), ref="odd")
    paper = lay_out([*every_kind(), many, odd], "T")
    assert {one.item_id for one in paper.losses if one.whole} == {"many", "odd"}
    assert [one.item_id for one in paper.losses if not one.whole] == ["m-3"]
    with pytest.raises(UsageError, match="no question"):
        lay_out([odd], "T")


def test_html_is_self_contained_and_runs_nothing():
    item = ForeignItem(HERE, "single", "<script>x</script><img src=y>", answers("<b>", "&"))
    text = paper_html.write([item], "<i>").files["i.html"].decode()
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text
    assert not re.search(r"""(src|href|url)\s*[=(]""", text.replace("src=y&gt;", ""))
    assert "default-src 'none'" in text
    assert "counter(page)" in text


ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_any_text_can_be_printed(text):
    item = ForeignItem(HERE, "single", f"x{text}", answers(f"a{text}", f"b{text}"), ref="r")
    for writer in (paper_html.write, paper_markdown.write):
        assert len(writer([item], text).files) == 2


@settings(max_examples=8, deadline=None)
@given(ANY, st.booleans())
def test_any_text_can_be_printed_as_pdf(text, plain):
    item = ForeignItem(HERE, "single", f"x{text}", answers(f"a{text}", f"b{text}"), ref="r")
    made = paper_pdf.write_with(lay_out([item], text), "p", None if plain else find_font())
    assert pages_of(made.files["p.pdf"])


def test_letters_of_other_languages_in_pdf():
    font = find_font()
    if font is None:
        pytest.skip("this machine has no font for it")
    item = ForeignItem(
        HERE, "single", "Zażółć: Ω ≥ 5, Привет", answers("Ünï", "日"), ref="r", rationale="→ ok"
    )
    made = paper_pdf.write_with(lay_out([item], "Prüfung"), "p", font)
    assert "Zażółć: Ω ≥ 5, Привет" in text_of(made.files["p.pdf"])
    assert "→ ok" in text_of(made.files["p-key.pdf"])
    assert [one.what for one in made.losses] == [
        "letters that the font of the PDF does not have: 日"
    ]


def test_without_a_font_other_letters_are_told():
    item = ForeignItem(HERE, "single", "Zażółć “Ω” ≥ 5 é", answers("a", "b"), ref="r")
    made = paper_pdf.write_with(lay_out([item], "T"), "p", None)
    assert "Zazó?c “Ω” >= 5 é".replace("Ω", "?") in text_of(made.files["p.pdf"])
    assert made.losses[0].item_id == "r"
    assert all(one in made.losses[0].what for one in "żłćΩ≥")


def test_pdf_has_numbered_pages_and_keeps_questions_whole():
    items = [
        ForeignItem(HERE, "single", f"Question {n} begins", answers(f"{n} ends", "b"), ref=str(n))
        for n in range(60)
    ]
    made = pages_of(paper_pdf.write(items, "T").files["t.pdf"])
    pages = [re.sub(r"\s+", " ", " ".join(one)) for one in made]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert page.endswith(f"{number} / {len(pages)}")
    for n in range(60):
        assert sum(f"Question {n} begins" in p and f" {n} ends" in p for p in pages) == 1


def test_without_fpdf2_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(UsageError, match=r"coding-billing-tutor\[interchange\]"):
        paper_pdf.write(every_kind(), "T")


def test_blocks_of_the_small_markdown():
    blocks = blocks_of("One **two** `x`\nthree\n\n- a\n- b\n\n| h | i |\n| --- | --- |\n| 1 | 2 |")
    assert blocks[0].runs == (Run("One "), Run("two", True), Run(" x\nthree"))
    assert [one.mark for one in blocks] == ["", "•", "•", ""]
    assert blocks[3].rows == (("h", "i"), ("1", "2"))
    assert runs_of("") == ()


def test_names_of_files():
    assert file_name("Prüfung: Kapitel 3/4") == "prufung-kapitel-3-4"
    assert file_name("../../x") == "x"
    assert file_name("日本") == "questions"
    assert len(file_name("x" * 500)) == 60
