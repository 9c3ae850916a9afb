"""The question what a statement asks the patient for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tutor.domain.claims.exhibit import facts, joined, paragraph, us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.item import Mistake, Numeric


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What a statement is made of, in cents. `due` is the key."""

    patient: str
    day: date
    service_day: date
    charged: Cents
    payer_paid: Cents
    written_off: Cents
    desk: Cents
    due: Cents


def statement_task(known: StatementFacts) -> Made:
    """Return the question what goes on the statement as the amount to be paid."""
    due = known.due
    slips = (
        Mistake(
            _usd(due + known.desk),
            "The copay taken at the visit is left out; it has been paid already.",
        ),
        Mistake(
            _usd(due + known.written_off),
            "The write-off is billed: balance billing against the contract.",
        ),
        Mistake(
            _usd(known.charged - known.desk),
            "What the payer has paid and written off is left out.",
        ),
    )
    mistakes = {one.value: one for one in slips if one.value != _usd(due)}
    worked = (
        f"{dollars(known.charged)} - {dollars(known.payer_paid)} - {dollars(known.written_off)}"
        + (f" - {dollars(known.desk)}" if known.desk else "")
        + f" = {dollars(due)}. Only what payers have left to the patient, less what the patient "
        "has paid."
    )
    return Made(
        kind="numeric",
        stem=joined(
            "All payers have decided. The account stands so:",
            facts(
                (
                    ("Patient", known.patient),
                    ("Date of service", us_date(known.service_day)),
                    ("Charges", dollars(known.charged)),
                    ("Paid by payers", dollars(known.payer_paid)),
                    ("Written off", dollars(known.written_off)),
                    ("Paid at the desk", dollars(known.desk)),
                    ("Today", us_date(known.day)),
                )
            ),
            paragraph("What does the statement ask the patient for, in dollars?"),
        ),
        body=Numeric(
            value=_usd(due),
            tolerance=Decimal("0.005"),
            unit="USD",
            rationale=worked,
            mistakes=tuple(mistakes.values())
            or (Mistake(_usd(due + 100), "A slip of the keyboard."),),
        ),
        level="apply",
        difficulty=2,
        exams=(("cpb", "reimb"), ("cbcs", "d4"), ("cmrs", "s15")),
        cites=("Medicare Claims Processing Manual (Pub. 100-04), ch. 22 (group codes)",),
        role="biller",
    )


def _usd(amount: Cents) -> Decimal:
    return (Decimal(amount) / 100).quantize(Decimal("0.01"))
