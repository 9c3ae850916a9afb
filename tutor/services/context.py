"""Opening the program: settings in, services out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random, SystemRandom
from types import TracebackType
from typing import TYPE_CHECKING

from tutor.clock import Clock, SystemClock
from tutor.domain.actor import Actor, owner_of
from tutor.errors import StoreReadOnlyError
from tutor.services.accounts import AccountService, SignIn, token_hash
from tutor.services.bookmarks import BookmarkService
from tutor.services.code_import import CodeImportService
from tutor.services.codes import CodeBook
from tutor.services.dashboards import DashboardService
from tutor.services.diagnostic import DiagnosticService
from tutor.services.glossary import GlossaryService
from tutor.services.guarded import guarded
from tutor.services.home import HomeService
from tutor.services.learning import LearningService
from tutor.services.library import Library, content_roots, open_library
from tutor.services.mastery import MasteryService
from tutor.services.missed import MissedService
from tutor.services.mock_exams import MockExamService
from tutor.services.own_cards import OwnCardService
from tutor.services.practice import PracticeService
from tutor.services.profiles import ProfileService
from tutor.services.progress import ProgressService
from tutor.services.readiness import ReadinessService
from tutor.services.set_aside import SetAsideService
from tutor.services.spaced import SpacedService
from tutor.services.study_plan import StudyPlanService
from tutor.settings import Settings
from tutor.store.lock import InstanceLock
from tutor.store.store import Store, open_store

if TYPE_CHECKING:
    from tutor.services.bank_export import BankExportService
    from tutor.services.bank_import import BankImportService
    from tutor.services.classroom.desk import Classroom
    from tutor.services.drills.service import DrillService
    from tutor.services.fitting import FittingService
    from tutor.services.history import HistoryService
    from tutor.services.shifts import ShiftService


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a front end may call, for one actor. A context manager, or call `close`.

    `store` is what the actor may see of the store; `whole_store` is for `classroom` alone, whose
    services check their actor themselves.
    """

    settings: Settings
    clock: Clock
    rng: Random
    who: Actor
    store: Store
    accounts: AccountService
    library: Library
    profiles: ProfileService
    practice: PracticeService
    mocks: MockExamService
    missed: MissedService
    spaced: SpacedService
    own_cards: OwnCardService
    learning: LearningService
    progress: ProgressService
    readiness: ReadinessService
    plan: StudyPlanService
    dashboards: DashboardService
    mastery: MasteryService
    diagnostic: DiagnosticService
    home: HomeService
    glossary: GlossaryService
    codes: CodeBook
    bookmarks: BookmarkService
    aside: SetAsideService
    imports: CodeImportService
    whole_store: Store = field(repr=False)
    again: Callable[[Actor, str | None], Services] = field(repr=False)
    lock: InstanceLock | None = None

    @property
    def actor(self) -> Actor:
        """Who acts; the user of a local database acts in the name of the profile in use.

        Where none was chosen, that is the only one; imported students are nobody's profile.

        Raises:
            SignedOutError: They were signed in, and no longer are.
        """
        if self.who.owner:
            return owner_of(self.store.current_learner_id() or self._only_profile())
        if not self.locked:
            self.store.current_learner_id()  # looks at the sign-in again, now and then
        return self.who

    def _only_profile(self) -> str | None:
        imported = self.whole_store.imported_learners()
        own = [one.id for one in self.store.learners() if one.id not in imported]
        return own[0] if len(own) == 1 else None

    @property
    def locked(self) -> bool:
        """Whether nobody may do anything before signing in."""
        return self.who.learner_id is None and not self.who.owner

    @property
    def files(self) -> Path:
        """Where to write files for the actor: people who share a server have a folder each."""
        return files_of(self.settings, self.who)

    @property
    def reports(self) -> Path:
        """Where to write reports of mock exams for the actor."""
        return self.files / self.settings.reports.name

    def signed_in(self, sign_in: SignIn) -> Services:
        """Return the services of whoever signed in, on the same open database."""
        return replace(self.again(sign_in.actor, sign_in.token or None), lock=self.lock)

    def signed_out(self) -> Services:
        """Return the services of nobody, on the same open database."""
        return replace(self.again(Actor(None), None), lock=self.lock)

    @property
    def drills(self) -> DrillService:
        """What makes generated questions; imported on first use, which the start saves."""
        from tutor.services.drills.service import DrillService

        return DrillService(self.codes, self.library)

    @property
    def shifts(self) -> ShiftService:
        """Shifts in the claims lab; imported on first use."""
        from tutor.services.shifts import ShiftService

        return ShiftService(self.store, self.library, self.clock, self.rng, self.practice)

    @property
    def classroom(self) -> Classroom:
        """Everything about classes; imported on first use."""
        from tutor.services.classroom.desk import Classroom

        return Classroom(
            self.whole_store, self.library, self.clock, self.practice, self.settings, self.codes
        )

    @property
    def bank_imports(self) -> BankImportService:
        """What brings questions of other programs in; imported on first use."""
        from tutor.services.bank_import import BankImportService

        return BankImportService(
            self.whole_store, self.library, self.classroom.courses, self.settings
        )

    @property
    def bank_exports(self) -> BankExportService:
        """What writes questions for other programs; imported on first use."""
        from tutor.services.bank_export import BankExportService

        return BankExportService(self.library, self.classroom)

    @property
    def fitting(self) -> FittingService:
        """What fits the model of memory to a learner; imported on first use."""
        from tutor.services.fitting import FittingService

        return FittingService(self.store, self.clock)

    @property
    def history(self) -> HistoryService:
        """What exports, imports and erases histories; imported on first use."""
        from tutor.services.history import HistoryService

        return HistoryService(self.store, self.settings.backups)

    def close(self) -> None:
        """Release the database."""
        self.store.close()
        if self.lock:
            self.lock.release()

    def __enter__(self) -> Services:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the database."""
        self.close()


def open_services(
    settings: Settings,
    *,
    clock: Clock | None = None,
    rng: Random | None = None,
    interactive: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Services:
    """Open database and content.

    Args:
        settings: Where everything lives.
        clock: Source of time; the machine's unless given.
        rng: Source of quiz seeds; the machine's unless given.
        interactive: Keep other interactive instances out of the same database file.
        progress: Called with (files done, files in all) while content is compiled.

    Raises:
        StoreError: The data folder or the database cannot be used.
        StoreBusyError: Another interactive instance has it open.
    """
    make_folders(settings)
    clock = clock or SystemClock()
    database = settings.database
    lock = InstanceLock(database, clock) if interactive and isinstance(database, Path) else None
    try:
        library = open_library(
            content_roots(settings.content_folders), settings.content_cache, progress=progress
        )
        store = open_store(database, clock=clock, backups=settings.backups)
    except BaseException:
        if lock:
            lock.release()
        raise
    services = assemble(settings, clock, rng or SystemRandom(), store, library)
    return replace(services, lock=lock)


def make_folders(settings: Settings) -> None:
    """Create the data folders.

    Raises:
        StoreReadOnlyError: A folder cannot be made.
    """
    try:
        settings.make_folders()
    except OSError as error:
        raise StoreReadOnlyError(
            f"{settings.home}: the data folder cannot be used ({error.strerror}): "
            "make it writable, or set TUTOR_HOME to another folder"
        ) from error


def assemble(
    settings: Settings,
    clock: Clock,
    rng: Random,
    store: Store,
    library: Library,
    actor: Actor | None = None,
    token: str | None = None,
) -> Services:
    """Wire the services over an open store and library, for an actor.

    Args:
        settings: Where everything lives.
        clock: Source of time.
        rng: Source of quiz seeds.
        store: The whole store: the services of who is signed in are given it guarded.
        library: Content.
        actor: Who acts; unless given, the owner of the database or, in a class database, nobody.
        token: What the actor is signed in with.
    """
    whole = store
    if actor is None:
        actor = Actor(None) if whole.has_accounts() else owner_of(None)
    store = guarded(whole, actor, clock, token_hash(token) if token else None)
    people = ProfileService(whole, library, clock)
    codes = CodeBook(settings.codebook_cache, settings.codebook, library)
    aside = SetAsideService(settings.codebook, settings.cache_dir, library, codes)
    practice = PracticeService(store, library, clock, rng, codes, aside.ids)
    readiness = ReadinessService(store, library, clock)
    own_cards = OwnCardService(store, library, clock, codes)
    spaced = SpacedService(store, library, clock, rng, practice, own_cards, aside.ids)
    mocks = MockExamService(store, library, clock, rng, practice, aside.ids, readiness)
    progress = ProgressService(store, library, clock)
    mastery = MasteryService(store, library, clock)
    return Services(
        settings=settings,
        clock=clock,
        rng=rng,
        who=actor,
        store=store,
        accounts=AccountService(whole, people, clock, actor, token),
        library=library,
        profiles=ProfileService(store, library, clock),
        practice=practice,
        missed=practice.missed,
        mocks=mocks,
        spaced=spaced,
        own_cards=own_cards,
        learning=LearningService(store, library, clock, codes),
        progress=progress,
        readiness=readiness,
        plan=StudyPlanService(
            store, library, clock, spaced, readiness, mocks, files_of(settings, actor)
        ),
        dashboards=DashboardService(store, library, clock, progress, readiness, mastery, spaced),
        mastery=mastery,
        diagnostic=DiagnosticService(store, library, clock, rng, practice, aside.ids),
        home=HomeService(store, library, clock, practice, spaced),
        glossary=GlossaryService(library),
        codes=codes,
        bookmarks=BookmarkService(store, codes),
        aside=aside,
        imports=CodeImportService(settings.codebook, codes, aside),
        whole_store=whole,
        again=partial(assemble, settings, clock, rng, whole, library),
    )


def files_of(settings: Settings, actor: Actor) -> Path:
    """Return the folder for files made for an actor."""
    if actor.owner or actor.learner_id is None:
        return settings.home
    return settings.home / "people" / actor.learner_id
