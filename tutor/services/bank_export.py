"""Questions out of any bank, quiz set or selection, into the formats of other programs."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from tutor.content.foreign_bank import read_entries
from tutor.domain.actor import Actor
from tutor.domain.catalog import ItemHead
from tutor.domain.foreign import FOREIGN_KINDS, ForeignItem, Loss, Written
from tutor.domain.foreign_names import bank_name
from tutor.domain.item import IMPORTED, POOLS, Item
from tutor.domain.permissions import require_teacher
from tutor.domain.set_contents import picked
from tutor.domain.to_foreign import placeholder, to_foreign
from tutor.errors import UsageError
from tutor.interchange.questions.formats import format_named, write_bank
from tutor.services.bank_export_views import OWN, SOURCES, Exported, Selection
from tutor.services.bank_index import item_files
from tutor.services.classroom.bank_reading import prefix_of
from tutor.services.classroom.desk import Classroom
from tutor.services.library import Library

Progress = Callable[[int, int], None]
"""Called with (questions done, questions in all)."""
KIND_LOST = "no kind of question in this format is like it: it is left out"


class BankExportService:
    """Selects items and writes them. Keys go out with them, so it is for those who teach."""

    def __init__(self, library: Library, classroom: Classroom) -> None:
        self._library = library
        self._classroom = classroom

    def select(self, actor: Actor, selection: Selection) -> tuple[Item, ...]:
        """Return the items of a selection, in the order of their bank or set.

        Raises:
            AccessError: The actor is a student, or does not teach the course.
            NotFoundError: There is no such exam, item, course or set.
            UsageError: Nothing is selected.
        """
        require_teacher(actor)
        if selection.source not in SOURCES:
            raise UsageError(f"{selection.source}: write one of {', '.join(SOURCES)}")
        if selection.exam:
            blueprint = self._library.blueprint(selection.exam)
            for domain in selection.domains:
                blueprint.domain(domain)
        if selection.quiz_set:
            items = self._of_set(actor, selection.quiz_set)
        elif selection.course:
            self._classroom.courses.reached(actor, selection.course)
            items = tuple(one.item for one in self._classroom.store.course_items(selection.course))
        else:
            items = self._of_library(selection)
        chosen = tuple(item for item in items if _fits(item, selection))
        if not items and selection.source == OWN:
            raise UsageError("no question is selected: your own bank is empty, import a file first")
        if not chosen:
            raise UsageError("no question is selected: see `tutor content stats` for what there is")
        return chosen

    def export(
        self,
        actor: Actor,
        selection: Selection,
        format_name: str,
        title: str,
        progress: Progress | None = None,
        seed: int | None = None,
    ) -> Exported:
        """Return the files of a selection in a format, and what was lost.

        A seed mixes questions and options of a test paper.

        Raises:
            AccessError: The actor is a student, or does not teach the course.
            NotFoundError: There is no such exam, item, course or set.
            UsageError: Nothing is selected, there is no such format, or something is not
                installed for it.
        """
        chosen = format_named(format_name)
        if not chosen.write:
            raise UsageError(f"{chosen.name}: this format can be read, not written")
        items = self.select(actor, selection)
        if chosen.lossless:
            made, lost = self._whole(items, selection)
        else:
            made, lost = _foreign(items, None if chosen.slow else progress)
        if not made:
            raise UsageError(f"{chosen.name} can hold none of the selected questions: try `bundle`")
        written: Written = write_bank(made, title, chosen.name, seed, progress)
        losses = (*lost, *written.losses)
        gone = {one.item_id for one in written.losses if one.whole}
        count = len({one.ref for one in made} - gone)
        return Exported(chosen.name, chosen.label, title, count, losses, _named(written, title))

    def save(self, exported: Exported, out: Path, *, force: bool = False) -> tuple[Path, ...]:
        """Write the files: into `out` if it is a folder or there are several, else as `out`.

        Raises:
            UsageError: A file is there already and may not be replaced, or cannot be written.
        """
        if out.is_dir() or (len(exported.files) > 1 and not out.exists()):
            paths = {out / name: data for name, data in exported.files.items()}
        elif len(exported.files) == 1:
            paths = {out: next(iter(exported.files.values()))}
        else:
            raise UsageError(f"{out}: {len(exported.files)} files are written: name a folder")
        there = next((path for path in paths if path.exists()), None)
        if there and not force:
            raise UsageError(f"{there} is there already: choose another name, or add --force")
        for path, data in paths.items():
            write_file(path, data)
        return tuple(paths)

    def _of_library(self, selection: Selection) -> tuple[Item, ...]:
        if selection.ids:
            return self._library.items(selection.ids)
        heads = [head for head in self._library.heads() if _source_fits(head, selection.source)]
        return self._library.items(head.id for head in heads)

    def _of_set(self, actor: Actor, set_id: str) -> tuple[Item, ...]:
        """Return a set's items as frozen when it was published last, else as its draft picks."""
        view = self._classroom.sets.view(actor, set_id)
        store = self._classroom.store
        if view.versions:
            version = store.published_set(view.versions[-1].id)
            hashes = [one for slot in version.slots for _, one in slot.pool]
            frozen = store.item_versions(hashes)
            return tuple({one.id: one for one in (frozen[key] for key in hashes)}.values())
        pool = self._classroom.sets.pool(actor, view.quiz_set.course_id)
        names = tuple(picked(view.quiz_set.definition))
        found = pool.items(names)
        return tuple(found[name] for name in names if name in found)

    def _whole(
        self, items: Sequence[Item], selection: Selection
    ) -> tuple[list[ForeignItem], list[Loss]]:
        """Return items with their entries as authors wrote them; of a case, all questions."""
        sources = self._sources(items, selection)
        made: dict[str, ForeignItem] = {}
        lost: list[Loss] = []
        for item in items:
            native = sources.get(item.id)
            foreign = to_foreign(item)
            if native is None and foreign is None:
                lost.append(Loss(item.id, "its source is not there any more: left out", whole=True))
                continue
            made[item.id] = replace(foreign or placeholder(item), native=native or "", losses=())
            if native is None:
                lost.append(Loss(item.id, "what only its source holds: authors' notes"))
        return list(made.values()), lost

    def _sources(self, items: Sequence[Item], selection: Selection) -> dict[str, str]:
        """Return the entry of each item as JSON, by its id, where it says what the item says."""
        made: dict[str, str] = {}
        current = {item.id: item.content_hash for item in items}
        course = selection.course
        if selection.quiz_set:
            course = self._classroom.store.quiz_set(selection.quiz_set).course_id
        if course:
            for one in self._classroom.store.course_items(course, include_withdrawn=True):
                if current.get(one.item.id) == one.item.content_hash:
                    made |= _entries_of(one.source, {one.item.id}, prefix_of(course))
        wanted = {name for name in current if name not in made}
        known = {
            head.id
            for pool in POOLS
            for head in self._library.heads(pool)
            if head.id in wanted and head.content_hash == current[head.id]
        }
        by_file: dict[Path, set[str]] = {}
        for name, path in item_files(self._library, known).items():
            by_file.setdefault(path, set()).add(name)
        for path, names in by_file.items():
            with suppress(OSError, UnicodeDecodeError):
                made |= _entries_of(path.read_text(encoding="utf-8"), names)
        return made


