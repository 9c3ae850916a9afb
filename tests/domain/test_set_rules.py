"""Drawing quiz sets: rules, pools, one form a student."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.catalog import ItemHead
from tutor.domain.quiz_set import FrozenSlot, PublishedSet, Rule, Section, SetDefinition
from tutor.domain.set_draw import form_of
from tutor.domain.set_rules import draw_once, fits, fitting, match, parts_of, share_pools

HEAD = ItemHead(
    "i0", 1, "h0", "single", "A question", (("cpb", "d1"),), "biller", "claims", "forms",
    "concept", "recall", 2, None, "bank",
)  # fmt: skip


def heads(domains, cases=()):
    """Items tagged to domains of cpb; `cases` are sizes of cases tagged d1."""
    made = [
        replace(HEAD, id=f"i{n}", content_hash=f"h{n}", exams=tuple(("cpb", d) for d in tags))
        for n, tags in enumerate(domains)
    ]
    for number, size in enumerate(cases):
        made += [
            replace(HEAD, id=f"c{number}-{at}", case_id=f"c{number}", case_position=at)
            for at in range(1, size + 1)
        ]
    return made


some_heads = st.builds(
    heads,
    st.lists(st.sets(st.sampled_from(["d1", "d2", "d3"]), min_size=1), max_size=25),
    st.lists(st.integers(2, 4), max_size=3),
)
some_counts = st.tuples(*[st.integers(1, 8)] * 3)


def fit_of(items):
    rule = Rule(1, "cpb")
    return [fitting(items, rule, domain) for domain in ("d1", "d2", "d3")]


def test_a_rule_takes_what_fits_all_it_gives():
    rule = Rule(1, "cpb", role="biller", level="recall", difficulty=(2, 3))
    assert fits(HEAD, rule)
    assert fits(HEAD, rule, "d1")
    assert not fits(HEAD, rule, "d2")
    for other in (
        replace(rule, exam="cpc"),
        replace(rule, role="coder"),
        replace(rule, level="apply"),
        replace(rule, difficulty=(3, 5)),
        replace(rule, skill="code-assignment"),
        replace(rule, subject="anatomy"),
    ):
        assert not fits(HEAD, other)


def test_a_case_fits_whole_or_not_at_all():
    case = heads([], [3])
    assert fitting(case, Rule(1, "cpb"), "d1") == tuple(case)
    assert (
        fitting([*case[:2], replace(case[2], difficulty=5)], Rule(1, difficulty=(1, 3)), None) == ()
    )


def test_a_rule_with_domains_is_a_part_for_each():
    rule = Rule(3, "cpb", (("d1", 2), ("d2", 1)))
    definition = SetDefinition((Section(), Section(rules=(rule, Rule(4)))))
    parts = [part for part, _ in parts_of(definition)]
    assert [(p.section, p.rule, p.count, p.domain) for p in parts] == [
        (1, 0, 2, "d1"),
        (1, 0, 1, "d2"),
        (1, 1, 4, None),
    ]


def test_scarce_questions_go_where_they_are_needed():
    """The one question of d2 is of d1, too: d1 has others."""
    items = heads([{"d1", "d2"}, {"d1"}])
    found = match([1, 1], fit_of(items)[:2])
    assert [[head.id for head in part] for part in found] == [["i1"], ["i0"]]


@given(some_heads, some_counts, st.integers())
def test_one_form_has_nothing_twice_and_cases_whole(items, counts, seed):
    fit = fit_of(items)
    drawn = draw_once(counts, fit, Random(seed))
    assert drawn == draw_once(counts, fit, Random(seed))
    flat = [head.id for part in drawn for head in part]
    assert len(flat) == len(set(flat))
    for part, count, able in zip(drawn, counts, fit, strict=True):
        assert len(part) <= count
        assert {head.id for head in part} <= {head.id for head in able}
    for case in {head.case_id for part in drawn for head in part if head.case_id}:
        whole = [head.id for head in items if head.case_id == case]
        at = flat.index(whole[0])
        assert flat[at : at + len(whole)] == whole


@given(some_heads, some_counts)
def test_matching_leaves_out_nothing_it_could_give(items, counts):
    """Against the bound of Hall: no set of parts gets less than it can have together."""
    fit = fit_of([head for head in items if head.case_id is None])
    total = sum(len(part) for part in match(counts, fit))
    best = min(
        len({head.id for n in chosen for head in fit[n]})
        + sum(count for n, count in enumerate(counts) if n not in chosen)
        for chosen in ([], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2])
    )
    assert total == best


def published(pools, counts, rules=None):
    slots = tuple(
        FrozenSlot(0, 1.0, tuple((head.id, f"hash of {head.id}") for head in pool))
        for pool, count in zip(pools, counts, strict=True)
        for _ in range(count)
    )
    rules = rules or tuple(Rule(count) for count in counts)
    definition = SetDefinition((Section(rules=rules),), per_student=True)
    return PublishedSet("v", "s", 1, "Week 1", definition, 42, slots)


@given(some_heads, some_counts, st.text(max_size=5), st.integers())
def test_a_students_form_is_the_same_each_time_within_pools_and_has_nothing_twice(
    items, counts, learner, seed
):
    pools = share_pools(counts, fit_of(items), Random(seed))
    spread = [head.id for pool in pools for head in pool]
    assert len(spread) == len(set(spread))
    wanted = [min(count, len(pool)) for count, pool in zip(counts, pools, strict=True)]
    rules = tuple(Rule(count) for count in wanted if count)
    frozen = published(pools, wanted, rules)
    form = form_of(frozen, learner)
    assert form == form_of(frozen, learner)
    assert [slot for slot, _ in form] == list(range(len(frozen.slots)))
    assert len({item for _, item in form}) == len(form)
    for slot, item in form:
        assert item in {item_hash for _, item_hash in frozen.slots[slot].pool}


def test_students_get_different_forms():
    frozen = published([heads([{"d1"}] * 20)], [5])
    assert len({form_of(frozen, f"student {n}") for n in range(10)}) == 10


def test_new_and_seen_questions_are_taken_first():
    items = heads([{"d1"}] * 10)
    seen = {f"i{n}" for n in range(7)}
    new = published([items], [3], (Rule(3, seen="new"),))
    assert {item for _, item in form_of(new, "a", seen)} == {f"hash of i{n}" for n in (7, 8, 9)}
    old = published([items], [7], (Rule(7, seen="seen"),))
    assert {item for _, item in form_of(old, "a", seen)} == {f"hash of {one}" for one in seen}
    assert len(form_of(published([items], [5], (Rule(5, seen="new"),)), "a", seen)) == 5
