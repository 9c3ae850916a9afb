"""`tutor cards fit`: weights fitted to the learner, in line mode."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest

from tests.review_logs import lived_in
from tutor.errors import EXIT_USAGE
from tutor.settings import DATABASE_NAME

needs_package = pytest.mark.skipif(
    find_spec("fsrs_rs_python") is None,
    reason="fsrs-rs-python is not installed: pip install --group dev",
)


@pytest.fixture
def lived(home):
    lived_in(home / DATABASE_NAME, datetime.now(UTC))


def test_too_few_reviews_are_no_error_and_need_no_package(tutor, monkeypatch):
    tutor("profile", "add", "Ana", "--exam", "cpb")
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    done = tutor("cards", "fit")
    assert (done.code, done.err) == (0, "")
    assert "0 of the 512" in " ".join(done.out.split())
    assert tutor("cards", "fit", "--json").json["outcome"] == "too few"
    done = tutor("cards", "fit", "--reset")
    assert (done.code, "in use already" in done.out) == (0, True)


@needs_package
def test_a_fit_and_back(tutor, lived):
    done = tutor("cards", "fit")
    assert done.code == 0
    assert "Adopted" in done.out
    name = next(word for word in done.out.split() if word.startswith("fsrs6-fit-")).rstrip(".")
    view = tutor("cards", "fit", "--json").json
    assert (view["outcome"], view["parameter_set"], len(view["weights"])) == ("in use", name, 21)
    assert f"{view['fitted']['log_loss']:.4f}" in done.out
    assert f"{view['default']['log_loss']:.4f}" in done.out
    assert name in tutor("cards").out
    assert tutor("cards", "--json").json["parameter_set"] == name
    assert tutor("db", "verify").code == 0
    assert tutor("cards", "fit", "--reset", "--json").json == {
        "reset": True,
        "parameter_set": "fsrs6-1",
    }
    assert name not in tutor("cards").out
    assert tutor("db", "verify").code == 0


def test_the_missing_package_is_one_line(tutor, lived, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    done = tutor("cards", "fit")
    assert (done.code, done.out) == (EXIT_USAGE, "")
    assert "pip install 'coding-billing-tutor[fit]'" in done.err
    assert len(done.err.splitlines()) == 1
