"""What may stand in seeds/codes/: lists of codes in the project's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from tutor.content.schema import Code, Fault, Part, Raw, Strict, entries


class _CodeIn(Strict):
    text: Part


class HcpcsCodeIn(_CodeIn):
    """A HCPCS Level II code; dental D codes are never shipped."""

    code: Annotated[str, StringConstraints(pattern=r"^[ABCE-V]\d{4}$")]


class ModifierIn(_CodeIn):
    """A two-character modifier."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]$")]


class PcsCodeIn(_CodeIn):
    """An ICD-10-PCS code."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}$")]


class PosCodeIn(_CodeIn):
    """A place of service."""

    code: Annotated[str, StringConstraints(pattern=r"^\d{2}$")]


class _CodesIn(Strict):
    schema_: Literal[1] = Field(alias="schema")

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """No code is listed twice."""
        for name in ("codes", "modifiers"):
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


class PcsIn(_CodesIn):
    """ICD-10-PCS codes in our own words."""

    code_set: Code
    codes: list[PcsCodeIn]


class PosIn(_CodesIn):
    """Places of service in our own words."""

    codes: list[PosCodeIn]
