"""Files that are written are those that were looked over once, to the byte.

`python -m tests.interchange.questions.test_xml_golden` writes them anew; look at the difference.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.interchange.questions.xml_samples import SAMPLES
from tutor.interchange.questions import moodle_xml, moodle_xml_write, qti2_write, qti12_write
from tutor.interchange.questions import qti_package as qti

GOLDEN = Path(__file__).parent / "golden"
WRITERS = {
    "qti12": qti12_write.write,
    "qti21": qti2_write.write_21,
    "qti30": qti2_write.write_30,
    "moodle": moodle_xml_write.write,
}


def made(name):
    written = WRITERS[name](SAMPLES, "Golden questions")
    ((file, data),) = written.files.items()
    losses = "".join(f"{one.item_id}: {one.what}\n" for one in written.losses).encode()
    if not file.endswith(".zip"):
        return {file: data, "losses.txt": losses}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {one: package.read(one) for one in package.namelist()}
    return {**members, "losses.txt": losses}


@pytest.mark.parametrize("name", WRITERS)
def test_written_files_are_the_golden_ones(name):
    kept = {
        path.relative_to(GOLDEN / name).as_posix(): path.read_bytes()
        for path in (GOLDEN / name).rglob("*")
        if path.is_file()
    }
    assert made(name) == kept


@pytest.mark.parametrize("name", ["qti21", "qti30"])
def test_golden_packages_are_read_as_what_they_were_written_from(name):
    ((file, data),) = WRITERS[name](SAMPLES, "Golden questions").files.items()
    bank = qti.read(data, file)
    assert (bank.refused, bank.notes) == ((), ())
    by_ref = {one.ref: one for one in bank.items}
    for sample in SAMPLES:
        found = by_ref[sample.ref]
        title = sample.title or sample.stem.partition("\n")[0]
        numbered = tuple(replace(one, id="") for one in found.answers)
        plain = tuple(replace(one, id="") for one in sample.answers)
        assert replace(found, place=sample.place, answers=numbered) == replace(
            sample, title=title, answers=plain, meta=()
        )


def test_golden_quiz_of_moodle_is_read():
    bank = moodle_xml.read((GOLDEN / "moodle" / "questions-moodle.xml").read_bytes(), "m.xml")
    assert bank.refused == ()
    assert {one.ref: one.kind for one in bank.items} == {one.ref: one.kind for one in SAMPLES}


def main():
    for name in WRITERS:
        for file, data in made(name).items():
            path = GOLDEN / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


if __name__ == "__main__":
    main()
