"""The layers hold at run time too: what a subprocess has imported is what counts."""

import json
import subprocess
import sys
from dataclasses import dataclass
from random import Random
from typing import get_args

import pytest

from tests.factories import make_item
from tutor.domain.blank import Blank
from tutor.domain.grading import Verdict
from tutor.domain.item_json import item_from_json, item_to_json
from tutor.domain.keyless import keyless
from tutor.domain.kinds import (
    KINDS,
    Kind,
    arrange,
    grade,
    key_response,
    resolve,
    score_of,
    solve,
    wrong_response,
)
from tutor.domain.pcs import PcsBook
from tutor.domain.presenting import Explained, KeyLine, Shown
from tutor.domain.records import PlacedItem
from tutor.errors import KeylessError
from tutor.services.questions import build_feedback, build_question

PROBE = """
import json, sys
{code}
print(json.dumps(sorted(sys.modules)))
"""


def modules_after(code):
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(code=code)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def top_level(modules):
    return {module.partition(".")[0] for module in modules}


HEAVY = {
    "aiohttp",
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "pydantic",
    "yaml",
    "rich",
    "fsrs",
}


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["practice", "--help"],
        ["content", "--help"],
        ["cards", "--help"],
        ["class", "item-analysis", "--help"],
        ["serve", "--help"],
    ],
)
def test_help_and_version_load_nothing_heavy(args):
    loaded = modules_after(
        f"""
import contextlib, io
from tutor.cli.main import run
from tutor.launch import launch
with contextlib.redirect_stdout(io.StringIO()):
    assert run({args!r}, launch=launch) == 0
"""
    )
    assert not HEAVY & top_level(loaded)


def test_the_domain_loads_only_the_standard_library():
    before = top_level(modules_after(""))
    loaded = modules_after(
        """
import importlib, pkgutil, tutor.domain
for found in pkgutil.walk_packages(tutor.domain.__path__, "tutor.domain."):
    importlib.import_module(found.name)
"""
    )
    outside = top_level(loaded) - before - set(sys.stdlib_module_names) - {"tutor"}
    outside = {name for name in outside if not name.startswith("_sysconfigdata")}
    assert outside == set()


def test_services_never_load_textual():
    assert "textual" not in top_level(modules_after("import tutor.services.context"))


def test_the_first_frame_needs_no_database_and_no_schema():
    """What the screen imports before its first frame, in a home where everything exists."""
    loaded = modules_after("import tutor.tui.app, tutor.tui.screens.home")
    assert not {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "yaml", "fsrs"} & top_level(loaded)


STATES = {"right", "wrong", "missed", "neutral", "partly"}


class NoLibrary:
    """A library with nothing to link to."""

    def blueprints(self):
        return ()

    def lessons(self):
        return ()

    def hcpcs_codes(self):
        return frozenset()

    def pcs_book(self):
        return PcsBook()


def check_whole(kind, item):
    """Take an item of a kind all the way: shown, answered rightly and wrongly, explained."""
    assert isinstance(item.body, kind.body)
    assert item_from_json(item_to_json(item)) == item
    rng = Random(1)
    arrangement = arrange(item, rng)
    placed = PlacedItem(item, arrangement)
    key, wrong = key_response(item), wrong_response(item, rng)
    assert grade(item, key).score == 1
    assert grade(item, wrong).score < 1
    question = build_question(placed, NoLibrary())
    assert question.kind_label == kind.label
    assert tuple(part.id for part in question.parts) == arrangement
    for response, outcomes in ((key, {"right"}), (wrong, {"partly", "wrong"}), ((), {"skipped"})):
        feedback = build_feedback(placed, response, NoLibrary())
        assert feedback.outcome in outcomes
        assert feedback.key
        assert {part.id for part in feedback.parts} >= set(arrangement)
        assert feedback.explanation or all(part.rationale for part in feedback.parts)
        assert {part.state for part in feedback.parts} <= STATES
    assert solve(item)
    check_keyless(item, key, wrong)
    return question, key


def check_keyless(item, key, wrong):
    """Ask an item without its key: the same parts are shown, and its answers can be graded."""
    made = keyless(item, b"secret")
    assert item_from_json(item_to_json(made.item)) == made.item
    question = build_question(PlacedItem(made.item, arrange(made.item, Random(2))), NoLibrary())
    whole = build_question(PlacedItem(item, arrange(item, Random(2))), NoLibrary())
    assert sorted(part.text for part in question.parts) == sorted(p.text for p in whole.parts)
    assert [part.text for part in question.targets] == [part.text for part in whole.targets]
    assert (question.unit, question.code_sets) == (whole.unit, whole.code_sets)
    names = {true: name for name, true in made.names.items()}
    for response in (key, wrong):
        given = tuple(
            names.get(one) or "=".join(names.get(id_, id_) for id_ in one.split("="))
            for one in response
        )
        assert score_of(made.item, given) is None
        assert made.true(given) == response
    with pytest.raises(KeylessError):
        grade(made.item, key)


def typed(question, response):
    """Return a response as a learner types it: labels for ids, figures as they are."""
    labels = {part.id: part.label for part in (*question.parts, *question.targets)}
    return " ".join(_typed_one(answer, labels) for answer in response)


def _typed_one(answer, labels):
    line, _, target = answer.partition("=")
    if line in labels and target in labels:
        return labels[line] + labels[target]
    return labels.get(answer, answer)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_is_registered_whole(kind):
    from tutor.cli.prompts import Prompt
    from tutor.content.schema import QuestionIn
    from tutor.tui.widgets.answer import Answer

    question, key = check_whole(kind, make_item(kind=kind.name))
    prompt = resolve(kind.prompt)
    assert isinstance(prompt, Prompt)
    assert prompt.hint
    parsed = prompt.parse(question, typed(question, key))
    assert sorted(parsed) == sorted(key)
    assert grade(make_item(kind=kind.name), parsed).score == 1
    schema = resolve(kind.schema)
    assert issubclass(schema, QuestionIn)
    assert get_args(schema.model_fields["kind"].annotation) == (kind.name,)
    widget = resolve(kind.widget)
    assert issubclass(widget, Answer)
    assert widget(question).question is question


@dataclass(frozen=True, slots=True)
class Word:
    """The body of a kind that the program does not have: type the missing word."""

    word: str

    @classmethod
    def from_dict(cls, data):
        return cls(**data)


def test_a_kind_with_a_body_of_its_own_needs_nothing_but_its_entry(monkeypatch, capsys):
    from tutor.cli.content_show import print_content

    kind = Kind(
        name="word",
        label="Fill in",
        body=Word,
        grade=lambda body, response: Verdict(1.0 if response == (body.word,) else 0.0),
        key=lambda body: (body.word,),
        wrong=lambda body, rng: (body.word + "s",),
        arrange=lambda body, rng: (),
        present=lambda body, arrangement: Shown(),
        explain=lambda body, arrangement, verdict, response: Explained(body.word, (), "Because."),
        solve=lambda body: (KeyLine("Word: ", body.word, "Because."),),
        blank=lambda body: Blank(),
        fit=lambda body, response: None,
        schema="",
        widget="",
        prompt="",
    )
    monkeypatch.setitem(KINDS, "word", kind)
    item = make_item(kind="word", body=Word("modifier"))
    check_whole(kind, item)
    print_content(item)
    assert "Word: modifier" in capsys.readouterr().out
