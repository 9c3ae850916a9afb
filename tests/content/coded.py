"""A bank of code-assignment questions to break in every way."""

from __future__ import annotations

from tests.content.world import COMMON, WORLD

CODED = "question_banks/claims/coded.yaml"
TEXT = f"""\
schema: 1
subject: claims
topic: coded
items:
  - id: kidney
    version: 1
    kind: code
    stem: "T2DM with CKD 4."
    sequence: first
    codes:
      - {{code: "E11.22", rationale: "Combination."}}
      - {{code: "N18.4", rationale: "Stage."}}
    mistakes:
      - {{code: "E11.9", rationale: "Complicated."}}
      - {{code: "N18.9", rationale: "Known."}}
    rationale: "The stage follows."
{COMMON}  - id: knee
    version: 1
    kind: coding_case
    title: "A knee"
    exhibit:
      type: note
      text: |
        L knee OA, injected.
    stem: "Code the visit."
    sequence: first
    diagnoses:
      - {{code: "M17.12", rationale: "Left."}}
      - {{code: "E11.9", rationale: "Watched."}}
    procedures:
      - {{code: "J3301", modifiers: ["RT"], units: 4, points_to: ["M17.12"], rationale: "40 mg."}}
    mistakes:
      - {{code: "M17.11", rationale: "Other side."}}
    rationale: "The reason comes first."
{COMMON}  - id: gallbladder
    version: 1
    kind: pcs_build
    stem: "Lap chole."
    code: "0FT44ZZ"
    characters:
      - {{value: "0", meaning: "Medical and Surgical", rationale: "R."}}
      - {{value: "F", meaning: "Hepatobiliary", rationale: "R."}}
      - {{value: "T", meaning: "Resection", rationale: "R."}}
      - {{value: "4", meaning: "Gallbladder", rationale: "R."}}
      - {{value: "4", meaning: "Scope", rationale: "R."}}
      - {{value: "Z", meaning: "No device", rationale: "R."}}
      - {{value: "Z", meaning: "No qualifier", rationale: "R."}}
    mistakes:
      - {{code: "0FTG4ZZ", rationale: "Pancreas."}}
    rationale: "All of it."
{COMMON}  - id: which
    version: 1
    kind: single
    stem: "Which code?"
    options:
      - {{id: a, text: "E11.9", correct: true, rationale: Nothing is said of complications.}}
      - {{id: b, text: "E11", rationale: A category is not billable.}}
{COMMON}"""

CODED_WORLD = {**WORLD, CODED: TEXT}


def coded(*changes: tuple[str, str]) -> dict[str, str]:
    """Return the world with texts of the bank replaced; each must be there."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {**WORLD, CODED: text}
