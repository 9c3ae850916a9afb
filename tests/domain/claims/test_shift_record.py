"""What is written down of a shift survives JSON, and nothing else is taken for it."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.claims.shift import AccountLine, Measure, ShiftReport, Target
from tutor.domain.claims.shift_record import ShiftRecord

CENTS = st.integers(-(10**9), 10**9)
TEXT = st.text(max_size=20)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
TARGETS = st.none() | st.builds(Target, TEXT, TEXT, TEXT)
MEASURES = st.builds(Measure, TEXT, TEXT, TEXT, st.none() | st.booleans(), TARGETS, TEXT)
LINES = st.builds(AccountLine, TEXT, TEXT, TEXT, *[CENTS] * 6, TEXT)
REPORTS = st.builds(
    ShiftReport,
    st.dates(min_value=date(2000, 1, 1)),
    st.integers(0, 500),
    st.lists(MEASURES, max_size=3).map(tuple),
    st.lists(LINES, max_size=3).map(tuple),
    TEXTS,
    st.booleans(),
)


@given(st.builds(ShiftRecord, REPORTS, TEXTS, TEXTS))
def test_a_record_comes_back_from_json_as_it_was(record):
    assert ShiftRecord.from_dict(json.loads(json.dumps(record.to_dict()))) == record


@pytest.mark.parametrize(
    "data",
    [{}, {"report": {}, "tasks": [], "told": []}, {"report": "x", "tasks": 1, "told": None}],
)
def test_what_is_no_record_is_refused(data):
    with pytest.raises(ValueError, match="no record"):
        ShiftRecord.from_dict(data)
