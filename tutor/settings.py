"""Where everything lives, from the environment or the platform's conventions.

`TUTOR_HOME` (else the platform's user data folder) holds the database, caches and backups;
`TUTOR_DATABASE_URL` selects another database; `TUTOR_CONTENT` adds folders of content.
Where people sign in, `TUTOR_IDLE_MINUTES` and `TUTOR_SIGN_IN_HOURS` say how long that lasts.
`TUTOR_SERVED` says that the learner sits in front of a browser, not of this machine.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tutor.errors import UsageError

DATABASE_NAME = "main.db"
"""The truth: learners, events, attempts."""
OWN_CONTENT = "content"
"""The folder of the learner's own bank in the data folder."""
CACHE = "cache"
"""The folder of files that can be made again, beside it."""
SERVED = "TUTOR_SERVED"
"""Set to 1 by `tutor serve` for the sessions it starts; nothing else should set it."""
FOLDER_MODE = 0o700
"""Only the owner may look into the data folder."""
SCREEN_IDLE = timedelta(minutes=30)
"""A screen without a key press for so long is signed out."""
FILE_IDLE = timedelta(hours=12)
"""`tutor sign-in` lasts so long after the last command."""
MOST_IDLE = timedelta(days=7)
"""Neither of them can be set to more."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The program's surroundings.

    Attributes:
        home: Data folder.
        database_url: SQLAlchemy URL that replaces the SQLite file in `home`, or None.
        content: Extra content folders, in order.
        screen_idle: After how long without a key a screen is signed out.
        file_idle: How long after the last command `tutor sign-in` holds.
        served: Whether the screens are shown in someone's browser (`tutor serve`): then nothing
            is written to or opened on this machine at a learner's wish.
    """

    home: Path
    database_url: str | None = None
    content: tuple[Path, ...] = ()
    screen_idle: timedelta = SCREEN_IDLE
    file_idle: timedelta = FILE_IDLE
    served: bool = False

    @property
    def database(self) -> Path | str:
        """The SQLite file, or the URL of another database."""
        return self.database_url or self.home / DATABASE_NAME

    @property
    def own_content(self) -> Path:
        """The learner's own bank: what was imported. Made when something is."""
        return self.home / OWN_CONTENT

    @property
    def content_folders(self) -> tuple[Path, ...]:
        """All folders besides the shipped one: the learner's own bank, then `content`."""
        own = (self.own_content,) if self.own_content.is_dir() else ()
        return (*own, *self.content)

    @property
    def cache_dir(self) -> Path:
        """Files that may be deleted at any time and are made again."""
        return self.home / CACHE

    @property
    def content_cache(self) -> Path:
        """The compiled content."""
        return self.cache_dir / "content.db"

    @property
    def codebook_cache(self) -> Path:
        """Compiled editions of the code sets that come with the program."""
        return self.cache_dir / "codebook"

    @property
    def codebook(self) -> Path:
        """Editions of code sets a user imported; not a cache."""
        return self.home / "codebook"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.home / "backups"

    @property
    def keys(self) -> Path:
        """Private keys that sign class files; made when the first is needed."""
        return self.home / "keys"

    @property
    def reports(self) -> Path:
        """Reports of mock exams that a user saved; made when the first is."""
        return self.home / "reports"

    @property
    def sign_in_file(self) -> Path:
        """Keeps the commands of line mode signed in; readable by its owner only."""
        return self.home / "sign-in"

    def make_folders(self) -> None:
        """Create the data folders, readable by their owner only.

        Raises:
            OSError: A folder cannot be made.
        """
        for folder in (self.home, self.cache_dir, self.backups):
            folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment (the process's own unless given).

    Raises:
        UsageError: A folder is named in a way that leads nowhere, such as an unknown `~user`.
    """
    env = os.environ if env is None else env
    folders = (part for part in env.get("TUTOR_CONTENT", "").split(os.pathsep) if part)
    return Settings(
        home=_home(env),
        database_url=env.get("TUTOR_DATABASE_URL") or None,
        content=tuple(_folder("TUTOR_CONTENT", folder) for folder in folders),
        screen_idle=_span(env, "TUTOR_IDLE_MINUTES", timedelta(minutes=1), SCREEN_IDLE),
        file_idle=_span(env, "TUTOR_SIGN_IN_HOURS", timedelta(hours=1), FILE_IDLE),
        served=env.get(SERVED) == "1",
    )


def _span(env: Mapping[str, str], variable: str, unit: timedelta, default: timedelta) -> timedelta:
    text = env.get(variable, "").strip()
    if not text:
        return default
    most = MOST_IDLE // unit
    if not (len(text) < 10 and text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
        raise UsageError(f"{variable}={text}: write a whole number from 1 to {most}")
    return int(text) * unit


def _home(env: Mapping[str, str]) -> Path:
    if chosen := env.get("TUTOR_HOME"):
        return _folder("TUTOR_HOME", chosen)
    # Imported late: 40 ms that a set TUTOR_HOME saves at start-up.
    from platformdirs import user_data_path

    return user_data_path("coding-billing-tutor", appauthor=False)


def _folder(variable: str, text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except (RuntimeError, OSError) as error:
        raise UsageError(f"{variable}={text}: no such place: {error}") from error
