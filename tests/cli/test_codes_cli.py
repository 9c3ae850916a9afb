"""`tutor codes` as a user types it."""

import pytest

from tests.code_books import compiled_books, lend_books


@pytest.fixture(scope="session")
def books(tmp_path_factory):
    return compiled_books(tmp_path_factory)


@pytest.fixture
def codes(tutor, home, books):
    lend_books(books, home / "cache" / "codebook")

    def call(*args):
        return tutor("codes", *args)

    return call


def test_show_prints_the_whole_page(codes):
    done = codes("show", "s52501a")
    assert done.code == 0
    for text in (
        "S52.501A  Unspecified fracture of the lower end of right radius",
        "can be reported",
        "S50-S59  Injuries to the elbow and forearm",
        "     7  A    initial encounter for closed fracture",
        "Excludes1 (from S52)\n",
        "traumatic amputation of forearm (S58.-)",
        "(from chapter 19)",
    ):
        assert text in done.out


def test_show_says_what_is_missing(codes):
    done = codes("show", "W19")
    assert "it needs a 7th character (A, D or S) after 3 placeholders X" in " ".join(
        done.out.split()
    )
    assert "A  W19.XXXA  initial encounter" in done.out


def test_brackets_of_titles_are_printed(codes):
    assert "[E. coli]" in codes("show", "B96.20").out


def test_show_as_json(codes):
    page = codes("show", "E11.9", "--json").json
    assert page["code"] == "E11.9"
    assert page["billable"] is True
    assert page["spelled"][0] == {
        "position": "1-3",
        "chars": "E11",
        "meaning": "Type 2 diabetes mellitus",
    }
    assert {"kind", "label", "text", "owner", "inherited", "refs"} == page["notes"][0].keys()


def test_show_of_other_code_sets(codes):
    assert "Ketorolac" in codes("show", "J1885").out
    assert "Root Operation: Resection" in codes("show", "0FT44ZZ").out
    assert "Office" in codes("show", "11").out
    assert "digestive" in codes("show", "11", "--set", "icd10cm").out


def test_show_with_dates_and_editions(codes):
    assert "Note:" not in codes("show", "E11.9", "--date", "2026-05-01").out
    done = codes("show", "E11.9", "--date", "1999-01-01")
    assert "nearest, FY2026 (Apr 2026)" in " ".join(done.out.split())
    done = codes("show", "E11.9", "--edition", "FY1999")
    assert done.code == 2
    assert done.err.startswith("tutor: there is no edition 'FY1999'")
    assert codes("show", "E11.9", "--date", "yesterday").code == 2


def test_an_unknown_code_is_one_line(codes):
    done = codes("show", "E11.999")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "near it are E11.9" in done.err


def test_check_ends_with_1_when_there_is_an_error(codes):
    done = codes("check", "E10.9", "E11.9")
    assert done.code == 1
    text = " ".join(done.out.split())
    assert "✗ Error E10.9, E11.9: The two cannot be reported together" in text
    assert "for the same condition" in text
    assert "I.A.12.a" in text


def test_check_ends_with_0_when_there_is_none(codes):
    done = codes("check", "E11.22", "N18.4")
    assert done.code == 0
    assert "✗" not in done.out
    assert "Met by E11.22" in done.out
    assert "Checked against FY2026 (Apr 2026)" in done.out
    assert codes("check", "R07.9").code == 0


def test_codes_to_check_may_stand_in_one_argument(codes):
    assert codes("check", "I10, E11.9", "--json").json["codes"] == ["I10", "E11.9"]
    assert codes("check", "I10;E11.9").code == 0


def test_check_of_nothing_is_one_line(codes):
    done = codes("check", "")
    assert (done.code, done.err) == (2, "tutor: no code was given\n")


def test_check_as_json(codes):
    done = codes("check", "N18.4", "E11.22", "--json")
    assert done.code == 1
    first = done.json["findings"][0]
    assert (first["severity"], first["rule"]) == ("error", "code-first-order")
    assert first["codes"] == ["N18.4", "E11.22"]


def test_tree(codes):
    chapters = codes("tree").out.splitlines()
    assert len([line for line in chapters if line.strip()[:1].isdigit()]) == 22
    assert "E11.9" in codes("tree", "E11").out
    assert "Nothing stands below" in codes("tree", "I10").out
    assert codes("tree", "E11", "--json").json[0]["code"] == "E11.0"
    assert "Modifiers" in codes("tree", "--set", "hcpcs").out


def test_search(codes):
    assert codes("search", "copd").out.startswith("J44.9")
    hits = codes("search", "type", "2", "diabetes", "--limit", "3", "--json").json
    assert len(hits) == 3
    assert hits[0]["code"].startswith("E11")
    assert "Nothing found" in codes("search", "qqqqzzzzxxxx").out


def test_tree_finds_the_book_of_a_code(codes):
    assert "0DT50ZZ" in codes("tree", "0DT").out


def test_a_day_outside_every_edition_is_said(codes):
    for args in (("search", "copd"), ("tree", "E11")):
        assert "Note: " in codes(*args, "--date", "2010-01-01").out
        assert "Note: " not in codes(*args, "--date", "2026-05-01").out
    assert "From ICD-10-CM FY2026 (Apr 2026)." in codes("search", "copd").out


def test_a_heading_shows_the_7th_characters_of_the_codes_below(codes):
    assert "7th character of the codes below" in codes("show", "S72.0").out


def test_editions(codes):
    done = codes("editions")
    assert "ICD-10-CM" in done.out
    assert "2026-04-01 to 2026-09-30" in done.out
    assert "74,719" in done.out
    assert codes("editions", "--json").json[0]["label"] == "FY2026 (Apr 2026)"


def test_editions_of_a_fresh_home_compile_nothing(tutor, home):
    done = tutor("codes", "editions")
    assert "not compiled yet" in done.out
    assert not (home / "cache" / "codebook").exists()


def test_doctor_names_the_editions(tutor, home, books):
    assert "not compiled yet" in tutor("doctor").out
    lend_books(books, home / "cache" / "codebook")
    done = tutor("doctor")
    assert "74,719 codes" in done.out
    (home / "codebook").mkdir(exist_ok=True)
    (home / "codebook" / "broken.db").write_bytes(b"no book" * 1000)
    done = tutor("doctor")
    assert "broken.db" in done.out
    assert done.code == 1


def test_a_place_that_cannot_be_written_is_one_line(tutor, home):
    (home / "cache" / "codebook").write_text("in the way")
    done = tutor("codes", "show", "E11.9")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert "cannot be written there" in done.err
