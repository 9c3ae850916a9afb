"""What a visit leaves open in a shift: which trouble that is, and what lies beside the question."""

from __future__ import annotations

from dataclasses import replace

from tutor.domain.claims.exhibit import joined
from tutor.domain.claims.form import Form
from tutor.domain.claims.form_difference import differences
from tutor.domain.claims.money import Cents, cents_of
from tutor.domain.claims.payer_bulletin import bulletin
from tutor.domain.claims.payer_side import right_form
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.plot_facts import QUERY
from tutor.domain.claims.shift_open import clarified
from tutor.domain.claims.shift_state import Account, ShiftState
from tutor.domain.claims.task_charges import note_text
from tutor.domain.claims.task_denial import DenialFacts
from tutor.domain.claims.troubles_note import APART, NEVER_APART, ONE_SERVICE, PAIRS, UNCLEAR
from tutor.domain.claims.turns import bundle_of, not_covered

NECESSITY, PART = "50", "97"
OPEN = (UNCLEAR, QUERY, APART)
"""Troubles that right work clears up, so that the payer pays."""


def trouble_of_note(account: Account, plan: Plan, reasons: set[str]) -> str:
    """Return the trouble behind a denial where the note decides; empty where it does not.

    Args:
        account: Whose turn it is.
        plan: That denied.
        reasons: Numbers of the reasons that it gives.
    """
    if account.order > 1:
        return ""
    if account.pair is None:
        return QUERY if account.clear and NECESSITY in reasons else ""
    bundle = bundle_of(plan, account.pair)
    if PART not in reasons or bundle is None:
        return ""
    if account.pair.modifier:
        return APART if account.clear else ""
    return NEVER_APART if bundle.indicator == "0" else ONE_SERVICE


def with_exhibits(state: ShiftState, account: Account, known: DenialFacts) -> DenialFacts:
    """Return what is known about a denial with the plan's rule and the note beside it."""
    plan = state.plan(account, 1)
    if plan is None or account.trouble not in (UNCLEAR, QUERY, *PAIRS):
        return known
    template = account.encounter.template
    if account.trouble in PAIRS and account.pair:
        codes: tuple[str, ...] = (account.pair.column_one, account.pair.service.code)
        known = replace(known, why=account.pair.rationale)
    else:
        codes = not_covered(plan, template)
        why = template.query.rationale if template.query else ""
        known = replace(
            known, code=", ".join(codes), amount=_charged(state, account, codes), why=why
        )
    shown = joined(
        bulletin(plan, codes), _indicator(plan, account), note_text(account.encounter.note)
    )
    return replace(known, shown=shown)


def _charged(state: ShiftState, account: Account, codes: tuple[str, ...]) -> Cents:
    """Return what was charged for some services."""
    form = right_form(state, account)
    lines = [line for line in form.lines if form.get(f"24D.{line}") in codes]
    return sum(cents_of(form.get(f"24F.{line}")) for line in lines)


def _indicator(plan: Plan, account: Account) -> str:
    bundle = bundle_of(plan, account.pair) if account.pair else None
    return f"Modifier indicator of the pair: {bundle.indicator}" if bundle else ""


def recoded(state: ShiftState, account: Account) -> Account:
    """Return the account with the visit as the answer has it coded, on the claim as well.

    What stands on the claim for other reasons (an error of the registration) stays on it.
    """
    before = right_form(state, account)
    after = clarified(account)
    right = right_form(state, after)
    return replace(after, form=_carried(account.form, before, right))


def _carried(form: Form | None, before: Form, right: Form) -> Form:
    if form is None:
        return right
    coded = ("21", "24")
    kept = [box for box in differences(form, before) if not box.startswith(coded)]
    return right.changed({box: form.get(box) for box in kept})
