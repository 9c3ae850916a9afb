"""The notices the program carries, shown on the About screen and by `tutor about`."""

from __future__ import annotations

from pathlib import Path

NOTICES = (
    "CPT® is a registered trademark of the American Medical Association. This product contains "
    "no CPT descriptors or guidelines and is not affiliated with, endorsed by or sponsored by "
    "the AMA.",
    "CPC and CPB (AAPC), CCA (AHIMA), CBCS (NHA) and CMRS (AMBA) are credentials of their "
    "owners. This product is not affiliated with or endorsed by them. All practice items are "
    "original.",
    "Source: CDC/NCHS & CMS ICD-10-CM FY2026 April 1 2026; not endorsed by CDC/CMS/WHO.",
    "ICD-10-PCS, HCPCS Level II and place of service codes. Source: Centers for Medicare & "
    "Medicaid Services; not endorsed by CMS.",
    "Meanings of claim adjustment reason and remittance advice remark codes are our own short "
    "paraphrases. The official lists are copyrighted by X12.",
    "This program teaches. It is not legal, medical or billing advice; check rules, amounts "
    "and dates at their source before you act on them.",
)
"""Each notice is one paragraph."""
_CPT = 0
"""Place of the CPT notice."""


def notices(kept: Path) -> tuple[str, ...]:
    """Return the notices that hold for what is loaded.

    Args:
        kept: Folder of imported editions. While one of them is CPT, the notice its owner asks
            for takes the place of our own, which says that there is no CPT here.
    """
    owners: tuple[str, ...] = ()
    if any(kept.glob("cpt-*.db")):
        from tutor.codebook.importing.keep import kept_editions

        owners = tuple(one.notice for one in kept_editions(kept) if one.notice)
    return (*owners, *NOTICES[_CPT + 1 :]) if owners else NOTICES
