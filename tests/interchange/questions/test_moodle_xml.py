"""Questions of Moodle's question bank."""

from __future__ import annotations

import pytest

from tutor.errors import ForeignFileError
from tutor.interchange.questions import xml_reading
from tutor.interchange.questions.moodle_xml import read


def question(kind, inner="", text="<![CDATA[<p>Which one?</p>]]>", form="html", name="Q"):
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="{form}"><text>{text}</text></questiontext>{inner}</question>'
    )


def answer(fraction, text, feedback="", extra="", form="html"):
    told = f"<feedback><text>{feedback}</text></feedback>"
    return (
        f'<answer fraction="{fraction}" format="{form}"><text>{text}</text>{told}{extra}</answer>'
    )


def bank(*questions):
    return read(("<quiz>" + "".join(questions) + "</quiz>").encode(), "m.xml")


def one(*questions):
    found = bank(*questions)
    assert found.refused == ()
    (item,) = found.items
    return item


def why(text):
    found = bank(text)
    assert found.items == ()
    (refused,) = found.refused
    return refused.why


def test_choice_with_everything_around_it():
    item = one(
        '<question type="category"><category><text>$course$/top/Billing/Denials//CO</text>'
        "</category></question>",
        question(
            "multichoice",
            "<generalfeedback format='html'><text>&lt;p&gt;because&lt;/p&gt;</text>"
            "</generalfeedback><idnumber>q-7</idnumber><single>true</single>"
            "<shuffleanswers>1</shuffleanswers>"
            "<correctfeedback><text>Well done.</text></correctfeedback>"
            + answer("100", "<![CDATA[<b>x</b> & y]]>", "yes")
            + answer("-33.33333", "y", "no")
            + "<hint><text>think</text></hint>"
            "<tags><tag><text>cpb</text></tag><tag><text>co 45</text></tag></tags>",
            text="<![CDATA[<p>Which <em>one</em>?</p><img src='@@PLUGINFILE@@/a.png'>]]></text>"
            "<file name='a.png' encoding='base64'>aaaa</file><text>",
        ),
    )
    assert (item.kind, item.ref, item.title, item.category) == (
        "single",
        "q-7",
        "Q",
        "Billing/Denials-CO",
    )
    assert item.stem.startswith("Which one?")
    assert [(a.text, a.credit, a.feedback) for a in item.answers] == [
        ("**x** & y", 100.0, "yes"),
        ("y", -33.33333, "no"),
    ]
    assert (item.rationale, item.tags) == ("because", ("cpb", "co 45"))
    assert "a file (a.png)" in item.losses
    assert "hints" in item.losses
    assert any(loss.startswith("feedback for a right") for loss in item.losses)


def test_several_options():
    answers = answer("50", "x") + answer("50", "y") + answer("-100", "z")
    item = one(question("multichoice", f"<single>false</single>{answers}"))
    assert (item.kind, [a.credit for a in item.answers]) == ("multiple", [50.0, 50.0, -100.0])
    item = one(question("multichoiceset", answer("100", "x") + answer("100", "y")))
    assert (item.kind, [a.credit for a in item.answers]) == ("multiple", [100.0, 100.0])


def test_true_or_false_even_in_another_language():
    item = one(question("truefalse", answer("0", "true", "no") + answer("100", "false")))
    assert [(a.text, a.credit, a.feedback, a.fixed) for a in item.answers] == [
        ("True", 0.0, "no", True),
        ("False", 100.0, "", True),
    ]
    item = one(question("truefalse", answer("100", "Wahr") + answer("0", "Falsch")))
    assert [(a.text, a.credit) for a in item.answers] == [("True", 100.0), ("False", 0.0)]


def test_typed_text_with_wildcards():
    answers = (
        answer("100", "E11.9", "yes")
        + answer("50", "5\\*3")
        + answer("100", "E11*")
        + answer("0", "*", "look again")
    )
    item = one(question("shortanswer", f"<usecase>1</usecase>{answers}"))
    assert [(a.text, a.credit, a.feedback) for a in item.answers] == [
        ("E11.9", 100.0, "yes"),
        ("5*3", 50.0, ""),
    ]
    assert item.losses == (
        "that upper and lower case matter",
        "an answer with a wildcard (E11*)",
        "feedback for wrong answers",
    )


def test_figures():
    answers = answer("100", "16.50", extra="<tolerance>0.5</tolerance>") + answer("0", "*")
    item = one(
        question("numerical", answers + "<units><unit><unit_name>USD</unit_name></unit></units>")
    )
    assert (item.kind, item.losses) == ("numeric", ("units",))
    assert [(a.text, a.tolerance) for a in item.answers] == [("16.5", "0.5")]


