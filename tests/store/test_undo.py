"""Taking the latest answer back: all is as without it, but for what was seen."""

import contextlib
import itertools
import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_item
from tests.store.conftest import DAY, START, World, answer, some_items, start, use_weights
from tests.store.test_replay import projections
from tutor.domain.item import CARD_POOL
from tutor.domain.records import QuizSpec
from tutor.domain.statistics_records import DayTally, Tally
from tutor.errors import AttemptError

REVIEW = QuizSpec(exam="cpb", context="review")


def undo(store, attempt, position=0, day=DAY):
    store.undo_answer(attempt.id, position, study_day=day)


def test_a_slip_leaves_cards_marks_and_days_as_they_were(store, world, learner):
    store.record_check(learner.id, make_item("held"), ("b",), 1.0, latency_ms=7, study_day=DAY)
    world.clock.advance(timedelta(days=3).total_seconds())
    made = start(store, learner.id, some_items(2), spec=REVIEW)
    store.record_shown(made.id, 0, study_day=DAY)
    before = store.cards(learner.id), store.paces(learner.id), store.recall(learner.id)
    answer(store, made.id, 0, 0.0)
    assert store.undoable(learner.id) == (made.id, 0)
    assert store.missed(learner.id) != ()
    undo(store, made)
    assert (store.cards(learner.id), store.paces(learner.id), store.recall(learner.id)) == before
    assert store.missed(learner.id) == ()
    assert store.progress(learner.id).days == (DayTally(DAY, 1, 1.0, 0),)
    assert store.attempt(made.id).slots[0].answer is None
    (summary,) = store.open_attempts(learner.id)
    assert (summary.answered, summary.score) == (0, 0.0)
    assert store.undoable(learner.id) is None
    assert store.verify() == ()


def test_the_corrected_answer_counts_but_the_first_one_stays_the_evidence(store, world, learner):
    made = start(store, learner.id, some_items(1), spec=REVIEW)
    store.record_shown(made.id, 0, study_day=DAY)
    answer(store, made.id, 0, 0.0)
    undo(store, made)
    (one,) = store.first_answers(learner.id)
    assert (one.item_id, one.score, one.at) == ("item-0", 0.0, START)
    world.clock.advance(60)
    answer(store, made.id, 0, 1.0)
    (one,) = store.first_answers(learner.id)
    assert one.score == 0.0
    (card,) = store.cards(learner.id)
    assert (card.state.reps, card.state.stability) == (1, pytest.approx(2.3065))
    assert store.attempts(learner.id)[0].score == 1.0
    tally = store.progress(learner.id).roles["biller"]
    assert tally == Tally(1, 1.0, 1, 0.0, START + timedelta(seconds=60))
    history = store.item_history(learner.id)["item-0"]
    assert (history.times, history.first_score, history.last_score) == (1, 0.0, 1.0)
    other = store.create_learner("Bob")
    assert store.facilities("cpb", other.id)["bill"].score == 0.0
    assert store.verify() == ()


def test_a_day_on_which_all_was_taken_back_is_no_study_day(store, learner):
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0)
    undo(store, made)
    assert store.progress(learner.id).days == ()
    assert store.item_history(learner.id)["item-0"].times == 0  # seen, and so not new


def test_only_the_latest_answer_can_be_undone(store, learner):
    made = start(store, learner.id, some_items(3))
    answer(store, made.id, 0)
    answer(store, made.id, 1)
    for position in (0, 2):
        with pytest.raises(AttemptError, match="Only your latest answer"):
            undo(store, made, position)
    undo(store, made, 1)
    with pytest.raises(AttemptError, match="Only your latest answer"):
        undo(store, made, 1)
    answer(store, made.id, 1)
    store.record_check(learner.id, make_item("held"), ("b",), 1.0, latency_ms=7, study_day=DAY)
    with pytest.raises(AttemptError, match="Only your latest answer"):
        undo(store, made, 1)
    answer(store, made.id, 2)
    store.end_attempt(made.id, "finished", study_day=DAY)
    with pytest.raises(AttemptError, match="has ended"):
        undo(store, made, 2)
    assert store.undoable(learner.id) is None


@pytest.mark.parametrize(
    "spec",
    [
        QuizSpec(feedback="test"),
        QuizSpec(feedback="test", context="mock"),
        QuizSpec(context="sorter"),
    ],
)
def test_nothing_is_undone_in_tests_and_sorter_rounds(store, learner, spec):
    before = start(store, learner.id, some_items(1))
    answer(store, before.id, 0)
    made = start(store, learner.id, some_items(2), spec=spec)
    answer(store, made.id, 0)
    for attempt in (made, before):
        with pytest.raises(AttemptError, match="Only your latest answer"):
            undo(store, attempt)


def test_setting_its_card_aside_makes_an_answer_final(store, learner):
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0)
    store.suspend_card(learner.id, "clean-claim/cbcs.d4", study_day=DAY)
    with pytest.raises(AttemptError, match="Only your latest answer"):
        undo(store, made)
    assert store.cards(learner.id)[0].suspended


def test_the_log_keeps_both(store, learner):
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0, 0.0)
    undo(store, made)
    answer(store, made.id, 0, 1.0)
    assert store.health().counts["event"] == 4
    live = projections(store)
    store.rebuild()
    assert projections(store) == live


