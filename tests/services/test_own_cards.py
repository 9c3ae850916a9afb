"""Cards of the learner's own, on a real database, the shipped glossary and code books."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from tests.code_books import compiled_books, lend_books
from tests.services.test_spaced import DAY, quiz
from tutor.domain.item import CARD_POOL
from tutor.domain.kinds import grade, key_response, wrong_response
from tutor.domain.own_card import CODE, OwnCard, own_card
from tutor.domain.term_names import hide_names
from tutor.domain.term_questions import LETTERS, MEANING, NAME, TermQuestions, apart
from tutor.errors import NotFoundError, UsageError

ABN = "term:abn"
E119 = "code:icd10cm:E11.9"


@pytest.fixture
def own(services, tmp_path_factory):
    """The service, with the compiled code books in the home."""
    lend_books(compiled_books(tmp_path_factory), services.settings.codebook_cache)
    assert services.codes.ready()
    return services.own_cards


@pytest.fixture(scope="module")
def glossary(library):
    return library.terms(), TermQuestions(library.terms())


def asked(session):
    """Return the items of a session."""
    session_items = []
    for position in range(len(session.palette.answered)):
        session_items.append(session._slot(position).placed.item)
    return session_items


# --- questions about all terms


def test_every_term_can_be_asked_in_well_formed_ways(glossary):
    terms, questions = glossary
    names = {term.term: term for term in terms}
    longest = Counter()
    for term in terms:
        forms = questions.forms(term)
        assert forms[:2] == (MEANING, NAME), term.id
        for form in forms:
            item = questions.item(term, form, Random(f"{term.id}{form}"))
            options = item.body.options
            (key,) = (option for option in options if option.correct)
            texts = {option.text.casefold() for option in options}
            assert len(texts) == len(options) == 4, item.id
            assert all(option.text and option.rationale for option in options), item.id
            longest[form, len(key.text) == max(len(option.text) for option in options)] += 1
            if form == MEANING:
                assert key.text == term.term
                given = item.stem.partition("\n\n")[2]
                assert hide_names(given, term) == given
                for option in options:
                    if not option.correct:
                        assert apart(term, names[option.text]), (term.id, option.text)
    assert longest[LETTERS, True] + longest[LETTERS, False] > 50
    for form in (MEANING, NAME, LETTERS):
        share = longest[form, True] / (longest[form, True] + longest[form, False])
        assert 0.1 < share < 0.4, form


# --- questions about codes

CODES = (
    "E11.9", "E11", "E11.3", "I10", "S52.501A", "Z79.4", "A00.0", "R05.9", "O80",
    "J1885", "G0008", "25", "LT", "0FT44ZZ",
)  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_codes_are_asked_among_real_neighbours(services, own, code):
    from tutor.services.code_questions import forms_of, neighbours

    page = services.codes.page(code)
    card = OwnCard(CODE, page.code, page.code_set)
    about = own.askable(card.id)
    assert about is not None
    book = services.codes.book(page.code_set)
    entry = book.find(page.code)
    forms = forms_of(book, entry)
    assert [f"{card.id}/{form}" for form in forms] == list(about.kinds)
    assert ("type" in forms) == (
        entry.billable and page.code_set != "pos" and len(titled(book, entry.title)) == 1
    )
    family = {entry.id, *(one.id for one in book.ancestors(entry.id))}
    for near in neighbours(book, entry):
        assert near.id not in family
        assert not entry.id < near.id <= entry.last
    for item_id, kind in about.kinds.items():
        for seed in range(5):
            item = own.item(item_id, Random(seed))
            assert (item.id, item.kind, item.topic, item.pool) == (
                item_id, kind, card.id, CARD_POOL,
            )  # fmt: skip
            assert grade(item, key_response(item)).score == 1
            assert item == own.item(item_id, Random(seed))
            if kind == "single":
                check_options(book, entry, item)


def titled(book, title):
    query = "SELECT id FROM node WHERE title = ?"
    return book.at(row[0] for row in book.use(lambda db: db.execute(query, (title,)).fetchall()))


def check_options(book, entry, item):
    options = item.body.options
    assert len({option.text.casefold() for option in options}) == len(options) == 4
    for option in options:
        found = book.find(option.text)
        real = [found] if found else titled(book, option.text)
        assert real, option.text
        same = any(entry.id == one.id for one in real)
        assert same == option.correct
        if not found:
            assert entry.title.casefold() == option.text.casefold() or not option.correct


def test_any_billable_code_makes_questions(services, own):
    from tutor.services.code_questions import forms_of

    rng = Random(5)
    for code_set in ("icd10cm", "hcpcs", "icd10pcs", "pos"):
        book = services.codes.book(code_set)
        for entry in book.at(rng.sample(list(book.billable_ids), 40)):
            card = OwnCard(CODE, entry.code, code_set)
            assert "title" in forms_of(book, entry), entry
            for item_id, kind in own.askable(card.id).kinds.items():
                item = own.item(item_id, Random(1))
                if kind == "single":
                    check_options(book, entry, item)


# --- adding and removing


def test_terms_and_codes_are_added_by_any_name(services, learner, own):
    added = own.add_terms(learner.id, ["ABN", "clean claim", "abn"])
    assert (len(added.titles), added.known) == (2, 0)
    assert own.add_codes(learner.id, ["e119", "J1885"]).titles[0].startswith("E11.9  Type 2")
    assert own.add_codes(learner.id, ["E11.9"]).known == 1
    assert own.held(learner.id) == {ABN, "term:clean-claim", E119, "code:hcpcs:J1885"}
    view = services.spaced.overview(learner.id)
    assert {line.state for line in view.lines} == {"new"}
    assert {line.short for line in view.lines} == {"abn", "clean-claim", "E11.9", "J1885"}
    assert view.due.count == 4
    assert all(line.due == view.today for line in view.lines)
    services.spaced.remove(learner.id, "E11.9")
    assert E119 not in own.held(learner.id)


@pytest.mark.parametrize(
    ("add", "error"),
    [
        (lambda own, who: own.add_terms(who, ["abn", "no such thing"]), NotFoundError),
        (lambda own, who: own.add_codes(who, ["I10", "Q99999"]), NotFoundError),
        (lambda own, who: own.add_codes(who, ["E08-E13"]), UsageError),
        (lambda own, who: own.add_lesson(who, "nothing"), NotFoundError),
        (lambda own, who: own.add_domain(who, "cpb", "nothing"), UsageError),
        (lambda own, who: own.add_terms("nobody", ["abn"]), NotFoundError),
    ],
)
def test_nothing_is_added_where_something_is_wrong(services, learner, own, add, error):
    with pytest.raises(error):
        add(own, learner.id)
    assert own.held(learner.id) == frozenset()


def test_all_terms_of_a_lesson_or_domain(services, learner, own):
    lesson = next(head for head in services.library.lessons() if head.track)
    added = own.add_lesson(learner.id, lesson.id)
    assert added.titles
    whole = own.add_domain(learner.id, "cpb", "bill")
    terms = [t for t in services.library.terms() if ("cpb", "bill") in t.exams]
    assert len(whole.titles) + whole.known == len(terms)


def test_a_concept_cannot_be_removed(services, learner, clock):
    quiz(services, learner, clock, count=3)
    short = services.spaced.overview(learner.id).lines[0].short
    with pytest.raises(UsageError, match="suspend it"):
        services.spaced.remove(learner.id, short)


def test_a_term_or_code_is_toggled(services, learner, own):
    assert own.toggle(learner.id, own_card(ABN))
    assert own.toggle(learner.id, own_card(E119))
    assert not own.toggle(learner.id, own_card(ABN))
    assert own.held(learner.id) == {E119}


# --- reviewing


def test_a_review_mixes_concepts_and_own_cards(services, learner, clock, own):
    quiz(services, learner, clock, count=4)
    own.add_terms(learner.id, ["abn"])
    own.add_codes(learner.id, ["E11.9"])
    clock.advance(20 * DAY)
    view = services.spaced.overview(learner.id)
    session = services.spaced.start(learner.id, minutes=600, seed=4)
    assert session.title == f"Review · {view.cards} cards"
    items = asked(session)
    made = {item.topic: item for item in items if item.pool == CARD_POOL}
    assert set(made) == {ABN, E119}
    question = session.go(items.index(made[ABN]))
    assert question.generated
    assert question.topic.startswith("Your own card, from the glossary")
    answered = session.answer(key_response(made[ABN]))
    assert "abn" in {term.id for term in answered.feedback.terms}
    assert services.spaced.overview(learner.id).due.count == view.due.count - 1
    assert services.store.verify() == ()


def test_the_same_seed_makes_the_same_review(services, learner, own):
    own.add_terms(learner.id, ["abn", "copay"])
    first = services.spaced.start(learner.id, seed=9)
    items = asked(first)
    first.abandon()
    again = services.spaced.start(learner.id, seed=9)
    assert asked(again) == items
    again.abandon()
    other = services.spaced.start(learner.id, seed=10)
    assert asked(other) != items


def test_forms_take_turns(services, learner, clock, own):
    own.add_terms(learner.id, ["abn"])
    forms = []
    for _ in range(6):  # forgotten each time, so that it is due again
        session = services.spaced.start(learner.id, minutes=600)
        (item,) = asked(session)
        session.answer(wrong_response(item, Random(1)))
        session.finish()
        forms.append(item.id.rpartition("/")[2])
        clock.advance(40 * DAY)
    assert sorted(forms[:3]) == sorted(forms[3:]) == sorted([LETTERS, MEANING, NAME])


def test_own_cards_count_for_memory_and_the_day_alone(services, learner, own):
    own.add_terms(learner.id, ["abn", "copay"])
    before = services.progress.overview(learner.id)
    session = services.spaced.start(learner.id)
    for item in asked(session):
        session.answer(key_response(item))
        session.next()
    session.finish()
    progress = services.store.progress(learner.id)
    assert (progress.domains, progress.roles) == ({}, {})
    assert [day.answered for day in progress.days] == [2]
    assert services.store.first_answers(learner.id) == ()
    assert services.progress.overview(learner.id).exams == before.exams
    assert services.store.recall(learner.id) == ()


def test_cards_of_what_is_gone_wait_unseen(services, learner, own, clock):
    gone = ["term:gone", "code:cpt:99213", "code:icd10cm:Z00.ZZ", "code:hcpcs:X0000"]
    services.store.add_cards(learner.id, gone, study_day=date(2026, 11, 23))
    own.add_terms(learner.id, ["abn"])
    view = services.spaced.overview(learner.id)
    assert [line.concept for line in view.lines] == [ABN]
    assert sorted(view.unseen) == sorted(gone)
    assert view.due.count == 1
    assert len(asked(services.spaced.start(learner.id))) == 1
    services.spaced.remove(learner.id, "term:gone")
    assert services.store.verify() == ()


def test_a_book_not_compiled_is_asked_for_first(services, learner):
    day = date(2026, 11, 23)
    services.store.add_cards(learner.id, [E119], study_day=day)
    assert services.spaced.needs_book(learner.id)
    assert services.spaced.due(learner.id).count == 1
    services.store.remove_card(learner.id, E119, study_day=day)
    services.own_cards.add_terms(learner.id, ["abn"])
    assert not services.spaced.needs_book(learner.id)


# --- weights and seconds


def test_weights_are_those_of_the_terms_domains_or_the_usual_one(services, learner, own):
    own.add_terms(learner.id, ["payer-id", "case-finding"])  # CPB's billing; CCA alone
    own.add_codes(learner.id, ["E11.9"])
    desk = services.spaced._desks.read(learner.id)
    found = {one.card.concept: one for one in desk.candidates(desk.cards, {})}
    shares = desk.shares
    assert found["term:payer-id"].weight == pytest.approx(shares["bill"])
    middle = sorted(shares.values())[len(shares) // 2]
    assert found[E119].weight == found["term:case-finding"].weight
    assert abs(found[E119].weight - middle) < 0.05
    assert {one.seconds for one in found.values()} == {20.0}
    services.profiles.update(learner.id, exam=None)
    services.store.update_learner(learner.id, exam=None)
    desk = services.spaced._desks.read(learner.id)
    assert {one.weight for one in desk.candidates(desk.cards, {})} == {1.0}


def test_own_cards_have_a_pace_of_their_own(services, learner, clock, own):
    own.add_domain(learner.id, "cpb", "bill")
    session = services.spaced.start(learner.id, minutes=3)
    give_all(session, clock, seconds=12)
    desk = services.spaced._desks.read(learner.id)
    assert desk.usual_seconds == 60
    assert desk.seconds(desk.cards[0], "single") == 12


def give_all(session, clock, seconds):
    for item in asked(session):
        session.current()
        clock.advance(seconds)
        session.answer(key_response(item))
        session.next()
    session.finish()


# --- names


def test_cards_are_named_as_people_type_them(services, learner, clock, own):
    quiz(services, learner, clock, count=6)
    own.add_terms(learner.id, ["abn", "clean claim"])
    own.add_codes(learner.id, ["E11.9"])
    spaced = services.spaced
    assert spaced.suspend(learner.id, "ABN").id == ABN
    assert spaced.bury(learner.id, "advance beneficiary").id == ABN
    assert spaced.resume(learner.id, "term:abn").id == ABN
    assert spaced.suspend(learner.id, "e11.9").id == E119
    for line in spaced.overview(learner.id).lines:
        assert spaced.card(learner.id, line.short).id == line.concept
        assert spaced.card(learner.id, line.concept).id == line.concept
        assert line.title != line.concept
    with pytest.raises(NotFoundError, match="no card"):
        spaced.card(learner.id, "")
