"""What line mode lets whom do in a class database, on both backends."""

from __future__ import annotations

import stat

import pytest

from tests.cli.conftest import compiled_cache as compiled_cache
from tests.cli.conftest import home as home
from tests.cli.conftest import tutor as tutor
from tests.store.conftest import BACKENDS
from tests.store.conftest import postgres as postgres
from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.errors import EXIT_ACCESS, EXIT_USAGE
from tutor.services.context import open_services
from tutor.services.passwords import hash_password
from tutor.settings import load_settings

PASSWORD = "claim denied twice"
OTHER = "appeal within 90 days"
FREE = {"about", "class", "claims", "serve", "demo", "sign-in", "sign-out", "content", "drg"}
"""Commands that ask for nobody: they touch no database, or let one in; `content`: see below."""
ASKING = [
    ["learn"],
    ["practice", "--plain"],
    ["sort", "--plain"],
    ["drill", "--list"],
    ["exam", "list"],
    ["exam", "report"],
    ["exam", "take", "cpb", "--plain"],
    ["exam", "assemble", "cpb"],
    ["shift", "--plain"],
    ["cards"],
    ["cards", "fit"],
    ["diagnose", "--plain"],
    ["missed"],
    ["resume", "--plain"],
    ["next"],
    ["progress"],
    ["ready"],
    ["plan"],
    ["mastery"],
    ["review"],
    ["glossary", "abn"],
    ["search", "abn"],
    ["profile", "list"],
    ["profile", "use", "Ann"],
    ["exams"],
    ["codes", "show", "E11.9"],
    ["bank", "import", "questions.gift"],
    ["bank", "export", "--format", "bundle"],
    ["content", "show", "abn"],
    ["content", "preview", "abn"],
    ["assignments"],
    ["assignments", "take"],
    ["class", "list"],
    ["class", "gradebook", "--course", "any"],
    ["class", "roster", "accounts", "--course", "any"],
    ["db", "verify"],
    ["db", "rebuild"],
    ["account", "list"],
    ["account", "add", "Eve"],
    ["account", "disable", "Ann"],
    ["account", "password"],
]


@pytest.fixture(params=BACKENDS)
def database(request, home, monkeypatch):
    """Use a file, or a real PostgreSQL, as the environment of a user says."""
    if request.param == "sqlite":
        yield
        return
    maker = request.getfixturevalue("postgres")
    url = maker.make(with_schema=True)
    monkeypatch.setenv("TUTOR_DATABASE_URL", url)
    yield
    maker.drop(url)


@pytest.fixture(scope="session")
def hashed():
    return hash_password(PASSWORD)


@pytest.fixture
def school(database, tutor, hashed):
    """Ada is the administrator, Ines an instructor; Ann and Ben are students, and Ben has worked.

    Returns the ids of a finished and an open quiz and of a mock exam of Ben's.
    """
    people = {"Ada": "administrator", "Ines": "instructor", "Ann": "student", "Ben": "student"}
    with open_services(load_settings()) as services:
        ids = {}
        for name in people:
            made = services.store.create_learner(name, exam="cpb", time_zone="America/Chicago")
            ids[name] = made.id
        ben = ids["Ben"]
        session = services.practice.start(ben, QuizSpec(exam="cpb", count=1))
        session.answer(key_response(services.library.item(session.current().item_id)))
        session.finish()
        sat = services.mocks.start(ben, "cpb", length="sprint")
        sat.finish()
        going_on = services.practice.start(ben, QuizSpec(exam="cpb", count=2))
        for name, role in people.items():
            first = name == "Ada"
            services.store.create_account(ids[name], role, hashed, must_change=False, first=first)
    return session.attempt_id, going_on.attempt_id, sat.attempt_id


@pytest.fixture
def sign_in(tutor):
    def call(name, password=PASSWORD):
        done = tutor("sign-in", name, "--password-stdin", typed=f"{password}\n")
        assert done.code == 0, done.err
        return done

    return call


