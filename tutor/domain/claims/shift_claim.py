"""Building and scrubbing the claim: the last look before it goes out.

What was overlooked before is on the claim as it is scrubbed, beside what was planted; whatever is
left on it goes out.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tutor.domain.claims.boxes import known, position
from tutor.domain.claims.form import Form
from tutor.domain.claims.form_difference import box_name, differences, faults_of
from tutor.domain.claims.made import Made
from tutor.domain.claims.payer_side import right_form
from tutor.domain.claims.scrub import facts_of, scrub
from tutor.domain.claims.shift import Happening
from tutor.domain.claims.shift_send import changed_form
from tutor.domain.claims.shift_state import LEARNER, Account, ShiftState, Turn
from tutor.domain.claims.shift_step import Answered, Step, goes_on, note
from tutor.domain.claims.task_claim import claim_task
from tutor.domain.claims.task_scrub import scrub_task
from tutor.domain.claims.tasks import ClaimFix

BUILT = 0.4
"""How often a claim is built by hand; others come filled from the system."""
SCRUBBED_AGAIN = 0.4
"""How often a claim to a second payer is scrubbed by hand."""


def _claim_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    if rng.random() > BUILT:
        return None
    return claim_task(state.world, account.encounter, rng, difficulty=state.options.difficulty)


def _claim_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    form = account.form or right_form(state, account)
    body = answered.body
    if isinstance(body, ClaimFix) and answered.by == LEARNER:
        built = changed_form(body, answered.response)
        touched = {fault.box for fault in body.faults} | {
            text.partition("=")[0] for text in answered.response
        }
        form = form.changed({box: built.get(box) for box in touched})
    stopped = account.clear and not account.unseen
    return goes_on(replace(account, form=form), "unclear" if stopped else "scrub", state.day)


def _scrub_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    """Return the claim with what is wrong on it, planted and overlooked."""
    if account.order > 1 and rng.random() > SCRUBBED_AGAIN:
        return None
    if account.order == 1 and (account.clear or account.pair):
        return None  # the scrubber does not hold the plan's rule yet
    right = right_form(state, account)
    form = _with_plots(account, account.form or right)
    try:
        made = scrub_task(
            state.world,
            account.encounter,
            rng,
            state.options.difficulty,
            account.order,
            account.payments[0] if account.order > 1 else None,
            today=state.day,
            alone=not differences(form, right),
        )
    except ValueError:
        return None
    return _joined(state, account, made, form, right)


def _with_plots(account: Account, form: Form) -> Form:
    """Return the form with the coder's slips that a complication wants."""
    if account.order > 1:
        return form
    if account.has("modifier-missing"):
        for line in form.lines:
            if form.get(f"24D.mods.{line}"):
                return form.changed({f"24D.mods.{line}": ""})
    if account.has("medical-necessity") and form.get("21.B"):
        for line in form.lines:
            pointers = form.get(f"24E.{line}")
            if len(pointers) == 1:
                return form.changed({f"24E.{line}": "B" if pointers == "A" else "A"})
    return form


def _joined(state: ShiftState, account: Account, made: Made, form: Form, right: Form) -> Made:
    """Return a scrubbing question with what was overlooked before on the claim as well."""
    body = made.body
    if not isinstance(body, ClaimFix):
        return made
    planted = {box for fault in body.faults for box in (fault.box, *dict(fault.also))}
    carried = [box for box in differences(form, right) if box not in planted]
    if not carried:
        return made
    shown = dict(body.boxes) | {box: form.get(box) for box in carried}
    found = scrub(
        right.changed({box: form.get(box) for box in carried}),
        facts_of(state.world, account.encounter, state.day, account.order),
    )
    reasons = {one.box: f"{one.why} {one.mend}" for one in found}
    before = tuple(one for one in faults_of(form, right, reasons) if one.box in carried)
    boxes = Form.of(shown).boxes
    faults = sorted((*body.faults, *before), key=lambda one: _place(one.box))
    body = replace(
        body,
        boxes=tuple(sorted(boxes, key=lambda one: _place(one[0]))),
        faults=tuple(faults),
        decoys=tuple(one for one in body.decoys if one.box not in carried),
        rationale=f"{body.rationale} Overlooked before: {', '.join(map(box_name, carried))}.",
    )
    owners = {one.owner for one in faults}
    return replace(
        made,
        body=body,
        role="both" if len(owners) > 1 else owners.pop(),
    )


def _place(name: str) -> int:
    return position(name) if known(name) else 10_000


def _scrub_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    """Send out what stands on the claim; colleagues find everything."""
    right = right_form(state, account)
    form = account.form or right
    who = account.encounter.patient.person.name
    told: tuple[Happening, ...] = ()
    notes = (*account.notes, "modifier-missing", "medical-necessity")
    if isinstance(answered.body, ClaimFix) and answered.by == LEARNER:
        form = changed_form(answered.body, answered.response)
    else:
        if left := differences(form, right):
            boxes = ", ".join(box_name(box) for box in left[:3])
            told = (note(f"{who}: scrubbing found and mended {boxes}."),)
        form = right
    return goes_on(replace(account, form=form, notes=notes), "send", state.day, *told)


CLAIM = (
    Step("claim", "claim", _claim_made, _claim_done, "a colleague fills the claim."),
    Step("scrub", "scrub", _scrub_made, _scrub_done, "a colleague scrubs the claim."),
)
