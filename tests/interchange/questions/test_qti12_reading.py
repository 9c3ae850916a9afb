"""Questions of QTI 1.2 as Canvas Classic, Blackboard and the standard write them."""

from __future__ import annotations

import pytest

from tests.interchange.questions.test_package import zipped
from tutor.interchange.questions.qti_package import read

HEAD = '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'


def canvas(
    kind, presentation, processing="", feedback="", stem="<p>Which <b>one</b>?</p>", **facts
):
    fields = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry>"
        "</qtimetadatafield>"
        for label, entry in {"question_type": kind, **facts}.items()
    )
    shown = stem.replace("<", "&lt;")
    return (
        f'<item ident="i1" title="A title"><itemmetadata><qtimetadata>{fields}</qtimetadata>'
        f'</itemmetadata><presentation><material><mattext texttype="text/html">{shown}</mattext>'
        f"</material>{presentation}</presentation><resprocessing><outcomes>"
        '<decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
        f"{processing}</resprocessing>{feedback}</item>"
    )


def quiz(*items, section='ident="root_section"'):
    inner = "".join(items)
    return (
        f'{HEAD}<assessment ident="a" title="A quiz"><section {section}>{inner}</section>'
        "</assessment></questestinterop>"
    ).encode()


def labels(*texts, card="Single", ident="response1", about=""):
    inner = "".join(
        f'<response_label ident="{n}"{about}><material><mattext texttype="text/plain">{text}'
        "</mattext></material></response_label>"
        for n, text in enumerate(texts, 1)
    )
    return (
        f'<response_lid ident="{ident}" rcardinality="{card}"><render_choice>{inner}'
        "</render_choice></response_lid>"
    )


def condition(*tests, points="100", action="Set", shows="", inside="{}"):
    compared = inside.format("".join(tests))
    score = f'<setvar action="{action}" varname="SCORE">{points}</setvar>' if points else ""
    link = f'<displayfeedback feedbacktype="Response" linkrefid="{shows}"/>' if shows else ""
    return f"<respcondition><conditionvar>{compared}</conditionvar>{score}{link}</respcondition>"


def equal(value, ident="response1"):
    return f'<varequal respident="{ident}">{value}</varequal>'


