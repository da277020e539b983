"""What an import costs."""

from __future__ import annotations

import json
import subprocess
import sys

_LOADED = """
import json, sys
before = set(sys.modules)
import {module}
print(json.dumps(sorted({{name.partition(".")[0] for name in set(sys.modules) - before}})))
"""


def _loaded_by(module: str) -> set[str]:
    done = subprocess.run(  # noqa: S603 - our own interpreter with our own text
        [sys.executable, "-c", _LOADED.format(module=module)],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(json.loads(done.stdout)) - set(sys.stdlib_module_names)


_EVERY_NAME = "clientcare; [getattr(clientcare, name) for name in clientcare.__all__]"


def test_core_alone() -> None:
    """Every promised name needs the core's three dependencies and what these load."""
    dependencies = _loaded_by("attrs, cattrs, pendulum")

    assert set() == _loaded_by(_EVERY_NAME) - dependencies - {"clientcare"}


def test_no_optional_layer() -> None:
    """No promised name loads an adapter, service, report or command line."""
    done = subprocess.run(  # noqa: S603 - our own interpreter with our own text
        [sys.executable, "-c", f"import sys, {_EVERY_NAME}; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    optional = {"adapters", "aio", "cli", "columnar", "reports", "services", "testing"}

    assert set() == set(done.stdout.split()) & {f"clientcare.{layer}" for layer in optional}


def test_sample_book_needs_no_extra() -> None:
    """The sample book is written with the core's dependencies alone."""
    dependencies = _loaded_by("attrs, cattrs, pendulum")

    assert set() == _loaded_by("clientcare.testing.sample_book") - dependencies - {"clientcare"}
