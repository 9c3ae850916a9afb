"""Questions of QTI 2 and 3 as other programs write them."""

from __future__ import annotations

import pytest

from tests.interchange.questions.test_package import zipped
from tutor.errors import ForeignFileError
from tutor.interchange.questions import taking
from tutor.interchange.questions.qti_package import read

TWO = "http://www.imsglobal.org/xsd/imsqti_v2p1"


def item(body, response="", rules="", more="", name="q1", **about):
    attributes = "".join(f' {key}="{value}"' for key, value in about.items())
    return (
        f'<assessmentItem xmlns="{TWO}" identifier="{name}" title="A title" adaptive="false" '
        f'timeDependent="false"{attributes}>{response}'
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
        f"<itemBody>{body}</itemBody>{rules}{more}</assessmentItem>"
    ).encode()


def response(*right, cardinality="single", base="identifier", mapping=""):
    values = "".join(f"<value>{one}</value>" for one in right)
    correct = f"<correctResponse>{values}</correctResponse>" if right else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" '
        f'baseType="{base}">{correct}{mapping}</responseDeclaration>'
    )


def rules(template):
    base = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
    return f'<responseProcessing template="{base}/{template}"/>'


def choices(*texts, **about):
    attributes = "".join(f' {key}="{value}"' for key, value in about.items())
    inner = "".join(
        f'<simpleChoice identifier="{"ABCDE"[n]}">{text}</simpleChoice>'
        for n, text in enumerate(texts)
    )
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE"{attributes}>{inner}</choiceInteraction>'
    )


def one(data):
    bank = read(data, "q.xml")
    assert bank.refused == ()
    (found,) = bank.items
    return found


def why(data):
    bank = read(data, "q.xml")
    assert bank.items == ()
    (found,) = bank.refused
    return found.why


def credits(found):
    return [answer.credit for answer in found.answers]


def test_choice_with_prompt_and_markup():
    body = (
        "<p>Read <strong>this</strong>.</p>"
        '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">'
        "<prompt>Which <code>E11.9</code>?</prompt>"
        '<simpleChoice identifier="A"><p>first</p></simpleChoice>'
        '<simpleChoice identifier="B" fixed="true">none</simpleChoice></choiceInteraction>'
    )
    found = one(item(body, response("B"), rules("match_correct")))
    assert found.kind == "single"
    assert found.stem == "Read **this**.\n\nWhich `E11.9`?"
    assert [(a.id, a.text, a.credit, a.fixed) for a in found.answers] == [
        ("A", "first", 0.0, False),
        ("B", "none", 100.0, True),
    ]
    assert (found.ref, found.title, found.losses) == ("q1", "A title", ())
    assert str(found.place) == "q.xml:1"


def test_options_that_are_not_mixed_keep_their_place():
    found = one(item("<p>?</p>" + choices("x", "y", shuffle="false"), response("A")))
    assert all(answer.fixed for answer in found.answers)


def test_several_with_mapping_are_parts_of_the_upper_bound():
    mapping = (
        '<mapping lowerBound="0" upperBound="2" defaultValue="-2">'
        '<mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="1"/>'
        '<mapEntry mapKey="C" mappedValue="-1"/></mapping>'
    )
    declared = response("A", "B", cardinality="multiple", mapping=mapping)
    body = "<p>?</p>" + choices("x", "y", "z", "w", maxChoices="0")
    found = one(item(body, declared, rules("map_response.xml")))
    assert found.kind == "multiple"
    assert credits(found) == [50.0, 50.0, -50.0, -100.0]
    exact = one(item(body, declared, rules("match_correct")))
    assert credits(exact) == [100.0, 100.0, 0.0, 0.0]


def test_third_parts_are_kept_to_five_places():
    mapping = "".join(f'<mapEntry mapKey="{key}" mappedValue="1"/>' for key in "ABC")
    declared = response("A", cardinality="multiple", mapping=f"<mapping>{mapping}</mapping>")
    found = one(item("<p>?</p>" + choices("x", "y", "z"), declared, rules("map_response")))
    assert credits(found) == [33.33333, 33.33333, 33.33333]


