"""`tutor plan`: shown, set and exported. The clock is the machine's."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from tutor.errors import EXIT_USAGE

SOON = date.today() + timedelta(days=5)  # noqa: DTZ011 - a date far enough from any midnight
LATER = date.today() + timedelta(days=80)  # noqa: DTZ011


@pytest.fixture
def ana(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


def test_a_plan_is_set_and_shown(tutor, ana):
    done = tutor("plan", "set", "--exam", "CPC", "--date", str(LATER), "--minutes", "45",
                 "--off", "sun", "--holiday", "2030-12-24..2030-12-26")  # fmt: skip
    assert done.code == 0
    assert f"Exam: CPC · Certified Professional Coder, {LATER}" in done.out
    assert "Minutes a day: 45" in done.out
    assert "Off: sun" in done.out
    assert "Holidays: 2030-12-24..2030-12-26" in done.out
    assert "This fits" in done.out
    same = tutor("plan", "set", "--exam-date", "2030-12-31")
    assert same.code == 0
    assert "Certified Professional Coder, 2030-12-31" in same.out
    assert tutor("plan", "set", "--date", str(LATER)).code == 0
    out = tutor("plan").out
    assert "Study plan: CPC" in out
    assert "(today)" in out
    assert "day off" in out
    assert "[ ] Read: What medical coding is (7 min)" in out
    assert "tutor learn what-coding-is" in out
    assert "more days: `tutor plan --days" in out
    assert max(map(len, out.split("\n"))) <= 100


def test_a_date_that_is_too_soon_says_what_would_fit(tutor, ana):
    done = tutor("plan", "set", "--date", str(SOON), "--minutes", "20")
    assert f"{SOON} is not realistic with 20 min a day" in " ".join(done.out.split())
    out = " ".join(tutor("plan", "--days", "1").out.split())
    assert "It would fit with" in out
    assert "an exam on" in out


def test_json_has_settings_figures_and_days(tutor, ana):
    tutor("plan", "set", "--date", str(LATER), "--minutes", "45")
    view = tutor("plan", "--json").json
    assert view["settings"]["minutes"] == 45
    assert view["state"] == "fits"
    assert view["figures"]["available"] > view["figures"]["lessons"] > 0
    assert len(view["days"]) > 70
    assert {"kind", "target", "minutes", "why", "command", "done"} <= set(
        view["days"][0]["tasks"][0]
    )
    assert len(tutor("plan", "--json", "--days", "3").json["days"]) == 3
    assert tutor("plan", "set", "--clear-minutes", "--json").json["minutes_set"] is False


def test_values_are_taken_back(tutor, ana):
    tutor("plan", "set", "--date", str(LATER), "--minutes", "45", "--off", "sat",
          "--holiday", "2030-01-01")  # fmt: skip
    tutor("plan", "set", "--holiday", "2030-02-01")
    out = tutor("plan", "set", "--clear-date", "--clear-off").out
    assert "no date yet" in out
    assert "no day of the week" in out
    assert "Holidays: 2030-01-01, 2030-02-01" in out
    assert "rolling plan" in out
    out = tutor("plan", "set", "--clear-holidays", "--holiday", "2030-03-01").out
    assert "Holidays: 2030-03-01" in out


def test_the_calendar_is_written_and_reads_back(tutor, ana, tmp_path):
    tutor("plan", "set", "--date", str(LATER), "--minutes", "45")
    target = tmp_path / "plan.ics"
    done = tutor("plan", "--ics", str(target))
    assert done.code == 0
    assert "Written:" in done.out
    events = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert events[-1].decoded("dtstart") == LATER
    assert "Study 4" in str(events[0]["summary"])


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (("set",), "nothing to set"),
        (("set", "--date", "soon"), "'soon' is not a date"),
        (("set", "--date", "2020-01-01"), "has passed"),
        (("set", "--minutes", "0"), "from 5 to 600"),
        (("set", "--off", "someday"), "'someday' is not a day of the week"),
        (("set", "--off", "mon,tue,wed,thu,fri,sat,sun"), "not all can be off"),
        (("set", "--holiday", "xmas"), "'xmas' is not a date"),
        (("set", "--exam", "xyz"), "xyz"),
        (("set", "--minutes", "20", "--clear-minutes"), "exclude each other"),
        (("set", "--date", "2030-01-01", "--clear-date"), "--date and --clear-date exclude"),
        (("--ics", "/nowhere/at/all.ics"), "cannot be written"),
    ],
)
def test_bad_input_is_one_clear_line(tutor, ana, args, part):
    done = tutor("plan", *args)
    assert done.code == EXIT_USAGE
    assert part in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_without_a_profile_it_says_so(tutor):
    done = tutor("plan")
    assert done.code == EXIT_USAGE
    assert "no profile yet" in done.err
