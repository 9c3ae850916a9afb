"""A learner's results as files: what is in them, what is not, and who may take them."""

import csv
import io
import json
import stat
from dataclasses import replace

import pytest

from tests.store.conftest import DAY, World, answer, new_attempt, some_items, start
from tutor.domain.actor import ADMINISTRATOR, INSTRUCTOR, Actor, owner_of
from tutor.errors import AccessError, UsageError
from tutor.services.done_work import COLUMNS, ResultsService


@pytest.fixture
def store(tmp_path):
    world = World(tmp_path / "home" / "main.db")
    yield world.open()
    world.close()


def done(store, learner_id, *scores, **changes):
    made = start(store, learner_id, some_items(len(scores)), **changes)
    for position, score in enumerate(scores):
        answer(store, made.id, position, score)
    store.end_attempt(made.id, "finished", study_day=DAY)
    return made.id


def test_answers_in_a_table_and_in_statements(store, tmp_path):
    ann = store.create_learner("=Ann").id
    first = done(store, ann, 1.0, 0.0)
    going = start(store, ann, some_items(3))
    answer(store, going.id, 0)
    service = ResultsService(store)
    path = tmp_path / "ann.csv"
    view = service.export(Actor(ann), ann, path, "csv")
    assert (view.attempts, view.answers, view.open, view.withheld, view.people) == (1, 2, 1, 0, 1)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["attempt"], row["points"], row["most"]) for row in rows] == [
        (first, "1.0", "1.0"),
        (first, "0.0", "1.0"),
    ]
    assert {(row["name"], row["attempt_points"], row["attempt_most"]) for row in rows} == {
        ("'=Ann", "1.0", "2.0")
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = tmp_path / "ann.jsonl"
    service.export(Actor(ann), ann, lines, "xapi", "https://school.example/")
    told = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [one["verb"]["display"]["en-US"] for one in told] == ["answered"] * 2 + ["completed"]
    assert [one["result"].get("success") for one in told] == [True, False, None]
    assert {one["context"]["registration"] for one in told} == {first}
    before = lines.read_bytes()
    service.export(Actor(ann), ann, lines, "xapi", "https://school.example")
    assert lines.read_bytes() == before
    done(store, ann, 1.0)
    service.export(Actor(ann), ann, lines, "xapi", "https://school.example")
    assert lines.read_bytes().startswith(before)  # what is told stays; what is new comes after
    assert sorted(one.name for one in tmp_path.glob("ann*")) == ["ann.csv", "ann.jsonl"]


def test_nothing_of_an_open_test_is_in_any_file(store, tmp_path):
    ann = store.create_learner("Ann").id
    for context in ("practice", "mock", "diagnostic", "shift"):
        made = new_attempt(ann, some_items(2))
        spec = replace(made.spec, feedback="test", context=context)
        attempt = store.start_attempt(replace(made, spec=spec), study_day=DAY)
        answer(store, attempt.id, 0)
    for form in ("csv", "xapi"):
        view = ResultsService(store).export(Actor(ann), ann, tmp_path / form, form)
        assert (view.answers, view.open) == (0, 4)
        text = (tmp_path / form).read_text(encoding="utf-8")
        assert text == ("" if form == "xapi" else ",".join(COLUMNS) + "\n")


def test_everyone_may_take_their_own_and_administrators_anyones(store, tmp_path):
    ann, bob = store.create_learner("Ann").id, store.create_learner("Bob").id
    done(store, ann, 1.0)
    service = ResultsService(store)
    for actor in (Actor(ann), Actor(bob, ADMINISTRATOR), owner_of(bob)):
        assert service.export(actor, ann, tmp_path / "x", "csv").answers == 1
    for actor in (Actor(bob), Actor(bob, INSTRUCTOR), Actor(None)):
        with pytest.raises(AccessError):
            service.export(actor, ann, tmp_path / "no", "csv")
    assert not (tmp_path / "no").exists()


def test_what_cannot_be_done_is_one_line(store, tmp_path):
    ann = store.create_learner("Ann").id
    service = ResultsService(store)
    for path, form, home, words in (
        (tmp_path / "x", "scorm", "https://x.y", "no such format"),
        (tmp_path / "x", "xapi", "x", "no address"),
        (tmp_path / "none" / "x", "csv", "https://x.y", "cannot be written"),
    ):
        with pytest.raises(UsageError, match=words):
            service.export(Actor(ann), ann, path, form, home)
