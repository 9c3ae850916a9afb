"""Who acts: the person behind a request, and what role they have."""

from __future__ import annotations

from dataclasses import dataclass

STUDENT = "student"
INSTRUCTOR = "instructor"
ADMINISTRATOR = "administrator"
ACCOUNT_ROLES = (STUDENT, INSTRUCTOR, ADMINISTRATOR)
"""What a person may be in a class database, from least to most rights."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts.

    Attributes:
        learner_id: The person, or None where nobody is chosen yet.
        role: One of `ACCOUNT_ROLES`.
        owner: Whether the database belongs to whoever uses it: a local file without accounts.
            Its user may do everything; who they are only names them in the audit log.
    """

    learner_id: str | None
    role: str = STUDENT
    owner: bool = False

    @property
    def administrator(self) -> bool:
        """Whether the actor may do everything."""
        return self.owner or self.role == ADMINISTRATOR

    @property
    def teaches(self) -> bool:
        """Whether the actor may make courses and teach in them."""
        return self.administrator or self.role == INSTRUCTOR


def owner_of(learner_id: str | None) -> Actor:
    """Return the user of a local database, in the name of a profile."""
    return Actor(learner_id, ADMINISTRATOR, owner=True)