def test_a_database_becomes_a_classs_and_students_are_let_in(database, tutor, home):
    done = tutor("account", "create-admin", "Ada", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, done.err) == (0, "")
    assert "Signed in: Ada (administrator)" in done.out
    made = tutor("account", "add", "Ann", "--json").json
    assert made["account"]["role"] == "student"
    assert "One-time password: " in tutor("account", "add", "Ines", "--role", "Instructor").out
    listed = tutor("account", "list").out
    assert "one-time password" in listed
    assert tutor("sign-out").out == "Signed out.\n"
    typed = f"{made['password']}\n{OTHER}\n"
    done = tutor("sign-in", "ann", "--password-stdin", typed=typed)
    assert "Signed in: Ann (student)" in done.out
    assert tutor("profile", "list", "--json").json["profiles"][0]["name"] == "Ann"
    assert (
        tutor("account", "password", "--password-stdin", typed=f"{OTHER}\n{PASSWORD}\n").code == 0
    )
    assert tutor("next").code == 0
    again = tutor("account", "create-admin", "Eve", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (again.code, "has an administrator already" in again.err) == (EXIT_USAGE, True)


def test_every_command_is_looked_at_here(tutor):
    from tutor.cli.main import COMMANDS

    assert set(COMMANDS) == {words[0] for words in ASKING} | FREE | {"doctor"}


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_nothing_is_done_for_who_has_not_signed_in(school, tutor, words):
    done = tutor(*words)
    assert done.code == EXIT_ACCESS
    assert done.err == (
        "tutor: this is a class database: sign in first with `tutor sign-in NAME`\n"
    )
    assert done.out == ""


def test_the_doctor_tells_who_has_not_signed_in_nothing_of_the_database(school, tutor):
    done = tutor("doctor")
    assert done.code == 1
    assert "sign in first" in done.out
    assert "learner" not in done.out


@pytest.mark.parametrize("name", ["Ann", "Ines"])
def test_ids_and_names_of_somebody_else_open_nothing(school, tutor, sign_in, name):
    sign_in(name)
    finished, going_on, sat = school
    for words in (
        ["review", finished],
        ["review", going_on],
        ["review", sat, "--json"],
    ):
        done = tutor(*words)
        assert (done.code, done.out) == (EXIT_ACCESS, ""), words
        assert done.err == "tutor: that is not yours to see\n"
    for more in ([], ["--json"]):
        done = tutor("exam", "report", sat, *more)
        assert (done.code, done.out) == (EXIT_USAGE, "")
        assert done.err == f"tutor: {name} has no finished mock exam {sat}\n"
    for words in (
        ["progress", "--profile", "Ben"],
        ["cards", "--profile", "Ben", "--json"],
        ["missed", "--profile", "ben"],
        ["plan", "--profile", "Ben"],
        ["practice", "--plain", "--profile", "Ben"],
        ["profile", "use", "Ben"],
        ["profile", "set", "Ben", "--daily-goal", "3"],
        ["profile", "archive", "Ben"],
    ):
        done = tutor(*words)
        assert (done.code, done.out) == (EXIT_USAGE, ""), words
        assert done.err == f"tutor: there is no profile {words[-1]!r}; profiles: {name}\n".replace(
            "'3'", "'Ben'"
        ).replace("'--json'", "'Ben'")
    assert "Ben" not in tutor("profile", "list").out
    for words in (["profile", "add", "Eve"], ["profile", "archive", name]):
        done = tutor(*words)
        assert done.code == EXIT_ACCESS
        assert "an administrator does that" in done.err


def test_a_student_reaches_neither_keys_nor_accounts_nor_the_whole_database(school, tutor, sign_in):
    sign_in("Ann")
    for words in (
        ["db", "verify"],
        ["db", "rebuild"],
        ["account", "list"],
        ["account", "add", "Eve", "--role", "administrator"],
        ["account", "role", "Ann", "administrator"],
        ["account", "reset-password", "Ada"],
        ["account", "disable", "Ada"],
        ["content", "show", "denials-working-next-action"],
        ["content", "preview", "denials-working-next-action", "--answered"],
    ):
        done = tutor(*words)
        assert (done.code, done.out) == (EXIT_ACCESS, ""), words
    assert "Rows" not in tutor("doctor").out
    sign_in("Ines")
    assert tutor("content", "show", "denials-working-next-action").code == 0
    sign_in("Ada")
    assert "Rows" in tutor("doctor").out
    assert tutor("db", "verify").code == 0
    assert tutor("review", school[0], "--profile", "Ben").code == 0
    assert tutor("practice", "--plain", "--profile", "Ben", typed="q\n").code == EXIT_ACCESS


def test_ones_own_work_is_all_there(school, tutor, sign_in):
    sign_in("Ben")
    finished, _, sat = school
    assert tutor("review", finished).code == 0
    assert tutor("exam", "report", sat).code == 0
    assert tutor("progress", "--json").code == 0
    assert tutor("profile", "set", "Ben", "--daily-goal", "3").code == 0
    renamed = tutor("profile", "set", "Ben", "--name", "Ann Two")
    assert (renamed.code, "administrator changes it" in renamed.err) == (EXIT_ACCESS, True)


def test_a_wrong_password_and_an_unknown_name_sound_alike_until_the_lock(school, tutor):
    for name in ("Ann", "Nobody"):
        for _ in range(5):
            done = tutor("sign-in", name, "--password-stdin", typed="wrong\n")
            assert (done.code, done.err) == (EXIT_ACCESS, "tutor: name or password is wrong\n")
        done = tutor("sign-in", name, "--password-stdin", typed=f"{PASSWORD}\n")
        assert done.code == EXIT_ACCESS
        assert "too many wrong tries for this name: try again in" in done.err


def test_passwords_are_not_taken_from_the_command_line_or_asked_without_a_terminal(school, tutor):
    assert tutor("sign-in", "Ann", PASSWORD).code == EXIT_USAGE
    assert tutor("sign-in", "Ann", "--password", PASSWORD).code == EXIT_USAGE
    done = tutor("sign-in", "Ann", typed=f"{PASSWORD}\n")
    assert (done.code, "--password-stdin" in done.err) == (EXIT_USAGE, True)
    done = tutor("sign-in", "Ann", "--password-stdin", typed="")
    assert (done.code, "no line left" in done.err) == (EXIT_USAGE, True)


def test_the_file_that_keeps_one_signed_in_is_for_its_owner_alone(school, tutor, sign_in, home):
    sign_in("Ann")
    path = home / "sign-in"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text()
    assert tutor("sign-out").code == 0
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_could_read_is_warned_of_and_its_sign_in_ended(
    school, tutor, sign_in, home, mode
):
    sign_in("Ann")
    path = home / "sign-in"
    token = path.read_text()
    path.chmod(mode)
    done = tutor("progress")
    assert done.code == EXIT_ACCESS
    assert "others on this machine could read it" in done.err
    assert "sign in again" in done.err
    assert not path.exists()
    path.write_text(token)
    path.chmod(0o600)
    assert tutor("progress").code == EXIT_ACCESS


def test_a_link_in_place_of_the_file_is_not_followed(school, tutor, sign_in, home, tmp_path):
    sign_in("Ann")
    path, elsewhere = home / "sign-in", tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    done = tutor("progress")
    assert (done.code, "cannot be read" in done.err) == (EXIT_ACCESS, True)


def test_a_closed_account_is_out_at_the_next_command(school, tutor, sign_in, home):
    sign_in("Ann")
    token = (home / "sign-in").read_text()
    sign_in("Ada")
    assert tutor("account", "disable", "Ann").code == 0
    (home / "sign-in").write_text(token)
    done = tutor("progress")
    assert (done.code, done.err) == (
        EXIT_ACCESS,
        "tutor: you are no longer signed in: `tutor sign-in NAME`\n",
    )


def test_a_local_database_asks_for_none_of_it(database, tutor):
    assert tutor("profile", "add", "Pat").code == 0
    assert tutor("progress").code == 0
    done = tutor("sign-in", "Pat", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, "your own" in done.err) == (EXIT_USAGE, True)
    assert tutor("sign-out").out == "Nobody was signed in.\n"
    done = tutor("account", "list")
    assert (done.code, "create-admin" in done.err) == (EXIT_USAGE, True)


@pytest.mark.parametrize("text", ["0", "-5", "many", "99999999999", "1.5"])
def test_a_time_out_that_makes_no_sense_is_said(home, tutor, monkeypatch, text):
    monkeypatch.setenv("TUTOR_IDLE_MINUTES", text)
    done = tutor("progress")
    assert (done.code, "TUTOR_IDLE_MINUTES" in done.err) == (EXIT_USAGE, True)


def test_an_instructor_hands_out_passwords_of_their_course_alone(school, tutor, sign_in, home):
    sign_in("Ines")
    course = ("--course", "CPB")
    tutor("class", "create", "CPB")
    (home / "roster.csv").write_text("id,name\nS2,=Cy\nS10,Di\n", encoding="utf-8")
    command = ("class", "roster", "import", str(home / "roster.csv"), *course)
    assert "passwords to be made: 2" in tutor(*command, "--dry-run").out
    kept = home / "passwords.csv"
    done = tutor(*command, "--passwords", str(kept))
    assert done.code == 0, done.err
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    head, cy, di = kept.read_text().splitlines()
    assert head == "sign_in,one_time_password,name,id"
    assert (di.split(",")[0], cy.split(",")[2]) == ("S10", "'=Cy")
    assert not any(line.split(",")[1] in done.out for line in (di, cy))
    assert "is there already" in tutor(*command, "--passwords", str(kept)).err
    (made,) = tutor("class", "roster", "reset-password", "S10", *course, "--json").json["accounts"]
    assert made["one_time_password"] != di.split(",")[1]
    given = tutor("class", "roster", "accounts", *course).out
    assert given == "Every student of this course has an account.\n"
    assert tutor("account", "reset-password", "S10").code == EXIT_ACCESS
    tutor("sign-in", "S10", "--password-stdin", typed=f"{made['one_time_password']}\n{OTHER}\n")
    for words in (("accounts",), ("reset-password", "S2"), ("show",)):
        assert tutor("class", "roster", *words, *course).code == EXIT_ACCESS


def test_a_local_database_has_no_passwords_to_write(database, tutor, home):
    tutor("class", "create", "CPB")
    (home / "roster.csv").write_text("id\nS1\n", encoding="utf-8")
    command = ("class", "roster", "import", str(home / "roster.csv"), "--course", "CPB")
    refused = tutor(*command, "--passwords", str(home / "new.csv"))
    assert (refused.code, not (home / "new.csv").exists()) == (EXIT_USAGE, True)
    assert "One-time" not in tutor(*command).out
    assert tutor("class", "roster", "accounts", "--course", "CPB").code == EXIT_USAGE
