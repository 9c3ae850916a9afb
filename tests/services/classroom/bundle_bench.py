"""A class by file: an instructor's machine, and a machine for each student."""

import contextlib
from pathlib import Path
from random import Random

from tests.factories import make_item
from tests.services.classroom.assign_bench import HIDDEN, School
from tutor.domain.actor import owner_of
from tutor.domain.kinds import KINDS, key_response, wrong_response
from tutor.interchange.bundle import RESULTS, read_bundle, write_bundle
from tutor.services.context import assemble
from tutor.settings import Settings
from tutor.store.store import open_store

ITEMS = tuple(
    make_item(f"item-{kind}", kind=kind, stem=f"What is asked as {kind}?") for kind in KINDS
)


class Machine:
    """A student's own computer."""

    def __init__(self, home, library, clock, name):
        settings = Settings(home=home)
        settings.make_folders()
        store = open_store(settings.database, clock=clock, backups=settings.backups)
        self.services = assemble(settings, clock, Random(3), store, library)
        self.learner = self.services.profiles.create(name)
        self.actor = owner_of(self.learner.id)
        self.home = home

    def receive(self, path, **about):
        return self.services.classroom.handouts.receive(self.actor, Path(path), **about)

    def hand_in(self, assignment_id, folder, **about):
        folder.mkdir(exist_ok=True)
        return self.services.classroom.handouts.hand_in(
            self.actor, assignment_id, folder, **about
        ).path

    def take(self, assignment_id, answers):
        """Answer every question whose kind is in `answers` (`right` or not), and hand in."""
        session = self.services.classroom.work.start(self.actor, assignment_id)
        self.answer(session, answers)
        session.end()
        return session.attempt_id

    def answer(self, session, answers):
        slots = self.services.store.attempt(session.attempt_id).slots
        for slot in slots:
            item = slot.placed.item
            if item.kind in answers:
                session.go(slot.position)
                session.answer(_response(item, right=answers[item.kind]))


def _response(item, *, right):
    """Answer by the text of what is shown, as a person does who knows the key."""
    true = next(one for one in ITEMS if one.kind == item.kind)
    response = key_response(true) if right else wrong_response(true, Random(5))
    if not item.keyless:
        return response
    blank = KINDS[true.kind].blank(true.body)
    texts = {part.id: part.text for part in (*blank.parts, *blank.targets)}
    names = {part.text: part.id for part in (*item.body.parts, *item.body.targets)}

    def name(id_):
        return names.get(texts.get(id_, ""), id_)

    return tuple(
        name(text) if text in texts else "=".join(name(id_) for id_ in text.split("="))
        for text in response
    )


class FileSchool(School):
    """The instructor's side, with machines of students."""

    def __init__(self, services, tmp_path, library, clock):
        super().__init__(services, items=ITEMS)
        self.folder = tmp_path
        self._library, self._clock = library, clock
        self._stack = contextlib.ExitStack()

    def machine(self, name):
        made = Machine(self.folder / name, self._library, self._clock, name)
        self._stack.callback(made.services.close)
        return made

    def close(self):
        self._stack.close()

    @property
    def bundles(self):
        return self.services.classroom.bundles

    def export(self, assignment_id, **about):
        out = self.folder / "out"
        path = out / "all.tutorset" if about.get("one_file") else out
        view = self.bundles.export(self.teacher, assignment_id, path, **about)
        return {file.external_id: Path(file.path) for file in view.files}

    def collect(self, folder, **about):
        view = self.bundles.collect(self.teacher, folder, **about)
        return {one.file: one for one in view.files}, view

    def handed_in(self, name="ann", who="S001", answers=None, assignment=None, **about):
        """Take the whole way to a file of results; return machine, assignment here, and file."""
        given = assignment or self.assign(HIDDEN, **about)
        machine = self.machine(name)
        here = machine.receive(self.export(given)[who]).assignment_id
        machine.take(here, answers or dict.fromkeys(KINDS, True))
        return machine, here, Path(machine.hand_in(here, self.folder / "in")), given


def forged(path, change, key, out):
    """Write results that differ in what `change` does to them, rightly signed with a key."""
    read = read_bundle(path, RESULTS)
    results = read.members["results.json"]
    change(results)
    write_bundle(out, RESULTS, read.about, {"results.json": results}, key)
    return out
