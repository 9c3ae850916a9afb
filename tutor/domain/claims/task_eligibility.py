"""Tasks of eligibility: who pays first, what the patient will owe, what is needed beforehand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import TypeAlias

from tutor.domain.claims.answers import Writers
from tutor.domain.claims.ask_before import ask_authorization, ask_ended, ask_referral
from tutor.domain.claims.ask_primary import ask_primary
from tutor.domain.claims.eligibility_text import Desk, answer_text, holder
from tutor.domain.claims.estimate import as_decimal, estimate, slips, worked
from tutor.domain.claims.exhibit import joined, paragraph, us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import dollars
from tutor.domain.claims.owners import BILLER
from tutor.domain.claims.world import Encounter, World
from tutor.domain.item import Mistake, Numeric

PRIMARY, SHARE, ENDED, REFERRAL, AUTHORIZATION = (
    "primary", "share", "ended", "referral", "authorization",
)  # fmt: skip
"""What may be asked."""
BY_PLOT = {
    "wrong-primary": PRIMARY,
    "cover-ended": ENDED,
    "referral-missing": REFERRAL,
    "authorization-missing": AUTHORIZATION,
}
"""What an encounter's plot asks for (names: `tutor.domain.claims.plots`)."""
Ask: TypeAlias = Callable[[Desk, Random], Made]


def eligibility_task(
    world: World,
    encounter: Encounter,
    rng: Random,
    writers: Writers | None = None,
    difficulty: int | None = None,
    about: str | None = None,
) -> Made:
    """Return a question about the cover of a visit.

    Args:
        world: Where the encounter is of.
        encounter: The visit.
        rng: Chooses what is asked and made-up details.
        writers: With them, answers of payers are shown as 271 files from difficulty 3 on.
        difficulty: 1 to 5; that of the encounter, if left out.
        about: One of `questions`; if left out, what the encounter's plot is about, or any.

    Raises:
        ValueError: That can't be asked of this visit.
    """
    level = min(max(difficulty or encounter.template.difficulty, 1), 5)
    desk = Desk(world, encounter, writers if level >= 3 else None, level)
    possible = questions(world, encounter)
    if about is None:
        wanted = [BY_PLOT[plot] for plot in encounter.plot if plot in BY_PLOT]
        about = next((one for one in wanted if one in possible), None) or rng.choice(possible)
    if about not in possible:
        raise ValueError(f"{about} cannot be asked here: ask {', '.join(possible)}")
    return _ASKS[about](desk, rng)


def questions(world: World, encounter: Encounter) -> tuple[str, ...]:
    """Return what can be asked about the cover of a visit."""
    covers = encounter.patient.coverages
    plan, cover = world.data.plan(covers[0].plan_id), covers[0]
    codes = {one.code for one in encounter.template.services}
    possible = [SHARE]
    if len(covers) > 1 or plan.kind == "workers-comp":
        possible.append(PRIMARY)
    if plan.kind in ("ppo", "hmo", "tricare", "medicaid"):
        possible.append(ENDED)
    if plan.rules.referral and not cover.sees_freely(encounter.provider.npi):
        possible.append(REFERRAL)
    if codes & set(plan.rules.authorization):
        possible.append(AUTHORIZATION)
    return tuple(possible)


