"""Decks of others: what is taken, what is refused and why; and files made to do harm."""

import json
from dataclasses import replace
from random import Random
from time import process_time

import pytest
import zstandard

from tests.interchange.questions.anki_decks import AT, every_kind, older_package, zipped
from tutor.errors import ForeignFileError, TutorError
from tutor.interchange.questions import anki_collection
from tutor.interchange.questions.anki_own import BASIC_FIELDS, pack
from tutor.interchange.questions.anki_read import read
from tutor.interchange.questions.anki_write import write_deck


def only(note, **more):
    bank = read(older_package([("g1", "", note)], **more), "deck.apkg")
    return bank.items[0] if bank.items else bank.refused[0].why


def test_a_short_back_is_typed():
    item = only(("Code for <b>essential</b> hypertension&nbsp;?", "I10"))
    assert (item.kind, item.stem) == ("text", "Code for **essential** hypertension ?")
    assert [(one.text, one.credit) for one in item.answers] == [("I10", 100.0)]
    assert (item.ref, item.category) == ("g1", "Coding/ICD-10-CM")
    assert str(item.place) == "deck.apkg/note 1"


@pytest.mark.parametrize(
    ("back", "keys", "rationale"),
    [
        ("B", "b", ""),
        ("(b)", "b", ""),
        ("Answer: B. It pays last.", "b", "It pays last."),
        ("The correct answer is C", "c", ""),
        ("Medicaid<br>It pays last.", "b", "It pays last."),
        ("A, C", "ac", ""),
        ("a and b", "ab", ""),
    ],
)
def test_a_back_that_names_an_option_of_the_front(back, keys, rationale):
    front = "Who pays last?<br>A. Medicare<br>B) Medicaid<br>(C) TRICARE"
    item = only((front, back))
    assert item.stem == "Who pays last?"
    assert [one.text for one in item.answers] == ["Medicare", "Medicaid", "TRICARE"]
    assert "".join(one.id for one in item.answers if one.credit) == keys
    assert item.kind == ("single" if len(keys) == 1 else "multiple")
    assert item.rationale == rationale


def test_options_in_a_list_of_html():
    item = only(("<p>Who?</p><ol type='A'><li>One</li><li>Two</li></ol>", "B"))
    assert [(one.text, one.credit) for one in item.answers] == [("One", 0.0), ("Two", 100.0)]


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (("Q?", "a long answer that nobody would type like this"), "longer than 4 words"),
        (("Q?", "one<br>two"), "several lines"),
        (("", "I10"), "front has no text"),
        (("<img src='x.png'>", "I10"), "front has no text"),
        (("Q?", "<img src='x.png'>"), "back has no text"),
        (("Q?<br>A. x<br>B. y", "A patient is seen"), "names none of them"),
        (("Q?<br>A. x<br>B. y", "D"), "names none of them"),
        (("A. x<br>B. y", "A"), "asks nothing"),
    ],
)
def test_what_no_program_could_grade_is_refused_with_the_reason(note, why):
    assert why in only(note)


def test_what_is_left_out_of_a_note_is_told():
    note = ("Which code? <img src='leg.png'> [sound:q.mp3]", "I10", "Says why.", "chapter 9")
    item = only(note, fields=("Front", "Back", "Extra", "Page"), templates=2)
    assert item.rationale == "Says why."
    told = " / ".join(item.losses)
    assert "leg.png" in told
    assert "1 sound" in told
    assert "its field Page" in told
    assert "reversed" in told


def test_blanks_of_a_cloze_note_are_typed_one_by_one():
    text = "{{c1::E11.9}} is {{c2::diabetes::a disease}}, {{c1::E11.9}} again"
    bank = read(
        older_package(
            [("g", "x y::z", (text, "More."))], fields=("Text", "Back Extra"), cloze=True
        ),
        "deck.apkg",
    )
    first, second = bank.items
    assert first.stem == "_____ is diabetes, _____ again"
    assert second.stem == "E11.9 is _____ (a disease), E11.9 again"
    assert [one.answers[0].text for one in bank.items] == ["E11.9", "diabetes"]
    assert [one.ref for one in bank.items] == ["g", "g-c2"]
    assert {one.rationale for one in bank.items} == {"More."}
    assert first.tags == ("x", "y::z")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{c1::one}} and {{c1::two}}", "asks for 2 things at once"),
        ("no blank", "no blank"),
        ("{{c1::open", "not closed"),
        ("{{c1::" * 9 + "x" + "}}" * 9, "too deep"),
        ("{{c1::image-occlusion:rect:left=.1}}", "hides parts of a picture"),
        ("{{c1::x}}", "front has no text"),
        ("".join(f"{{{{c{n}::x}}}}" for n in range(1, 150)), "more than 100 blanks"),
        ("x" * 100_001, "longer than 100,000 letters"),
    ],
)
def test_blanks_that_cannot_be_typed_are_refused(text, why):
    assert why in only((text, ""), cloze=True)


