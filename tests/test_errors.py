"""Every error of the library."""

from __future__ import annotations

import inspect
import pickle
import re
from collections.abc import Iterator

import pytest

from clientcare import errors
from clientcare.errors import ClientCareError, Fault, RowFault

SAMPLES: list[tuple[ClientCareError, str]] = [
    (ClientCareError("whatever"), "whatever"),
    (
        errors.InvalidValueError("Customer.headcount", -1, "a whole number, 0 or more"),
        "Customer.headcount: -1 is refused; the rule is: a whole number, 0 or more",
    ),
    (
        errors.UnknownCurrencyError("currency", "RMB", "an ISO 4217 code"),
        "currency: 'RMB' is refused; the rule is: an ISO 4217 code",
    ),
    (
        errors.CurrencyMismatchError("currency", "EUR", "all in CNY"),
        "currency: 'EUR' is refused; the rule is: all in CNY",
    ),
    (
        errors.PayloadError("customer", [Fault("$.id", "missing"), Fault("$.name", "blank")]),
        "not a valid customer:\n  $.id: missing\n  $.name: blank",
    ),
    (
        errors.RulebookError("rulebook", [Fault("$.tiering", "unknown key")]),
        "not a valid rulebook:\n  $.tiering: unknown key",
    ),
    (errors.CalendarError("closed"), "closed"),
    (
        errors.NoOpenHoursError("office", "2026-01-01", 60),
        "calendar 'office' has no open window within 60 days of 2026-01-01",
    ),
    (
        errors.UnpublishedDayError("office", "2030-01-01", "2024 to 2026"),
        "calendar 'office' is published for 2024 to 2026, not for 2030-01-01",
    ),
    (
        errors.TransitionError("Complaint C-17", "closed", "accept", "it is closed"),
        "Complaint C-17 is in state 'closed' and refuses 'accept': it is closed",
    ),
    (
        errors.ImportFailedError(
            [
                RowFault("a.csv", 2, "net", "x", "an amount"),
                RowFault("a.csv", 3, "", "1;2", "three columns"),
                RowFault("b.csv", 0, "", "", "a header"),
            ]
        ),
        (
            "3 faults, nothing was imported:"
            "\n  a.csv:2, column net: 'x' is refused; the rule is: an amount"
            "\n  a.csv:3: '1;2' is refused; the rule is: three columns"
            "\n  b.csv: expected a header"
        ),
    ),
    (
        errors.MissingExtraError("cli"),
        "this needs an optional part: pip install 'clientcare[cli]'",
    ),
    (errors.StoreError("broken"), "broken"),
    (errors.NotFound("customer", "C-1"), "no customer with key 'C-1'"),
    (errors.AlreadyExists("customer", "C-1"), "there is a customer with key 'C-1' already"),
    (
        errors.Conflict("customer", "C-1", "v1", "v2"),
        "customer 'C-1' has version 'v2', not 'v1'",
    ),
    (errors.Conflict("customer", "C-1", "v1"), "customer 'C-1' has version another, not 'v1'"),
    (errors.BadCursor("abc", "of another listing"), "cursor 'abc' is refused: of another listing"),
    (errors.UnitClosed("committed"), "this unit of work is finished (committed); begin a new one"),
    (errors.Unsupported("HISTORY"), "this store does not declare the capability 'HISTORY'"),
    (
        errors.PayloadTooNew("customer", 3),
        "customer has payload version 3, newer than this clientcare reads",
    ),
    (
        errors.ForeignStore("a.db", "a photo album"),
        "a.db is no store that this clientcare can open: a photo album",
    ),
    (
        errors.NeedsReindex("note", "", "{}"),
        (
            "the rows of note were written for other indexes or orders;"
            " RecordBackedStore.reindex(note) or `clientcare reindex` rewrites them"
        ),
    ),
    (
        errors.StoreUnavailable("disk full", retryable=True),
        "the store is unavailable: disk full",
    ),
]
CLASSES = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, Exception)
]


def _drawn() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield name, parent and builtin bases of each error, as the docstring draws them."""
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.fullmatch(r"    ([ │]*)[├└]? ?([A-Z]\w+)(?: \((\w+)\))?(?:  .*)?", line)
        if match:
            depth = len(match[1])
            while above and above[-1][0] >= depth:
                above.pop()
            builtins = frozenset([match[3]] if match[3] else [])
            yield match[2], above[-1][1] if above else "Exception", builtins
            above.append((depth, match[2]))


@pytest.mark.parametrize(
    ("error", "text"), SAMPLES, ids=[type(error).__name__ for error, _ in SAMPLES]
)
def test_error_says_what_happened(error: ClientCareError, text: str) -> None:
    """The text names the facts, and the rule."""
    assert text == str(error)


@pytest.mark.parametrize(
    "error", [error for error, _ in SAMPLES], ids=[type(error).__name__ for error, _ in SAMPLES]
)
def test_error_survives_pickling(error: ClientCareError) -> None:
    """An error crosses processes with its text and its facts."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert type(error) is type(again)
    assert str(error) == str(again)
    assert vars(error) == vars(again)


def test_every_error_has_a_sample() -> None:
    """No error is left untested."""
    assert set(CLASSES) == {type(error) for error, _ in SAMPLES}


def test_the_drawn_tree_is_the_real_one() -> None:
    """The module's docstring draws each error under its parent, with the builtin it also is."""
    real = {
        (
            found.__name__,
            found.__bases__[0].__name__,
            frozenset(base.__name__ for base in found.__bases__[1:]),
        )
        for found in CLASSES
    }

    assert real == set(_drawn())


def test_siblings_are_drawn_once() -> None:
    """No error stands in the tree twice."""
    names = [name for name, _, _ in _drawn()]

    assert sorted(set(names)) == sorted(names)


def test_hidden_value_is_shown_as_hidden() -> None:
    """A value that has to stay hidden is shown without quotes, as a mark."""
    error = errors.InvalidValueError("Contact.ethnicity", "<hidden>", "text")

    assert "Contact.ethnicity: <hidden> is refused; the rule is: text" == str(error)


def test_errors_are_what_a_caller_would_guess() -> None:
    """Each also is the builtin that fits."""
    assert issubclass(errors.InvalidValueError, ValueError)
    assert issubclass(errors.NotFound, LookupError)
    assert issubclass(errors.MissingExtraError, ImportError)


def test_retryable_defaults_to_no() -> None:
    """Trying again is worth it only where the adapter says so."""
    assert not errors.StoreUnavailable("gone").retryable