def told(ident, text):
    return (
        f'<itemfeedback ident="{ident}"><flow_mat><material><mattext texttype="text/html">{text}'
        "</mattext></material></flow_mat></itemfeedback>"
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


def test_choice_with_feedback():
    processing = (
        condition("<other/>", points="", shows="general_fb")
        + condition(equal(1), points="", shows="1_fb")
        + condition(equal(2), shows="correct_fb")
    )
    feedback = told("general_fb", "because") + told("1_fb", "no") + told("correct_fb", "well done")
    found = one(
        quiz(canvas("multiple_choice_question", labels("x &lt; y", "y"), processing, feedback))
    )
    assert (found.kind, found.stem, found.ref) == ("single", "Which **one**?", "i1")
    assert [(a.text, a.credit, a.feedback) for a in found.answers] == [
        ("x < y", 0.0, "no"),
        ("y", 100.0, ""),
    ]
    assert found.rationale == "because\n\nwell done"
    assert found.losses == ("when which feedback is shown; all of it became the rationale",)
    assert found.place.line == 1


def test_points_by_answer_are_parts_of_the_most():
    processing = condition(equal(1), points="10.0") + condition(equal(2), points="5.0")
    found = one(quiz(canvas("multiple_choice_question", labels("x", "y", "z"), processing)))
    assert [a.credit for a in found.answers] == [100.0, 50.0, 0.0]


def test_several_all_or_nothing_and_by_points():
    both = condition(
        equal(1), f"<not>{equal(2)}</not>", equal(3), inside="<and>{}</and>", points="100"
    )
    choices = labels("x", "y", "z", card="Multiple")
    found = one(quiz(canvas("multiple_answers_question", choices, both)))
    assert (found.kind, [a.credit for a in found.answers]) == ("multiple", [100.0, 0.0, 100.0])
    parts = (
        condition(equal(1), points="1", action="Add")
        + condition(equal(2), points="-1", action="Add")
        + condition(equal(3), points="1", action="Add")
    )
    found = one(quiz(canvas("multiple_answers_question", choices, parts)))
    assert [a.credit for a in found.answers] == [50.0, -50.0, 50.0]


FIB = (
    '<response_str ident="response1" rcardinality="Single"><render_fib{}>'
    '<response_label ident="answer1"/></render_fib></response_str>'
)


def test_typed_text():
    processing = condition(equal("E11.9"), points="", shows="7_fb") + condition(
        equal("E11.9"), equal("e119")
    )
    found = one(
        quiz(canvas("short_answer_question", FIB.format(""), processing, told("7_fb", "yes")))
    )
    assert found.kind == "text"
    assert [(a.text, a.credit, a.feedback) for a in found.answers] == [
        ("E11.9", 100.0, "yes"),
        ("e119", 100.0, ""),
    ]


def test_typed_figures():
    bounds = (
        '<vargte respident="response1">70.0</vargte><varlte respident="response1">84.0</varlte>'
    )
    margin = condition(equal("77.0"), f"<and>{bounds}</and>", inside="<or>{}</or>")
    field = FIB.format(' fibtype="Decimal"')
    found = one(quiz(canvas("numerical_question", field, margin)))
    assert found.kind == "numeric"
    assert [(a.text, a.tolerance, a.credit) for a in found.answers] == [("77", "7", 100.0)]
    found = one(quiz(canvas("numerical_question", field, condition(bounds))))
    assert [(a.text, a.tolerance) for a in found.answers] == [("77", "7")]
    found = one(quiz(canvas("numerical_question", field, condition(equal("1.50")))))
    assert [(a.text, a.tolerance) for a in found.answers] == [("1.5", "0")]


def matching(texts=("payer", "patient", "employer")):
    def left(name, text):
        return labels(*texts, ident=f"response_{name}").replace(
            "<render_choice>",
            f"<material><mattext>{text}</mattext></material><render_choice>",
        )

    processing = (
        condition(equal(1, "response_a"), points="50.00", action="Add")
        + condition(equal(2, "response_b"), points="50.00", action="Add")
        + condition(f"<not>{equal(2, 'response_b')}</not>", points="", shows="b_fb")
    )
    return quiz(
        canvas(
            "matching_question", left("a", "CO") + left("b", "PR"), processing, told("b_fb", "no")
        )
    )


def test_matching():
    found = one(matching())
    assert found.kind == "match"
    assert [(a.id, a.text, a.match, a.feedback) for a in found.answers] == [
        ("a", "CO", "payer", ""),
        ("b", "PR", "patient", "no"),
    ]
    assert found.distractors == ("employer",)
    assert "empty" in why(matching(("payer", "", "employer"))) or "no text" in why(
        matching(("payer", "", "employer"))
    )


def test_order():
    processing = condition(equal(2), equal(1), equal(3))
    found = one(
        quiz(canvas("", labels("b", "a", "c", card="Ordered"), processing, stem="<p>Sort</p>"))
    )
    assert (found.kind, [a.text for a in found.answers]) == ("order", ["a", "b", "c"])


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("essay_question", "an essay"),
        ("file_upload_question", "asks for a file"),
        ("text_only_question", "asks for nothing"),
        ("calculated_question", "drawn anew"),
    ],
)
def test_kinds_that_are_refused(kind, reason):
    assert reason in why(quiz(canvas(kind, FIB.format(""))))


def test_other_refusals():
    two = labels("x", "y", ident="response_1") + labels("z", "w", ident="response_2")
    assert "several answers" in why(quiz(canvas("multiple_dropdowns_question", two)))
    assert "what is right" in why(quiz(canvas("multiple_choice_question", labels("x", "y"))))
    assert "an essay" in why(quiz(canvas("", FIB.format(""))))
    picture = "<response_xy ident='r'><render_hotspot/></response_xy>"
    assert "picture" in why(quiz(canvas("", picture)))
    assert "no text" in why(
        quiz(canvas("", labels("x", "y"), condition(equal(1)), stem="<p> </p>"))
    )


