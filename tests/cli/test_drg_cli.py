from tutor.errors import EXIT_USAGE


def test_the_group_of_a_stay(tutor):
    done = tutor("drg", "A41.9", "--with", "R65.21", "--with", "N17.9")
    assert done.code == 0
    assert "MS-DRG 871" in done.out
    assert "decides the group: without it, MS-DRG 872" in done.out
    view = tutor("drg", "A41.9", "--with", "R65.21", "--json").json
    assert (view["drg"], view["effects"][0]["severity"]) == (871, "MCC")


def test_a_stay_that_cannot_be_grouped_exits_with_1(tutor):
    done = tutor("drg", "ZZZ")
    assert done.code == 1
    assert "cannot be grouped" in done.out


def test_no_claim_has_room_for_so_many(tutor):
    done = tutor("drg", "I50.20", *["--with", "I10"] * 26)
    assert done.code == EXIT_USAGE
    assert "room for 25" in done.err
