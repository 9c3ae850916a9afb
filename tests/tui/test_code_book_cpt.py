"""An imported CPT file in the code book: descriptors with their owner's notice, and drills."""

from __future__ import annotations

import pytest

from tests.services.drills.cpt_file import import_file, write_file
from tests.tui.book_bench import book, found, look_up, page_code, page_text
from tests.tui.conftest import frame, press, type_text
from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.settings import Settings
from tutor.tui.app import StartAt

CODE, WORDS = "79901", "Invented work [220] {0} of 79901"


def own_file(home):
    settings = Settings(home=home)
    settings.make_folders()
    import_file(write_file(home / "2026 LONGULT.txt"), settings.codebook)


async def test_descriptors_are_found_and_shown_with_the_notice(tmp_path):
    own_file(tmp_path)
    async with book(tmp_path) as bench:
        await look_up(bench, CODE)
        assert CODE in found(bench)
        assert WORDS in bench.text()
        await bench.press("enter")
        assert page_code(bench) == CODE
        assert "Invented work [221] {0} of 79902" in page_text(bench)  # beside it
        shown = bench.text()
        assert WORDS in shown
        assert "All rights reserved" in shown
        await look_up(bench, "invented of 79902")
        assert found(bench)[0] == "79902"


@pytest.mark.usefixtures("books")
async def test_a_descriptor_is_asked_for_and_its_code_typed(run_app, services, learner):
    own_file(services.settings.home)
    services.codes.reload()
    spec = QuizSpec(count=1, source="generated", drills=("cpt-lookup",))
    async with run_app(size=(120, 40), start=StartAt("practice", spec=spec, seed=3)) as pilot:
        assert "Find it in the CPT® book and type the code (2026)" in frame(pilot)
        (attempt,) = services.store.open_attempts(learner.id)
        (slot,) = services.store.attempt(attempt.id).slots
        assert slot.placed.item.stem.rpartition("\n\n")[2] in frame(pilot)
        await type_text(pilot, *key_response(slot.placed.item))
        await press(pilot, "enter")
        assert "Right" in frame(pilot)
        assert "American Medical Association" in frame(pilot)
