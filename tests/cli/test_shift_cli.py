"""`tutor shift` in line mode: worked, left, gone on with, reported."""

from __future__ import annotations

from tests.e2e.plain_driver import PlainProgram

SEED = "21"


def test_a_shift_is_played_to_its_report(tutor, home):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0
    args = ("shift", "--plain", "--patients", "1", "--seed", SEED)
    with PlainProgram(home, args) as program:
        printed = program.run_to_end()
        assert program.process.returncode == 0
        assert program.acknowledged > 5
    assert "report" in printed
    assert "charged" in printed
    report = tutor("shift", "--json").json
    assert report["answered"] == program.acknowledged
    assert report["report"]["done"] is True
    assert report["seed"] == int(SEED)
    assert "target" in tutor("shift", "--report").out


def test_left_in_the_middle_it_goes_on_at_the_same_task(tutor, home):
    tutor("profile", "add", "Ana", "--exam", "cpb")
    first = tutor("shift", "--plain", "--patients", "1", "--seed", SEED, typed="accounts\nquit\n")
    assert first.code == 0
    assert "Paused" in first.out
    assert "charged" in first.out
    for args in (("shift", "--plain"), ("resume", "--plain")):
        again = tutor(*args, typed="quit\n")
        assert "task 1" in again.out
    ended = tutor("shift", "--plain", typed="end\n")
    assert "not every account is closed" in ended.out


def test_what_cannot_be_is_refused_in_a_line(tutor):
    tutor("profile", "add", "Ana", "--exam", "cpb")
    for args, said in (
        (("--patients", "99"), "patients"),
        (("--difficulty", "0"), "difficulty"),
        (("--report",), "no shift yet"),
    ):
        done = tutor("shift", "--plain", *args)
        assert done.code != 0
        assert said in done.err
        assert "Traceback" not in done.err
