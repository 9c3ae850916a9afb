"""Questions about institutional claims: every key is told by the file that is shown."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims import worlds
from tutor.domain.claims.hospital_claim import HospitalClaim, draw_hospital_claim
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import dollars
from tutor.domain.claims.task_hospital import hospital_task
from tutor.domain.item import LEVELS
from tutor.interchange.x12.claim_837i import write_837i


def drawn(seed: int, difficulty: int) -> tuple[HospitalClaim, str, Made]:
    rng = Random(seed)
    claim = draw_hospital_claim(worlds.WORLD, rng)
    file = write_837i(claim)
    return claim, file, hospital_task(claim, file, rng, difficulty)


@given(st.integers(0, 100_000), st.integers(1, 5))
def test_a_question_has_one_key_and_different_options(seed: int, difficulty: int) -> None:
    _, file, made = drawn(seed, difficulty)
    options = made.body.options
    assert [one.correct for one in options].count(True) == 1
    assert len({one.text for one in options}) == len(options) >= 3
    assert all(one.rationale.endswith(".") for one in options)
    assert max(map(len, made.stem.splitlines())) <= 76
    assert made.level in LEVELS
    assert file.splitlines()[10] in made.stem


def _keys(question: str) -> list[tuple[HospitalClaim, str, str]]:
    """Return claim, file and key of the draws that ask a question."""
    found = []
    for seed in range(60):
        for difficulty in range(1, 6):
            claim, file, made = drawn(seed, difficulty)
            if question in made.stem:
                key = next(one.text for one in made.body.options if one.correct)
                found.append((claim, file, key))
    assert found
    return found


def test_keys_are_in_the_file() -> None:
    """Proved from the text of the file, not from the record."""
    for _, file, key in _keys("total charge"):
        total = file.partition("CLM*")[2].split("*")[1]
        assert key == dollars(round(float(total) * 100))
    for _, file, key in _keys("room and board"):
        assert f"*DA*{key}~" in file
    for _, file, key in _keys("not there yet"):
        assert f"ABF:{key.replace('.', '')}:::::::N" in file
    for _, file, key in _keys("in hand"):
        first, last = key.upper().split()
        assert f"NM1*71*1*{last}*{first}*" in file
    for _, file, key in _keys("kind of bill"):
        assert ("***11:A:" in file) == ("inpatient" in key)
        assert (":A:7*" in file) == ("replacement" in key) == ("REF*F8*" in file)
    for _, file, key in _keys("go at discharge"):
        assert ("CL1*1*1*06~" in file) == ("agency" in key and "without" not in key)
    for _, file, key in _keys("What does the line"):
        units, _, _, code = key.split()
        assert f"SV2*0636*HC:{code}*" in file
        assert f"*UN*{units}~" in file
