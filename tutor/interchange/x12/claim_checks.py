"""What is wrong with a claim beyond its syntax: sums, numbers, days, and what has to go together.

A validator of syntax passes all of this: two addresses are as good as each other to it, and so are
two totals. Sources: the implementation guides' balancing rules (X222 and X223, section 1.4),
Medicare Claims Processing Manual (CMS Pub 100-04) chapters 24 to 26.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tutor.domain.claims.box_texts import written_day
from tutor.domain.claims.money import dollars
from tutor.interchange.x12.claim_records import REFERRING, OtherCover, Party, ReadClaim
from tutor.interchange.x12.faults import Fault, fault_at
from tutor.interchange.x12.line_checks import check_diagnoses, check_line
from tutor.interchange.x12.party_checks import check_parties

_PLACES = (
    "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 31 32 33 34 "
    "41 42 49 50 51 52 53 54 55 56 57 58 60 61 62 65 66 71 72 81 99"
)
PLACES = frozenset(_PLACES.split())
"""Place of service codes (CMS)."""
MOST_LINES = {False: 50, True: 999}
"""Lines of a professional and of an institutional claim."""
LONGEST_CONTROL = 20
"""Characters of a patient control number that payers have to give back."""
REPEATED = frozenset(("50", "59", "76", "77", "91", "XE", "XP", "XS", "XU", "LT", "RT"))
"""Modifiers that tell why the same service stands twice on one day."""


def check_claim(
    claim: ReadClaim, parties: Iterable[Party], *, sums: bool = True
) -> Iterator[Fault]:
    """Return what is wrong or odd with a claim, in the order of the claim.

    Args:
        claim: The claim.
        parties: Those of its parties that were not checked with another claim yet.
        sums: Add up its amounts: all of them could be read.
    """
    yield from check_parties(claim, parties)
    yield from _check_head(claim)
    yield from check_diagnoses(claim)
    for line in claim.lines:
        yield from check_line(claim, line)
    if sums:
        yield from _check_total(claim)
    yield from _check_lines(claim)
    yield from _check_order(claim)
    if sums:
        for other in claim.others:
            yield from _check_other(claim, other)


def _check_head(claim: ReadClaim) -> Iterator[Fault]:
    if not claim.control:
        yield fault_at(
            claim.place, "CLM", "the patient control number is missing", "fill CLM01 (box 26)"
        )
    elif len(claim.control) > LONGEST_CONTROL:
        yield fault_at(
            claim.place,
            "CLM",
            f"patient control number {claim.control} is longer than {LONGEST_CONTROL} characters",
            "shorten it: payers give back no more, and posting will not find it",
            element="CLM01",
            error=False,
        )
    if claim.frequency in ("7", "8") and not claim.replaces:
        verb = "replaces" if claim.frequency == "7" else "voids"
        yield fault_at(
            claim.place,
            "REF",
            f"the claim {verb} another, whose number at the payer is missing",
            "add REF*F8 with the number of the remittance (CLP07; box 22)",
        )
    if not claim.institutional and claim.where and claim.where not in PLACES:
        yield fault_at(
            claim.place,
            "CLM",
            f"{claim.where} is no place of service",
            "write a two-digit code, such as 11 for an office (box 24B)",
            element="CLM05",
        )
    referring = claim.party(REFERRING)
    if referring is not None and not referring.npi:
        yield fault_at(
            referring.place,
            "NM1",
            f"the referring provider {referring.name} has no NPI",
            "add it in NM109 (box 17b): Medicare and most others deny the claim without it",
            element="NM109",
        )


def _check_total(claim: ReadClaim) -> Iterator[Fault]:
    charged = sum(line.charge for line in claim.lines)
    if claim.lines and charged != claim.charge:
        yield fault_at(
            claim.place,
            "CLM",
            f"the claim's total is {dollars(claim.charge)}, its lines come to {dollars(charged)}",
            "mend the line or the total (box 28)",
            element="CLM02",
        )


def _check_lines(claim: ReadClaim) -> Iterator[Fault]:
    if not claim.lines:
        yield fault_at(claim.place, "LX", "the claim has no service lines", "add at least one")
    if len(claim.lines) > MOST_LINES[claim.institutional]:
        yield fault_at(
            claim.place,
            "LX",
            f"the claim has {len(claim.lines)} lines: {MOST_LINES[claim.institutional]} at most",
            "split it into several claims",
        )
    twice = Counter(
        (line.code, line.modifiers, line.begins)
        for line in claim.lines
        if line.code and not REPEATED & set(line.modifiers)
    )
    for (code, _, day), count in twice.items():
        if count > 1 and not claim.institutional:
            when = written_day(day) if day else "no date"
            yield fault_at(
                claim.place,
                "SV1",
                f"{code} stands on {count} lines of {when} without a modifier that says why",
                "put the units on one line, or add the modifier the record supports",
                error=False,
            )


def _check_order(claim: ReadClaim) -> Iterator[Fault]:
    if claim.order in ("S", "T") and not claim.others:
        yield fault_at(
            claim.place,
            "SBR",
            "the payer is not the first to pay, but no earlier payer is on the claim",
            "add loop 2320 with what the earlier payer paid and took off",
        )


def _check_other(claim: ReadClaim, other: OtherCover) -> Iterator[Fault]:
    """Check that what another payer paid and took off comes to the charge."""
    taken = sum(one.amount for one in other.adjustments)
    taken += sum(one.amount for line in claim.lines for one in line.decided)
    alone = sum(one.paid is not None for one in claim.others) == 1
    if other.paid is None or not alone:
        return
    if other.paid + taken != claim.charge:
        name = other.payer or "the other payer"
        yield fault_at(
            other.place,
            "SBR",
            f"{name} paid {dollars(other.paid)} and took off {dollars(taken)}: that is not the "
            f"charge of {dollars(claim.charge)}",
            "copy payment (AMT*D) and every adjustment (CAS) from its remittance",
        )
