"""Tasks of charge capture: from the encounter note to coded charge lines."""

from __future__ import annotations

from textwrap import wrap

from tutor.domain.claims.exhibit import WIDTH, facts, joined, paragraph, us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.owners import CODER
from tutor.domain.claims.world import Encounter, EncounterTemplate, World
from tutor.domain.coding import CodingCase, KeyCode, KeyProcedure

EXAMS = (("cpb", "case"), ("cbcs", "d3"), ("cca", "d1"), ("cmrs", "s16"))
CITES = (
    "ICD-10-CM Official Guidelines for Coding and Reporting FY2026, section IV",
    "HCPCS Level II, 2026 (own wording)",
)

EXTERNAL = "VWXY"
"""First letters of external causes: nobody has to report them unless a payer or practice wants."""


def charges_task(
    world: World, encounter: Encounter, difficulty: int | None = None, before: str = ""
) -> Made:
    """Return the note of an encounter, to be coded whole: diagnoses, services, pointers.

    Args:
        world: Where the encounter is of.
        encounter: To be coded; its template is the key.
        difficulty: 1 to 5; that of the template, if left out.
        before: What has happened, told first.
    """
    template = encounter.template
    level = min(max(difficulty or template.difficulty, 1), 5)
    plan = world.data.plan(encounter.patient.coverages[0].plan_id)
    ask = (
        "Code this visit: diagnoses, the main one first, and services with modifiers, units and "
        "the diagnoses they point to. Give HCPCS Level II codes only; what belongs to other code "
        "sets has been charged already."
    )
    if any(one.code[0] in EXTERNAL for one in template.diagnoses):
        ask += " The practice also codes external causes (V00-Y99), as far as the note tells them."
    seen = facts(
        (
            ("Day", us_date(encounter.day)),
            ("Patient", encounter.patient.person.name),
            ("Plan", plan.name),
            ("Place", _places(template)),
            ("Notice", _notice(encounter)),
        )
    )
    return Made(
        kind="coding_case",
        stem=joined(paragraph(before), paragraph(ask), seen, note_text(encounter.note)),
        body=CodingCase(
            sequence="first" if len(template.diagnoses) > 1 else "any",
            diagnoses=tuple(KeyCode(one.code, one.rationale) for one in template.diagnoses),
            procedures=tuple(
                KeyProcedure(
                    code=one.code,
                    rationale=one.rationale,
                    modifiers=one.modifiers,
                    units=one.units,
                    points_to=one.points_to,
                )
                for one in template.services
            ),
            mistakes=tuple(KeyCode(one.code, one.rationale) for one in template.mistakes),
            rationale=f"{template.title}: every code rests on a line of the note, and what the "
            "note only mentions is not coded.",
        ),
        level="analyze" if level >= 3 else "apply",
        difficulty=level,
        exams=EXAMS,
        cites=CITES,
        role=CODER,
    )


def note_text(note: str) -> str:
    """Return a note as an exhibit: its own lines, those that are too long broken."""
    lines = []
    for line in note.splitlines():
        lines += wrap(line, WIDTH, break_long_words=False, subsequent_indent="  ") or [""]
    return "\n".join(("ENCOUNTER NOTE", *lines))


def _places(template: EncounterTemplate) -> str:
    return ", ".join(dict.fromkeys(one.place for one in template.services))


def _notice(encounter: Encounter) -> str:
    """Say that the biller adds the modifier of a signed notice, which is not in the note."""
    return "ABN on file; billing adds its modifier" if encounter.abn_signed else ""
