"""Files of claims and of payers' answers, read from outside: shown and checked, never kept.

Nothing of a file goes into the database or anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from tutor.domain.claims.answers import (
    Acknowledgement,
    ClaimStatus,
    EligibilityAnswer,
    EligibilityInquiry,
    InterchangeAnswer,
    SetAnswer,
    StatusReport,
)
from tutor.domain.claims.money import Cents
from tutor.domain.claims.remittance import ClaimPayment, ProviderAdjustment, Remittance
from tutor.errors import UsageError
from tutor.interchange.x12.ack_999 import ack_parts
from tutor.interchange.x12.ack_ta1 import ta1_parts
from tutor.interchange.x12.claim_837 import claim_parts
from tutor.interchange.x12.claim_records import ReadClaim
from tutor.interchange.x12.eligibility import answer_parts, inquiry_parts
from tutor.interchange.x12.envelope import NAMES, SetHead, sets_of
from tutor.interchange.x12.faults import Fault, Faults, X12Error
from tutor.interchange.x12.remittance_835 import remittance_parts
from tutor.interchange.x12.segments import Segment, read_segments
from tutor.interchange.x12.status_277ca import status_parts
from tutor.interchange.x12.syntax import SOURCE as PYX12
from tutor.interchange.x12.syntax import check_syntax
from tutor.services import answer_words
from tutor.services.claim_blocks import Block
from tutor.services.claim_file_views import FaultView, FileView, KindView, PartView, Record
from tutor.services.claim_words import claim_block

MOST_SHOWN = 500
"""Claims (and other parts) of a file that are shown; all of them are read and checked."""
SYNTAX_UP_TO = 200_000
"""Bytes up to which pyx12 looks at a file without being asked to."""
PIPED, MOST_PIPED = "standard input", 20_000_000
"""What comes from a pipe is called, and bytes of it that are taken."""
MOST_KINDS = 20
"""Kinds of transaction sets of a file that are told apart."""
Progress: TypeAlias = Callable[[int, int], object]
"""Takes how much is done, of how much."""
_HEADS = (Remittance, StatusReport, Acknowledgement)
"""Parts that stand before their claims, and are none."""


def read_file(
    path: Path,
    *,
    most: int = MOST_SHOWN,
    syntax: bool = False,
    progress: Progress | None = None,
    syntax_progress: Progress | None = None,
) -> FileView:
    """Read a file of claims or answers.

    Args:
        path: Of the file.
        most: Claims (and as many other parts) that are kept to be shown.
        syntax: Have pyx12 look at it, too, if it is installed.
        progress: Takes bytes read and bytes in all.
        syntax_progress: Takes segments that pyx12 has checked, and all of them.

    Raises:
        X12Error: It cannot be read as X12; the line says what it seems to be.
        UsageError: It is no file.
    """
    try:
        if not path.is_file():
            raise UsageError(f"{path}: {_no_file(path)}")
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    try:
        return _Reading(path, path.name, most, size, progress).view(syntax, syntax_progress)
    except X12Error as error:
        raise X12Error(f"{path.name}: {error}") from error


def _no_file(path: Path) -> str:
    """Say what a path is that is no file."""
    if path.is_dir():
        return "is a folder"
    if path.is_symlink() and not path.exists():
        return "is no ordinary file, but a link that leads to none"
    if path.exists():
        return "is no ordinary file: copy what comes from it into one, and name that"
    return "there is no such file"


def read_text(text: str, *, most: int = MOST_SHOWN, syntax: bool = False) -> FileView:
    """Read pasted text as `read_file` reads a file.

    Raises:
        X12Error: It cannot be read as X12.
    """
    return _Reading(text, "pasted text", most, max(1, len(text)), None).view(syntax, None)


def read_stream(
    stream: BinaryIO,
    *,
    most: int = MOST_SHOWN,
    syntax: bool = False,
    syntax_progress: Progress | None = None,
) -> FileView:
    """Read what comes from a pipe as `read_file` reads a file; it is held in memory meanwhile.

    Raises:
        X12Error: It cannot be read as X12.
        UsageError: It is more than `MOST_PIPED`.
    """
    try:
        data = stream.read(MOST_PIPED + 1)
    except OSError as error:
        raise UsageError(f"{PIPED}: cannot be read ({error})") from error
    if len(data) > MOST_PIPED:
        raise UsageError(
            f"{PIPED}: more than {MOST_PIPED // 1_000_000} MB: save it as a file, and name that"
        )
    try:
        return _Reading(data, PIPED, most, max(1, len(data)), None).view(syntax, syntax_progress)
    except X12Error as error:
        raise X12Error(f"{PIPED}: {error}") from error


def look_at(path: Path, progress: Progress | None = None) -> FileView:
    """Read a file as `read_file` does, its syntax too where that takes no more than seconds.

    Raises:
        X12Error: It cannot be read as X12.
        UsageError: It is no file.
    """
    try:
        small = path.stat().st_size <= SYNTAX_UP_TO
    except (OSError, ValueError):
        small = False
    return read_file(path, syntax=small, progress=progress)


def look_at_text(text: str) -> FileView:
    """Read pasted text as `look_at` reads a file.

    Raises:
        X12Error: It cannot be read as X12.
    """
    return read_text(text, syntax=len(text) <= SYNTAX_UP_TO)


_BLOCKS: dict[type, Callable[[Any], Block]] = {
    ReadClaim: claim_block,
    Remittance: answer_words.remittance_block,
    ClaimPayment: answer_words.payment_block,
    ProviderAdjustment: answer_words.provider_block,
    StatusReport: answer_words.status_block,
    ClaimStatus: answer_words.claim_status_block,
    Acknowledgement: answer_words.ack_block,
    SetAnswer: answer_words.set_block,
    InterchangeAnswer: answer_words.interchange_block,
    EligibilityInquiry: answer_words.inquiry_block,
    EligibilityAnswer: answer_words.eligibility_block,
}


def block_of(record: Record) -> Block:
    """Return a part of a file in plain words."""
    return _BLOCKS[type(record)](record)


@dataclass(slots=True)
class _Sums:
    """What is counted over a whole file."""

    counted: int = 0
    shown: int = 0
    charged: Cents = 0
    paid: Cents = 0
    share: Cents = 0
    denied: int = 0
    kinds: dict[tuple[str, str], int] = field(default_factory=dict)

    @staticmethod
    def counts(record: Record) -> bool:
        """Whether a part is a claim, an answered set or somebody's cover, and no head."""
        return not isinstance(record, (*_HEADS, ProviderAdjustment))

    def take(self, record: Record) -> None:
        """Count a part."""
        self.counted += self.counts(record)
        match record:
            case ReadClaim():
                self.charged += record.charge
            case ClaimPayment():
                self.charged += record.charge
                self.paid += record.paid
                self.share += record.patient_share
                self.denied += record.status == "4"
            case ClaimStatus():
                self.charged += record.charge
                self.denied += not record.accepted
            case SetAnswer() | InterchangeAnswer():
                self.denied += record.result not in ("A", "E")

    def take_set(self, head: SetHead) -> None:
        """Count a transaction set."""
        key = (head.kind, head.version)
        if key in self.kinds or len(self.kinds) < MOST_KINDS:
            self.kinds[key] = self.kinds.get(key, 0) + 1


