"""Line mode without a profile asks for a name."""

import pytest

from tutor.errors import EXIT_USAGE


def test_a_name_is_asked_for_and_kept(tutor):
    assert "Welcome" in tutor("learn", "--plain", typed="\n Ana \nq\n").out
    assert [one["name"] for one in tutor("profile", "list", "--json").json["profiles"]] == ["Ana"]


@pytest.mark.parametrize("command", ["learn", "practice"])
def test_empty_lines_are_refused_in_the_end(tutor, command):
    done = tutor(command, "--plain", typed="\n" * 2000)
    assert done.code == EXIT_USAGE
    assert done.err == "tutor: no name was given: make a profile with `tutor profile add NAME`\n"
    assert done.out.count("A profile needs a name.") == 3
