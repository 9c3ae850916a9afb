"""One person's rows are nobody else's: through the store, every service, on both backends."""

import inspect
from contextlib import suppress
from datetime import date
from enum import Enum

import pytest

from tests.store.conftest import START, new_attempt, some_items
from tutor.domain.actor import ADMINISTRATOR, Actor
from tutor.domain.kinds import key_response
from tutor.domain.records import BookmarkKey, PlacedItem, QuizSpec
from tutor.domain.sitting import MockRules
from tutor.errors import AccessError, NotFoundError, SignedOutError, SignInError, TutorError
from tutor.services.accounts import SignIn
from tutor.services.guarded import CHECK_SECONDS, PEOPLE, RULES, GuardedStore, Rule
from tutor.services.own_cards import OwnCard
from tutor.services.study_plan import PlanChanges
from tutor.store.store import Store

STRANGERS = ("Ann", "Ines")
ID_NAMES = {"learner_id", "attempt_id", "new"}


def parameters(name):
    return set(inspect.signature(getattr(Store, name)).parameters)


def store_methods():
    return {name for name in dir(Store) if not name.startswith("_")}


# --- the guard itself


def test_every_method_of_the_store_is_classified():
    own = {name for name in vars(GuardedStore) if not name.startswith("_")}
    missing = store_methods() - set(RULES) - own
    assert missing == set(), "say in tutor/services/guarded.py who may call these"
    assert set(RULES) <= store_methods()
    assert own <= store_methods()


@pytest.mark.parametrize("name", [n for n, r in RULES.items() if r in (Rule.READ, Rule.WRITE)])
def test_what_is_somebodys_says_whose_it_is(name):
    assert ID_NAMES & parameters(name)


@pytest.mark.parametrize("name", [n for n, r in RULES.items() if r is Rule.ANYBODY])
def test_what_names_nobody_names_nobody(name):
    found = getattr(Store, name)
    assert isinstance(found, property) or not ID_NAMES & parameters(name)


@pytest.mark.parametrize("name", ["Ann", "Ines", "Ada"])
def test_a_method_the_guard_does_not_know_is_refused(school, monkeypatch, name):
    monkeypatch.setattr(Store, "everybodys_marks", lambda self, learner_id: 1, raising=False)
    services = school.sign_in(name)
    assert school.store.everybodys_marks(school.ids[name]) == 1
    with pytest.raises(AccessError):
        services.store.everybodys_marks(school.ids[name])


ELSEWHERE = [name for name, rule in RULES.items() if rule is Rule.ELSEWHERE]


@pytest.mark.parametrize("name", ["Ann", "Ines", "Ada"])
def test_what_other_services_hold_the_store_for_is_refused(school, name):
    services = school.sign_in(name)
    for method in ELSEWHERE:
        with pytest.raises(AccessError):
            getattr(services.store, method)
    assert set(PEOPLE) <= set(ELSEWHERE)


def about(school, work, method):
    """Return arguments for a method of the store that are about Ben; the rest are of no matter."""
    given = {"learner_id": school.ids["Ben"], "attempt_id": work["open"]}
    given["new"] = new_attempt(school.ids["Ben"], some_items(2))
    needed = inspect.signature(getattr(Store, method)).parameters.values()
    return {
        one.name: given.get(one.name)
        for one in needed
        if one.name != "self" and one.kind is not one.VAR_KEYWORD
    }


@pytest.mark.parametrize("name", STRANGERS)
def test_the_guard_refuses_everything_of_somebody_elses(school, work, name):
    services = school.sign_in(name)
    before = school.store.health().counts
    for method, rule in RULES.items():
        if rule in (Rule.READ, Rule.WRITE):
            with pytest.raises(AccessError, match="not yours"):
                getattr(services.store, method)(**about(school, work, method))
    assert school.store.health().counts == before


