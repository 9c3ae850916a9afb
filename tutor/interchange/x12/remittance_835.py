"""Remittances (835): read claim by claim, with every balance checked; and written.

Balancing is that of `tutor.domain.claims.remittance`. Read are 5010 (X221) and, as far as they are
alike, 4010 (X091).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import TypeAlias

from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.remittance import (
    PATIENT,
    Adjustment,
    ClaimPayment,
    ProviderAdjustment,
    Remittance,
    claim_imbalances,
)
from tutor.interchange.x12.decoding import Progress, Source
from tutor.interchange.x12.envelope import SetHead, sets_of
from tutor.interchange.x12.faults import Fault, Faults
from tutor.interchange.x12.remittance_claim import (
    MOST_LINES,
    ClaimSoFar,
    LineSoFar,
    claim_payment,
    keep,
    take_name,
    take_remarks,
)
from tutor.interchange.x12.segments import Segment, read_segments
from tutor.interchange.x12.values import Reader

RemittancePart: TypeAlias = Remittance | ClaimPayment | ProviderAdjustment
"""What reading yields: each payment's head (without its claims), its claims, what PLB takes."""
_TRIOS = range(2, 20, 3)
_BALANCE = "ask the payer, and post nothing of it until it balances"


def read_835(
    source: Source, faults: Faults | None = None, progress: Progress | None = None
) -> Iterator[RemittancePart]:
    """Read a file's remittances one after the other, in bounded memory.

    Each payment's head comes first (a `Remittance` without claims), then its claims, then its
    provider adjustments. Faults, imbalances among them, are added to `faults` before the part
    they belong to is yielded; those of the payment come last.

    Raises:
        X12Error: The file cannot be read as X12, or not from some place on.
    """
    found = Faults() if faults is None else faults
    pairs = sets_of(read_segments(source, found, progress), found)
    for head, group in groupby(pairs, key=lambda pair: pair[0]):
        if head.kind == "835":
            yield from remittance_parts(head, (segment for _, segment in group), found)


def remittance_parts(
    head: SetHead,
    segments: Iterable[Segment],
    faults: Faults,
) -> Iterator[RemittancePart]:
    """Read one transaction set; see `read_835`."""
    return _Reader835(head, faults).parts(segments)


