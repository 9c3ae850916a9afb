"""Decks written here: they come back whole, and Anki itself takes them in once."""

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.interchange.questions.anki_decks import AT, HERE, answers, every_kind
from tutor.domain.foreign import ForeignAnswer, ForeignItem
from tutor.errors import UsageError
from tutor.interchange.questions.anki_read import read
from tutor.interchange.questions.anki_write import deck_id, fields_of, tag_of, write_deck

HOSTILE = st.lists(
    st.sampled_from(
        ["~", "=", "#", "{{c1::", "}}", "::", "{", "}", "\\(", "->", "\n", "\n\n", '"', "'", "<b>",
         "</script>", "&amp;", "[sound:x]", "[latex]", "é", "e\u0301", "日本", "😀", " ", "\t",
         "**", "`", "|", "E11.9", "10:00", "\x1f"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def written(items, at=AT):
    return write_deck(items, "My deck", at).files["my-deck.apkg"]


def back(items):
    bank = read(written(items), "d.apkg")
    assert not bank.refused
    return [replace(one, place=HERE) for one in bank.items]


def test_every_kind_comes_back_whole():
    assert back(every_kind()) == list(every_kind())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(every_kind()), HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_comes_back_as_it_was(item, stem, text, rationale):
    first = replace(item.answers[0], text=text + "x", feedback=stem)
    changed = replace(
        item, stem=f"x{stem}", answers=(first, *item.answers[1:]), rationale=rationale
    )
    assert back([changed]) == [changed]


def test_front_and_back():
    fields, cloze = fields_of(every_kind()[0])
    assert not cloze
    _, question, options, answer, reasons, _ = fields
    assert "<b>plan</b>" in question
    assert "{{c1" not in question
    assert "[sound" not in question
    assert "Medicare" in options
    assert answer == "<p><b>B: The employer's plan</b></p>"
    assert "✗ A, wrong: why Medicare" in reasons
    assert "Because." in reasons


def test_codes_are_blanks():
    for item, code in ((every_kind()[1], "I10"), (every_kind()[3], "E11.9")):
        fields, cloze = fields_of(item)
        assert cloze
        assert fields[3] == f"{{{{c1::{code}}}}}"


def test_steps_and_targets_are_mixed_on_the_front():
    order, match = every_kind()[6:]
    for item, hidden in ((order, "i ii iii iv"), (match, "right a right b right c right d")):
        options = fields_of(item)[0][2]
        shown = " ".join(one.split("</li>")[0] for one in options.split("<li>")[1:])
        assert hidden not in shown
        assert fields_of(item) == fields_of(item)


def test_what_a_deck_cannot_hold_is_told():
    odd = ForeignItem(HERE, "claim_fix", "x", answers("x"), ref="odd")
    twin = replace(every_kind()[3], stem="Another")
    made = write_deck(
        [*every_kind(), odd, twin, ForeignItem(HERE, "text", "?", (), ref="e")], "D", AT
    )
    whole = {one.item_id: one.what for one in made.losses if one.whole}
    assert set(whole) == {"odd", "t-4", "e"}
    assert [one.what for one in made.losses if one.item_id == "cob-1"] == [
        "spaces in tags: needs review"
    ]
    with pytest.raises(UsageError, match="no question"):
        write_deck([odd], "D", AT)


def test_ids_are_stable():
    assert deck_id("My deck") == deck_id("my DECK") != deck_id("Another")
    assert 1 << 30 <= deck_id("x") < 1 << 31
    assert tag_of("cpc: a b") == "cpc::_a_b"
    with zipfile.ZipFile(io.BytesIO(written(every_kind()))) as one:
        assert one.testzip() is None


@pytest.fixture
def anki(tmp_path):
    from anki import collection

    opened = collection.Collection(str(tmp_path / "anki.anki2"))
    yield Anki(opened, collection, tmp_path)
    opened.close()


class Anki:
    def __init__(self, opened, library, folder):
        self.opened, self.library, self.folder = opened, library, folder

    def take(self, items, at):
        path = self.folder / "deck.apkg"
        path.write_bytes(written(items, at))
        options = self.library.ImportAnkiPackageOptions(
            with_scheduling=False, with_deck_configs=False
        )
        request = self.library.ImportAnkiPackageRequest(package_path=str(path), options=options)
        log = self.opened.import_anki_package(request).log
        return len(log.new), len(log.updated)

    def give(self, *, legacy):
        path = self.folder / f"out{legacy}.apkg"
        options = self.library.ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=False, with_media=True, legacy=legacy
        )
        self.opened.export_anki_package(out_path=str(path), options=options, limit=None)
        return path.read_bytes()

    def notes(self):
        return [self.opened.get_note(one) for one in sorted(self.opened.find_notes(""))]


def test_anki_takes_a_deck_in_once_and_updates_it(anki):
    items = every_kind()
    assert anki.take(items, AT) == (8, 0)
    assert anki.take(items, AT) == (0, 0)
    assert anki.take(items, AT + 60)[0] == 0
    assert (anki.opened.note_count(), anki.opened.card_count()) == (8, 8)
    edited = (replace(items[0], stem="New wording"), *items[1:])
    assert anki.take(edited, AT + 120)[0] == 0
    notes = {note["Id"]: note for note in anki.notes()}
    assert set(notes) == {item.ref for item in items}
    assert notes["cob-1"]["Question"] == "<p>New wording</p>"
    assert notes["cob-1"].tags == ["cpb::claims", "needs_review"]
    assert [one.name for one in anki.opened.decks.all_names_and_ids()] == ["Default", "My deck"]
    card = notes["c-2"].cards()[0]
    assert "[...]" in card.question()
    assert "I10</span>" in card.answer()
    assert "✓ B, right: why I10" in card.answer()
    assert all(note.fields_check() == 0 for note in notes.values())


@pytest.mark.parametrize("legacy", [False, True])
def test_what_anki_gives_back_is_what_it_was_given(anki, legacy):
    composed = replace(every_kind()[4], ref="e-9", stem="cafe\u0301 {{c2::x}}")
    items = [*every_kind(), composed]
    anki.take(items, AT)
    bank = read(anki.give(legacy=legacy), "out.apkg")
    assert sorted((replace(one, place=HERE) for one in bank.items), key=lambda x: x.ref) == sorted(
        items, key=lambda x: x.ref
    )
    assert not bank.refused


def test_changes_made_in_anki_are_taken_or_told(anki):
    anki.take(every_kind()[:4], AT)
    notes = {note["Id"]: note for note in anki.notes()}
    notes["cob-1"]["Question"] = "<p>Reworded</p>"
    notes["c-2"]["Reasons"] = "mine"
    notes["m-3"].tags = ["cpc::x"]
    notes["t-4"]["Data"] = "{}"
    for note in notes.values():
        anki.opened.update_note(note)
    bank = read(anki.give(legacy=False), "out.apkg")
    found = {one.ref: one for one in bank.items}
    assert found["cob-1"].stem == "Reworded"
    assert "as changed in Anki" in found["cob-1"].losses[0]
    assert found["c-2"].stem == "Code for hypertension?"
    assert "as exported" in found["c-2"].losses[0]
    assert (found["m-3"].tags, found["m-3"].losses) == (("cpc:x",), ())
    assert ["changed" in one.why for one in bank.refused] == [True]


@pytest.mark.parametrize("legacy", [False, True])
def test_ordinary_decks_of_anki(anki, legacy):
    deck = anki.opened.decks.id("Coding::ICD")
    for kind, fields in (
        ("Basic", ("Type 2 diabetes?", "E11.9")),
        ("Cloze", ("The code of hypertension is {{c1::I10}}.", "No excludes.")),
        ("Basic (and reversed card)", ("Modifier for the left side?", "LT")),
        ("Basic", ("Explain", "Something that is far too long to be typed by anyone")),
    ):
        note = anki.opened.new_note(anki.opened.models.by_name(kind))
        note.fields = list(fields)
        note.tags = ["mine"]
        anki.opened.add_note(note, deck)
    bank = read(anki.give(legacy=legacy), "out.apkg")
    assert [one.answers[0].text for one in bank.items] == ["E11.9", "I10", "LT"]
    assert {(one.category, one.tags) for one in bank.items} == {("Coding/ICD", ("mine",))}
    assert bank.items[1].rationale == "No excludes."
    assert len(bank.refused) == 1


def test_without_genanki_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "genanki", None)
    with pytest.raises(UsageError, match=r"coding-billing-tutor\[interchange\]"):
        written([ForeignItem(HERE, "text", "Q", (ForeignAnswer("a", "x", 100.0),))])
