"""Which topics are taught and tested."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.test_blueprint import blueprint
from tutor.domain.blueprint import Domain
from tutor.domain.coverage import Coverage, gaps

EXAM = blueprint([Domain("d1", "One", ("abstracting", "sequencing"), 100)])
TAGS = {"q1": [("x", "d1")], "q2": [("other", "d1")]}
WHOLE = (
    Coverage("x", "d1", "abstracting", ("lesson",), ("q1",), "", "seeds/coverage.yaml", 4),
    Coverage("x", "d1", "sequencing", ("lesson",), ("q2", "q1"), "", "seeds/coverage.yaml", 5),
)


def test_a_topic_taught_and_tested_is_covered():
    assert list(gaps([EXAM], WHOLE, TAGS)) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"lessons": ()}, ["no lesson teaches it"]),
        ({"lessons": (), "planned": "second wave"}, []),
        ({"items": ()}, ["no item tests it"]),
        ({"items": ("q2",)}, ["none of its items is tagged to the domain"]),
        ({"topic": "abstractin"}, ["it is not listed", "the blueprint has no such topic"]),
    ],
)
def test_each_gap_is_named(change, what):
    entries = (replace(WHOLE[0], **change), WHOLE[1])
    assert [gap.what for gap in gaps([EXAM], entries, TAGS)] == what