ITEMS = [
    make_item("item-0"),
    make_item("item-1", "multiple", role="coder", exams=(("cpc", "icd"),)),
    make_item("item-2", lesson="appeals"),
    make_item("item-3", lesson=None),
    make_item("term:abn/meaning", pool=CARD_POOL, topic="term:abn", lesson=None, exams=()),
]
SCORES = st.sampled_from([0.0, 1.0, 1.0, 1 / 3])
STEPS = st.one_of(
    st.tuples(st.just("start"), st.sampled_from(["practice", "review", "test"])),
    st.tuples(st.just("answer"), st.integers(0, 5), st.integers(0, 4), SCORES, st.booleans()),
    st.tuples(st.just("check"), st.sampled_from(ITEMS), SCORES),
    st.tuples(st.just("end"), st.integers(0, 5)),
    st.tuples(st.sampled_from(["suspend", "bury", "add", "remove"])),
    st.tuples(st.just("weights"), st.sampled_from([0.3, None])),
)
HISTORY = st.lists(st.tuples(st.integers(0, 60), STEPS), min_size=3, max_size=30)


class Actor:
    """A learner in a world of their own; with `undoes`, some answers are taken back."""

    def __init__(self, path, *, undoes):
        self.world = World(path)
        self.store = self.world.open(new_id=lambda: str(uuid.UUID(int=next(self.ids))))
        self.undoes = undoes
        self.numbers = itertools.count(1)

    ids = itertools.count()

    def begin(self):
        """Begin anew, with a learner who has the same id in both worlds: cards depend on it."""
        self.ids = itertools.count(10_000 * next(self.numbers))
        self.learner = self.store.create_learner(f"Learner {next(self.numbers)}")
        self.attempts = []

    def take(self, step):
        kind, *values = step
        day = self.world.clock.now().date()
        if kind == "start":
            spec = QuizSpec(
                context="review" if values[0] == "review" else "practice",
                feedback="test" if values[0] == "test" else "tutor",
            )
            self.attempts.append(start(self.store, self.learner.id, ITEMS, spec=spec))
        elif kind == "check":
            item, score = values
            self.store.record_check(
                self.learner.id, item, ("b",), score, latency_ms=9, study_day=day
            )
        elif kind == "weights":
            use_weights(self.store, self.learner.id, values[0], day)
        elif kind == "add":
            self.store.add_cards(self.learner.id, ["term:abn"], study_day=day)
        elif kind in ("suspend", "bury", "remove"):
            self._with_card(kind, day)
        elif self.attempts:
            self._in_attempt(kind, values, day)

    def _with_card(self, kind, day):
        concepts = [card.concept for card in self.store.cards(self.learner.id)]
        if kind == "remove" and "term:abn" in concepts:
            self.store.remove_card(self.learner.id, "term:abn", study_day=day)
        elif kind == "suspend" and concepts:
            self.store.suspend_card(self.learner.id, concepts[-1], study_day=day)
        elif kind == "bury" and concepts:
            until = day + timedelta(days=1)
            self.store.bury_card(self.learner.id, concepts[-1], until, study_day=day)

    def _in_attempt(self, kind, values, day):
        attempt = self.attempts[values[0] % len(self.attempts)]
        with contextlib.suppress(AttemptError):
            if kind == "end":
                self.store.end_attempt(attempt.id, "finished", study_day=day)
                return
            _, position, score, slips = values
            test = attempt.spec.feedback == "test"
            slips = slips and not test
            if self.store.attempt(attempt.id).slots[position].answer and not test:
                return
            if self.undoes or not slips:
                answer(self.store, attempt.id, position, score, revise=test, day=day)
            if self.undoes and slips:
                self.store.undo_answer(attempt.id, position, study_day=day)

    def found(self):
        """Return what the projections hold, without ids that differ and what stays of a slip."""
        names = {self.learner.id: "learner"}
        names |= {one.id: f"attempt {place}" for place, one in enumerate(self.attempts)}
        found = {}
        for table, rows in projections(self.store).items():
            kept = [_without_slips(row) for row in rows if row["learner_id"] == self.learner.id]
            found[table] = sorted(
                str({name: names.get(str(value), value) for name, value in row.items()})
                for row in kept
                if _counts(table, row)
            )
        del found["undo_state"]
        found["reviews"] = self.store.reviews(self.learner.id)
        return found


def _without_slips(row):
    stays = {"first", "first_score", "first_answered", "first_credit"}
    kept = {name: value for name, value in row.items() if name not in stays}
    if "domain" in kept or "role" in kept:
        del kept["last_at"]
    if isinstance(kept.get("state"), dict):  # the card's own id comes from the learner's
        kept["state"] = {name: one for name, one in kept["state"].items() if name != "card_id"}
    return kept


def _counts(table, row):
    """Whether a row says anything: what was taken back may leave an empty one."""
    counted = {"item_history": "times", "recall_tally": "reviews", "answer_state": "answered_at",
               "domain_tally": "answered", "role_tally": "answered"}  # fmt: skip
    if table == "day_tally":
        return row["answered"] or row["pages"]
    return row[counted[table]] if table in counted else True


@pytest.fixture(scope="module")
def actors(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undo")
    made = Actor(folder / "with.db", undoes=True), Actor(folder / "without.db", undoes=False)
    yield made
    for actor in made:
        actor.world.close()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=HISTORY)
def test_all_is_as_if_what_was_undone_had_not_been_given(actors, history):
    for actor in actors:
        actor.begin()
        actor.take(("start", "practice"))
        for hours, step in history:
            actor.world.clock.advance(hours * 3600)
            actor.take(step)
    with_slips, without = actors
    assert with_slips.found() == without.found()
    assert with_slips.store.verify() == ()
    live = projections(with_slips.store)
    with_slips.store.rebuild()
    assert projections(with_slips.store) == live
