"""Class files: what is written is read, and nothing else is."""

import hashlib
import io
import json
import os
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.errors import BundleError
from tutor.interchange import bundle
from tutor.interchange.bundle import RESULTS, SET, canonical, read_bundle, write_bundle
from tutor.interchange.signing import own_key

MEMBERS = {"assignment.json": {"title": "Week 1 – claims"}, "items.json": {"items": ["a", "b"]}}
ABOUT = {"course": "course-1"}


@pytest.fixture
def key(tmp_path):
    return own_key(tmp_path / "key")


@pytest.fixture
def made(tmp_path, key):
    path = tmp_path / "week-1.tutorset"
    write_bundle(path, SET, ABOUT, MEMBERS, key)
    return path


def files_of(path):
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def put(path, files, **attributes):
    """Write a zip with these members as they are, whoever signed it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files if isinstance(files, list) else files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for attribute, value in attributes.items():
                setattr(entry, attribute, value)
            archive.writestr(entry, body)
    return path


def signed(key, manifest, bodies):
    """Return members under any manifest at all, rightly signed: what a forger of files can do."""
    text = canonical(manifest)
    made = {"key": key.public, "signature": key.sign(bundle._SIGNED + text)}
    return {"manifest.json": text, "signature.json": canonical(made)} | bodies


def refused(path, match, kind=SET):
    with pytest.raises(BundleError, match=match) as caught:
        read_bundle(path, kind)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code != 0


def test_what_is_written_is_read(made, key):
    read = read_bundle(made, SET)
    assert (read.about, read.members, read.key) == (ABOUT, MEMBERS, key.public)
    assert read.digest == hashlib.sha256(files_of(made)["manifest.json"]).hexdigest()


def test_equal_contents_give_equal_bytes(tmp_path, made, key):
    again = tmp_path / "again.tutorset"
    write_bundle(again, SET, dict(reversed(ABOUT.items())), MEMBERS, key)
    assert again.read_bytes() == made.read_bytes()
    assert not list(tmp_path.glob(".class-file-*"))


def test_a_file_of_another_kind_is_named(made):
    refused(made, "holds an assignment, not a student's results", RESULTS)


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_never_changes_what_is_read(tmp_path, key, place, bit):
    path = tmp_path / "f.tutorset"
    write_bundle(path, SET, ABOUT, MEMBERS, key)
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1 << bit
    path.write_bytes(data)
    try:
        read = read_bundle(path, SET)
    except BundleError:
        return
    # a bit that says nothing, such as a date in a header
    assert (read.about, read.members, read.key) == (ABOUT, MEMBERS, key.public)


def test_a_file_cut_anywhere_is_refused(made):
    data = made.read_bytes()
    for length in range(len(data)):
        made.write_bytes(data[:length])
        refused(made, "no class file|damaged|changed|not made")


@given(st.binary(max_size=400))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_refused_in_one_line(tmp_path, data):
    path = tmp_path / "any.tutorset"
    for start in (b"", b"PK\x03\x04"):
        path.write_bytes(start + data)
        refused(path, "no class file|damaged|not made")


def test_a_changed_member_is_refused(tmp_path, made):
    files = files_of(made)
    body = files["items.json"].replace(b"a", b"c")
    refused(put(made, files | {"items.json": body}), "changed or damaged after it was signed")


def test_members_of_another_file_are_refused(tmp_path, made, key):
    other = tmp_path / "other.tutorset"
    write_bundle(other, SET, ABOUT, MEMBERS | {"items.json": {"items": ["x"]}}, key)
    swapped = files_of(made) | {"items.json": files_of(other)["items.json"]}
    refused(put(tmp_path / "s.tutorset", swapped), "changed")
    swapped = files_of(made) | {"signature.json": files_of(other)["signature.json"]}
    refused(put(tmp_path / "s.tutorset", swapped), "changed")


def test_a_manifest_signed_by_another_key_names_that_key(tmp_path, made):
    """Who signed is for the caller to judge; a signature claimed for another key never fits."""
    mine = own_key(tmp_path / "mine")
    files = files_of(made)
    signature = json.loads(files["signature.json"])
    claimed = canonical(signature | {"key": mine.public})
    refused(put(tmp_path / "c.tutorset", files | {"signature.json": claimed}), "changed")


def test_an_added_a_missing_and_a_doubled_member_are_refused(tmp_path, made):
    files = files_of(made)
    path = tmp_path / "x.tutorset"
    refused(put(path, files | {"more.json": b"{}"}), "changed")
    refused(put(path, {k: v for k, v in files.items() if k != "items.json"}), "changed")
    refused(put(path, {k: v for k, v in files.items() if k != "signature.json"}), "no class file")
    with pytest.warns(UserWarning, match="Duplicate"):
        put(path, [*files.items(), ("items.json", b"{}")])
    refused(path, "not made as class files are")


@pytest.mark.parametrize(
    "name",
    ["../items.json", "/etc/items.json", "a/b.json", "C:x.json", "items.exe", "É.json", ".json"],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, made, name):
    path = put(tmp_path / "x.tutorset", files_of(made) | {name: b"{}"})
    refused(path, "not made|damaged")


def test_links_and_other_packings_are_refused(tmp_path, made):
    path = tmp_path / "x.tutorset"
    refused(put(path, files_of(made), external_attr=0o120777 << 16), "not made")
    refused(put(path, files_of(made), compress_type=zipfile.ZIP_BZIP2), "not made")
    refused(put(path, files_of(made), compress_type=zipfile.ZIP_LZMA), "not made")


def test_bombs_are_refused_unopened(tmp_path, made, key):
    path = tmp_path / "x.tutorset"
    files = files_of(made)
    refused(put(path, files | {"bomb.json": b" " * (8 << 20)}), "not made")
    refused(put(path, files | {f"m{n}.json": b"1" for n in range(20)}), "not made")
    path.write_bytes(made.read_bytes() + b"\0" * bundle.MAX_FILE)
    refused(path, "too large")


def test_a_member_larger_than_its_header_says_is_refused(tmp_path, made):
    put(made, files_of(made) | {"more.json": b'"' + b"x" * 5000 + b'"'})
    data = bytearray(made.read_bytes())
    start = data.rindex(b"PK\x01\x02")  # the last entry of the directory
    struct.pack_into("<L", data, start + 24, 10)
    made.write_bytes(data)
    refused(made, "not made|damaged")


def test_an_encrypted_member_is_refused(made):
    data = bytearray(made.read_bytes())
    start = data.rindex(b"PK\x01\x02")
    data[start + 8] |= 1
    made.write_bytes(data)
    refused(made, "not made")


def test_a_newer_format_says_to_update(tmp_path, key):
    manifest = {"format": 2, "kind": "set", "about": {}, "members": {}}
    refused(put(tmp_path / "x.tutorset", signed(key, manifest, {})), "newer version")


@pytest.mark.parametrize(
    "manifest",
    [
        [],
        "set",
        {"kind": "set"},
        {"format": "1"},
        {"format": 1, "kind": "set", "about": [], "members": {}},
        {"format": 1, "kind": "set", "about": {}, "members": []},
        {"format": 1, "kind": "set", "about": {}},
        {"format": 1, "kind": ["set"], "about": {}, "members": {}},
    ],
)
def test_odd_manifests_are_refused_though_signed(tmp_path, key, manifest):
    path = put(tmp_path / "x.tutorset", signed(key, manifest, {}))
    refused(path, "no class file|changed|something else")


@pytest.mark.parametrize("body", [b"[" * 200_000, b"NaN", b"\xff\xfe", b"", b"{", b"1" * 5000])
def test_members_that_are_no_json_are_refused_though_signed(tmp_path, key, body):
    listed = {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
    manifest = {"format": 1, "kind": "set", "about": {}, "members": {"items.json": listed}}
    refused(put(tmp_path / "x.tutorset", signed(key, manifest, {"items.json": body})), "changed")


def test_what_is_no_file_is_refused(tmp_path):
    refused(tmp_path / "missing.tutorset", "no such file")
    refused(tmp_path, "no such file")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.tutorset")
        refused(tmp_path / "pipe.tutorset", "no such file")


def test_a_name_that_a_terminal_would_obey_is_made_harmless(tmp_path):
    path = tmp_path / "a\x1b[31m.tutorset"
    path.write_bytes(b"x")
    with pytest.raises(BundleError) as caught:
        read_bundle(path, SET)
    assert "\x1b" not in str(caught.value)


def test_writing_where_one_cannot_is_one_line(tmp_path, key):
    (tmp_path / "file").write_text("")
    with pytest.raises(BundleError, match="cannot be written"):
        write_bundle(tmp_path / "file" / "x.tutorset", SET, ABOUT, MEMBERS, key)


def test_a_zip_of_nothing_is_refused(tmp_path):
    held = io.BytesIO()
    zipfile.ZipFile(held, "w").close()
    path = tmp_path / "x.tutorset"
    path.write_bytes(held.getvalue())
    refused(path, "no class file")
