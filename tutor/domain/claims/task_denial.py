"""Questions about a denial: what to do, with what, and how the letter opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tutor.domain.claims.carc import group_meaning, meaning
from tutor.domain.claims.exhibit import facts, joined, listed, paragraph, us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.tasks import Choice, DenialAction
from tutor.domain.claims.trouble import STRIKE, Part, Trouble, Way
from tutor.domain.claims.troubles_coding import CODING
from tutor.domain.claims.troubles_cover import COVER
from tutor.domain.claims.troubles_limits import LIMITS
from tutor.domain.claims.troubles_payer import PAYER

TROUBLES: dict[str, Trouble] = {one.name: one for one in (*COVER, *LIMITS, *CODING, *PAYER)}
"""Every trouble, by name; those that are plots have the plot's name."""
_EXAMS = (("cpb", "case"), ("cpb", "reimb"), ("cbcs", "d4"), ("cmrs", "s16"), ("cca", "d2"))
KEPT = 4
"""Actions that are offered."""
_NOT_REPLACED = ("medicare", "medigap")
"""Kinds of plans whose decided claims are reopened, not replaced."""


_IN_FULL = {
    "why": "Who takes Medicaid takes its payment as payment in full (42 CFR 447.15): the patient "
    "owes no more than Medicaid's own copay.",
    "leads": "Balance billing of a Medicaid patient: the state is told, the bill taken back, and "
    "the breach is on record.",
}
"""What billing the patient is where Medicaid pays."""


@dataclass(frozen=True, slots=True)
class DenialFacts:
    """What is known at the desk about one denial.

    Attributes:
        code: Of the line in question; `amount` what is not paid of it.
        number: The payer's number of the claim, or of the referral, where the story has one.
        group, reason, remarks: As the remittance prints them.
        faults: Boxes in which claim and chart differ, in words.
        before: What was tried without success.
        found: How a claim that was paid comes to be looked at again.
        until: Last day on which the payer looks at an appeal or request.
        statements: Days of the statements that were sent, in words.
    """

    patient: str
    account: str
    plan: str
    kind: str
    day: date
    sent: date
    today: date
    charge: Cents
    code: str
    amount: Cents
    number: str
    group: str = ""
    reason: str = ""
    remarks: tuple[str, ...] = ()
    faults: str = ""
    before: str = ""
    found: str = ""
    until: date | None = None
    statements: str = ""


def denial_task(trouble: Trouble, known: DenialFacts, rng: Random) -> Made:
    """Return the question that a trouble puts, its parts in drawn order."""
    trouble = fitted(trouble, known.kind)
    ways = _drawn(trouble, rng)
    body = DenialAction(
        actions=tuple(
            Choice(way.action, way.text or "", _filled(way.why, known), way is trouble.right)
            for way in ways
        ),
        evidence=_choices("e", trouble.evidence, known, rng),
        reasons=_choices("r", trouble.openings, known, rng),
        consequences=tuple((way.action, _filled(way.leads, known)) for way in ways),
        rationale=_filled(trouble.right.why, known),
    )
    return Made(
        kind="denial_action",
        stem=_stem(trouble, known),
        body=body,
        level=trouble.level,
        difficulty=trouble.difficulty,
        exams=_EXAMS,
        cites=trouble.cites,
        role=trouble.owner,
    )


def fitted(trouble: Trouble, kind: str) -> Trouble:
    """Return a trouble as it is with a kind of plan.

    Medicare reopens decided claims and takes no replacement; Medicaid's payment is payment in
    full.
    """
    ways = trouble.ways
    if kind in _NOT_REPLACED and ways[0].action == "correct":
        right = replace(
            ways[0],
            why=ways[0].why.replace(
                "sent as a replacement",
                "sent with a request to reopen: Medicare takes no replacement",
            ),
            text="Correct the claim: ask the contractor to reopen it for a clerical error",
        )
        ways = (right, *ways[1:])
    if kind == "medicaid":
        ways = tuple(
            replace(way, **_IN_FULL)
            if way.action == "bill-patient" and way.effect == STRIKE
            else way
            for way in ways
        )
    return trouble if ways is trouble.ways else replace(trouble, ways=ways)


def _drawn(trouble: Trouble, rng: Random) -> tuple[Way, ...]:
    """Return the right way and some wrong ones, in drawn order."""
    wrong = list(trouble.ways[1:])
    rng.shuffle(wrong)
    ways = [trouble.right, *wrong[: KEPT - 1]]
    rng.shuffle(ways)
    return tuple(ways)


def _choices(
    letter: str, parts: tuple[Part, ...], known: DenialFacts, rng: Random
) -> tuple[Choice, ...]:
    order = list(parts)
    rng.shuffle(order)
    return tuple(
        Choice(
            f"{letter}{place}",
            _filled(part.text, known),
            _filled(part.why, known),
            part.right,
        )
        for place, part in enumerate(order, 1)
    )


def _filled(text: str, known: DenialFacts) -> str:
    return text.format(
        plan=known.plan,
        day=us_date(known.day),
        sent=us_date(known.sent),
        code=known.code,
        amount=f"${dollars(known.amount)}",
        number=known.number,
        faults=known.faults,
        found=known.found,
        until=us_date(known.until) if known.until else "its last day",
        statements=known.statements,
    )


def _stem(trouble: Trouble, known: DenialFacts) -> str:
    reasons = [
        f"{known.group}-{known.reason}: {meaning(known.reason)} ({known.group}: "
        f"{group_meaning(known.group)})"
        if known.reason
        else "",
        *(f"{remark}: {meaning(remark)}" for remark in known.remarks),
    ]
    told = [one for one in reasons if one]
    asked = ["What do you do"]
    if trouble.evidence:
        asked.append("what goes with it")
    if trouble.openings:
        asked.append("how does it open")
    question = asked[0] if len(asked) == 1 else ", ".join(asked[:-1]) + ", and " + asked[-1]
    return joined(
        facts(
            (
                ("Patient", f"{known.patient} (account {known.account})"),
                ("Payer", known.plan),
                ("Date of service", us_date(known.day)),
                ("Claim sent", us_date(known.sent)),
                ("Today", us_date(known.today)),
                ("Charge", dollars(known.charge)),
                (
                    "In question",
                    f"{known.code}  {dollars(known.amount)}" if known.amount else "",
                ),
            )
        ),
        "The remittance says:\n" + listed(told) if told else "",
        paragraph(_filled(trouble.story, known)),
        paragraph(known.before),
        question + "?",
    )
