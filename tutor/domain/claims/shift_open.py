"""An account on its first day: what is about to go wrong with it, and what nobody asked for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.plot_facts import (
    AUTHORIZATION,
    LIMITED,
    PAIRED,
    QUERY,
    REFERRAL,
    impossible_limits,
    tells_permission,
)
from tutor.domain.claims.plots import choose_plots
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.claims.shift_state import Account
from tutor.domain.claims.turns import (
    answered,
    first_written,
    fitting_pairs,
    has_to_ask,
    paired,
    parted,
    with_template,
)
from tutor.domain.claims.work_days import add_work_days
from tutor.domain.claims.world import Authorization, Encounter, PairedService, World

UNSEEN = 0.5
"""How often the scrubber has not yet got the plan's rule, so that the payer is the first to say."""
AT_ONCE = 2
"""Accounts that begin on one day."""
DAYS_LEFT = 3
"""Working days until the filing limit of an account for which it is near."""


def opened(world: World, options: ShiftOptions, encounter: Encounter, place: int) -> Account:
    """Return the account of an encounter as it comes to the desk.

    Args:
        world: Where the encounter is of.
        options: Role and difficulty decide what goes wrong.
        encounter: The visit; a plot of its own takes the place of what would be drawn.
        place: Of the encounter in its world.
    """
    rng = Random(f"{world.seed}:{encounter.id}:plots")  # noqa: S311 - a draw, not a secret
    covers = sorted(encounter.patient.coverages, key=lambda one: one.order)
    plans = [world.data.plan(cover.plan_id) for cover in covers]
    plots = encounter.plot or choose_plots(
        tuple(plan.kind for plan in plans),
        role=options.role,
        difficulty=options.difficulty,
        rng=rng,
        without=impossible(encounter, plans),
    )
    begins = add_work_days(world.begins, place // AT_ONCE)
    account = Account(
        encounter=encounter,
        plots=plots,
        ledger=Ledger().at_desk(encounter.paid_at_desk),
        step="registration",
        due=begins,
        limit=add_work_days(begins, DAYS_LEFT) if "filing-deadline" in plots else None,
    )
    account = _turned(account, plans[0], rng) if plans else account
    if plans and (AUTHORIZATION in plots or REFERRAL in plots):
        return without_permission(account, plans[0].id)
    return account


def _turned(account: Account, plan: Plan, rng: Random) -> Account:
    """Return the account with its visit as a complication has it come, if one does."""
    encounter = account.encounter
    template = encounter.template
    if QUERY in account.plots and template.query and has_to_ask(plan, encounter):
        return replace(
            account,
            encounter=with_template(encounter, first_written(template, template.query)),
            clear=with_template(encounter, answered(template, template.query)),
            unseen=rng.random() < UNSEEN,
        )
    if PAIRED in account.plots and (pairs := fitting_pairs(plan, encounter)):
        pair = rng.choice(pairs)
        clear = with_template(encounter, parted(template, pair)) if pair.modifier else None
        return replace(
            account,
            encounter=_permitted(with_template(encounter, paired(template, pair)), pair),
            clear=clear,
            pair=pair,
            unseen=True,
        )
    return account


def _permitted(encounter: Encounter, pair: PairedService) -> Encounter:
    """Return an encounter whose authorizations were asked for with the second service."""
    given = tuple(
        replace(one, codes=(*one.codes, pair.service.code)) if one.codes else one
        for one in encounter.authorizations
    )
    return replace(encounter, authorizations=given)


def clarified(account: Account) -> Account:
    """Return the account with what was open settled: the provider's answer, or what is apart."""
    if account.clear is None:
        return account
    given = account.encounter.authorizations
    return replace(account, encounter=replace(account.clear, authorizations=given), clear=None)


def impossible(encounter: Encounter, plans: list[Plan]) -> tuple[str, ...]:
    """Return plots that the facts of an encounter speak against."""
    if not plans:
        return (*LIMITED, AUTHORIZATION, REFERRAL, QUERY, PAIRED)
    return (*_impossible_turns(encounter, plans[0]), *_impossible_denials(encounter, plans))


def _impossible_turns(encounter: Encounter, plan: Plan) -> tuple[str, ...]:
    asked, pairs = has_to_ask(plan, encounter), fitting_pairs(plan, encounter)
    return (*(() if asked else (QUERY,)), *(() if pairs else (PAIRED,)))


def _impossible_denials(encounter: Encounter, plans: list[Plan]) -> tuple[str, ...]:
    codes = {one.code for one in encounter.template.services}
    authorized = codes & set(plans[0].rules.authorization)
    found = list(impossible_limits(plans[0], codes, encounter.note, signed=encounter.abn_signed))
    if not _permissions(encounter, plans[0].id):
        return (*found, AUTHORIZATION, REFERRAL)
    if not authorized or tells_permission(encounter.note):
        found.append(AUTHORIZATION)
    first = min(encounter.patient.coverages, key=lambda one: one.order)
    free = not plans[0].rules.referral or first.sees_freely(encounter.provider.npi)
    if free or authorized:  # what is held back would be the authorization
        found.append(REFERRAL)
    return tuple(found)


def _permissions(encounter: Encounter, plan_id: str) -> tuple[Authorization, ...]:
    return tuple(one for one in encounter.authorizations if one.plan_id == plan_id)


def without_permission(account: Account, plan_id: str) -> Account:
    """Return the account as if nobody had asked the plan for authorization or referral."""
    held = _permissions(account.encounter, plan_id)
    left = tuple(one for one in account.encounter.authorizations if one not in held)
    return replace(
        account,
        encounter=replace(account.encounter, authorizations=left),
        held_back=(*account.held_back, *held),
    )


def with_permission(account: Account) -> Account:
    """Return the account with what the plan gives after all, once it is asked."""
    given = (*account.encounter.authorizations, *account.held_back)
    return replace(
        account, encounter=replace(account.encounter, authorizations=given), held_back=()
    )