def test_blanks_inside_blanks():
    text = "The {{c1::code {{c2::I10}}}} stands"
    bank = read(older_package([("g", "", (text,))], fields=("Text",), cloze=True), "d.apkg")
    assert [(one.stem, one.answers[0].text) for one in bank.items] == [
        ("The _____ stands", "code I10"),
        ("The code _____ stands", "I10"),
    ]


def test_the_file_tells_what_it_leaves_out():
    data = older_package(
        [("g", "", ("Q", "A1"))],
        media={"0": "a.png", "1": "b.mp3"},
        then="INSERT INTO revlog VALUES (1, 1)",
    )
    notes = read(data, "d.apkg").notes
    assert "2 picture or sound files left out" in notes
    assert any("reviews" in one for one in notes)


def test_a_note_that_is_not_text_is_refused():
    bank = read(older_package([("g", "", b"\xff\xfe\x1fx"), ("h", "", ("Q", "I10"))]), "d.apkg")
    assert [one.why for one in bank.refused] == ["its text is not UTF-8"]
    assert len(bank.items) == 1


HOSTILE = {
    "a view in place of the notes": "ALTER TABLE notes RENAME TO n; CREATE VIEW notes AS SELECT "
    "id, guid, mid, tags, hex(randomblob(100000000)) AS flds, sfld FROM n",
    "a view without end": "ALTER TABLE notes RENAME TO n; CREATE VIEW notes AS WITH RECURSIVE "
    "c(id) AS (SELECT 1 UNION ALL SELECT id FROM c) SELECT id, '' AS guid, 7 AS mid, '' AS tags,"
    "'' AS flds FROM c",
    "a virtual table": "ALTER TABLE cards RENAME TO c; CREATE VIRTUAL TABLE cards USING "
    "fts5(nid, did, ord)",
    "a column that is worked out": "DROP TABLE cards; CREATE TABLE cards (nid, ord, did GENERATED "
    "ALWAYS AS (zeroblob(1000000000)) VIRTUAL); INSERT INTO cards (nid, ord) VALUES (1, 0)",
    "no notes": "DROP TABLE notes",
    "no note types": "UPDATE col SET models = '[]'",
    "note types too deep": f"UPDATE col SET models = '{'[' * 100_000}'",
    "no JSON": "UPDATE col SET models = x'ff'",
    "no row": "DELETE FROM col",
}


@pytest.mark.parametrize("then", HOSTILE.values(), ids=HOSTILE)
def test_nothing_of_a_hostile_database_is_run(then):
    with pytest.raises(ForeignFileError, match=r"^deck\.apkg: .*export"):
        read(older_package([("g", "", ("Q", "I10"))], then=then), "deck.apkg")


def test_triggers_and_other_tables_do_no_harm():
    then = (
        "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END;"
        "CREATE TABLE other (x); INSERT INTO other VALUES ('; ATTACH ''/tmp/x'' AS y')"
    )
    assert len(read(older_package([("g", "", ("Q", "I10"))], then=then), "d.apkg").items) == 1


def test_sizes_are_limited(monkeypatch):
    notes = [(str(n), "", ("Q", "I10")) for n in range(5)]
    monkeypatch.setattr(anki_collection, "MAX_NOTES", 4)
    with pytest.raises(ForeignFileError, match="more than 4 notes"):
        read(older_package(notes), "d.apkg")


def test_a_bomb_of_zstd_is_not_unpacked():
    bomb = zstandard.ZstdCompressor(level=3).compress(b"\0" * (anki_collection.MAX_MEMBER + 1))
    with pytest.raises(ForeignFileError, match="more than 64 MB"):
        read(zipped({"collection.anki21b": bomb}), "d.apkg")


def test_what_is_no_deck_is_refused():
    for data in (b"", b"PK", b"text", zipped({"x": b"y"}), zipped({"collection.anki2": b"no"})):
        with pytest.raises(ForeignFileError, match=r"^d\.apkg"):
            read(data, "d.apkg")


