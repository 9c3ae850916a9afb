"""Ways in for students: who may hand them out, to whom, and what is known of them afterwards."""

import csv
import io
import stat
from datetime import timedelta

import pytest
from sqlalchemy import select

from tutor.domain.actor import STUDENT, Actor, owner_of
from tutor.domain.permissions import require_way_in
from tutor.domain.roster_plan import RosterOptions
from tutor.errors import AccessError, SignedOutError, SignInError, TutorError, UsageError
from tutor.services import passwords
from tutor.services.classroom.password_list import PrivateFile, passwords_csv
from tutor.services.classroom.people_views import NO_ACCOUNT, OPEN, UNUSED, IssuedPassword
from tutor.store.base import Base

ROSTER = "id,name,sign-in name\nS10,Cy Ten,cy\nS2,Ann Two,ann2\n"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Hash as always, with less memory: nothing here hangs on how long it takes."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "PASSES", 1)


@pytest.fixture
def ines(school):
    return school.sign_in("Ines")


@pytest.fixture
def course(ines):
    return ines.classroom.courses.create(ines.actor, "CPB", exam="cpb")


def load(who, course, text=ROSTER, progress=None, **options):
    roster = who.classroom.roster
    plan = roster.plan_bytes(who.actor, course.id, text.encode(), RosterOptions(**options))
    return roster.apply(who.actor, plan, progress)


def member(who, course, text):
    return who.classroom.roster.find(who.actor, course.id, text)


def standing(who, course):
    view = who.classroom.roster.roster(who.actor, course.id)
    return {line.member.external_id: line.account for line in view.members}


# --- the rule


@pytest.mark.parametrize(
    ("actor", "role", "teaches", "may"),
    [
        (Actor("ines", "instructor"), "student", False, True),
        (Actor("ines", "instructor"), "student", True, False),
        (Actor("ines", "instructor"), "instructor", False, False),
        (Actor("ines", "instructor"), "administrator", False, False),
        (Actor("other", "instructor"), "student", False, False),
        (Actor("ines", "student"), "student", False, False),
        (Actor("ada", "administrator"), "student", False, True),
        (Actor("ada", "administrator"), "instructor", True, True),
    ],
)
def test_who_gives_whom_a_way_in(actor, role, teaches, may):
    if may:
        require_way_in(actor, {"ines"}, role, teaches=teaches)
    else:
        with pytest.raises(AccessError):
            require_way_in(actor, {"ines"}, role, teaches=teaches)


# --- an import


def test_who_is_new_gets_a_way_in_with_the_import(school, ines, course):
    told = []
    done = load(ines, course, progress=lambda made, of: told.append((made, of)))
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert [(one.sign_in, one.external_id, one.name) for one in done.passwords] == [
        ("ann2", "S2", "Ann Two"), ("cy", "S10", "Cy Ten"),
    ]  # fmt: skip
    assert done.without == 0
    assert standing(ines, course) == {"S2": UNUSED, "S10": UNUSED}
    for one in done.passwords:
        entered = school.nobody.accounts.sign_in(one.sign_in, one.password, idle=HOUR)
        assert entered.must_change
    ann = done.passwords[0]
    school.nobody.accounts.first_password("ann2", ann.password, "appeal within 90", idle=HOUR)
    assert standing(ines, course)["S2"] == OPEN
    assert school.store.account(ann.learner_id).role == STUDENT
    again = load(ines, course)
    assert (again.students, again.passwords, again.without) == ((), (), 0)


def test_passwords_are_in_no_table_and_no_repr(school, ines, course):
    done = load(ines, course)
    secret = [one.password for one in done.passwords]
    assert not any(one in repr(done) for one in secret)
    with school.store._database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.connection().execute(select(table)):
                assert not any(one in repr(row) for one in secret), table.name
    actions = [
        (line.subject, line.action) for line in ines.classroom.courses.log(ines.actor, course.id)
    ]
    assert actions.count(("account", "created")) == 2


def test_stopping_leaves_everything_as_it_was(ines, course):
    def stop(made, _of):
        if made:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(ines, course, progress=stop)
    assert standing(ines, course) == {}


def test_an_import_that_fails_makes_no_account(school, ines, course):
    roster = ines.classroom.roster
    plan = roster.plan_bytes(ines.actor, course.id, ROSTER.encode())
    load(ines, course, "id,name\nS9,Nan\n")
    before = school.store.accounts()
    with pytest.raises(UsageError):
        roster.apply(ines.actor, plan)
    assert school.store.accounts() == before


def test_a_student_of_another_course_keeps_the_account(school, ines, course):
    load(ines, course)
    other = ines.classroom.courses.create(ines.actor, "CPC", exam="cpc")
    done = load(ines, other, ROSTER + "S3,Di,di\n", link=True)
    assert [one.sign_in for one in done.passwords] == ["di"]
    ann = member(ines, course, "S2").learner_id
    assert member(ines, other, "S2").learner_id == ann
    assert ann not in {one.learner_id for one in done.passwords}