def test_an_own_attempt_does_not_open_somebody_elses_rows(school, work):
    """Both ids are looked at where a method takes both, and each attempt for itself."""
    ann = school.sign_in("Ann")
    mine = ann.practice.start(school.ids["Ann"], QuizSpec(exam="cpb", count=2)).attempt_id
    assert ann.store.attempt(mine).learner_id == school.ids["Ann"]
    with pytest.raises(AccessError):
        ann.store.attempt(work["done"])
    assert ann.store.attempt(mine).id == mine


def test_an_administrator_reads_but_does_not_write_in_somebody_elses_name(school, work):
    ada = school.sign_in("Ada")
    assert ada.store.attempt(work["done"]).learner_id == school.ids["Ben"]
    assert ada.store.progress(school.ids["Ben"]) == school.store.progress(school.ids["Ben"])
    before = school.store.health().counts
    for method, rule in RULES.items():
        if rule is Rule.WRITE:
            with pytest.raises(AccessError):
                getattr(ada.store, method)(**about(school, work, method))
    assert school.store.health().counts == before


CARE_GIVEN = {"back_up": {"reason": "test"}, "erase_learner": {"learner_id": "nobody"}}


@pytest.mark.parametrize("method", [n for n, r in RULES.items() if r is Rule.CARE])
def test_the_database_as_a_whole_is_the_administrators(school, work, method):
    for name in STRANGERS:
        with pytest.raises(AccessError, match="only an administrator"):
            getattr(school.sign_in(name).store, method)(**CARE_GIVEN.get(method, {}))
    with suppress(NotFoundError):
        getattr(school.sign_in("Ada").store, method)(**CARE_GIVEN.get(method, {}))


def test_people_are_listed_to_administrators_alone(school):
    assert [one.name for one in school.sign_in("Ann").store.learners()] == ["Ann"]
    assert [one.name for one in school.sign_in("Ines").profiles.all()] == ["Ines"]
    assert len(school.sign_in("Ada").store.learners()) == 4


# --- every service

DUMMIES = {
    "exam": "cpb",
    "exams": ("cpb",),
    "domain": "billing",
    "domains": (),
    "spec": QuizSpec(exam="cpb", count=2),
    "rules": MockRules(),
    "length": "sprint",
    "unseen": 0,
    "seed": 1,
    "before": START,
    "typed": dict.fromkeys(("minutes", "date", "off", "holidays"), ""),
    "date_changed": False,
    "source": "both",
    "page": 0,
    "name": "abn",
    "names": ("abn",),
    "kind": "term_meaning",
    "code_set": "icd10cm",
    "codes": ("E11.9",),
    "key": BookmarkKey("icd10cm", "FY2026", "E11.9"),
    "kept": True,
    "response": ("a",),
    "card_id": "term:abn/meaning",
    "changes": PlanChanges(),
    "moments": (),
    "latency_ms": 5,
}


def called_about(services, school, work):
    """Give (name, call) of every method of every service that takes an id, with Ben's."""
    lesson = services.library.lessons()[0]
    known = {
        **DUMMIES,
        "learner_id": school.ids["Ben"],
        "attempt_id": work["done"],
        "lesson_id": lesson.id,
        "item_id": services.library.heads("lesson")[0].id,
        "domain": services.library.blueprint("cpb").domains[0].id,
        "own": OwnCard("term:abn/meaning", "term", "abn"),
    }
    names = [one for one in services.__slots__ if one not in NOT_SERVICES]
    for name in [*names, "fitting"]:
        service = getattr(services, name)
        for method in dir(service):
            call = getattr(service, method) if not method.startswith("_") else None
            if not inspect.ismethod(call):
                continue
            wanted = inspect.signature(call).parameters.values()
            if not {"learner_id", "attempt_id"} & {one.name for one in wanted}:
                continue
            given = {
                one.name: known[one.name]
                for one in wanted
                if one.kind is not one.VAR_KEYWORD
                and (one.default is one.empty or one.name in ID_NAMES)
            }
            if f"{name}.{method}" in NAMES_NOBODY:
                continue
            yield f"{name}.{method}", lambda call=call, given=given: call(**given)