def test_feedback_of_options_and_of_the_whole():
    inside = (
        '<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">yes</feedbackInline>'
    )
    modal = (
        '<modalFeedback outcomeIdentifier="F" identifier="{}" showHide="show">{}</modalFeedback>'
    )
    found = one(
        item(
            "<p>?</p>" + choices("x" + inside, "y"),
            response("A"),
            more=modal.format("B", "<p>no</p>") + modal.format("r", "<p>because</p>"),
        )
    )
    assert [answer.text for answer in found.answers] == ["x", "y"]
    assert [answer.feedback for answer in found.answers] == ["yes", "no"]
    assert (found.rationale, found.losses) == ("because", ())
    both = one(
        item(
            "<p>?</p>" + choices("x", "y"),
            response("A"),
            more=modal.format("right", "well done") + modal.format("wrong", "not so"),
        )
    )
    assert both.rationale == "well done\n\nnot so"
    assert any("which feedback is shown" in loss for loss in both.losses)


def test_order():
    body = (
        '<p>Order.</p><orderInteraction responseIdentifier="RESPONSE" shuffle="true">'
        '<simpleChoice identifier="x">post</simpleChoice>'
        '<simpleChoice identifier="y">bill</simpleChoice></orderInteraction>'
    )
    found = one(item(body, response("y", "x", cardinality="ordered")))
    assert (found.kind, [a.text for a in found.answers]) == ("order", ["bill", "post"])
    assert "in which order" in why(item(body, response("y", cardinality="ordered")))


def match(pairs, base="directedPair"):
    choice = '<simpleAssociableChoice identifier="{}" matchMax="1">{}</simpleAssociableChoice>'
    lefts = choice.format("l1", "CO") + choice.format("l2", "PR")
    rights = choice.format("r1", "payer") + choice.format("r2", "patient")
    rights += choice.format("r3", "employer")
    body = (
        '<p>Match.</p><matchInteraction responseIdentifier="RESPONSE" shuffle="true">'
        f"<simpleMatchSet>{lefts}</simpleMatchSet><simpleMatchSet>{rights}</simpleMatchSet>"
        "</matchInteraction>"
    )
    return item(body, response(*pairs, cardinality="multiple", base=base))


def test_match():
    found = one(match(["l1 r1", "l2 r2"]))
    assert found.kind == "match"
    assert [(a.text, a.match) for a in found.answers] == [("CO", "payer"), ("PR", "patient")]
    assert found.distractors == ("employer",)
    assert "belongs to several" in why(match(["l1 r1", "l1 r2", "l2 r1"]))
    assert "for each text" in why(match(["l1 r1"]))
    swapped = one(match(["l1 r1", "l1 r2", "l2 r3"]))
    assert [(a.text, a.match) for a in swapped.answers] == [
        ("payer", "CO"),
        ("patient", "CO"),
        ("employer", "PR"),
    ]


def test_associate_is_matching_where_each_text_has_one_partner():
    choice = '<simpleAssociableChoice identifier="{0}" matchMax="1">{0}</simpleAssociableChoice>'
    body = (
        '<p>Pair.</p><associateInteraction responseIdentifier="RESPONSE">'
        f"{''.join(choice.format(one) for one in 'abcde')}</associateInteraction>"
    )
    found = one(item(body, response("a c", "b d", cardinality="multiple", base="pair")))
    assert [(a.text, a.match) for a in found.answers] == [("a", "c"), ("b", "d")]
    assert found.distractors == ("e",)
    chain = item(body, response("a c", "c d", cardinality="multiple", base="pair"))
    assert "belongs to several" in why(chain)


ENTRY = '<textEntryInteraction responseIdentifier="RESPONSE"/>'


