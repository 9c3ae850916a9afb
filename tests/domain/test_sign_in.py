"""Wrong tries, idle sign-ins, passwords."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.account import Account, AuthSession
from tutor.domain.sign_in import (
    FORGIVEN_AFTER,
    FREE_TRIES,
    LONGEST_SIGN_IN,
    LONGEST_WAIT,
    Tries,
    as_hashed,
    charged,
    check_password,
    check_role,
    is_over,
    wait_left,
    wait_words,
)
from tutor.errors import UsageError

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def after(wrong, now=NOW):
    tries = None
    for _ in range(wrong):
        tries = charged(tries, now)
    return tries


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900)],
)
def test_the_wait_grows_with_every_wrong_try(wrong, seconds):
    assert wait_left(after(wrong), NOW) == seconds * SECOND


def test_a_thousand_tries_lock_no_longer_than_ten():
    assert wait_left(after(1000), NOW) == LONGEST_WAIT


def test_a_lock_runs_out():
    tries = after(FREE_TRIES)
    assert wait_left(tries, NOW + 29 * SECOND) == SECOND
    assert wait_left(tries, NOW + 30 * SECOND) == timedelta()


def test_a_try_after_the_lock_locks_for_longer():
    later = NOW + 31 * SECOND
    assert wait_left(charged(after(FREE_TRIES), later), later) == 60 * SECOND


def test_wrong_tries_are_forgotten_after_a_day():
    assert charged(after(9), NOW + FORGIVEN_AFTER).failed == 1
    assert charged(after(9), NOW + FORGIVEN_AFTER - SECOND).failed == 10


def test_a_clock_set_back_locks_nobody_out_for_long():
    tries = Tries(5, NOW, NOW + 30 * SECOND)
    assert wait_left(tries, NOW - timedelta(days=400)) == LONGEST_WAIT


@given(st.lists(st.integers(0, 2000), max_size=60))
def test_within_an_hour_nobody_tries_more_than_a_dozen_passwords(gaps):
    """However the tries are spread: only those outside a lock are looked at."""
    now, tries, looked_at = NOW, None, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        if now - NOW > timedelta(hours=1):
            break
        if not wait_left(tries, now):
            tries = charged(tries, now)
            looked_at += 1
    assert looked_at <= 13


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 second"), (30, "30 seconds"), (90, "90 seconds"), (91, "2 minutes"), (900, "15 min")],
)
def test_a_wait_is_told_in_words(seconds, words):
    assert wait_words(timedelta(seconds=seconds)).startswith(words)


ACCOUNT = Account("a", "Ann", "student", NOW)


def session(**changes):
    values = {
        "account": ACCOUNT,
        "created_at": NOW,
        "last_used_at": NOW,
        "idle_seconds": 1800,
        "ended_at": None,
    }
    return AuthSession(**(values | changes))


def test_a_sign_in_ends_when_idle():
    assert not is_over(session(), NOW + timedelta(seconds=1799))
    assert is_over(session(), NOW + timedelta(seconds=1800))


def test_a_sign_in_ends_when_old_however_much_it_is_used():
    now = NOW + LONGEST_SIGN_IN
    assert is_over(session(last_used_at=now), now)
    assert not is_over(session(last_used_at=now), now - SECOND)


@pytest.mark.parametrize(
    "changes",
    [
        {"ended_at": NOW},
        {"account": Account("a", "Ann", "student", NOW, disabled_at=NOW)},
        {"account": Account("a", "Ann", "student", NOW, must_change=True)},
    ],
)
def test_a_sign_in_ends_with_what_it_rests_on(changes):
    assert is_over(session(**changes), NOW)


@pytest.mark.parametrize(
    "password",
    ["correct horse", "Denial CO-16", "längere wörter", "1st claim denied", "x9!Kq2#Lm4"],
)
def test_good_passwords_pass(password):
    check_password(password, "Ann Lee")


@pytest.mark.parametrize(
    ("password", "what"),
    [
        ("", "at least 10"),
        ("short pass"[:9], "at least 10"),
        ("x" * 257, "at most 256"),
        ("Ann Maria Lee", "own name"),
        ("annmarialee2026!", "own name"),
        ("0123456789", "digits"),
        ("Password2026!", "first that are tried"),
        ("q w e r t y u i o p", "first that are tried"),
        ("aaaaaaaaaaaa", "too few"),
        ("abababababab", "too few"),
    ],
)
def test_bad_passwords_are_refused_with_the_reason(password, what):
    with pytest.raises(UsageError, match=what):
        check_password(password, "Ann Maria Lee")


def test_one_password_is_the_same_from_every_keyboard():
    assert as_hashed("cafe\u0301 ｐass") == as_hashed("caf\u00e9 pass")


def test_a_role_must_exist():
    check_role("instructor")
    with pytest.raises(UsageError, match="student, instructor, administrator"):
        check_role("root")
