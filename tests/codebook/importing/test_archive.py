from __future__ import annotations

import os
import stat
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.codebook.importing.releases import cm, encrypted, lying, packed, pcs
from tutor.codebook.importing import archive
from tutor.codebook.importing.archive import open_release
from tutor.codebook.importing.refuse import ImportRefusedError


@pytest.fixture
def refused(tmp_path):
    """Import bytes under a name; return the one line of the refusal."""

    def call(data: bytes, name: str = "release.zip") -> str:
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ImportRefusedError) as caught:
            [file.load() for file in open_release(path).files]
        text = str(caught.value)
        assert "\n" not in text
        assert len(text) < 250
        return text

    return call


def test_a_plain_file_holds_itself(tmp_path):
    path = tmp_path / "tables.xml"
    path.write_bytes(pcs())
    release = open_release(path)
    assert [(file.name, file.load()) for file in release.files] == [("tables.xml", pcs())]


def test_a_zip_is_read_without_folders_and_mac_extras(tmp_path):
    path = tmp_path / "r.zip"
    packed({"a/b/x.xml": "<x/>", "a/._x.xml": "junk", "a/c/": ""}, path)
    assert [file.name for file in open_release(path).files] == ["x.xml"]


def test_a_zip_bomb_is_refused_by_its_ratio(refused):
    assert "grow more than 250 times" in refused(packed({"x.xml": b"0" * (20 << 20)}))


def test_a_zip_bomb_that_lies_about_its_size_is_refused(refused):
    assert "damaged" in refused(lying(packed({"x.xml": b"0" * (20 << 20)}), 1000))


def test_too_much_in_all_is_refused(refused, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    files = {f"{n}.txt": os.urandom(300) for n in range(5)}
    assert "would unpack to" in refused(packed(files))


def test_a_large_member_is_refused_only_when_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBER", 1000)
    path = tmp_path / "r.zip"
    packed({"guide.pdf": os.urandom(3000), "x.xml": "<x/>"}, path)
    files = {file.name: file for file in open_release(path).files}
    assert files["x.xml"].load() == b"<x/>"
    with pytest.raises(ImportRefusedError, match="too large: 3 KB, at most 1000 bytes"):
        files["guide.pdf"].load()


def test_too_many_files_are_refused_before_they_are_listed(refused, monkeypatch):
    many = packed({f"{n}.txt": b"" for n in range(archive.MAX_ENTRIES + 1)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert "1,001 files, at most 1,000" in refused(many)


@pytest.mark.parametrize(
    "name", ["/etc/x.xml", "../x.xml", "a/../../x.xml", "C:/x.xml", "a\\..\\x.xml"]
)
def test_paths_that_lead_out_are_refused(refused, name):
    data = packed({name.replace("\\", "|"): "<x/>"}).replace(b"|", b"\\")
    assert "leads out of it" in refused(data)


def test_links_are_refused(refused, tmp_path):
    path = tmp_path / "r.zip"
    with zipfile.ZipFile(path, "w") as made:
        info = zipfile.ZipInfo("x.xml")
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(info, "/etc/passwd")
    assert "holds a link" in refused(path.read_bytes())


@pytest.mark.parametrize("name", ["inner.zip", "x.7z", "x.tar.gz", "run.exe"])
def test_archives_in_archives_are_refused(refused, name):
    assert f"holds another archive, {name}" in refused(packed({name: b"x", "y.xml": b"<x/>"}))


def test_encrypted_zips_are_refused(refused):
    assert "encrypted" in refused(encrypted(packed({"x.xml": cm()})))


def test_files_that_share_bytes_are_refused(refused):
    data = packed({"a.xml": b"<x/>" * 50, "b.xml": b"<y/>" * 50})
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    same = bytearray(data)
    same[second + 42 : second + 46] = (0).to_bytes(4, "little")
    assert "damaged" in refused(bytes(same))


@pytest.mark.parametrize("left", [30, 100, 200, -30, -10])
def test_truncated_zips_are_refused(refused, left):
    assert "damaged or cut off" in refused(packed({"x.xml": cm(), "y.xml": pcs()})[:left])


def test_a_flipped_byte_is_found(refused):
    data = bytearray(packed({"x.xml": cm()}))
    data[60] ^= 0xFF
    assert "damaged" in refused(bytes(data))


def test_zips_in_parts_or_beyond_4_gb_are_refused(refused):
    data = packed({"x.xml": cm()})
    at = data.rfind(b"PK\x05\x06")
    assert "in parts or above" in refused(data[:at] + b"PK\x06\x07" + b"\0" * 16 + data[at:])


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\0" * 100])
def test_empty_files_are_refused(refused, data):
    assert "is empty" in refused(data, "x.txt")


def test_an_empty_zip_is_refused(refused):
    assert "empty zip" in refused(packed({}))
    assert "holds no files" in refused(packed({"a/": ""}))


@pytest.mark.parametrize("magic", [b"\x1f\x8b123", b"Rar!\x1a\x07\x00", b"7z\xbc\xaf'\x1c"])
def test_other_archives_are_named(refused, magic):
    assert "not a zip" in refused(magic, "x.bin")


def test_gigantic_files_are_refused_unread(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(archive.MAX_FILE + 1)
    with pytest.raises(ImportRefusedError, match="too large: 256 MB, at most 256 MB"):
        open_release(path)


def test_folders_pipes_and_absent_files_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, text in ((".", "is a folder"), ("pipe", "not a file"), ("none", "there is no file")):
        with pytest.raises(ImportRefusedError, match=text):
            open_release(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_are_refused(tmp_path):
    path = tmp_path / "x.xml"
    path.write_bytes(cm())
    path.chmod(0)
    with pytest.raises(ImportRefusedError, match="cannot be read"):
        open_release(path)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_damage_leads_to_anything_but_a_refusal(tmp_path, data):
    """Random bytes flipped in a zip: it is read as it was, or refused."""
    whole = packed({"a/x.xml": cm(), "y.xml": pcs()})
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        changed[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "r.zip"
    path.write_bytes(changed[: data.draw(st.integers(1, len(whole)))])
    try:
        loaded = {file.load() for file in open_release(path).files}
    except ImportRefusedError:
        return
    assert loaded <= {cm(), pcs(), bytes(changed), path.read_bytes()}
