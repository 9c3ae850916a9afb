"""The modifier of a second service that was separate: the question that puts it on the claim."""

from __future__ import annotations

from dataclasses import replace

from tutor.domain.claims.claim_facts import claim_facts
from tutor.domain.claims.form_difference import fix_task
from tutor.domain.claims.made import Made
from tutor.domain.claims.payer_bulletin import bulletin
from tutor.domain.claims.payer_side import right_form
from tutor.domain.claims.shift_state import Account, ShiftState
from tutor.domain.claims.tasks import ClaimFix, Fault
from tutor.domain.claims.turns import paired, with_template

GENERAL = "59"
"""Says no more than that a service is distinct; the X modifiers say in what."""


def tells_apart(account: Account) -> bool:
    """Whether the claim is mended because a second service was separate."""
    came_back = account.answer is not None and bool(account.answer.rejections)
    return (
        account.pair is not None
        and bool(account.pair.modifier)
        and account.clear is None
        and account.order == 1
        and bool(account.payments)
        and not came_back
    )


def modifier_task(state: ShiftState, account: Account) -> Made | None:
    """Return the question of what says on the claim that a service was separate.

    The charges are shown as they were, without the modifier: which one, and on which line, is
    what is asked. Where the plan's list takes 59 beside the X modifiers, both are right.
    """
    pair, plan = account.pair, state.plan(account)
    if pair is None or plan is None or account.form is None:
        return None
    template = account.encounter.template
    alone = replace(template, services=template.services[:-1])
    before = with_template(account.encounter, paired(alone, pair))
    known = claim_facts(state.world, before, account.order)
    codes = (pair.column_one, pair.service.code)
    told = (
        f"{pair.service.code} denied as part of {pair.column_one} (97)",
        "The coder has read the note again: two separate services. Say so on the line.",
    )
    made = fix_task(
        account.form,
        right_form(state, account),
        told,
        f"{known}\n\n{bulletin(plan, codes)}",
    )
    if made is None or not isinstance(made.body, ClaimFix):
        return made
    general = GENERAL in plan.rules.modifiers_unbundle
    faults = tuple(_fault(one, pair.modifier, pair.rationale, general) for one in made.body.faults)
    return replace(made, body=replace(made.body, faults=faults))


def _fault(fault: Fault, modifier: str, why: str, general: bool) -> Fault:
    """Return a fault with its reason, and with 59 where that is right as well."""
    if not fault.box.startswith("24D.mods") or modifier not in fault.right[0].split():
        return fault
    right = fault.right[0]
    ways = [right, " ".join(sorted(right.split(), key=lambda one: one != modifier))]
    if general:
        ways += [way.replace(modifier, GENERAL) for way in ways]
    also = f" 59 says no more than distinct; {modifier} says in what." if general else ""
    return replace(fault, right=tuple(dict.fromkeys(ways)), rationale=f"{why}{also}")
