"""What the commands without `--plain` hand to the terminal program."""

import pytest

from tutor.cli.main import run
from tutor.domain.records import QuizSpec
from tutor.domain.sitting import MockRules


@pytest.fixture
def opened():
    """Run a command and return what the terminal program was started with."""

    def call(*args):
        calls = []

        def launch(**chosen):
            calls.append(chosen)
            return 0

        assert run(list(args), launch=launch) == 0
        (chosen,) = calls
        return {name: value for name, value in chosen.items() if value is not None}

    return call


def test_without_a_command_the_program_starts_at_home(opened):
    assert opened() == {}


def test_every_choice_of_practice_is_handed_on(opened):
    chosen = opened(
        *("practice", "--exam", "cpb", "--domain", "bill", "--domain", "code"),
        *("--role", "biller", "--skill", "concept", "--subject", "claims", "--lesson", "denial"),
        *("--count", "7", "--seen", "new", "--feedback", "test", "--seed", "5"),
        *("--profile", "Ana"),
    )
    assert chosen == {
        "place": "practice",
        "profile": "Ana",
        "seed": 5,
        "spec": QuizSpec(
            exam="cpb",
            domains=("bill", "code"),
            role="biller",
            skill="concept",
            subject="claims",
            lesson="denial",
            count=7,
            seen="new",
            feedback="test",
        ),
    }


def test_practice_alone_chooses_nothing(opened):
    assert opened("practice") == {"place": "practice", "spec": QuizSpec()}


def test_every_choice_of_the_sorter_is_handed_on(opened):
    assert opened("sort", "--count", "5", "--seconds", "30", "--profile", "Ana") == {
        "place": "sorter",
        "profile": "Ana",
        "spec": QuizSpec(context="sorter", count=5, seconds=30),
    }


def test_every_choice_of_a_mock_exam_is_handed_on(opened):
    chosen = opened(
        *("exam", "take", "CCA", "--length", "half", "--seed", "5", "--navigation", "forward-only"),
        *("--time-factor", "1.75", "--parts", "2", "--breaks", "3", "--profile", "Ana"),
    )
    rules = MockRules("half", "forward-only", 1.75, 2, 3, 5)
    assert chosen == {"place": "mock", "exam": "cca", "rules": rules, "profile": "Ana"}
    assert opened("exam", "take") == {"place": "mock", "rules": MockRules()}


def test_resume_hands_the_profile_on(opened):
    assert opened("resume", "--profile", "Ana") == {"place": "resume", "profile": "Ana"}


def test_the_program_is_started_with_all_of_it(monkeypatch, home):
    from tutor import launch as launching
    from tutor.tui.app import StartAt, TutorApp

    started = []
    monkeypatch.setattr(TutorApp, "run", lambda app: started.append(app._start))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    args = ["practice", "--exam", "cpb", "--seed", "5", "--profile", "Ana"]
    assert run(args, launch=launching.launch) == 0
    assert started == [StartAt("practice", QuizSpec(exam="cpb"), "Ana", 5)]
