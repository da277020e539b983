"""Running checks, within pytest and without."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any

from clientcare.errors import StoreError
from clientcare.repositories import Capability
from clientcare.testing.checks import Check, ConformanceError
from clientcare.testing.harness import Harness


def why_not(check: Check, declared: frozenset[Capability], level: str) -> str | None:
    """Return why a check is not to be run, or ``None``."""
    missing = sorted(check.needs - declared)
    if missing:
        return f"not declared: {', '.join(missing)}"
    if _numbers(check.level) > _numbers(level):
        return f"upcoming in level {check.level}"
    return None


def _numbers(level: str) -> tuple[int, ...]:
    return tuple(int(part) for part in level.split("."))


def run_check(check: Check, harness: Harness) -> None:
    """
    Run one check.

    Raises:
        ConformanceError: The adapter breaks the sentence that the check cites.
        NotCheckable: The check cannot be run here.
    """
    try:
        check.run(harness)
    except StoreError as exc:
        raise ConformanceError(f"{check.name}: unexpected {type(exc).__name__}: {exc}") from exc
    except ConformanceError as exc:
        exc.add_note(f"the contract: {check.cites}")
        raise


def opener_of(found: type | Callable[..., Any]) -> str | None:
    """Return how another process finds a class or function: ``file.py:name``."""
    if "<locals>" in found.__qualname__:
        return None
    module = sys.modules.get(found.__module__)
    try:
        file = inspect.getsourcefile(found)
    except TypeError:
        file = None
    file = file or getattr(module, "__file__", None)
    return None if file is None else f"{file}:{found.__qualname__}"
