"""`tutor profile export`, `import`, `erase`: one learner's history as a whole."""

from __future__ import annotations

import pytest

from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.errors import EXIT_FAULT, EXIT_OK, EXIT_USAGE
from tutor.services.context import open_services
from tutor.settings import load_settings


@pytest.fixture(autouse=True)
def profile(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


def study(seed):
    """Answer three questions."""
    with open_services(load_settings()) as services:
        learner = services.profiles.current()
        session = services.practice.start(learner.id, QuizSpec(exam="cpb", count=3), seed=seed)
        while session.open:
            session.answer(key_response(services.library.item(session.current().item_id)))
            if not session.next():
                session.finish()


@pytest.fixture
def file(tutor, tmp_path):
    """Return the history of three answers in a file."""
    study(1)
    assert tutor("profile", "export", "--out", str(tmp_path / "ana")).code == EXIT_OK
    return tmp_path / "ana.tutorhistory"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, home):
    """Go to another machine and back, as often as called."""
    homes = {"there": tmp_path / "there", "here": home}

    def go(where):
        monkeypatch.setenv("TUTOR_HOME", str(homes[where]))

    return go


def test_carrying_on_on_another_machine_and_back(tutor, tmp_path, file, elsewhere):
    elsewhere("there")
    planned = tutor("profile", "import", str(file), "--dry-run")
    assert planned.code == EXIT_OK
    assert "Profile 'Ana' would be added." in planned.out
    assert tutor("profile", "list", "--json").json["profiles"] == []
    done = tutor("profile", "import", str(file))
    assert (done.code, done.err) == (EXIT_OK, "")
    assert "Profile 'Ana' added." in done.out
    study(2)
    back = tmp_path / "back.tutorhistory"
    written = tutor("profile", "export", "--out", str(back), "--json").json
    elsewhere("here")
    study(3)
    report = tutor("profile", "import", str(back), "--json").json
    assert report["applied"]
    assert report["report"]["new_profile"] is False
    assert report["report"]["attempts_new"] == 1
    assert report["report"]["events_new"] + report["report"]["events_known"] == written["events"]
    assert report["backup"].endswith("-before-import.db")
    assert "All statistics agree" in tutor("db", "verify").out
    again = tutor("profile", "import", str(back))
    assert "Nothing new" in again.out
    assert "backup" not in again.out


def test_a_name_in_use_is_said_and_can_be_changed(tutor, file, elsewhere):
    elsewhere("there")
    tutor("profile", "add", "ANA")
    planned = tutor("profile", "import", str(file), "--dry-run")
    assert "import it with --as NAME" in planned.out
    refused = tutor("profile", "import", str(file))
    assert refused.code == EXIT_USAGE
    assert "--as NAME" in refused.err
    assert tutor("profile", "import", str(file), "--as", "Ana 2").code == EXIT_OK
    names = [one["name"] for one in tutor("profile", "list", "--json").json["profiles"]]
    assert sorted(names) == ["ANA", "Ana 2"]


def test_a_file_that_is_no_history_is_one_line(tutor, file):
    file.write_bytes(file.read_bytes()[:200])
    for more in ([], ["--dry-run"]):
        refused = tutor("profile", "import", str(file), *more)
        assert refused.code == EXIT_USAGE
        assert refused.out == ""
        assert "no history, or only a part" in refused.err
        assert "Traceback" not in refused.err
    assert tutor("profile", "import", str(file) + "x").code == EXIT_USAGE


def test_what_is_refused_is_told_and_makes_the_exit_code_a_fault(tutor, file, elsewhere):
    from dataclasses import replace

    from tutor.interchange.history import read_history, write_history

    history = read_history(file)
    events = [dict(row) for row in history.tables["event"]]
    events[1]["position"] = 99
    write_history(replace(history, tables=dict(history.tables) | {"event": events}), file)
    elsewhere("there")
    done = tutor("profile", "import", str(file))
    assert done.code == EXIT_FAULT
    assert "names a question that its quiz does not have" in " ".join(done.out.split())
    assert "1 refused" in done.out


