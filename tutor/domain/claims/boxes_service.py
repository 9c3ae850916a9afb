"""Lower half of the CMS-1500: condition, diagnoses, service lines, provider (boxes 14 to 33)."""

from __future__ import annotations

from tutor.domain.claims.box import Box
from tutor.domain.claims.boxes_insured import YES_NO
from tutor.domain.claims.form import DIAGNOSIS_LETTERS

CONDITION = (
    Box("14", "Date of onset or injury", "date", "condition", "2300", "DTP03"),
    Box("14.qual", "What date 14 is", "code", "condition", "2300", "DTP01"),
    Box("15", "Other date", "date", "condition", "2300", "DTP03"),
    Box("15.qual", "What date 15 is", "code", "condition", "2300", "DTP01"),
    Box("16.from", "Unable to work from", "date", "condition", "2300", "DTP03"),
    Box("16.to", "Unable to work to", "date", "condition", "2300", "DTP03"),
    Box("17", "Referring or ordering provider", "text", "condition", "2310A", "NM103,NM104"),
    Box("17.qual", "What provider 17 is", "choice", "condition", "2310A", "NM101",
        choices=("DN", "DK", "DQ")),
    Box("17b", "NPI of provider 17", "npi", "condition", "2310A", "NM109"),
    Box("18.from", "In hospital from", "date", "condition", "2300", "DTP03"),
    Box("18.to", "In hospital to", "date", "condition", "2300", "DTP03"),
    Box("19", "Additional information", "text", "condition", "2300", "NTE02"),
    Box("20", "Outside laboratory?", "choice", "condition", "2400", "PS101", choices=YES_NO),
    Box("20.charge", "Price of the outside laboratory", "money", "condition", "2400", "PS102"),
)  # fmt: skip
DIAGNOSES = (
    Box("21.ind", "ICD version", "choice", "diagnoses", "2300", "HI01-1", choices=("0", "9")),
    *(
        Box(f"21.{letter}", f"Diagnosis {letter}", "code", "diagnoses", "2300", f"HI{place:02d}-2")
        for place, letter in enumerate(DIAGNOSIS_LETTERS, 1)
    ),
    Box("22.code", "Resubmission code", "choice", "diagnoses", "2300", "CLM05-3",
        choices=("1", "7", "8")),
    Box("22.ref", "Payer's number of the earlier claim", "id", "diagnoses", "2300", "REF02"),
    Box("23", "Authorization number", "id", "diagnoses", "2300", "REF02"),
)  # fmt: skip
LINES = (
    Box("24A.from", "Service from", "date", "lines", "2400", "DTP03", line=True),
    Box("24A.to", "Service to", "date", "lines", "2400", "DTP03", line=True),
    Box("24B", "Place of service", "code", "lines", "2400", "SV105", line=True),
    Box("24C", "Emergency", "code", "lines", "2400", "SV109", line=True),
    Box("24D", "Procedure", "code", "lines", "2400", "SV101-2", line=True),
    Box("24D.mods", "Modifiers", "code", "lines", "2400", "SV101-3", line=True),
    Box("24E", "Diagnosis pointer", "letters", "lines", "2400", "SV107", line=True),
    Box("24F", "Charge", "money", "lines", "2400", "SV102", line=True),
    Box("24G", "Units", "number", "lines", "2400", "SV104", line=True),
    Box("24J", "Rendering provider's NPI", "npi", "lines", "2310B", "NM109", line=True),
)
PROVIDER = (
    Box("25", "Federal tax id", "id", "provider", "2010AA", "REF02"),
    Box("25.kind", "Kind of tax id", "choice", "provider", "2010AA", "REF01",
        choices=("EIN", "SSN")),
    Box("26", "Patient's account number", "id", "provider", "2300", "CLM01"),
    Box("27", "Accept assignment?", "choice", "provider", "2300", "CLM07", choices=YES_NO),
    Box("28", "Total charge", "money", "provider", "2300", "CLM02"),
    Box("29", "Amount paid", "money", "provider", "2300", "AMT02"),
    Box("31", "Provider's signature", "text", "provider", "2300", "CLM06"),
    Box("31.date", "Signed on", "date", "provider"),
    Box("32", "Service location: name", "text", "provider", "2310C", "NM103"),
    Box("32.street", "Service location: street", "text", "provider", "2310C", "N301"),
    Box("32.city", "Service location: city", "text", "provider", "2310C", "N401"),
    Box("32.state", "Service location: state", "code", "provider", "2310C", "N402"),
    Box("32.zip", "Service location: ZIP code", "id", "provider", "2310C", "N403"),
    Box("32a", "Service location: NPI", "npi", "provider", "2310C", "NM109"),
    Box("33", "Billing provider: name", "text", "provider", "2010AA", "NM103"),
    Box("33.street", "Billing provider: street", "text", "provider", "2010AA", "N301"),
    Box("33.city", "Billing provider: city", "text", "provider", "2010AA", "N401"),
    Box("33.state", "Billing provider: state", "code", "provider", "2010AA", "N402"),
    Box("33.zip", "Billing provider: ZIP code", "id", "provider", "2010AA", "N403"),
    Box("33.phone", "Billing provider: telephone", "id", "provider", "1000A", "PER04"),
    Box("33a", "Billing provider: NPI", "npi", "provider", "2010AA", "NM109"),
)  # fmt: skip
SERVICE: tuple[Box, ...] = (*CONDITION, *DIAGNOSES, *LINES, *PROVIDER)
"""In the order of the form."""