def test_without_zstandard_the_older_form_is_asked_for(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    with pytest.raises(TutorError, match=r"Support older Anki versions"):
        read(zipped({"collection.anki21b": b"x"}), "d.apkg")
    assert read(older_package([("g", "", ("Q", "I10"))]), "d.apkg").items


@pytest.mark.parametrize("part", ["[sound:", "<img ", "{{c1::", "<", "A. ", "answer: ", "&", "::"])
def test_endless_beginnings_take_no_time(part):
    note = (f"x{part * (99_000 // len(part))}", f"{part * (99_000 // len(part))}")
    started = process_time()
    for cloze in (False, True):
        only(note, cloze=cloze)
    assert process_time() - started < 20


def _damaged(data, chance):
    found = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        kind = chance.randrange(4)
        at = chance.randrange(len(found))
        if kind == 0:
            found[at] = chance.randrange(256)
        elif kind == 1:
            found[at : at + chance.randrange(1, 64)] = bytes(chance.randrange(1, 64))
        elif kind == 2:
            del found[at : at + chance.randrange(1, 200)]
        else:
            found[at:at] = found[chance.randrange(len(found)) :][: chance.randrange(1, 200)]
        if not found:
            return b""
    return bytes(found)


def _databases():
    import zipfile
    from io import BytesIO

    made = write_deck(every_kind(), "Deck", AT).files["deck.apkg"]
    with zipfile.ZipFile(BytesIO(made)) as archive:
        yield "collection.anki2", archive.read("collection.anki2")
    with zipfile.ZipFile(BytesIO(older_package([("g", "t", ("{{c1::Q}}", "I10"))]))) as archive:
        yield "collection.anki21", archive.read("collection.anki2")


def test_damaged_decks_are_refused_and_never_crash():
    chance = Random(8)
    members = list(_databases())
    whole = zipped({"collection.anki2": members[0][1], "media": b"{}"})
    packed = zstandard.ZstdCompressor().compress(members[1][1])
    media = zstandard.ZstdCompressor().compress(b"\x0a\x05\x0a\x03abc" * 3)
    told = []
    for case in range(400):
        if case % 4 == 0:
            data = _damaged(whole, chance)
        elif case % 4 == 1:
            data = zipped({"collection.anki21b": _damaged(packed, chance), "media": media})
        elif case % 4 == 2:
            data = zipped({"collection.anki21": members[1][1], "media": _damaged(media, chance)})
        else:
            name, database = chance.choice(members)
            data = zipped({name: _damaged(database, chance), "media": json.dumps({}).encode()})
        try:
            bank = read(data, "d.apkg")
        except TutorError as error:
            told.append(str(error))
        else:
            assert all(one.answers for one in bank.items)
    assert len(told) > 50
    assert not any("\n" in one for one in told)


def test_no_page_stands_for_more_rows_or_text_than_the_file_has(monkeypatch):
    deck = older_package([("g", "", ("Code?", "I10"))] * 3)
    monkeypatch.setattr(anki_collection, "MAX_ROWS", 3)
    with pytest.raises(ForeignFileError, match="cannot be read"):
        read(deck, "deck.apkg")
    monkeypatch.undo()
    older = older_package([("g", "", ("Code?" * 99, "I10"))] * 3)
    monkeypatch.setattr(anki_collection, "MAX_MEMBER", 1000)
    with pytest.raises(ForeignFileError, match="cannot be read"):
        read(older, "deck.apkg")


@pytest.mark.parametrize("native", ["{bad", "[1]", "NaN", "[" * 100_000])
def test_a_note_of_ours_whose_entry_is_none_is_refused(native):
    note = [*("x",) * 5, pack(replace(every_kind()[0], native=native), ["x"] * 5)]
    found = read(older_package([("g", "", note)], fields=BASIC_FIELDS), "deck.apkg")
    assert found.items == ()
    assert "was changed" in found.refused[0].why


@pytest.mark.parametrize(
    ("options", "back", "keys"),
    [
        (("Two", "One", "A"), "A", ""),
        (("Two", "One", "A"), "A) One", ""),
        (("Two", "One", "A"), "B", "b"),
        (("Two", "One", "A"), "C", "c"),
        (("3", "1", "2"), "1", ""),
        (("1", "2", "7"), "2", "b"),
        (("x", "y", "7"), "7", "c"),
        (("E. coli", "E", "none"), "E", "b"),
    ],
)
def test_a_back_that_can_be_read_in_two_ways_is_no_key(options, back, keys):
    front = "Which?<br>" + "<br>".join(
        f"{mark}. {x}" for mark, x in zip("ABC", options, strict=True)
    )
    found = only((front, back))
    if keys:
        assert "".join(one.id for one in found.answers if one.credit) == keys
    else:
        assert "for certain" in found
