"""`tutor bank`: questions in from other programs and out to them, by command."""

from __future__ import annotations

import pytest

from tutor.errors import EXIT_FAULT, EXIT_USAGE

GIFT = """::one::Which claim is denied for a missing NPI?{=The first#It lacks it.~The second~Third}

::two::How much is due of $100.00 at 80 percent?{#80:0.01}

::three::Say what you think.{}
"""


@pytest.fixture
def gift(tutor, tmp_path):
    assert tutor("profile", "add", "Ann", "--exam", "cpb").code == 0
    path = tmp_path / "week.gift"
    path.write_text(GIFT, encoding="utf-8")
    return path


def test_formats_are_listed_with_what_they_need(tutor):
    listed = tutor("bank", "formats").out
    assert "bundle" in listed
    assert "needs [interchange]" in listed
    (bundle,) = [one for one in tutor("bank", "formats", "--json").json if one["name"] == "bundle"]
    assert (bundle["reads"], bundle["writes"], bundle["lossless"]) == (True, True, True)


def test_a_plan_is_shown_and_done_only_when_it_is_wanted(tutor, gift, home):
    shown = tutor("bank", "import", str(gift), "--dry-run")
    assert shown.code == 0
    text = " ".join(shown.out.split())
    assert "3 questions for your own bank: 2 new, 0 changed, 0 there already, 1 refused." in text
    assert "domains proposed: cpb:reimb" in text
    assert "Done" not in text
    asked = tutor("bank", "import", str(gift))
    assert (asked.code, "add --yes" in asked.err) == (EXIT_USAGE, True)
    assert not (home / "content").exists()
    done = tutor("bank", "import", str(gift), "--yes", "--tag", "2=cpb:case,cca:d2", "--json").json
    assert (len(done["done"]["new"]), done["counts"]["refused"]) == (2, 1)
    assert done["questions"][1]["tags"] == ["cpb:case", "cca:d2"]
    again = tutor("bank", "import", str(gift), "--yes", "--json").json
    assert (again["done"], again["counts"]["duplicate"]) == (None, 2)
    assert tutor("content", "check").code == 0
    shown = tutor("content", "show", done["done"]["new"][1]).out
    assert "cpb case, cca d2" in " ".join(shown.split()) or "cca d2" in shown


def test_single_questions_are_left_out(tutor, gift):
    shown = tutor("bank", "import", str(gift), "--dry-run", "--without", "1")
    assert "Left out: 1." in shown.out
    done = tutor("bank", "import", str(gift), "--yes", "--without", "1", "--json").json["done"]
    assert len(done["new"]) == 1
    assert "80 percent" in tutor("content", "show", done["new"][0]).out


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (("--tag", "cpb"), "write EXAM:DOMAIN"),
        (("--tag", "9=cpb:bill"), "question 9 of the plan is not taken"),
        (("--tag", "x=cpb:bill"), "write EXAM:DOMAIN"),
        (("--tag", "cpb:nope", "--yes"), "has no domain"),
        (("--without", "3"), "question 3 is not taken anyway"),
        (("--without", "1,x"), "question x is not taken anyway"),
        (("--format", "word"), "no such format"),
        (("--format", "paper-md"), "can be written, not read"),
        (("--exam", "xyz"), "no exam"),
        (("--to", "Nowhere"), "Nowhere"),
    ],
)
def test_what_is_asked_wrongly_gets_one_line(tutor, gift, home, more, what):
    done = tutor("bank", "import", str(gift), *more)
    assert (done.code, what in done.err) == (EXIT_USAGE, True), done.err
    assert done.err.count("\n") == 1
    assert not (home / "content").exists()


def test_files_that_cannot_be_read_get_one_line(tutor, gift, tmp_path):
    odd = tmp_path / "odd.bin"
    odd.write_bytes(b"\x00\x01\x02 nothing")
    for path in (tmp_path / "none.gift", odd, tmp_path):
        done = tutor("bank", "import", str(path), "--yes")
        assert (done.code, done.err.count("\n")) == (EXIT_FAULT, 1)


def test_a_file_of_which_nothing_can_be_taken_is_a_fault(tutor, gift, tmp_path, home):
    essays = tmp_path / "essays.gift"
    essays.write_text("Say what you think.{}\n", encoding="utf-8")
    for how in ("--dry-run", "--yes", "--json"):
        done = tutor("bank", "import", str(essays), how)
        assert (done.code, "essay" in done.out) == (EXIT_FAULT, True)
    assert not (home / "content").exists()


def test_questions_go_out_and_what_is_lost_is_said(tutor, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = tutor("bank", "export", "--format", "aiken", "--select", "subject=claims")
    assert done.code == 0, done.err
    assert (tmp_path / "claims.aiken.txt").is_file()
    assert "losses:" in done.out
    again = tutor("bank", "export", "--format", "aiken", "--select", "subject=claims")
    assert (again.code, "--force" in again.err) == (EXIT_USAGE, True)
    made = tutor(
        *("bank", "export", "--format", "jsonl", "--select", "exam=cpb", "--select", "domain=bill"),
        *("--title", "Billing", "--json"),
    ).json
    assert (made["losses"], made["left_out"], made["questions"] > 50) == ([], 0, True)
    assert made["files"] == [str(tmp_path / "billing.jsonl")]


@pytest.mark.parametrize(
    ("select", "what"),
    [
        ("subject=nothing-like-it", "no question is selected"),
        ("colour=red", "write KEY=VALUE"),
        ("exam", "write KEY=VALUE"),
        ("set=Quiz 1", "name its course"),
        ("exam=xyz", "no exam"),
    ],
)
def test_a_selection_that_makes_no_sense_gets_one_line(tutor, tmp_path, select, what):
    done = tutor(
        *("bank", "export", "--format", "gift", "--select", select),
        *("--out", str(tmp_path / "x.gift")),
    )
    assert (done.code, what in done.err) == (EXIT_USAGE, True), done.err
    assert not (tmp_path / "x.gift").exists()
