"""Who may do what in classes: the one place that decides, for every service.

An administrator (or the owner of a local file) may do everything. An instructor may make courses
and does everything in those whose staff they are. A student sees the assignments that are theirs
and their own work.
"""

from __future__ import annotations

from collections.abc import Collection

from tutor.domain.actor import STUDENT, Actor
from tutor.errors import AccessError


def require_teacher(actor: Actor) -> None:
    """Let only those pass who may teach at all.

    Raises:
        AccessError: The actor is a student.
    """
    if not actor.teaches:
        raise AccessError("That is for instructors.")


def require_staff(actor: Actor, staff: Collection[str]) -> None:
    """Let only those pass who teach this course.

    Args:
        actor: Who acts.
        staff: Learner ids of the course's staff.

    Raises:
        AccessError: The actor does not teach it.
    """
    require_teacher(actor)
    if not actor.administrator and actor.learner_id not in staff:
        raise AccessError("That course is another instructor's.")


def require_way_in(actor: Actor, staff: Collection[str], role: str, *, teaches: bool) -> None:
    """Let only those pass who may give a person a way in: an account, or a new password.

    Whoever hands out a password could sign in with it. So an instructor does it for the students
    of a course of theirs, but for nobody who has more rights than a student's anywhere.

    Args:
        actor: Who acts.
        staff: Learner ids of the course's staff.
        role: Of the person; a student's where they have no account yet.
        teaches: Whether the person is on the staff of any course.

    Raises:
        AccessError: The actor does not teach the course, or the person teaches, too.
    """
    require_staff(actor, staff)
    if not actor.administrator and (role != STUDENT or teaches):
        raise AccessError("That person teaches, too: an administrator gives them a password.")


def require_self(actor: Actor, learner_id: str) -> None:
    """Let only the student themselves pass; the owner of a local file acts for each profile.

    Raises:
        AccessError: It is another person's.
    """
    if not actor.owner and actor.learner_id != learner_id:
        raise AccessError("That is not yours to see.")
