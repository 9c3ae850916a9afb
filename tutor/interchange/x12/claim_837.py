"""Reading claims: 837P and 837I, one claim after the other, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from tutor.domain.claims.money import Cents
from tutor.domain.claims.remittance import Adjustment
from tutor.interchange.x12.claim_checks import check_claim
from tutor.interchange.x12.claim_records import (
    BillCode,
    Dated,
    Diagnosis,
    OtherCover,
    Party,
    ReadClaim,
    ReadLine,
)
from tutor.interchange.x12.envelope import SetHead
from tutor.interchange.x12.faults import Fault, Faults
from tutor.interchange.x12.segments import Segment
from tutor.interchange.x12.values import Reader, day_of

MOST = 1_000
"""Lines, parties, codes ... of one claim that are kept: no claim has as many."""
MOST_OF_LEVEL = 20
"""Parties of an HL level that are kept: the format has three at most."""
_DIAGNOSES = ("BK", "BF", "BJ", "PR", "BN")
_TRIOS = range(2, 20, 3)


@dataclass(slots=True)
class _Claim:
    """A claim as far as it was read, from its CLM segment on.

    Attributes:
        unread: How many amounts could not be read before it.
    """

    segment: Segment
    charge: Cents
    unread: int
    parties: list[Party] = field(default_factory=list)
    lines: list[ReadLine] = field(default_factory=list)
    diagnoses: list[Diagnosis] = field(default_factory=list)
    codes: list[BillCode] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    others: list[OtherCover] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    paid: Cents = 0
    admission: tuple[str, str, str] = ("", "", "")
    line_number: str = ""


@dataclass(slots=True)
class _Level:
    """What an HL level says: parties, and its SBR or PAT segment.

    Attributes:
        full: More parties were named than are kept.
        checked: Its parties were checked with a claim: the others need not tell it again.
    """

    parties: list[Party] = field(default_factory=list)
    said: Segment | None = None
    full: bool = False
    checked: bool = False


def claim_parts(head: SetHead, segments: Iterable[Segment], faults: Faults) -> Iterator[ReadClaim]:
    """Read one transaction set's claims; each is checked, its faults told before it is yielded."""
    return _Reader837(head, faults).parts(segments)


