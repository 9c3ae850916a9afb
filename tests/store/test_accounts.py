"""Accounts, sign-ins and wrong tries on both backends."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.store.conftest import START
from tutor.domain.sign_in import FREE_TRIES, LONGEST_SIGN_IN
from tutor.errors import NotFoundError, StoreError, UsageError

HOUR = timedelta(hours=1)


@pytest.fixture
def admin(store, learner):
    return store.create_account(learner.id, "administrator", "hash", must_change=False, first=True)


def student(store, name="Ben"):
    ben = store.create_learner(name)
    return store.create_account(ben.id, "student", "ben's", must_change=True, first=False)


def test_a_fresh_database_asks_nobody_to_sign_in(store, learner):
    assert not store.has_accounts()
    assert store.accounts() == ()
    assert store.credentials("Ann") is None


def test_an_account_reads_back_whatever_the_names_case(store, admin):
    assert store.has_accounts()
    assert store.credentials("  aNN ") == (admin, "hash")
    assert (admin.name, admin.role, admin.created_at) == ("Ann", "administrator", START)
    assert student(store).must_change
    assert [account.name for account in store.accounts()] == ["Ann", "Ben"]


def test_there_is_one_first_account(store, admin):
    ben = store.create_learner("Ben")
    with pytest.raises(UsageError, match="has an administrator already"):
        store.create_account(ben.id, "administrator", "h", must_change=False, first=True)
    assert [account.name for account in store.accounts()] == ["Ann"]


def test_no_other_account_comes_before_the_first(store, learner):
    with pytest.raises(UsageError, match="create-admin"):
        store.create_account(learner.id, "student", "h", must_change=False, first=False)
    assert not store.has_accounts()


def test_of_two_first_accounts_made_at_once_one_comes_through(world):
    stores = [world.open() for _ in range(2)]
    people = [stores[0].create_learner(name) for name in ("Ann", "Ben")]

    def make(number):
        try:
            stores[number].create_account(
                people[number].id, "administrator", "h", must_change=False, first=True
            )
        except UsageError:
            return 0
        return 1

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(make, range(2))) == 1
    assert len(stores[0].accounts()) == 1


def test_nobody_has_two_accounts(store, admin):
    with pytest.raises(UsageError, match="already"):
        store.create_account(admin.learner_id, "student", "h", must_change=False, first=False)


@pytest.mark.parametrize("method", ["disable_account", "enable_account", "account"])
def test_who_has_no_account_has_none_to_change(store, admin, method):
    ben = store.create_learner("Ben")
    with pytest.raises(NotFoundError):
        getattr(store, method)(ben.id)


def test_an_unknown_role_is_not_written(store, admin):
    with pytest.raises(StoreError):
        store.set_role(student(store).learner_id, "root")
    assert store.credentials("Ben")[0].role == "student"


def test_the_last_administrator_stays(store, admin):
    with pytest.raises(UsageError, match="last administrator"):
        store.disable_account(admin.learner_id)
    with pytest.raises(UsageError, match="last administrator"):
        store.set_role(admin.learner_id, "student")
    ben = student(store)
    store.set_role(ben.learner_id, "administrator")
    assert store.set_role(admin.learner_id, "student").role == "student"
    with pytest.raises(UsageError, match="last administrator"):
        store.disable_account(ben.learner_id)


def test_two_administrators_cannot_dismiss_each_other_at_once(world):
    stores = [world.open() for _ in range(2)]
    first = stores[0].create_learner("Ann")
    stores[0].create_account(first.id, "administrator", "h", must_change=False, first=True)
    second = student(stores[0])
    stores[0].set_role(second.learner_id, "administrator")

    def dismiss(number):
        with contextlib.suppress(StoreError, UsageError):
            stores[number].disable_account((first.id, second.learner_id)[number])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(dismiss, range(2)))
    left = [account for account in stores[0].accounts() if account.disabled_at is None]
    assert len(left) == 1


def test_an_archived_learners_account_lets_nobody_in(store, admin):
    ben = student(store)
    store.begin_session(ben.learner_id, "token", HOUR)
    store.archive_learner(ben.learner_id)
    assert store.credentials("Ben") is None
    assert store.session("token").account.disabled_at == START


@pytest.mark.parametrize("change", ["set_role", "disable_account", "set_password"])
def test_a_change_ends_the_sign_ins(store, admin, change):
    ben = student(store)
    store.begin_session(ben.learner_id, "ben-1", HOUR)
    store.begin_session(ben.learner_id, "ben-2", HOUR)
    store.begin_session(admin.learner_id, "ann", HOUR)
    values = {"set_role": ("instructor",), "set_password": ("new",)}.get(change, ())
    kept = {"keep": "ben-2", "must_change": False} if change == "set_password" else {}
    getattr(store, change)(ben.learner_id, *values, **kept)
    assert store.session("ben-1").ended_at == START
    assert (store.session("ben-2").ended_at is None) == (change == "set_password")
    assert store.session("ann").ended_at is None


def test_a_sign_in_notes_its_use_once_a_minute(world, store, admin):
    store.begin_session(admin.learner_id, "token", HOUR)
    world.clock.advance(30)
    store.touch_session("token")
    assert store.session("token").last_used_at == START
    world.clock.advance(60)
    store.touch_session("token")
    assert store.session("token").last_used_at == START + timedelta(seconds=90)
    assert store.session("token").idle_seconds == 3600


def test_an_ended_sign_in_stays_ended(world, store, admin):
    store.begin_session(admin.learner_id, "token", HOUR)
    store.end_session("token")
    world.clock.advance(100)
    store.touch_session("token")
    store.end_session("token")
    ended = store.session("token")
    assert (ended.ended_at, ended.last_used_at) == (START, START)
    store.end_session("no such token")
    assert store.session("no such token") is None


def test_old_sign_ins_are_swept_away(world, store, admin):
    store.begin_session(admin.learner_id, "old", HOUR)
    world.clock.advance(LONGEST_SIGN_IN.total_seconds() + 1)
    store.begin_session(admin.learner_id, "new", HOUR)
    assert store.session("old") is None
    assert store.session("new") is not None


@pytest.mark.parametrize("name", ["Ann", "Nobody"])
def test_a_name_is_locked_whether_anybody_has_it_or_not(world, store, admin, name):
    waits = [store.charge_try(name) for _ in range(FREE_TRIES + 1)]
    assert waits == [timedelta()] * FREE_TRIES + [timedelta(seconds=30)]
    assert store.charge_try(f" {name.upper()} ") == timedelta(seconds=30)
    assert store.charge_try("Somebody else") == timedelta()
    world.clock.advance(30)
    assert store.charge_try(name) == timedelta()
    assert store.charge_try(name) == timedelta(seconds=60)


def test_a_right_try_wipes_the_slate(store, admin):
    for _ in range(FREE_TRIES):
        store.charge_try("Ann")
    store.clear_tries("ANN")
    assert store.charge_try("Ann") == timedelta()


def test_tries_that_count_no_longer_are_swept_away(world, store, admin):
    for number in range(20):
        store.charge_try(f"guess {number}")
    world.clock.advance(86_401)
    store.clear_tries("Ann")
    assert store.health().counts["sign_in_try"] == 0


def test_what_is_typed_as_a_name_is_not_kept(store, admin):
    store.charge_try("my secret password")
    with store._database.reading() as session:
        rows = session.connection().execute(text("SELECT * FROM sign_in_try")).all()
    assert "secret" not in str(rows)


def test_tries_from_several_hosts_at_once_are_as_few_as_in_a_row(world):
    stores = [world.open() for _ in range(4)]

    def guess(number):
        return stores[number % 4].charge_try("Ann")

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(guess, range(24)))
    assert sum(1 for wait in waits if not wait) == FREE_TRIES


def test_a_hash_is_renewed_only_where_the_password_is_the_same(store, admin):
    store.rehash_password(admin.learner_id, "another", "newer")
    assert store.credentials("Ann")[1] == "hash"
    store.rehash_password(admin.learner_id, "hash", "newer")
    assert store.credentials("Ann")[1] == "newer"


def test_every_change_is_in_the_audit_log(store, admin):
    ben = student(store)
    store.set_role(ben.learner_id, "instructor", by=admin.learner_id)
    store.set_password(ben.learner_id, "new", must_change=False, by=ben.learner_id)
    store.disable_account(ben.learner_id, by=admin.learner_id)
    with store._database.reading() as session:
        query = (
            "SELECT actor_id, action, before, after FROM audit WHERE subject_id = :id ORDER BY id"
        )
        rows = session.connection().execute(text(query), {"id": ben.learner_id}).all()
    assert [(row.actor_id, row.action) for row in rows] == [
        (None, "created"),
        (admin.learner_id, "role changed"),
        (ben.learner_id, "password changed"),
        (admin.learner_id, "closed"),
    ]
    assert "instructor" in str(rows[1].after)
    assert "new" not in str([(row.before, row.after) for row in rows])
