"""Boxes of a right claim that people change for no reason, and why they stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.domain.claims.form import Form
from tutor.domain.claims.scrub_insured import COMPENSATION, MEDICARE, insured_of
from tutor.domain.claims.scrub_records import ScrubFacts
from tutor.domain.claims.sender import nobody_sent
from tutor.domain.claims.tasks import Decoy


def decoys_of(form: Form, facts: ScrubFacts) -> Iterator[Decoy]:
    """Yield the decoys that a right form has."""
    yield from _insured(form, facts)
    yield from _lines(form)
    yield from _office(form, facts)


def _insured(form: Form, facts: ScrubFacts) -> Iterator[Decoy]:
    if insured_of(facts) is None:
        yield Decoy("4", "Stays empty: nobody pays before Medicare, so there is no other insured.")
        yield Decoy("11", "NONE is right: it tells Medicare that no plan pays before it.")
        yield Decoy("11d", "Stays empty: Medicare does not ask for it.")
        return
    if form.get("4") == "SAME":
        yield Decoy("4", "SAME is right: the patient is the insured of the plan that pays first.")
    if facts.plan.kind == COMPENSATION:
        yield Decoy("4", "The employer is the insured of workers' compensation.")
        yield Decoy("6", "To the employer, the insured, the patient is OTHER.")
    elif facts.plan.kind != MEDICARE and facts.coverage.relationship != "self":
        yield Decoy("1a", "The insured's number is right: the cover is theirs, not the patient's.")
    if form.get("9a").startswith("MEDIGAP"):
        yield Decoy("9a", "The word MEDIGAP before the number is right: it starts the crossover.")
        yield Decoy("9d", "The electronic id is right here: Medigap is found by it, not by name.")
    if facts.plan.kind == MEDICARE and not form.get("13"):
        yield Decoy("13", "Stays empty: it is for Medigap alone, and there is none.")


def _lines(form: Form) -> Iterator[Decoy]:
    for line in form.lines:
        code = form.get(f"24D.{line}")
        if mods := form.get(f"24D.mods.{line}"):
            yield Decoy(f"24D.mods.{line}", f"{mods} is right: the charge sheet has it.")
        if len(letters := form.get(f"24E.{line}")) > 1:
            why = f"{letters} is right: {code} was done for more than one diagnosis."
            yield Decoy(f"24E.{line}", why)
        if (units := form.get(f"24G.{line}")) != "1":
            yield Decoy(f"24G.{line}", f"{units} units of {code} are right: see the charge sheet.")
        if (place := form.get(f"24B.{line}")) not in ("", "11"):
            yield Decoy(f"24B.{line}", f"{place} is right: it was not done in the office.")
    first = form.lines[0]
    why = "This is the practice's NPI, and 24J has the provider's own: both are right."
    yield Decoy("33a", why)
    yield Decoy(f"24J.{first}", "This is the provider's own NPI; 33a has the practice's.")


def _office(form: Form, facts: ScrubFacts) -> Iterator[Decoy]:
    if not form.get("29"):
        yield Decoy("29", "Stays empty: nothing was paid at the desk.")
    if facts.encounter and nobody_sent(facts.encounter, facts.plan):
        yield Decoy("17b", "Stays empty: nobody referred or ordered.")
    elif form.get("17b") == form.get(f"24J.{form.lines[0]}"):
        why = "The provider's own NPI is right: whoever did the work ordered it, too."
        yield Decoy("17b", why)
    if not form.get("23"):
        yield Decoy("23", "Stays empty: nothing here needs an authorization.")
    if form.get("27") == "NO":
        yield Decoy("27", "NO is right: the practice has no contract with this plan.")
    if form.get("17.qual") == "DK":
        yield Decoy("17.qual", "DK is right: the provider of box 17 ordered the service.")
    if facts.original:
        yield Decoy("22.code", "7 is right: the payer has decided a claim for this visit before.")