def test_matching_and_ordering():
    pair = (
        '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    )
    item = one(
        question(
            "matching",
            pair.format("CO", "payer") + pair.format("PR", "patient") + pair.format("", "employer"),
        )
    )
    assert [(a.text, a.match) for a in item.answers] == [("CO", "payer"), ("PR", "patient")]
    assert item.distractors == ("employer",)
    steps = answer("2", "post") + answer("1", "bill") + answer("10", "appeal")
    item = one(question("ordering", steps))
    assert (item.kind, [a.text for a in item.answers]) == ("order", ["bill", "post", "appeal"])


@pytest.mark.parametrize(
    ("form", "text", "stem"),
    [
        ("plain_text", "a &lt;b&gt; c", "a <b> c"),
        ("moodle_auto_format", "one\ntwo", "one\ntwo"),
        ("markdown", "a **b**", "a **b**"),
        ("html", "one\ntwo &amp;amp; three", "one two & three"),
    ],
)
def test_formats_of_texts(form, text, stem):
    item = one(question("shortanswer", answer("100", "x"), text=text, form=form))
    assert item.stem == stem


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (question("essay"), "an essay"),
        (question("description"), "without a question"),
        (question("cloze", text="{1:SA:=x}"), "gaps"),
        (question("calculated"), "drawn anew"),
        (question("ddmarker"), "on a picture"),
        (question("newtype"), "its type (newtype) has no counterpart"),
        (question("multichoice", answer("0", "x") + answer("0", "y")), "what is right"),
        (question("multichoice", answer("100", "x")), "fewer than two"),
        (question("multichoice", answer("100", "x") + answer("0", "")), "no text"),
        (question("shortanswer", answer("100", "*")), "what is right"),
        (question("numerical", answer("100", "many")), "what is right"),
        (question("multichoice", text=""), "no text"),
        (question("matching"), "nothing to match"),
        (question("multichoice", answer("100", "x") * 201), "more than 200"),
        ("<question/>", "its type (none)"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(text, reason):
    assert reason in why(text)


def test_other_files_and_harmful_ones_are_refused():
    with pytest.raises(ForeignFileError, match="not <quiz>; export"):
        read(b"<questions/>", "m.xml")
    with pytest.raises(ForeignFileError, match="no questions in it"):
        read(b"<quiz identifier='i'><title>x</title></quiz>", "m.xml")
    with pytest.raises(ForeignFileError, match=r"m\.xml:1: this is not well-formed"):
        read(b"<quiz>", "m.xml")
    with pytest.raises(ForeignFileError, match="declares a DTD"):
        read(b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "m.xml")


def test_html_is_made_harmless():
    item = one(
        question(
            "shortanswer",
            answer("100", "x"),
            text="<![CDATA[<script>alert(1)</script><a href='javascript:x()'>Which</a> one?]]>",
        )
    )
    assert "script" not in item.stem
    assert "Which one?" in item.stem
    assert item.losses


@pytest.mark.parametrize(
    ("words", "right"),
    [(("wahr", "falsch"), "true"), (("false", "wahr"), "false"), (("falsch", "true"), "false")],
)
def test_true_and_false_of_other_languages_keep_their_key(words, right):
    item = one(question("truefalse", answer("100", words[0]) + answer("0", words[1])))
    assert [a.id for a in item.answers if a.credit] == [right]


def test_figures_that_are_none_are_told_and_tolerances_are_never_dropped():
    wide = "<tolerance>2000000</tolerance>"
    item = one(question("numerical", answer("100", "5", extra=wide) + answer("50", "1,5")))
    assert [(a.text, a.tolerance) for a in item.answers] == [("5", "2000000")]
    assert any("1,5" in loss and "no number" in loss for loss in item.losses)
    odd = "<tolerance>1,5</tolerance>"
    assert "tolerance" in why(question("numerical", answer("100", "5", extra=odd)))


@pytest.mark.parametrize("text", ["1,234", "1,5", "1,2,3.4", "1_000", "\u0663", "9" * 31])
def test_what_may_be_another_figure_elsewhere_is_none(text):
    assert "does not say what is right" in why(question("numerical", answer("100", text)))
    assert one(question("numerical", answer("100", "1,234.50"))).answers[0].text == "1234.5"


def test_an_element_with_thousands_of_attributes_is_refused(monkeypatch):
    many = " ".join(f"a{n}=''" for n in range(xml_reading.MAX_ATTRIBUTES + 1))
    with pytest.raises(ForeignFileError, match="attributes"):
        read(f"<quiz {many}></quiz>".encode(), "m.xml")
    monkeypatch.setattr(xml_reading, "MAX_EQUALS", 100)
    with pytest.raises(ForeignFileError, match="tags"):
        read(f"<quiz>{'<a b=?/>' * 101}</quiz>".encode(), "m.xml")
