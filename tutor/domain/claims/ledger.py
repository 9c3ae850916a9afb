"""The books of one account: every cent of its charges is in exactly one place.

    charged = collected + written_off + patient_due + payer_due

Each entry moves an amount from one place to another, so that the books balance after every one.
A negative `patient_due` is a credit balance; a negative `payer_due` is money posted that no claim
explains yet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.domain.claims.money import Cents


@dataclass(frozen=True, slots=True)
class Ledger:
    """One account's books, in cents.

    Attributes:
        lost: Part of `written_off` that right work would have brought in.
        bad_debt: Part of `written_off` that a patient owed and did not pay.
        desk: Part of `collected` that was taken at the visit.
    """

    charged: Cents = 0
    collected: Cents = 0
    written_off: Cents = 0
    patient_due: Cents = 0
    payer_due: Cents = 0
    lost: Cents = 0
    bad_debt: Cents = 0
    desk: Cents = 0

    @property
    def balances(self) -> bool:
        """Whether every cent of the charges is accounted for."""
        places = self.collected + self.written_off + self.patient_due + self.payer_due
        return self.charged == places

    @property
    def zero(self) -> bool:
        """Whether nobody owes anything."""
        return self.patient_due == 0 and self.payer_due == 0

    @property
    def open(self) -> Cents:
        """What is owed to the practice; a credit does not lower it."""
        return max(self.patient_due, 0) + max(self.payer_due, 0)

    def at_desk(self, amount: Cents) -> Ledger:
        """Take money at the visit, before anything is charged."""
        taken = self.from_patient(amount)
        return replace(taken, desk=self.desk + amount)

    def charge(self, amount: Cents) -> Ledger:
        """Charge for services: until somebody decides, a payer owes it."""
        return replace(self, charged=self.charged + amount, payer_due=self.payer_due + amount)

    def from_payer(self, amount: Cents) -> Ledger:
        """Post a payer's money; a negative amount is taken back."""
        return replace(self, collected=self.collected + amount, payer_due=self.payer_due - amount)

    def from_patient(self, amount: Cents) -> Ledger:
        """Post a patient's money; a negative amount is a refund."""
        return replace(
            self, collected=self.collected + amount, patient_due=self.patient_due - amount
        )

    def to_patient(self, amount: Cents) -> Ledger:
        """Make the patient owe what the payer was asked for; a negative amount moves it back."""
        return replace(
            self, payer_due=self.payer_due - amount, patient_due=self.patient_due + amount
        )

    def adjust(self, amount: Cents) -> Ledger:
        """Write off what the payer need not pay; a negative amount takes a write-off back."""
        return replace(
            self, written_off=self.written_off + amount, payer_due=self.payer_due - amount
        )

    def lose(self, amount: Cents, of: Cents = 0) -> Ledger:
        """Give up what the payer was asked for.

        Args:
            amount: All that is given up.
            of: Part of it that right work would have brought in.
        """
        return replace(self.adjust(amount), lost=self.lost + of)

    def forgive(self, amount: Cents, *, lost: bool = False, bad_debt: bool = False) -> Ledger:
        """Write off what the patient owes, and tell why."""
        return replace(
            self,
            written_off=self.written_off + amount,
            patient_due=self.patient_due - amount,
            lost=self.lost + (amount if lost else 0),
            bad_debt=self.bad_debt + (amount if bad_debt else 0),
        )
