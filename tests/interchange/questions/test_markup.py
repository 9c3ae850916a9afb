"""HTML to the small Markdown and back; what is harmful or has no place is left out and told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interchange.questions.hostile import hostile, texts
from tutor.interchange.questions.markup import (
    LONGEST,
    MOST_TAGS,
    from_html,
    from_markdown,
    tidy,
    to_html,
    to_plain,
)


@hostile
@given(texts)
def test_text_comes_back_from_html(text: str) -> None:
    back = from_html(to_html(text))
    assert back.text == tidy(text)
    assert back.losses == ()


@hostile
@given(texts)
def test_what_was_tidied_is_tidy(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


TAGS = st.sampled_from(
    [
        *"pbia",
        "div",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "img",
        "br",
        "hr",
        "h2",
        "sup",
        "sub",
        "script",
        "style",
        "svg",
    ]
)


@hostile
@given(
    st.lists(
        st.one_of(
            st.builds("<{}>".format, TAGS),
            st.builds("</{}>".format, TAGS),
            st.sampled_from(["<a href='javascript:x()'>", "<img src=x onerror=y alt=z>", "<!--"]),
            texts,
        ),
        max_size=20,
    ).map("".join)
)
def test_any_html_becomes_text_that_stays_as_it_is(html: str) -> None:
    once = from_html(html).text
    assert "\x00" not in once
    assert from_html(to_html(once)).text == tidy(once) == once


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>two<br />three", "One\ntwo\nthree"),
        ("<p>Code <code>E11.9</code>, <strong>not</strong> E11</p>", "Code `E11.9`, **not** E11"),
        ("<b> spaced </b>out", "**spaced** out"),
        ("a<b> b </b>c", "a **b** c"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<p>x</p><ol><li>a<li>b<ul><li>c</ol>", "x\n\n1. a\n2. b\n  - c"),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n- b"),
        (
            "<table><tr><th>Code</th><th>Paid</th></tr><tr><td>J1885</td><td>1</td></tr></table>",
            "| Code | Paid |\n| --- | --- |\n| J1885 | 1 |",
        ),
        ("<h2>Note</h2>Text", "**Note**\n\nText"),
        ("<pre>BP   120/80\n  HR 60</pre>", "BP   120/80\n  HR 60"),
        ("m<sup>2</sup>, H<sub>2</sub>O", "m², H₂O"),
        ("3 &lt; 4 &amp; 5 &gt; 4&nbsp;!", "3 < 4 & 5 > 4 !"),
        ("no  tags\n at all", "no tags at all"),
        ('<a href="https://cms.gov/x">CMS</a>', "CMS (https://cms.gov/x)"),
        ("<p><b>a<p>b</b>", "**a**\n\n**b**"),
    ],
)
def test_html_that_other_programs_write(html: str, text: str) -> None:
    assert from_html(html).text == text


@pytest.mark.parametrize(
    ("html", "text", "loss"),
    [
        ("a<script>alert(1)</script>b", "ab", "a script"),
        ("<p onclick='x()'>a</p>", "a", "a script in a tag"),
        ("<a href='javascript:alert(1)'>a</a>", "a", "a link that leads to no web page"),
        ("<a href=' jAva\tscript:alert(1)'>a</a>", "a", "a link that leads to no web page"),
        ("<a href='data:text/html,x'>a</a>", "a", "a link that leads to no web page"),
        ("<img src='f/x.png' alt='an X-ray'>", "[picture: an X-ray]", "a picture (x.png)"),
        ("<img src='data:image/png;base64,AA'>", "[picture]", "a picture (without a name)"),
        ("a<style>p{}</style>", "a", "styles"),
        ("a<video src=x>y</video>", "a", "a video"),
        ("<i>a</i>", "a", "italic, underlined or struck type"),
        ("x<sup>abc</sup>", "xabc", "raised or lowered type"),
    ],
)
def test_what_has_no_place_is_told(html: str, text: str, loss: str) -> None:
    marked = from_html(html)
    assert marked.text == text
    assert loss in marked.losses


def test_a_flood_of_tags_ends_soon() -> None:
    begun = time.process_time()
    marked = from_html("<div>" * 15_000 + "x")
    assert marked.text == "x"
    assert "all formatting" in marked.losses[0]
    from_html("<b><i>" * (MOST_TAGS // 2) + "x")
    from_html("a" * LONGEST * 2 + "<b>")
    to_html("**a " * 25_000)
    from_markdown("![" * 50_000)
    assert time.process_time() - begun < 5


def test_markdown_of_other_programs() -> None:
    marked = from_markdown("![chest](a/b.png) see [CMS](https://cms.gov) or [x](javascript:y)")
    assert marked.text == "[picture: chest] see CMS (https://cms.gov) or x"
    assert marked.losses == ("a picture (a/b.png)", "a link that leads to no web page")


def test_plain_text_has_no_marks() -> None:
    assert to_plain("**Not** `E11.9` but 2 ** 3") == "Not E11.9 but 2 ** 3"


def test_a_comparison_is_no_tag() -> None:
    assert from_html("<p>a if x<y and y<z10</p>").text == "a if x<y and y<z10"
    assert from_html("<o:p>Word</o:p>").text == "Word"
