"""Steps from a finished claim to the payer's decision: sending, answers, mending, waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from tutor.domain.claims.claim_facts import claim_facts
from tutor.domain.claims.fill import as_replacement
from tutor.domain.claims.fix_grade import real_changes
from tutor.domain.claims.form import Form
from tutor.domain.claims.form_difference import box_name, differences, fix_task
from tutor.domain.claims.letter import COVER, Letterhead, letter
from tutor.domain.claims.made import Made
from tutor.domain.claims.payer_side import (
    bent,
    decision,
    misdirected,
    payer_number,
    plan_asked,
    planned,
    refusals,
    right_form,
    touched,
)
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.plot_facts import FILE
from tutor.domain.claims.read_form import FormError, read_form
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.shift_pair import modifier_task, tells_apart
from tutor.domain.claims.shift_state import LEARNER, Account, Pending, ShiftState, Turn
from tutor.domain.claims.shift_step import (
    MOST_TRIES,
    Answered,
    Step,
    delay,
    goes_on,
    note,
    nothing,
)
from tutor.domain.claims.task_answer import Desk, Reported, answer_task
from tutor.domain.claims.task_file import file_task
from tutor.domain.claims.tasks import ClaimFix
from tutor.domain.claims.work_days import add_work_days

ASKED_IF_TAKEN = 0.35
"""How often a report is asked about that only says that a claim was taken in."""
SAT, UNREAD = 2, 3
"""Working days that a rejected claim, or file, lies about when its report was misread."""
_REOPENED = ("medicare", "medigap")


def changed_form(body: ClaimFix, response: tuple[str, ...]) -> Form:
    """Return a form as it stands after somebody worked on it."""
    form = Form.of(dict(body.boxes))
    return form.changed(real_changes(response, form.as_dict()))


def _send(state: ShiftState, account: Account, _: Answered) -> Turn:
    """Send the claim on the desk. The books follow what it charges."""
    form = account.form or right_form(state, account)
    plan = state.plan(account)
    if account.times_sent and account.payments[account.order - 1 :] and not account.fresh:
        number = account.payments[account.order - 1].payer_control
        if plan and plan.kind not in _REOPENED:
            form = as_replacement(form, number)
    ledger = account.ledger
    try:
        charge = read_form(form, state.day).charge
        ledger = ledger.charge(charge - ledger.charged)
    except FormError:
        charge = ledger.charged
    account = replace(
        account,
        form=form,
        sent=form,
        ledger=ledger,
        first_sent=account.first_sent or state.day,
        sent_on=state.day,
        times_sent=account.times_sent + 1,
        fresh=False,
    )
    wrong = differences(form, right_form(state, account))
    refused = refusals(state, account, form) if wrong else ()
    tomorrow = add_work_days(state.day, 1)
    pending = Pending(tomorrow, refused, control=payer_number(state, account))
    if account.order == 1 and account.has(FILE) and not refused:
        pending = Pending(tomorrow, broken=True)
    account = replace(account, pending=pending, clean=account.clean and not refused)
    asked = plan_asked(state, account)
    payer = asked.name if asked else "the payer"
    return goes_on(account, "answer", tomorrow, note(f"{_who(account)}: claim sent to {payer}."))


def _answer_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    pending, plan = account.pending, plan_asked(state, account)
    if pending is None or plan is None:
        return None
    desk = _desk(state, account, plan)
    if pending.broken:
        form, level = account.sent or right_form(state, account), state.options.difficulty
        control = form.get("26") or account.encounter.patient.account
        return file_task(desk, control, form, state.writers, level, rng)
    if not pending.rejections and rng.random() > ASKED_IF_TAKEN:
        return None
    others = [
        one
        for one in state.accounts
        if one.step == "answer" and one.id != account.id and one.pending and one.due <= state.day
        if not one.pending.broken
        if (theirs := plan_asked(state, one)) and theirs.id == plan.id
    ]
    claims = [_reported(account), *(_reported(one) for one in others[:2])]
    return answer_task(desk, claims, state.writers, state.options.difficulty, rng)


def _desk(state: ShiftState, account: Account, plan: Plan) -> Desk:
    practice = state.world.practice
    return Desk(
        plan.name.upper(),
        plan.payer_id,
        practice.name,
        practice.npi,
        practice.tax_id,
        state.day,
        f"{state.day:%Y%m%d}{account.id.upper()}",
    )


def _reported(account: Account) -> Reported:
    pending, sent = account.pending, account.sent or Form(())
    person = account.encounter.patient.person
    return Reported(
        control=sent.get("26") or account.encounter.patient.account,
        patient_last=person.last,
        patient_first=person.first,
        member_id=sent.get("1a"),
        charge=account.ledger.charged,
        service_day=account.encounter.day,
        rejections=pending.rejections if pending else (),
        payer_control=pending.control if pending else "",
    )


def _answer_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    pending = account.pending
    if pending and pending.broken:
        return _file_came_back(state, account, answered)
    account = replace(account, answer=pending, pending=None)
    who = _who(account)
    if pending and pending.rejections:
        why = pending.rejections[0].text
        told = note(f"{who}: the claim came back before adjudication: {why}")
        if answered.right:
            return goes_on(account, "mend", state.day, told)
        late = delay(f"{who}: the rejection was misread and lay about for {SAT} working days.")
        return goes_on(account, "mend", add_work_days(state.day, SAT), told, late)
    return goes_on(
        account, "payer", answers_on(state, account), note(f"{who}: the payer took the claim in.")
    )


def _file_came_back(state: ShiftState, account: Account, answered: Answered) -> Turn:
    """Send anew what no payer has got: at once, or when somebody sees that it never arrived."""
    who = _who(account)
    account = replace(
        account,
        pending=None,
        notes=(*account.notes, FILE),
        times_sent=account.times_sent - 1,
    )
    told = note(f"{who}: the file was rejected for its syntax; it is mended and sent anew.")
    if answered.right:
        return goes_on(account, "send", state.day, told)
    late = delay(
        f"{who}: the 999 was misread. {UNREAD} working days pass until somebody sees that no payer "
        "has the claim, and the filing limit runs on."
    )
    return goes_on(account, "send", add_work_days(state.day, UNREAD), late, told)


def answers_on(state: ShiftState, account: Account) -> date:
    """Return the day on which the payer whose turn it is decides what it has."""
    plan = state.plan(account)
    least, most = plan.rules.answer_days if plan else (1, 1)
    rng = Random(f"{state.world.seed}:{account.id}:{account.order}:{account.times_sent}")  # noqa: S311
    return add_work_days(account.sent_on or state.day, rng.randint(least, most))


def _mend_made(state: ShiftState, account: Account, _rng: Random) -> Made | None:
    if account.rounds >= MOST_TRIES or account.form is None:
        return None
    if tells_apart(account):
        return modifier_task(state, account)
    rejections = account.answer.rejections if account.answer else ()
    return fix_task(
        account.form,
        right_form(state, account),
        tuple(f"{one.by}, box {one.box}: {one.text}" for one in rejections),
        facts_of(state, account),
    )


def facts_of(state: ShiftState, account: Account) -> str:
    """Return what is on file about the claim to the payer whose turn it is."""
    primary = account.payments[0] if account.order > 1 and account.payments else None
    return claim_facts(state.world, account.encounter, account.order, primary)


def _mend_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    right = right_form(state, account)
    who = _who(account)
    if isinstance(answered.body, ClaimFix) and answered.by == LEARNER:
        form = changed_form(answered.body, answered.response)
        told = note(f"{who}: the claim is mended and goes out again.")
        left = differences(form, right)
        if left:
            boxes = ", ".join(box_name(box) for box in left[:3])
            told = note(f"{who}: the claim goes out again as it is now ({boxes} unmended).")
        if account.payments and account.sent:
            told = note(f"{told.text}\n\n{_cover_note(state, account, form)}")
    else:
        form, told = right, note(f"{who}: a colleague mends the claim and sends it again.")
    account = replace(account, form=form, rounds=account.rounds + 1)
    return goes_on(account, "send", state.day, told)


def _cover_note(state: ShiftState, account: Account, form: Form) -> str:
    """Return the note that goes with a claim that replaces one the payer has decided."""
    plan, cover = state.plan(account), state.coverage(account)
    encounter, practice = account.encounter, state.world.practice
    sent = account.sent or form
    changed = [
        f"Box {box_name(box)}: {form.get(box) or 'emptied'}, not {sent.get(box) or 'empty'}"
        for box in differences(form, sent)
    ]
    head = Letterhead(
        practice=practice.name,
        contact=practice.contact,
        to=plan.name if plan else "",
        patient=encounter.patient.person.name,
        member_id=cover.member_id if cover else "",
        control=payer_number(state, account),
        day=state.day,
        service_day=encounter.day,
        amount=account.ledger.charged,
    )
    opening = "This claim corrects one that you have decided. Please decide it anew."
    return letter(COVER, head, opening, changed)


def _decided(state: ShiftState, account: Account, _: Answered) -> Turn:
    """Let the payer decide what it has; a planned complication bends that once."""
    sent, received = account.sent, account.sent_on or state.day
    right = right_form(state, account)
    if sent is None or refusals(state, account, sent):
        sent = right
    truth = decision(state, account, right, received)
    payment = decision(state, account, sent, received)
    faulty = bool(differences(sent, right)) and not same_money(payment, truth)
    plan = state.plan(account)
    plot = planned(account, payment, plan) if plan and not faulty else ""
    if plan and plot:
        payment = bent(payment, plot, touched(payment, plot, plan))
    if misdirected(account) and (second := state.coverage(account, 2)):
        payment = replace(payment, member_id=second.member_id)
    account = replace(
        account,
        answer=Pending(state.day, payment=payment, control=payment.payer_control),
        decided_on=state.day,
        trouble="form-fault" if faulty else plot,
    )
    return goes_on(account, "posting", state.day, note(f"{_who(account)}: a remittance came."))


def same_money(one: ClaimPayment, other: ClaimPayment) -> bool:
    """Whether two decisions come to the same for payer, patient and practice."""
    return (one.paid, one.patient_share, one.charge) == (
        other.paid,
        other.patient_share,
        other.charge,
    )


def _who(account: Account) -> str:
    return account.encounter.patient.person.name


SENDING = (
    Step("send", "claim", nothing, _send),
    Step(
        "answer",
        "answer",
        _answer_made,
        _answer_done,
        "a colleague reads the payer's report.",
    ),
    Step("mend", "claim", _mend_made, _mend_done, "a colleague mends the claim."),
    Step("payer", "answer", nothing, _decided),
)
