"""The questions of the golden files: one of each kind, with all that the formats hold."""

from tutor.domain.foreign import ForeignAnswer, ForeignItem, Place

HERE = Place("sample")
A = ForeignAnswer

SAMPLES = (
    ForeignItem(
        HERE,
        "single",
        "Which code is **never** first?\n\n| code | use |\n| --- | --- |\n| `Z79.4` | insulin |",
        (
            A("a", "Z79.4 & no other", 100.0, "It is a status code.\n\nIt follows."),
            A("b", "E11.9 < E11.65", 0.0, "It may be first."),
            A("c", "None of these", 0.0, fixed=True),
        ),
        ref="dx-status-1",
        title="Status codes",
        rationale="Status codes add to a diagnosis:\n\n- they follow it\n- they never replace it",
        category="Coding/Diagnosis",
        tags=("cpc:icd10", "sequencing"),
        meta=(("level", "recall"), ("difficulty", "2")),
    ),
    ForeignItem(
        HERE,
        "multiple",
        "Which belong on a clean claim?",
        (
            A("a", "a valid identifier", 50.0),
            A("b", "a diagnosis pointer", 50.0),
            A("c", "a guess", -50.0, "Never."),
        ),
        ref="claim clean/1",
        category="Billing",
    ),
    ForeignItem(
        HERE,
        "multiple",
        "Pick both payers.",
        (A("a", "Medicare", 100.0), A("b", "Medicaid", 100.0), A("c", "the patient")),
        ref="payers",
    ),
    ForeignItem(
        HERE,
        "text",
        "Type the code for type 2 diabetes without complications.",
        (A("t1", "E11.9", 100.0, "Yes."), A("t2", "E119", 50.0, "The dot is missing.")),
        ref="dx-type",
        rationale="E11 with .9",
        category="Coding/Diagnosis",
    ),
    ForeignItem(
        HERE,
        "numeric",
        "Allowed 80.00, paid 64.00: what does the patient owe?",
        (A("n1", "16", 100.0, "The coinsurance.", tolerance="0.005"),),
        ref="owe-1",
        category="Billing",
    ),
    ForeignItem(
        HERE,
        "match",
        "Match the group code to who pays.",
        (
            A("p1", "CO", match="nobody", feedback="A contractual write-off."),
            A("p2", "PR", match="the patient"),
        ),
        distractors=("the employer",),
        ref="groups",
        rationale="Group codes say who is liable.",
    ),
    ForeignItem(
        HERE,
        "order",
        "Put the life of a claim in order.",
        (A("s1", "charge entry"), A("s2", "scrubbing"), A("s3", "submission"), A("s4", "posting")),
        ref="life",
        category="Billing",
    ),
    ForeignItem(
        HERE,
        "single",
        "A denial can be appealed.",
        (A("true", "True", 100.0, fixed=True), A("false", "False", 0.0, fixed=True)),
        ref="tf-1",
        title="True or false",
    ),
)
