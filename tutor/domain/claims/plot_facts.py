"""Facts of a visit that speak for or against a complication: limits, and what the note says."""

from __future__ import annotations

import re
from collections.abc import Collection

from tutor.domain.claims.plans import Plan

AUTHORIZATION, REFERRAL = "authorization-missing", "referral-missing"
WITH_NOTICE, NO_NOTICE = "frequency-abn", "frequency-no-abn"
LIMITED = (WITH_NOTICE, NO_NOTICE)
"""Plots about a service that came too soon after the last one."""
QUERY, PAIRED, FILE = "provider-query", "bundled-pair", "file-rejected"
"""The note leaves something open; a second service is part of another; a file's syntax is wrong."""
LONGEST = 120
"""Months: longer intervals mean once in a lifetime."""
_INTERVAL = re.compile(r"\blast (?!seen)[^.]{0,40}?\d|\bnever had\b", re.IGNORECASE)
_PERMISSION = re.compile(r"\bPA\b|\b(?:pre-?|prior )?auth", re.IGNORECASE)


def tells_interval(note: str) -> bool:
    """Whether a note says when the service was last given: that its interval has passed."""
    return _INTERVAL.search(" ".join(note.split())) is not None


def tells_permission(note: str) -> bool:
    """Whether a note says anything of an authorization."""
    return _PERMISSION.search(" ".join(note.split())) is not None


def limited_codes(plan: Plan, plot: str) -> frozenset[str]:
    """Return codes that a plan pays once in some months and that a plot can be about.

    With an ABN those are codes for which the plan knows one.
    """
    codes = {one.code for one in plan.rules.frequencies if 0 < one.months <= LONGEST}
    return frozenset(codes & set(plan.rules.abn) if plot == WITH_NOTICE else codes)


def impossible_limits(
    plan: Plan, codes: Collection[str], note: str, *, signed: bool
) -> tuple[str, ...]:
    """Return which of `LIMITED` cannot happen to a visit.

    Args:
        plan: That pays first.
        codes: Of the visit's services.
        note: Of the visit.
        signed: Whether the patient signed an ABN.
    """
    if tells_interval(note):
        return LIMITED
    fits = WITH_NOTICE if signed else NO_NOTICE
    open_to = fits if limited_codes(plan, fits) & set(codes) else ""
    return tuple(one for one in LIMITED if one != open_to)
