from datetime import date

import pytest

from tutor.errors import NotFoundError, UsageError
from tutor.services.profiles import local_time_zone, parse_exam_date


def test_several_profiles_share_a_machine(open_again):
    services = open_again()
    ana = services.profiles.create("Ana", exam="cpb", exam_date=date(2027, 3, 1), time_zone="UTC")
    ben = services.profiles.create("Ben", time_zone="UTC")
    assert services.profiles.current().id == ben.id
    services.profiles.choose(ana.id)
    services = open_again()
    assert services.profiles.current() == ana
    assert [one.name for one in services.profiles.all()] == ["Ana", "Ben"]
    assert services.profiles.named(" BEN ").id == ben.id


@pytest.mark.parametrize("name", ["", "   ", "\x00\x1b", "x" * 41])
def test_a_name_must_be_usable(services, name):
    with pytest.raises(UsageError):
        services.profiles.create(name)


def test_names_are_unique_whatever_their_case(services, learner):
    with pytest.raises(UsageError):
        services.profiles.create("ANA")


def test_control_characters_leave_a_name(services):
    assert services.profiles.create("A\x1b[31m  B", time_zone="UTC").name == "A [31m B"


@pytest.mark.parametrize(
    "changes",
    [{"daily_goal": 0}, {"daily_goal": 501}, {"time_zone": "Mars/Olympus"}, {"time_zone": "../x"}],
)
def test_values_out_of_range_are_refused(services, learner, changes):
    with pytest.raises(UsageError):
        services.profiles.update(learner.id, **changes)


def test_an_unknown_exam_is_refused(services, learner):
    with pytest.raises(NotFoundError):
        services.profiles.update(learner.id, exam="xyz")


def test_a_profile_can_be_changed_and_archived(services, learner):
    changed = services.profiles.update(learner.id, name="Anna", exam="cca", theme="tutor-light")
    assert (changed.name, changed.exam, changed.theme) == ("Anna", "cca", "tutor-light")
    services.profiles.archive(learner.id)
    assert services.profiles.all() == ()
    assert services.profiles.current() is None
    with pytest.raises(NotFoundError):
        services.profiles.named("Anna")


def test_an_archived_profile_comes_back_with_its_history(services, learner):
    services.profiles.archive(learner.id)
    assert services.profiles.restore(" ana ").id == learner.id
    assert services.profiles.current().id == learner.id
    with pytest.raises(NotFoundError):
        services.profiles.restore("Ana")


def test_a_profile_does_not_come_back_under_a_taken_name(services, learner):
    services.profiles.archive(learner.id)
    services.profiles.create("Ana", time_zone="UTC")
    with pytest.raises(UsageError, match="Ana"):
        services.profiles.restore("Ana")


@pytest.mark.parametrize(("text", "day"), [("2027-03-31", date(2027, 3, 31)), ("  ", None)])
def test_an_exam_date_is_read(text, day):
    assert parse_exam_date(text) == day


@pytest.mark.parametrize("text", ["31/03/2027", "2027-02-30", "soon"])
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(UsageError):
        parse_exam_date(text)


@pytest.mark.parametrize("zone", ["America/Chicago", "Not/AZone", ""])
def test_the_machines_time_zone_is_always_a_usable_one(monkeypatch, zone):
    monkeypatch.setattr("tutor.services.profiles.get_localzone_name", lambda: zone)
    assert local_time_zone() == ("America/Chicago" if zone.startswith("America") else "UTC")
