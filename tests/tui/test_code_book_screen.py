"""The code book as a place: search, tree, pages, history, bookmarks, the 7th character, checks."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input, OptionList

from tests.tui.book_bench import book, browser, found, lend_book, look_up, page_code, page_text
from tests.tui.conftest import NASTY, settled
from tests.tui.quiz_bench import NARROW, WIDE, running_app, shown
from tests.tui.test_frame_fuzz import assert_harmless
from tutor.domain.records import BookmarkKey
from tutor.domain.text import printable
from tutor.services.code_views import CodeHit, CodeLine, CodeNote, CodePage, SeventhChar, Spelled
from tutor.tui.modals.check_codes import CheckCodesModal
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.seventh import SeventhModal
from tutor.tui.widgets.code_browser import CodeBrowser
from tutor.tui.widgets.code_page import PageBody, PageView
from tutor.tui.widgets.code_search import CodeSearch, HitList
from tutor.tui.widgets.code_tree import CodeTree

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])


def notices(bench) -> list[str]:
    return [notice.message for notice in bench.app._notifications]


# Opening


async def test_the_first_opening_puts_the_book_together_and_can_be_left(tmp_path):
    progressed = []
    async with running_app(tmp_path) as bench:
        await bench.pilot.press("b")
        while not bench.app.screen.query("#wait-bar") or not browser(bench).asking("open"):
            await bench.pilot.pause()
        for _ in range(1000):
            progressed.append(bench.app.screen.query_one("#wait-bar").display)
            if progressed[-1]:
                break
            await asyncio.sleep(0.01)
        assert progressed[-1], "no progress was shown"
        assert "You may leave" in bench.text()
        await bench.pilot.press("h")
        await bench.pilot.pause()
        assert bench.app.current_mode == "home"
        await bench.press("b")
        await bench.settle()
        assert browser(bench).is_open
        assert "1 Certain infectious" in bench.text()


async def test_the_page_shows_however_late_the_keyboard_comes_to_the_tree(tmp_path, monkeypatch):
    monkeypatch.setattr(CodeBrowser, "take_focus", lambda browser: None)
    async with book(tmp_path, WIDE) as bench:
        assert page_code(bench) is None
        browser(bench).query_one(CodeTree).focus()
        await bench.settle()
        assert page_code(bench) == "1"


async def test_a_book_that_cannot_be_made_says_so_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr("tutor.codebook.shipped.find_spec", lambda name: None, raising=False)
    async with running_app(tmp_path) as bench:
        cache = bench.app.settings.codebook_cache
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text("a file where the folder should be")
        await bench.press("b")
        assert not browser(bench).is_open
        assert "✗" in bench.text()
        assert "Traceback" not in bench.text()


async def test_quitting_while_the_book_is_put_together_ends_the_program(tmp_path):
    async with running_app(tmp_path) as bench:
        await bench.pilot.press("b")
        await bench.pilot.pause()
        await bench.pilot.press("ctrl+q")
    assert bench.app.return_code == 0


# Search


@SIZES
async def test_every_key_is_answered_and_the_best_page_shown_beside(tmp_path, size):
    async with book(tmp_path, size) as bench:
        await look_up(bench, "type 2 diabetes")
        assert found(bench)[0] == "E11.9"
        assert "found · ✓ billable" in bench.text()
        assert page_code(bench) == "E11.9"
        assert "ICD-10-CM FY2026 (Apr 2026)" in bench.text()
        await bench.press("down", "down")
        assert page_code(bench) == found(bench)[1]


@pytest.mark.parametrize(
    ("typed", "code"), [("e11.22", "E11.22"), ("e1122", "E11.22"), ("j1885", "J1885")]
)
async def test_a_code_and_enter_open_its_page_however_fast(tmp_path, typed, code):
    async with book(tmp_path) as bench:
        await bench.press("slash")
        keys = [{".": "full_stop"}.get(character, character) for character in typed]
        await bench.pilot.press(*keys, "enter")
        await bench.settle()
        assert page_code(bench) == code
        assert isinstance(bench.app.focused, PageBody)


async def test_nothing_found_says_what_to_try(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "qqqqzzzz")
        assert "Nothing found" in bench.text()
        await bench.press("enter")
        assert bench.app.is_running


async def test_the_answer_to_the_latest_key_wins(tmp_path):
    async with book(tmp_path) as bench:
        view = browser(bench)
        await look_up(bench, "copd")
        field = view.query_one(CodeSearch)
        for text in ("chf", "htn", "fracture", "asthma"):
            field.value = text
        await bench.settle()
        assert all(hit.code.startswith("J45") for hit in view.query_one(HitList).hits[:3])


async def test_an_empty_search_shows_the_tree_again(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "copd")
        browser(bench).query_one(CodeSearch).value = ""
        await bench.settle()
        assert browser(bench).query_one(CodeTree).display
        assert not browser(bench).query_one(HitList).display


async def test_escape_leaves_the_search_and_goes_home(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "copd")
        await bench.press("down")
        assert isinstance(bench.app.focused, HitList)
        await bench.press("h")
        assert bench.app.current_mode == "home"
        await bench.press("b")
        assert browser(bench).query_one(CodeSearch).value == "copd"


async def test_the_palette_looks_a_code_up(tmp_path):
    async with book(tmp_path) as bench:
        await bench.press("h", "ctrl+p")
        bench.app.screen.query_one(Input).value = "heart failure"
        for _ in range(100):
            options = bench.app.screen.query_one(OptionList).options
            if any("Code book: look up" in str(option.prompt) for option in options):
                break
            await bench.pilot.pause(0.02)
        await settled(bench.pilot)
        (at,) = (
            at
            for at, option in enumerate(bench.app.screen.query_one(OptionList).options)
            if "Code book: look up heart failure" in str(option.prompt)
        )
        bench.app.screen.query_one(OptionList).highlighted = at
        await bench.press("enter")
        assert bench.app.current_mode == "code_book"
        assert any(code.startswith("I50") for code in found(bench))


async def test_what_is_looked_up_is_found_on_the_first_visit_too(tmp_path):
    lend_book(tmp_path)
    async with running_app(tmp_path) as bench:
        bench.app.look_up("heart failure")
        await bench.settle()
        assert any(code.startswith("I50") for code in found(bench))
        assert browser(bench).query_one(CodeSearch).has_focus


# Tree


async def test_the_tree_is_read_as_it_is_opened(tmp_path):
    async with book(tmp_path) as bench:
        tree = browser(bench).query_one(CodeTree)
        assert len(tree.root.children) == 22
        assert not tree.root.children[3].children
        await bench.press("down", "down", "down", "right")
        assert tree.root.children[3].children[0].data.code == "E00-E07"
        await bench.press("right", "right", "right", "right", "down", "enter")
        assert page_code(bench) == "E00.0"
        await bench.press("t", "left", "left")
        assert tree.cursor_node.data.code == "E00"
        assert not tree.cursor_node.is_expanded


async def test_t_shows_where_the_page_stands(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "s52.501")
        await bench.press("enter", "t")
        tree = browser(bench).query_one(CodeTree)
        await bench.settle()
        assert tree.cursor_node.data.code == "S52.501"
        assert isinstance(bench.app.focused, CodeTree)
        assert "S52.50 " in bench.text()


# Pages


async def test_a_page_has_its_own_and_its_inherited_instructions(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "e11.22")
        await bench.press("enter")
        text = page_text(bench)
        own = text.index("Use additional code")
        owner = text.index("From E11: Type 2 diabetes mellitus")
        chapter = text.index("From chapter 4: Endocrine")
        assert own < owner < chapter
        assert owner < text.index("→ type 1 diabetes mellitus (E10.-)") < chapter
        assert "Chapter 4 › E08-E13 › E11 › E11.2" in bench.text()
        assert "✓ Billable" in bench.text()
        assert "Beside this (" in text
        assert "Above this (4)" in text


async def test_a_heading_says_why_it_cannot_be_reported(tmp_path):
    async with book(tmp_path, WIDE) as bench:
        await look_up(bench, "s52.501")
        await bench.press("enter")
        assert "– Not billable" in bench.text()
        assert "needs a 7th character" in bench.text()


async def test_e_spells_the_code_out(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "t88.1xxa")
        await bench.press("enter")
        assert "Character by character" not in page_text(bench)
        await bench.press("e")
        spelled = page_text(bench).split("Also")[0]
        assert "Character by character" in bench.text()
        assert "T88" in spelled
        assert "laceholder" in spelled
        assert "initial encounter" in spelled
        await bench.press("e")
        assert "Character by character" not in page_text(bench)


async def test_a_reference_is_followed_and_the_way_back_kept(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "e11.22")
        await bench.press("enter", "down")
        body = browser(bench).query_one(PageBody)
        assert body.highlighted is not None
        await bench.press("enter")
        assert page_code(bench) == "N18.1"
        await bench.press("backspace")
        assert page_code(bench) == "E11.22"
        assert body.highlighted is not None
        await bench.press("right_square_bracket")
        assert page_code(bench) == "N18.1"
        await bench.press("left_square_bracket", "backspace")
        assert isinstance(bench.app.focused, HitList)


async def test_a_line_with_several_references_asks_which(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "i11")
        await bench.press("enter")
        view = browser(bench).query_one(PageView)
        view.post_message(PageView.Followed(("I50", "N18")))
        await bench.settle()
        assert isinstance(bench.app.screen, ChooseModal)
        assert "Heart failure" in bench.text()
        await bench.press("down", "enter")
        assert page_code(bench) == "N18"


async def test_a_long_page_can_be_read_to_its_end(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "e11")
        await bench.press("enter")
        body = browser(bench).query_one(PageBody)
        seen = set()
        for _ in range(400):
            top = round(body.scroll_y)
            seen.update(range(top, top + body.scrollable_content_region.height))
            before = (body.scroll_y, body.highlighted)
            await bench.pilot.press("down")
            await bench.pilot.pause()
            if (body.scroll_y, body.highlighted) == before:
                break
        assert seen >= set(range(body.virtual_size.height)), "some lines were passed unseen"
        assert body.highlighted is not None
        await bench.press("home")
        assert body.scroll_y == 0
        await bench.press("pagedown", "pageup", "end", "up", "up")
        assert body.scroll_y > 0


async def test_a_code_that_is_gone_is_reported(tmp_path):
    from tutor.tui.trail import PageKey

    async with book(tmp_path) as bench:
        browser(bench).visit(PageKey("Z99.ABC"))
        await bench.settle()
        assert any("Z99.ABC" in notice for notice in notices(bench))


# 7th character


@SIZES
async def test_a_full_code_is_built_with_placeholders(tmp_path, size):
    async with book(tmp_path, size) as bench:
        await look_up(bench, "t88.1")
        await bench.press("enter", "y")
        assert isinstance(bench.app.screen, SeventhModal)
        assert "T88.1XXA" in bench.text()
        assert "X is the placeholder in places 5 and 6." in bench.text()
        assert "✓ Billable" in bench.text()
        await bench.press("down")
        assert "T88.1 + D = T88.1XXD" in bench.text()
        await bench.press("enter")
        assert page_code(bench) == "T88.1XXD"


async def test_a_full_code_is_built_anew_from_where_it_is(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "t88.1xxd")
        await bench.press("enter", "y")
        assert "7th character of T88.1 " in bench.text()
        assert "T88.1 + D = T88.1XXD" in bench.text()
        await bench.press("down")
        assert "T88.1 + S = T88.1XXS" in bench.text()


async def test_there_is_nothing_to_build_for_a_full_code(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "e11.9")
        await bench.press("enter", "y")
        assert not isinstance(bench.app.screen, SeventhModal)


# Bookmarks, checks, books


async def test_a_bookmark_is_kept_listed_opened_and_taken_away(tmp_path):
    key = BookmarkKey("icd10cm", "FY2026 (Apr 2026)", "E11.9")
    async with book(tmp_path) as bench:
        services, learner = bench.app.services, bench.app.learner
        await bench.press("v")
        assert "Press M on a page to bookmark it." in notices(bench)
        await look_up(bench, "e11.9")
        await bench.press("enter", "m")
        assert "★ Bookmarked" in bench.text()
        assert services.bookmarks.keys(learner.id) == {key}
        await look_up(bench, "i10")
        await bench.press("enter")
        assert "★" not in bench.text()
        await bench.press("v")
        assert "Type 2 diabetes mellitus without complications" in bench.text()
        await bench.press("enter")
        assert page_code(bench) == "E11.9"
        await bench.press("m")
        assert services.bookmarks.keys(learner.id) == frozenset()
        assert "★" not in bench.text()


async def test_a_bookmark_in_a_book_that_is_gone_is_still_listed(tmp_path):
    async with book(tmp_path) as bench:
        gone = BookmarkKey("icd10cm", "FY2019", "E11.9")
        bench.app.services.bookmarks.keep(bench.app.learner.id, gone, kept=True)
        await bench.press("v")
        assert "This edition is not loaded" in bench.text()
        await bench.press("enter")
        assert bench.app.is_running


async def test_codes_are_checked_against_one_another(tmp_path):
    async with book(tmp_path) as bench:
        await bench.press("x")
        assert isinstance(bench.app.screen, CheckCodesModal)
        bench.app.screen.query_one(Input).value = "e10.9, E11.9"
        await bench.press("enter")
        assert "✗ Cannot be reported so" in bench.text()
        assert "✗ Error" in bench.text()
        findings = bench.app.screen.query_one("#findings", OptionList).options
        assert "for the same condition" in findings[0].prompt.plain
        await bench.press("tab", "enter")
        assert page_code(bench) == "E10"


async def test_anything_can_be_typed_to_be_checked(tmp_path):
    async with book(tmp_path) as bench:
        await bench.press("x")
        for text in ("", "  ,", "A" * 300, " ".join(["E11.9"] * 26), *NASTY):
            bench.app.screen.query_one(Input).value = printable(text)
            bench.app.screen.query_one(Input).focus()
            await bench.press("enter")
            assert shown(bench.app.screen.query_one("#verdict"))
            assert_harmless(bench.pilot)


async def test_a_book_can_be_chosen(tmp_path):
    async with book(tmp_path) as bench:
        await bench.press("d")
        assert "All books, each in its usual year" in bench.text()
        choices = bench.app.screen.query_one(OptionList)
        choices.highlighted = next(
            at for at, option in enumerate(choices.options) if "hcpcs" in (option.id or "")
        )
        await bench.press("enter")
        tree = browser(bench).query_one(CodeTree)
        assert "HCPCS Level II" in shown(browser(bench).query_one("#book-line"))
        assert tree.root.children[0].data.code != "1"
        await look_up(bench, "diabetes")
        assert all(hit.code_set == "hcpcs" for hit in browser(bench).query_one(HitList).hits)


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (200, 60)], ids=str)
async def test_odd_sizes_do_no_harm(tmp_path, size):
    async with book(tmp_path, size) as bench:
        await look_up(bench, "copd")
        await bench.press("enter", "e", "down", "pagedown", "backspace", "t", "question_mark")
        assert bench.app.is_running


# Text that is not what it seems


async def test_any_search_does_no_harm(tmp_path):
    async with book(tmp_path) as bench:
        for text in NASTY:
            browser(bench).look_up(text)
            await bench.settle()
            await bench.press("enter")
            assert_harmless(bench.pilot)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_a_page_shows_anything(tmp_path, size):
    async with book(tmp_path, size) as bench:
        view = browser(bench).query_one(PageView)
        for text in NASTY:
            line = CodeLine(text, text, billable=True, children=1, kind="chapter")
            page = CodePage(
                code=text,
                title=text,
                code_set="icd10cm",
                edition=text,
                billable=False,
                kind="code",
                why_not_billable=text,
                breadcrumbs=(line,),
                notes=(
                    CodeNote("notes", text, text, text, inherited=False, refs=(text,)),
                    CodeNote("notes", text, text, text, inherited=True),
                ),
                seventh=(SeventhChar("A", text, text, billable=True),),
                siblings=(line, line),
                children=(line,),
                spelled=(Spelled("1", text, text),),
                terms=(text,),
                notice=text,
            )
            view.show_page(page, marked=True, spelled=True)
            hit = CodeHit(text, text, True, "code", "icd10cm", text, matched=text)
            browser(bench).query_one(HitList).show_hits([hit])
            browser(bench).query_one(CodeTree).show_book([line])
            await bench.settle()
            assert_harmless(bench.pilot)
            await bench.app.push_screen(SeventhModal(page))
            await bench.settle()
            assert_harmless(bench.pilot)
            await bench.app.pop_screen()


async def test_nothing_of_the_book_is_read_before_it_is_opened(tmp_path):
    async with running_app(tmp_path) as bench:
        await bench.press("l", "p", "h")
        assert not bench.app.settings.codebook_cache.exists()
        assert not bench.app.screen.query(CodeBrowser)
