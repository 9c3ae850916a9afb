"""The layers hold at run time too: what a subprocess has imported is what counts."""

import json
import subprocess
import sys

import pytest

PROBE = """
import json, sys
{code}
print(json.dumps(sorted(sys.modules)))
"""


def modules_after(code):
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(code=code)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def top_level(modules):
    return {module.partition(".")[0] for module in modules}


HEAVY = {"textual", "sqlmodel", "sqlalchemy", "alembic", "pydantic", "yaml", "rich"}


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["practice", "--help"], ["content", "--help"]]
)
def test_help_and_version_load_nothing_heavy(args):
    loaded = modules_after(
        f"""
import contextlib, io
from tutor.cli.main import run
from tutor.launch import launch
with contextlib.redirect_stdout(io.StringIO()):
    assert run({args!r}, launch=launch) == 0
"""
    )
    assert not HEAVY & top_level(loaded)


def test_the_domain_loads_only_the_standard_library():
    before = top_level(modules_after(""))
    loaded = modules_after(
        """
import importlib, pkgutil, tutor.domain
for found in pkgutil.walk_packages(tutor.domain.__path__, "tutor.domain."):
    importlib.import_module(found.name)
"""
    )
    outside = top_level(loaded) - before - set(sys.stdlib_module_names) - {"tutor"}
    outside = {name for name in outside if not name.startswith("_sysconfigdata")}
    assert outside == set()


def test_services_never_load_textual():
    assert "textual" not in top_level(modules_after("import tutor.services.context"))


def test_the_first_frame_needs_no_database_and_no_schema():
    """What the screen imports before its first frame, in a home where everything exists."""
    loaded = modules_after("import tutor.tui.app, tutor.tui.screens.home")
    assert not {"sqlmodel", "sqlalchemy", "alembic", "pydantic", "yaml"} & top_level(loaded)


def test_every_kind_is_registered_whole():
    from tutor.domain.kinds import KINDS, resolve

    for kind in KINDS.values():
        for entry in (kind.schema, kind.widget, kind.prompt):
            assert resolve(entry) is not None
