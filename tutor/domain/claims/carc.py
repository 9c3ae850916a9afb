"""Reason and remark codes of remittances: numbers, with meanings and categories of our own.

The numbers are those of the claim adjustment reason codes (CARC) and remittance advice remark codes
(RARC). The official texts belong to X12; what stands here are our own short paraphrases of those
that practices meet most, and a category of ours that says what kind of work they lead to.
"""

from __future__ import annotations

from dataclasses import dataclass

CATEGORIES: dict[str, str] = {
    "share": "the patient's share",
    "price": "price or contract",
    "prior": "another payer's part",
    "order": "order of payers",
    "cover": "whether the patient was covered",
    "person": "who the patient is",
    "missing": "something is missing",
    "late": "too late",
    "copy": "sent twice",
    "coding": "codes do not fit",
    "bundle": "part of another service",
    "necessity": "medical necessity",
    "limit": "a limit was passed",
    "permission": "authorization or referral",
    "provider": "who rendered or ordered it",
    "benefit": "not a benefit",
    "money": "money matters beside the claim",
}
"""By category: in words, as they complete "This is about ..."."""

GROUP_MEANINGS: dict[str, str] = {
    "CO": "the provider bears it under contract or rule: never the patient's bill",
    "PR": "the patient's part: goes to the next payer, then to the patient",
    "OA": "neither's: read the reason, it is often what another payer has done",
    "PI": "the payer's own decision, without a contract behind it",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What a number means, in our own words, and its category (one of `CATEGORIES`)."""

    meaning: str
    category: str


def _table(*rows: tuple[str, str, str]) -> dict[str, Reason]:
    return {number: Reason(meaning, category) for number, category, meaning in rows}


REASONS: dict[str, Reason] = _table(
    ("1", "share", "goes to the patient's yearly deductible"),
    ("2", "share", "the patient's percentage of the allowed amount (coinsurance)"),
    ("3", "share", "the patient's fixed sum for a visit (copay)"),
    ("4", "coding", "a modifier is missing, or does not go with the service"),
    ("5", "coding", "the service is not paid in this place of service"),
    ("6", "coding", "the service does not go with the patient's age"),
    ("7", "coding", "the service does not go with the patient's sex"),
    ("8", "provider", "the service does not go with the provider's specialty"),
    ("9", "coding", "the diagnosis does not go with the patient's age"),
    ("10", "coding", "the diagnosis does not go with the patient's sex"),
    ("11", "coding", "the diagnosis does not go with the service"),
    ("13", "person", "by the payer's record the patient died before this date"),
    ("16", "missing", "something on the claim is missing or wrong: the remark says what"),
    ("18", "copy", "exactly the same has been sent and decided before"),
    ("19", "order", "an injury or illness from work: workers' compensation pays"),
    ("20", "order", "an injury for which a liability insurer pays"),
    ("21", "order", "an injury for which a no-fault (auto) insurer pays"),
    ("22", "order", "another plan may have to pay first"),
    ("23", "prior", "what payers before this one have paid and written off"),
    ("24", "order", "covered by a monthly amount (capitation) or a managed care plan"),
    ("26", "cover", "the service was before coverage began"),
    ("27", "cover", "the service was after coverage ended"),
    ("29", "late", "the claim arrived after the filing limit"),
    ("31", "person", "the payer cannot find the patient among its insured"),
    ("32", "cover", "by the payer's record this person is no covered dependent"),
    ("39", "permission", "permission was asked for beforehand and refused"),
    ("40", "necessity", "not the emergency that the plan pays for"),
    ("45", "price", "the part of the charge above the fee schedule or contract"),
    ("49", "benefit", "a routine or screening service that the plan leaves out"),
    ("50", "necessity", "by the payer's policy not medically necessary for this patient"),
    ("51", "benefit", "a condition from before the cover, which the plan leaves out"),
    ("55", "necessity", "the payer holds the treatment to be experimental"),
    ("58", "coding", "the service was given in a place where it should not be"),
    ("59", "price", "reduced because several services were done together"),
    ("94", "price", "more is paid than was charged"),
    ("96", "benefit", "not covered: the remark says why"),
    ("97", "bundle", "already paid within another service"),
    ("100", "money", "the payer sent the money to the patient or the insured"),
    ("107", "bundle", "the service that this one belongs to is not on the claim or on file"),
    ("109", "order", "the wrong payer: send it to the right one"),
    ("110", "coding", "the claim came before the service was given"),
    ("119", "limit", "the most that the plan pays in this period has been reached"),
    ("131", "price", "a discount agreed for this one claim"),
    ("140", "person", "the member number and the name do not belong together"),
    ("146", "coding", "the diagnosis code was not valid on that day"),
    ("147", "price", "no contract price is on file, or it has run out"),
    ("150", "necessity", "the record does not support so high a level of service"),
    ("151", "limit", "the payer does not see a need for so many or so frequent services"),
    ("163", "missing", "a paper that the claim mentions did not arrive"),
    ("167", "benefit", "the plan does not cover this diagnosis"),
    ("170", "provider", "not paid to this kind of provider"),
    ("181", "coding", "the procedure code was not valid on that day"),
    ("182", "coding", "the modifier was not valid on that day"),
    ("183", "provider", "the referring provider may not refer for this"),
    ("185", "provider", "the rendering provider may not give this service"),
    ("197", "permission", "no prior authorization"),
    ("198", "permission", "more than the authorization allows"),
    ("204", "benefit", "not a benefit of the patient's plan"),
    ("206", "missing", "a provider number (NPI) is missing"),
    ("208", "provider", "the payer cannot match the provider number (NPI)"),
    ("216", "necessity", "a review organization decided against it"),
    ("222", "limit", "more units than the contract allows this provider in the period"),
    ("226", "missing", "the provider did not send what the payer asked for, or not in time"),
    ("227", "missing", "the patient did not answer what the payer asked"),
    ("231", "bundle", "two services that cannot both be done on one day"),
    ("234", "bundle", "never paid on its own"),
    ("236", "bundle", "a pair with another service of that day that coding edits do not allow"),
    ("242", "provider", "given outside the plan's network"),
    ("252", "missing", "a paper has to be sent before the payer can decide"),
    ("253", "price", "the federal budget cut on what Medicare pays (sequestration)"),
    ("275", "prior", "the share that the first payer left is not covered here"),
    ("276", "prior", "what the first payer denied is not covered here either"),
    ("284", "permission", "the authorization number does not go with this service"),
    ("288", "permission", "no referral"),
    ("B7", "provider", "the provider was not enrolled with the payer on that day"),
    ("B9", "order", "the patient is in hospice, which pays for this"),
    ("B13", "copy", "already paid, perhaps within another payment"),
    ("B15", "bundle", "paid only together with another service, which is not there"),
    ("P2", "order", "not from work: workers' compensation is not responsible"),
    ("P12", "price", "the part above the state's workers' compensation fee schedule"),
)  # fmt: skip
"""By CARC number."""

REMARKS: dict[str, Reason] = _table(
    ("M15", "bundle", "billed apart, but parts of one service"),
    ("M38", "benefit", "the patient was told in writing beforehand and agreed to pay"),
    ("M47", "missing", "the payer's number of the claim to be replaced is missing or wrong"),
    ("M51", "coding", "the procedure code is missing or wrong"),
    ("M53", "coding", "the units are missing or wrong"),
    ("M76", "coding", "a diagnosis is missing or wrong"),
    ("M77", "coding", "the place of service is missing or wrong"),
    ("M86", "limit", "the same or a similar service was paid within the set time"),
    ("M144", "bundle", "care before or after surgery is within the surgery's payment"),
    ("MA04", "order", "the first payer's name or payment is needed to pay second"),
    ("MA07", "prior", "the claim was sent on to Medicaid"),
    ("MA13", "share", "only sums of group PR may be billed to the patient"),
    ("MA18", "prior", "the claim was sent on to the supplemental insurer"),
    ("MA61", "person", "the patient's number is missing or wrong"),
    ("MA63", "coding", "the principal diagnosis is missing or wrong"),
    ("MA130", "missing", "cannot be processed as it is: no appeal, mend it and send it anew"),
    ("N30", "benefit", "the patient is not eligible for this service"),
    ("N115", "necessity", "decided by a local coverage determination"),
    ("N130", "benefit", "the plan's documents say what is covered"),
    ("N257", "provider", "the billing provider's number is missing or wrong"),
    ("N286", "provider", "the referring provider's number is missing or wrong"),
    ("N290", "provider", "the rendering provider's number is missing or wrong"),
    ("N362", "limit", "more units than may be reported for one day"),
    ("N382", "person", "the patient's identifier is missing or wrong"),
    ("N386", "necessity", "decided by a national coverage determination"),
    ("N448", "benefit", "not on the fee schedule"),
    ("N479", "order", "the first payer's remittance is missing"),
    ("N519", "coding", "these modifiers do not go together"),
)  # fmt: skip
"""By RARC number."""


def meaning(number: str) -> str:
    """Return what a CARC or RARC number means, in our own words.

    A number that is not in the tables is said to be unknown here, and where its text is found.
    """
    found = REASONS.get(number.upper()) or REMARKS.get(number.upper())
    return found.meaning if found else f"not in this list: look {number} up at x12.org/codes"


def group_meaning(group: str) -> str:
    """Return who bears an adjustment of a group, in our own words."""
    return GROUP_MEANINGS.get(group.upper(), f"{group} is no group code that is known here")
