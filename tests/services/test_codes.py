"""The code book as front ends see it."""

import json
import subprocess
import sys
from datetime import date

import pytest

from tests.code_books import compiled_books
from tutor.domain.icd import compact
from tutor.errors import NotFoundError
from tutor.services.codes import CodeBook


@pytest.fixture(scope="module")
def codes(tmp_path_factory, library):
    return CodeBook(compiled_books(tmp_path_factory), tmp_path_factory.mktemp("kept"), library)


def test_a_billable_page(codes):
    page = codes.page("e1122")
    assert (page.code, page.code_set, page.edition) == ("E11.22", "icd10cm", "FY2026 (Apr 2026)")
    assert page.billable
    assert page.why_not_billable == ""
    assert [line.code for line in page.breadcrumbs] == ["4", "E08-E13", "E11", "E11.2"]
    assert [line.code for line in page.siblings] == ["E11.21", "E11.22", "E11.29"]
    assert page.children == page.seventh == ()


def test_notes_say_where_they_stand(codes):
    notes = codes.page("E11.22").notes
    assert not notes[0].inherited
    assert notes[0].owner == "E11.22"
    assert notes[0].label == "Use additional code"
    assert notes[0].refs == ("N18.1-N18.6",)
    excludes = [note for note in notes if note.kind == "excludes1" and note.owner == "E11"]
    assert len(excludes) == 8
    assert all(note.inherited for note in excludes)
    assert not {note.kind for note in notes} & {"inclusionTerm"}
    assert "Presenile dementia NOS" in codes.page("F03").terms


def test_a_superblock_is_in_the_breadcrumbs(codes):
    page = codes.page("T22.311A")
    assert [line.code for line in page.breadcrumbs][:4] == ["19", "T07-T88", "T20-T32", "T20-T25"]


def test_seventh_characters_with_and_without_placeholders(codes):
    full = {choice.char: choice for choice in codes.seventh("S52.501")}
    assert len(full) == 16
    assert full["A"].code == "S52.501A"
    assert full["B"].text == (
        "initial encounter for open fracture type I or II"
        " (also: initial encounter for open fracture NOS)"
    )
    assert [choice.code for choice in codes.seventh("t36.0x5")] == [
        "T36.0X5A",
        "T36.0X5D",
        "T36.0X5S",
    ]
    assert codes.seventh("W19")[0].code == "W19.XXXA"
    assert codes.seventh("W19.XXXD") == codes.seventh("W19"), "a full code can be changed"
    assert codes.seventh("S52") == codes.seventh("E11.9") == codes.seventh("19") == ()


def test_a_barred_seventh_character_is_shown_as_no_code(codes):
    """S06.2X7 ends in death: it takes no D and no S."""
    assert [(one.char, one.billable) for one in codes.seventh("S06.2X7")] == [
        ("A", True),
        ("D", False),
        ("S", False),
    ]


@pytest.mark.parametrize(
    ("code", "spelled"),
    [
        (
            "S52.501A",
            [
                ("1-3", "S52", "Fracture of forearm"),
                ("4", "5", "Fracture of lower end of radius"),
                ("5", "0", "Unspecified"),
                ("6", "1", "right"),
                ("7", "A", "initial encounter for closed fracture"),
            ],
        ),
        (
            "W19.XXXA",
            [
                ("1-3", "W19", "Unspecified fall"),
                ("4-6", "XXX", "placeholder: it fills the place and means nothing"),
                ("7", "A", "initial encounter"),
            ],
        ),
        ("I10", [("1-3", "I10", "Essential (primary) hypertension")]),
        ("J1885", []),
        ("19", []),
    ],
)
def test_codes_spelled_out(codes, code, spelled):
    assert [(one.position, one.chars, one.meaning) for one in codes.explain(code)] == spelled


def test_a_placeholder_inside_a_code_is_called_so(codes):
    parts = {one.position: one for one in codes.explain("T36.0X5A")}
    assert parts["5"].meaning.startswith("placeholder")
    assert parts["7"].meaning == "initial encounter"


def test_spelling_covers_every_character(codes):
    book = codes.book()
    for entry in book.at(book.billable_ids[::401]):
        spelled = codes.explain(entry.code)
        assert "".join(one.chars for one in spelled) == compact(entry.code)
        assert all(one.meaning for one in spelled)


def test_pcs_codes_are_spelled_out_and_have_their_table(codes):
    spelled = codes.explain("0ft44zz")
    assert [one.chars for one in spelled] == list("0FT44ZZ")
    assert spelled[2].meaning == "Root Operation: Resection"
    table = codes.pcs_table("0FT")
    assert [axis.values[0][0] for axis in table.head] == ["0", "F", "T"]
    assert all([axis.position for axis in row.axes] == [4, 5, 6, 7] for row in table.rows)
    assert table.definition
    with pytest.raises(NotFoundError, match="there is no table ZZZ"):
        codes.pcs_table("ZZZ")


