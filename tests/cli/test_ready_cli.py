"""`tutor ready` and the readiness key of `tutor progress --json`."""

import pytest

from tutor.domain.calibration import Bin, Calibration
from tutor.errors import EXIT_USAGE


@pytest.fixture
def ana(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


def test_without_evidence_it_says_so_and_what_to_do(tutor, ana):
    out = tutor("ready").out
    assert "CPB: is Ana ready?" in out
    assert "Chance of passing today: not enough evidence." in out
    assert "mostly guesswork" in out
    assert "8 times in 10 between" in out
    assert "Needed: 95 (70 %)" in out
    assert "Marks at stake" in out
    assert "#" * 20 in out
    assert "tutor exam take cpb" in out
    assert "5 finished full mock exams with a prediction; 0 so far" in out
    assert max(map(len, out.split("\n"))) <= 100


def test_a_scaled_exam_never_shows_a_scaled_score(tutor, ana):
    out = tutor("ready", "CCA").out
    assert "Estimated readiness: not enough evidence." in out
    assert "which is assumed" in out
    assert "not a scaled score" in " ".join(out.split())


def test_json_has_the_same_figures_in_both_places(tutor, ana):
    ready = tutor("ready", "--json").json
    assert (ready["exam"], ready["probability"], ready["enough"]) == ("cpb", None, False)
    progress = tutor("progress", "--json").json
    assert set(progress["readiness"]) == {"cpc", "cca", "cbcs", "cmrs", "cpb"}
    inside = progress["readiness"]["cpb"]
    assert {**inside, "at": None} == {**ready, "at": None}
    one = tutor("progress", "--exam", "cca", "--json").json
    assert set(one["readiness"]) == {"cca"}
    assert one["learner"] == "Ana"


def test_bad_input_is_one_clear_line(tutor, ana):
    tutor("profile", "add", "Ben")
    for args, part in ((("ready", "xyz"), "xyz"), (("ready", "--profile", "Ben"), "which exam")):
        done = tutor(*args)
        assert done.code == EXIT_USAGE
        assert part in done.err
        assert done.out == ""


def test_a_chance_and_its_calibration_in_print(tutor, ana, capsys, home):
    from dataclasses import replace

    from tutor.cli.ready import print_readiness
    from tutor.services.context import open_services
    from tutor.settings import load_settings

    with open_services(load_settings()) as opened:
        learner = opened.profiles.current()
        assert learner is not None
        view = opened.readiness.view(learner.id)
    found = Calibration(6, 1, 0.123, 0.4, 0.83, (Bin(70, 80, 6, 0.74, 0.67),))
    print_readiness(
        replace(view, probability=0.999, enough=True, words="Very likely", calibration=found)
    )
    out = capsys.readouterr().out
    assert "Chance of passing today: over 99 %" in out
    assert "Brier score 0.123 (0 is perfect" in out
    assert "1 of these predictions" in out
    assert "70-80 %" in out
    assert "guesswork" not in out
