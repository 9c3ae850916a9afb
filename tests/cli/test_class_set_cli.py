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
    assert "Key and reasons" in tutor("class", "set", "preview", first, *course).out
    assigned = tutor("class", "assign", "list", *course)
    assert assigned.code == 0


@pytest.fixture
def week(tutor, course):
    """A set with two questions; runs a command of `tutor class set` on its course."""
    tutor("class", "set", "create", "Week 1", *course)

    def call(*args):
        return tutor("class", "set", *args, *course)

    call("add", "Week 1", *IDS)
    return call


IDS = ("claims-clearing-timely-proof", "case-e2e-late-denial-proof")
OTHER = "cases-billing-denial-letter-deadline"


def sections(call):
    return [
        (one["title"], [pick["item_id"] for pick in one["picks"]])
        for one in call("show", "Week 1", "--json").json["sections"]
    ]


def test_questions_are_replaced_moved_weighed_and_removed(week):
    assert week("replace", "Week 1", IDS[0], OTHER).code == 0
    assert week("move", "Week 1", OTHER, "--down", "1").code == 0
    assert sections(week) == [("", [IDS[1], OTHER])]
    assert week("points", "Week 1", OTHER, "2.5").out == f"Worth 2.5: {OTHER}\n"
    assert week("show", "Week 1", "--json").json["points"] == 3.5
    assert week("remove", "Week 1", IDS[1]).code == 0
    assert sections(week) == [("", [OTHER])]


def test_sections_are_added_edited_moved_and_removed(week):
    assert (
        week("section", "add", "Week 1", "Denials", "--text", "Twice.", "--points", "2").code == 0
    )
    assert week("move", "Week 1", IDS[1], "--section", "2").code == 0
    assert sections(week) == [("", [IDS[0]]), ("Denials", [IDS[1]])]
    assert week("section", "edit", "Week 1", "1", "--title", "Claims").code == 0
    shown = week("section", "move", "Week 1", "2", "1").out
    assert shown.index("Section 1 Denials") < shown.index("Twice.") < shown.index("2 Claims")
    assert week("section", "remove", "Week 1", "1").code == 0
    assert sections(week) == [("Claims", [IDS[0]])]


def test_rules_are_written_anew_and_taken_out(week):
    assert "4 of any exam" in week("rule", "Week 1", "--count", "4").out
    changed = week("rule", "Week 1", "--change", "1", "--exam", "CPB", "--domain", "BILL=2")
    assert "2 of CPB (bill: fits" in changed.out
    assert "a form" not in changed.out
    each = week("form", "Week 1", "--per-student").out
    assert "drawn per student" in each
    assert week("rule", "Week 1", "--count", "1", "--seen", "new").code == 0
    assert week("form", "Week 1", "--one").code == 2
    assert "Rule 1" not in week("rule", "Week 1", "--drop", "2").out.split("Rule 1", 1)[1]


def test_a_set_is_copied_shared_and_archived(tutor, week, course):
    assert tutor("class", "create", "CPC fall", "--exam", "cpc").code == 0
    assert tutor("class", "set", "list", "--shared").out.startswith("No instructor shares")
    assert week("share", "Week 1").code == 0
    (line,) = tutor("class", "set", "list", "--shared", "--json").json
    assert "CPB spring" in tutor("class", "set", "list", "--shared").out
    shown = tutor("class", "set", "show", line["id"])
    assert IDS[0] in shown.out
    copied = tutor("class", "set", "copy", line["id"], "--to", "CPC fall", "--title", "Mine")
    assert copied.out.startswith("Copied: Mine (")
    assert week("archive", "Week 1").code == 0
    assert week("list", "--json").json == []
    assert week("rule", "Week 1", "--count", "1").err.startswith("tutor: 'Week 1' is archived")
    assert week("archive", "Week 1", "--undo").code == 0
    assert [one["title"] for one in week("list", "--json").json] == ["Week 1"]


def test_a_draft_goes_through_yaml_and_faults_have_lines(tmp_path, week):
    path = tmp_path / "week.yaml"
    text = week("show", "Week 1", "--yaml").out
    path.write_text(text.replace("title: ''", "title: Claims"), encoding="utf-8")
    assert week("edit", "Week 1", "--file", str(path)).code == 0
    assert sections(week) == [("Claims", list(IDS))]
    path.write_text(text.replace("title:", "titel:"), encoding="utf-8")
    done = week("edit", "Week 1", "--file", str(path))
    assert done.code == 1
    assert "week.yaml:3: " in done.err
    assert "did you mean title" in done.err
    assert sections(week) == [("Claims", list(IDS))]


def test_a_preview_shows_key_and_reasons_and_no_answer(week):
    shown = week("preview", IDS[0]).out
    assert "Key and reasons" in shown
    assert "✓ D." in shown
    assert "your answer" not in shown


IMPOSSIBLE = (
    ("add", "Week 1", "no-such-item"),
    ("add", "Week 9", "x"),
    ("publish", "Week 1"),
    ("rule", "Week 1", "--exam", "cpb", "--domain", "nowhere=2"),
    ("rule", "Week 1", "--exam", "cpb", "--domain", "bill"),
    ("rule", "Week 1", "--exam", "nothing", "--count", "2"),
    ("rule", "Week 1"),
    ("rule", "Week 1", "--count", "some"),
    ("rule", "Week 1", "--count", "2", "--difficulty", "2..4"),
    ("rule", "Week 1", "--count", "2", "--level", "hard"),
    ("rule", "Week 1", "--count", "2", "--role", "codr"),
    ("rule", "Week 1", "--count", "2", "--seen", "new"),
    ("rule", "Week 1", "--drop", "1", "--count", "2"),
    ("rule", "Week 1", "--drop", "1"),
    ("search", "denial", "--difficulty", "hard"),
    ("replace", "Week 1", "x", "y"),
    ("remove", "Week 1", "x"),
    ("points", "Week 1", "x", "2"),
    ("move", "Week 1", "x"),
    ("move", "Week 1", "x", "--up", "1", "--down", "1"),
    ("section", "remove", "Week 1", "3"),
    ("section", "edit", "Week 1", "1"),
    ("form", "Week 1"),
    ("edit", "Week 1", "--file", "no/such.yaml"),
    ("edit", "Week 1", "--title", ""),
    ("preview", "no-such-item"),
    ("copy", "Week 1", "--to", "no course"),
)


def test_what_cannot_be_done_is_said_in_one_line(tutor, course):
    tutor("class", "set", "create", "Week 1", *course)
    for args in IMPOSSIBLE:
        done = tutor("class", "set", *args, *course)
        assert done.code == 2, args
        assert done.err.startswith("tutor: ")
        assert len(done.err.strip().splitlines()) == 1, done.err