def test_a_course_without_names_tells_none(ines):
    course = ines.classroom.courses.create(ines.actor, "Quiet", pseudonymous=True)
    done = load(ines, course, "id,name\nX7,Real Name\n")
    assert [(one.sign_in, one.name) for one in done.passwords] == [("X7", "")]


def test_no_password_is_made_where_nobody_signs_in(school, world, ines, course, tmp_path):
    from random import Random

    from tutor.services.context import assemble
    from tutor.settings import Settings
    from tutor.store.store import open_store

    own = open_store(tmp_path / "own.db", clock=world.clock)
    services = assemble(Settings(tmp_path), world.clock, Random(1), own, ines.library)
    mine = services.classroom.courses.create(services.actor, "Mine")
    done = load(services, mine, progress=lambda *_: pytest.fail("a password was made"))
    assert (len(done.students), done.passwords, done.without) == (2, (), 0)
    assert set(standing(services, mine).values()) == {""}
    with pytest.raises(UsageError):
        services.classroom.roster_accounts.give(services.actor, mine.id)
    own.close()


# --- afterwards


def without_accounts(school, ines, course):
    """Put two students onto the roster as it was done before there were accounts."""
    plan = ines.classroom.roster.plan_bytes(ines.actor, course.id, ROSTER.encode())
    school.store.apply_roster(ines.actor.learner_id, plan, "UTC")


def test_those_without_an_account_get_one_later(school, ines, course):
    without_accounts(school, ines, course)
    assert standing(ines, course) == {"S2": NO_ACCOUNT, "S10": NO_ACCOUNT}
    again = load(ines, course)
    assert again.without == 2
    given = ines.classroom.roster_accounts.give(ines.actor, course.id)
    assert [one.external_id for one in given.passwords] == ["S2", "S10"]
    assert ines.classroom.roster_accounts.give(ines.actor, course.id).passwords == ()
    fresh = ines.classroom.roster_accounts.give(ines.actor, course.id, unused=True)
    assert [one.external_id for one in fresh.passwords] == ["S2", "S10"]
    with pytest.raises(SignInError):
        school.nobody.accounts.sign_in("cy", given.passwords[1].password, idle=HOUR)
    assert school.nobody.accounts.sign_in("cy", fresh.passwords[1].password, idle=HOUR).must_change


def test_who_teaches_elsewhere_is_left_out(school, ines, course):
    without_accounts(school, ines, course)
    ada = school.sign_in("Ada")
    other = ada.classroom.courses.create(ada.actor, "CPC")
    ada.classroom.courses.add_staff(ada.actor, other.id, "cy")
    given = ines.classroom.roster_accounts.give(ines.actor, course.id)
    assert [one.external_id for one in given.passwords] == ["S2"]
    assert given.left_out == ("Cy Ten",)
    with pytest.raises(AccessError):
        ines.classroom.roster_accounts.reset(ines.actor, member(ines, course, "S10").id)


def test_a_new_password_ends_the_old_one_and_every_sign_in(school, ines, course):
    done = load(ines, course)
    ann = done.passwords[0]
    entered = school.nobody.accounts.first_password(
        "ann2", ann.password, "appeal within 90", idle=HOUR
    )
    for _ in range(6):
        with pytest.raises(SignInError):
            school.nobody.accounts.sign_in("ann2", "wrong", idle=HOUR)
    made = ines.classroom.roster_accounts.reset(ines.actor, member(ines, course, "S2").id)
    with pytest.raises(SignedOutError):
        school.nobody.accounts.resume(entered.token)
    assert school.nobody.accounts.sign_in("ann2", made.password, idle=HOUR).must_change
    (line, *_) = ines.classroom.courses.log(ines.actor, course.id)
    assert (line.who, line.subject, line.action) == ("Ines", "account", "password changed")
    assert made.password not in repr(line)


def promote(school, name):
    school.store.set_role(
        next(a for a in school.store.accounts() if a.name == name).learner_id, "instructor"
    )


@pytest.mark.parametrize("turn", ["promoted", "left", "closed", "staff"])
def test_no_password_for_who_is_more_or_gone(school, ines, course, turn):
    load(ines, course)
    ann = member(ines, course, "S2")
    ada = school.sign_in("Ada")
    if turn == "promoted":
        promote(school, "ann2")
    elif turn == "left":
        ines.classroom.roster.leave(ines.actor, ann.id)
    elif turn == "closed":
        ada.accounts.disable("ann2")
    else:
        other = ada.classroom.courses.create(ada.actor, "CPC")
        ada.classroom.courses.add_staff(ada.actor, other.id, "ann2")
    before = school.store.credentials("ann2")
    with pytest.raises(TutorError):
        ines.classroom.roster_accounts.reset(ines.actor, ann.id)
    fresh = ines.classroom.roster_accounts.give(ines.actor, course.id, unused=True)
    assert "S2" not in {one.external_id for one in fresh.passwords}
    assert school.store.credentials("ann2") == before


