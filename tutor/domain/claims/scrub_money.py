"""Rules about amounts: charges, total, what was paid."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.domain.claims.money import Cents, dollars, plain
from tutor.domain.claims.scrub_records import ScrubFacts, Seen
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.scrub_truth import services_of

MEDICARE = "medicare"


def charge(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Every line has a charge: the practice's own for all its units."""
    fees = dict(facts.charges)
    truth = services_of(sheet, facts)
    for line in sheet.lines:
        box = f"24F.{line}"
        service = truth.get(line)
        right: Cents | None = None
        if service and service.code in fees:
            right = fees[service.code] * service.units
        why = _amount(sheet, box, right, "the practice's fee schedule")
        if why:
            known = (plain(right),) if right is not None else ()
            mend = f"Enter {plain(right)}." if right is not None else "Look at the fee schedule."
            yield Seen(box, why, mend, known)


def _amount(sheet: Sheet, box: str, right: Cents | None, told: str) -> str:
    """Return what is wrong with a charge; empty if nothing is."""
    shown, read = sheet.get(box), sheet.money(box)
    if not shown:
        return "The charge is missing."
    if read is None:
        return f"{shown} is no amount of dollars and cents."
    if read <= 0:
        return f"A charge of {shown} is none: a service that is billed has one."
    if right is not None and read != right:
        return f"It holds {dollars(read)}; by {told} all units come to {dollars(right)}."
    return ""


def total(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """The total is the sum of the lines."""
    shown, read = sheet.get("28"), sheet.money("28")
    charges = [sheet.money(f"24F.{line}") for line in sheet.lines]
    right = sum(one for one in charges if one is not None)
    if read == right and shown:
        return
    if not shown:
        why = "The total is missing."
    elif read is None:
        why = f"{shown} is no amount of dollars and cents."
    else:
        why = f"It says {dollars(read)}; the lines come to {dollars(right)}."
    yield Seen("28", why, f"Enter {plain(right)}, the sum of the lines.", (plain(right),))


def paid(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """What was paid is what the desk took, and what the plan before paid (not for Medicare)."""
    shown, read = sheet.get("29"), sheet.money("29")
    if facts.encounter is None:
        if shown and (read is None or read < 0):
            yield Seen("29", f"{shown} is no amount of dollars and cents.", "Look at the receipt.")
        return
    before = facts.primary.paid if facts.primary and facts.plan.kind != MEDICARE else 0
    right = facts.encounter.paid_at_desk + before
    if (read or 0) == right and not (shown and read is None):
        return
    text = plain(right) if right else ""
    told = f"the receipt says {dollars(right)}" if right else "nothing was paid"
    why = f"It says {shown}; {told}." if shown else f"It is empty; {told}."
    yield Seen("29", why, f"Enter {text}." if text else "Leave it empty.", (text,))


def paid_more(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """Nobody paid more than the lines come to (the total has a rule of its own)."""
    read = sheet.money("29")
    charges = [sheet.money(f"24F.{line}") for line in sheet.lines]
    most = sum(one for one in charges if one is not None)
    if read is not None and read > most:
        why = f"{dollars(read)} paid is more than the lines come to, {dollars(most)}."
        yield Seen("29", why, "Look at the receipt; what is too much goes back to the patient.")


def outside_laboratory(sheet: Sheet, _facts: ScrubFacts) -> Iterator[Seen]:
    """A bought test has its price, and a price has a bought test."""
    bought, price = sheet.get("20").upper() == "YES", sheet.get("20.charge")
    if bought and not sheet.money("20.charge"):
        why = "Box 20 says that a test was bought, and its price is missing."
        yield Seen("20.charge", why, "Enter what the laboratory charged the practice.")
    elif price and not bought:
        why = "A price is given, and box 20 says that nothing was bought."
        yield Seen("20.charge", why, "Leave the box empty.", ("",))
