"""Asking what has to be done before a visit is billed: old cards, referrals, authorizations."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tutor.domain.claims.draw_cover import draw_member_id
from tutor.domain.claims.eligibility_text import Desk, answer_text, holder
from tutor.domain.claims.exhibit import facts, joined, paragraph, us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.owners import BILLER
from tutor.domain.item import Choices, Option

EXAMS = (("cpb", "bill"), ("cbcs", "d2"), ("cmrs", "s10"))


def ask_ended(desk: Desk, rng: Random) -> Made:
    """Show the answer about a card whose cover has ended, and ask what comes next."""
    old = draw_member_id(desk.plan, rng)
    ended = desk.cover.effective - timedelta(days=1)
    day = us_date(desk.encounter.day)
    ask = (
        f"For the visit of {day} {holder(desk)} was checked in with an older card of "
        f"{desk.plan.name}, number {old}. The payer was asked and answered as below. What do you "
        "do before a claim goes out?"
    )
    right = f"Find the current card, on file or with the patient, and check it for {day}"
    options = (
        (
            right,
            f"The cover under this number ended on {us_date(ended)}. There is a newer one, or "
            "there may be: the file tells, or the patient does.",
        ),
        (
            "Send the claim under this number; the payer passes it on to the right plan",
            "Payers do not pass claims on. It is denied because the cover had ended, and the "
            "filing time runs.",
        ),
        (
            "Bill the patient for the whole charge, since there is no cover",
            "The answer is about one number. Whoever has other cover must not be billed first.",
        ),
        (
            f"Date the service {us_date(ended)}, when the cover was still active",
            "A false date of service makes a false claim (31 U.S.C. 3729), whoever asks for it.",
        ),
    )
    cites = ("45 CFR 162.1202 (ASC X12 270/271)", "31 U.S.C. 3729 (False Claims Act)")
    return _made(desk, joined(paragraph(ask), answer_text(desk, old, ended)), options, cites)


def ask_referral(desk: Desk, _rng: Random) -> Made:
    """Ask what a plan with a gatekeeper wants before a specialist's visit."""
    doctor = desk.encounter.referring
    name = f"Dr. {doctor.last}" if doctor else "the primary care provider"
    ask = (
        f"{holder(desk)} is booked for {us_date(desk.encounter.day)} with "
        f"{desk.encounter.provider.name} ({desk.encounter.provider.specialty}). "
        f"{desk.plan.name} is an HMO: its members see specialists through their primary care "
        "provider. No paper of it is on file yet. What is needed before the visit?"
    )
    right = f"A referral of {name}, with its number for box 23"
    options = (
        (
            right,
            f"{name} is the primary care provider whom the plan has on file: without a referral "
            "the plan denies the visit.",
        ),
        (
            "Nothing, for the practice is in the plan's network",
            "A contract settles the price. The gatekeeper's referral is asked for all the same.",
        ),
        (
            "An ABN, signed by the patient",
            "The ABN is a notice of Medicare's. It replaces no referral of an HMO.",
        ),
        (
            "The encounter note, sent along with the claim",
            "A note written afterwards proves the visit, not that the plan was asked first.",
        ),
    )
    cites = ("The plan's rules as given: referral by the primary care provider",)
    return _made(desk, joined(paragraph(ask), answer_text(desk)), options, cites)


def ask_authorization(desk: Desk, _rng: Random) -> Made:
    """Ask what a service on the plan's list of authorizations wants."""
    wanted = [
        one.code
        for one in desk.encounter.template.services
        if one.code in desk.plan.rules.authorization
    ]
    codes = " and ".join(dict.fromkeys(wanted))
    ask = (
        f"{holder(desk)} is booked for {us_date(desk.encounter.day)}. Planned: "
        f"{_planned(desk)}. Below is what {desk.plan.name} lists. Nothing has been asked of the "
        "plan yet but whether there is cover: there is. What is needed before the visit?"
    )
    rules = facts(
        (
            ("Prior authorization", ", ".join(desk.plan.rules.authorization)),
            (
                "Referral",
                "from primary care, to all specialists but gynecologists"
                if desk.plan.rules.referral
                else "",
            ),
            ("Not covered", ", ".join(desk.plan.rules.not_covered)),
        )
    )
    options = (
        (
            f"Prior authorization of the plan for {codes}",
            f"{codes} is on the plan's list: without a number given beforehand the line is denied, "
            "and the patient may not be billed for it.",
        ),
        (
            "Nothing but the check of eligibility",
            "Cover says that the plan is in force, not that it has agreed to this service.",
        ),
        (
            "A referral alone",
            "A referral names who may be seen. It does not authorize a listed service.",
        ),
        (
            "A letter of medical necessity, with the claim",
            "Afterwards the plan decides an appeal, no authorization; the line is denied first.",
        ),
    )
    cites = ("The plan's rules as given: list of prior authorizations",)
    return _made(desk, joined(paragraph(ask), rules), options, cites)


def _planned(desk: Desk) -> str:
    return ", ".join(f"{one.code} x{one.units}" for one in desk.encounter.template.services)


def _made(
    desk: Desk, stem: str, options: tuple[tuple[str, str], ...], cites: tuple[str, ...]
) -> Made:
    """Return the question; the first option is the right one, and shown in any place."""
    return Made(
        kind="single",
        stem=stem,
        body=Choices(
            tuple(
                Option("abcdef"[number], text, why, correct=number == 0)
                for number, (text, why) in enumerate(options)
            )
        ),
        level="apply",
        difficulty=desk.level,
        exams=EXAMS,
        cites=cites,
        role=BILLER,
    )
