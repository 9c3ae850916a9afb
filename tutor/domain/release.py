"""The feedback matrix: what a student may know of answers to an assignment, and from when.

Each fact tells the one before it: the key of every question tells which answers were right, and
those tell the marks. So a fact can show no earlier than the one before, and the marks can stand
beside an open attempt only where right or wrong does: they would tell it, answer by answer.
"""

from __future__ import annotations

from dataclasses import asdict

from tutor.domain.assignment import FACTS, MOMENTS, AssignedAttempt, Release
from tutor.errors import UsageError

BY_FILE = "The keys are with your instructor: marks and what was right come back in a file."
"""What is said of questions whose keys are not here."""
MORE_BY_FILE = "What your instructor lets show later comes in another feedback file."
"""What is said where feedback came in a file, and not all of it."""
NEVER = "never"
"""What people write for None: the fact never shows."""
DURING, AFTER_SUBMIT, AFTER_CLOSE = MOMENTS
MOMENT_WORDS = {
    DURING: "during the attempt",
    AFTER_SUBMIT: "after it is handed in",
    AFTER_CLOSE: "after it closes",
    None: "never",
}
"""How moments read."""
FACT_WORDS = {
    "score": "the score",
    "correctness": "right or wrong",
    "key": "the key",
    "rationale": "the reasons",
}
"""How facts read."""
RULING_WORDS = {
    "rescore": "graded anew",
    "credit": "full marks for everyone",
    "void": "does not count",
}
"""How rulings (`tutor.domain.marking.ACTIONS`) read to the student."""


def shown(release: Release, *, ended: bool, closed: bool) -> frozenset[str]:
    """Return the facts that a student may see of an attempt.

    Args:
        release: The matrix.
        ended: The attempt was handed in, or its time is up.
        closed: The assignment has closed for the student.
    """
    reached = 0 if not ended else 1 if not closed else 2
    return frozenset(fact for fact in FACTS if _order(getattr(release, fact)) <= reached)


def check_release(release: Release) -> None:
    """Refuse a matrix that would tell a fact before its time.

    Raises:
        UsageError: There is no such moment, or a fact shows before one that it tells.
    """
    for fact, moment in asdict(release).items():
        if moment not in (*MOMENTS, None):
            raise UsageError(
                f"{FACT_WORDS[fact]} shows {', '.join(MOMENTS)} or {NEVER}, not {moment!r}"
            )
    for fact, told in zip(FACTS[1:], FACTS, strict=False):
        first, second = getattr(release, told), getattr(release, fact)
        if _order(second) < _order(first):
            raise UsageError(
                f"{FACT_WORDS[fact]} would show {MOMENT_WORDS[second]}, but tells "
                f"{FACT_WORDS[told]}, which shows {MOMENT_WORDS[first]}: change one of the two"
            )
    if release.score == DURING and release.correctness != DURING:
        raise UsageError(
            "the score during the attempt would tell which answers are right: show right or wrong "
            "during it, too, or the score later"
        )


def moment_of(text: str | None) -> str | None:
    """Return the moment that a word names, such as `after-close`; None for `never`.

    Raises:
        UsageError: There is no such moment.
    """
    word = (text or NEVER).strip().casefold().replace("-", "_").replace(" ", "_")
    if word == NEVER:
        return None
    if word not in MOMENTS:
        known = ", ".join(moment.replace("_", "-") for moment in MOMENTS)
        raise UsageError(f"there is no moment {text!r}: it is {known} or {NEVER}")
    return word


def _order(moment: str | None) -> int:
    return len(MOMENTS) if moment is None else MOMENTS.index(moment)


def attempt_facts(attempt: AssignedAttempt, release: Release, *, closed: bool) -> frozenset[str]:
    """Return the facts that a student may see of one attempt as things stand.

    An attempt stays as it was begun: where right or wrong did not show during it, nothing shows
    before its end, and what counts in the student's statistics already is hidden no more.

    Args:
        attempt: The attempt.
        release: The assignment's matrix as it is now.
        closed: The assignment has closed for the student.
    """
    ended = attempt.handed_in is not None
    if not ended and attempt.policy.release.correctness != DURING:
        return frozenset()
    facts = shown(release, ended=ended, closed=closed)
    return facts if attempt.withheld else facts | {"score", "correctness"}


def later_lines(release: Release, facts: frozenset[str], closes: str) -> tuple[str, ...]:
    """Return one sentence for each moment at which more will show, and one for what never does.

    Args:
        release: The matrix.
        facts: What shows already.
        closes: When the assignment closes for the student, in words; empty where it never does.
    """
    lines = []
    for moment in (*MOMENTS, None):
        waiting = [
            FACT_WORDS[fact]
            for fact in FACTS
            if fact not in facts and getattr(release, fact) == moment
        ]
        if not waiting:
            continue
        words = " and ".join(filter(None, (", ".join(waiting[:-1]), waiting[-1])))
        words = words[0].upper() + words[1:]
        plural = len(waiting) > 1 or waiting[0].endswith("reasons")
        verb = "show" if plural else "shows"
        if moment is None or (moment == AFTER_CLOSE and not closes):
            lines.append(f"{words} never {verb}.")
        elif moment == AFTER_CLOSE:
            lines.append(f"{words} {verb} after it closes ({closes}).")
        else:
            lines.append(f"{words} {verb} {MOMENT_WORDS[moment]}.")
    return tuple(lines)


def by_file_lines(facts: frozenset[str] | None) -> tuple[str, ...]:
    """Return what is said of the rest where the keys are elsewhere.

    Args:
        facts: What shows by the feedback that came in a file; None where none came.
    """
    if facts is None:
        return (BY_FILE,)
    return () if facts >= set(FACTS) else (MORE_BY_FILE,)
