"""Charge capture: the note of every encounter with the key that its author wrote."""

from __future__ import annotations

from tests.domain.claims.lab_practice import visits
from tutor.domain.claims.shift_items import item_of
from tutor.domain.claims.task_charges import charges_task
from tutor.domain.coding import HCPCS, ICD, code_set_of
from tutor.domain.kinds import KINDS, grade


def tasks():
    for world, _ in visits(range(1)):
        yield world, charges_task(world, world.encounters[0])


def test_the_key_is_the_template():
    for world, task in tasks():
        (encounter,) = world.encounters
        template = encounter.template
        assert task.kind == "coding_case"
        assert [one.code for one in task.body.diagnoses] == [d.code for d in template.diagnoses]
        for line, service in zip(task.body.procedures, template.services, strict=True):
            assert (line.code, line.modifiers, line.units, line.points_to) == (
                service.code,
                service.modifiers,
                service.units,
                service.points_to,
            )
        assert {one.code for one in task.body.mistakes} == {m.code for m in template.mistakes}


def test_the_note_is_shown_and_the_key_is_not():
    for world, task in tasks():
        (encounter,) = world.encounters
        assert all(len(line) <= 76 for line in task.stem.splitlines())
        assert " ".join(encounter.note.split()) in " ".join(task.stem.split())
        for code in (*encounter.template.diagnoses, *encounter.template.services):
            assert code.code not in task.stem
        for one in task.body.diagnoses:
            assert code_set_of(one.code) == ICD
        for line in task.body.procedures:
            assert code_set_of(line.code) == HCPCS


def test_the_right_response_earns_full_credit():
    for world, task in tasks():
        item = item_of(task, "e1.charges.1", world.seed, stage="charges")
        key = tuple(f"dx:{one.code}" for one in task.body.diagnoses)
        places = {one.code: str(place) for place, one in enumerate(task.body.diagnoses, 1)}
        for line in task.body.procedures:
            code = "-".join((line.code, *line.modifiers))
            units = f"*{line.units}" if line.units != 1 else ""
            key += (f"px:{code}{units}@{','.join(places[point] for point in line.points_to)}",)
        assert grade(item, key).score == 1.0
        assert KINDS[task.kind].body is type(task.body)
