"""Questions of other programs brought into a bank."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from tutor.content.own_items import compile_own
from tutor.domain.actor import Actor
from tutor.domain.foreign import ForeignAnswer, ForeignItem, Place
from tutor.domain.statistics_records import FirstAnswer
from tutor.domain.to_foreign import to_foreign
from tutor.errors import AccessError, ForeignFileError, UsageError
from tutor.interchange.questions.formats import write_bank
from tutor.services import own_bank_files
from tutor.services.bank_export_views import Selection
from tutor.services.diagnostic_session import domain_mixes, open_desk
from tutor.services.library import content_roots, open_library
from tutor.services.mock_exams import MockExamService
from tutor.services.readiness_record import asked_domains, read_backdrop, read_record

GIFT = """// Week 1
$CATEGORY: Denials

::one::Which claim is denied for a missing NPI?{=The first#It lacks it.~The second~The third}

::two::How much is due of $100.00 at 80 percent?{#80:0.01}

::three::Say what you think.{}
"""


@pytest.fixture
def at_home(services, library):
    """Services whose home has its content compiled already."""
    shutil.copy(library._keeper._place, services.settings.content_cache)
    return services


def plan_of(services, text, name="week.gift", **more):
    data = text if isinstance(text, bytes) else text.encode()
    return services.bank_imports.plan(services.actor, data, name, exams=["cpb"], **more)


def fates(plan):
    return [line.fate for line in plan.lines]


def content(services):
    settings = services.settings
    return open_library(content_roots(settings.content_folders), settings.content_cache)


def own_heads(services):
    return {one.id: one for one in content(services).heads() if one.subject == "imported"}


def test_a_plan_says_what_becomes_of_each_question_and_does_nothing(at_home):
    plan = plan_of(at_home, GIFT)
    assert fates(plan) == ["new", "new", "refused"]
    one, two, three = plan.lines
    assert (one.place, one.tags, one.warnings) == (
        "week.gift:4",
        (("cpb", "reimb"),),
        ("no rationale",),
    )
    assert "denials" in one.proposals[0].words
    assert three.why
    assert two.item_id.startswith("imp-week-")
    assert not at_home.settings.own_content.exists()


def test_what_was_planned_is_kept_and_twice_is_as_good_as_once(at_home):
    done = at_home.bank_imports.apply(
        at_home.actor, plan_of(at_home, GIFT), {2: (("cpb", "case"), ("cca", "d2"))}
    )
    heads = own_heads(at_home)
    assert set(done.new) == set(heads)
    assert heads[done.new[0]].exams == (("cpb", "reimb"),)
    assert heads[done.new[1]].exams == (("cpb", "case"), ("cca", "d2"))
    assert not content(at_home).problems()
    again = plan_of(at_home, GIFT, "other.gift")
    assert fates(again) == ["duplicate", "duplicate", "refused"]
    assert [line.of for line in again.lines[:2]] == list(done.new)
    files = sorted(at_home.settings.own_content.rglob("*.yaml"))
    assert at_home.bank_imports.apply(at_home.actor, again).files == ()
    assert sorted(at_home.settings.own_content.rglob("*.yaml")) == files


def test_a_changed_question_becomes_the_next_version_and_keeps_its_domains(at_home):
    first = at_home.bank_imports.apply(
        at_home.actor, plan_of(at_home, GIFT), {1: (("cpb", "ins"),)}
    )
    changed = plan_of(at_home, GIFT.replace("The second", "None of ours"))
    assert fates(changed) == ["changed", "duplicate", "refused"]
    assert (changed.lines[0].of, changed.lines[0].version) == (first.new[0], 2)
    done = at_home.bank_imports.apply(at_home.actor, changed)
    assert done.changed == (first.new[0],)
    head = own_heads(at_home)[first.new[0]]
    assert (head.version, head.exams) == (2, (("cpb", "ins"),))
    assert fates(plan_of(at_home, GIFT.replace("The second", "None of ours")))[0] == "duplicate"


def items(*stems, ref=""):
    return [
        ForeignItem(
            Place("x"),
            "single",
            stem,
            (ForeignAnswer("a", f"Right {stem}", 100), ForeignAnswer("b", "Wrong", 0)),
            ref=ref and f"{ref}{number}",
        )
        for number, stem in enumerate(stems)
    ]


def lines(given):
    return write_bank(given, "t", "jsonl").files["bank.jsonl"]


def test_an_id_finds_a_question_whatever_has_changed(at_home):
    data = lines(items("How?", "Why?", ref="r"))
    done = at_home.bank_imports.apply(at_home.actor, plan_of(at_home, data, "a.jsonl"))
    plan = plan_of(at_home, lines(items("How come?", "Why?", ref="r")), "b.jsonl")
    assert [(one.fate, one.of, one.how) for one in plan.lines] == [
        ("changed", done.new[0], "id"),
        ("duplicate", done.new[1], "id"),
    ]


def test_a_repeat_in_the_file_is_told_and_a_second_import_still_creates_nothing(at_home):
    one, two = items("How?", "How?")
    two = replace(two, answers=(two.answers[0], ForeignAnswer("b", "Another wrong one", 0)))
    data = lines([one, two, one])
    plan = plan_of(at_home, data, "a.jsonl")
    assert fates(plan) == ["new", "duplicate", "duplicate"]
    at_home.bank_imports.apply(at_home.actor, plan)
    assert fates(plan_of(at_home, data, "a.jsonl")) == ["duplicate"] * 3


def test_a_bank_whose_name_goes_on_is_another_one(at_home):
    at_home.bank_imports.apply(at_home.actor, plan_of(at_home, GIFT, "week3.gift"))
    other = GIFT.replace("The third", "The fourth")
    assert fates(plan_of(at_home, other, "week.gift"))[0] == "duplicate"
    assert fates(plan_of(at_home, other, "week3.gift"))[0] == "changed"


@pytest.mark.parametrize(
    ("name", "belongs"),
    [("week", True), ("week-3", True), ("week3", False), ("week-x", False), ("week-3-2", False)],
)
def test_files_of_a_bank_are_those_it_is_shared_out_over(name, belongs):
    assert own_bank_files.file_of_bank(name, "week") is belongs


def test_a_bundle_of_what_comes_with_the_program_is_all_there_already(at_home):
    made = at_home.bank_exports.export(at_home.actor, Selection(subjects=("lab",)), "bundle", "lab")
    assert (made.losses, made.items > 50) == ((), True)
    plan = plan_of(at_home, made.files["lab.tutorbank"], "lab.tutorbank")
    assert set(fates(plan)) == {"duplicate"}
    assert {line.of for line in plan.lines} == {line.item_id for line in plan.lines}


@pytest.mark.parametrize("name", ["csv", "gift", "moodle-xml", "qti12", "qti21", "qti30"])
def test_what_comes_with_the_program_is_known_again_in_what_formats_keep_of_it(at_home, name):
    made = at_home.bank_exports.export(
        at_home.actor, Selection(subjects=("claims",), topics=("building", "ub-04")), name, "claims"
    )
    ((file, data),) = made.files.items()
    plan = plan_of(at_home, data, file, format_name=name)
    assert len(plan.lines) == made.items > 5
    assert [line.title for line in plan.lines if line.fate != "duplicate"] == []


def test_what_says_more_than_the_shipped_question_of_its_id_is_another_one(at_home):
    same = to_foreign(at_home.library.item("claims-building-units-ceftriaxone"))
    for given, fate in (
        (same, "duplicate"),
        (replace(same, rationale="Because of something else."), "new"),
        (replace(same, stem=f"{same.stem} Or not?"), "new"),
    ):
        (data,) = write_bank([given], "t", "csv").files.values()
        assert fates(plan_of(at_home, data, "b.csv")) == [fate]


def test_imported_drafts_are_practised_but_not_examined(at_home):
    done = at_home.bank_imports.apply(at_home.actor, plan_of(at_home, GIFT))
    bare, full = at_home.library, content(at_home)
    drafts = {head.id for head in full.heads() if head.draft}
    assert drafts == set(done.new)
    blueprint = bare.blueprint("cpb")
    assert domain_mixes(full, blueprint) == domain_mixes(bare, blueprint)
    learner = at_home.profiles.create("Ana", exam="cpb", time_zone="America/Chicago")
    desk = open_desk(at_home.store, full, frozenset(), learner.id, blueprint)
    assert desk.candidates
    assert drafts.isdisjoint(one.id for one in desk.candidates)
    parts = (at_home.clock, at_home.rng, at_home.practice, frozenset, at_home.readiness)
    there = MockExamService(at_home.store, full, *parts).blueprint("cpb")
    assert there == at_home.mocks.blueprint("cpb")


def test_answers_to_imported_drafts_do_not_move_readiness(at_home):
    learner = at_home.profiles.create("Ana", exam="cpb", time_zone="America/Chicago")
    blueprint = at_home.library.blueprint("cpb")
    record = read_record(at_home.store, at_home.clock, learner.id)
    backdrop = read_backdrop(at_home.store, at_home.library, "cpb", learner.id)
    for name, count in (("imp-week-0", 0), ("claims-building-units-ceftriaxone", 1)):
        answer = FirstAnswer(name, (("cpb", "bill"),), "quiz", 1.0, record.now, 9000, 3)
        rows = asked_domains(blueprint, "full", replace(record, answers=(answer,)), backdrop)
        assert sum(len(row.answers) for row in rows) == count


def test_an_own_bank_goes_to_another_machine_without_a_loss(at_home, tmp_path, library):
    at_home.bank_imports.apply(at_home.actor, plan_of(at_home, GIFT, licence="CC BY 4.0"))
    here = replace(at_home, library=content(at_home))
    selection = Selection(source="own")
    made = here.bank_exports.export(here.actor, selection, "bundle", "own")
    shutil.rmtree(at_home.settings.own_content)
    plan = plan_of(at_home, made.files["own.tutorbank"], "own.tutorbank")
    assert fates(plan) == ["new", "new"]
    done = at_home.bank_imports.apply(at_home.actor, plan)
    there = replace(at_home, library=content(at_home))
    assert set(done.new) == {one.id for one in here.bank_exports.select(here.actor, selection)}
    again = there.bank_exports.export(there.actor, selection, "jsonl", "own").files["own.jsonl"]
    assert b"CC BY 4.0" in again


def test_nothing_is_kept_where_the_bank_has_changed_since_or_the_disk_fails(at_home, monkeypatch):
    early = plan_of(at_home, GIFT)
    at_home.bank_imports.apply(at_home.actor, plan_of(at_home, GIFT))
    with pytest.raises(UsageError, match="has changed since"):
        at_home.bank_imports.apply(at_home.actor, early)
    plan = plan_of(at_home, lines(items(*map(str, range(650)))), "many.jsonl")
    files = sorted(at_home.settings.own_content.rglob("*"))
    real, count = own_bank_files._write, []

    def full(path, data):
        count.append(path)
        if len(count) == 3:
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(own_bank_files, "_write", full)
    with pytest.raises(UsageError, match="No space left"):
        at_home.bank_imports.apply(at_home.actor, plan)
    assert sorted(at_home.settings.own_content.rglob("*")) == files
    monkeypatch.undo()
    assert len(at_home.bank_imports.apply(at_home.actor, plan).files) == 3


def test_an_import_that_was_cut_off_is_finished_by_the_next(at_home, monkeypatch):
    plan = plan_of(at_home, lines(items(*map(str, range(301)))), "many.jsonl")
    finish = own_bank_files.finish
    monkeypatch.setattr(own_bank_files, "finish", lambda _: None)  # the power fails here
    at_home.bank_imports.apply(at_home.actor, plan)
    assert own_heads(at_home) == {}
    monkeypatch.setattr(own_bank_files, "finish", finish)
    with own_bank_files.locked(own_bank_files.imported_folder(at_home.settings)):
        assert len(own_heads(at_home)) == 301
    folder = own_bank_files.imported_folder(at_home.settings)
    assert not list(folder.glob(".*.new"))


def test_domains_that_do_not_exist_or_none_at_all_are_refused(at_home):
    plan = plan_of(at_home, GIFT)
    for tags, what in (((("cpb", "nope"),), "has no domain"), ((), "at least one exam domain")):
        with pytest.raises(UsageError, match=what):
            at_home.bank_imports.apply(at_home.actor, plan, {1: tags})
    assert not own_heads(at_home)


def test_single_questions_are_left_out_and_progress_is_told(at_home):
    told = []
    plan = plan_of(at_home, lines(items("How?", "Why?", "Who?")), "a.jsonl")
    done = at_home.bank_imports.apply(
        at_home.actor, plan, without={2}, progress=lambda *how: told.append(how)
    )
    assert done.new == (plan.lines[0].item_id, plan.lines[2].item_id)
    assert set(done.new) == set(own_heads(at_home))
    assert told == [(1, 2), (2, 2)]
    again = plan_of(at_home, lines(items("How?", "Why?", "Who?")), "a.jsonl")
    assert fates(again) == ["duplicate", "new", "duplicate"]
    assert at_home.bank_imports.apply(at_home.actor, again, without={2}).new == ()
    with pytest.raises(UsageError, match="no question 4 in the plan"):
        at_home.bank_imports.apply(at_home.actor, again, without={4})
    course = at_home.classroom.courses.create(at_home.actor, "CPB spring", exam="cpb")
    there = plan_of(at_home, lines(items("How?", "Why?", "Who?")), "a.jsonl", target=course.id)
    told.clear()
    at_home.bank_imports.apply(
        at_home.actor, there, without={1, 3}, progress=lambda *how: told.append(how)
    )
    (kept,) = at_home.classroom.store.course_items(course.id)
    assert (kept.item.id, told) == (there.lines[1].item_id, [(1, 1)])


def test_a_course_takes_questions_from_those_who_teach_it(at_home):
    course = at_home.classroom.courses.create(at_home.actor, "CPB spring", exam="cpb")
    plan = plan_of(at_home, GIFT, target=course.id)
    done = at_home.bank_imports.apply(at_home.actor, plan)
    kept = at_home.classroom.store.course_items(course.id)
    assert {one.item.id for one in kept} == set(done.new)
    for one in kept:
        (bare,), problems = compile_own(one.source, "x.yaml", {})
        assert (one.item.id.endswith(f"-{bare.id}"), problems) == (True, ())
        assert "imported:" in one.source
    assert fates(plan_of(at_home, GIFT, target=course.id)) == ["duplicate", "duplicate", "refused"]
    changed = plan_of(at_home, GIFT.replace("The second", "None"), target=course.id)
    at_home.bank_imports.apply(at_home.actor, changed)
    versions = {
        one.item.id: one.item.version for one in at_home.classroom.store.course_items(course.id)
    }
    assert sorted(versions.values()) == [1, 2]
    made = at_home.bank_exports.export(
        at_home.actor, Selection(course=course.id), "bundle", "course"
    )
    assert (made.items, made.losses) == (2, ())
    for role in ("student", "instructor"):
        stranger = Actor("somebody", role)
        with pytest.raises(AccessError):
            at_home.bank_imports.plan(stranger, GIFT.encode(), "a.gift", target=course.id)
        with pytest.raises(AccessError):
            at_home.bank_imports.apply(stranger, plan)
        with pytest.raises(AccessError):
            at_home.bank_imports.plan(stranger, GIFT.encode(), "a.gift")
        with pytest.raises(AccessError):
            at_home.bank_exports.select(stranger, Selection(course=course.id))


def test_files_that_are_none_get_one_line(at_home, tmp_path):
    for make in (lambda: tmp_path / "not-there.gift", lambda: tmp_path):
        with pytest.raises(ForeignFileError, match=r"there is no such file|not a file"):
            at_home.bank_imports.read(make())
    with pytest.raises(ForeignFileError, match="no question in it"):
        plan_of(at_home, "// only a comment\n", "a.gift")
