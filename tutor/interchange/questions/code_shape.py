"""Whether a text is a code, by its shape alone."""

from __future__ import annotations

import re

_SHAPES = re.compile(
    r"""
      [A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?      # ICD-10-CM, with its dot
    | [A-Z]\d{4}                               # HCPCS Level II
    | (?:\d{5}|\d{4}[FMTU])                    # five places, the last one a letter or not
    | (?=[A-HJ-NP-Z]*\d)[0-9A-HJ-NP-Z]{7}      # ICD-10-PCS
    """,
    re.VERBOSE,
)
_MODIFIERS = re.compile(r"(?:-[0-9A-Z]{2}){1,4}")


def is_code(text: str) -> bool:
    """Tell whether a text is one code, with modifiers or without, and nothing else."""
    base = _SHAPES.match(text)
    if not base:
        return False
    return base.end() == len(text) or bool(_MODIFIERS.fullmatch(text, base.end()))
