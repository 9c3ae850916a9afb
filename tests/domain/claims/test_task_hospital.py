"""Questions about institutional claims: every key is told by the file that is shown."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims import worlds
from tests.services.drills.hospital_checks import hospital_key
from tutor.domain.claims.hospital_claim import HospitalClaim, draw_hospital_claim
from tutor.domain.claims.made import Made
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


@given(st.integers(0, 100_000), st.integers(1, 5))
def test_keys_are_in_the_file(seed: int, difficulty: int) -> None:
    """Proved from the text of the file, not from the record."""
    _, _, made = drawn(seed, difficulty)
    for option in made.body.options:
        assert hospital_key(made.stem, option.text) == option.correct
