"""Codes that may not stand first, and those that should."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tutor.codebook.duties import is_manifestation
from tutor.codebook.given import Given, Raised, Severity
from tutor.domain.icd import ADVERSE, FULL, POISONING, UNDERDOSING, compact, drug_intent

OBSTETRIC = re.compile(r"O(?!94)|Z3[37]")
"""Chapter 15 and the codes that go with it."""


def order_findings(given: Sequence[Given]) -> Iterator[Raised]:
    """Yield what is wrong with the first-listed code, as far as the codes themselves tell."""
    first = next((one for one in given if one.place == 0), None)
    if first is None:
        return
    for severity, rule, text in _first_listed(first, len(given)):
        yield Raised(severity, rule, (first.code,), text, "")
    yield from _should_lead(first, given)


def _first_listed(first: Given, count: int) -> Iterator[tuple[Severity, str, str]]:
    code = compact(first.code)
    if is_manifestation(first):
        what = (
            "an infectious agent" if " as the cause of " in first.entry.title else "a manifestation"
        )
        yield (
            "error",
            "manifestation-first",
            f"this code for {what} of a disease classified elsewhere is never first-listed: "
            "the disease itself comes before it (guideline I.A.13).",
        )
    elif code[0] in "VWXY":
        yield (
            "error",
            "external-cause-first",
            "an external cause code is never first-listed: the injury or condition comes before "
            "it (guideline I.C.20.a.6).",
        )
    elif drug_intent(code) == ADVERSE:
        yield (
            "error",
            "adverse-effect-first",
            "the nature of an adverse effect comes before the drug that caused it "
            "(guideline I.C.19.e.5.a).",
        )
    elif drug_intent(code) == UNDERDOSING:
        yield (
            "error",
            "underdosing-first",
            "an underdosing code is never first-listed: the condition it worsened comes before it "
            "(guideline I.C.19.e.5.c).",
        )
    elif len(code) == FULL and code.endswith("S") and code[0] in "ST" and count > 1:
        yield (
            "warning",
            "sequela-first",
            "the nature of a sequela usually comes before the injury that led to it, whose code "
            "has the 7th character S (guideline I.B.10).",
        )


def _should_lead(first: Given, given: Sequence[Given]) -> Iterator[Raised]:
    for one in given:
        code = compact(one.code)
        if one.place == 0:
            continue
        if drug_intent(code) in POISONING and drug_intent(first.code) not in POISONING:
            yield Raised(
                "warning",
                "poisoning-order",
                (one.code, first.code),
                f"a poisoning code comes before its manifestations; here {first.code} stands "
                "first (guideline I.C.19.e.5.b).",
            )
        if code[0] == "O" and not OBSTETRIC.match(compact(first.code)):
            yield Raised(
                "warning",
                "obstetric-order",
                (one.code, first.code),
                "codes of chapter 15 come before those of other chapters (guideline I.C.15.a.1).",
            )
            return
