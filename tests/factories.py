"""Small items to test with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tutor.domain.coding import (
    Coding,
    CodingCase,
    KeyCode,
    KeyProcedure,
    PcsBuild,
    PcsCharacter,
)
from tutor.domain.item import (
    Body,
    Choices,
    Item,
    Matching,
    Mistake,
    Numeric,
    Option,
    Ordering,
    Pair,
    Reference,
    Step,
    Target,
)
from tutor.domain.item_json import with_hash

SINGLE = Choices(
    (
        Option("a", "Resubmit", "Nothing changed, so it is denied again."),
        Option("b", "Correct the claim", "The error is on the claim.", correct=True),
        Option("c", "Bill the patient", "The contract forbids it."),
        Option("d", "Write it off", "It gives money away.", fixed=True),
    )
)
MULTIPLE = Choices(
    (
        Option("a", "NPI", "No claim goes without it.", correct=True),
        Option("b", "Shoe size", "No form asks for it."),
        Option("c", "Date of service", "No claim goes without it.", correct=True),
        Option("d", "Hair colour", "No form asks for it."),
    )
)
NUMERIC = Numeric(
    Decimal("84.00"), Decimal("0.005"), "USD", "105 x 80 %", (Mistake(Decimal("21.00"), "20 %"),)
)
ORDER = Ordering(tuple(Step(f"s{n}", f"Step {n}", f"Because {n}") for n in range(1, 5)))
MATCH = Matching(
    (Target("coder", "Coder"), Target("biller", "Biller")),
    (
        Pair("p1", "Assigns codes", "coder", "From the record."),
        Pair("p2", "Posts payments", "biller", "From the remittance."),
        Pair("p3", "Files appeals", "biller", "With the payer."),
    ),
)
CODE = Coding(
    "first",
    (
        KeyCode("E11.22", "Diabetes with kidney disease is one combination code."),
        KeyCode("N18.4", "The stage is reported besides."),
    ),
    (
        KeyCode("E11.9", "There is a complication."),
        KeyCode("N18.9", "The stage is known."),
    ),
    "The instruction at E11.22 asks for the stage after it.",
)
CODING_CASE = CodingCase(
    "first",
    (
        KeyCode("M17.12", "The left knee is why the patient came."),
        KeyCode("E11.9", "Diabetes bears on the steroid."),
    ),
    (
        KeyProcedure(
            "J3301", "40 mg are four units of 10 mg.", ("LT",), units=4, points_to=("M17.12",)
        ),
    ),
    (KeyCode("M17.11", "That is the right knee."), KeyCode("J1885", "That is ketorolac.")),
    "The reason for the visit comes first.",
)
PCS_BUILD = PcsBuild(
    "0FT44ZZ",
    tuple(
        PcsCharacter(value, meaning, f"Because it is {meaning}.")
        for value, meaning in (
            ("0", "Medical and Surgical"),
            ("F", "Hepatobiliary System and Pancreas"),
            ("T", "Resection"),
            ("4", "Gallbladder"),
            ("4", "Percutaneous Endoscopic"),
            ("Z", "No Device"),
            ("Z", "No Qualifier"),
        )
    ),
    (KeyCode("0FB44ZZ", "Excision takes out only some of it."),),
    "All of the gallbladder is taken out through a scope.",
)
BODIES: dict[str, Body] = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "numeric": NUMERIC,
    "order": ORDER,
    "match": MATCH,
    "code": CODE,
    "coding_case": CODING_CASE,
    "pcs_build": PCS_BUILD,
}


def make_item(item_id: str = "item-1", kind: str = "single", **changes: Any) -> Item:
    """Return a valid item with its hash; any field can be changed."""
    values: dict[str, Any] = {
        "id": item_id,
        "version": 1,
        "kind": kind,
        "stem": "What do you do next?",
        "body": changes.pop("body", None) or BODIES[kind],
        "exams": (("cpb", "bill"), ("cbcs", "d4")),
        "role": "biller",
        "subject": "claims",
        "topic": "scrubbing",
        "skill": "claim-handling",
        "level": "apply",
        "difficulty": 2,
        "references": (Reference("Pub. 100-04, ch. 26", "2026"),),
        "lesson": "clean-claim",
        "code_set": "FY2026",
    }
    return with_hash(Item(**(values | changes)))
