"""What the scrubber knows, what it finds, and what a rule of it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.money import Cents
from tutor.domain.claims.parties import Person, Practice
from tutor.domain.claims.payer_file import PastLine
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.scrub_sheet import Sheet
from tutor.domain.claims.world import Authorization, Encounter

REJECT, DENY, WARN = "reject", "deny", "warn"
SEVERITIES = {
    REJECT: "it never gets into adjudication and comes back without a decision",
    DENY: "it is decided, and this is not paid or not paid in full",
    WARN: "it may be paid, but wrongly, or has to be looked at by a person",
}
"""What becomes of a claim that goes out so."""
CODER, BILLER = "coder", "biller"


@dataclass(frozen=True, slots=True)
class ScrubFacts:
    """What the desk knows when a claim is about to go out.

    Attributes:
        plan: Whom the claim goes to.
        person: The patient.
        coverage: Of the patient by `plan`.
        today: The day on which it would go out.
        covers: Every cover of the patient that is in force with its plan, the primary first.
        authorizations: Prior authorizations and referrals on file, of any plan.
        encounter: What was done, as the coder left it; None where only the form is to be judged.
        charges: The practice's charge of one unit, by code.
        diagnosis: Whether a code with its dot can be reported; any well-formed one unless given.
        procedure: Whether there is such a procedure code; any that is well-formed unless given.
        places: Place of service codes that exist.
        original: The payer's number of the claim that this one replaces or voids.
        primary: The primary payer's decision, where `plan` is second.
        history: What the payer has decided for this patient before, as far as it is known.
    """

    practice: Practice
    plan: Plan
    person: Person
    coverage: Coverage
    today: date
    covers: tuple[tuple[Plan, Coverage], ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    encounter: Encounter | None = None
    charges: tuple[tuple[str, Cents], ...] = ()
    diagnosis: Callable[[str], bool] | None = None
    procedure: Callable[[str], bool] | None = None
    places: frozenset[str] = frozenset()
    original: str = ""
    primary: ClaimPayment | None = None
    history: tuple[PastLine, ...] = ()

    @property
    def other(self) -> tuple[Plan, Coverage] | None:
        """The cover that the claim tells beside its own: the one that pays before it, or after."""
        order = self.coverage.order
        before = [one for one in self.covers if one[1].order < order]
        after = [one for one in self.covers if one[1].order > order]
        return before[-1] if before else after[0] if after else None

    @property
    def first(self) -> tuple[Plan, Coverage] | None:
        """The cover that pays before this one, if any does."""
        other = self.other
        return other if other and other[1].order < self.coverage.order else None


@dataclass(frozen=True, slots=True)
class Seen:
    """What one rule sees in one box.

    Attributes:
        why: What is wrong, and what tells so.
        mend: What to do.
        right: Values that mend it, the plainest first, where the facts tell; one empty text
            empties the box.
    """

    box: str
    why: str
    mend: str
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A box that is wrong, where it is in an 837P, why, and how to mend it."""

    rule: str
    box: str
    loop: str
    segment: str
    why: str
    mend: str
    owner: str
    severity: str
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the scrubber looks at.

    Attributes:
        id: Short name, unique.
        asks: What must hold, as one sentence.
        boxes: Where it looks, as a table shows it (`24E`).
        why: What goes wrong otherwise.
        source: Manual, regulation or file format that it comes of.
        severity: One of `SEVERITIES`.
        owner: Whose work it is to mend it.
        look: Yields what is wrong.
        fits: Whether it compares boxes of the form with each other: it then looks at the form
            with everything mended that the facts tell how to mend.
    """

    id: str
    asks: str
    boxes: str
    why: str
    source: str
    severity: str
    owner: str
    look: Callable[[Sheet, ScrubFacts], Iterable[Seen]]
    fits: bool = False
