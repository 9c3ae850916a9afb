"""`tutor serve` says in one line what it will not do; tests/web and tests/browser see it serve."""

from __future__ import annotations

import importlib.util

import pytest

from tutor.errors import EXIT_USAGE

PUBLIC = ("--host", "0.0.0.0")


@pytest.mark.parametrize(
    ("args", "line"),
    [
        ((), "nobody would have to sign in: make the first administrator"),
        (PUBLIC, "put a proxy with TLS in front"),
        ((*PUBLIC, "--behind-proxy"), "put a proxy with TLS in front"),
        ((*PUBLIC, "--behind-proxy", "--public-url", "http://x.org"), "with TLS in front"),
        (("--public-url", "tutor.example.org"), "give it as https://"),
    ],
)
def test_what_is_unsafe_is_refused(tutor, args, line):
    done = tutor("serve", *args)
    assert done.code == EXIT_USAGE
    assert line in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_what_is_missing_is_said(tutor, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "tutor.cli.serve.find_spec", lambda name: None if name == "textual_serve" else found(name)
    )
    done = tutor("serve")
    assert done.code == EXIT_USAGE
    assert "pip install 'coding-billing-tutor[server]'" in done.err


def test_a_session_in_a_browser_serves_nobody(tutor, monkeypatch):
    monkeypatch.setenv("TUTOR_SERVED", "1")
    assert "cannot serve others" in tutor("serve").err
    monkeypatch.setenv("TUTOR_DATABASE_URL", "mysql://x")
    assert tutor("serve").code != 0
