"""Starting the process of a browser session: forked from a warm parent, or a fresh one."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from typing import Any, Protocol

from tutor.errors import TutorError

START_SECONDS = 60.0
"""How long the warm parent may take to import the program on a busy machine."""
LINE = 1 << 20
"""Bytes of output read ahead."""


class SessionStartError(TutorError):
    """No process could be started for a session."""


class SessionProcess(Protocol):
    """A running session, as textual-serve uses it."""

    stdin: asyncio.StreamWriter | None
    stdout: asyncio.StreamReader | None
    stderr: asyncio.StreamReader | None
    pid: int

    async def wait(self) -> int:
        """Return the exit code once it has ended."""
        ...

    def send_signal(self, signal: int) -> None:
        """Send it a signal."""
        ...


class Starter(Protocol):
    """Starts sessions."""

    async def open(self) -> None:
        """Get ready to start."""
        ...

    async def start(self, env: Mapping[str, str]) -> SessionProcess:
        """Start a session.

        Raises:
            SessionStartError: It cannot be started.
        """
        ...

    async def close(self) -> None:
        """End what is left."""
        ...


def starter(env: Mapping[str, str]) -> Starter:
    """Return what starts sessions on this system.

    Args:
        env: The environment the program is imported in.
    """
    return WarmStarter(env) if hasattr(os, "fork") else FreshStarter()


class FreshStarter:
    """Starts a process for each session, where the system cannot fork."""

    async def open(self) -> None:
        """Nothing has to be got ready."""

    async def start(self, env: Mapping[str, str]) -> SessionProcess:
        """Start a session.

        Raises:
            SessionStartError: It cannot be started.
        """
        try:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tutor.warm",
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=dict(env),
                limit=LINE,
            )
        except OSError as error:
            raise SessionStartError(f"no session can be started: {error.strerror}") from error

    async def close(self) -> None:
        """Nothing is left."""


class ForkedProcess:
    """A session forked by the warm parent, which also reports its end."""

    def __init__(self, pid: int, control: _Control) -> None:
        self.pid = pid
        self.stdin: asyncio.StreamWriter | None = None
        self.stdout: asyncio.StreamReader | None = None
        self.stderr: asyncio.StreamReader | None = None
        self._control = control
        self._ended = control.ending(pid)

    async def wait(self) -> int:
        """Return the exit code once it has ended (negative: the signal that ended it)."""
        return await asyncio.shield(self._ended)

    def send_signal(self, signal: int) -> None:
        """Send it a signal; through its parent, which knows whether it still runs."""
        if not self._ended.done():
            self._control.tell({"do": "signal", "pid": self.pid, "signal": signal})


class WarmStarter:
    """Keeps a warm parent running and has it fork; starts another one if it dies.

    Args:
        env: The environment the program is imported in.
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = dict(env)
        self._control: _Control | None = None
        self._parent: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The warm parent's process id."""
        return self._parent.pid if self._parent else None

    async def open(self) -> None:
        """Start the warm parent and wait until it has imported the program.

        Raises:
            SessionStartError: It does not start.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._parent = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tutor.warm",
                str(theirs.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=self._env,
                start_new_session=True,
            )
        self._control = _Control(ours)
        await self._control.reply()

    async def start(self, env: Mapping[str, str]) -> SessionProcess:
        """Fork a session.

        Raises:
            SessionStartError: It cannot be forked.
        """
        async with self._one_at_a_time:
            if self._control is None or self._control.gone:
                await self.open()
            assert self._control is not None  # noqa: S101 - opened
            return await self._fork(self._control, env)

    async def close(self) -> None:
        """End the warm parent, and with it whatever it forked."""
        if self._control:
            self._control.close()
        if self._parent:
            await self._parent.wait()

    async def _fork(self, control: _Control, env: Mapping[str, str]) -> ForkedProcess:
        with ExitStack() as theirs, ExitStack() as ours:
            read_in, write_in = os.pipe()
            read_out, write_out = os.pipe()
            read_err, write_err = os.pipe()
            for end in (read_in, write_out, write_err):
                theirs.callback(os.close, end)
            for end in (write_in, read_out, read_err):
                ours.callback(os.close, end)
            control.tell({"do": "fork", "env": dict(env)}, [read_in, write_out, write_err])
            reply = await control.reply()
            if not reply["pid"]:
                raise SessionStartError(f"no session can be started: {reply['why']}")
            ours.pop_all()
        process = ForkedProcess(reply["pid"], control)
        process.stdin = await _writer(write_in)
        process.stdout = await _reader(read_out)
        process.stderr = await _reader(read_err)
        return process


class _Control:
    """Our end of the socket to the warm parent."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._socket.setblocking(False)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(end, self._read)
        self._rest = b""
        self._replies: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._endings: dict[int, asyncio.Future[int]] = {}
        self.gone = False

    def tell(self, words: dict[str, Any], fares: list[int] | None = None) -> None:
        """Send a request, with file descriptors."""
        line = json.dumps(words).encode() + b"\n"
        with suppress(OSError):  # gone: the reader finds out
            socket.send_fds(self._socket, [line], fares or [])

    async def reply(self) -> dict[str, Any]:
        """Return the next reply.

        Raises:
            SessionStartError: There will be none.
        """
        reply: dict[str, Any] = {}
        if not (self.gone and self._replies.empty()):
            with suppress(TimeoutError, asyncio.TimeoutError):
                reply = await asyncio.wait_for(self._replies.get(), START_SECONDS)
        if not reply:
            self.close()
            raise SessionStartError("no session can be started: the warm parent has ended")
        return reply

    def ending(self, pid: int) -> asyncio.Future[int]:
        """Return what will hold a session's exit code."""
        return self._endings.setdefault(pid, self._loop.create_future())

    def close(self) -> None:
        """Hang up, which ends the parent."""
        if not self.gone:
            self.gone = True
            self._loop.remove_reader(self._socket)
            self._socket.close()
            self._replies.put_nowait({})
            for pid, future in self._endings.items():
                self._loop.create_task(_watch(pid, future))

    def _read(self) -> None:
        try:
            data = self._socket.recv(LINE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            words = json.loads(line)
            if "ended" in words:
                future = self.ending(words["ended"])
                if not future.done():
                    future.set_result(words["status"])
                del self._endings[words["ended"]]
            else:
                self._replies.put_nowait(words)


async def _watch(pid: int, future: asyncio.Future[int]) -> None:
    """Wait for a session whose parent is gone, so that nobody reports its end."""
    while not future.done():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            future.set_result(-signal.SIGKILL)
        except PermissionError:  # the number is another process's by now
            future.set_result(-signal.SIGKILL)
        await asyncio.sleep(0.2)


async def _reader(end: int) -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LINE, loop=loop)
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader, loop=loop), os.fdopen(end, "rb", 0)
    )
    return reader


async def _writer(end: int) -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.streams.FlowControlMixin(loop=loop), os.fdopen(end, "wb", 0)
    )
    return asyncio.StreamWriter(transport, protocol, None, loop)
