"""Small items to test with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tutor.domain.claims.tasks import (
    Choice,
    ClaimFix,
    Decoy,
    DenialAction,
    Fault,
    PostedReason,
    PostLine,
    RemitPost,
)
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
from tutor.domain.short_answer import Accepted, ShortAnswer, WrongText

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
TEXT = ShortAnswer(
    (
        Accepted("timely filing", "Every payer has a limit."),
        Accepted("filing limit", "Another name of it."),
        Accepted("late", "That is what happened, not what it is called.", Decimal(50)),
    ),
    (WrongText("duplicate", "A duplicate was paid before."),),
    "The claim came after the last day.",
    "medical necessity",
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
CLAIM_FIX = ClaimFix(
    "cms1500",
    "fix",
    (
        ("1", "MEDICARE"),
        ("1a", "1EG4TE5MK73"),
        ("2", "ROWE, ANNA, L"),
        ("3.birth", "03/09/1951"),
        ("21.ind", "0"),
        ("21.A", "E11.9"),
        ("21.B", "M17.12"),
        ("24A.from.1", "03/02/2026"),
        ("24A.to.1", "03/02/2026"),
        ("24B.1", "11"),
        ("24D.1", "J3301"),
        ("24D.mods.1", "LT"),
        ("24E.1", "A"),
        ("24F.1", "120.00"),
        ("24G.1", "4"),
        ("28", "210.00"),
        ("29", "20.00"),
    ),
    (
        Fault("24E.1", ("B", "BA"), "The knee was injected.", "coder", (("21.A", "M17.12"),)),
        Fault("28", ("120.00",), "The line is the total.", "biller"),
        Fault("29", ("",), "Nothing was paid.", "biller"),
    ),
    (Decoy("24G.1", "40 mg are four units of 10 mg."),),
    rationale="Pointer, total and payment did not fit the visit.",
)
REMIT_POST = RemitPost(
    (
        PostLine(
            "l1",
            "J3301-LT x4",
            12000,
            6400,
            (PostedReason("CO", "45", 4000), PostedReason("PR", "2", 1600)),
            (("paid", 6400), ("contractual", 4000), ("patient", 1600)),
            "The contract takes 40.00, coinsurance is 16.00.",
            8000,
        ),
        PostLine(
            "l2",
            "G0439",
            15000,
            0,
            (PostedReason("CO", "119", 15000),),
            (("denied", 15000),),
            "It is paid once a year.",
            None,
            ("N362",),
        ),
    ),
    ("paid", "contractual", "patient", "denied"),
    (
        Choice("a", "A line was denied", "The benefit is used up.", correct=True),
        Choice("b", "It is paid below the contract", "80.00 is what the contract allows."),
    ),
    "One line is paid, the other one waits for a decision.",
)
DENIAL_ACTION = DenialAction(
    (
        Choice("appeal", "", "The record shows why it was needed.", correct=True),
        Choice("bill-patient", "", "The contract forbids it."),
        Choice("write-off", "Give it up", "It gives money away."),
    ),
    (
        Choice("e1", "The note of the visit", "It shows the need.", correct=True),
        Choice("e2", "The order", "It shows who asked for it.", correct=True),
        Choice("e3", "A letter of the landlord", "It shows nothing."),
    ),
    (
        Choice("r1", "The record supports the service", "That is the dispute.", correct=True),
        Choice("r2", "The payer is always late", "That is not the dispute."),
    ),
    (("bill-patient", "The patient complains to the payer."),),
    "A denial for need is answered with the record.",
)
BODIES: dict[str, Body] = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "numeric": NUMERIC,
    "text": TEXT,
    "order": ORDER,
    "match": MATCH,
    "code": CODE,
    "coding_case": CODING_CASE,
    "pcs_build": PCS_BUILD,
    "claim_fix": CLAIM_FIX,
    "remit_post": REMIT_POST,
    "denial_action": DENIAL_ACTION,
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
