"""The score report of a mock exam."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.exam_report import CAUSES, Marked, cut_mark, score_exam, seconds_by_position


def marked(position, score=1.0, **changes):
    values = {
        "position": position, "item": f"q{position}", "domain": "bill", "role": "biller",
        "skill": "concept", "counts": True, "answered": True, "score": score, "seconds": 60.0,
        "confidence": None, "right_before": False,
    }  # fmt: skip
    return Marked(**(values | changes))


@pytest.mark.parametrize(
    ("items", "percent", "cut"),
    [(100, 70, 70), (135, 70, 95), (160, 85, 136), (30, 70, 21), (67, 70, 47), (0, 70, 0)],
)
def test_a_part_of_a_mark_is_a_whole_one(items, percent, cut):
    assert cut_mark(items, percent) == cut


def test_marks_cut_and_breakdowns():
    questions = [
        marked(0), marked(1, 0.0, domain="code", role="coder"), marked(2, 0.5),
        marked(3, 1.0, counts=False), marked(4, 0.0, answered=False),
    ]  # fmt: skip
    score = score_exam(questions, 70)
    assert (score.items, score.marks, score.cut, score.passed) == (4, 1.5, 3, False)
    assert (score.answered, score.total, score.pretest) == (4, 5, (1, 1.0))
    assert [(row.id, row.items, row.marks) for row in score.by_domain] == [
        ("bill", 3, 1.5), ("code", 1, 0.0),
    ]  # fmt: skip
    assert [(row.id, row.items) for row in score.by_role] == [("biller", 3), ("coder", 1)]


def test_a_scaled_exam_has_no_cut_and_no_verdict():
    score = score_exam([marked(0)], None)
    assert (score.cut, score.passed) == (None, None)


def test_the_cut_is_met_exactly():
    assert score_exam([marked(n, float(n < 7)) for n in range(10)], 70).passed is True
    assert score_exam([marked(n, float(n < 6)) for n in range(10)], 70).passed is False


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"answered": False}, "time"),
        ({"confidence": "guessed", "right_before": True}, "guess"),
        ({"right_before": True}, "care"),
        ({"confidence": "sure", "seconds": 20.0}, "care"),
        ({"confidence": "sure", "seconds": 90.0}, "knowledge"),
        ({"skill": "code-assignment", "seconds": 200.0}, "look-up"),
        ({"skill": "code-assignment"}, "knowledge"),
        ({"seconds": 200.0}, "knowledge"),
    ],
)
def test_each_lost_mark_has_its_likely_cause(change, cause):
    score = score_exam([marked(0), marked(1), marked(2, 0.0, **change)], 70)
    assert score.causes == {2: cause}
    assert score.losses == {cause: 1.0}


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.booleans(), st.booleans()),
        min_size=1, max_size=40,
    )
)  # fmt: skip
def test_marks_and_losses_add_up_to_the_items_that_count(answers):
    questions = [
        marked(n, score if answered else 0.0, counts=counts, answered=answered)
        for n, (score, counts, answered) in enumerate(answers)
    ]
    score = score_exam(questions, 70)
    assert score.marks + sum(score.losses.values()) == pytest.approx(score.items)
    assert set(score.losses) <= set(CAUSES)
    assert sum(row.items for row in score.by_domain) == score.items


def test_time_is_counted_by_question_over_all_visits_and_not_in_breaks():
    events = [
        (0, "attempt_started", None), (0, "shown", 0), (30, "answered", 0), (40, "shown", 1),
        (70, "break_started", None), (970, "break_ended", None), (980, "shown", 0),
        (1000, "flagged", 0),
    ]  # fmt: skip
    assert seconds_by_position(events, 1010) == {0: 70, 1: 40}


def test_a_clock_that_runs_backwards_counts_as_no_time():
    assert seconds_by_position([(100, "shown", 0), (50, "shown", 1)], 60) == {0: 0, 1: 10}
