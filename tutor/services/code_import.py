"""Importing another year of a code set, and removing one that was imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.domain.code_sets import MAIN, NAMES
from tutor.errors import NotFoundError, UsageError
from tutor.services.set_aside import SetAside, SetAsideService

if TYPE_CHECKING:
    from tutor.codebook.importing.draft import Draft
    from tutor.codebook.importing.keep import Kept
    from tutor.services.codes import CodeBook

Progress = Callable[[int, int], None]
READ_STEPS = 3
"""Steps of reading, of the `STEPS` in which progress is told."""
STEPS = 12
NEED_LICENCE = (
    "CPT belongs to the American Medical Association: every person who will use this program "
    "must be covered by a licence of the school or their own"
)


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What a user asks for; what is None is read from the file.

    Attributes:
        codes: A file or zip with the official list of codes, where it is not beside the release.
        partial: Take it although it is not a whole release.
    """

    path: Path
    code_set: str | None = None
    label: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    codes: Path | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What would be imported; nothing is changed yet.

    Attributes:
        replaces: Whether an imported edition of this label is there and would be replaced.
        licence: What has to be confirmed first; empty if nothing.
        remarks: What the user should know, one sentence each.
    """

    code_set: str
    label: str
    valid_from: date
    valid_to: date
    codes: int
    billable: int
    file: str
    replaces: bool
    licence: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was imported.

    Attributes:
        notice: The owner's notice, shown with the codes; or empty.
        set_aside: Items that practice no longer draws, for their key has changed.
    """

    plan: ImportPlan
    path: str
    notice: str
    set_aside: tuple[SetAside, ...]


class CodeImportService:
    """Reads a release, then keeps it; between the two the user may say no.

    service.read(request) -> plan; service.keep(licensed=...) -> report
    """

    def __init__(self, kept: Path, codes: CodeBook, aside: SetAsideService) -> None:
        self._kept = kept
        self._codes = codes
        self._aside = aside
        self._read: tuple[Draft, ImportPlan, bool] | None = None

    def read(self, request: ImportRequest, progress: Progress | None = None) -> ImportPlan:
        """Read a release and say what it is.

        Raises:
            ImportRefusedError: It cannot be imported.
            UsageError: A label or date is missing or makes no sense.
        """
        from tutor.codebook.importing.keep import check_whole
        from tutor.codebook.importing.read import read_release

        if progress:
            progress(0, STEPS)
        draft = read_release(request.path, wanted=request.code_set, codes=request.codes)
        label, start, end = _named(draft, request)
        old = self._old(draft.code_set, label)
        if not request.partial:
            check_whole(draft, label, old)
        plan = ImportPlan(
            code_set=draft.code_set,
            label=label,
            valid_from=start,
            valid_to=end,
            codes=len(draft.nodes),
            billable=draft.billable,
            file=draft.file,
            replaces=old is not None,
            licence=NEED_LICENCE if draft.code_set == "cpt" else "",
            remarks=draft.remarks,
        )
        self._read = draft, plan, request.partial
        if progress:
            progress(READ_STEPS, STEPS)
        return plan

    def keep(self, *, licensed: bool = False, progress: Progress | None = None) -> ImportReport:
        """Keep what was read last.

        Args:
            licensed: Whether the user confirmed what `ImportPlan.licence` says.
            progress: Told how far it is.

        Raises:
            UsageError: Nothing was read, or the licence is not confirmed.
            ImportRefusedError: Another import is at work, or it is not whole.
            CodeBookError: It cannot be written.
        """
        from tutor.codebook.importing.keep import Named, keep

        if self._read is None:
            raise UsageError("read a release before it is kept")
        draft, plan, partial = self._read
        if plan.licence and not licensed:
            raise UsageError(f"{plan.licence}; if so, add --licensed")
        named = Named(plan.label, plan.valid_from, plan.valid_to)
        kept = keep(draft, named, self._kept, partial=partial, progress=progress)
        self._codes.reload()
        if plan.code_set == MAIN and not self._codes.ready():
            self._codes.prepare(progress)  # keys are compared with their own year
        return ImportReport(plan, str(kept.path), kept.notice, self._aside.items())

    def find(self, name: str, code_set: str | None = None) -> str:
        """Return what people call an imported edition, which is named as for `remove`.

        Raises:
            NotFoundError: There is no such imported edition, or several have this label.
        """
        return _title(self._find(name, code_set))

    def remove(self, name: str, code_set: str | None = None) -> None:
        """Remove an imported edition by its label (with or without its code set) or file name.

        Raises:
            NotFoundError: There is no such imported edition, or several have this label.
            CodeBookError: It cannot be removed.
        """
        from tutor.codebook.importing.keep import remove

        remove(self._find(name, code_set))
        self._codes.reload()

    def _find(self, name: str, code_set: str | None) -> Kept:
        from tutor.codebook.importing.keep import kept_editions

        every = [one for one in kept_editions(self._kept) if code_set in (None, one.code_set)]
        found = [one for one in every if name.strip().casefold() in _names(one)]
        if len(found) != 1:
            raise NotFoundError(_not_one(name, found or every, several=bool(found)))
        return found[0]

    def _old(self, code_set: str, label: str) -> Kept | None:
        """Return the imported edition that would be replaced.

        Raises:
            UsageError: The label is that of an edition that comes with the program.
        """
        from tutor.codebook.importing.keep import edition_path, kept_editions

        for one in self._codes.editions():
            if one.shipped and one.code_set == code_set and one.label == label:
                raise UsageError(
                    f"{NAMES[code_set]} {label} comes with the program; to keep a copy beside it, "
                    "give it another name with --label"
                )
        path = edition_path(self._kept, code_set, label)
        return next((one for one in kept_editions(self._kept) if one.path == path), None)


def _named(draft: Draft, request: ImportRequest) -> tuple[str, date, date]:
    """Return label and dates: the user's, else what the release says."""
    dating = draft.dating
    start = request.valid_from or (dating.valid_from if dating else None)
    label = request.label or (dating.label if dating else "")
    if start is None:
        raise UsageError(
            f"{draft.file} does not say its year: add --valid-from YYYY-MM-DD and --label"
        )
    end = request.valid_to or (dating.valid_to if dating else None)
    if end is None or (end < start and not request.valid_to):
        end = date(start.year, 12, 31)
    if end < start:
        raise UsageError(f"the edition would end ({end}) before it begins ({start})")
    return " ".join(label.split()) or f"{start.year}", start, end


def _names(kept: Kept) -> set[str]:
    label = kept.label.casefold()
    shown = NAMES.get(kept.code_set, "").casefold()
    return {label, f"{kept.code_set} {label}", f"{shown} {label}", kept.path.stem, kept.path.name}


def _title(kept: Kept) -> str:
    return f"{NAMES[kept.code_set]} {kept.label}" if kept.code_set else kept.path.name


def _not_one(name: str, those: list[Kept], *, several: bool) -> str:
    listed = ", ".join(map(_title, those))
    if several:
        return f"{name!r} names several imported editions: {listed}; add --set"
    if not those:
        return f"there is no imported edition {name!r}; none was imported"
    return f"there is no imported edition {name!r}; there is {listed}"
