"""What may stand in seeds/codes/: lists of codes in the project's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tutor.content.schema import Code, Fault, Part, Raw, Strict, entries

HcpcsGroup = Literal[
    "ambulance",
    "behavioral-health",
    "blood-laboratory",
    "casts-splints",
    "chemotherapy",
    "contrast-radiopharmaceuticals",
    "devices",
    "dme",
    "drugs",
    "enteral-parenteral",
    "inhalation-drugs",
    "medicaid",
    "oral-drugs",
    "orthotics",
    "preventive",
    "private-payer",
    "prosthetics",
    "services",
    "skin-substitutes",
    "supplies",
    "telehealth",
    "vaccines",
    "vision-hearing",
]
ModifierGroup = Literal[
    "ambulance",
    "anatomy",
    "anesthesia",
    "assistant",
    "behavioral-health",
    "dialysis",
    "distinct-service",
    "dmepos",
    "drugs",
    "foot-care",
    "home-infusion",
    "hospice",
    "imaging",
    "liability-notice",
    "medicaid",
    "other",
    "outpatient-hospital",
    "oxygen",
    "preventive",
    "provider",
    "research",
    "teaching",
    "telehealth",
    "therapy",
    "wrong-surgery",
]


class _CodeIn(Strict):
    text: Part


class DoseIn(Strict):
    """What one billing unit of a drug is: `10` `mg`. Part of a unit counts as a whole one."""

    amount: Annotated[str, StringConstraints(pattern=r"^(?:0\.\d*[1-9]|[1-9]\d*(?:\.\d*[1-9])?)$")]
    unit: Literal["mg", "g", "mcg", "ml", "units", "IU", "mEq", "mCi", "sq cm", "dose"]


class HcpcsCodeIn(_CodeIn):
    """A HCPCS Level II code; dental D codes are never shipped."""

    code: Annotated[str, StringConstraints(pattern=r"^[ABCE-V]\d{4}$")]
    group: HcpcsGroup | None = None
    drug: Annotated[Part | None, Field(description="the drug's generic name")] = None
    dose: DoseIn | None = None
    route: Annotated[Part | None, Field(description="only where the code itself says it")] = None


class ModifierIn(_CodeIn):
    """A two-character modifier."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]$")]
    group: ModifierGroup | None = None


class AmbulanceLetterIn(_CodeIn):
    """Half of an ambulance modifier: where the trip began or ended."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    only: Annotated[
        Literal["origin", "destination"] | None, Field(description="where it may stand; else both")
    ] = None


class PcsCodeIn(_CodeIn):
    """An ICD-10-PCS code."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}$")]


class PosCodeIn(_CodeIn):
    """A place of service."""

    code: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
    setting: Annotated[
        Literal["facility", "non-facility"] | None,
        Field(description="the rate Medicare's physician fee schedule pays; left out if not sure"),
    ] = None
    since: Annotated[
        str | None,
        StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"),
        Field(description="first day"),
    ] = None
    note: Part | None = None


class _CodesIn(Strict):
    schema_: Literal[1] = Field(alias="schema")

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """No code is listed twice."""
        for name in ("codes", "modifiers", "ambulance_letters"):
            seen: set[Any] = set()
            for index, entry in entries(raw, name):
                code = entry.get("code")
                if isinstance(code, str) and code in seen:
                    yield (name, index, "code"), f"{code} is listed twice", "remove one"
                seen.add(str(code))


class HcpcsIn(_CodesIn):
    """HCPCS Level II codes and modifiers in our own words."""

    code_set: Code
    codes: list[HcpcsCodeIn]
    modifiers: list[ModifierIn] = Field([])
    ambulance_letters: list[AmbulanceLetterIn] = Field([])


class PcsIn(_CodesIn):
    """ICD-10-PCS codes in our own words."""

    code_set: Code
    codes: list[PcsCodeIn]


class PosIn(_CodesIn):
    """Places of service in our own words."""

    codes: list[PosCodeIn]