def _entries_of(text: str, names: set[str], prefix: str = "") -> dict[str, str]:
    """Return entries of a bank file by item; items of a course have its prefix before their ids."""
    entries, subject, topic = read_entries(text)
    return {
        f"{prefix}{name}": _packed(entry, subject, topic)
        for name, entry in entries.items()
        if f"{prefix}{name}" in names and not _odd(entry)
    }


def _packed(entry: dict[str, Any], subject: str, topic: str) -> str:
    native = {"subject": subject, "topic": topic, "entry": entry}
    return json.dumps(native, separators=(",", ":"))


def _odd(value: Any) -> bool:  # noqa: ANN401 - any data
    """Whether something in an entry is nothing JSON can hold: then the file has faults."""
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return True
    return False


def _foreign(
    items: Sequence[Item], progress: Progress | None
) -> tuple[list[ForeignItem], list[Loss]]:
    made: list[ForeignItem] = []
    lost: list[Loss] = []
    for number, item in enumerate(items, 1):
        foreign = to_foreign(item)
        if foreign is None or foreign.kind not in FOREIGN_KINDS:
            lost.append(Loss(item.id, KIND_LOST, whole=True))
        else:
            made.append(replace(foreign, losses=()))
            lost += [Loss(item.id, what) for what in foreign.losses]
            if item.exhibit and item.exhibit.total > 1:
                lost.append(Loss(item.id, "its case: the exhibit stands in each question"))
        if progress:
            progress(number, len(items))
    return made, lost


def _fits(item: Item, chosen: Selection) -> bool:
    domains = item.domains(chosen.exam) if chosen.exam else tuple(one for _, one in item.exams)
    return (
        (not chosen.exam or bool(domains))
        and (not chosen.domains or any(one in chosen.domains for one in domains))
        and (not chosen.subjects or item.subject in chosen.subjects)
        and (not chosen.topics or item.topic in chosen.topics)
        and (not chosen.kinds or item.kind in chosen.kinds)
        and (not chosen.ids or item.id in chosen.ids)
    )


def _source_fits(head: ItemHead, source: str) -> bool:
    return source == "all" or (head.subject == IMPORTED) == (source == "own")


def _named(written: Written, title: str) -> dict[str, bytes]:
    """Return files under the selection's name; those that belong together keep their own."""
    if len(written.files) != 1:
        return dict(written.files)
    ((name, data),) = written.files.items()
    return {f"{bank_name(title)}{''.join(Path(name).suffixes)}": data}


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, with the rights that the user gives new files.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tutor-")
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.chmod(0o666 & ~_umask())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error})") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def losses_by_what(losses: Iterable[Loss]) -> dict[str, int]:
    """Return how many items lost what, the most first."""
    counts: dict[str, int] = {}
    for loss in losses:
        counts[loss.what] = counts.get(loss.what, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: -one[1]))
