import re

import pytest

from tutor.cli.main import COMMANDS
from tutor.errors import EXIT_USAGE


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(tutor, command):
    done = tutor(command, "--help")
    assert done.code == 0
    assert "Usage: tutor" in done.out


def test_help_lists_every_command(tutor):
    out = tutor("--help").out
    assert all(re.search(rf"^  {name} ", out, re.MULTILINE) for name in COMMANDS)


def test_profiles_from_the_command_line(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb", "--exam-date", "2027-03-31").code == 0
    assert tutor("profile", "add", "Ben").code == 0
    assert tutor("profile", "use", "ana").code == 0
    assert tutor("profile", "set", "Ana", "--daily-goal", "30", "--name", "Anna").code == 0
    listed = tutor("profile", "list", "--json").json
    assert [one["name"] for one in listed["profiles"]] == ["Anna", "Ben"]
    anna = listed["profiles"][0]
    assert (anna["exam"], anna["exam_date"], anna["daily_goal"]) == ("cpb", "2027-03-31", 30)
    assert listed["current"] == anna["id"]
    assert "* " in tutor("profile", "list").out
    assert tutor("profile", "archive", "Ben").code == 0
    assert len(tutor("profile", "list", "--json").json["profiles"]) == 1


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (("progress",), "no profile yet"),
        (("next",), "no profile yet"),
        (("resume", "--plain"), "no profile yet"),
        (("practice", "--plain", "--exam", "xyz", "--profile", "Zoe"), "no profile 'Zoe'"),
        (("glossary", "no-such-term"), "no-such-term"),
        (("exams", "xyz"), "xyz"),
        (("profile", "add", "  "), "needs a name"),
        (("profile", "add", "A", "--exam-date", "soon"), "not a date"),
    ],
)
def test_bad_input_is_one_clear_line(tutor, args, part):
    done = tutor(*args)
    assert done.code == EXIT_USAGE
    assert done.out == ""
    assert len(done.err.strip().split("\n")) == 1
    assert part in done.err


def test_which_profile_is_asked_when_it_is_not_clear(tutor, home):
    tutor("profile", "add", "Ana")
    tutor("profile", "add", "Ben")
    tutor("profile", "archive", "Ben")
    tutor("profile", "add", "Cleo")
    tutor("profile", "archive", "Cleo")
    assert tutor("next").code == 0
    tutor("profile", "add", "Dan")
    tutor("profile", "archive", "Dan")
    tutor("profile", "add", "Eve")
    assert tutor("next", "--profile", "ana").code == 0


def test_next_always_names_a_command(tutor):
    tutor("profile", "add", "Ana", "--exam", "cpb")
    done = tutor("next")
    assert "tutor learn what-coding-is" in done.out
    assert tutor("next", "--json").json["kind"] == "lesson"


def test_exams_show_format_domains_and_sources(tutor):
    assert len(tutor("exams", "--json").json) == 5
    out = tutor("exams", "cmrs").out
    assert "45-day window" in out
    assert "(our share)" in out
    assert "Confidence in the counts: low" in out


def test_the_glossary_and_search(tutor):
    assert "clean claim" in tutor("glossary").out
    assert "See:" in tutor("glossary", "clean-claim").out
    assert tutor("glossary", "clean-claim", "--json").json["id"] == "clean-claim"
    hits = tutor("search", "timely", "filing", "--json").json
    assert any(hit["id"] == "timely-filing" for hit in hits)
    assert "Nothing found" in tutor("search", "zzzzzz").out


def test_about_carries_the_notices(tutor):
    out = " ".join(tutor("about").out.split())
    assert "registered trademark of the American Medical Association" in out
    assert "not affiliated with or endorsed by them" in out


def test_statistics_can_be_verified_and_rebuilt(tutor):
    tutor("profile", "add", "Ana")
    tutor("practice", "--plain", "--count", "2", "--seed", "1", typed="skip\nskip\n")
    assert tutor("db", "verify").code == 0
    assert tutor("db", "rebuild", "--json").code == 0


def test_doctor_is_well_in_a_fresh_home(tutor, home):
    done = tutor("doctor")
    assert done.code == 0, done.out
    for part in (str(home), "main.db", "FY2026 (Apr 2026)", "Content", "Database"):
        assert part in done.out
    assert tutor("doctor", "--json").json["faults"] == []


def test_doctor_finds_a_damaged_database(tutor, home):
    tutor("profile", "add", "Ana")
    (home / "main.db").write_bytes(b"this is not a database" * 100)
    done = tutor("doctor")
    assert done.code != 0
    assert "main.db" in done.out + done.err


def test_the_demo_class_lives_apart(tutor, home):
    tutor("profile", "add", "Ana")
    done = tutor("demo", "--plain")
    assert done.code == 0
    assert len(tutor("profile", "list", "--json").json["profiles"]) == 1
    assert (home / "demo" / "main.db").exists()


def test_the_screen_refuses_politely_without_a_terminal(tutor):
    done = tutor()
    assert done.code == EXIT_USAGE
    assert "--plain" in done.err


def test_a_crash_leaves_a_report_without_what_was_typed(tutor, home, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret answer")

    monkeypatch.setattr("tutor.services.glossary.GlossaryService.search", broken)
    done = tutor("search", "secret")
    assert done.code == 1
    assert "Traceback" not in done.err
    (report,) = (home / "crash").iterdir()
    text = report.read_text()
    assert "RuntimeError" in text
    assert "secret" not in text
    assert report.stat().st_mode & 0o777 == 0o600
