"""One Chromium, and a class served to it from an SQLite file and from PostgreSQL."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest

from tests.browser.chromium import Page, executable
from tests.store.conftest import postgres as postgres
from tests.web.conftest import school_home as school_home
from tests.web.school import PASSWORD, School
from tests.web.served import Served
from tutor.settings import Settings


@pytest.fixture(scope="package")  # while Playwright runs, no other event loop can
def browser():
    path = executable()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # As root, Chromium starts only without its sandbox.
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Place:
    """A class and the hosts that serve it: two where they can share a database."""

    school: School
    hosts: list[Served]


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def place(request, tmp_path_factory, school_home, browser):
    homes = [shutil.copytree(school_home, tmp_path_factory.mktemp("host") / "home")]
    if request.param == "sqlite":
        yield from _served(School(Settings(homes[0]), make=False), [Settings(homes[0])])
        return
    homes.append(shutil.copytree(school_home, tmp_path_factory.mktemp("host") / "home"))
    maker = request.getfixturevalue("postgres")
    url = maker.make(with_schema=False)
    hosts = [Settings(home, url) for home in homes]
    yield from _served(School(hosts[0]), hosts)
    maker.drop(url)


def _served(school, hosts):
    running = []
    try:
        running += [Served(settings) for settings in hosts]
        yield Place(school, running)
    finally:
        for one in running:
            one.stop()


@pytest.fixture
def window(browser):
    """Open a window on a host, as often as wanted."""
    opened: list[Page] = []

    def build(host: Served, **size) -> Page:
        opened.append(Page(browser, host.url, **size))
        return opened[-1]

    yield build
    for one in opened:
        one.close()


@pytest.fixture
def enter(window):
    """Open a window and sign somebody in."""

    def build(host: Served, name: str, **size) -> Page:
        page = window(host, **size)
        page.sign_in(name, PASSWORD)
        page.wait_for(f"Hello, {name}", "Continue")
        return page

    return build
