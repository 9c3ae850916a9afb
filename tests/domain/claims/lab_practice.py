"""The practice that ships, compiled once for all tests that draw worlds of it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from tutor.content.compile import compile_file
from tutor.content.files import list_files
from tutor.domain.claims.draw_world import encounter_of, fitting
from tutor.domain.claims.lab_files import ChargeList, NameList, lab_data
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.world import EncounterTemplate, LabData
from tutor.domain.plain import from_json

ROOT = Path(__file__).parents[3]
BEGINS = date(2026, 6, 15)


@cache
def shipped() -> LabData:
    """Return the data of `seeds/practice/`."""
    kinds = {"practice-names": [], "plan": [], "practice-charges": [], "encounter": []}
    for source in list_files([ROOT]):
        if source.kind.startswith("practice_"):
            made = compile_file(source, source.path.read_bytes(), {})
            assert not made.problems, made.problems
            for document in made.documents:
                if document.kind in kinds:
                    kinds[document.kind].append(document.body)
    types = (NameList, Plan, ChargeList, EncounterTemplate)
    parts = zip(types, kinds.values(), strict=True)
    data = lab_data(*([from_json(one, body) for body in bodies] for one, bodies in parts))
    assert data is not None
    return data


def visits(seeds: range, difficulty: int = 3):
    """Yield a world with one visit for every template, plan that fits it, and seed."""
    data = shipped()
    for template in data.encounters:
        for plan in fitting(data, template):
            for seed in seeds:
                yield encounter_of(data, seed, template, plan, difficulty, BEGINS), plan