def test_sections_are_categories_and_selection_is_told():
    item = canvas("multiple_choice_question", labels("x", "y"), condition(equal(1)))
    section = (
        '<section ident="g" title="Group A/B"><selection_ordering/><presentation_material>'
        "<flow_mat><material><mattext>The note.</mattext></material></flow_mat>"
        f"</presentation_material>{item}</section>"
    )
    bank = read(quiz(section), "q.xml")
    (found,) = bank.items
    assert found.category == "Group A-B"
    assert found.stem == "The note.\n\nWhich **one**?"
    assert bank.notes == ("rules of selection are not taken over",)


def test_bank_of_canvas_and_references():
    item = canvas("multiple_choice_question", labels("x", "y"), condition(equal(1)))
    data = (
        f'{HEAD}<objectbank ident="b"><qtimetadata><qtimetadatafield><fieldlabel>bank_title'
        f"</fieldlabel><fieldentry>My bank</fieldentry></qtimetadatafield></qtimetadata>{item}"
        "</objectbank></questestinterop>"
    ).encode()
    assert one(data).category == "My bank"
    bank = read(quiz('<itemref linkrefid="x"/>', item), "q.xml")
    assert bank.notes == ("questions that are kept in another bank are not taken over",)


def test_a_text_shared_by_questions_stands_in_each():
    text = canvas("text_only_question", "", stem="<p>The note.</p>").replace("i1", "s1")
    item = canvas(
        "multiple_choice_question",
        labels("x", "y"),
        condition(equal(1)),
        parent_stimulus_item_ident="s1",
    )
    bank = read(quiz(text, item, item), "q.xml")
    assert [one.stem for one in bank.items] == ["The note.\n\nWhich **one**?"] * 2
    assert bank.refused == ()


def block(kind, inner):
    return f'<flow class="{kind}">{inner}</flow>'


def formatted(text):
    inner = (
        f'<mat_extension><mat_formattedtext type="HTML">{text}</mat_formattedtext></mat_extension>'
    )
    return block("FORMATTED_TEXT_BLOCK", f"<material>{inner}</material>")


def blackboard(kind, answers, processing, feedback=""):
    stem = block("QUESTION_BLOCK", formatted("&lt;i&gt;Which?&lt;/i&gt;"))
    return (
        "<questestinterop><assessment title='Pool'><section><item maxattempts='0'><itemmetadata>"
        f"<bbmd_asi_object_id>ABC</bbmd_asi_object_id><bbmd_questiontype>{kind}"
        f"</bbmd_questiontype></itemmetadata><presentation>{block('Block', stem + answers)}"
        "</presentation><resprocessing scoremodel='SumOfScores'><outcomes><decvar maxvalue='1.0' "
        f"varname='SCORE' vartype='Decimal'/></outcomes>{processing}</resprocessing>{feedback}"
        "</item></section></assessment></questestinterop>"
    ).encode()


def option(ident, text):
    shown = formatted(text).replace("<flow ", "<flow_mat ").replace("</flow>", "</flow_mat>")
    label = f'<response_label ident="{ident}">{shown}</response_label>'
    return f'<flow_label class="Block">{label}</flow_label>'


def test_blackboard_choice():
    choices = option("aa", "red") + option("bb", "green")
    answers = block(
        "RESPONSE_BLOCK",
        f'<response_lid ident="response" rcardinality="Single"><render_choice>{choices}'
        "</render_choice></response_lid>",
    )
    processing = (
        "<respcondition title='correct'><conditionvar><varequal respident='response'>bb</varequal>"
        "</conditionvar><setvar variablename='SCORE'>SCORE.max</setvar>"
        "<displayfeedback linkrefid='correct'/></respcondition><respcondition title='incorrect'>"
        "<conditionvar><other/></conditionvar><setvar variablename='SCORE'>0.0</setvar>"
        "<displayfeedback linkrefid='incorrect'/></respcondition>"
    )
    found = one(blackboard("Multiple Choice", answers, processing, told("correct", "good")))
    assert (found.kind, found.stem, found.ref) == ("single", "Which?", "ABC")
    assert [(a.text, a.credit) for a in found.answers] == [("red", 0.0), ("green", 100.0)]
    assert found.rationale == "good"
    assert found.losses == ("italic, underlined or struck type",)


