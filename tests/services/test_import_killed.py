"""kill -9 in the middle of keeping an import: the bank is as it was, and the next import works."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys

import pytest

from tutor.services.own_bank_files import imported_folder
from tutor.settings import Settings

TOLD = "::Q{n}::What is done with claim {n}?{{=It is sent#Once.~It is lost}}\n"
OLD = "".join(TOLD.format(n=n) + "\n" for n in range(3))
MANY = "".join(TOLD.format(n=n) + "\n" for n in range(3, 700))
IMPORT = """
import os, signal, sys
from pathlib import Path
from random import Random
from tutor.clock import SystemClock
from tutor.services import own_bank_files
from tutor.services.context import assemble
from tutor.services.library import content_roots, open_library
from tutor.settings import Settings
from tutor.store.classroom import bank
from tutor.store.store import open_store

home, file, target, place, calls = sys.argv[1:]
settings = Settings(home=Path(home))
library = open_library(content_roots(()), settings.content_cache)
store = open_store(settings.database, clock=SystemClock(), backups=settings.backups)
services = assemble(settings, SystemClock(), Random(1), store, library)
plan = services.bank_imports.plan(
    services.actor, Path(file).read_bytes(), file, exams=["cpb"], target=target
)
module, name = {"file": (own_bank_files, "_write"), "row": (bank, "note_change")}[place]
real, left = getattr(module, name), [int(calls)]

def until(*args):
    real(*args)
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)

setattr(module, name, until)
print(plan.takes, flush=True)
services.bank_imports.apply(services.actor, plan)
"""
"""Imports a file and dies after so many files were written, or rows noted."""


@pytest.fixture
def at_home(services, library):
    """Services whose home has its content compiled already."""
    shutil.copy(library._keeper._place, services.settings.content_cache)
    return services


def keep(services, text, target="own"):
    plan = services.bank_imports.plan(
        services.actor, text.encode(), "old.gift", exams=["cpb"], target=target
    )
    return services.bank_imports.apply(services.actor, plan)


def killed(services, tmp_path, target, place, calls):
    file = tmp_path / "many.gift"
    file.write_text(MANY)
    home = str(services.settings.home)
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, home, str(file), target, place, str(calls)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "697\n"), done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_an_own_bank_is_as_it_was(at_home, tmp_path):
    keep(at_home, OLD)
    folder = imported_folder(Settings(home=tmp_path))
    before = {path: path.read_bytes() for path in folder.glob("*.yaml")}
    killed(at_home, tmp_path, "own", "file", 3)  # all questions, not the list of renamings
    assert list(folder.glob(".*.new"))  # it was in the middle
    assert {path: path.read_bytes() for path in folder.glob("*.yaml")} == before
    assert len(keep(at_home, MANY).new) == 697
    assert not list(folder.glob(".*.new"))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_courses_bank_is_as_it_was(at_home, tmp_path):
    course = at_home.classroom.courses.create(at_home.actor, "CPB spring", exam="cpb")
    keep(at_home, OLD, course.id)
    store = at_home.classroom.store
    before = store.course_items(course.id)
    killed(at_home, tmp_path, course.id, "row", 400)
    assert store.course_items(course.id) == before
    assert len(keep(at_home, MANY, course.id).new) == 697
