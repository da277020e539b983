"""What a check is, and how it says that something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

import attrs

from clientcare.repositories import Capability
from clientcare.testing.harness import Harness

E = TypeVar("E", bound=BaseException)
Body: TypeAlias = Callable[[Harness], None]


class ConformanceError(AssertionError):
    """An adapter breaks a sentence of the contract."""


class NotCheckable(Exception):  # noqa: N818 - it is no error of the adapter
    """This check cannot be run here; the text says why."""


@attrs.frozen
class Check:
    """
    One sentence of the contract, checked.

    Attributes:
        name: Stable; authors name it in ``known_gaps``.
        group: The part of the contract that it belongs to.
        cites: Where the sentence stands, and the sentence.
        run: Raises ``ConformanceError`` where the adapter breaks it.
        needs: The capabilities without which it is skipped.
        level: The conformance level from which on it counts.
    """

    name: str
    group: str
    cites: str
    run: Body = attrs.field(repr=False)
    needs: frozenset[Capability] = frozenset()
    level: str = "1.0"


class Group:
    """
    The checks of one part of the contract, in their order.

    Args:
        name: The part.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._checks: dict[str, Check] = {}

    def __iter__(self) -> Iterator[Check]:
        return iter(self._checks.values())

    def check(self, *needs: Capability, level: str = "1.0") -> Callable[[Body], Body]:
        """Make a check of a function: its name is the check's, its docstring what it cites."""

        def register(run: Body) -> Body:
            name = run.__name__
            cites = " ".join((run.__doc__ or "").split())
            cites += '"' * (cites.count('"') % 2)  # a quotation can end with the docstring
            self._checks[name] = Check(name, self.name, cites, run, frozenset(needs), level)
            return run

        return register


# --- saying what is wrong; plain asserts would be silent under ``python -O`` ---


def same(expected: object, actual: object, what: str) -> None:
    """Demand that two values are equal."""
    if type(expected) is not type(actual) or expected != actual:
        raise ConformanceError(f"{what}: expected {expected!r}, got {actual!r}")


def true(condition: object, what: str) -> None:
    """Demand that something holds."""
    if not condition:
        raise ConformanceError(what)


def refused(error: type[E], call: Callable[[], object], what: str) -> E:
    """Demand that a call raises *error*, and return it."""
    try:
        result = call()
    except error as exc:
        return exc
    except Exception as exc:
        raise ConformanceError(f"{what}: expected {error.__name__}, got {exc!r}") from exc
    raise ConformanceError(f"{what}: expected {error.__name__}, got no error but {result!r}")