def test_no_password_opens_work_in_another_instructors_course(school, ines, course):
    done = load(ines, course)
    ada = school.sign_in("Ada")
    other = ada.classroom.courses.create(ada.actor, "CPC", exam="cpc")
    load(ada, other, link=True)
    ann = member(ines, course, "S2")
    ines.classroom.roster_accounts.reset(ines.actor, ann.id)  # not used yet: it opens nothing
    once = next(one.password for one in done.passwords if one.sign_in == "cy")
    school.nobody.accounts.first_password("cy", once, "appeal within 90", idle=HOUR)
    cy = member(ines, course, "S10")
    with pytest.raises(AccessError, match="another instructor's course"):
        ines.classroom.roster_accounts.reset(ines.actor, cy.id)
    assert ada.classroom.roster_accounts.reset(ada.actor, cy.id).password
    ada.classroom.roster.leave(ada.actor, member(ada, other, "S10").id)
    school.nobody.accounts.first_password(
        "cy", ada.classroom.roster_accounts.reset(ada.actor, cy.id).password,
        "appeal within 60", idle=HOUR)  # fmt: skip
    assert ines.classroom.roster_accounts.reset(ines.actor, cy.id).password


def test_a_password_known_to_an_instructor_ends_with_the_students_role(school, ines, course):
    done = load(ines, course)
    known = next(one.password for one in done.passwords if one.sign_in == "ann2")
    ada = school.sign_in("Ada")
    made = ada.accounts.set_role("ann2", "administrator")
    with pytest.raises(SignInError):
        school.nobody.accounts.sign_in("ann2", known, idle=HOUR)
    assert school.nobody.accounts.sign_in("ann2", made.password, idle=HOUR).must_change
    assert ada.accounts.set_role("ann2", "instructor").password == ""


def test_who_chose_a_password_meanwhile_keeps_it(school, ines, course):
    done = load(ines, course)
    once = {one.sign_in: one.password for one in done.passwords}

    def meanwhile(made, _count):
        if made == 1:
            school.nobody.accounts.first_password(
                "ann2", once["ann2"], "appeal within 90", idle=HOUR
            )

    given = ines.classroom.roster_accounts.give(
        ines.actor, course.id, unused=True, progress=meanwhile
    )
    assert [one.sign_in for one in given.passwords] == ["cy"]
    assert school.nobody.accounts.sign_in("ann2", "appeal within 90", idle=HOUR)


def test_an_administrator_may_reset_anybodys(school, ines, course):
    load(ines, course)
    promote(school, "ann2")
    ada = school.sign_in("Ada")
    made = ada.classroom.roster_accounts.reset(ada.actor, member(ada, course, "S2").id)
    assert school.nobody.accounts.sign_in("ann2", made.password, idle=HOUR).must_change


def test_nobody_else_hands_anything_out(school, ines, course):
    load(ines, course)
    ann2 = member(ines, course, "S2")
    una = school.store.create_learner("Una")
    school.store.create_account(una.id, "instructor", "no hash", must_change=False)
    strangers = [Actor(school.ids["Ben"]), Actor(una.id, "instructor"), owner_of(None), Actor(None)]
    strangers.append(Actor(school.ids["Ben"], "instructor"))  # a role that is not theirs
    accounts = ines.classroom.roster_accounts
    for actor in strangers:
        with pytest.raises(TutorError):
            accounts.give(actor, course.id)
        with pytest.raises(TutorError):
            accounts.give(actor, course.id, unused=True)
        with pytest.raises(TutorError):
            accounts.reset(actor, ann2.id)


def test_who_is_no_instructor_any_more_hands_nothing_out(school, ines, course):
    load(ines, course)
    actor = ines.actor
    school.store.set_role(school.ids["Ines"], "student")
    with pytest.raises(SignedOutError):
        ines.classroom.roster_accounts.give(actor, course.id, unused=True)


# --- the list of them


def test_the_list_is_guarded_and_for_its_owner_alone(tmp_path):
    rows = (IssuedPassword("l1", "=1", "=HYPERLINK(1)", "+sum", "k7mf-2qpw-9xtd"),)
    path = tmp_path / "new" / "list.csv"
    with PrivateFile(path) as file:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        file.write(passwords_csv(rows))
    (line,) = csv.DictReader(io.StringIO(path.read_bytes().decode()))
    assert line == {
        "sign_in": "'+sum",
        "one_time_password": "k7mf-2qpw-9xtd",
        "name": "'=HYPERLINK(1)",
        "id": "'=1",
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(UsageError):
        PrivateFile(path)
    with PrivateFile(tmp_path / "none.csv"):
        pass
    assert not (tmp_path / "none.csv").exists()