def test_every_pcs_code_of_the_project_is_in_the_book(codes, library):
    book = codes.book("icd10pcs")
    (listed,) = [one for one in library.code_lists() if one.id == "icd10pcs"]
    for code, text in listed.codes:
        assert book.find(code).title == text
    made = {code for table in library.pcs_book().tables for code in table.codes()}
    assert made <= {entry.code for entry in book.at(book.billable_ids)}


def test_every_hcpcs_and_pos_code_of_the_project_is_in_the_book(codes, library):
    for one in library.code_lists():
        if one.id in {"hcpcs", "pos"}:
            book = codes.book(one.id)
            found = book.named([code for code, _ in (*one.codes, *one.modifiers)])
            assert {code: entry.title for code, entry in found.items()} == dict(
                (*one.codes, *one.modifiers)
            )
            assert {code for code, entry in found.items() if entry.billable} == dict(
                one.codes
            ).keys()


def test_drug_units_are_said_at_the_code(codes, library):
    (listed,) = [one for one in library.code_lists() if one.id == "hcpcs"]
    for drug in listed.drugs:
        texts = [note.text for note in codes.page(drug.code, code_set="hcpcs").notes]
        assert any(f"{drug.amount} {drug.unit}" in text for text in texts)


@pytest.mark.parametrize(
    ("typed", "code_set", "code"),
    [
        ("E1122", "icd10cm", "E11.22"),
        ("J1885", "hcpcs", "J1885"),
        ("11", "pos", "11"),
        ("s52501a", "icd10cm", "S52.501A"),
        ("0FT44ZZ", "icd10pcs", "0FT44ZZ"),
        ("LT", "hcpcs", "LT"),
        (" i 10 ", "icd10cm", "I10"),
        ("E11.-", "icd10cm", "E11"),
    ],
)
def test_the_right_book_is_found_for_a_code(codes, typed, code_set, code):
    page = codes.page(typed)
    assert (page.code_set, page.code) == (code_set, code)


def test_why_other_things_are_not_reported_alone(codes):
    assert codes.page("LT").why_not_billable.startswith("LT is a modifier")
    assert "not a code" in codes.page("0FT").why_not_billable
    assert "range, not a code" in codes.page("T20-T32").why_not_billable
    assert codes.page("J1885").why_not_billable == codes.page("0FT44ZZ").why_not_billable == ""


def test_a_chapter_needs_its_book_named(codes):
    assert codes.page("11", code_set="icd10cm").title.startswith("Diseases of the digestive")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("E11.999", "near it are E11.9"),
        ("W19A", "did you mean W19.XXXA"),
        ("S52.5019", "S52.501A"),
        ("Z9", "there is no code Z9"),
        ("J0001", "there is no code J0001"),
        ("0DTJ9ZZ", "after 0DTJ table 0DT allows 0 Open; 7 Via Natural"),
        ("", "no code was given"),
        ("Ω", "there is no code Ω"),
    ],
)
def test_an_unknown_code_gets_one_line_with_what_is_near(codes, typed, offered):
    with pytest.raises(NotFoundError) as caught:
        codes.page(typed)
    assert offered in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_tree_from_the_top(codes):
    chapters = codes.children()
    assert [line.code for line in chapters] == [str(n) for n in range(1, 23)]
    assert all(line.children and not line.billable for line in chapters)
    assert [line.kind for line in codes.children("T20-T32")] == ["section"] * 3
    assert codes.children("I10") == ()
    assert [line.code for line in codes.children(None, code_set="hcpcs")][-1] == "Modifiers"


@pytest.mark.parametrize("code_set", ["icd10cm", "icd10pcs", "hcpcs", "pos"])
def test_every_heading_can_be_opened_by_its_name(codes, code_set):
    book = codes.book(code_set)
    headings = book.use(
        lambda db: db.execute("SELECT code, id FROM node WHERE kind NOT IN ('code', 'extension')")
    ).fetchall()
    for code, number in headings:
        assert book.find(code).id == number


def test_the_tree_holds_every_node_once(codes):
    book = codes.book()
    seen, open_ = 0, list(book.children(None))
    while open_:
        entry = open_.pop()
        below = book.children(entry.id) if entry.last > entry.id else ()
        assert all(one.parent == entry.id and one.depth == entry.depth + 1 for one in below)
        seen += 1
        if entry.kind not in {"category", "code"}:
            open_ += below
        else:
            seen += entry.last - entry.id
    assert seen == 98_505