def is_refused(call, *refusals):
    try:
        call()
    except refusals:
        return True
    return False


NAMES_NOBODY = {"learning.try_again"}
"""Methods that take a learner and look at nothing of theirs."""
NOT_SERVICES = {"settings", "clock", "who", "store", "whole_store", "library", "again", "lock"}


@pytest.mark.parametrize("name", STRANGERS)
def test_no_service_does_anything_with_somebody_elses_ids(school, work, books, name):
    services = school.sign_in(name)
    before = school.store.health().counts
    calls = dict(called_about(services, school, work))
    assert len(calls) > 60
    assert {label for label, call in calls.items() if not is_refused(call, AccessError)} == set()
    assert school.store.health().counts == before
    assert school.store.attempt(work["open"]).status == "open"


def test_before_anybody_signs_in_no_service_does_anything(school, work, books):
    calls = dict(called_about(school.nobody, school, work))
    refusals = (SignInError, AccessError)
    assert {label for label, call in calls.items() if not is_refused(call, *refusals)} == set()
    for call in (school.nobody.profiles.all, school.nobody.profiles.current):
        with pytest.raises(SignInError):
            call()
    assert school.nobody.locked


@pytest.mark.parametrize("attempt", ["done", "open", "mock"])
@pytest.mark.parametrize("name", STRANGERS)
def test_no_attempt_of_somebody_else_is_opened_whatever_its_state(school, work, attempt, name):
    services, target = school.sign_in(name), work[attempt]
    for call in (
        services.practice.resume,
        services.mocks.resume,
        services.mocks.report,
        services.diagnostic.resume,
        services.diagnostic.report,
    ):
        with pytest.raises(AccessError):
            call(target)


def test_profiles_are_neither_switched_nor_made_nor_closed(school):
    ann = school.sign_in("Ann")
    ben, me = school.ids["Ben"], school.ids["Ann"]
    for call in (
        lambda: ann.profiles.choose(ben),
        lambda: ann.profiles.archive(ben),
        lambda: ann.profiles.archive(me),
        lambda: ann.profiles.restore("Ben"),
        lambda: ann.profiles.create("Eve", time_zone="UTC"),
        lambda: ann.profiles.update(ben, theme="tutor-light"),
        lambda: ann.profiles.update(me, name="Ben Junior"),
    ):
        with pytest.raises(TutorError):
            call()
    assert [one.name for one in school.store.learners()] == ["Ada", "Ann", "Ben", "Ines"]
    for name in ("Ben", "Nobody"):
        with pytest.raises(TutorError) as refused:
            ann.profiles.named(name)
        assert str(refused.value) == f"there is no profile {name!r}; profiles: Ann"
    assert ann.profiles.update(me, theme="tutor-light").theme == "tutor-light"
    assert ann.profiles.current().id == me


def test_who_signs_in_learns_as_always(school):
    """The guard is in nobody's way: a quiz, a lesson, cards, a plan, a mock exam of one's own."""
    ann, me = school.sign_in("Ann"), school.ids["Ann"]
    session = ann.practice.start(me, QuizSpec(exam="cpb", count=2))
    session.answer(key_response(ann.library.item(session.current().item_id)))
    resumed = ann.practice.resume(session.attempt_id)
    assert resumed.attempt_id == session.attempt_id
    session.finish()
    lesson = ann.library.lessons()[0].id
    ann.learning.read_page(me, lesson, 0)
    assert ann.learning.open(me, lesson)
    assert ann.own_cards.add_terms(me, ["abn"])
    assert ann.home.home(me)
    assert ann.dashboards.everything(me)
    assert ann.plan.plan(me)
    exam = ann.mocks.start(me, "cpb", length="sprint")
    exam.finish()
    assert ann.mocks.report(exam.attempt_id)
    assert ann.fitting.fit(me)


