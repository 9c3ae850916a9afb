"""Entry point of `tutor` and `python -m tutor`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; without a sub-command, the terminal program."""
    from tutor.cli.main import run
    from tutor.launch import launch

    sys.exit(run(launch=launch))


if __name__ == "__main__":
    main()
