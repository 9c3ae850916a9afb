"""What is typed as a path never ends the program."""

from pathlib import Path

import pytest

from tutor.errors import UsageError
from tutor.tui.typed_path import usable


@pytest.mark.parametrize(
    ("typed", "said"),
    [("~nosuchuser/x", "no such user"), ("a" * 300, "too long"), ("/etc/passwd/x", "[Nn]ot a dir")],
)
def test_what_is_wrong_with_it_is_said(typed, said):
    with pytest.raises(UsageError, match=said), usable(typed):
        Path(typed).expanduser().stat()
