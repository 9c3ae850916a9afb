"""Back and forward through the code book."""

from __future__ import annotations

from tutor.tui.trail import LONGEST, PageKey, Spot, Trail

A, B, C = (PageKey(code) for code in ("A00", "B00", "C00"))


def trail(*keys: PageKey) -> Trail:
    made = Trail()
    for key in keys:
        made.visit(key)
    return made


def test_an_empty_trail_leads_nowhere():
    empty = Trail()
    empty.leave(Spot(1, 2))
    assert (empty.current, empty.back(), empty.forward(), empty.spot) == (None, None, None, Spot())


def test_back_and_forward_again():
    made = trail(A, B, C)
    assert (made.back(), made.back(), made.back()) == (B, A, None)
    assert (made.forward(), made.current) == (B, B)
    assert made.has_before
    assert made.has_after


def test_a_new_page_forgets_those_returned_from():
    made = trail(A, B)
    made.back()
    made.visit(C)
    assert not made.has_after
    assert made.back() == A


def test_the_same_page_again_is_no_visit():
    made = trail(A, B)
    made.back()
    made.visit(A)
    assert made.forward() == B


def test_a_page_is_found_where_it_was_left():
    made = trail(A)
    made.leave(Spot(3, 7))
    made.visit(B)
    assert made.spot == Spot()
    made.back()
    assert made.spot == Spot(3, 7)


def test_a_long_trail_forgets_its_beginning():
    made = trail(*(PageKey(str(at)) for at in range(LONGEST + 5)))
    steps = 0
    while made.back():
        steps += 1
    assert steps == LONGEST - 1
    assert made.current == PageKey("5")