def test_typed_text_in_a_sentence():
    mapping = (
        '<mapping><mapEntry mapKey="E11.9" mappedValue="2"/>'
        '<mapEntry mapKey="E119" mappedValue="1" caseSensitive="true"/></mapping>'
    )
    declared = response("E11.9", base="string", mapping=mapping)
    found = one(item(f"<p>The code is {ENTRY}.</p>", declared, rules("map_response")))
    assert found.kind == "text"
    assert found.stem == "The code is _____."
    assert [(a.text, a.credit) for a in found.answers] == [("E11.9", 100.0), ("E119", 50.0)]
    assert found.losses == ("that upper and lower case matter",)
    alone = one(item(f"<p>The code?</p><p>{ENTRY}</p>", declared))
    assert alone.stem == "The code?"
    assert [a.text for a in alone.answers] == ["E11.9", "E119"]


def test_typed_figures_with_tolerance_and_ranges():
    compare = "<variable identifier='RESPONSE'/><baseValue baseType='float'>{}</baseValue>"
    rule = (
        "<responseProcessing><responseCondition><responseIf>{}<setOutcomeValue identifier='SCORE'>"
        "<baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf>"
        "</responseCondition></responseProcessing>"
    )
    near = f"<equal toleranceMode='absolute' tolerance='0.5 0.5'>{compare.format('16.0')}</equal>"
    found = one(item(f"<p>?</p><p>{ENTRY}</p>", response("16", base="float"), rule.format(near)))
    assert [(a.text, a.tolerance) for a in found.answers] == [("16", "0.5")]
    share = f"<equal toleranceMode='relative' tolerance='10'>{compare.format('50')}</equal>"
    found = one(item(f"<p>{ENTRY} ?</p>", response("50", base="float"), rule.format(share)))
    assert [(a.text, a.tolerance) for a in found.answers] == [("50", "5")]
    between = f"<and><gte>{compare.format('1')}</gte><lte>{compare.format('2')}</lte></and>"
    found = one(item(f"<p>{ENTRY} ?</p>", response(base="float"), rule.format(between)))
    assert [(a.text, a.tolerance) for a in found.answers] == [("1.5", "0.5")]
    plain = one(item(f"<p>?</p><p>{ENTRY}</p>", response("7", base="integer")))
    assert [(a.text, a.tolerance) for a in plain.answers] == [("7", "0")]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>?</p><extendedTextInteraction responseIdentifier='RESPONSE'/>", "an essay"),
        ("<p>?</p><uploadInteraction responseIdentifier='RESPONSE'/>", "asks for a file"),
        ("<p>?</p><hotspotInteraction responseIdentifier='RESPONSE'/>", "on a picture"),
        ("<p>?</p><customInteraction responseIdentifier='RESPONSE'/>", "not known here"),
        (f"<p>{ENTRY} and {ENTRY}</p>", "2 answers at once"),
        ("<p>?</p>", "asks for nothing"),
        ("<p><printedVariable identifier='x'/></p>", "from a template"),
        ("<p>?</p>" + choices("x", "y"), "what is right"),
        ("<p>?</p>" + choices("x"), "fewer than two options"),
        (choices("x", "y"), "no text"),
        ("<p>?</p>" + choices("x", "<img src='a.png'/><object type='a/b' data='c'/>"), ""),
    ],
)
def test_what_is_not_understood_is_refused_with_its_reason(body, reason):
    declared = response() if "what is right" in reason else response("A")
    if reason:
        assert reason in why(item(body, declared))
    else:
        found = one(item(body, declared))
        assert found.losses == ("an object (a/b)", "a picture (a.png)")


def test_losses_of_a_question_that_is_taken():
    body = (
        "<rubricBlock view='scorer'><p>two points</p></rubricBlock><p>?</p>"
        "<math xmlns='http://www.w3.org/1998/Math/MathML'><mn>2</mn></math>" + choices("x", "y")
    )
    odd = "<responseProcessing><lookupOutcomeValue identifier='SCORE'/></responseProcessing>"
    found = one(item(body, response("A"), odd))
    assert found.losses == (
        "a rubric block for scorer",
        "a formula, taken as plain text",
        "scoring rules of its own; the right answers were taken",
    )


