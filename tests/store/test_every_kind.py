"""Histories that mix every kind of event: own cards, slips, tests, mock exams, placement tests."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_item
from tests.store.conftest import World, new_attempt
from tests.store.test_replay import projections
from tests.store.test_sittings import POLICY
from tutor.domain.item import CARD_POOL, DRILL_POOL
from tutor.domain.records import PlacedItem, QuizSpec
from tutor.domain.sitting import Seat
from tutor.errors import AttemptError, NotFoundError

TERM, CODE = "term:abn", "code:icd10cm:E11.9"
ABOUT_CARDS = {"lesson": None, "exams": (), "pool": CARD_POOL}
OWN = [
    make_item("term:abn/meaning", topic=TERM, **ABOUT_CARDS),
    make_item("term:abn/name", topic=TERM, **ABOUT_CARDS),
    make_item("code:icd10cm:E11.9/choose", topic=CODE, **ABOUT_CARDS),
]
WRITTEN = [
    make_item("item-0"),
    make_item("item-1", "multiple", role="coder", exams=(("cpc", "icd"),)),
    make_item("item-2", lesson="appeals"),
    make_item("item-3", lesson=None),
]
DRILL = make_item("drill-0", pool=DRILL_POOL, lesson=None, exams=(("cpc", "icd"),))
SPECS = {
    "practice": QuizSpec(),
    "review": QuizSpec(context="review"),
    "test": QuizSpec(feedback="test"),
    "sorter": QuizSpec(context="sorter"),
    "mock": QuizSpec(exam="cpb", feedback="test", context="mock"),
    "diagnostic": QuizSpec(exam="cpb", feedback="test", context="diagnostic"),
}
ASKED = {
    "practice": [*WRITTEN, DRILL],
    "review": [*OWN, *WRITTEN],
    "test": [*WRITTEN, DRILL],
    "sorter": WRITTEN,
    "mock": WRITTEN[:2],
    "diagnostic": WRITTEN[:1],  # the others are chosen as it goes
}
WHICH, WHERE = st.integers(0, 5), st.integers(0, 6)
SCORES = st.sampled_from([0.0, 1.0, 1.0, 1 / 3])
SURE = st.sampled_from([None, "guessed", "unsure", "sure"])
STEPS = st.one_of(
    st.tuples(st.just("start"), st.sampled_from(sorted(SPECS))),
    st.tuples(st.just("answer"), WHICH, WHERE, SCORES, SURE),
    st.tuples(st.just("answer"), WHICH, WHERE, SCORES, SURE),
    st.tuples(st.just("slip"), WHICH, WHERE, SCORES, SURE),
    st.tuples(st.just("undo")),
    st.tuples(st.just("append"), WHICH, st.sampled_from(WRITTEN)),
    st.tuples(st.just("scribble"), WHICH, WHERE, st.sampled_from(["", "ask about POA"])),
    st.tuples(st.just("break"), WHICH),
    st.tuples(st.just("flag"), WHICH, WHERE, st.booleans()),
    st.tuples(st.just("end"), WHICH, st.sampled_from(["finished", "expired", "abandoned"])),
    st.tuples(st.just("page"), st.integers(0, 2)),
    st.tuples(st.just("check"), st.sampled_from(WRITTEN), SCORES),
    st.tuples(st.just("add"), st.sampled_from([TERM, CODE])),
    st.tuples(st.sampled_from(["suspend", "resume", "bury", "remove"]), WHICH),
)
HISTORY = st.lists(st.tuples(st.integers(-1, 60), STEPS), min_size=5, max_size=60)


class Actor:
    """A learner who does all there is to do; what a state does not allow does nothing."""

    def __init__(self, world, store):
        self.world, self.store = world, store
        self.learner = store.create_learner(f"Learner {len(store.learners())}").id
        self.attempts = []

    @property
    def today(self):
        return {"study_day": self.world.clock.now().date()}

    def take(self, step):
        kind, *values = step
        with contextlib.suppress(AttemptError, NotFoundError):
            getattr(self, f"_{kind}")(*values)

    def _attempt(self, which):
        if not self.attempts:
            raise NotFoundError("nothing was begun yet")
        return self.attempts[which % len(self.attempts)]

    def _start(self, kind):
        items = ASKED[kind]
        most = len(WRITTEN) if kind == "diagnostic" else None
        new = new_attempt(self.learner, items, spec=SPECS[kind], most=most)
        if kind == "mock":
            seats = tuple(Seat("bill", True) for _ in items)
            self.attempts.append(self.store.start_sitting(new, POLICY, seats, **self.today).id)
        else:
            self.attempts.append(self.store.start_attempt(new, **self.today).id)

    def _append(self, which, item):
        attempt = self.store.attempt(self._attempt(which))
        if attempt.spec.context == "diagnostic":
            place = len(attempt.slots)
            self.store.append_question(attempt.id, PlacedItem(item, ("a", "b", "c", "d")), place)
            self.store.record_shown(attempt.id, place, **self.today)

    def _answer(self, which, where, score, sure):
        attempt = self.store.attempt(self._attempt(which))
        position = where % len(attempt.slots)
        self.store.record_shown(attempt.id, position, **self.today)
        self.store.record_answer(
            attempt.id, position, ("b",), score, latency_ms=1000 + 100 * where, confidence=sure,
            revise=attempt.spec.feedback == "test", **self.today,
        )  # fmt: skip

    def _slip(self, *values):
        self._answer(*values)
        self._undo()

    def _undo(self):
        if latest := self.store.undoable(self.learner):
            self.store.undo_answer(*latest, **self.today)

    def _scribble(self, which, where, note):
        self.store.record_note(self._attempt(which), where, note, **self.today)

    def _break(self, which):
        self.store.start_break(self._attempt(which), (0,), counts=True, **self.today)
        self.world.clock.advance(60)
        self.store.end_break(self._attempt(which), **self.today)

    def _flag(self, which, where, flagged):
        self.store.record_flag(self._attempt(which), where, flagged, **self.today)

    def _end(self, which, status):
        self.store.end_attempt(self._attempt(which), status, **self.today)

    def _page(self, page):
        self.store.record_page_read(self.learner, "appeals", 1, page, 3, **self.today)

    def _check(self, item, score):
        self.store.record_check(self.learner, item, ("b",), score, latency_ms=5, **self.today)

    def _add(self, card):
        self.store.add_cards(self.learner, [card], **self.today)

    def _suspend(self, which):
        self.store.suspend_card(self.learner, self._card(which), **self.today)

    def _resume(self, which):
        self.store.resume_card(self.learner, self._card(which), **self.today)

    def _bury(self, which):
        until = self.today["study_day"]
        self.store.bury_card(self.learner, self._card(which), until, **self.today)

    def _remove(self, which):
        card = self._card(which)
        if ":" in card:
            self.store.remove_card(self.learner, card, **self.today)

    def _card(self, which):
        cards = self.store.cards(self.learner)
        if not cards:
            raise NotFoundError("there is no card yet")
        return cards[which % len(cards)].concept


def look(actor):
    """Read all that reports are made from, and hold it to what must be true at any time."""
    store, learner = actor.store, actor.learner
    attempts = [store.attempt(one) for one in actor.attempts]
    progress, today = store.progress(learner), actor.today["study_day"]
    firsts, missed = store.first_answers(learner), store.missed(learner)
    assert not any(":" in one.item_id for one in (*firsts, *missed))
    slots = [slot for one in attempts for slot in one.slots]
    shown = {slot.placed.item.id for slot in slots if slot.shown_at}
    known = store.item_history(learner).keys() | shown
    assert {one.item_id for one in firsts} <= known
    for tally in (*progress.domains.values(), *progress.roles.values()):
        assert tally.first_answered >= 0
        assert 0 <= tally.score <= tally.answered
    for day in progress.days:
        assert 0 <= day.score <= day.answered
    on_days = sum(day.answered for day in progress.days)
    in_attempts = sum(slot.answer is not None for slot in slots)
    assert on_days >= in_attempts  # checks of lessons come on top
    for summary in store.attempts(learner):
        open_test = summary.status == "open" and summary.feedback == "test"
        answered = [slot.answer.score for slot in store.attempt(summary.id).slots if slot.answer]
        assert summary.answered == len(answered)
        assert summary.score == (None if open_test else pytest.approx(sum(answered)))
    others = {one.name for one in store.learners() if one.id != learner}
    assert all(one.learners <= len(others) for one in store.facilities("cpb", learner).values())
    for card in store.cards(learner):
        assert card.state.reps >= card.state.lapses >= 0
    store.recall(learner), store.paces(learner), store.fared(learner), store.sat_mocks(learner)
    store.practice_times(learner, "cpb"), store.answers_on(learner, today)
    store.reviewed_seconds(learner, today), store.withheld_items(learner)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("kinds") / "main.db")
    yield made
    made.close()


@pytest.fixture(scope="module")
def store(world):
    return world.open()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=HISTORY)
def test_reports_hold_and_a_rebuild_gives_what_was_live(world, store, history):
    actor = Actor(world, store)
    for hours, step in history:
        world.clock.advance(hours * 3600)
        actor.take(step)
    look(actor)
    live = projections(store)
    assert store.verify() == ()
    store.rebuild()
    assert projections(store) == live
