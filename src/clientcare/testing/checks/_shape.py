"""The port's shape: signatures, capabilities, errors."""

from __future__ import annotations

import inspect
import pickle

from clientcare import errors
from clientcare.repositories import Capability, Outbox, Repository, Store, Unit
from clientcare.testing.checks._check import ConformanceError, Group, same, true
from clientcare.testing.harness import Harness
from clientcare.testing.sample_kinds import NOTE

SHAPE = Group("shape")


@SHAPE.check()
def signatures_match_the_port(harness: Harness) -> None:
    """Store: "A place where rows and events live"; every name of the ports is there."""
    store = harness.store
    with harness.begin() as unit:
        for port, given in (
            (Store, store),
            (Unit, unit),
            (Repository, unit.repository(NOTE)),
            (Outbox, store.outbox),
        ):
            fits(port, given)


def fits(port: type, given: object) -> None:
    """Demand that every method of a port is there, and takes what the port passes."""
    for name, declared in vars(port).items():
        if not inspect.isfunction(declared) or (name.startswith("_") and name not in _SPECIAL):
            continue
        found = getattr(given, name, None)
        if not callable(found):
            raise ConformanceError(f"{type(given).__name__}.{name} is missing")
        _takes_what_is_passed(f"{type(given).__name__}.{name}", declared, found)


_SPECIAL = frozenset({"__aenter__", "__aexit__", "__enter__", "__exit__"})


def _takes_what_is_passed(name: str, declared: object, found: object) -> None:
    if not callable(declared) or not callable(found):
        return
    wanted = list(inspect.signature(declared).parameters.values())[1:]
    signature = inspect.signature(found)
    positional = [None for it in wanted if it.kind is not inspect.Parameter.KEYWORD_ONLY]
    named = {it.name: None for it in wanted if it.kind is inspect.Parameter.KEYWORD_ONLY}
    needed = {it.name: None for it in wanted if it.default is it.empty and it.name in named}
    for keywords in (named, needed):
        try:
            signature.bind(*positional, **keywords)
        except TypeError as exc:
            raise ConformanceError(f"{name}{signature} does not fit the port: {exc}") from exc


@SHAPE.check()
def errors_pickle_and_carry_fields(harness: Harness) -> None:
    """Repository: "Errors carry their facts and can be pickled."""
    del harness
    for error in (
        errors.NotFound("note", "k1"),
        errors.AlreadyExists("note", "k1"),
        errors.Conflict("note", "k1", "1", "2"),
        errors.BadCursor("abc", "it is no cursor"),
        errors.UnitClosed("committed"),
        errors.Unsupported("history"),
        errors.PayloadTooNew("note", 9),
        errors.ForeignStore("place", "something else"),
        errors.NeedsReindex("note", "{}", "{1}"),
        errors.StoreUnavailable("disk full", retryable=True),
    ):
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        same(vars(error), vars(copy), f"the facts of a pickled {type(error).__name__}")
        same(str(error), str(copy), f"the text of a pickled {type(error).__name__}")


@SHAPE.check()
def capabilities_are_declared(harness: Harness) -> None:
    """Store.capabilities: "What the store declares beyond the base."""
    declared = harness.store.capabilities
    true(isinstance(declared, frozenset), f"capabilities are a {type(declared).__name__}")
    for capability in declared:
        true(isinstance(capability, Capability), f"{capability!r} is no Capability")
    same(declared, harness.fresh().capabilities, "the capabilities of another store")
