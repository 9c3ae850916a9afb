"""Sample files: of every kind, sound, and the same for the same seed."""

from __future__ import annotations

import pytest

from tests.domain.claims.lab_practice import shipped
from tutor.cli.claims import KINDS
from tutor.interchange.x12 import syntax
from tutor.services.claim_files import read_text
from tutor.services.claim_samples import SAMPLES

HOLDS = {"837p": "837", "837i": "837", "835": "835", "277ca": "277", "999": "999", "271": "271"}


def test_the_command_names_them_all():
    assert KINDS == tuple(SAMPLES) == tuple(HOLDS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2, 3, 17, -4])
def test_samples_are_sound_and_repeat(kind, seed):
    text = SAMPLES[kind].make(shipped(), seed)
    view = read_text(text, syntax=syntax.installed() and kind != "271")
    assert [one.kind for one in view.kinds] == [HOLDS[kind]]
    assert (view.errors, view.notes, view.counted > 0) == (0, 0, True)
    assert SAMPLES[kind].make(shipped(), seed) == text
    assert SAMPLES[kind].make(shipped(), seed + 1) != text


def test_a_claim_acknowledgement_has_both_kinds_of_answer():
    view = read_text(SAMPLES["277ca"].make(shipped(), 1))
    assert view.denied == 1 < view.counted
