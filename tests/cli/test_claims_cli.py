"""`tutor claims check` and `tutor claims read`, as a user runs them."""

from __future__ import annotations

import os
import re
import sys
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
from tutor.services import claim_files

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
        "Insured         KIM VANCE, member RI44719001, born 11/30/1988, female",
        "Diagnosis 1     M17.11 (principal)",
        "1     03/02/2026  11     J3301    1              4   80.00",
        "No errors in the file itself. Pyx12 found its syntax in order.",
    ):
        assert text in done.out


def test_errors_are_told_with_place_and_mending_and_lead_to_another_exit_code(tutor, write):
    pytest.importorskip("pyx12")
    wrong = CLAIM.replace("*IA*515370000", "*ZZ*515370000").replace("D8*19881130", "D8*19731501")
    wrong = wrong.replace("*Y*A*Y*Y", "*Y*Q*Y*Y")
    done = tutor("claims", "check", write(wrong))
    assert done.code == EXIT_FAULT
    assert "✗ Error: ZZ (address of the billing provider" in done.out
    assert "segment 11 (line 11, column 1), N402: write the two letters" in done.out
    assert "✗ Error (pyx12): " in done.out
    view = tutor("claims", "check", write(wrong), "--json").json
    assert view["errors"] == 3
    (claim,) = view["parts"]
    assert claim["kind"] == "ReadClaim"
    assert claim["record"]["lines"][0]["code"] == "J3301"
    alone = tutor("claims", "check", write(wrong), "--no-syntax", "--json").json
    assert (alone["errors"], alone["syntax"]) == (2, "")


def test_without_pyx12_the_way_to_get_it_is_said(tutor, write, monkeypatch):
    monkeypatch.setattr(syntax, "installed", lambda: False)
    done = tutor("claims", "check", write(CLAIM))
    assert done.code == 0
    assert "get pyx12 by pip install" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WRITERS.remittance(PAID), "2 claims: charged"),
        (WRITERS.status(samples.status_report(Random(1))), " rejected"),
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


def test_json_escapes_what_a_terminal_would_obey_and_keeps_letters(tutor, write):
    name = "ÉΩ\x7f\x9b31m\u202e\u2066\u200b\ufeff\u2028\U000e0041𝔄"
    done = tutor("claims", "check", write(CLAIM.replace("VANCE", name)), "--json")
    assert name in {party["last"] for party in done.json["parts"][0]["record"]["parties"]}
    assert "ÉΩ\\u007f\\u009b31m\\u202e\\u2066\\u200b\\ufeff\\u2028\\udb40\\udc41𝔄" in done.out
    assert all(one.isprintable() or one == "\n" for one in done.out)


def test_what_is_no_ordinary_file_is_not_called_missing(tutor, tmp_path):
    pipe, loop, nowhere = (tmp_path / name for name in ("pipe", "loop", "nowhere"))
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    nowhere.symlink_to(tmp_path / "gone")
    for path in (pipe, "/dev/zero"):
        assert "is no ordinary file: copy" in refused(tutor("claims", "read", str(path)))
    for path in (loop, nowhere):
        told = refused(tutor("claims", "check", str(path)))
        assert "is no ordinary file, but a link that leads to none" in told
    assert "no such file" in refused(tutor("claims", "read", str(tmp_path / "gone")))
    real = tmp_path / "real"
    real.write_text(CLAIM)
    nowhere.unlink()
    nowhere.symlink_to(real)
    assert tutor("claims", "check", str(nowhere), "--no-syntax").code == 0


def test_a_pyx12_that_is_broken_leaves_the_other_checks(tutor, write, monkeypatch):
    pytest.importorskip("pyx12")
    monkeypatch.setitem(sys.modules, "pyx12.params", None)
    done = tutor("claims", "check", write(CLAIM))
    assert (done.code, done.err) == (0, "")
    assert "pyx12 is there but cannot be loaded" in " ".join(done.out.split())


