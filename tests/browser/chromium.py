"""A real Chromium in front of the served program.

What is on the screen is read from the terminal in the page (xterm.js): the text it draws is a
picture to everyone else.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.web.served import until

NAMES = ("chromium", "chromium-browser", "google-chrome")
FIND_TERMINAL = """
Object.defineProperty(Object.prototype, "_addonManager", {
  configurable: true,
  set(manager) {
    window.terminalUnderTest = this;
    Object.defineProperty(this, "_addonManager", {
      value: manager, writable: true, configurable: true, enumerable: true,
    });
  },
});
"""
"""Runs before the page's own script: xterm.js's Terminal is the object with that property."""
READ_TERMINAL = """() => {
  const terminal = window.terminalUnderTest;
  if (!terminal) return "";
  const buffer = terminal.buffer.active;
  return Array.from({length: terminal.rows}, (_, row) =>
    buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? "").join("\\n");
}"""


def executable() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("system package chromium is not installed")
    return found


class Page:
    """A browser window of its own, with its own cookies."""

    def __init__(self, browser, url: str, width: int = 1200, height: int = 700) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)
        self.page.on("request", lambda request: self.asked.add(request.url))
        self.page.add_init_script(FIND_TERMINAL)
        self.url = url
        self.page.goto(url)

    @property
    def text(self) -> str:
        from playwright.sync_api import Error

        try:
            return self.page.evaluate(READ_TERMINAL)
        except Error:  # the page is just being left for another
            return ""

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        found = self.page.evaluate("() => [terminalUnderTest.cols, terminalUnderTest.rows]")
        return tuple(found)

    def wait_for(self, *texts: str) -> str:
        """Wait until all texts are on the screen, and return it."""
        shown = ""

        def is_there():
            nonlocal shown
            shown = self.text
            return all(text in shown for text in texts)

        try:
            until(is_there)
        except AssertionError:
            raise AssertionError(f"{texts} did not appear:\n{shown}") from None
        return shown

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def sign_in(self, name: str, password: str) -> None:
        """Fill in the form, once it shows, and send it."""
        self.fill_in(name, password)
        self.keys("Enter")

    def fill_in(self, name: str, password: str) -> None:
        """Fill in the form, once it shows."""
        self.wait_for("Sign in with the name")
        self.type(name)
        self.wait_for(name)
        self.keys("Enter")
        self._type_password(password)

    def give_password(self, password: str) -> None:
        """Try a password after one that was refused."""
        self._type_password(password)
        self.keys("Enter")

    def _type_password(self, password: str) -> None:
        self.page.wait_for_timeout(500)  # the cursor has just moved to the second field
        self.type(password)
        self.wait_for("•" * len(password))

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def reload(self) -> None:
        self.page.reload()

    def shoot(self, name: str) -> None:
        """Keep a picture, where `TUTOR_KEEP_SHOTS` names a folder."""
        if folder := os.environ.get("TUTOR_KEEP_SHOTS"):
            self.page.screenshot(path=Path(folder, f"{name}.png"))

    def close(self) -> None:
        self.context.close()

    def _listen(self, message) -> None:
        slow = "task queue exceeded" in message.text  # xterm.js, on a busy machine
        if message.type in {"error", "warning"} and "GPU" not in message.text and not slow:
            self.complaints.append(message.text)
