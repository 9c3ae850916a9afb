"""What has to be noticed about a remittance: the choices, of which exactly one is right."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tutor.domain.claims.money import dollars
from tutor.domain.claims.post_key import is_denied
from tutor.domain.claims.remit import RECOVERY, carried_forward
from tutor.domain.claims.remittance import PATIENT, Remittance, imbalances
from tutor.domain.claims.tasks import Choice

CHOICES = 4
"""How many are offered."""
LETTERS = "abcd"
AGREES, UNDERPAID, TAKEBACK, UNBALANCED = "agrees", "underpaid", "takeback", "unbalanced"
DENIED, DENIED_PATIENT, FORWARDED, NEXT = "denied", "denied-patient", "forwarded", "next"
_TEXTS = {
    AGREES: "Nothing odd: every line is paid by the contract, the payment is their sum",
    UNDERPAID: "A line is paid below the contract",
    TAKEBACK: "The payer takes back money of an earlier claim",
    UNBALANCED: "The amount of the payment does not follow from its parts",
    DENIED: "A line is denied, and it may not be billed to the patient",
    DENIED_PATIENT: "A line is denied, and it may be billed on: to the next payer or patient",
    FORWARDED: "The payer has sent the claim on to the next payer: it is not sent again",
    NEXT: "The claim has to be sent to the next payer: this one has not done it",
}
_WRONG = {
    AGREES: "Not so: a line is denied or not paid as agreed, or the sum is off.",
    UNDERPAID: "Every line that was paid is allowed at the fee of the contract times its units.",
    TAKEBACK: "No adjustment outside the claims takes money back.",
    UNBALANCED: "Claims less adjustments outside them come to the amount that was paid.",
    DENIED: "No line is denied under group CO or OA.",
    DENIED_PATIENT: "No line is denied under group PR.",
    FORWARDED: "Neither the status nor a remark says that the claim went on to another payer.",
    NEXT: "It is not the next payer's turn: nobody pays after this one, the claim was sent on "
    "already, nothing is left, or a denial is worked first.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is true of a remittance: name of a finding, and how it is seen."""

    name: str
    how: str


def seen_in(remittance: Remittance, below: str = "", next_payer: str = "") -> tuple[Seen, ...]:
    """Return everything that is true of a remittance, the most pressing first.

    Args:
        remittance: As it came.
        below: How a line is seen to be paid below its contract; empty if none is.
        next_payer: Name of who pays after this payer, if anybody.
    """
    found = _odd_sums(remittance)
    if below:
        found.append(Seen(UNDERPAID, below))
    found += _denials(remittance) + _next(remittance, next_payer)
    if not found:
        how = (
            "Each line, the claim and the payment add up, and what was allowed is the contract's "
            "fee. What is left of the patient's share follows its usual way."
        )
        found.append(Seen(AGREES, how))
    return tuple(found)


def _odd_sums(remittance: Remittance) -> list[Seen]:
    found = []
    for one in imbalances(remittance):
        how = (
            f"The parts come to {dollars(one.expected)}, the payment is {dollars(one.found)}. Post "
            "the lines, put the difference into suspense and ask the payer."
        )
        found.append(Seen(UNBALANCED, how))
    for taken in remittance.provider_adjustments:
        if taken.reason == RECOVERY and taken.amount > 0:
            how = (
                f"{dollars(taken.amount)} is kept back for {taken.reference}. Post these lines in "
                "full, and the takeback to the account that it belongs to."
            )
            left = carried_forward(remittance)
            if left:
                how += (
                    f" This payment does not cover it: {dollars(left)} is carried forward (FB), to "
                    "come off the payer's next one."
                )
            found.append(Seen(TAKEBACK, how))
    return found


def _denials(remittance: Remittance) -> list[Seen]:
    """Return whether lines are denied: to the provider, and to the patient."""
    lines = [line for claim in remittance.claims for line in claim.lines if is_denied(line)]
    whose = {True: "", False: ""}
    for line in lines:
        by_patient = any(one.group == PATIENT for one in line.adjustments)
        whose[by_patient] += f"{line.code} "
    found = []
    if whose[False]:
        how = (
            f"{', '.join(whose[False].split())}: the group is not PR, so it is worked (mended, "
            "appealed or given up), and never the patient's bill."
        )
        found.append(Seen(DENIED, how))
    if whose[True]:
        how = (
            f"{', '.join(whose[True].split())}: group PR makes it the patient's part, which goes "
            "to the next payer, if there is one, and then to the patient."
        )
        found.append(Seen(DENIED_PATIENT, how))
    return found


def _next(remittance: Remittance, next_payer: str) -> list[Seen]:
    """Return whether the claim went on to the next payer, or has to be sent there."""
    names = {claim.forwarded_to for claim in remittance.claims if claim.forwarded_to}
    if names:
        how = f"It went on to {', '.join(sorted(names))}: a second claim would be a duplicate."
        return [Seen(FORWARDED, how)]
    left = sum(claim.patient_share for claim in remittance.claims)
    if not next_payer or left <= 0:
        return []
    how = f"{dollars(left)} of group PR is left for {next_payer}, and nothing says it went there."
    return [Seen(NEXT, how)]


def findings(seen: tuple[Seen, ...], rng: Random) -> tuple[Choice, ...]:
    """Return choices in drawn order: the first thing seen, and others that are not true."""
    true = {one.name for one in seen}
    others = [name for name in _TEXTS if name not in true and name != AGREES]
    rng.shuffle(others)
    drawn = [] if seen[0].name in (AGREES, FORWARDED, NEXT) else [AGREES]
    drawn += others[: CHOICES - 1 - len(drawn)]
    right = seen[0]
    names = [right.name, *drawn]
    rng.shuffle(names)
    return tuple(
        Choice(
            letter,
            _TEXTS[name],
            right.how if name == right.name else _WRONG[name],
            name == right.name,
        )
        for letter, name in zip(LETTERS, names, strict=False)
    )
