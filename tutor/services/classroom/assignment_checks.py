"""What an assignment must be, and what an instructor may not have meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from tutor.domain.assignment import COUNTING, LATE_RULES, Assignment, AssignmentPolicy
from tutor.domain.assignment_window import Window, check_dates, too_short
from tutor.domain.local_time import say_length
from tutor.domain.release import AFTER_CLOSE, check_release
from tutor.errors import UsageError

TITLE_LENGTH = 80
"""The longest title, in characters."""
MOST_SECONDS = 86_400
"""A day: no sitting is longer."""
MOST_ATTEMPTS = 100
FIXED = ("seconds", "shuffle", "books")
"""Rules that attempts were taken under: they stay once anybody has started."""


def check_policy(policy: AssignmentPolicy) -> None:
    """Refuse rules out of range.

    Raises:
        UsageError: One is; the line says which.
    """
    if policy.attempts is not None and not 1 <= policy.attempts <= MOST_ATTEMPTS:
        raise UsageError(f"attempts are from 1 to {MOST_ATTEMPTS}, or without limit")
    if policy.counts not in COUNTING:
        raise UsageError(f"what counts is {', '.join(COUNTING)}, not {policy.counts!r}")
    if policy.seconds is not None and not 1 <= policy.seconds <= MOST_SECONDS:
        raise UsageError("a time limit is from 1 second to 24 hours")
    if policy.late not in LATE_RULES:
        raise UsageError(f"late work is {', '.join(LATE_RULES)}, not {policy.late!r}")
    if not 0 <= policy.late_percent <= 100:
        raise UsageError("what a late day costs is from 0 to 100 percent")
    if policy.late == "deduct" and not policy.late_percent:
        raise UsageError("say what each late day costs, in percent")
    check_release(policy.release)


def check_assignment(assignment: Assignment) -> None:
    """Refuse an assignment whose title, dates or rules cannot be.

    Raises:
        UsageError: Something is wrong; the line says what.
    """
    if not 1 <= len(assignment.title) <= TITLE_LENGTH:
        raise UsageError(f"a title has 1 to {TITLE_LENGTH} characters")
    check_policy(assignment.policy)
    check_dates(assignment.opens_at, assignment.due_at, assignment.closes_at)
    if assignment.policy.late != "accept" and assignment.due_at is None:
        raise UsageError("late work needs a due date: give one, or accept late work as it is")


def warnings_on(assignment: Assignment, windows: Iterable[tuple[str, Window]]) -> tuple[str, ...]:
    """Return what an instructor may not have meant, one line each.

    Args:
        assignment: As it stands.
        windows: The students it is for, by what they are called, with their limits.
    """
    found, policy = [], assignment.policy
    every = list(windows)
    if not every:
        found.append("Nobody has it: its cohorts are empty.")
    short = [name for name, window in every if too_short(window, assignment.created_at)]
    if short:
        whose = "" if len(short) == len(every) else f" for {', '.join(short[:5])}"
        limit = say_length_of(policy.seconds)
        found.append(f"The window is shorter than the time limit ({limit}){whose}.")
    waits = [
        fact
        for fact in ("score", "correctness", "key", "rationale")
        if getattr(policy.release, fact) == AFTER_CLOSE
    ]
    if waits and not any(window.closes_at for _, window in every):
        found.append("It never closes, so that what shows after the close never shows.")
    repeated = policy.attempts is None or policy.attempts > 1
    if repeated and policy.release.key in ("during", "after_submit"):
        found.append("The key shows while attempts are left: the next one can use it.")
    return tuple(found)


def say_length_of(seconds: int | None) -> str:
    """Return a time limit in words; `none` where there is none."""
    return "none" if seconds is None else say_length(timedelta(seconds=seconds))
