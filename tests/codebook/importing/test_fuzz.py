"""Damaged releases of every form give a draft or one line of refusal, and nothing else."""

from __future__ import annotations

from random import Random

import pytest

from tests.codebook.importing.releases import (
    cm,
    cpt_consolidated,
    cpt_plain,
    hcpcs,
    hcpcs_rows,
    packed,
    pcs,
    workbook,
)
from tutor.codebook.importing.read import read_release
from tutor.codebook.importing.refuse import ImportRefusedError

WHOLE = {
    "t.xml": cm(),
    "p.xml": pcs(),
    "h.txt": hcpcs(),
    "h.xlsx": workbook(hcpcs_rows()),
    "h.csv": "\n".join(",".join(row) for row in hcpcs_rows()).encode(),
    "c.txt": cpt_consolidated(),
    "l.txt": cpt_plain(),
    "z.zip": packed({"t.xml": cm(), "guide.pdf": b"%PDF"}),
}


def damaged(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        place = rng.randrange(len(changed) + 1)
        match rng.randrange(5):
            case 0:
                changed[place : place + 1] = bytes([rng.randrange(256)])
            case 1:
                del changed[place : place + rng.randrange(1, 50)]
            case 2:
                changed[place:place] = rng.randbytes(rng.randrange(1, 10))
            case 3:
                changed[place:place] = data[place : place + 80]
            case 4:
                del changed[place:]
    return bytes(changed)


@pytest.mark.parametrize("name", WHOLE)
def test_damage_is_refused_or_harmless(tmp_path, name):
    rng = Random(name)
    path = tmp_path / name
    said: list[str] = []
    for _ in range(250):
        path.write_bytes(damaged(WHOLE[name], rng))
        try:
            draft = read_release(path)
        except ImportRefusedError as error:
            said.append(str(error))
        else:
            assert draft.billable
            assert len({node.code for node in draft.nodes}) == len(draft.nodes)
    assert said
    assert not [line for line in said if "\n" in line]
