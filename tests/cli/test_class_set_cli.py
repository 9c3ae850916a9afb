"""`tutor class set`, from an empty draft to a published version."""

import pytest


@pytest.fixture
def course(tutor):
    assert tutor("profile", "add", "Dr Who").code == 0
    assert tutor("class", "create", "CPB spring", "--exam", "cpb").code == 0
    return ("--course", "CPB spring")


def test_a_set_is_made_published_and_listed(tutor, course):
    assert tutor("class", "set", "create", "Week 1", *course).code == 0
    found = tutor("class", "set", "search", "denial", *course, "--json").json
    first, second = (line["item_id"] for line in found[:2])
    assert tutor("class", "set", "add", "Week 1", first, second, "--points", "2", *course).code == 0
    rule = ("--exam", "cpb", "--domain", "bill=2", "--domain", "ins=1")
    assert tutor("class", "set", "rule", "Week 1", *rule, *course).code == 0
    shown = tutor("class", "set", "show", "Week 1", *course).out
    assert first in shown
    assert second in shown
    assert tutor("class", "set", "publish", "week 1", *course).code == 0
    listed = tutor("class", "set", "list", *course).out
    assert "Week 1" in listed
    assert "published 1" in listed
    assert "Right" in tutor("class", "set", "preview", first, *course).out
    assigned = tutor("class", "assign", "list", *course)
    assert assigned.code == 0


@pytest.mark.parametrize(
    "args",
    [
        ("add", "Week 1", "no-such-item"),
        ("add", "Week 9", "x"),
        ("publish", "Week 1"),
        ("rule", "Week 1", "--exam", "cpb", "--domain", "nowhere=2"),
        ("replace", "Week 1", "x", "y"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(tutor, course, args):
    tutor("class", "set", "create", "Week 1", *course)
    done = tutor("class", "set", *args, *course)
    assert done.code not in (0, 1)
    assert done.err.startswith("tutor: ")
    assert len(done.err.strip().splitlines()) == 1


BANK = """\
subject: class-notes
topic: timely-filing
items:
"""


def test_a_bank_file_with_faults_is_refused_line_by_line(tutor, course, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(BANK + "  - id: first\n    kind: single\n    stem: Which?\n")
    for command in ("check", "add"):
        done = tutor("class", "bank", command, str(path), *course)
        assert done.code == 1
        assert "mine.yaml:" in done.out + done.err
    assert tutor("class", "bank", "list", *course, "--json").json == []
