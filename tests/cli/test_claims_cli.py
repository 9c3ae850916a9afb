"""`tutor claims check` and `tutor claims read`, as a user runs them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.cli.conftest import Done
from tests.domain.claims.worlds import HMO, WORLD
from tests.interchange.x12 import samples
from tutor.domain.claims.fill import fill_form
from tutor.errors import EXIT_FAULT, EXIT_USAGE
from tutor.interchange.x12 import syntax
from tutor.interchange.x12.writers import WRITERS

CLAIM = WRITERS.claim(fill_form(WORLD, HMO))
PAID = samples.remittance(Random(2), claims=2)


@pytest.fixture
def write(tmp_path):
    def call(text: str | bytes, name: str = "file.x12") -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return call


def test_a_claim_is_explained_and_a_sound_one_has_no_errors(tutor, write):
    pytest.importorskip("pyx12")
    done = tutor("claims", "check", write(CLAIM))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Load made-up files only")
    for text in (
        "Claim PF0008: professional, 80.00",
        "To              RIVER HMO 70921 (pays first, commercial)",
        "Insured         KIM VANCE, member RI44719001, born 1988-11-30, female",
        "Diagnosis 1     M17.11 (principal)",
        "1     2026-03-02  11     J3301    1              4   80.00",
        "No errors in the file itself. Pyx12 found its syntax in order.",
    ):
        assert text in done.out


def test_errors_are_told_with_place_and_mending_and_lead_to_another_exit_code(tutor, write):
    pytest.importorskip("pyx12")
    wrong = CLAIM.replace("*IA*515370000", "*ZZ*515370000").replace("D8*19881130", "D8*19731501")
    done = tutor("claims", "check", write(wrong))
    assert done.code == EXIT_FAULT
    assert "✗ Error: ZZ (address of the billing provider" in done.out
    assert "segment 11 (line 11, column 1), N402: write the two letters" in done.out
    assert "✗ Error (pyx12): Data element" in done.out
    view = tutor("claims", "check", write(wrong), "--json").json
    assert view["errors"] == 4
    (claim,) = view["parts"]
    assert claim["kind"] == "ReadClaim"
    assert claim["record"]["lines"][0]["code"] == "J3301"
    alone = tutor("claims", "check", write(wrong), "--no-syntax", "--json").json
    assert (alone["errors"], alone["syntax"]) == (3, "")


def test_without_pyx12_the_way_to_get_it_is_said(tutor, write, monkeypatch):
    monkeypatch.setattr(syntax, "installed", lambda: False)
    done = tutor("claims", "check", write(CLAIM))
    assert done.code == 0
    assert "get pyx12 by pip install" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WRITERS.remittance(PAID), "2 claims: charged"),
        (WRITERS.status(samples.status_report(Random(1))), "came back"),
        (WRITERS.ack(samples.acknowledgement(Random(1))), "Acknowledgement (999) of group"),
        (WRITERS.eligibility(samples.eligibility(Random(1))), "Eligibility of "),
        (WRITERS.inquiry(samples.inquiry(Random(1))), "Eligibility inquiry for"),
    ],
    ids=["835", "277CA", "999", "271", "270"],
)
def test_answers_are_read(tutor, write, text, expected):
    done = tutor("claims", "read", write(text))
    assert (done.code, done.err) == (0, "")
    assert expected in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_a_remittance_that_does_not_balance_is_told(tutor, write):
    text = WRITERS.remittance(replace(PAID, total=PAID.total + 1))
    done = tutor("claims", "read", write(text))
    assert done.code == EXIT_FAULT
    assert "✗ Error: the payment is " in done.out
    assert tutor("claims", "read", write(text), "--claims", "1", "--json").json["counted"] == 2


def refused(done: Done) -> str:
    assert done.code in (EXIT_FAULT, EXIT_USAGE)
    assert done.out == ""
    assert done.err.startswith("tutor: ")
    assert done.err.count("\n") == 1
    return done.err


def test_what_is_of_no_use_is_refused_in_a_line(tutor, write, tmp_path):
    assert "holds no claims: try `tutor claims read" in refused(
        tutor("claims", "check", write(WRITERS.remittance(PAID)))
    )
    assert "holds claims: try `tutor claims check" in refused(tutor("claims", "read", write(CLAIM)))
    assert "is a folder" in refused(tutor("claims", "read", str(tmp_path)))
    assert "no such file" in refused(tutor("claims", "read", str(tmp_path / "none")))
    assert "EBCDIC" in refused(tutor("claims", "read", write(CLAIM.encode("cp037"))))
    assert "this is a PDF" in refused(tutor("claims", "read", write(b"%PDF-1.7")))
    assert "the file is empty" in refused(tutor("claims", "check", write(b"")))


def test_nothing_is_stored_and_no_control_character_is_printed(tutor, write, home):
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    done = tutor("claims", "check", write(CLAIM.replace("VANCE", "VA\x1b[2J\x07\u202eNCE")))
    assert "\x1b" not in done.out
    assert "VA␛[2J␇" in done.out
    assert "\u202e" not in done.out
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before


def test_pyx12_stays_out_of_the_start(tutor):
    import subprocess
    import sys

    code = (
        "import sys; from tutor.cli.main import run; from tutor.launch import launch; "
        "run(['claims', '--help'], launch=launch); "
        "assert 'pyx12' not in sys.modules and 'sqlmodel' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