class _Reader837(Reader):
    """Reads one 837 along its levels: billing provider, insured, patient; and their claims."""

    def __init__(self, head: SetHead, faults: Faults) -> None:
        super().__init__(faults)
        self._institutional = "X223" in head.version or "X096" in head.version
        self._made = day_of(head.day)
        self._levels = {"": _Level(), "20": _Level(), "22": _Level(), "23": _Level()}
        self._level = ""
        self._claim: _Claim | None = None
        self._claims = 0

    def parts(self, segments: Iterable[Segment]) -> Iterator[ReadClaim]:
        """Read the segments of the set."""
        last = None
        for segment in segments:
            last = segment
            if segment.id in ("HL", "CLM", "SE"):
                yield from self._flush()
            if segment.id == "HL":
                self._open_level(segment)
            elif segment.id == "CLM":
                unread = self.unread
                self._claim = _Claim(segment, self.money(segment, 2, needed=True), unread)
            elif self._claim is not None:
                self._in_claim(self._claim, segment)
            else:
                self._in_level(self._levels[self._level], segment)
        yield from self._flush()
        if not self._claims and last is not None:
            self.say(last, "there is no claim (CLM) in this transaction set", "get the file again")

    def _open_level(self, segment: Segment) -> None:
        level = segment.get(3)
        if level not in self._levels:
            self.say(
                segment,
                f"HL03 is {level or 'missing'}: a claim file has levels 20, 22 and 23",
                "20 is the billing provider, 22 the insured, 23 a patient who is somebody else",
                "HL03",
            )
            level = ""
        self._level = level
        for lower in {"20": ("20", "22", "23"), "22": ("22", "23"), "23": ("23",)}.get(level, ()):
            self._levels[lower] = _Level()

    def _in_level(self, level: _Level, segment: Segment) -> None:
        match segment.id:
            case "NM1" if len(level.parties) >= MOST_OF_LEVEL:
                self._too_many(level, segment)
            case "NM1":
                level.parties.append(_party(segment))
            case "SBR" | "PAT":
                level.said = segment
            case _ if not level.full:
                self._of_party(level.parties, segment)

    def _too_many(self, level: _Level, segment: Segment) -> None:
        if not level.full:
            self.say(
                segment,
                f"the level names more than {MOST_OF_LEVEL} people and organizations: the others "
                "are left out",
                "the file is damaged, or an HL segment is missing",
            )
        level.full = True

    def _of_party(self, parties: list[Party], segment: Segment) -> None:
        """Take address, numbers and birth of who was named last."""
        if not parties:
            return
        last = parties[-1]
        match segment.id:
            case "N3":
                parties[-1] = replace(last, street=segment.get(1), place=segment.place)
            case "N4":
                parties[-1] = replace(
                    last,
                    city=segment.get(1),
                    state=segment.get(2),
                    zip=segment.get(3),
                    country=segment.get(4),
                    place=segment.place,
                )
            case "REF" if segment.get(1) in ("EI", "SY"):
                parties[-1] = replace(last, tax_id=segment.get(2))
            case "DMG":
                parties[-1] = replace(
                    last,
                    birth=self.day(segment, 2),
                    sex=segment.get(3),
                    birth_told=bool(segment.get(2)),
                )

    def _in_claim(self, claim: _Claim, segment: Segment) -> None:
        if segment.id == "LX":
            claim.line_number = segment.get(1)
        elif segment.id in ("SV1", "SV2", "SV3"):
            _keep(claim.lines, self._line(claim, segment))
        elif claim.line_number:
            self._in_line(claim, segment)
        elif segment.id == "SBR":
            cover = OtherCover(segment.get(1), segment.get(2), segment.get(9), segment.place)
            _keep(claim.others, cover)
        elif claim.others:
            self._in_cover(claim, segment)
        else:
            self._in_head(claim, segment)

    def _in_head(self, claim: _Claim, segment: Segment) -> None:
        match segment.id:
            case "NM1":
                _keep(claim.parties, _party(segment))
            case "HI":
                self._health(claim, segment)
            case "DTP" if segment.get(2) != "TM":  # an hour, such as that of discharge, is no day
                _keep(claim.dates, Dated(segment.get(1), *self.days(segment, 3)))
            case "REF" if not claim.parties and len(claim.references) < MOST:
                claim.references[segment.get(1)] = segment.get(2)
            case "AMT" if segment.get(1) == "F5":
                claim.paid = self.money(segment, 2, needed=True)
            case "NTE":
                _keep(claim.notes, segment.get(2))
            case "CL1":
                claim.admission = (segment.get(1), segment.get(2), segment.get(3))
            case _:
                self._of_party(claim.parties, segment)

    def _health(self, claim: _Claim, segment: Segment) -> None:
        """Take the codes of an HI segment: diagnoses, and those of institutional claims."""
        for number in range(1, min(len(segment.elements), 13)):
            kind, code = segment.part(number, 1), segment.part(number, 2)
            plain = kind[1:] if len(kind) == 3 and kind.startswith("A") else kind
            if plain in _DIAGNOSES:
                icd = "10" if plain != kind else "9"
                _keep(claim.diagnoses, Diagnosis(plain, code, icd, segment.place))
            elif kind:
                more = segment.part(number, 5) or segment.part(number, 4)
                _keep(claim.codes, BillCode(kind, code, more))

    def _line(self, claim: _Claim, segment: Segment) -> ReadLine:
        institutional = segment.id == "SV2"
        first = 2 if institutional else 1
        parts = segment.parts(first)
        shift = 1 if institutional else 0
        return ReadLine(
            number=claim.line_number or str(len(claim.lines) + 1),
            code=parts[1] if len(parts) > 1 else "",
            modifiers=tuple(part for part in parts[2:6] if part),
            charge=self.money(segment, 2 + shift, needed=True),
            unit=segment.get(3 + shift),
            units=segment.get(4 + shift),
            place=segment.place,
            revenue=segment.get(1) if institutional else "",
            where="" if institutional else segment.get(5),
            pointers=() if institutional else tuple(segment.parts(7)),
        )

    def _in_line(self, claim: _Claim, segment: Segment) -> None:
        if not claim.lines:
            return
        line = claim.lines[-1]
        match segment.id:
            case "DTP" if segment.get(1) == "472":
                begins, ends = self.days(segment, 3)
                claim.lines[-1] = replace(line, begins=begins, ends=ends, dated=True)
            case "NM1" if segment.get(1) == "82":
                claim.lines[-1] = replace(line, rendering=segment.get(9))
            case "LIN" if segment.get(2) == "N4":
                claim.lines[-1] = replace(line, drug=segment.get(3))
            case "CAS":
                decided = (*line.decided, *self._adjustments(segment))[:MOST]
                claim.lines[-1] = replace(line, decided=decided)

    def _in_cover(self, claim: _Claim, segment: Segment) -> None:
        cover = claim.others[-1]
        match segment.id, segment.get(1):
            case "CAS", _:
                adjustments = (*cover.adjustments, *self._adjustments(segment))[:MOST]
                claim.others[-1] = replace(cover, adjustments=adjustments)
            case "AMT", "D":
                paid = self.money(segment, 2, needed=True)
                claim.others[-1] = replace(cover, paid=paid)
            case "NM1", "IL":
                claim.others[-1] = replace(cover, member_id=segment.get(9))
            case "NM1", "PR":
                payer, number = segment.get(3), segment.get(9)
                claim.others[-1] = replace(cover, payer=payer, payer_id=number)
            case "DTP", "573":
                claim.others[-1] = replace(cover, day=self.day(segment, 3))

    def _adjustments(self, segment: Segment) -> Iterator[Adjustment]:
        for place in _TRIOS:
            if segment.get(place) or segment.get(place + 1):
                amount = self.money(segment, place + 1, needed=True)
                yield Adjustment(segment.get(1), segment.get(place), amount)

    def _flush(self) -> Iterator[ReadClaim]:
        """End the claim that is open, check it, and hand it out."""
        if self._claim is None:
            return
        read, self._claim = self._claim, None
        self._claims += 1
        above = [self._levels[level] for level in ("20", "22", "23")]
        claim = self._whole(read, above)
        fresh = [one for level in above if not level.checked for one in level.parties]
        sums = self.unread == read.unread
        for fault in check_claim(claim, (*fresh, *read.parties), sums=sums):
            self.faults.add(fault)
        for level in above:
            level.checked = True
        if len(read.lines) >= MOST:
            self.faults.add(
                Fault(
                    f"claim {claim.control} has {MOST:,} lines or more: others are left out",
                    "the file is damaged, or no claim",
                    claim.place,
                    "CLM",
                )
            )
        yield claim

    def _whole(self, read: _Claim, above: list[_Level]) -> ReadClaim:
        clm, levels = read.segment, self._levels
        sbr, pat = levels["22"].said, levels["23"].said
        parties = [one for level in above for one in level.parties]
        place = [*clm.parts(5), "", "", ""]
        get = read.references.get
        relation = sbr.get(2) if sbr else ""
        return ReadClaim(
            institutional=self._institutional or any(line.revenue for line in read.lines),
            control=clm.get(1),
            charge=read.charge,
            where=place[0],
            frequency=place[2],
            place=clm.place,
            parties=(*parties, *read.parties),
            lines=tuple(read.lines),
            order=sbr.get(1) if sbr else "",
            relationship=pat.get(1) if pat else relation,
            group=sbr.get(3) if sbr else "",
            filing=sbr.get(9) if sbr else "",
            accepts=clm.get(7),
            accident=tuple(part for part in clm.parts(11)[:3] if part),
            diagnoses=tuple(read.diagnoses),
            codes=tuple(read.codes),
            dates=tuple(read.dates),
            authorization=get("G1", ""),
            referral=get("9F", ""),
            replaces=get("F8", ""),
            paid=read.paid,
            notes=tuple(read.notes),
            others=tuple(read.others),
            admission=read.admission,
            made=self._made,
        )


def _party(segment: Segment) -> Party:
    return Party(
        role=segment.get(1),
        last=segment.get(3),
        first=segment.get(4),
        id_kind=segment.get(8),
        id=segment.get(9),
        place=segment.place,
    )


def _keep(kept: list, one: object) -> None:  # type: ignore[type-arg]
    if len(kept) < MOST:
        kept.append(one)
