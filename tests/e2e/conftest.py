"""Homes whose content is compiled: only what is about a first start compiles it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shipped import lend_home


@pytest.fixture
def warm_home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test's folder as a home in which the program has been started before."""
    return lend_home(tmp_path_factory, tmp_path)
