"""`tutor progress`: the dashboards as text and as JSON."""

from __future__ import annotations

import pytest


@pytest.fixture
def ana(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


def test_without_answers_the_text_says_what_is_missing(tutor, ana):
    out = tutor("progress", "--exam", "cpb").out
    assert "0 of 5" in " ".join(out.split()) or "0 so far" in out
    assert "Recall: nothing yet" in out
    assert "0 answers and 0 pages on 0 days." in out
    assert "- over 0 answers (CPB: 1:47 allowed)" in out
    assert max(map(len, out.split("\n"))) <= 100


def test_text_and_json_tell_the_same_figures(tutor, ana):
    answers = "A\n\n" * 40  # wrong ones, too, are answers
    tutor("practice", "--plain", "--exam", "cpb", "--count", "3", "--seed", "1", typed=answers)
    view = tutor("progress", "--json", "--exam", "cpb").json
    assert set(view) >= {
        "exams",
        "roles",
        "days",
        "streak",
        "history",
        "readiness",
        "readiness_over_time",
        "domains",
        "memory",
        "activity",
        "times",
    }
    assert len(view["memory"]["forecast"]) == 14
    assert len(view["times"]["cpb"]["weeks"]) == 26
    assert [one["id"] for one in view["domains"]["cpb"]] == [
        one["id"] for one in view["exams"][0]["domains"]
    ]
    out = " ".join(tutor("progress", "--exam", "cpb").out.split())
    answered = view["activity"]["answered"]
    assert f"{answered} answers and 0 pages on {view['activity']['studied']} days." in out
    for row in view["domains"]["cpb"]:
        assert f"{row['at_stake']:.1f} of {row['marks']} marks at stake" in out
        assert f"{row['seen']} of {row['items']} questions seen" in out
