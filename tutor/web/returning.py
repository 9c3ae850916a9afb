"""How a browser window is known again after a reload or a lost connection.

Two things together name a window: a cookie that no script can read and no address holds, and a
number that the page keeps for as long as its tab is there. The cookie alone would let the next
tab of the same browser into the session of the one before.
"""

from __future__ import annotations

import re
import secrets

from aiohttp import web

COOKIE = "tutor_browser"
SECRET_BYTES = 32
_SECRET = re.compile(r"[\w-]{43}", re.ASCII)
_TAB = re.compile(r"[0-9a-f]{32}")


def window_of(request: web.Request) -> str | None:
    """Return what names the window that asks; None where it cannot come back."""
    secret, tab = browser_of(request), request.match_info.get("tab", "")
    return f"{secret}/{tab}" if secret and _TAB.fullmatch(tab) else None


def browser_of(request: web.Request) -> str | None:
    """Return the browser's secret, or None where it has none of ours."""
    secret = request.cookies.get(COOKIE, "")
    return secret if _SECRET.fullmatch(secret) else None


def give_secret(request: web.Request, response: web.Response, *, encrypted: bool) -> None:
    """Give a browser a secret unless it has one; it forgets it when it is closed."""
    if browser_of(request) is None:
        response.set_cookie(
            COOKIE,
            secrets.token_urlsafe(SECRET_BYTES),
            httponly=True,
            samesite="Lax",  # a link from elsewhere would not send a strict one, and get another
            secure=encrypted,
        )
