"""The names that clientcare promises."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import clientcare

_SOURCE = ast.parse(Path(clientcare.__file__).read_text("utf-8"))


def _imported_for_type_checkers() -> set[tuple[str, str]]:
    return {
        (str(node.module), alias.name)
        for branch in ast.walk(_SOURCE)
        if isinstance(branch, ast.If)
        for node in ast.walk(branch)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize("name", clientcare.__all__)
def test_every_promised_name_is_there(name: str) -> None:
    """A promised name is the very object of its home module."""
    home = import_module(clientcare._HOME_OF[name])

    assert getattr(home, name) is getattr(clientcare, name)


def test_the_promise_is_sorted_and_complete() -> None:
    """The list, the table and what type checkers see name the same."""
    assert sorted(clientcare._HOME_OF) == clientcare.__all__
    assert {(home, name) for name, home in clientcare._HOME_OF.items()} == (
        _imported_for_type_checkers()
    )


def test_dir_shows_the_promised_names() -> None:
    """Who explores at the prompt finds every name."""
    assert set(clientcare.__all__) <= set(dir(clientcare))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A slip is told as for any module."""
    with pytest.raises(AttributeError, match="assign_teirs"):
        _ = clientcare.assign_teirs  # type: ignore[attr-defined]
