"""Questions of other programs brought into a bank: planned and shown first, then kept at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tutor.content.foreign_bank import bank_text, joined, packed, replaced
from tutor.content.foreign_entry import Origin
from tutor.content.schema import UNKNOWN
from tutor.domain.actor import Actor
from tutor.domain.foreign_names import bank_name
from tutor.domain.item import IMPORTED
from tutor.domain.item_json import with_hash
from tutor.domain.text import one_line, quantity
from tutor.errors import AccessError, ContentError, ForeignFileError, UsageError
from tutor.interchange.questions.formats import MOST_BYTES, detect, format_named, read_bank
from tutor.services.bank_import_views import (
    CHANGED,
    NEW,
    OWN,
    ImportPlan,
    ImportResult,
    Tags,
    Unit,
)
from tutor.services.bank_index import BankIndex, bank_state, course_index, own_bank, own_index
from tutor.services.bank_planning import Planner
from tutor.services.bank_reading import Progress, UnitReader
from tutor.services.classroom.bank_reading import prefix_of
from tutor.services.classroom.courses import CourseService
from tutor.services.library import Library, content_roots, open_library
from tutor.services.own_bank_files import (
    free_names,
    imported_folder,
    locked,
    read_file,
    write_all,
)
from tutor.services.unhurried import unhurried
from tutor.settings import Settings
from tutor.store.store import Store

EVERYWHERE = frozenset({"bundle", "jsonl", "anki"})
"""Formats whose ids name one question in the world, however short they are."""


class BankImportService:
    """Plans imports and does them.

    The store is the whole one: whose bank an actor may write to is checked here.
    """

    def __init__(
        self, store: Store, library: Library, courses: CourseService, settings: Settings
    ) -> None:
        self._store = store
        self._library = library
        self._courses = courses
        self._settings = settings

    def read(self, path: Path) -> bytes:
        """Return the bytes of a file to import.

        Raises:
            ForeignFileError: It cannot be read, or is too large.
        """
        return read_file(path, MOST_BYTES)

    def plan(
        self,
        actor: Actor,
        data: bytes,
        name: str,
        *,
        format_name: str | None = None,
        target: str = OWN,
        exams: Sequence[str] | None = None,
        bank: str | None = None,
        licence: str = UNKNOWN,
        code_year: str = UNKNOWN,
        progress: Progress | None = None,
    ) -> ImportPlan:
        """Return what importing a file would do. Nothing is written.

        Takes seconds for thousands of questions: call it off the UI thread.

        Args:
            actor: Who asks.
            data: The file.
            name: Its name, for messages; its ending helps to tell its format.
            format_name: Its format, if it shall not be detected.
            target: `OWN`, or a course's id.
            exams: Exams to propose domains of; all unless given.
            bank: What the bank is called; after the file unless given.
            licence: Under which the questions may be used.
            code_year: For which code sets they were written, such as `FY2026`.
            progress: Told how many questions are done.

        Raises:
            AccessError: The actor may not write to the target.
            NotFoundError: There is no such course or exam.
            ForeignFileError: The file cannot be read.
            UsageError: There is no such format, or something is not installed for it.
        """
        into = self._into(actor, target)
        for exam in exams or ():
            self._library.blueprint(exam)
        name = one_line(name, 200)
        chosen = format_named(format_name) if format_name else detect(data, name)
        with unhurried():
            found = read_bank(data, name, chosen.name)
        if not found.items and not found.refused:
            raise ForeignFileError(f"{name}: there is no question in it; choose another file")
        called = bank_name(bank or name)
        library, index = self._index(target)
        origin = Origin(bank_file(name), chosen.name, licence or UNKNOWN, code_year or UNKNOWN)
        planner = Planner(
            index,
            called,
            prefix="" if target == OWN else prefix_of(target),
            everywhere=chosen.name in EVERYWHERE,
        )
        with unhurried():
            units = UnitReader(library, origin, called, exams).read(found.items, progress)
            lines, kept = planner.plan(units, found)
        return ImportPlan(
            file=name,
            format=chosen.name,
            label=chosen.label,
            target=target,
            into=into,
            bank=called,
            lines=lines,
            notes=found.notes,
            units=kept,
            state=index.state(),
        )

    def apply(
        self,
        actor: Actor,
        plan: ImportPlan,
        confirmed: Mapping[int, Tags] | None = None,
        *,
        without: Collection[int] = (),
        progress: Progress | None = None,
    ) -> ImportResult:
        """Keep what a plan says, all of it or nothing.

        Args:
            actor: Who asks.
            plan: As it was shown.
            confirmed: Exam domains by the number of a line, where they are to be others than the
                plan's.
            without: Numbers of lines that are left out; of a case that has one of them, all are.
            progress: Told how many questions are made ready; then they are kept at once.

        Raises:
            AccessError: The actor may not write to the target.
            UsageError: The bank has changed since the plan was made, a domain is unknown, there
                is no such line, or the bank cannot be written.
        """
        into = self._into(actor, plan.target)
        chosen = _without(plan, without)
        units = [self._tagged(unit, plan, confirmed or {}) for unit in chosen]
        if plan.target != OWN:
            self._courses.open_course(actor, plan.target)
            kept = self._store.course_items(plan.target, include_withdrawn=True)
            _same_as_planned(plan, bank_state((one.item.id, one.item.content_hash) for one in kept))
            texts = [(unit.items, _alone(unit)) for unit in _counted(units, 0, progress)]
            self._store.keep_course_items(
                actor.learner_id,
                plan.target,
                [(item, text) for items, text in texts for item in items],
            )
            return _result(into, units, ())
        if not units:
            return _result(into, units, ())
        folder = imported_folder(self._settings)
        with locked(folder):
            places, state = own_bank(self._content(), folder)
            _same_as_planned(plan, state)
            files = write_all(folder, dict(_texts(folder, plan.bank, units, places, progress)))
        return _result(into, units, tuple(map(str, files)))

    def reload(self) -> bool:
        """Have the running program know the learner's own bank as it is now.

        Takes seconds for thousands of questions: call it off the UI thread.

        Returns:
            Whether it does; it will at its next start anyway.
        """
        settings = self._settings
        try:
            newer = open_library(content_roots(settings.content_folders), settings.content_cache)
        except ContentError:
            return False
        self._library.follow(newer)
        return True

    def _into(self, actor: Actor, target: str) -> str:
        """Return the target in words.

        Raises:
            AccessError: The actor may not write to it.
        """
        if target != OWN:
            course = self._courses.open_course(actor, target)
            return f"the bank of {course.title}"
        if not actor.owner:
            raise AccessError(
                "a bank of one's own is for a local database: instructors import into a course"
            )
        return "your own bank"

    def _index(self, target: str) -> tuple[Library, BankIndex]:
        """Return content as it is now, and what a question may repeat in the target."""
        if target != OWN:
            kept = self._store.course_items(target, include_withdrawn=True)
            return self._library, course_index(self._library, [one.item for one in kept])
        library = self._content()
        return library, own_index(library, imported_folder(self._settings))

    def _content(self) -> Library:
        """Return content as it is on the disk now."""
        settings = self._settings
        return open_library(content_roots(settings.content_folders), settings.content_cache)

    def _tagged(self, unit: Unit, plan: ImportPlan, confirmed: Mapping[int, Tags]) -> Unit:
        """Return a unit with the exam domains that were confirmed for it."""
        tags = next((confirmed[number] for number in unit.lines if number in confirmed), None)
        if tags is None or not unit.open:
            return unit
        if not tags:
            place = plan.lines[unit.lines[0] - 1].place
            raise UsageError(f"{place}: name at least one exam domain, such as cpb:bill")
        exams: dict[str, list[str]] = {}
        for exam, domain in tags:
            self._library.blueprint(exam).domain(domain)
            exams.setdefault(exam, []).append(domain)
        items = tuple(with_hash(one, exams=tuple(tags)) for one in unit.items)
        return replace(unit, entry={**unit.entry, "exams": exams}, items=items)


def _same_as_planned(plan: ImportPlan, state: str) -> None:
    if state != plan.state:
        raise UsageError(f"{plan.into} has changed since the plan was made: plan it again")


def bank_file(name: str) -> str:
    """Return the bare name of a file, as it is kept with what was imported from it."""
    return name.replace("\\", "/").rsplit("/", 1)[-1] or name


def _without(plan: ImportPlan, numbers: Collection[int]) -> Sequence[Unit]:
    """Return the units of a plan that none of some lines belongs to."""
    left = frozenset(numbers)
    if unknown := sorted(one for one in left if not 1 <= one <= len(plan.lines)):
        raise UsageError(
            f"there is no question {unknown[0]} in the plan: it ends with {len(plan.lines)}"
        )
    return [unit for unit in plan.units if left.isdisjoint(unit.lines)]


def _counted(units: Sequence[Unit], before: int, progress: Progress | None) -> Iterator[Unit]:
    """Yield units, and tell of each one when it is done; some are done before."""
    for number, unit in enumerate(units, before + 1):
        yield unit
        if progress:
            progress(number, before + len(units))


def _alone(unit: Unit) -> str:
    """Return a bank file that makes one unit and nothing else."""
    return bank_text([unit.entry], unit.subject, unit.topic)


def _texts(
    folder: Path,
    bank: str,
    units: Sequence[Unit],
    places: Mapping[str, Path],
    progress: Progress | None,
) -> Iterable[tuple[str, str]]:
    """Yield name and text of each file: new ones for new questions, the old ones for changed."""
    by_file: dict[Path, dict[str, dict[str, object]]] = {}
    for unit in units:
        if unit.fate == CHANGED:
            path = places[unit.items[0].id]
            by_file.setdefault(path, {})[str(unit.entry["id"])] = unit.entry
    for path, entries in by_file.items():
        try:
            text = replaced(path.read_text(encoding="utf-8"), entries)
        except (OSError, ValueError) as error:
            raise UsageError(f"{path}: cannot be changed: {error}") from error
        yield path.name, text
    new = [unit for unit in units if unit.fate == NEW]
    done = len(units) - len(new)
    groups = list(packed(unit.entry for unit in _counted(new, done, progress)))
    for name, group in zip(free_names(folder, bank, len(groups)), groups, strict=True):
        yield f"{name}.yaml", joined(group, IMPORTED, name)


def _result(into: str, units: Sequence[Unit], files: tuple[str, ...]) -> ImportResult:
    def ids(fate: str) -> tuple[str, ...]:
        return tuple(item.id for unit in units if unit.fate == fate for item in unit.items)

    return ImportResult(into, ids(NEW), ids(CHANGED), files)


def summary(plan: ImportPlan) -> str:
    """Return a plan in one line."""
    counts = plan.counts
    parts = [
        f"{counts[NEW]:,} new",
        f"{counts[CHANGED]:,} changed",
        f"{counts['duplicate']:,} there already",
        f"{counts['refused']:,} refused",
    ]
    return f"{quantity(len(plan.lines), 'question')} for {plan.into}: {', '.join(parts)}."


def tags_text(tags: Tags) -> str:
    """Return exam domains as a user types them."""
    return " ".join(f"{exam}:{domain}" for exam, domain in tags)