def ask_share(desk: Desk, _rng: Random) -> Made:
    """Ask what the patient will owe of the first plan's allowed amounts."""
    if desk.plan.kind == "self-pay":
        return _good_faith(desk)
    made = estimate(desk.world.data, desk.encounter, desk.plan, desk.cover)
    after = " before the second plan is asked" if len(desk.encounter.patient.coverages) > 1 else ""
    ask = (
        f"The patient asks what {desk.plan.name} will leave to pay{after}. How much is it, in "
        f"dollars? {_contract(desk)}"
    ).rstrip()
    rows = [
        f"{line.code:<7}{line.units:>6}{dollars(line.charge):>13}{dollars(line.allowed):>13}"
        + ("   free of any share" if line.free else "")
        for line in made.lines
    ]
    table = "\n".join(("CODE    UNITS       CHARGE      ALLOWED", *rows))
    body = Numeric(
        value=as_decimal(made.patient),
        tolerance=Decimal("0.005"),
        unit="USD",
        rationale=worked(made, desk.plan, desk.cover),
        mistakes=tuple(Mistake(as_decimal(amount), why) for amount, why in slips(made, desk.plan)),
    )
    return Made(
        kind="numeric",
        stem=joined(paragraph(ask), answer_text(desk), _how(desk), table),
        body=body,
        level="apply",
        difficulty=desk.level,
        exams=(("cpb", "ins"), ("cbcs", "d2"), ("cmrs", "s10"), ("cca", "d2")),
        cites=(
            "42 CFR 410.152 and 410.160 (Medicare Part B: coinsurance and deductible, 2026)"
            if desk.plan.kind == "medicare"
            else "The plan's benefits as given; allowed amounts by contract",
        ),
        role=BILLER,
    )


def _contract(desk: Desk) -> str:
    """Return what lets the allowed amount stand for the charge."""
    if desk.plan.kind == "medicare":
        return "The practice participates in Medicare."
    return "" if desk.plan.kind == "workers-comp" else "The practice is in the plan's network."


def _how(desk: Desk) -> str:
    """Return how the plan shares: what comes first is the plan's to say, not to be guessed."""
    benefits = desk.plan.benefits
    if desk.plan.kind == "workers-comp":
        return ""
    parts = [
        word
        for word, amount in (
            ("the day's copay", benefits.copay),
            ("what is left of the deductible", benefits.deductible),
            ("the coinsurance of the rest", benefits.coinsurance),
        )
        if amount
    ]
    if not parts:
        return ""
    return paragraph(f"Of the allowed amount the patient pays: {', then '.join(parts)}.")


def _good_faith(desk: Desk) -> Made:
    """Ask for the estimate that somebody without insurance gets."""
    lines = [
        (one.code, one.units, desk.world.data.charge(one.code))
        for one in desk.encounter.template.services
    ]
    total = sum(units * charge for _, units, charge in lines)
    rows = [f"{code:<7}{units:>6}{dollars(charge):>21}" for code, units, charge in lines]
    table = "\n".join(("CODE    UNITS   CHARGE OF ONE UNIT", *rows))
    singles = sum(charge for _, _, charge in lines)
    wrong = {
        singles: "That counts one unit of each service; the units multiply the charge.",
        total // 2: "Nobody has promised half: a discount needs the practice's written policy.",
    }
    ask = (
        f"{holder(desk)} has no insurance and asks for a good-faith estimate of the visit of "
        f"{us_date(desk.encounter.day)}. What do the services come to, in dollars?"
    )
    return Made(
        kind="numeric",
        stem=joined(paragraph(ask), table),
        body=Numeric(
            value=as_decimal(total),
            tolerance=Decimal("0.005"),
            unit="USD",
            rationale="; ".join(
                f"{code}: {units} x {dollars(charge)}" for code, units, charge in lines
            )
            + f". Together {dollars(total)}.",
            mistakes=tuple(
                Mistake(as_decimal(amount), why) for amount, why in wrong.items() if amount != total
            ),
        ),
        level="apply",
        difficulty=desk.level,
        exams=(("cpb", "regs"), ("cbcs", "d2"), ("cmrs", "s09")),
        cites=("45 CFR 149.610 (good-faith estimates for people without insurance)",),
        role=BILLER,
    )


_ASKS: dict[str, Ask] = {
    PRIMARY: ask_primary,
    SHARE: ask_share,
    ENDED: ask_ended,
    REFERRAL: ask_referral,
    AUTHORIZATION: ask_authorization,
}