@dataclass(slots=True)
class _Reading:
    """One file being read: what was found so far."""

    source: Path | str | bytes
    name: str
    most: int
    size: int
    progress: Progress | None
    faults: Faults = field(default_factory=Faults)
    sums: _Sums = field(default_factory=_Sums)
    parts: list[PartView] = field(default_factory=list)
    loose: list[Fault] = field(default_factory=list)
    told: int = 0

    def view(self, syntax: bool, syntax_progress: Progress | None) -> FileView:
        """Read all of it.

        Raises:
            X12Error: Nothing of it can be read.
        """
        try:
            self._read()
        except X12Error as error:
            if not self.sums.kinds:
                raise
            self.faults.add(Fault(str(error), "what comes after it was not read"))
        note = ""
        if syntax:
            check = check_syntax(self.source, self.faults, syntax_progress)
            found = any(one.source == PYX12 for one in self.faults.kept)
            note = check.note or f"pyx12 found its syntax {'at fault' if found else 'in order'}"
        self.loose += self.faults.kept[self.told :]
        return self._whole(note)

    def _read(self) -> None:
        """Take all parts.

        Raises:
            X12Error: It cannot be read, or not from some place on.
        """
        try:
            for record in _records(self.source, self.faults, self.sums, self._count):
                self._take(record)
        except (ValueError, ArithmeticError) as error:  # a value nobody thought of
            what = f"a value in it cannot be read ({type(error).__name__})"
            raise X12Error(f"the file is damaged: {what}") from error

    def _count(self, done: int) -> None:
        if self.progress is not None:
            self.progress(min(done, self.size), self.size)

    def _take(self, record: Record) -> None:
        """Take a part, with the faults that were found since the one before."""
        self.sums.take(record)
        fresh, self.told = self.faults.kept[self.told :], len(self.faults.kept)
        counts = self.sums.counts(record)
        if (self.sums.shown if counts else len(self.parts) // 2) < self.most:
            self.sums.shown += counts
            part = PartView(type(record).__name__, record, tuple(map(_view, fresh)))
            self.parts.append(part)
        else:
            self.loose += fresh

    def _whole(self, note: str) -> FileView:
        sums, faults = self.sums, self.faults
        kinds = tuple(
            KindView(kind, NAMES.get(kind, "not known here"), version, number)
            for (kind, version), number in sums.kinds.items()
        )
        return FileView(
            name=self.name,
            kinds=kinds,
            parts=tuple(self.parts),
            counted=sums.counted,
            shown=sums.shown,
            charged=sums.charged,
            paid=sums.paid,
            patient_share=sums.share,
            denied=sums.denied,
            faults=tuple(map(_view, self.loose)),
            errors=faults.errors,
            notes=faults.notes,
            untold=faults.errors + faults.notes - len(faults.kept),
            syntax=note,
        )


def _records(
    source: Path | str | bytes, faults: Faults, sums: _Sums, count: Callable[[int], object]
) -> Iterator[Record]:
    """Read a file's transaction sets one after the other."""
    pairs = sets_of(read_segments(source, faults, count), faults)
    for head, group in groupby(pairs, key=lambda pair: pair[0]):
        sums.take_set(head)
        segments = (segment for _, segment in group)
        yield from _parts(head, segments, faults)


def _parts(head: SetHead, segments: Iterator[Segment], faults: Faults) -> Iterable[Record]:
    match head.kind:
        case "837":
            return claim_parts(head, segments, faults)
        case "835":
            return remittance_parts(head, segments, faults)
        case "999" | "997":
            return ack_parts(head, segments, faults)
        case "TA1":
            return ta1_parts(segments, faults)
        case "270":
            return inquiry_parts(head, segments, faults)
        case "271":
            return answer_parts(head, segments, faults)
        case "277" if "X214" in head.version or not head.version:
            return status_parts(head, segments, faults)
    first = next(segments)
    name = NAMES.get(head.kind, "a kind that is not known here")
    faults.once(
        f"kind {head.kind} {head.version}",
        Fault(
            f"a {head.kind or '(no kind)'} ({name}) {head.version} is not read here",
            "read are 837, 835, 277CA (005010X214), 999, 997, TA1, 270 and 271",
            first.place,
            "ST",
            error=False,
        ),
    )
    return ()


def _view(fault: Fault) -> FaultView:
    place = str(fault.place) if fault.place else ""
    where = ", ".join(part for part in (place, fault.element or fault.segment) if part)
    return FaultView(where, fault.what, fault.mend, fault.error, fault.source)