def test_blackboard_matching_names_its_texts_apart():
    def left(ident, text, places):
        inner = "".join(f'<response_label ident="{one}"/>' for one in places)
        return block(
            "Block",
            f"{formatted(text)}<response_lid ident='{ident}' rcardinality='Single'><render_choice>"
            f"<flow_label>{inner}</flow_label></render_choice></response_lid>",
        )

    answers = block("RESPONSE_BLOCK", left("l1", "CO", "pqr") + left("l2", "PR", "stu"))
    rights = (block("Block", formatted(one)) for one in ("patient", "payer", "employer"))
    answers += block("RIGHT_MATCH_BLOCK", "".join(rights))
    right = (
        "<respcondition><conditionvar><varequal respident='{}'>{}</varequal></conditionvar>"
        "<displayfeedback linkrefid='correct'/></respcondition>"
    )
    processing = right.format("l1", "q") + right.format("l2", "s")
    found = one(blackboard("Matching", answers, processing))
    assert [(a.text, a.match) for a in found.answers] == [("CO", "payer"), ("PR", "patient")]
    assert (found.stem, found.distractors) == ("Which?", ("employer",))


def test_blackboard_package_and_what_is_refused_in_it():
    essay = blackboard("Essay", "", "")
    manifest = (
        "<manifest><resources><resource bb:file='res00001.dat' bb:title='Pool' xmlns:bb='urn:bb' "
        "identifier='res00001' type='assessment/x-bb-qti-pool'/></resources></manifest>"
    )
    bank = read(zipped([("imsmanifest.xml", manifest), ("res00001.dat", essay)]), "p.zip")
    assert [one.why for one in bank.refused] == ["it is an essay, which no key can mark"]
    assert bank.notes == ()


def test_course_of_canvas_holds_each_quiz_twice_and_is_read_once():
    cut = quiz(canvas("multiple_choice_question", labels("x", "y"), condition(equal(1))))
    entire = quiz(
        canvas("multiple_choice_question", labels("x", "y"), condition(equal(1))),
        canvas("numerical_question", FIB.format(""), condition(equal("5"))),
    )
    manifest = (
        "<manifest><resources><resource identifier='g1' type='imsqti_xmlv1p2/imscc_xmlv1p1/"
        "assessment'><file href='g1/assessment_qti.xml'/></resource><resource identifier='g2' "
        "type='associatedcontent/imscc_xmlv1p1/learning-application-resource'><file "
        "href='non_cc_assessments/g1.xml.qti'/></resource></resources></manifest>"
    )
    data = zipped(
        [
            ("imsmanifest.xml", manifest),
            ("g1/assessment_qti.xml", cut),
            ("non_cc_assessments/g1.xml.qti", entire),
        ]
    )
    assert [one.kind for one in read(data, "c.imscc").items] == ["single", "numeric"]


def test_only_the_score_is_credit_where_other_variables_are_set_too():
    tries = "<setvar action='Set' varname='TRIES'>1</setvar>"
    wrong = condition(equal("1"), points="").replace("</respcondition>", f"{tries}</respcondition>")
    processing = wrong + condition(equal("2"))
    found = one(quiz(canvas("multiple_choice_question", labels("a", "b"), processing)))
    assert [answer.credit for answer in found.answers] == [0.0, 100.0]
    named = processing.replace("varname", "variablename")
    found = one(quiz(canvas("multiple_choice_question", labels("a", "b"), named)))
    assert [answer.credit for answer in found.answers] == [0.0, 100.0]
