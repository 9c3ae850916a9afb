"""`tutor class bank`: a course's own questions by command."""

from __future__ import annotations

import pytest

from tests.code_books import compiled_books, lend_books
from tests.services.classroom.own_items import OWN


@pytest.fixture
def bank(tutor, home, tmp_path_factory):
    """Run a command of `tutor class bank` on a course."""
    lend_books(compiled_books(tmp_path_factory), home / "cache")
    assert tutor("profile", "add", "Dr Who").code == 0
    assert tutor("class", "create", "CPB spring", "--exam", "cpb").code == 0
    return lambda *args: tutor("class", "bank", *args, "--course", "CPB spring")


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_question_is_written_from_the_template(bank, tmp_path):
    path = tmp_path / "new.yaml"
    assert bank("list").out.startswith("No question yet")
    written = bank("template", "--out", str(path)).out
    assert " ".join(written.split()) == f"Written: {path}"
    assert bank("check", str(path)).out.endswith("1 question, 0 problems.\n")
    assert bank("add", str(path)).code == 0
    (line,) = bank("list", "--json").json
    assert line["id"].endswith("my-question")
    assert "Why it is right." in bank("show", "my-question").out


def test_a_question_is_edited_withdrawn_and_restored(bank, mine):
    assert bank("add", str(mine)).code == 0
    mine.write_text(OWN.replace("came straight", "came"), encoding="utf-8")
    (line,) = bank("edit", "empty-npi", "--file", str(mine), "--json").json
    assert line["version"] == 2
    assert "came straight" not in bank("show", "empty-npi", "--yaml").out
    assert bank("withdraw", "empty-npi").out == "Withdrawn. --undo brings it back.\n"
    assert bank("list", "--json").json == []
    assert "withdrawn" in bank("list", "--all").out
    assert bank("export").code == 2
    assert bank("withdraw", "empty-npi", "--undo").code == 0
    assert "empty-npi" in bank("export").out


def test_faults_have_file_line_and_what_to_do(bank, mine):
    assert bank("add", str(mine)).code == 0
    again = bank("add", str(mine))
    assert again.code == 1
    assert f"{mine}:5: the item empty-npi is already in the course's bank" in again.err
    mine.write_text(OWN.replace("kind: single", "kind: sngle"), encoding="utf-8")
    for command in ("check", "add"):
        done = bank(command, str(mine))
        told = done.out + done.err
        assert done.code == 1
        assert f"{mine}:7: " in told
        assert "single" in told
    done = bank("edit", "empty-npi", "--file", str(mine))
    assert done.code == 1
    assert f"{mine}:7: " in done.err
    assert bank("list", "--json").json[0]["version"] == 1


IMPOSSIBLE = (
    ("show", "no-such-item"),
    ("withdraw", "no-such-item"),
    ("edit", "no-such-item", "--file", "no/such.yaml"),
    ("add", "no/such.yaml"),
    ("export",),
    ("template", "--out", "no/such/place.yaml"),
)


def test_what_cannot_be_done_is_said_in_one_line(bank):
    for args in IMPOSSIBLE:
        done = bank(*args)
        assert done.code == 2, args
        assert done.err.startswith("tutor: ")
        assert len(done.err.strip().splitlines()) == 1, done.err
