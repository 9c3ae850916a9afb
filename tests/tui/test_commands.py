"""Every key is declared once, explained, and shown where it works."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

import tutor.tui
from tutor.tui.app import TutorApp
from tutor.tui.commands import Command, bindings, key_name, own_commands


def nodes() -> Iterator[type[DOMNode]]:
    """Yield every screen, dialog and widget of the program, and the app."""
    for found in pkgutil.walk_packages(tutor.tui.__path__, "tutor.tui."):
        module = importlib.import_module(found.name)
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, DOMNode) and cls.__module__ == found.name:
                yield cls


NODES = tuple(dict.fromkeys(nodes()))
SCREENS = tuple(
    cls
    for cls in NODES
    if issubclass(cls, Screen) and not any(cls in other.__bases__ for other in NODES)
)
"""What is really shown, without the classes that others are made from."""
COMMANDS = tuple({command: None for cls in (*NODES, TutorApp) for command in own_commands(cls)})


def as_keys(found: list[object]) -> set[tuple[str, str]]:
    return {
        (one.key, one.action)
        for one in Binding.make_bindings(found)  # type: ignore[arg-type]
    }


@pytest.mark.parametrize("cls", NODES, ids=lambda cls: cls.__name__)
def test_every_binding_comes_from_a_declared_command(cls):
    declared = as_keys(bindings(own_commands(cls)))
    assert as_keys(list(vars(cls).get("BINDINGS", ()))) <= declared


@pytest.mark.parametrize("cls", NODES, ids=lambda cls: cls.__name__)
def test_every_declared_command_is_bound(cls):
    bound = as_keys([one for base in cls.__mro__ for one in vars(base).get("BINDINGS", ())])
    assert as_keys(bindings(own_commands(cls))) <= bound


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_has_help(command):
    assert command.help.endswith(".")
    assert len(command.help) > 5
    assert command.title


def test_an_id_means_one_command():
    ids: dict[str, Command] = {}
    for command in COMMANDS:
        assert ids.setdefault(command.id, command) == command


@pytest.mark.parametrize("cls", SCREENS, ids=lambda cls: cls.__name__)
def test_every_screen_explains_itself(cls):
    assert cls.HELP
    assert cls.HELP.strip().endswith(".")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("question_mark", "?"),
        ("ctrl+p", "Ctrl+P"),
        ("shift+up", "Shift+↑"),
        ("escape", "Esc"),
        ("n", "n"),
        ("f1", "F1"),
    ],
)
def test_keys_are_written_as_people_read_them(key, name):
    assert key_name(key) == name