def test_export_asks_which_profile(tutor, tmp_path):
    tutor("profile", "archive", "Ana")
    refused = tutor("profile", "export", "--out", str(tmp_path / "a.tutorhistory"))
    assert refused.code == EXIT_USAGE
    assert "--profile NAME" in refused.err
    archived = tutor("profile", "export", "--profile", "ana", "--out", str(tmp_path / "a"))
    assert archived.code == EXIT_OK
    assert tutor("profile", "export", "--profile", "Bo", "--out", "x").code == EXIT_USAGE


def test_erasing_asks_for_the_name_and_says_what_is_left(tutor, file):
    for typed in ("ana\n", "", "no\n"):
        refused = tutor("profile", "erase", "Ana", typed=typed)
        assert refused.code != EXIT_OK
        assert len(tutor("profile", "list", "--json").json["profiles"]) == 1
    tutor("profile", "add", "Bo")
    study(4)
    back = file.with_name("bo.tutorhistory")
    tutor("profile", "export", "--out", str(back))
    erased = tutor("profile", "erase", "Ana", typed="Ana\n")
    assert erased.code == EXIT_OK
    assert "Erased: Ana" in erased.out
    assert "still hold the data" not in erased.out
    names = [one["name"] for one in tutor("profile", "list", "--json").json["profiles"]]
    assert names == ["Bo"]
    refused = tutor("profile", "import", str(file))
    assert refused.code == EXIT_USAGE
    assert "was erased" in refused.err


def test_erasing_says_that_backups_stay(tutor, file, elsewhere):
    elsewhere("there")
    tutor("profile", "import", str(file))
    erased = tutor("profile", "erase", "Ana", "--yes", "--json").json
    assert erased["backups"].endswith("backups")
    assert erased["rows"]["event"] == erased["events"] > 0
    assert tutor("profile", "erase", "Ana", "--yes").code == EXIT_USAGE


def test_results_and_history_by_format(tutor, tmp_path, elsewhere):
    study(1)
    table, lines, whole = (tmp_path / name for name in ("a.csv", "a.jsonl", "ana.json"))
    done = tutor("history", "export", "--format", "csv", "--out", str(table))
    assert done.code == EXIT_OK
    assert "3 answers of 1 attempt" in done.out
    assert len(table.read_text(encoding="utf-8").splitlines()) == 4
    args = ("--format", "xapi", "--home-page", "https://school.example")
    view = tutor("history", "export", *args, "--out", str(lines), "--json").json
    assert (view["attempts"], view["answers"], view["open"]) == (1, 3, 0)
    assert lines.read_text(encoding="utf-8").count("\n") == 4
    assert tutor("history", "export", "--out", str(whole)).code == EXIT_OK
    elsewhere("there")
    assert tutor("history", "import", str(whole)).code == EXIT_OK
    assert "Nothing new" in tutor("history", "import", str(whole)).out
    again = tmp_path / "again.csv"
    assert tutor("history", "export", "--format", "csv", "--out", str(again)).code == EXIT_OK
    assert again.read_bytes() == table.read_bytes()


def test_results_that_cannot_be_written(tutor, tmp_path):
    for args, words in (
        (("--format", "csv", "--home-page", "https://x.y"), "--home-page is for"),
        (("--home-page", "https://x.y"), "--home-page is for"),
        (("--format", "xapi", "--home-page", "x", "--out", str(tmp_path / "x")), "no address"),
        (("--format", "csv", "--out", str(tmp_path / "none" / "x.csv")), "cannot be written"),
        (("--profile", "Bob"), "no profile"),
    ):
        done = tutor("history", "export", *args)
        assert done.code == EXIT_USAGE
        assert words in done.err
        assert done.err.count("\n") == 1
