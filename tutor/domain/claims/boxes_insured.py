"""Upper half of the CMS-1500: the payer, the patient, the insured, other cover (boxes 1 to 13)."""

from __future__ import annotations

from tutor.domain.claims.box import Box

YES_NO = ("YES", "NO")
PROGRAMS = ("MEDICARE", "MEDICAID", "TRICARE", "CHAMPVA", "GROUP", "FECA", "OTHER")
"""Choices of box 1."""
RELATIONS = ("SELF", "SPOUSE", "CHILD", "OTHER")
"""Choices of box 6."""
ON_FILE = "SIGNATURE ON FILE"

CARRIER = (
    Box("carrier.name", "Payer: name", "text", "carrier", "2010BB", "NM103"),
    Box("carrier.id", "Payer: electronic id", "id", "carrier", "2010BB", "NM109"),
)
PATIENT = (
    Box("1", "Program", "choice", "insured", "2000B", "SBR09", choices=PROGRAMS),
    Box("1a", "Insured's id number", "id", "insured", "2010BA", "NM109"),
    Box("2", "Patient's name", "name", "insured", "2010CA", "NM103,NM104,NM105"),
    Box("3.birth", "Patient's birth date", "date", "insured", "2010CA", "DMG02"),
    Box("3.sex", "Patient's sex", "choice", "insured", "2010CA", "DMG03", choices=("F", "M", "U")),
    Box("4", "Insured's name", "name", "insured", "2010BA", "NM103,NM104,NM105"),
    Box("5.street", "Patient: street", "text", "insured", "2010CA", "N301"),
    Box("5.city", "Patient: city", "text", "insured", "2010CA", "N401"),
    Box("5.state", "Patient: state", "code", "insured", "2010CA", "N402"),
    Box("5.zip", "Patient: ZIP code", "id", "insured", "2010CA", "N403"),
    Box("5.phone", "Patient: telephone", "id", "insured"),
    Box("6", "Patient is to the insured", "choice", "insured", "2000C", "PAT01", choices=RELATIONS),
    Box("7.street", "Insured: street", "text", "insured", "2010BA", "N301"),
    Box("7.city", "Insured: city", "text", "insured", "2010BA", "N401"),
    Box("7.state", "Insured: state", "code", "insured", "2010BA", "N402"),
    Box("7.zip", "Insured: ZIP code", "id", "insured", "2010BA", "N403"),
    Box("7.phone", "Insured: telephone", "id", "insured"),
)
OTHER_COVER = (
    Box("9", "Other insured's name", "name", "insured", "2330A", "NM103,NM104,NM105"),
    Box("9a", "Other insured's policy number", "id", "insured", "2330A", "NM109"),
    Box("9d", "Other plan", "text", "insured", "2330B", "NM103"),
    Box("10a", "Due to employment?", "choice", "insured", "2300", "CLM11-1", choices=YES_NO),
    Box("10b", "Due to an auto accident?", "choice", "insured", "2300", "CLM11-1", choices=YES_NO),
    Box("10b.state", "State of the auto accident", "code", "insured", "2300", "CLM11-4"),
    Box("10c", "Due to another accident?", "choice", "insured", "2300", "CLM11-1", choices=YES_NO),
    Box("10d", "Claim codes", "code", "insured", "2300", "HI"),
    Box("11", "Insured's group or policy number", "id", "insured", "2000B", "SBR03"),
    Box("11a.birth", "Insured's birth date", "date", "insured", "2010BA", "DMG02"),
    Box(
        "11a.sex", "Insured's sex", "choice", "insured", "2010BA", "DMG03", choices=("F", "M", "U")
    ),
    Box("11b", "Other claim number", "id", "insured", "2010CA", "REF02"),
    Box("11c", "Insured's plan", "text", "insured", "2000B", "SBR04"),
    Box("11d", "Another health plan?", "choice", "insured", "2320", "SBR", choices=YES_NO),
    Box("12", "Patient's signature", "text", "insured", "2300", "CLM09"),
    Box("13", "Insured's signature", "text", "insured", "2300", "CLM08"),
)
INSURED: tuple[Box, ...] = (*CARRIER, *PATIENT, *OTHER_COVER)
"""In the order of the form."""
