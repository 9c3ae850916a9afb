"""What practices aim at, with who says so and when. Sources differ, and the ranges say so."""

from __future__ import annotations

from tutor.domain.claims.shift import Target

COLLECTED = Target(
    "95 % or more of what can be collected; 95 to 99 % is usual",
    "American Academy of Family Physicians, practice management pages on the adjusted collection "
    "rate; MGMA is quoted with 95 % and more",
    "as quoted 2023",
)
CLEAN = Target(
    "95 % or more; figures from 90 to 98 % are given",
    "HFMA MAP Keys, Clean Claim Rate (CL-1), defines the measure and publishes no target; the "
    "figures are those of the trade press",
    "2026",
)
DAYS = Target(
    "30 to 40 days; 50 is too many",
    "American Academy of Family Physicians, practice management pages on days in accounts "
    "receivable; MGMA's better performers have 35 to 36",
    "as quoted 2026",
)
OVERTURNED = Target(
    "no target: of Medicare Advantage denials that were appealed, 75 % (2014 to 2016) and 82 % "
    "(2023, prior authorization) were partly or fully overturned",
    "HHS OIG, Medicare Advantage Appeal Outcomes and Audit Findings Raise Concerns, "
    "OEI-09-16-00410; KFF on CMS data",
    "2018 and 2025",
)
COMPLIANT = Target(
    "none",
    "HHS OIG, General Compliance Program Guidance",
    "2023",
)
CLEAN_FROM, COLLECTED_FROM, DAYS_UPTO = 95, 95, 40
"""Percent, percent, days: from there a shift's figure counts as met."""