def test_check_takes_all_code_sets(codes):
    result = codes.check(["N18.4", "e1122", "J1885", "J0001", "0FT44ZZ"])
    assert result.codes == ("N18.4", "E11.22", "J1885", "J0001", "0FT44ZZ")
    assert not result.ok
    assert (result.findings[0].severity, result.findings[0].rule) == ("error", "code-first-order")
    assert [one.codes for one in result.findings if one.rule == "not-listed"] == [("J0001",)]
    assert result.edition == "FY2026 (Apr 2026)"
    assert all(one.text[0] == one.text[0].upper() for one in result.findings)


def test_check_of_nothing_and_of_one_fine_code(codes):
    assert codes.check([]).findings == ()
    assert codes.check([]).ok
    assert codes.check(["R07.9"]).ok


def test_search_over_all_books(codes):
    assert codes.search("copd")[0].code == "J44.9"
    assert codes.search("e1122")[0].code == "E11.22"
    hit = codes.search("ketorolac", code_set="hcpcs")[0]
    assert (hit.code, hit.code_set, hit.billable) == ("J1885", "hcpcs", True)
    sets = {hit.code_set for hit in codes.search("gallbladder", limit=100)}
    assert {"icd10cm", "icd10pcs"} <= sets
    assert len(codes.search("fracture", limit=7)) == 7
    assert codes.search("   ") == codes.search("") == ()
    scores = [hit.score for hit in codes.search("chest pain", code_set="icd10cm")]
    assert scores == sorted(scores, reverse=True)


def test_a_word_only_one_book_has_is_not_bent_into_words_of_another(codes):
    assert codes.search("ketorolac")[0].code == "J1885"
    assert codes.search("breast cancer")[0].code_set == "icd10cm"
    assert codes.search("diabetes")[0].code_set == "icd10cm"


def test_a_code_typed_whole_is_looked_up_in_its_own_book(codes):
    assert {hit.code_set for hit in codes.search("e11.22")} == {"icd10cm"}
    assert codes.search("J1885")[0].code == "J1885"
    assert {hit.code_set for hit in codes.search("J1885")} == {"hcpcs"}
    assert {hit.code_set for hit in codes.search("0DTJ")} == {"icd10pcs"}


def test_a_modifier_typed_as_such_comes_before_words_but_after_abbreviations(codes):
    assert (codes.search("LT")[0].code, codes.search("LT")[0].kind) == ("LT", "modifier")
    for text, meant in (("HF", "I50.9"), ("AF", "I48.91")):
        found = [hit.code for hit in codes.search(text)]
        assert found[0] == meant
        assert text in found


@pytest.mark.parametrize(
    ("text", "meant"), [("C-section", "O82"), ("a-fib", "I48.91"), ("T-score", None)]
)
def test_a_word_with_a_hyphen_is_no_range_of_codes(codes, text, meant):
    found = [hit.code for hit in codes.search(text)]
    assert meant in found if meant else isinstance(found, list)


def test_a_heading_names_the_7th_characters_of_the_codes_below(codes):
    page = codes.page("S72.0")
    assert page.seventh == ()
    assert [part.chars for part in page.characters][:3] == ["A", "B", "C"]
    assert codes.page("S72.001A").characters == ()
    assert codes.page("E11").characters == ()


def test_search_and_tree_take_a_date_of_service(codes):
    day = date(2026, 5, 1)
    assert codes.search("copd", on=day)[0].edition == "FY2026 (Apr 2026)"
    assert codes.children("E11", on=day)[0].code == "E11.0"
    assert codes.notice("icd10cm", on=day) == ""
    assert "2010" in codes.notice("icd10cm", on=date(2010, 1, 1))


@pytest.mark.parametrize("text", ["'", '"', "*", "AND OR", "(", "%", "\0", "\ud800", "x" * 5000])
def test_search_takes_anything(codes, text):
    assert isinstance(codes.search(text), tuple)


def test_editions_are_listed(codes):
    views = {view.code_set: view for view in codes.editions()}
    assert list(views) == ["icd10cm", "icd10pcs", "hcpcs", "pos"]
    main = views["icd10cm"]
    assert (main.valid_from, main.valid_to) == (date(2026, 4, 1), date(2026, 9, 30))
    assert (main.codes, main.billable, main.shipped, main.compiled) == (98_505, 74_719, True, True)
    assert codes.ready()


def test_listing_editions_compiles_nothing(tmp_path, library):
    fresh = CodeBook(tmp_path / "cache", tmp_path / "kept", library)
    assert not fresh.ready()
    assert {view.compiled for view in fresh.editions()} == {False}
    assert not (tmp_path / "cache").exists()


def test_opening_the_program_loads_nothing_of_the_code_book():
    code = "import sys, json, tutor.services.context; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(json.loads(done.stdout))
    assert "tutor.services.codes" in loaded
    assert not {"simple_icd_10_cm", "tutor.codebook.book", "tutor.codebook.terms"} & loaded
    assert "tutor.services.code_editions" not in loaded
