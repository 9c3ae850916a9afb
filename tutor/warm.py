"""The warm parent of browser sessions: imports the program once and forks a copy for each.

`tutor serve` starts it as `python -m tutor.warm SOCKET`, with the number of an inherited Unix
socket. A forked session shares the memory of everything imported before, and needs no start-up.

Requests and replies are lines of JSON. A request `{"do": "fork", "env": {…}}` comes with three
file descriptors: the session's input, output and errors. It is answered by `{"pid": …}`. A
request `{"do": "signal", "pid": …, "signal": …}` is not answered. `{"ended": pid, "status": …}`
is sent when a session has ended. The parent ends its sessions, and itself, when the socket does.

Here is one thread, no event loop and no open database: nothing of that kind survives a fork.
Without a socket number, `python -m tutor.warm` runs one session on its own input and output,
for systems that cannot fork.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from selectors import EVENT_READ, DefaultSelector
from time import monotonic, sleep
from typing import Any, NoReturn

PACKAGES = ("tutor.domain", "tutor.store", "tutor.services", "tutor.tui")
"""What a session imports sooner or later."""
FARES = 3
"""File descriptors that come with a request to fork."""
LINE = 1 << 16
"""Bytes that a request has at most."""
GRACE = 10.0
"""Seconds that sessions have to end when the parent does."""


def main() -> None:
    """Fork sessions on request, or be the only one."""
    if len(sys.argv) < 2:
        sys.exit(run_session())
    warm_up()
    parent = WarmParent(socket.socket(fileno=int(sys.argv[1])))
    if parent.serve():
        end_session(run_session())


def run_session() -> int:
    """Run the terminal program for one browser and return its exit code."""
    from tutor.settings import load_settings
    from tutor.tui.app import TutorApp

    app = TutorApp(load_settings())
    app.run()
    return app.return_code or 0


def renew() -> None:
    """Draw other random ids than the parent and its other children; Python's own do already."""
    from uuid_utils import reseed_rng

    reseed_rng()


def end_session(code: int) -> NoReturn:
    """End a forked session without taking the inherited interpreter down piece by piece.

    That would copy every page of memory shared with the parent, only to give it back.
    """
    atexit._run_exitfuncs()
    os._exit(code)


def warm_up() -> None:
    """Import everything, and leave it where garbage collection never looks."""
    import_all()
    gc.collect()
    gc.freeze()


def import_all() -> None:
    """Import every module of the program that a session may need."""
    for name in PACKAGES:
        for found in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
            if "migrations" not in found.name:
                import_module(found.name)


class WarmParent:
    """Forks, signals and buries sessions.

    Args:
        control: Connected to the server.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._children: set[int] = set()
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        self._selector = DefaultSelector()
        self._selector.register(control, EVENT_READ)
        self._selector.register(self._woken, EVENT_READ)

    def serve(self) -> bool:
        """Do what is asked until the server is gone; return True in a forked session."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's to handle
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._control.shutdown(socket.SHUT_RDWR))
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._tell({"ready": os.getpid()})
        going_on = True
        while going_on:
            ready = [key.fileobj for key, _ in self._selector.select()]
            if self._woken in ready:
                self._woken.recv(LINE)
                self._bury()
            if self._control in ready:
                forked = self._answer()
                if forked:
                    return True
                going_on = forked is not None
        self._end_all()
        return False

    def _answer(self) -> bool | None:
        """Do what is asked; return True in a forked session, None when nobody asks any more."""
        try:
            data, fares, _, _ = socket.recv_fds(self._control, LINE, FARES)
        except OSError:
            return None
        if not data:
            return None
        for line in data.splitlines():
            request = json.loads(line)
            if request["do"] == "fork":
                return self._fork(request, fares)
            if request["pid"] in self._children:
                os.kill(request["pid"], request["signal"])
        return False

    def _fork(self, request: dict[str, Any], fares: list[int]) -> bool:
        try:
            pid = os.fork()
        except OSError as error:
            self._tell({"pid": 0, "why": error.strerror})
            pid = -1
        if pid == 0:
            self._become_session(request["env"], fares)
            return True
        for fare in fares:
            os.close(fare)
        if pid > 0:
            self._children.add(pid)
            self._tell({"pid": pid})
        return False

    def _become_session(self, env: dict[str, str], fares: list[int]) -> None:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._selector.close()
        for end in (self._control, self._wake, self._woken):
            end.close()
        os.setsid()
        for target, fare in enumerate(fares):
            os.dup2(fare, target)
            os.close(fare)
        os.environ.clear()
        os.environ.update(env)
        renew()

    def _bury(self) -> None:
        for pid in tuple(self._children):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                self._children.discard(pid)
                self._tell({"ended": pid, "status": os.waitstatus_to_exitcode(status)})

    def _tell(self, words: dict[str, Any]) -> None:
        with suppress(OSError):  # the server is gone, which the next look at the socket finds
            self._control.sendall(json.dumps(words).encode() + b"\n")

    def _end_all(self) -> None:
        """Ask what still runs to end, and end it where it does not."""
        for number, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, 1.0)):
            for pid in self._children:
                os.kill(pid, number)
            until = monotonic() + patience
            while self._children and monotonic() < until:
                sleep(0.05)
                self._bury()


if __name__ == "__main__":
    main()