def test_files_are_written_to_a_folder_of_ones_own(school):
    ann, ben = school.sign_in("Ann"), school.sign_in("Ben")
    assert ann.files != ben.files
    ann.plan.change(school.ids["Ann"], PlanChanges(exam_date=date(2027, 3, 31)))
    written = ann.plan.export(school.ids["Ann"])
    assert written.is_relative_to(ann.files)
    assert written.parent.stat().st_mode & 0o077 == 0


# --- sign-ins that hold no longer


def test_a_forged_role_is_found_out(school):
    """The role is the database's, whatever the services were made with."""
    school.sign_in("Ann")
    forged = SignIn("Ann", Actor(school.ids["Ann"], ADMINISTRATOR), school.tokens["Ann"])
    services = school.nobody.signed_in(forged)
    with pytest.raises(SignedOutError):
        services.store.learners()
    with pytest.raises(SignedOutError):
        services.accounts.all()
    with pytest.raises(SignedOutError):
        _ = services.actor


def test_a_forged_person_is_found_out(school, work):
    school.sign_in("Ann")
    forged = SignIn("Ben", Actor(school.ids["Ben"], "student"), school.tokens["Ann"])
    with pytest.raises(SignedOutError):
        school.nobody.signed_in(forged).practice.resume(work["done"])


def test_a_made_up_token_opens_nothing(school, work):
    forged = SignIn("Ben", Actor(school.ids["Ben"], "student"), "made up")
    with pytest.raises(SignedOutError):
        school.nobody.signed_in(forged).practice.resume(work["done"])


class End(Enum):
    """How a sign-in ends while its services are in use."""

    SIGNED_OUT = "signed out"
    CLOSED = "closed"
    PROMOTED = "promoted"
    RESET = "reset"
    ARCHIVED = "archived"
    IDLE = "idle"


def bring_about(school, end):
    store, ben = school.store, school.ids["Ben"]
    if end is End.SIGNED_OUT:
        school.nobody.signed_in(
            school.nobody.accounts.resume(school.tokens["Ben"])
        ).accounts.sign_out()
    elif end is End.CLOSED:
        store.disable_account(ben)
    elif end is End.PROMOTED:
        store.set_role(ben, "instructor")
    elif end is End.RESET:
        store.set_password(ben, "other", must_change=True)
    elif end is End.ARCHIVED:
        store.archive_learner(ben)
    else:
        school.world.clock.advance(3600)


@pytest.mark.parametrize("end", End)
def test_services_in_use_end_with_the_sign_in(school, end):
    ben, me = school.sign_in("Ben"), school.ids["Ben"]
    session = ben.practice.start(me, QuizSpec(exam="cpb", count=2))
    bring_about(school, end)
    school.world.clock.advance(CHECK_SECONDS)
    with pytest.raises(SignedOutError):
        ben.home.home(me)
    with pytest.raises(SignedOutError):
        session.answer(key_response(ben.library.item(session.current().item_id)))
    with pytest.raises(SignedOutError):
        _ = ben.actor
    with pytest.raises(SignedOutError):
        school.nobody.accounts.resume(school.tokens["Ben"])
    assert school.store.attempt(session.attempt_id).status == "open"


def test_use_keeps_a_sign_in_alive(school):
    ann, me = school.sign_in("Ann"), school.ids["Ann"]
    for _ in range(5):
        school.world.clock.advance(3000)
        ann.home.home(me)
    school.world.clock.advance(3601)
    with pytest.raises(SignedOutError):
        ann.home.home(me)


def test_an_item_is_placed_in_ones_own_attempt_alone(school, work):
    ann = school.sign_in("Ann")
    item = some_items(1)[0]
    with pytest.raises(AccessError):
        ann.store.append_question(work["open"], PlacedItem(item, ()), 3)
