"""Where a claim as it stands differs from what the chart says, and the question to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutor.domain.claims.boxes import box, position
from tutor.domain.claims.boxes import known as known_box
from tutor.domain.claims.exhibit import joined, listed, paragraph
from tutor.domain.claims.form import Form
from tutor.domain.claims.made import Made
from tutor.domain.claims.same_value import same_value
from tutor.domain.claims.tasks import ClaimFix, Fault

IGNORED = ("22.code", "22.ref", "31.date")
"""Boxes that change from one sending to the next."""
CODED = ("21", "24B", "24D", "24E", "24G", "24F")
"""Beginnings of boxes that say what the coder decided."""


def differences(form: Form, right: Form) -> tuple[str, ...]:
    """Return the boxes in which two forms differ, in the order of the form."""
    one, other = form.as_dict(), right.as_dict()
    found = [
        name
        for name in {*one, *other}
        if name not in IGNORED and not same_value(one.get(name, ""), other.get(name, ""))
    ]
    return tuple(sorted(found, key=_place))


def box_name(name: str) -> str:
    """Return a box as people call it: `24E.1 (diagnosis pointer)`."""
    return f"{name} ({box(name).label})" if known_box(name) else name


def owner_of_box(name: str) -> str:
    """Return whose work a box is."""
    return "coder" if name.startswith(CODED) else "biller"


def faults_of(form: Form, right: Form, why: Mapping[str, str] | None = None) -> tuple[Fault, ...]:
    """Return what has to be mended, box by box.

    Args:
        form: As it stands.
        right: As it should be.
        why: By box, where something is known to say; others get a plain reason.
    """
    reasons = why or {}
    return tuple(
        Fault(
            box=name,
            right=(right.get(name),),
            rationale=reasons.get(name) or _plain(name, form, right),
            owner=owner_of_box(name),
        )
        for name in differences(form, right)
    )


def fix_task(form: Form, right: Form, messages: Iterable[str], known: str) -> Made | None:
    """Return the question to mend a claim that came back; None if nothing is wrong with it.

    Args:
        form: As it was sent.
        right: As it should be.
        messages: What the payer said.
        known: What is on file about it.
    """
    faults = faults_of(form, right)
    if not faults:
        return None
    told = tuple(messages)
    stem = joined(
        "This claim has to be mended. What came back:\n" + listed(told)
        if told
        else paragraph("This claim has to be mended: it does not agree with what is on file."),
        known,
        paragraph("Change what is wrong, and nothing else."),
    )
    return Made(
        kind="claim_fix",
        stem=stem,
        body=ClaimFix("cms1500", "fix", form.boxes, faults),
        level="apply",
        difficulty=min(5, 2 + len(faults) // 2),
        exams=(("cpb", "case"), ("cbcs", "d4"), ("cmrs", "s08")),
        cites=("Medicare Claims Processing Manual (Pub. 100-04), ch. 26 (CMS-1500)",),
        role="both" if len({one.owner for one in faults}) > 1 else faults[0].owner,
    )


def _plain(name: str, form: Form, right: Form) -> str:
    stands, belongs = form.get(name), right.get(name)
    if not stands:
        return f"Box {box_name(name)} is empty; the file has {belongs}."
    if not belongs:
        return f"Box {box_name(name)} holds {stands}, and nothing belongs there."
    return f"Box {box_name(name)} holds {stands}; the file has {belongs}."


def _place(name: str) -> tuple[int, str]:
    return (position(name) if known_box(name) else 10_000, name)
