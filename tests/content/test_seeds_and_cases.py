"""What banks with cases and the seeds turn into."""

from datetime import date

from tests.content.world import (
    BANK,
    DEMO,
    EXAM,
    HCPCS,
    ROLES,
    SOURCES,
    WORLD,
    broken,
    compile_world,
    problems_of,
)
from tutor.domain.blueprint import Blueprint, Domain, PassRule
from tutor.domain.compiled import short_title
from tutor.domain.item_json import with_hash
from tutor.domain.plain import from_json, to_json
from tutor.domain.role import Figure, RoleEntry
from tutor.domain.seeds import CodeList, DemoClass


def bodies(place, kind, cls):
    documents = compile_world(WORLD)[place].documents
    return [from_json(cls, one.body) for one in documents if one.kind == kind]


def test_a_case_becomes_items_that_share_an_exhibit():
    items = [item for item in compile_world(WORLD)[BANK].items if item.exhibit]
    assert [(item.id, item.exhibit.position, item.exhibit.total) for item in items] == [
        ("six-a", 1, 2),
        ("six-b", 2, 2),
    ]
    assert items[0].exhibit.case_id == "six"
    assert items[0].exhibit.text == "Pt c/o cough x 3 d.\n  J3301 given."
    assert [item.level for item in items] == ["recall", "apply"]  # one's own, one inherited
    assert {item.role for item in items} == {"biller"}


def test_items_carry_their_hash_and_place():
    for item in compile_world(WORLD)[BANK].items:
        assert (item.subject, item.topic, item.pool) == ("claims", "basics", "bank")
        assert with_hash(item).content_hash == item.content_hash != ""


def test_every_duty_becomes_a_question_with_fixed_options():
    (item,) = compile_world(WORLD)[ROLES].items
    assert (item.id, item.pool, item.kind, item.lesson) == (
        "sort-duty-code", "sorter", "single", "who-does-what",
    )  # fmt: skip
    assert [(one.id, one.fixed, one.correct) for one in item.body.options] == [
        ("coder", True, True),
        ("biller", True, False),
        ("both", True, False),
    ]
    assert (item.stem, item.exams) == ("Assigns codes", (("cpb", "code"),))
    assert (item.subject, item.topic, item.skill) == ("roles", "duties", "concept")
    assert item.references[0].cite == "A paper (P)"


def test_an_exam_becomes_a_blueprint():
    (blueprint,) = bodies(EXAM, "exam", Blueprint)
    assert blueprint.effective == date(2026, 1, 1)
    assert blueprint.passing == PassRule("percent", 70)
    assert blueprint.domain("bill") == Domain("bill", "Billing", ("claims",), items=60)
    assert from_json(Blueprint, to_json(blueprint)) == blueprint


def test_ranges_and_scales_survive():
    files = broken(
        EXAM,
        ("items: 60", "weight_pct: [34, 40.5]"),
        ("items: 40", "weight_pct: [60, 65]"),
        ("{type: percent, value: 70}", "{type: scaled, value: 300, scale: [100, 400]}"),
    )
    assert problems_of(files) == []
    document = compile_world(files)[EXAM].documents[0]
    blueprint = from_json(Blueprint, document.body)
    assert blueprint.domains[0].weight_pct == (34, 40.5)
    assert blueprint.passing == PassRule("scaled", 300, (100, 400))


def test_roles_figures_demo_and_codes_survive():
    assert [role.id for role in bodies(ROLES, "role", RoleEntry)] == ["duty-code", "trait-care"]
    assert bodies(ROLES, "role", RoleEntry)[0].why[0] == ("coder", "Yes.")
    assert bodies(SOURCES, "figure", Figure)[0].value == "48780"
    (group,) = bodies(DEMO, "demo", DemoClass)
    assert group.learners[0].domain_accuracy == (("bill", 0.5),)
    (codes,) = bodies(HCPCS, "codes", CodeList)
    assert (codes.code_set, codes.modifiers) == ("2026 Q3", (("RT", "Right side"),))


def test_a_disagreement_may_be_about_something_other_than_figures():
    assert problems_of(broken(SOURCES, ("figures: [pay]", "figures: []"))) == []


def test_titles_are_short_and_on_one_line():
    assert short_title("A [[clean-claim|clean claim]]\n  here") == "A clean claim here"
    assert len(short_title("word " * 40)) <= 80
    assert short_title("word " * 40).endswith("…")
