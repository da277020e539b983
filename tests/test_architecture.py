"""Rules of the house that no other tool holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import clientcare

PACKAGE: Final = Path(clientcare.__file__).parent
PURE: Final = sorted(
    path for layer in ("domain", "policies") for path in (PACKAGE / layer).rglob("*.py")
)
LONG_MODULES: Final[dict[str, str]] = {
    # module: why it is longer than 400 lines
    "__init__.py": "a table of the promised names, for type checkers and at run time",
    "kinds.py": "one declaration for each stored kind, and the list of all of them",
}
UNTYPED: Final = {"domain/_checks.py": "validators take a value of any type by nature"}
IMPURE_MODULES: Final = {
    *("glob", "io", "locale", "logging", "os", "pathlib", "platform", "random", "secrets"),
    *("shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time"),
    *("urllib", "uuid"),
}
IMPURE_BUILTINS: Final = {"eval", "exec", "input", "open", "print"}
CLOCKS: Final = {"local_timezone", "now", "today", "tomorrow", "utcnow", "yesterday"}


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield module and name of everything that is imported; the name is empty for a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module.partition(".")[0], alias.name) for alias in node.names)


@pytest.mark.parametrize("path", PURE, ids=_name)
class TestPure:
    """The domain and the policies decide from their arguments alone."""

    def test_no_any(self, path: Path) -> None:
        """No value goes untyped; only an attrs field may be one of any type."""
        tree = _tree(path)
        fields = {
            id(node.slice)
            for node in ast.walk(tree)
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "attrs.Attribute"
        }
        found = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id == "Any" and id(node) not in fields
        ]

        assert [] == found or _name(path) in UNTYPED

    def test_no_float(self, path: Path) -> None:
        """Neither a float constant nor a float annotation nor a conversion to one."""
        found = [
            node.lineno
            for node in ast.walk(_tree(path))
            if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
            or (isinstance(node, ast.Name) and node.id == "float")
        ]

        assert [] == found

    def test_no_outer_world(self, path: Path) -> None:
        """No file, environment, random source or other module that reaches outside."""
        assert set() == {module for module, _ in _imported(_tree(path))} & IMPURE_MODULES

    def test_no_outer_call(self, path: Path) -> None:
        """No built-in that reads or writes."""
        called = {
            node.func.id
            for node in ast.walk(_tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }

        assert set() == called & IMPURE_BUILTINS

    def test_no_clock(self, path: Path) -> None:
        """Time is an argument, never read from a clock."""
        called = {
            node.func.attr
            for node in ast.walk(_tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }

        assert set() == (called | {name for _, name in _imported(_tree(path))}) & CLOCKS


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=_name)
def test_module_length(path: Path) -> None:
    """A module has at most 400 lines, or its reason is listed."""
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= 400 or _name(path) in LONG_MODULES


def test_listed_reasons_are_needed() -> None:
    """No reason for a long module outlives its need."""
    short = {
        name
        for name in LONG_MODULES
        if len((PACKAGE / name).read_text(encoding="utf-8").splitlines()) <= 400
    }

    assert set() == short


def test_import_contract() -> None:
    """Each layer imports what the table in pyproject.toml allows."""
    use_cases = pytest.importorskip(
        "importlinter.cli", reason="import-linter is not installed; .ci/run has it"
    )
    config = str(Path(__file__).parents[1] / "pyproject.toml")

    assert use_cases.lint_imports(config_filename=config, no_cache=True) == 0


def test_public_names() -> None:
    """What the package promises is listed, sorted and there."""
    promised = list(getattr(clientcare, "__all__", ()))

    assert sorted(promised) == promised
    assert [] == [name for name in promised if not hasattr(clientcare, name)]


def test_typed() -> None:
    """The package tells type checkers that it is typed."""
    assert (PACKAGE / "py.typed").is_file()
