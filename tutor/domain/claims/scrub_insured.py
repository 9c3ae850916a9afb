"""Rules about the insured person and about other cover: boxes 4, 6, 7, 9, 10, 11 and 13.

Source: CMS Pub 100-04 chapter 26 section 10.2 for Medicare first and second; for other plans the
card of the insured.
"""

from __future__ import annotations

from collections.abc import Iterator

from tutor.domain.claims.plans import Coverage
from tutor.domain.claims.scrub_compare import emptied, same, same_name, unlike
from tutor.domain.claims.scrub_records import ScrubFacts, Seen
from tutor.domain.claims.scrub_sheet import Sheet, day_of, day_text

MEDICARE, MEDIGAP, MEDICAID, COMPENSATION = "medicare", "medigap", "medicaid", "workers-comp"
SAME, NONE = "SAME", "NONE"
YES, NO = "YES", "NO"
ACCIDENTS = {"10a": "employment", "10b": "auto", "10c": "other"}


def insured_of(facts: ScrubFacts) -> Coverage | None:
    """Return the cover whose insured the upper half names; None where Medicare pays first."""
    if facts.plan.kind != MEDICARE:
        return facts.coverage
    return facts.first[1] if facts.first else None


def insured_name(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The insured's name is that of the subscriber; Medicare first leaves it empty."""
    cover, shown = insured_of(facts), sheet.get("4")
    if cover is None:
        if shown:
            yield emptied("4", f"It holds {shown}, and before Medicare nobody else pays.")
    elif facts.plan.kind == COMPENSATION and cover.employer:
        yield from unlike(sheet, "4", cover.employer.upper(), "the employer's report")
    elif not (
        same_name(shown, cover.subscriber.name)
        or (cover.relationship == "self" and same(shown, SAME))
    ):
        yield from unlike(sheet, "4", cover.subscriber.name, "the card")


def relationship(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The relationship is that of the patient to the insured."""
    cover, shown = insured_of(facts), sheet.get("6").upper()
    if cover is None:
        if shown:
            yield emptied("6", f"It says {shown}, and before Medicare nobody else pays.")
        return
    employer = facts.plan.kind == COMPENSATION and cover.employer
    right = "OTHER" if employer else cover.relationship.upper()
    if shown == right:
        return
    who = cover.employer.upper() if employer else cover.subscriber.name
    told = f"To the insured, {who}, the patient is {right}."
    why = f"It says {shown}. {told}" if shown else f"It is empty. {told}"
    yield Seen("6", why, f"Mark {right}.", (right,))


def relationship_named(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """SELF goes with the patient's own name, everything else with another's."""
    shown, patient = sheet.get("4"), sheet.get("2")
    if facts.plan.kind == COMPENSATION or not (shown and patient):
        return
    own = same_name(shown, patient) or same(shown, SAME)
    if sheet.get("6").upper() == "SELF" and not own:
        why = f"It says SELF, but the insured is {shown} and the patient {patient}."
        yield Seen("6", why, "Look at the card: who is the subscriber?")


def insured_address(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The insured's address, where it is given, is theirs."""
    cover = insured_of(facts)
    if cover is None or facts.plan.kind == COMPENSATION or same(sheet.get("7.street"), SAME):
        return
    if not sheet.filled("7."):
        return
    at = cover.subscriber.address
    for part, right in (("street", at.street), ("city", at.city), ("state", at.state)):
        yield from unlike(sheet, f"7.{part}", right.upper(), "the insured's registration")


def insured_birth(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Birth date and sex of the insured are theirs."""
    cover = insured_of(facts)
    if cover is None or facts.plan.kind == COMPENSATION:
        return
    needed = facts.plan.kind != MEDICARE or cover.relationship != "self"
    who = cover.subscriber
    if day_of(sheet.get("11a.birth")) != who.birth and (needed or sheet.get("11a.birth")):
        yield from unlike(sheet, "11a.birth", day_text(who.birth), "the insured's registration")
    if needed or sheet.get("11a.sex"):
        yield from unlike(sheet, "11a.sex", who.sex, "the insured's registration")


def group_number(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Box 11 has the insured's group; NONE where Medicare pays first."""
    first, shown = facts.first, sheet.get("11")
    if facts.plan.kind == MEDICARE and first is None:
        if not same(shown, NONE):
            why = f"It holds {shown or 'nothing'}; NONE says that no other plan pays before."
            yield Seen("11", why, "Enter NONE.", (NONE,))
        return
    cover = first[1] if facts.plan.kind == MEDICARE and first else facts.coverage
    right = cover.group or (cover.member_id if facts.plan.kind == MEDICARE else "")
    if right and same(shown, cover.member_id) and shown != right:
        why = f"{shown} is the member id; the group on the card is {right}."
        yield Seen("11", why, f"Enter the group: {right}.", (right,))
    else:
        yield from unlike(sheet, "11", right, "the card")


def insured_plan(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Box 11c names the plan of box 11: Medicare wants the first payer's id."""
    if facts.plan.kind == MEDICARE:
        right = facts.first[0].payer_id if facts.first else ""
        yield from unlike(sheet, "11c", right, "the card of the plan that pays first")
    elif sheet.get("11c"):
        yield from unlike(sheet, "11c", facts.plan.name.upper(), "the card")


def other_plan(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Box 11d says whether another plan covers the patient; Medicare leaves it empty."""
    shown = sheet.get("11d").upper()
    if facts.plan.kind == MEDICARE:
        if shown:
            yield emptied("11d", "Medicare asks for it to be left empty: box 11 tells it.")
        return
    right = YES if facts.other and facts.plan.kind != COMPENSATION else NO
    if shown != right:
        told = facts.other[0].name if right == YES and facts.other else "no other plan"
        why = f"It says {shown or 'nothing'}; on file is {told}."
        yield Seen("11d", why, f"Mark {right}.", (right,))


def other_insured(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Boxes 9, 9a and 9d name the other cover, where there is one to name."""
    rights = _other_boxes(facts)
    for box, allowed in rights.items():
        shown = sheet.get(box)
        if any(same(shown, right) for right in allowed) or (
            box == "9" and shown and same_name(shown, allowed[0])
        ):
            continue
        if allowed == ("",):
            yield emptied(box, f"It holds {shown}, and there is no other cover to be told here.")
        else:
            why = f"It holds {shown or 'nothing'}; the other card says {allowed[0]}."
            yield Seen(box, why, f"Enter {allowed[0]}.", allowed)


def _other_boxes(facts: ScrubFacts) -> dict[str, tuple[str, ...]]:
    """Return what may stand in boxes 9 to 9d, the plainest first."""
    nothing: dict[str, tuple[str, ...]] = {"9": ("",), "9a": ("",), "9d": ("",)}
    if facts.other is None or facts.plan.kind == COMPENSATION:
        return nothing
    plan, cover = facts.other
    own = cover.relationship == "self"
    names = (cover.subscriber.name, SAME) if own else (cover.subscriber.name,)
    if facts.plan.kind != MEDICARE:
        number = cover.group or cover.member_id
        return {"9": names, "9a": (number,), "9d": (plan.name.upper(),)}
    if plan.kind != MEDIGAP or facts.first:
        return nothing
    forms = tuple(f"{word} {cover.member_id}" for word in ("MEDIGAP", "MG", "MGAP"))
    return {"9": names[::-1], "9a": forms, "9d": (plan.payer_id,)}


def insured_signature(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The insured has let the payer pay the practice, where box 13 is used."""
    used = facts.plan.kind != MEDICARE or (
        facts.other is not None and facts.other[0].kind == MEDIGAP and not facts.first
    )
    if used and not sheet.get("13"):
        on_file = "SIGNATURE ON FILE"
        why = "Without the insured's signature the payer may pay the patient instead."
        yield Seen("13", why, f"Enter {on_file} once it is.", (on_file, "SOF"))


def accident(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Boxes 10a to 10c are all answered, and say what the note says."""
    kind = "employment" if facts.plan.kind == COMPENSATION else None
    if kind is None and facts.encounter:
        kind = facts.encounter.template.accident
    for box, means in ACCIDENTS.items():
        shown = sheet.get(box).upper()
        if kind is None:
            if shown not in (YES, NO):
                yield Seen(box, "It is not answered.", "Mark YES or NO, as the note says.")
            continue
        right = YES if kind == means else NO
        if shown != right:
            why = f"It says {shown or 'nothing'}; the note says {_cause(kind)}."
            yield Seen(box, why, f"Mark {right}.", (right,))


def _cause(kind: str) -> str:
    causes = {
        "employment": "that it came of the work",
        "auto": "that it came of an accident on the road",
        "other": "that it came of another accident",
    }
    return causes.get(kind, "nothing of an accident")


def accident_state(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """An accident on the road has its state."""
    if sheet.get("10b").upper() == YES:
        if not sheet.get("10b.state"):
            known = facts.encounter and facts.encounter.template.accident == "auto"
            right = (facts.person.address.state,) if known else ()
            why = "The state is missing; its law decides which insurer pays first."
            yield Seen("10b.state", why, "Enter the state from the report.", right)
    elif sheet.get("10b.state"):
        yield emptied("10b.state", "A state is given, and box 10b says NO.")


def compensation(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """Workers' compensation has the insurer's number of the injury, and nobody else gets it."""
    if facts.plan.kind == COMPENSATION:
        number = facts.coverage.claim_number
        if number and not same(sheet.get("11b").removeprefix("Y4"), number):
            yield from unlike(sheet, "11b", f"Y4 {number}", "the report of the injury")
    elif sheet.get("10a").upper() == YES:
        why = f"Box 10a says that it came of the work, and {facts.plan.name} pays after that."
        yield Seen("10a", why, "Bill the employer's insurer, or mark NO if the note says so.")


def injury_told(sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """An injury says in box 10 how it came about."""
    if facts.encounter is not None:
        return
    hurt = [code for code in sheet.diagnoses.values() if code.startswith(("S", "T"))]
    answers = [sheet.get(box).upper() for box in ACCIDENTS]
    if hurt and YES not in answers:
        why = f"{hurt[0]} is an injury, and box 10 says that there was no accident."
        yield Seen("10c", why, "Look at the note: work, road or another accident?")


def primary_decision(_sheet: Sheet, facts: ScrubFacts) -> Iterator[Seen]:
    """The next payer gets the claim only with the decision of the one before."""
    if facts.first and facts.primary is None:
        why = f"{facts.first[0].name} pays first and has not decided yet."
        yield Seen("carrier.name", why, "Send it there first; then here with the decision.")
