"""What has to hold before the program is served."""

from __future__ import annotations

import pytest

from tutor.errors import StoreBusyError, UsageError
from tutor.services.context import open_services
from tutor.services.serving import hold, refuse_unprotected
from tutor.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "home")


def test_a_database_without_accounts_is_not_served(settings):
    with pytest.raises(UsageError, match=r"nobody would have to sign in.*tutor account"):
        refuse_unprotected(settings)


def test_one_server_at_a_time_holds_a_file_and_its_sessions_share_it(settings):
    lock = hold(settings)
    try:
        with pytest.raises(StoreBusyError):
            hold(settings)
        with pytest.raises(StoreBusyError):
            open_services(settings, interactive=True)
        with open_services(settings), open_services(settings) as other:
            other.profiles.create("Ana")
    finally:
        lock.release()


def test_hosts_share_a_server_database(settings):
    from dataclasses import replace

    assert hold(replace(settings, database_url="postgresql+psycopg://db/tutor")) is None
