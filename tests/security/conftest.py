"""A class database on each backend: an administrator, an instructor and two students."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from tests.code_books import compiled_books, lend_books
from tests.services.conftest import library as library
from tests.store.conftest import postgres as postgres
from tests.store.conftest import world as world
from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.services.accounts import token_hash
from tutor.services.context import assemble
from tutor.settings import Settings

PEOPLE = {"Ada": "administrator", "Ines": "instructor", "Ann": "student", "Ben": "student"}


@dataclass
class School:
    """A class database, and the services of each of its people."""

    world: Any
    store: Any
    nobody: Any
    """Services before anybody signs in."""
    ids: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def sign_in(self, name, idle=timedelta(hours=1)):
        """Sign a person in, without the time that hashing a password takes."""
        token = secrets.token_urlsafe(32)
        self.store.begin_session(self.ids[name], token_hash(token), idle)
        self.tokens[name] = token
        return self.nobody.signed_in(self.nobody.accounts.resume(token))


@pytest.fixture
def school(world, tmp_path, library):
    store = world.open()
    settings = Settings(tmp_path / "home")
    settings.make_folders()
    nobody = None
    ids = {}
    for name, role in PEOPLE.items():
        learner = store.create_learner(name, exam="cpb", time_zone="America/Chicago")
        ids[name] = learner.id
        store.create_account(
            learner.id, role, "no hash", must_change=False, first=role == "administrator"
        )
    nobody = assemble(settings, world.clock, Random(7), store, library)
    return School(world, store, nobody, ids)


@pytest.fixture
def work(school):
    """Ben's work: a finished quiz, an open one, a finished mock exam; returns their ids."""
    ben, me = school.sign_in("Ben"), school.ids["Ben"]
    done = ben.practice.start(me, QuizSpec(exam="cpb", count=3))
    for position in range(3):
        question = done.go(position)
        done.answer(key_response(ben.library.item(question.item_id)))
    done.finish()
    sat = ben.mocks.start(me, "cpb", length="sprint")
    sat.finish()
    started = ben.practice.start(me, QuizSpec(exam="cpb", count=3))
    return {"done": done.attempt_id, "mock": sat.attempt_id, "open": started.attempt_id}


@pytest.fixture
def books(school, tmp_path_factory):
    """Put the compiled code books into the school's home."""
    lend_books(compiled_books(tmp_path_factory), school.nobody.settings.codebook_cache)