THREE = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="t1"
  title="Three" time-dependent="false">
  <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>b</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-assessment-stimulus-ref identifier="s" href="../stimuli/note.xml"/>
  <qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="1">
    <qti-prompt>What was done?</qti-prompt>
    <qti-simple-choice identifier="a">nothing</qti-simple-choice>
    <qti-simple-choice identifier="b">a visit<qti-feedback-inline outcome-identifier="F"
      identifier="b" show-hide="show">as noted</qti-feedback-inline></qti-simple-choice>
  </qti-choice-interaction></qti-item-body>
  <qti-response-processing
    template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>
  <qti-modal-feedback outcome-identifier="R" identifier="r" show-hide="show">
    <qti-content-body><p>The note says so.</p></qti-content-body></qti-modal-feedback>
</qti-assessment-item>"""
NOTE = """<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
  identifier="s" title="Note"><qti-stimulus-body><p>Seen in the office.</p></qti-stimulus-body>
</qti-assessment-stimulus>"""
MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"><resources>
  <resource identifier="r1" type="imsqti_item_xmlv3p0" href="items/one.xml">
    <metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><keyword><string>notes</string>
      </keyword></general></lom></metadata><file href="items/one.xml"/></resource>
  <resource identifier="r2" type="imsqti_test_xmlv3p0" href="test.xml"><file href="test.xml"/>
  </resource><resource identifier="r3" type="imsqti_item_xmlv3p0" href="gone.xml"/></resources>
</manifest>"""
TEST = """<qti-assessment-test xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="T"
  title="T"><qti-time-limits max-time="60"/><qti-test-part identifier="p" navigation-mode="linear"
  submission-mode="individual"><qti-assessment-section identifier="s1" title="Office"
  visible="true"><qti-assessment-section identifier="s2" title="Visits/new" visible="true">
  <qti-rubric-block view="candidate"><p>For all of these.</p></qti-rubric-block>
  <qti-assessment-item-ref identifier="i1" href="items/one.xml"/>
  <qti-assessment-item-ref identifier="i2" href="items/two.xml"/></qti-assessment-section>
  </qti-assessment-section></qti-test-part></qti-assessment-test>"""


def test_package_of_three_with_stimulus_sections_and_keywords():
    data = zipped(
        [
            ("imsmanifest.xml", MANIFEST),
            ("items/one.xml", THREE),
            ("stimuli/note.xml", NOTE),
            ("test.xml", TEST),
            ("items/loose.xml", THREE.replace('"t1"', '"t2"')),
            ("readme.xml", "<readme/>"),
        ]
    )
    bank = read(data, "p.zip")
    first, loose = bank.items
    assert first.stem == "For all of these.\n\nSeen in the office.\n\nWhat was done?"
    assert [(a.text, a.credit, a.feedback) for a in first.answers] == [
        ("nothing", 0.0, ""),
        ("a visit", 100.0, "as noted"),
    ]
    assert (first.rationale, first.category) == ("The note says so.", "Office/Visits-new")
    assert (first.tags, first.losses) == (("notes",), ())
    assert str(first.place) == "p.zip/items/one.xml"
    assert (loose.ref, loose.category) == ("t2", "")
    assert [(one.title, one.why) for one in bank.refused] == [
        ("items/two.xml", "its file is not in the package")
    ]
    assert bank.notes == (
        "gone.xml is listed in the manifest but not there",
        "time limits of the test are not taken over",
    )


def test_stimulus_that_is_not_there_is_told_and_nothing_outside_is_looked_for():
    for href in ("../stimuli/note.xml", "../../../etc/passwd", "http://example.org/x.xml"):
        data = zipped([("items/one.xml", THREE.replace("../stimuli/note.xml", href))])
        (found,) = read(data, "p.zip").items
        assert found.losses == (f"a shared text that is not there ({href})",)


