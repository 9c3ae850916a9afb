"""Generated questions in practice: drawn, answered, resumed, counted, reviewed."""

from dataclasses import asdict

import pytest

from tests.code_books import compiled_books, lend_books
from tutor.domain.item import DRILL_POOL
from tutor.domain.records import QuizSpec
from tutor.errors import UsageError
from tutor.services.drills.kinds import KINDS
from tutor.store.attempt_views import spec_of


@pytest.fixture(autouse=True)
def books(tmp_path, tmp_path_factory):
    lend_books(compiled_books(tmp_path_factory), tmp_path / "cache" / "codebook")


def items(services, session):
    return [slot.placed.item for slot in services.store.attempt(session.attempt_id).slots]


def test_a_round_is_of_the_kind_asked_for_and_reproducible(services, learner):
    first = services.practice.start_drill(learner.id, ("side",), count=6, seed=4)
    again = services.practice.start_drill(learner.id, ("side",), count=6, seed=4)
    made = items(services, first)
    assert [item.id for item in made] == [item.id for item in items(services, again)]
    assert all(item.pool == DRILL_POOL and item.id.startswith("drill-side-") for item in made)
    assert len({item.id for item in made}) == 6


def test_all_kinds_come_in_turn(services, learner):
    session = services.practice.start_drill(learner.id, count=len(KINDS), seed=1)
    kinds = {item.id.removeprefix("drill-").rsplit("-", 2)[0] for item in items(services, session)}
    assert kinds == {kind.name for kind in services.drills.kinds() if not kind.needs}


def test_a_round_is_answered_resumed_and_reviewed(services, open_again, learner):
    session = services.practice.start_drill(learner.id, ("billable", "code-title"), count=4, seed=9)
    session.go(0)
    session.answer(("a",))
    asked = session.go(1)
    services = open_again()
    session = services.practice.resume(session.attempt_id)
    assert session.current().stem == asked.stem
    assert session.current().parts == asked.parts
    assert session.current().generated
    while session.open:
        if session.current().feedback is None:
            session.answer(("b",))
        if not session.next():
            result = session.finish()
    assert result.total == 4
    review = services.practice.resume(session.attempt_id)
    for position in range(4):
        question = review.review(position)
        assert question.generated
        assert all(part.rationale for part in question.feedback.parts)


def test_written_questions_are_what_practice_draws_unless_asked(services, learner):
    session = services.practice.start(learner.id, QuizSpec(exam="cca", count=30), seed=2)
    assert not any(item.generated for item in items(services, session))


def test_both_takes_written_questions_first_and_fills_up_within_the_domain(services, learner):
    spec = QuizSpec(exam="cca", domains=("d2",), skill="code-assignment", count=60, source="both")
    written = services.practice.matching(
        learner.id, QuizSpec(**asdict(spec) | {"source": "written"})
    )
    assert 0 < written < 60
    session = services.practice.start(learner.id, spec, seed=2)
    drawn = items(services, session)
    assert len(drawn) == 60
    assert [item.generated for item in drawn] == [False] * written + [True] * (60 - written)
    assert all(("cca", "d2") in item.exams for item in drawn)


def test_drills_join_questions_of_their_own_role_alone(services, learner):
    for role, skill in (("biller", "claim-handling"), ("coder", "code-assignment")):
        for asked in (QuizSpec(role=role), QuizSpec(skill=skill)):
            spec = QuizSpec(**asdict(asked) | {"source": "generated", "count": 12})
            session = services.practice.start(learner.id, spec, seed=1)
            drawn = items(services, session)
            assert {(item.role, item.skill) for item in drawn} == {(role, skill)}


def test_a_drill_that_a_filter_rules_out_is_not_drawn(services, learner):
    for spec in (
        QuizSpec(source="generated", role="biller", skill="code-assignment"),
        QuizSpec(source="generated", role="coder", skill="claim-handling"),
        QuizSpec(source="generated", seen="missed"),
        QuizSpec(source="generated", exam="cpb", domains=("hipaa",)),
    ):
        assert services.practice.matching(learner.id, spec) == 0
        with pytest.raises(UsageError, match="No question fits"):
            services.practice.start(learner.id, spec)


@pytest.mark.parametrize(
    ("kinds", "level", "message"),
    [(("nope",), "near", "there is no drill 'nope'"), (("side",), "nearest", "there is no level")],
)
def test_unknown_drills_and_levels_are_refused(services, learner, kinds, level, message):
    with pytest.raises(UsageError, match=message):
        services.practice.start_drill(learner.id, kinds, level=level)


def test_generated_answers_count_as_answers_but_not_as_questions_seen(services, learner):
    before = services.progress.overview(learner.id)
    session = services.practice.start_drill(learner.id, ("title-code",), count=5, seed=3)
    while session.open:
        session.answer(("a",))
        if not session.next():
            session.finish()
    after = services.progress.overview(learner.id)
    assert sum(day.answered for day in after.days) == 5
    for old, new in zip(before.exams, after.exams, strict=True):
        assert [row.seen for row in new.domains] == [row.seen for row in old.domains]
        assert [row.items for row in new.domains] == [row.items for row in old.domains]
    rows = {row.id: row for row in after.exams[0].domains if after.exams[0].exam.id == "cpb"}
    assert rows["code"].answered == 5
    assert rows["code"].percent is None


def test_statistics_of_generated_answers_can_be_rebuilt(services, learner):
    session = services.practice.start_drill(learner.id, ("side",), count=3, seed=3)
    session.answer(("a",))
    session.next()
    session.answer(("b",))
    before = services.progress.overview(learner.id)
    services.store.rebuild()
    assert services.progress.overview(learner.id) == before


def test_a_quiz_stored_before_there_were_drills_is_read(services, learner):
    stored = asdict(QuizSpec(exam="cpb", domains=("bill",)))
    for name in ("source", "drills", "drill_level"):
        del stored[name]
    stored["domains"] = list(stored["domains"])
    assert spec_of(stored) == QuizSpec(exam="cpb", domains=("bill",))
