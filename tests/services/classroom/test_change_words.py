"""Changes in words: names for ids, and only what changed of a thing with many fields."""

import pytest

from tutor.domain.classroom import Change
from tutor.domain.quiz_set import Pick, Section, SetDefinition
from tutor.services.classroom.change_words import change_in_words

NAMES = {"L1": "Ann [b]", "C1": "Day", "A1": "Week 1", "S1": "Claims"}
POLICY = {"attempts": 1, "late": "accept", "release": {"key": "after_close", "score": "during"}}


def changed(subject, subject_id, action, before=None, after=None):
    return change_in_words(Change(action, subject, subject_id, before=before, after=after), NAMES)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"policy": POLICY}, {"policy": POLICY | {"attempts": 2}}, "attempts 1 → 2"),
        (
            {"policy": POLICY},
            {"policy": POLICY | {"release": {"key": "during", "score": "during"}}},
            "key after_close → during",
        ),
        ({"cohorts": []}, {"cohorts": ["C1"]}, "cohorts nothing → Day"),
    ],
)
def test_only_what_changed_is_told(before, after, said):
    assert changed("assignment", "A1", "changed", before, after) == (
        f"assignment Week 1: changed, {said}"
    )


def test_an_extension_names_its_student():
    after = {"learner_id": "L1", "due_at": "2026-11-30T05:59:00+00:00", "reason": "flu"}
    assert changed("extension", "A1", "extended", None, after) == (
        "extension Week 1: extended, for Ann [b]; due at 2026-11-30 05:59 UTC; reason flu"
    )


def test_a_draft_tells_what_changed_in_it():
    empty = {"definition": SetDefinition().to_dict()}
    full = {"definition": SetDefinition((Section(picks=(Pick("one"),)),)).to_dict()}
    assert changed("quiz_set", "S1", "edited", empty, full) == (
        "quiz set Claims: edited, one added; a section added"
    )
    assert changed("quiz_set", "S1", "created", None, empty) == "quiz set Claims: created"


def test_a_message_names_those_it_went_to():
    after = {"text": "See me", "students": ["L1", "gone"]}
    assert changed("message", "M1", "sent", None, after) == (
        "message: sent, text See me; students Ann [b], gone"
    )
