"""Running checks, within pytest and without."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final

from clientcare.errors import InvalidValueError, StoreError
from clientcare.repositories import Capability
from clientcare.testing.checks import ALL, Check, ConformanceError
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


MACHINE: Final = "store_machine"
"""The name of the model machine, beside those of the checks."""


def require_gaps(known_gaps: Iterable[str]) -> None:
    """Refuse names that no check has: a slip of the pen would hide nothing, and say nothing."""
    names = {MACHINE, *(check.name for group in ALL for check in group)}
    for name in known_gaps:
        if name not in names:
            raise InvalidValueError("known_gaps", name, "the name of a check of the kit")


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
