"""What a shift came to, in the measures that practices use, and how little so few claims say."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.plot_facts import NO_NOTICE
from tutor.domain.claims.posting import denied_amount
from tutor.domain.claims.shift import Measure, ShiftReport
from tutor.domain.claims.shift_accounts import accounts
from tutor.domain.claims.shift_state import Account, ShiftState
from tutor.domain.claims.shift_targets import (
    CLEAN,
    CLEAN_FROM,
    COLLECTED,
    COLLECTED_FROM,
    COMPLIANT,
    DAYS,
    DAYS_UPTO,
    OVERTURNED,
)
from tutor.domain.claims.troubles_note import NEVER_APART, ONE_SERVICE

RIGHTLY = {NO_NOTICE, NEVER_APART, ONE_SERVICE, "payer-rule"}
"""Troubles that end in a write-off of what nobody owes."""
ENOUGH = 30
"""Claims below which a rate is told with a warning: one claim then moves it by over 3 points."""


def report(state: ShiftState) -> ShiftReport:
    """Return what a shift came to so far."""
    return ShiftReport(
        day=state.day,
        days=state.days,
        measures=(
            _collected(state.accounts),
            _clean(state.accounts),
            _days(state.accounts),
            _overturned(state.accounts),
            _losses(state.accounts),
            _compliance(state),
        ),
        accounts=accounts(state),
        strikes=state.strikes,
        done=all(account.closed for account in state.accounts),
    )


def collectable(books: Ledger) -> Cents:
    """Return what an account could have brought in, as far as it is decided.

    Charges less contractual and charitable write-offs, that is: what came in, what was lost, what
    patients failed to pay and what is still owed. Open payer balances still hold the contractual
    part, so that the figure is too high until the payer has decided.
    """
    return kept(books) + books.lost + books.bad_debt + max(books.patient_due, 0)


def kept(books: Ledger) -> Cents:
    """Return what came in and may be kept: not what a payer paid by mistake and gets back."""
    return books.collected + min(books.payer_due, 0)


def _collected(found: Sequence[Account]) -> Measure:
    came = sum(kept(one.ledger) for one in found)
    could = sum(collectable(one.ledger) for one in found)
    rate = _percent(came, could)
    shown = f"${dollars(came)}" + (f" ({rate} % of ${dollars(could)})" if could else "")
    still = sum(max(one.ledger.payer_due, 0) for one in found)
    more = f" ${dollars(still)} are still with payers." if still else ""
    return Measure(
        "collected",
        "Collected",
        shown,
        None if not could else rate >= COLLECTED_FROM,
        COLLECTED,
        "Payments by what could be collected: charges less contractual and charity write-offs. "
        "What was lost and what patients failed to pay stays below the line." + more,
    )


def _clean(found: Sequence[Account]) -> Measure:
    sent = [one for one in found if one.first_sent]
    clean = sum(one.clean for one in sent)
    rate = _percent(clean, len(sent))
    return Measure(
        "clean",
        "Clean-claim rate",
        f"{rate} % ({clean} of {len(sent)})" if sent else "no claim yet",
        None if not sent else rate >= CLEAN_FROM,
        CLEAN,
        "Claims whose first sending was neither sent back nor denied for what was on it, or not "
        "on it; a payer's own error does not count. HFMA counts claims that pass without being "
        "touched." + _few(len(sent)),
    )


def _days(found: Sequence[Account]) -> Measure:
    charged = sum(one.ledger.charged for one in found)
    days = round(sum(one.wait for one in found) / charged) if charged else 0
    return Measure(
        "days",
        "Days in A/R",
        f"{days} days" if charged else "no charge yet",
        None if not charged else days <= DAYS_UPTO,
        DAYS,
        "How long a dollar charged was owed, on average: the day's balances added up over the "
        "shift, by all charges. That is receivables by average daily charges over the whole "
        "shift. Practices take the last 90 days, in which old accounts weigh more."
        + _few(len(found)),
    )


def _overturned(found: Sequence[Account]) -> Measure:
    appealed, won = sum(one.appealed for one in found), sum(one.won for one in found)
    return Measure(
        "overturned",
        "Denials overturned on appeal",
        f"{_percent(won, appealed)} % ({won} of {appealed})" if appealed else "no appeal",
        None,
        OVERTURNED,
        "Appeals won by appeals made. A high rate also comes of appealing too little, so it is "
        "shown and not judged." + _few(appealed),
    )


def _losses(found: Sequence[Account]) -> Measure:
    lost = sum(one.ledger.lost for one in found)
    unpaid = sum(rightly_unpaid(one) for one in found)
    beside = (
        f" ${dollars(unpaid)} are no part of it: services over a limit, or part of another one, "
        "that the plan rightly does not pay and nobody can be billed for."
    )
    return Measure(
        "lost",
        "Avoidable losses",
        f"${dollars(lost)}",
        lost == 0,
        None,
        "Write-offs that right work would have brought in: given away, underpaid and overlooked, "
        "too late." + (beside if unpaid else ""),
    )


def rightly_unpaid(account: Account) -> Cents:
    """Return what the first payer denied by its rule, so that no work would have brought it in."""
    if not account.payments or account.trouble or not RIGHTLY & set(account.notes):
        return 0
    return denied_amount(account.payments[0])


def _compliance(state: ShiftState) -> Measure:
    count = len(state.strikes)
    return Measure(
        "compliance",
        "Compliance strikes",
        str(count),
        count == 0,
        COMPLIANT,
        "Balance billing, unbundling, waived shares, codes without documentation, leading "
        "queries. One is one too many, however few the claims.",
    )


def _percent(part: int, whole: int) -> int:
    return (100 * part + whole // 2) // whole if whole else 0


def _few(count: int) -> str:
    if count >= ENOUGH:
        return ""
    return f" With {count} it says little: one more or less moves it far."
