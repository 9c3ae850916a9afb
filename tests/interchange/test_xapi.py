"""Statements of xAPI: what each says, that ids stay, and that nothing unwanted is in them."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.done_work import DoneAnswer, DoneAttempt, Taker
from tutor.errors import UsageError
from tutor.interchange.xapi import checked_home, duration, response_text, statements

AT = datetime(2026, 11, 28, 12, 0, 5, 250_000, tzinfo=UTC)
ANSWER = DoneAnswer(2, "cob/1", 3, "multiple", ("a", "c"), 0.5, 1.0, 12.5, AT)
ATTEMPT = DoneAttempt(
    attempt_id="019adf00-0000-7000-8000-000000000001",
    taker=Taker("S001", "Ann"),
    activity="assignment/Week 1",
    title="Week 1",
    context="assigned",
    exam="cpb",
    number=2,
    status="finished",
    started_at=AT - timedelta(seconds=90),
    finished_at=AT + timedelta(seconds=10),
    points=0.5,
    most=2.0,
    answers=(ANSWER,),
)


def told(attempt=ATTEMPT, **more):
    return [json.loads(line) for line in statements([attempt], **more)]


def test_an_answer_and_an_end_are_told():
    answered, completed = told(home="https://school.example")
    assert answered == {
        "id": answered["id"],
        "version": "1.0.3",
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://school.example", "name": "S001"},
            "name": "Ann",
        },
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/answered",
            "display": {"en-US": "answered"},
        },
        "object": {
            "objectType": "Activity",
            "id": "https://school.example/item/cob%2F1",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "interactionType": "choice",
                "name": {"en-US": "cob/1"},
            },
        },
        "result": {
            "response": "a[,]c",
            "duration": "PT12.5S",
            "score": {"raw": 0.5, "min": 0.0, "max": 1.0, "scaled": 0.5},
            "success": False,
        },
        "context": {
            "registration": ATTEMPT.attempt_id,
            "platform": "Coding & Billing Tutor",
            "language": "en-US",
            "contextActivities": {"parent": [completed["object"]]},
            "extensions": {
                "https://school.example/xapi/context": "assigned",
                "https://school.example/xapi/exam": "cpb",
                "https://school.example/xapi/attempt": 2,
                "https://school.example/xapi/version": 3,
                "https://school.example/xapi/position": 3,
            },
        },
        "timestamp": "2026-11-28T12:00:05.250Z",
    }
    assert completed["verb"]["display"] == {"en-US": "completed"}
    assert completed["object"]["id"] == "https://school.example/assignment/Week%201"
    assert completed["result"] == {
        "completion": True,
        "score": {"raw": 0.5, "min": 0.0, "max": 2.0, "scaled": 0.25},
        "duration": "PT100S",
    }


def test_ids_stay_with_what_is_said():
    first, again = told(), told()
    assert first == again
    assert len({one["id"] for one in first}) == 2
    assert all(UUID(one["id"]).version == 5 for one in first)
    regraded = told(replace(ATTEMPT, answers=(replace(ANSWER, points=1.0),)))
    assert regraded[0]["id"] != first[0]["id"]
    assert regraded[1]["id"] == first[1]["id"]


def test_what_is_not_graded_has_no_score():
    hidden = replace(ATTEMPT, points=None, answers=(replace(ANSWER, points=None),))
    for one in told(hidden):
        assert not {"score", "success"} & set(one["result"])
    given_up = told(replace(ATTEMPT, status="abandoned"))[-1]
    assert given_up["verb"]["id"] == "https://w3id.org/xapi/adl/verbs/abandoned"
    assert given_up["result"] == {"completion": False, "duration": "PT100S"}
    nameless = told(replace(ATTEMPT, taker=Taker("S9", None)))[0]["actor"]
    assert "name" not in nameless


def test_responses_of_each_kind():
    cases = {
        ("match", ("p1=t2", "p2=t1")): "p1[.]t2[,]p2[.]t1",
        ("order", ("b", "a")): "b[,]a",
        ("numeric", ("12.50",)): "12.50",
        ("single", ()): "",
    }
    for (kind, response), text in cases.items():
        assert response_text(replace(ANSWER, kind=kind, response=response)) == text


@given(st.floats(0, 1e6))
def test_durations_are_iso_8601(seconds):
    text = duration(seconds)
    assert re.fullmatch(r"PT\d+(\.\d{1,2})?S", text)
    assert float(text[2:-1]) == pytest.approx(seconds, abs=0.0051)


@given(st.text(st.characters(exclude_categories=("Cs",))), st.text(max_size=30))
def test_any_text_is_one_line(title, item_id):
    odd = replace(
        ATTEMPT, title=title, answers=(replace(ANSWER, item_id=f"x{item_id!a}", response=(title,)),)
    )
    for line in statements([odd]):
        assert "\n" not in line
        assert line.isascii()
        assert json.loads(line)["version"] == "1.0.3"


def test_addresses_of_schools():
    assert checked_home("https://School.example/lms/ ") == "https://School.example/lms"
    for wrong in ("", "school", "ftp://x", "https://", "https://x y", 'https://x/"', "http://[",
                  "https://x/?a=1", "https://x/#a", f"https://{'x' * 300}"):  # fmt: skip
        with pytest.raises(UsageError):
            checked_home(wrong)
