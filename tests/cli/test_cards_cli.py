"""`tutor cards`: spaced review in line mode."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.code_books import compiled_books, lend_books
from tutor.clock import SystemClock
from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.errors import EXIT_USAGE
from tutor.services.context import open_services
from tutor.settings import Settings, load_settings

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
    assert "add your own: `tutor cards add term ABN`" in " ".join(shown.split())
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
    assert all(line["short"] in shown for line in view["lines"])
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
    line = tutor("cards", "--json").json["lines"][0]
    concept = line["concept"]
    done = tutor("cards", "suspend", concept).out
    assert " ".join(done.split()) == f"Suspended: {line['title']} ({line['short']})"
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


@pytest.fixture
def books(home, tmp_path_factory):
    """Put the compiled code books into the home."""
    lend_books(compiled_books(tmp_path_factory), Settings(home).codebook_cache)


def test_terms_are_added_and_removed_by_any_name(tutor):
    done = tutor("cards", "add", "term", "clean", "claim")
    assert done.out.startswith("Added: clean claim\n")
    done = tutor("cards", "add", "term", "ABN", "clean claim")
    assert "Added: Advance Beneficiary Notice" in done.out
    assert "1 was a card already." in done.out
    assert [one["state"] for one in tutor("cards", "--json").json["lines"]] == ["new", "new"]
    assert tutor("cards", "remove", "clean", "claim").out == "Removed: clean claim (clean-claim)\n"
    assert tutor("cards", "--json").json["cards"] == 1


def test_codes_are_added_with_or_without_their_dot(tutor, books):
    assert "E11.9  Type 2 diabetes" in tutor("cards", "add", "code", "e119", "J1885").out
    lines = tutor("cards", "--json", "--only", "own").json["lines"]
    assert [one["concept"] for one in lines] == ["code:icd10cm:E11.9", "code:hcpcs:J1885"]
    assert tutor("cards", "add", "code", "LT", "--set", "hcpcs").code == 0
    shown = tutor("cards", "--find", "diabetes").out
    assert "E11.9" in shown.partition("\nCards\n")[2]
    assert "J1885" not in shown
    assert "No card is like that." in tutor("cards", "--only", "suspended").out


def test_all_terms_of_a_lesson_or_domain_are_added(tutor):
    done = tutor("cards", "add", "domain", "cpb.bill").out
    assert "… and" in done
    assert "Added:" in tutor("cards", "add", "lesson", "clean-claim").out


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("term", "no-such-term"), "There is no glossary term"),
        (("code", "E08-E13"), "is a heading of the book"),
        (("code", "X99.999"), "there is no code"),
        (("lesson", "nothing"), "There is no lesson"),
        (("domain", "cpb"), "such as cpb.bill"),
        (("domain", "cpb.zz"), "has no domain"),
        (("domain", "zz.zz"), "There is no exam"),
        (("term", "abn", "--set", "hcpcs"), "--set goes with codes"),
    ],
)
def test_what_cannot_be_added_is_said_in_one_line(tutor, books, args, line):
    done = tutor("cards", "add", *args)
    assert (done.code, done.out) == (EXIT_USAGE, "")
    assert line in done.err
    assert done.err.count("\n") == 1
    assert tutor("cards", "--json").json["cards"] == 0


def test_names_that_mean_several_cards_or_none(tutor):
    tutor("cards", "add", "term", "claim", "clean claim", "claim scrubber")
    done = tutor("cards", "bury", "cl")
    assert done.code == EXIT_USAGE
    assert "may be several cards" in done.err
    assert tutor("cards", "bury", "claim").out.startswith("Put off until tomorrow: claim (claim)")
    assert tutor("cards", "remove", "xx").code == EXIT_USAGE


def test_a_concept_is_suspended_and_not_removed(tutor, later):
    short = tutor("cards", "--json").json["lines"][0]["short"]
    assert "suspend it" in tutor("cards", "remove", short).err


@pytest.mark.parametrize(
    ("typed", "state", "said"),
    [("z\nb\n", "put off", "Put off until tomorrow."), ("z\ns\n", "suspended", "Suspended:")],
)
def test_a_card_is_set_aside_within_its_review(tutor, typed, state, said):
    tutor("cards", "add", "term", "abn", "claim")
    done = tutor("cards", "review", "--plain", typed=f"z\n\n{typed}quit\n")
    assert "Z sets the card of a question aside" in done.out
    assert said in done.out
    assert "Question 2 of 2" in done.out
    states = [one["state"] for one in tutor("cards", "--json").json["lines"]]
    assert sorted(states) == sorted(["new", state])


def test_in_a_quiz_z_sets_nothing_aside(tutor):
    done = tutor("practice", "--plain", "--exam", "cpb", "--count", "1", typed="z\nquit\n")
    assert "sets the card" not in done.out
    assert "stop asking it" not in done.out


def test_what_is_gone_is_named_and_can_be_removed(tutor):
    with open_services(load_settings()) as services:
        learner = services.profiles.current()
        services.store.add_cards(learner.id, ["term:gone"], study_day=date(2026, 1, 1))
    assert "lacks them: term:gone." in " ".join(tutor("cards").out.split())
    assert tutor("cards", "remove", "term:gone").out == "Removed: (term:gone)\n"
