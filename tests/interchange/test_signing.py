"""Keys of class files: made once, private, told by a code."""

import os
import stat

import pytest

from tutor.errors import BundleError
from tutor.interchange.signing import key_code, own_key, same_code, verified


def test_a_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "keys" / "course.key"
    key = own_key(path)
    assert own_key(path).public == key.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    own_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "private" not in repr(key)


def test_only_the_own_key_signs(tmp_path):
    one, other = own_key(tmp_path / "one"), own_key(tmp_path / "two")
    made = one.sign(b"words")
    assert verified(one.public, made, b"words")
    assert not verified(one.public, made, b"other words")
    assert not verified(other.public, made, b"words")
    flipped = f"{int(made[0], 16) ^ 1:x}{made[1:]}"
    for bad in ("", "zz", made[:-2], made + "00", flipped):
        assert not verified(one.public, bad, b"words")
    for bad in ("", "zz", one.public[2:], one.public.upper(), f" {one.public}"):
        assert not verified(bad, made, b"words")


def test_a_code_is_read_as_people_write_it(tmp_path):
    key = own_key(tmp_path / "key")
    code = key_code(key.public)
    assert len(code) == 24
    assert key_code(own_key(tmp_path / "other").public) != code
    assert same_code(code.lower().replace("-", " "), key.public)
    assert same_code(code.replace("0", "O").replace("1", "l"), key.public)
    assert not same_code(code[:-1], key.public)
    assert not same_code("", key.public)
    assert key_code("aa" * 32) == "ZZG5-9ZKT-W35P-VHJW-7BWV"


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_damaged_key_is_one_clear_line(tmp_path, text):
    path = tmp_path / "key"
    path.write_text(text)
    with pytest.raises(BundleError, match="no signing key"):
        own_key(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(BundleError, match="permissions"):
        own_key(tmp_path / "keys" / "key")
