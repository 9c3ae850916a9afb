"""Thousands of broken files: each gets an answer, or one clear line; nothing else ever."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.domain.claims.worlds import INSURED, WORLD
from tests.interchange.x12 import samples
from tests.interchange.x12.mangle import mangle
from tutor.domain.claims.fill import fill_form
from tutor.errors import TutorError
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.syntax import check_syntax
from tutor.interchange.x12.writers import WRITERS
from tutor.services.claim_file_views import FileView
from tutor.services.claim_files import read_file
from tutor.services.claim_report import file_lines

SEEDS = 2_000
CHUNK = 500
SYNTAX_SEEDS = 30
FORMS = [fill_form(WORLD, encounter) for encounter in INSURED]


def sample(rng: Random) -> bytes:
    """Return a sound file of any kind."""
    makers = (
        lambda: WRITERS.claim(rng.choice(FORMS)),
        lambda: WRITERS.remittance(samples.remittance(rng)),
        lambda: WRITERS.status(samples.status_report(rng)),
        lambda: WRITERS.ack(samples.acknowledgement(rng)),
        lambda: WRITERS.eligibility(samples.eligibility(rng)),
        lambda: WRITERS.inquiry(samples.inquiry(rng)),
    )
    return rng.choice(makers)().encode()


def answer_to(path: Path) -> FileView | str:
    """Read a file; return what was found, or the line that refuses it."""
    try:
        return read_file(path)
    except TutorError as error:
        return str(error)


@pytest.mark.parametrize("start", range(0, SEEDS, CHUNK))
def test_broken_files_are_read_or_refused(tmp_path, start):
    answered = refused = 0
    path = tmp_path / "file"
    for seed in range(start, start + CHUNK):
        rng = Random(seed)
        path.write_bytes(mangle(sample(rng), rng))
        view = answer_to(path)
        if isinstance(view, str):
            refused += 1
            assert view.startswith("file: "), seed
            assert "\n" not in view, seed
        else:
            answered += 1
            lines = list(file_lines(view))
            assert lines[0] == "file", seed
            shown = [line for line in lines if line.startswith(("✗ Error", "– Note"))]
            assert len(shown) == view.errors + view.notes - view.untold, seed
    assert answered > refused > CHUNK // 20


def test_pyx12_is_kept_from_crashing():
    pytest.importorskip("pyx12")
    for seed in range(SYNTAX_SEEDS):
        rng = Random(seed)
        text = mangle(sample(rng), rng).decode("latin-1")
        try:
            check = check_syntax(text, Faults())
        except TutorError:
            continue
        assert check.ran or check.note, seed
