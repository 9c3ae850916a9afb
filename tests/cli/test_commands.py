import re
from pathlib import Path

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
    assert tutor("profile", "restore", "ben").code == 0
    assert tutor("profile", "set", "Anna", "--exam", "none").code == 0
    listed = tutor("profile", "list", "--json").json
    assert [one["name"] for one in listed["profiles"]] == ["Anna", "Ben"]
    assert listed["profiles"][0]["exam"] is None


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (("progress",), "no profile yet"),
        (("next",), "no profile yet"),
        (("resume", "--plain"), "no profile yet"),
        (("practice", "--plain", "--profile", "Zoe"), "no profile 'Zoe'"),
        (("progress", "\udcff"), "not text"),
        (("glossary", "no-such-term"), "no-such-term"),
        (("exams", "xyz"), "xyz"),
        (("profile", "add", "  "), "needs a name"),
        (("profile", "add", "A", "--exam-date", "soon"), "not a date"),
        (("profile", "restore", "Zoe"), "no archived profile 'Zoe'"),
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
    done = tutor("profile", "archive", "Dan")
    tutor("profile", "add", "Eve")
    tutor("profile", "add", "Fay")
    tutor("profile", "archive", "Fay")
    done = tutor("next")
    assert done.code == EXIT_USAGE
    assert "which profile?" in done.err
    assert tutor("next", "--profile", "ana").code == 0


def test_next_always_names_a_command(tutor):
    tutor("profile", "add", "Ana", "--exam", "cpb")
    done = tutor("next")
    assert "tutor diagnose cpb" in done.out
    assert "tutor learn what-coding-is" in done.out, "a placement test is only an offer"
    assert tutor("next", "--json").json["kind"] == "diagnostic"


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


def test_a_demo_removes_nothing_it_did_not_make(tutor, home):
    (home / "demo").mkdir(parents=True)
    (home / "demo" / "thesis.txt").write_text("years of work")
    done = tutor("demo", "--plain")
    assert done.code == EXIT_USAGE
    assert "not made by a demo" in done.err
    assert (home / "demo" / "thesis.txt").exists()


def test_a_demo_can_be_kept_or_made_anew(tutor, home):
    tutor("demo", "--plain")
    assert "The class:" not in tutor("demo", "--plain", "--keep").out
    assert "The class:" in tutor("demo", "--plain").out
    assert not (home / "demo.new").exists()


def test_a_demo_course_lives_apart_from_the_demo_class(tutor, home):
    done = tutor("demo", "--class", "--plain")
    assert done.code == 0
    assert "The instructor: Lorraine Whitcombe" in done.out
    assert (home / "demo-class" / "main.db").exists()
    assert not (home / "demo").exists()


@pytest.mark.parametrize("variable", ["TUTOR_HOME", "TUTOR_CONTENT"])
def test_a_folder_of_an_unknown_user_is_one_clear_line(tutor, monkeypatch, variable):
    monkeypatch.setenv(variable, "~no-such-user/x")
    done = tutor("next")
    assert done.code == EXIT_USAGE
    assert variable in done.err


def test_a_wrong_domain_in_a_bank_of_ones_own_stops_nothing(tutor, tmp_path, monkeypatch):
    folder = tmp_path / "mine" / "question_banks" / "claims"
    folder.mkdir(parents=True)
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    bank = readme.split("```yaml\n")[1].split("```")[0]
    (folder / "mine.yaml").write_text(bank.replace("cpb: [bill]", "cpb: [nosuch]"))
    monkeypatch.setenv("TUTOR_CONTENT", str(tmp_path / "mine"))
    assert "nosuch" in tutor("content", "check").out
    tutor("profile", "add", "Ana", "--exam", "cpb")
    for command in (("next",), ("progress",), ("content", "stats")):
        assert tutor(*command).code == 0


def test_another_learners_quiz_is_not_shown(tutor):
    tutor("profile", "add", "Ana")
    tutor("practice", "--plain", "--count", "1", typed="skip\n\n")
    attempt = tutor("progress", "--json").json["history"][0]["id"]
    tutor("profile", "add", "Ben")
    assert tutor("review", attempt).code == EXIT_USAGE
    assert tutor("review", attempt, "--profile", "Ana").code == 0


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


@pytest.mark.parametrize(
    "url", ["postgresql://u:pa[ss@host/db", "postgresql://h/db?password=secret-word"]
)
def test_doctor_shows_no_secret_of_a_database_url(tutor, monkeypatch, url):
    monkeypatch.setenv("TUTOR_DATABASE_URL", url)
    done = tutor("doctor")
    assert done.code != 0
    assert "pa[ss" not in done.out + done.err
    assert "secret-word" not in done.out + done.err
    assert "Traceback" not in done.err
