"""`tutor bank template`: a table to fill in, and no file lost to it."""

from __future__ import annotations


def test_a_template_is_written_once(tutor, tmp_path):
    path = tmp_path / "mine.csv"
    done = tutor("bank", "template", str(path))
    assert done.code == 0
    assert "--dry-run" in done.out
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,kind,question,")
    again = tutor("bank", "template", str(path))
    assert again.code == 2
    assert "there already" in again.err
    assert tutor("bank", "template", str(path), "--force").code == 0


def test_both_examples_of_a_template_are_taken(tutor, tmp_path):
    path = tmp_path / "mine.csv"
    assert tutor("bank", "template", str(path)).code == 0
    plan = tutor("bank", "import", str(path), "--dry-run", "--json").json
    assert [line["fate"] for line in plan["questions"]] == ["new", "new"]


def test_a_file_of_another_kind_is_refused(tutor, tmp_path):
    done = tutor("bank", "template", str(tmp_path / "mine.docx"))
    assert done.code == 2
    assert ".csv" in done.err
    assert not (tmp_path / "mine.docx").exists()
