"""Edits about the service itself: what the plan covers, where, for what, how often.

Each edit takes a case and the number of a line, and returns why the line is denied, or None.
"""

from __future__ import annotations

from datetime import date

from tutor.domain.claims.case import Case, Denial
from tutor.domain.claims.claim import Line
from tutor.domain.claims.liability import (
    BENEFIT,
    EXCLUDED,
    LIMIT,
    NECESSITY,
    NO_NOTICE,
    NOTICE_GIVEN,
    NOTICE_REMARK,
    PERMISSION,
    bearer,
    notice_holds,
)
from tutor.domain.claims.remittance import CONTRACTUAL, PATIENT
from tutor.domain.claims.world import Authorization

_PRIVATE = ("ppo", "hmo", "medigap")


def modifiers(case: Case, index: int) -> Denial | None:
    """Modifiers that contradict each other, and those by which the provider expects no payment.

    Medicare denies GY (excluded by law) to the patient and GZ (no notice given) to the provider
    without looking further: Pub. 100-04 ch. 30.
    """
    found = set(case.claim.lines[index].modifiers)
    if case.plan.kind != "medicare":
        return None
    if NO_NOTICE in found and found & {NOTICE_GIVEN, EXCLUDED}:
        return Denial(CONTRACTUAL, "4", ("N519",))
    if EXCLUDED in found:
        return Denial(PATIENT, "96")
    if NO_NOTICE in found:
        return Denial(CONTRACTUAL, "50")
    return None


def diagnosis(case: Case, index: int) -> Denial | None:
    """Whether the line points to diagnoses that are on the claim."""
    line, letters = case.claim.lines[index], dict(case.claim.diagnoses)
    if line.pointers and all(letters.get(letter) for letter in line.pointers):
        return None
    return Denial(CONTRACTUAL, "16", ("M76",))


def benefit(case: Case, index: int) -> Denial | None:
    """Whether the plan covers the code at all."""
    line = case.claim.lines[index]
    group = bearer(case, line, BENEFIT)
    if line.code in case.rules.not_covered:
        if case.plan.kind in _PRIVATE:
            return Denial(group, "204", ("N130",))
        return Denial(group, "96", ("N130",))
    if case.plan.fee(line.code) is None:
        return Denial(group, "96", ("N448",))
    return None


def place(case: Case, index: int) -> Denial | None:
    """Whether the code is paid where it was given."""
    line = case.claim.lines[index]
    places = dict(case.rules.places).get(line.code)
    if places is None or line.place in places:
        return None
    return Denial(CONTRACTUAL, "5", ("M77",))


def authorization(case: Case, index: int) -> Denial | None:
    """Whether a service that needs prior authorization has one that fits it."""
    line = case.claim.lines[index]
    if line.code not in case.rules.authorization:
        return None
    given = _given(case)
    if any(_fits(one, line) for one in given):
        return None
    return Denial(bearer(case, line, PERMISSION), "284" if given else "197")


def referral(case: Case, index: int) -> Denial | None:
    """Whether a provider who needs one has a referral.

    A prior authorization that fits the line stands for a referral: box 23 holds one number.
    """
    line = case.claim.lines[index]
    if not case.rules.referral or case.cover.sees_freely(line.rendering_npi):
        return None
    if any(not one.codes or _fits(one, line) for one in _given(case) if _holds(one, line.begins)):
        return None
    return Denial(bearer(case, line, PERMISSION), "288")


def units(case: Case, index: int) -> Denial | None:
    """Whether the units of a day stay within what can be given in one.

    No notice moves such a denial to the patient: it is about coding.
    """
    line = case.claim.lines[index]
    most = dict(case.rules.most_units).get(line.code)
    if most is None:
        return None
    total = line.units + sum(
        one.units for one in _of_day(case.before(index), line) if one.code == line.code
    )
    total += sum(
        past.units
        for past in case.paid_on(line.begins, line.rendering_npi)
        if past.code == line.code
    )
    return Denial(CONTRACTUAL, "151", ("N362",)) if total > most else None


def frequency(case: Case, index: int) -> Denial | None:
    """Whether the service is due again.

    `months` are whole calendar months that must have passed between the month of the last service
    and that of this one (Medicare's way of counting: 42 CFR 410.15(c)); `times` are counted in a
    calendar year.
    """
    line = case.claim.lines[index]
    rule = next((one for one in case.rules.frequencies if one.code == line.code), None)
    if rule is None:
        return None
    days = [past.day for past in case.history if past.paid and past.code == line.code]
    days += [one.begins for one in case.before(index) if one.code == line.code]
    earlier = [day for day in days if day <= line.begins]
    too_soon = bool(rule.months) and any(
        whole_months(day, line.begins) < rule.months for day in earlier
    )
    this_year = sum(day.year == line.begins.year for day in earlier)
    if not too_soon and not (rule.times and this_year >= rule.times):
        return None
    return _denied(case, line, LIMIT, "119", ("M86",))


def necessity(case: Case, index: int) -> Denial | None:
    """Whether one of the diagnoses that the line points to is among those that the policy lists."""
    line = case.claim.lines[index]
    listed = [one.diagnoses for one in case.rules.necessity if one.code == line.code]
    if not listed:
        return None
    letters = dict(case.claim.diagnoses)
    codes = [letters[letter] for letter in line.pointers if letter in letters]
    if any(code.startswith(tuple(some)) for code in codes for some in listed):
        return None
    remark = "N115" if case.plan.kind == "medicare" else "N130"
    return _denied(case, line, NECESSITY, "50", (remark,))


def whole_months(first: date, then: date) -> int:
    """Return how many whole calendar months lie between two days; -1 within one month."""
    return (then.year - first.year) * 12 + then.month - first.month - 1


def _denied(case: Case, line: Line, matter: str, reason: str, remarks: tuple[str, ...]) -> Denial:
    """Deny what a notice can move to a Medicare patient."""
    if case.plan.kind == "medicare" and notice_holds(case, line):
        remarks = (*remarks, NOTICE_REMARK)
    return Denial(bearer(case, line, matter), reason, remarks)


def _given(case: Case) -> list[Authorization]:
    """Return the authorizations that the payer gave under the claim's number."""
    number = case.claim.authorization.strip().upper()
    return [
        one
        for one in case.file.authorizations
        if number and one.number.upper() == number and one.plan_id == case.plan.id
    ]


def _holds(one: Authorization, day: date) -> bool:
    return one.begins <= day <= one.ends


def _fits(one: Authorization, line: Line) -> bool:
    return _holds(one, line.begins) and line.code in one.codes


def _of_day(lines: tuple[Line, ...], line: Line) -> list[Line]:
    """Return the lines of the same day and provider."""
    return [
        one
        for one in lines
        if one.begins == line.begins and one.rendering_npi == line.rendering_npi
    ]
