"""An item for a course's bank, as an instructor would write it."""

OWN = """\
schema: 1
subject: claims
topic: own
items:
  - id: empty-npi
    version: 1
    kind: single
    stem: |
      The box for the billing provider's NPI was left empty, and the paper claim came straight
      back. What is it called?
    options:
      - id: a
        text: "A rejected claim"
        correct: true
        rationale: "It failed the front-end edits and never entered the payer's system."
      - id: b
        text: "A denied claim"
        rationale: "A denial is decided after adjudication; this was never adjudicated."
      - id: c
        text: "A pended claim"
        rationale: "A pended claim is in the payer's system and waits for information."
      - id: d
        text: "A voided claim"
        rationale: "A void takes back a claim that was processed before."
    exams: {cpb: [bill]}
    role: biller
    skill: concept
    level: recall
    difficulty: 2
    references:
      - cite: "Medicare Claims Processing Manual (Pub. 100-04), ch. 1"
        year: "2026"
    code_set: "FY2026"
"""
