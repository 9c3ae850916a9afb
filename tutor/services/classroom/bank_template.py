"""A question to begin with: right as it stands, each text to be written over."""

from __future__ import annotations

TEMPLATE = """\
schema: 1
subject: claims
topic: own
items:
  - id: my-question
    version: 1
    kind: single
    stem: "Question?"
    options:
      - {{id: a, text: "Right", correct: true, rationale: "Why it is right."}}
      - {{id: b, text: "Wrong 1", rationale: "Why it is wrong."}}
      - {{id: c, text: "Wrong 2", rationale: "Why it is wrong."}}
      - {{id: d, text: "Wrong 3", rationale: "Why it is wrong."}}
    exams: {{{exam}: [{domain}]}}
    role: biller
    skill: concept
    level: recall
    difficulty: 2
    references:
      - {{cite: "Source", year: "2026"}}
    code_set: "FY2026"
"""


def template_for(exam: str, domain: str) -> str:
    """Return a bank file with one question of an exam's domain."""
    return TEMPLATE.format(exam=exam, domain=domain)