def test_numbers_without_end_are_errors_in_the_file(tutor, write):
    done = tutor(
        "claims", "check", write(CLAIM.replace("*1~\nDTP*472", f"*{'9' * 5000}~\nDTP*472"))
    )
    assert (done.code, done.err) == (EXIT_FAULT, "")
    assert "✗ Error: line 1 points to diagnosis 999" in done.out


def test_days_are_written_as_forms_have_them_and_as_iso_in_json(tutor, write):
    for text in (
        CLAIM,
        WRITERS.remittance(PAID),
        WRITERS.status(samples.status_report(Random(1))),
        WRITERS.ack(samples.acknowledgement(Random(1))),
        WRITERS.eligibility(samples.eligibility(Random(1))),
        WRITERS.inquiry(samples.inquiry(Random(1))),
    ):
        command = "check" if text is CLAIM else "read"
        out = tutor("claims", command, write(text)).out
        assert re.search(r"\b[01][0-9]/[0-3][0-9]/(19|20)[0-9]{2}\b", out), out
        assert not re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", out), out
    view = tutor("claims", "check", write(CLAIM), "--json").json
    assert view["parts"][0]["record"]["lines"][0]["begins"] == "2026-03-02"


def test_a_claim_acknowledgement_counts_what_was_accepted_and_rejected(tutor, write):
    report = samples.status_report(Random(4))
    good = sum(one.accepted for one in report.claims)
    out = tutor("claims", "read", write(WRITERS.status(report))).out
    assert f": {good} accepted, {len(report.claims) - good} rejected" in out
    assert out.count(": REJECTED") == len(report.claims) - good == 3


@pytest.mark.parametrize("command", ["read", "check"])
def test_help_says_that_amounts_of_json_are_cents(tutor, command):
    assert "--json are in whole cents" in " ".join(tutor("claims", command, "--help").out.split())


def test_pyx12_stays_out_of_the_start(tutor):
    import subprocess
    import sys

    code = (
        "import sys; from tutor.cli.main import run; from tutor.launch import launch; "
        "run(['claims', '--help'], launch=launch); "
        "assert 'pyx12' not in sys.modules and 'sqlmodel' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_pipe_is_read_like_a_file_up_to_a_size(tutor, write, monkeypatch):
    def piped(data, *words):
        return tutor("claims", *words, typed=data)

    done = piped(CLAIM.encode(), "check", "-", "--no-syntax")
    assert (done.code, done.err) == (0, "")
    of_file = tutor("claims", "check", write(CLAIM), "--no-syntax").out
    assert done.out.split("=\n", 1)[1] == of_file.split("=\n", 1)[1]
    assert "standard input" in done.out
    if syntax.installed():
        assert "found its syntax in order" in piped(CLAIM.encode(), "check", "-").out
    assert refused(piped(b"", "read", "-")) == "tutor: standard input: the file is empty\n"
    assert "holds claims: try `tutor claims check -`" in refused(piped(CLAIM.encode(), "read", "-"))
    assert "there is no standard input" in refused(tutor("claims", "check", "-", typed=""))
    monkeypatch.setattr(claim_files, "MOST_PIPED", 100)
    assert "more than 0 MB: save it as a file" in refused(piped(CLAIM.encode(), "check", "-"))


def test_a_sample_is_written_and_never_over_a_file(tutor, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = tutor("claims", "sample")
    assert done.code == 0
    assert "Next: tutor claims check sample-837p.x12" in " ".join(done.out.split())
    assert tutor("claims", "check", "sample-837p.x12", "--no-syntax").code == 0
    before = (tmp_path / "sample-837p.x12").read_bytes()
    assert "is there already" in refused(tutor("claims", "sample", "837P", "--seed", "2"))
    assert (tmp_path / "sample-837p.x12").read_bytes() == before
    other = tmp_path / "paid.835"
    assert tutor("claims", "sample", "835", "--out", str(other)).code == 0
    assert tutor("claims", "read", str(other)).code == 0
    assert "cannot be written" in refused(
        tutor("claims", "sample", "--out", str(tmp_path / "no" / "x"))
    )