def test_one_damaged_file_costs_only_its_own_questions():
    listed = MANIFEST.replace("gone.xml", "bad.xml")
    data = zipped(
        [
            ("imsmanifest.xml", listed),
            ("items/one.xml", THREE),
            ("bad.xml", "<qti-assessment-item>"),
        ]
    )
    bank = read(data, "p.zip")
    assert len(bank.items) == 1
    (bad,) = bank.refused
    assert (bad.place.file, bad.why.partition(";")[0]) == (
        "p.zip/bad.xml",
        "this is not well-formed XML",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html/>", "outermost element is <html>"),
        (b"not xml", "q:1: this is not well-formed XML"),
        (b"<a>\n<b></a>", "q:2: this is not well-formed XML"),
        (b"", "not well-formed"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "unknown encoding"),
        (b'<!DOCTYPE a SYSTEM "x.dtd"><a/>', "declares a DTD or entities"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares a DTD or entities"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "declares a DTD"),
        (b"<a>" * 100 + b"</a>" * 100, "inside one another more than 60"),
        (b"PK\x03\x04 no zip", "damaged"),
    ],
)
def test_harmful_and_damaged_files_are_refused_in_one_line(data, message):
    with pytest.raises(ForeignFileError, match=message) as caught:
        read(data, "q")
    assert "\n" not in str(caught.value)


def test_damaged_stimulus_costs_the_text_alone():
    data = zipped([("items/one.xml", THREE), ("stimuli/note.xml", "<qti-assessment-stimulus>")])
    bank = read(data, "p.zip")
    (found,) = bank.items
    assert found.losses == ("a shared text that is not there (../stimuli/note.xml)",)
    assert any("p.zip/stimuli/note.xml:1: this is not well-formed" in one for one in bank.notes)


def test_too_many_questions_are_refused(monkeypatch):
    monkeypatch.setattr(taking, "MOST_QUESTIONS", 1)
    parts = [("a.xml", THREE), ("b.xml", THREE)]
    with pytest.raises(ForeignFileError, match="more than 1 questions; export fewer"):
        read(zipped(parts), "p.zip")


def test_too_many_tags_are_refused():
    from tutor.interchange.questions.xml_reading import MAX_TAGS

    with pytest.raises(ForeignFileError, match="export fewer questions"):
        read(b"<a>" + b"<b/>" * MAX_TAGS + b"</a>", "q.xml")


def test_package_without_questions_is_refused():
    with pytest.raises(ForeignFileError, match="no questions of QTI"):
        read(zipped([("a.txt", "x")]), "p.zip")


def test_questions_with_too_many_answers_are_refused():
    assert "more than 200 answers" in why(
        item(
            "<p>?</p><choiceInteraction responseIdentifier='RESPONSE'>"
            + "".join(f"<simpleChoice identifier='c{n}'>x{n}</simpleChoice>" for n in range(201))
            + "</choiceInteraction>",
            response("c1"),
        )
    )


def test_utf_16_is_read():
    text = item("<p>é→?</p>" + choices("x", "y"), response("A")).decode()
    data = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
    assert one(data).stem == "é→?"


@pytest.mark.parametrize(
    ("score", "credits_"),
    [
        ("<baseValue baseType='float'>1</baseValue>", [100]),
        ("<variable identifier='MAXSCORE'/>", [100]),
        (
            "<sum><variable identifier='SCORE'/><baseValue baseType='float'>1</baseValue></sum>",
            [100],
        ),
        ("<sum><variable identifier='SCORE'/><baseValue baseType='float'>-1</baseValue></sum>", []),
        (
            "<subtract><variable identifier='SCORE'/>"
            "<baseValue baseType='float'>1</baseValue></subtract>",
            [],
        ),
    ],
)
def test_an_answer_that_costs_points_is_not_a_right_one(score, credits_):
    rule = (
        "<responseProcessing><responseCondition><responseIf><stringMatch caseSensitive='false'>"
        "<variable identifier='RESPONSE'/><baseValue baseType='string'>E11.9</baseValue>"
        f"</stringMatch><setOutcomeValue identifier='SCORE'>{score}</setOutcomeValue>"
        "</responseIf></responseCondition></responseProcessing>"
    )
    body = "<p>Code?</p><textEntryInteraction responseIdentifier='RESPONSE'/>"
    data = item(body, response(cardinality="single", base="string"), rule)
    if credits_:
        assert credits(one(data)) == credits_
    else:
        assert "does not say what is right" in why(data)
