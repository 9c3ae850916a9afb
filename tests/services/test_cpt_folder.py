"""`question_banks/cpt/` can be deleted: everything else works, and so does what was answered."""

import shutil
from random import Random

import pytest

from tutor.clock import FixedClock
from tutor.content.files import CPT_FOLDER
from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.services.content_check import check_content, content_stats
from tutor.services.context import assemble
from tutor.services.library import content_roots, open_library
from tutor.settings import Settings
from tutor.store.store import open_store

BANK = """\
schema: 1
subject: cpt
topic: pages
items:
  - id: cpt-two-of-a-family
    version: 1
    kind: single
    stem: "Invented numbers, 00001 or 00002: the record supports the higher. Which is it?"
    options:
      - {id: a, text: "00001", rationale: It is below what the record supports.}
      - {id: b, text: "00002", correct: true, rationale: The record supports it.}
    exams: {cpc: [em]}
    role: coder
    skill: code-assignment
    level: apply
    difficulty: 1
    references:
      - {cite: "CMS Pub. 100-04, ch. 12, § 30.6", year: "2026"}
    code_set: "CPT 2026"
"""
SPEC = QuizSpec(exam="cpc", domains=("em",), subject="cpt", count=1)


@pytest.fixture
def root(tmp_path):
    """A copy of the shipped content with a CPT folder of its own."""
    (shipped,) = content_roots(())
    for name in ("question_banks", "lessons", "seeds"):
        shutil.copytree(shipped / name, tmp_path / "root" / name)
    folder = tmp_path / "root" / "question_banks" / "cpt"
    folder.mkdir(exist_ok=True)
    (folder / "pages.yaml").write_text(BANK, encoding="utf-8")
    return tmp_path / "root"


@pytest.fixture
def start(tmp_path, root, clock: FixedClock):
    """Start the program on the copy, as often as wanted."""

    def build():
        settings = Settings(home=tmp_path / "home")
        settings.make_folders()
        store = open_store(settings.database, clock=clock, backups=settings.backups)
        library = open_library([root], tmp_path / "content.db")
        return assemble(settings, clock, Random(3), store, library)

    return build


def faults(root, cache):
    return check_content([root], cache / "check.db").problems


def test_the_folder_can_be_deleted_at_any_time(start, root, tmp_path):
    with start() as services:
        assert faults(root, tmp_path) == ()
        items = content_stats(services.library).items
        held = sum(
            definition.kind == "item"
            for file, found in services.library.facts().items()
            if file.startswith(CPT_FOLDER)
            for definition in found.definitions
        )
        assert held >= 1
        learner = services.profiles.create("Ana", exam="cpc")
        session = services.practice.start(learner.id, SPEC)
        item = session.current().item_id
        assert item == "cpt-two-of-a-family"
        session.answer(key_response(services.library.item(item)))
        session.finish()
        open_one = services.practice.start(learner.id, SPEC)

    shutil.rmtree(root / "question_banks" / "cpt")

    with start() as services:
        assert faults(root, tmp_path) == ()
        assert content_stats(services.library).items == items - held
        assert services.practice.matching(learner.id, SPEC) == 0
        rest = services.practice.resume(open_one.attempt_id)
        assert "00002" in rest.current().stem
        assert rest.answer(("a",)).feedback.outcome == "wrong"
        rest.finish()
        ended = services.practice.resume(session.attempt_id)
        assert ended.result().right == 1
        assert "00002" in ended.review(0).stem
        assert services.progress.overview(learner.id, "cpc").history
        quiz = services.practice.start(learner.id, QuizSpec(exam="cpc", domains=("em",), count=4))
        assert quiz.current().total == 4
        assert services.home.home(learner.id)
