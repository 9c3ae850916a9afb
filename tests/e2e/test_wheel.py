"""The wheel alone, in an empty environment without development packages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.e2e.plain_driver import PlainProgram, environment

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> str:
    """The interpreter of an environment with nothing but the built wheel and what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = folder.glob("coding_billing_tutor-*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return str(python)


def run(python, home, *args):
    return subprocess.run(
        [python, "-m", "tutor", *args],
        env=environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.slow
def test_the_wheel_carries_content_and_plays_a_quiz(python, tmp_path):
    check = run(python, tmp_path, "content", "check")
    assert check.returncode == 0, check.stdout + check.stderr
    assert run(python, tmp_path, "profile", "add", "Ana", "--exam", "cpb").returncode == 0
    args = ("practice", "--plain", "--exam", "cpb", "--count", "5", "--seed", "1")
    with PlainProgram(tmp_path, args, python=python) as program:
        output = program.run_to_end()
    assert program.acknowledged == 5
    assert "of 5 points" in output
    assert program.process.returncode == 0
    progress = run(python, tmp_path, "progress", "--json")
    view = json.loads(progress.stdout)
    assert view["history"][0]["answered"] == 5
    assert run(python, tmp_path, "doctor").returncode == 0


@pytest.mark.slow
def test_the_wheel_needs_no_development_package(python, tmp_path):
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=json"],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
        env=os.environ,
    )
    names = {package["name"].lower() for package in json.loads(listed.stdout)}
    assert not {"pytest", "hypothesis", "ruff", "mypy"} & names
    located = subprocess.run(
        [python, "-c", "import tutor; print(tutor.__file__)"],
        capture_output=True,
        check=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert str(ROOT) not in located.stdout