class _Reader835(Reader):
    """Reads one 835: the payment's head, claim by claim, and the provider adjustments."""

    def __init__(self, head: SetHead, faults: Faults) -> None:
        super().__init__(faults)
        self._head: dict[str, str] = {"payer_id": head.sender}
        self._day: date | None = None
        self._total: Cents = 0
        self._bpr: Segment | None = None
        self._party = ""
        self._begun = False
        self._claim: ClaimSoFar | None = None
        self._unread = 0
        self._paid: Cents = 0
        self._taken: Cents = 0

    def parts(self, segments: Iterable[Segment]) -> Iterator[RemittancePart]:
        """Read the segments of the set."""
        last = None
        for segment in segments:
            last = segment
            if segment.id in ("LX", "CLP", "PLB", "SE"):
                yield from self._flush()
                if not self._begun:
                    yield self._begin(segment)
            if segment.id == "CLP":
                self._open_claim(segment)
            elif segment.id == "PLB":
                yield from self._provider(segment)
            elif self._claim is not None:
                self._in_claim(self._claim, segment)
            else:
                self._in_head(segment)
        yield from self._flush()
        if last is not None and not self._begun:
            yield self._begin(last)
        self._balance()

    def _begin(self, segment: Segment) -> Remittance:
        """End the head: what a remittance is without its claims."""
        self._begun = True
        for key, what in (("payer_name", "N1*PR, the payer"), ("payee_name", "N1*PE, the payee")):
            if not self._head.get(key):
                self.say(segment, f"{what}, is missing", "ask the payer for the whole file")
        if self._bpr is None:
            self.say(segment, "BPR, the payment, is missing", "ask the payer for the whole file")
        return Remittance(
            payer_name=self._head.get("payer_name", ""),
            payer_id=self._head["payer_id"],
            payee_name=self._head.get("payee_name", ""),
            payee_npi=self._head.get("payee_npi", ""),
            payee_tax_id=self._head.get("payee_tax_id", ""),
            trace=self._head.get("trace", ""),
            method=self._head.get("method", ""),
            day=self._day or date.min,
            total=self._total,
            claims=(),
        )

    def _in_head(self, segment: Segment) -> None:
        match segment.id:
            case "BPR":
                self._bpr = segment
                total = self.money(segment, 2, needed=True)
                self._total = -total if segment.get(3) == "D" else total
                self._head["method"] = segment.get(4)
                self._day = self.day(segment, 16) or self._day
            case "TRN":
                self._head["trace"] = segment.get(2)
            case "DTM" if self._day is None:
                self._day = self.day(segment, 2)
            case "N1":
                self._name(segment)
            case "REF":
                key = {("PR", "2U"): "payer_id", ("PE", "TJ"): "payee_tax_id"}.get(
                    (self._party, segment.get(1))
                )
                if key:
                    self._head[key] = segment.get(2)

    def _name(self, segment: Segment) -> None:
        self._party = segment.get(1)
        if self._party == "PR":
            self._head["payer_name"] = segment.get(2)
            if segment.get(4):
                self._head["payer_id"] = segment.get(4)
        elif self._party == "PE":
            self._head["payee_name"] = segment.get(2)
            kind = {"XX": "payee_npi", "FI": "payee_tax_id"}.get(segment.get(3))
            if kind:
                self._head[kind] = segment.get(4)

    def _open_claim(self, segment: Segment) -> None:
        self._unread = self.unread
        self._claim = ClaimSoFar(
            segment,
            self.money(segment, 3, needed=True),
            self.money(segment, 4, needed=True),
            self.money(segment, 5),
        )
        if not segment.get(1):
            self.say(segment, "CLP01, the patient control number, is missing", "match it by name")

    def _in_claim(self, claim: ClaimSoFar, segment: Segment) -> None:
        line = claim.lines[-1] if claim.lines else None
        match segment.id:
            case "NM1":
                take_name(claim, segment)
            case "SVC":
                self._open_line(claim, segment)
            case "CAS":
                self._adjust((line or claim).adjustments, segment)
            case "MOA" | "MIA":
                take_remarks(claim, segment)
            case "LQ" if line is not None and segment.get(1) in ("HE", "RX"):
                keep(line.remarks, segment.get(2))
            case "DTM":
                self._date(claim, line, segment)
            case "REF" if line is not None and segment.get(1) == "6R":
                line.control = segment.get(2)
            case "AMT" if line is not None and segment.get(1) == "B6":
                line.allowed = self.money(segment, 2, needed=True)

    def _open_line(self, claim: ClaimSoFar, segment: Segment) -> None:
        if len(claim.lines) >= MOST_LINES:
            self.faults.once(
                "lines",
                Fault(
                    f"a claim has more than {MOST_LINES:,} lines: its others are left out",
                    "the file is damaged, or no claim's remittance",
                    segment.place,
                    segment.id,
                ),
            )
            return
        paid = self.money(segment, 3)
        units = self.whole(segment, 5, 1)
        claim.lines.append(LineSoFar(segment, self.money(segment, 2, needed=True), paid, units))

    def _date(self, claim: ClaimSoFar, line: LineSoFar | None, segment: Segment) -> None:
        kind = segment.get(1)
        if line is None and kind == "232":
            claim.day = self.day(segment, 2)
        elif line is not None and (kind == "472" or (kind == "150" and line.day is None)):
            line.day = self.day(segment, 2)

    def _adjust(self, adjustments: list[Adjustment], segment: Segment) -> None:
        """Take the trios of a CAS: reason, amount, quantity; up to six."""
        if len(segment.elements) > max(_TRIOS) + 3:
            self.say(
                segment, "CAS has more than six reasons", "a second CAS has to hold the others"
            )
        for place in _TRIOS:
            reason = segment.get(place)
            if reason or segment.get(place + 1):
                amount = self.money(segment, place + 1, needed=True)
                if not reason:
                    self.say(
                        segment,
                        f"CAS{place:02d}, the reason of an adjustment, is missing",
                        "ask the payer what it was taken for",
                        f"CAS{place:02d}",
                    )
                keep(adjustments, Adjustment(segment.get(1), reason, amount))

    def _provider(self, segment: Segment) -> Iterator[ProviderAdjustment]:
        for place in range(3, 15, 2):
            if segment.get(place) or segment.get(place + 1):
                amount = self.money(segment, place + 1, needed=True)
                self._taken += amount
                yield ProviderAdjustment(segment.part(place, 1), segment.part(place, 2), amount)

    def _flush(self) -> Iterator[ClaimPayment]:
        """End the claim that is open, if any."""
        if self._claim is None:
            return
        read, self._claim = self._claim, None
        claim = claim_payment(read)
        self._paid += claim.paid
        if self.unread == self._unread:
            self._check(claim, read.segment)
        yield claim

    def _check(self, claim: ClaimPayment, segment: Segment) -> None:
        for one in claim_imbalances(claim):
            self.say(
                segment,
                f"{one.where}: charge less adjustments is {dollars(one.expected)}, paid is "
                f"{dollars(one.found)}",
                _BALANCE,
            )
        charged = sum(line.charge for line in claim.lines)
        if claim.lines and charged != claim.charge:
            self.say(
                segment,
                f"claim {claim.control}: its lines charge {dollars(charged)}, the claim "
                f"{dollars(claim.charge)}",
                "look for a line that the payer split, bundled or lost",
                "CLP03",
            )
        every = (*claim.adjustments, *(one for line in claim.lines for one in line.adjustments))
        share = sum(one.amount for one in every if one.group == PATIENT)
        if share != claim.patient_share:
            self.say(
                segment,
                f"claim {claim.control}: the patient's share is {dollars(claim.patient_share)} in "
                f"CLP05 and {dollars(share)} by the PR adjustments",
                "bill the patient by the adjustments, and ask the payer if it matters",
                "CLP05",
                error=False,
            )

    def _balance(self) -> None:
        expected = self._paid - self._taken
        if self._bpr is not None and not self.unread and expected != self._total:
            self.say(
                self._bpr,
                f"the payment is {dollars(self._total)}, but its claims "
                f"({dollars(self._paid)}) less provider adjustments ({dollars(self._taken)}) come "
                f"to {dollars(expected)}",
                _BALANCE,
                "BPR02",
            )
