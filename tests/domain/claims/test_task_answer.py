"""Questions about 277CA and 999: rejection or not, and what is done next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from tests.domain.claims.worlds import MEDICARE, PRACTICE, WORLD
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.payer_file import Rejection
from tutor.domain.claims.task_answer import (
    Desk,
    Reported,
    acknowledgement,
    answer_task,
    status_report,
)
from tutor.domain.kinds import KINDS
from tutor.interchange.x12.writers import WRITERS

DAY = date(2026, 3, 3)
DESK = Desk("MEDICARE B", "70001", PRACTICE.name, PRACTICE.npi, PRACTICE.tax_id, DAY, "20260303E1")
SENT = Reported("PF0001", "Reed", "Ida", "ME44719001", 19_200, date(2026, 3, 2), (), "26061000111")
BACK = replace(
    SENT,
    control="PF0002",
    rejections=(Rejection("payer", "A7", "164", "1a", "The payer has no member of that number."),),
)


def made(claims, difficulty=2, seed=1):
    return answer_task(DESK, claims, WRITERS, difficulty, Random(seed))


@pytest.mark.parametrize("difficulty", [1, 3, 5])
@pytest.mark.parametrize("claims", [(SENT,), (BACK,), (SENT, BACK), (BACK, SENT)])
def test_every_option_has_a_reason_and_the_key_earns_all(claims, difficulty):
    for seed in range(12):
        one = made(claims, difficulty, seed)
        kind = KINDS[one.kind]
        assert kind.grade(one.body, kind.key(one.body)).score == 1
        parts = getattr(one.body, "options", None) or one.body.pairs
        assert all(part.rationale for part in parts)
        assert max(map(len, one.stem.splitlines())) <= 106
        assert len({part.text for part in parts}) == len(parts)


def test_a_rejected_claim_is_mended_and_sent_as_an_original():
    kinds = set()
    for seed in range(30):
        one = made((BACK,), seed=seed)
        kinds.add(one.kind)
        rights = [option.text for option in one.body.options if option.correct]
        assert any("1a" in text and "original" in text for text in rights)
    assert kinds == {"single", "multiple"}


def test_an_accepted_claim_waits_for_its_remittance():
    (right,) = [one.text for one in made((SENT,)).body.options if one.correct]
    assert right.startswith("Accepted for adjudication")


def test_several_claims_are_matched_each_to_what_is_done():
    one = made((SENT, BACK))
    assert one.kind == "match"
    assert [pair.answer for pair in one.body.pairs] == ["wait", "mend"]


def test_the_file_says_what_the_report_says():
    text = WRITERS.status(status_report(DESK, (SENT, BACK))).rstrip()
    assert text in made((SENT, BACK), 4).stem
    assert "STC*A2:20*" in text
    assert "STC*A7:164:IL*" in text
    assert "REF*1K*26061000111~" in text


def test_who_speaks_is_the_clearinghouse_where_it_stopped_a_claim():
    stopped = replace(BACK, rejections=(replace(BACK.rejections[0], by="clearinghouse"),))
    assert status_report(DESK, (stopped,)).by == "clearinghouse"
    assert status_report(DESK, (BACK,)).by == "payer"
    assert acknowledgement(DESK).result == "A"


def test_a_form_that_was_right_has_nothing_to_mend():
    from tutor.domain.claims.form_difference import differences, faults_of, fix_task

    form = fill_form(WORLD, MEDICARE)
    assert differences(form, form) == ()
    assert fix_task(form, form, (), "") is None
    wrong = form.changed({"1a": "", "24E.1": "A", "22.ref": "123", "17b": "1000000012"})
    faults = faults_of(wrong, form)
    assert [fault.box for fault in faults] == ["1a", "17b", "24E.1"]
    assert [fault.owner for fault in faults] == ["biller", "biller", "coder"]
    assert faults[1].right == ("",)
    task = fix_task(wrong, form, ("payer, box 1a: missing",), "FACTS")
    kind = KINDS[task.kind]
    assert kind.grade(task.body, kind.key(task.body)).score == 1
