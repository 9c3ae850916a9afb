"""`tutor cards`: spaced review in line mode."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tutor.clock import SystemClock
from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.errors import EXIT_USAGE
from tutor.services.context import open_services
from tutor.settings import load_settings

LINES = [f"1A {rest}" for rest in ("2A", "2A 3A", "2A 3A 4A", "2A 3A 4A 5A", "2A 3A 4A 5A 6A")]
ANSWERS = "\n".join(["A", "12.50", "E11.9", "A B C D", "A B C D E", *LINES, "", ""])
"""Something for every kind of question: what does not fit is asked for again."""


@pytest.fixture(autouse=True)
def profile(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


@pytest.fixture
def later(tutor, monkeypatch):
    """Answer three questions, and let ten days go by."""
    with open_services(load_settings()) as services:
        learner = services.profiles.current()
        session = services.practice.start(learner.id, QuizSpec(exam="cpb", count=3), seed=3)
        while session.open:
            session.answer(key_response(services.library.item(session.current().item_id)))
            if not session.next():
                session.finish()
    now = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda self: now(self) + timedelta(days=10))


def test_without_cards(tutor):
    shown = tutor("cards").out
    assert "Due today: 0 of 0 cards." in shown
    assert "Nothing to compare yet" in shown
    done = tutor("cards", "review", "--plain")
    assert (done.code, done.out) == (EXIT_USAGE, "")
    assert "cards come from questions answered" in done.err
    assert tutor("cards", "suspend", "nothing").code == EXIT_USAGE


def test_what_is_due_in_words_and_json(tutor, later):
    shown = tutor("cards", "--all").out
    assert "tutor cards review --plain" in shown
    assert "Coming up" in shown
    view = tutor("cards", "--json").json
    assert view["due"]["count"] == view["cards"] > 0
    assert len(view["forecast"]) == 14
    assert view["forecast"][0]["due"] == view["due"]["count"]
    assert all(line["concept"] in shown for line in view["lines"])
    assert tutor("next").out.splitlines()[-1].strip() == "tutor cards review --plain"


def test_a_review_and_its_retention(tutor, later):
    done = tutor("cards", "review", "--plain", "--minutes", "0.1", typed=ANSWERS)
    assert done.code == 0
    assert "Review · 1 card" in done.out
    assert "Source:" in done.out  # feedback after the answer
    shown = tutor("cards").out
    assert "(1 review)" in shown
    assert tutor("cards", "--json").json["retention"]["reviews"] == 1
    assert tutor("cards", "review", "--plain", "--minutes", "0").code == EXIT_USAGE


def test_setting_a_concept_aside(tutor, later):
    concept = tutor("cards", "--json").json["lines"][0]["concept"]
    assert tutor("cards", "suspend", concept).out == f"Suspended: {concept}\n"
    shown = tutor("cards", "--all").out
    assert "Suspended: 1" in shown
    assert tutor("cards", "resume", concept).code == 0
    assert tutor("cards", "bury", concept).code == 0
    (line,) = (one for one in tutor("cards", "--json").json["lines"] if one["concept"] == concept)
    assert line["buried_until"] == line["due"]
    assert not line["suspended"]


def test_without_plain_the_screen_is_asked_for(tutor):
    done = tutor("cards", "review")
    assert done.code == EXIT_USAGE
    assert "needs a terminal" in done.err
    assert "--plain" in tutor("cards", "review", "--minutes", "5").err
