"""A practice as small as one can be, to break in every way."""

from __future__ import annotations

from tests.content.world import HCPCS, WORLD

NAMES = "seeds/practice/names.yaml"
PLANS = "seeds/practice/plans.yaml"
CHARGES = "seeds/practice/charges.yaml"
ENCOUNTERS = "seeds/practice/encounters/small.yaml"

PRACTICE_WORLD: dict[str, str] = {
    **WORLD,
    HCPCS: """\
schema: 1
code_set: "2026 Q3"
codes:
  - {code: "J1885", text: "Ketorolac", group: drugs}
  - {code: "J3301", text: "Triamcinolone", group: drugs}
modifiers:
  - {code: "LT", text: "Left side", group: anatomy}
""",
    NAMES: """\
schema: 1
practices: ["Small Practice"]
last: [Able, Baker, Cole, Dean]
first_f: [Ann, Bea, Cleo, Dora]
first_m: [Al, Ben, Cy, Dan]
streets: ["A Street", "B Street", "C Street", "D Street"]
towns:
  - {town: "Townsend", state: "OH", zip: "43999"}
""",
    PLANS: """\
schema: 1
plans:
  - id: one-ppo
    name: "One PPO"
    kind: ppo
    payer_id: "SIMON"
    address: {street: "1 Street", town: "Townsend", state: "OH", zip: "43999"}
    filing: "CI"
    box1: GROUP
    participating: true
    yearly:
      - {fact: "Deductible", as_of: "2026-01-01"}
    benefits: {deductible: "100.00", coinsurance: "12.5", copay: "20.00", free: [J3301]}
    rules:
      filing_days: 180
      appeal_days: 60
      answer_days: [5, 9]
      authorization: [J3301]
      necessity:
        - {code: J1885, diagnoses: ["M54", "S"]}
      bundles:
        - {column_one: J1885, column_two: J3301, indicator: "1"}
      frequencies:
        - {code: J3301, months: 3}
      most_units:
        J1885: 8
      reduction: "2"
    allowed:
      J1885: "4.00"
      J3301: "6.50"
""",
    CHARGES: """\
schema: 1
charges:
  J1885: "6.00"
  J3301: "9.00"
""",
    ENCOUNTERS: """\
schema: 1
encounters:
  - id: back
    title: "A back"
    specialty: family medicine
    plans: [ppo]
    ages: [20, 60]
    sexes: [F, M]
    difficulty: 2
    note: |
      {day} {patient} {age} {sex}
      LBP x 2 d.
      Toradol 30 mg IM.
      {provider}
    diagnoses:
      - {code: "M54.50", rationale: "Low back pain, nothing more."}
    services:
      - code: J1885
        units: 2
        modifiers: [LT]
        points_to: ["M54.50"]
        rationale: "By 15 mg."
    mistakes:
      - {code: "M54.9", rationale: "The note says low back."}
""",
}


def broken_practice(place: str, *changes: tuple[str, str]) -> dict[str, str]:
    """Return the world with texts of one file replaced; each must be there."""
    text = PRACTICE_WORLD[place]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {**PRACTICE_WORLD, place: text}
