"""All services about classes, made over one store: each is imported where it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.clock import Clock
from tutor.services.codes import CodeBook
from tutor.services.library import Library
from tutor.services.practice import PracticeService
from tutor.settings import Settings
from tutor.store.store import Store

if TYPE_CHECKING:
    from tutor.services.classroom.analysis import AnalysisService
    from tutor.services.classroom.assignments import AssignmentService
    from tutor.services.classroom.bank import CourseBankService
    from tutor.services.classroom.bundles import BundleService
    from tutor.services.classroom.class_results import ClassResultsService
    from tutor.services.classroom.cohorts import CohortService
    from tutor.services.classroom.courses import CourseService
    from tutor.services.classroom.disputes import DisputeService
    from tutor.services.classroom.following import FollowingService
    from tutor.services.classroom.gradebook import GradebookService
    from tutor.services.classroom.handouts import HandoutService
    from tutor.services.classroom.messages import MessageService
    from tutor.services.classroom.regrading import RegradingService
    from tutor.services.classroom.roster import RosterService
    from tutor.services.classroom.roster_accounts import RosterAccountService
    from tutor.services.classroom.sets import QuizSetService
    from tutor.services.classroom.work import WorkService


@dataclass(frozen=True, slots=True)
class Classroom:
    """What the services about classes are made from; each has a property of its own.

    The store here is the whole one: a service checks its actor with `tutor.domain.permissions`
    before it reads or writes anything. `keys` is the folder of keys that sign class files.
    """

    store: Store
    library: Library
    clock: Clock
    practice: PracticeService
    settings: Settings
    codes: CodeBook

    @property
    def bundles(self) -> BundleService:
        """Classes by file, for instructors: assignments go out, results come in."""
        from tutor.services.classroom.bundles import BundleService

        return BundleService(self.store, self.clock, self.settings.keys)

    @property
    def handouts(self) -> HandoutService:
        """Classes by file, for students: assignments come in, results go out."""
        from tutor.services.classroom.handouts import HandoutService

        return HandoutService(self.store, self.clock, self.settings.keys)

    @property
    def work(self) -> WorkService:
        """A student's own assignments."""
        from tutor.services.classroom.work import WorkService

        return WorkService(self.store, self.clock, self.practice)

    @property
    def assignments(self) -> AssignmentService:
        """Assignments as instructors give them."""
        from tutor.services.classroom.assignments import AssignmentService

        return AssignmentService(self.store, self.clock)

    @property
    def courses(self) -> CourseService:
        """Courses, their staff, and the log of changes."""
        from tutor.services.classroom.courses import CourseService

        return CourseService(self.store, self.library, self.clock)

    @property
    def gradebook(self) -> GradebookService:
        """Members by assignments."""
        from tutor.services.classroom.gradebook import GradebookService

        return GradebookService(self.store, self.clock)

    @property
    def results(self) -> ClassResultsService:
        """Answers to assignments as files for other programs."""
        from tutor.services.classroom.class_results import ClassResultsService

        return ClassResultsService(self.store, self.clock)

    @property
    def following(self) -> FollowingService:
        """Live overviews, heat maps, who is at risk."""
        from tutor.services.classroom.following import FollowingService

        return FollowingService(self.store, self.library, self.clock)

    @property
    def regrading(self) -> RegradingService:
        """Rulings on questions at fault, and grades set by hand."""
        from tutor.services.classroom.regrading import RegradingService

        return RegradingService(self.store, self.clock)

    @property
    def disputes(self) -> DisputeService:
        """Disputes of keys, from both sides."""
        from tutor.services.classroom.disputes import DisputeService

        return DisputeService(self.store, self.clock)

    @property
    def messages(self) -> MessageService:
        """Messages to a student's Home, from both sides."""
        from tutor.services.classroom.messages import MessageService

        return MessageService(self.store)

    @property
    def analysis(self) -> AnalysisService:
        """How the questions of assigned sets worked."""
        from tutor.services.classroom.analysis import AnalysisService

        return AnalysisService(self.store, self.clock)

    @property
    def roster(self) -> RosterService:
        """Who is in a course, and importing a list of students."""
        from tutor.services.classroom.roster import RosterService

        return RosterService(self.store, self.courses, self.roster_accounts, self.clock)

    @property
    def roster_accounts(self) -> RosterAccountService:
        """Accounts of the students of a course."""
        from tutor.services.classroom.roster_accounts import RosterAccountService

        return RosterAccountService(self.store)

    @property
    def cohorts(self) -> CohortService:
        """The sections of courses."""
        from tutor.services.classroom.cohorts import CohortService

        return CohortService(self.store, self.courses, self.clock)

    @property
    def bank(self) -> CourseBankService:
        """Items of courses' own banks."""
        from tutor.services.classroom.bank import CourseBankService

        return CourseBankService(self.store, self.library, self.courses, self.settings, self.codes)

    @property
    def sets(self) -> QuizSetService:
        """Quiz sets, in the making and published."""
        from tutor.services.classroom.sets import QuizSetService

        return QuizSetService(
            self.store, self.library, self.courses, self.bank, self.codes, self.clock
        )
