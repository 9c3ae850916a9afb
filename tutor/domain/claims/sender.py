"""Box 17: who sent the patient or ordered what is billed, and which of the two it was.

Claims for laboratory tests, imaging and DMEPOS name who ordered, also where that is who did the
work (42 CFR 424.507(a); CMS Pub 100-04 chapter 26 section 10.4, item 17). Only one provider fits
into the box: a plan that works with referrals gets who referred.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.claims.parties import Provider
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.world import Encounter

ORDERED_FROM = (
    "laborator", "radiolog", "imaging", "patholog", "equipment", "supplier", "infusion",
)  # fmt: skip
"""Beginnings of specialties that work on an order: box 17 then names who ordered (DK)."""
LABORATORY = ("G0103", "G0306", "G0307", "G0328", "G0432", "G0433", "G0435", "P", "Q011")
IMAGING = ("A95", "A96")
"""Tracers and contrast."""
DMEPOS = ("A4", "A5", "A6", "A7", "E", "K", "L", "V2")
"""Equipment, prosthetics, orthotics and supplies."""
ORDERED_CODES = (*LABORATORY, *IMAGING, *DMEPOS)
"""Beginnings of codes whose claims name who ordered."""
UNSURE_CODES = ("G0117", "G0249", "G0250", "G0399", "G0403", "G0404", "Q40", "Q41")
"""Other tests and supplies: some payers want an orderer there, so nothing is asked about it."""
ORDERED, REFERRED = "DK", "DN"


@dataclass(frozen=True, slots=True)
class Sender:
    """The provider of box 17 and the qualifier beside the name: `DK` ordered, `DN` referred."""

    provider: Provider
    qualifier: str


def is_ordered(code: str) -> bool:
    """Whether a service is one whose claims name who ordered it."""
    return code.startswith(ORDERED_CODES)


def sender(encounter: Encounter, plan: Plan) -> Sender | None:
    """Return whom box 17 of the claim to a plan names; None if the box stays empty."""
    template, other = encounter.template, encounter.referring
    ordered = any(is_ordered(one.code) for one in template.services)
    sent = other is not None and (template.referred or plan.rules.referral)
    if ordered and not sent:
        return Sender(encounter.provider, ORDERED)
    if other is None:
        return None
    specialty = encounter.provider.specialty.lower()
    on_order = any(part in specialty for part in ORDERED_FROM)
    on_order = on_order or (ordered and template.referred)
    return Sender(other, ORDERED if on_order else REFERRED)


def nobody_sent(encounter: Encounter, plan: Plan) -> bool:
    """Whether it is beyond doubt that box 17 stays empty.

    For Medicare it never is: services incident to a physician's name who ordered them, too.
    """
    if plan.kind == "medicare" or sender(encounter, plan) is not None:
        return False
    return not any(one.code.startswith(UNSURE_CODES) for one in encounter.template.services)
