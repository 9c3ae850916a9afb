"""The code sets the program knows."""

from __future__ import annotations

MAIN = "icd10cm"
"""The code set meant where none is named."""
NAMES = {
    MAIN: "ICD-10-CM",
    "icd10pcs": "ICD-10-PCS",
    "hcpcs": "HCPCS Level II",
    "cpt": "CPT",
    "pos": "Place of service",
}
"""Code sets as people call them, in the order they are listed."""
ORDER = tuple(NAMES)
