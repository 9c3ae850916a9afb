"""What services of class files return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

IMPORTED, KNOWN = "imported", "known"
DAMAGED, FOREIGN, STRANGER, NOT_THEIRS = "damaged", "foreign", "unknown student", "not theirs"
ANOTHER_KEY, COPIED, CHANGED = "another key", "copied", "changed"
LATE, TOO_MANY, UNFIT = "late", "too many", "unfit"
OK_STATUSES = (IMPORTED, KNOWN)
"""What can become of a file that was collected; all others were refused."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written, and for whom (roster id and name; empty where it is for all)."""

    path: str
    external_id: str
    student: str


@dataclass(frozen=True, slots=True)
class ExportView:
    """An assignment as it was exported.

    Attributes:
        keyless: The files hold no keys.
        code: The code of the key that signed them, for students to compare.
        by_history: Questions depend on what this database knows that a student has answered.
    """

    title: str
    files: tuple[ExportedFile, ...]
    keyless: bool
    code: str
    by_history: bool = False


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        status: One of the words above.
        student: Roster id, or what the file says it is.
        new: Attempts taken in.
        known: Attempts that were there already.
        message: Why it was refused, or what is odd about it.
    """

    file: str
    status: str
    student: str = ""
    assignment: str = ""
    new: int = 0
    known: int = 0
    message: str = ""

    @property
    def ok(self) -> bool:
        """Whether all of it is in the database now."""
        return self.status in OK_STATUSES


@dataclass(frozen=True, slots=True)
class CollectView:
    """What became of a folder of files."""

    folder: str
    files: tuple[FileReport, ...]

    @property
    def imported(self) -> int:
        """Attempts taken in."""
        return sum(one.new for one in self.files)

    @property
    def refused(self) -> int:
        """Files that were refused."""
        return sum(not one.ok for one in self.files)


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """What became of the feedback for one student.

    Attributes:
        path: The file; empty where nothing may show yet.
        shows: What is in it, of `tutor.domain.assignment.FACTS`.
        attempts: How many it tells of.
        message: When something shows, where nothing does yet.
    """

    path: str
    external_id: str
    student: str
    shows: tuple[str, ...]
    attempts: int
    message: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """The feedback on an assignment as it was written, for those who handed in by file."""

    title: str
    folder: str
    students: tuple[FeedbackLine, ...]

    @property
    def written(self) -> int:
        """Files written."""
        return sum(bool(one.path) for one in self.students)


@dataclass(frozen=True, slots=True)
class ReturnedView:
    """Feedback that came in a file.

    Attributes:
        assignment_id: What the assignment is called here.
        attempts: Attempts it tells of that are here; `new` those it tells something new of.
        elsewhere: Attempts it tells of that were not made here.
        shows: What shows of them, of `tutor.domain.assignment.FACTS`.
        older: Nothing changed, since later feedback came before.
    """

    assignment_id: str
    title: str
    course: str
    attempts: int
    new: int
    elsewhere: int
    shows: tuple[str, ...]
    older: bool


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """An assignment that came in a file.

    Attributes:
        assignment_id: What it is called here.
        code: The code of the course's key, to compare with what the instructor says.
        first: The key was seen for the first time.
        updated: It was here already.
    """

    assignment_id: str
    title: str
    course: str
    external_id: str
    questions: int
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    seconds: int | None
    attempts: int | None
    keyless: bool
    code: str
    first: bool
    updated: bool


@dataclass(frozen=True, slots=True)
class HandedInView:
    """What was handed in.

    Attributes:
        attempts: Attempts in the file.
        open: An attempt is going on and was left out.
        code: The code of the key of this machine.
    """

    path: str
    title: str
    attempts: int
    open: bool
    code: str
