"""Packages are opened without trusting them."""

import io
import random
import stat
import struct
import zipfile

import pytest

from tutor.errors import ForeignFileError
from tutor.interchange.questions import package
from tutor.interchange.questions.package import open_package


def zipped(members, packing=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_members_are_read():
    opened = open_package(
        zipped([("imsmanifest.xml", b"<m/>"), ("items/", b""), ("items/a.xml", b"<a/>")]), "q.zip"
    )
    assert opened.names == ("imsmanifest.xml", "items/a.xml")
    assert opened.read("items/a.xml") == b"<a/>"
    assert "items/a.xml" in opened
    assert opened.size("items/a.xml") == 4
    with pytest.raises(ForeignFileError, match=r"q\.zip: there is no b\.xml in it"):
        opened.read("b.xml")


def test_paths_are_opened_and_named(tmp_path):
    path = tmp_path / "q.zip"
    path.write_bytes(zipped([("a", b"1")]))
    assert open_package(path).file == "q.zip"
    with pytest.raises(ForeignFileError, match="there is no such file"):
        open_package(tmp_path / "none.zip")
    with pytest.raises(ForeignFileError, match="not a file"):
        open_package(tmp_path)


def test_what_macos_adds_and_backslashes():
    opened = open_package(
        zipped([("__MACOSX/._a.xml", b"x"), ("d\\a.xml", b"1"), ("d/._b", b"x")]), "q"
    )
    assert opened.names == ("d/a.xml",)
    assert opened.read("d/a.xml") == b"1"


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "C:\\a", "c:a", "..\\a", "\\\\host\\a"]
)
def test_paths_that_lead_out_are_refused(name):
    with pytest.raises(ForeignFileError, match="leads out of it"):
        open_package(zipped([("ok", b""), (name, b"x")]), "q.zip")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind):
    entry = zipfile.ZipInfo("a")
    entry.external_attr = (kind | 0o777) << 16
    with pytest.raises(ForeignFileError, match="a link or a device"):
        open_package(zipped([(entry, b"/etc/passwd")]), "q.zip")


def test_names_twice_are_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped([("a", b"1"), ("a", b"2")])
    with pytest.raises(ForeignFileError, match="holds a twice"):
        open_package(data, "q.zip")


def test_bombs_are_refused_by_ratio():
    with pytest.raises(ForeignFileError, match="grow more than"):
        open_package(zipped([("a", bytes(8 << 20))]), "q.zip")


def test_headers_that_lie_about_sizes_are_caught():
    data = bytearray(zipped([("a", bytes(100_000))]))
    central = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, central + 24, 10)
    opened = open_package(bytes(data), "q.zip")
    with pytest.raises(ForeignFileError, match="damaged"):
        opened.read("a")


def test_totals_and_counts_are_refused(monkeypatch):
    data = zipped([("a", bytes(1000)), ("b", bytes(1000))])
    monkeypatch.setattr(package, "MAX_TOTAL", 1500)
    with pytest.raises(ForeignFileError, match="holds 2 files"):
        open_package(data, "q.zip")
    monkeypatch.undo()
    monkeypatch.setattr(package, "MAX_MEMBERS", 1)
    with pytest.raises(ForeignFileError, match="at most 1"):
        open_package(data, "q.zip")
    monkeypatch.undo()
    monkeypatch.setattr(package, "MAX_FILE", 50)
    with pytest.raises(ForeignFileError, match="at most 50 bytes"):
        open_package(data, "q.zip")
    monkeypatch.undo()
    monkeypatch.setattr(package, "MAX_MEMBER", 999)
    with pytest.raises(ForeignFileError, match="at most 999 bytes"):
        open_package(data, "q.zip").read("a")


def test_members_that_share_bytes_are_refused():
    data = bytearray(zipped([("a", b"1" * 50), ("b", b"2" * 50)]))
    second = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, second + 42, 0)
    with pytest.raises(ForeignFileError, match="damaged"):
        open_package(bytes(data), "q.zip")


def test_encrypted_and_unusual_packings_are_refused():
    data = bytearray(zipped([("a", b"1")]))
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ForeignFileError, match="encrypted"):
        open_package(bytes(data), "q.zip")
    with pytest.raises(ForeignFileError, match="unusual way"):
        open_package(zipped([("a", b"1")], zipfile.ZIP_LZMA), "q.zip")


@pytest.mark.parametrize("data", [b"", b"<xml/>", b"PK\x03\x04", b"PK\x05\x06", b"PK\x03\x04" * 50])
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(ForeignFileError):
        open_package(data, "q.zip")


def test_names_cannot_break_a_line():
    with pytest.raises(ForeignFileError) as caught:
        open_package(zipped([("../a\nb\x1b[31m", b"x")]), "q\n.zip")
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_mangled_zips_never_raise_anything_else():
    whole = zipped([("imsmanifest.xml", b"<m/>" * 99), ("items/a.xml", b"<a/>" * 200)])
    source = random.Random(8)
    refused = []
    for _ in range(800):
        data = bytearray(whole)
        for _ in range(source.randint(1, 6)):
            data[source.randrange(len(data))] = source.randrange(256)
        if source.random() < 0.2:
            del data[source.randrange(len(data)) :]
        try:
            opened = open_package(bytes(data), "q.zip")
            for name in opened.names:
                opened.read(name)
        except ForeignFileError as error:
            refused.append(str(error))
    assert len(refused) > 400
    assert not any("\n" in message for message in refused)
