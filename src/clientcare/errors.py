"""
Every error that clientcare raises.

.. code-block:: text

    ClientCareError
     ├ InvalidValueError (ValueError)      a field, its value and the rule it breaks
     │  ├ UnknownCurrencyError             not a code of ISO 4217
     │  └ CurrencyMismatchError            two currencies where one is needed
     ├ PayloadError (ValueError)           text that is no object of ours: every fault, with its path
     │  └ RulebookError                    the same for a rulebook
     ├ CalendarError (LookupError)         working time that cannot be told
     │  ├ NoOpenHoursError                 no open window within the search
     │  └ UnpublishedDayError              a day outside the published range
     ├ TransitionError (ValueError)        a workflow refuses a step
     ├ ImportFailedError (ValueError)      rows that could not be read: every fault, with its place
     ├ MissingExtraError (ImportError)     an optional dependency is not installed
     └ StoreError                          what storage reports (see clientcare.repositories)
        ├ NotFound (LookupError)
        ├ AlreadyExists
        ├ Conflict
        ├ BadCursor (ValueError)
        ├ UnitClosed
        ├ Unsupported
        ├ PayloadTooNew
        ├ ForeignStore                     the place holds something that is no store of ours
        ├ NeedsReindex                     a kind's rows were written for other indexes or orders
        └ StoreUnavailable                 every driver error, as its cause

Each error also derives from the builtin that a caller would guess, carries its
facts as attributes, builds its text in ``__str__`` and survives pickling.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple


class ClientCareError(Exception):
    """The root of all errors of this library."""


class InvalidValueError(ClientCareError, ValueError):
    """
    A value breaks a rule of the field that it was meant for.

    Attributes:
        field: The field's dotted name, such as ``Customer.headcount``.
        value: The refused value; ``"<hidden>"`` where the field is about a person.
        rule: The rule in words, such as ``a whole number, 0 or more``.
    """

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(field, value, rule)
        self.field = field
        self.value = value
        self.rule = rule

    def __str__(self) -> str:
        return f"{self.field}: {_shown(self.value)} is refused; the rule is: {self.rule}"


def _shown(value: object) -> str:
    """Return a refused value as a reader knows it: dates and instants as ISO 8601."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str) and value == "<hidden>" else repr(value)


class UnknownCurrencyError(InvalidValueError):
    """A currency code that ISO 4217 does not list."""


class CurrencyMismatchError(InvalidValueError):
    """Money of one currency met money of another."""


class Fault(NamedTuple):
    """
    One thing wrong with an input, and where it stands.

    Attributes:
        path: Where in the input, such as ``$.contacts[2].name``.
        rule: What is wrong there, in words that name the value and the rule.
    """

    path: str
    rule: str


class PayloadError(ClientCareError, ValueError):
    """
    Text or plain data that does not describe the object it should.

    Attributes:
        what: The kind of object that was expected.
        faults: All that is wrong with it, each with its path.
    """

    def __init__(self, what: str, faults: Iterable[Fault]) -> None:
        self.what = what
        self.faults = tuple(faults)
        super().__init__(what, self.faults)

    def __str__(self) -> str:
        lines = "".join(f"\n  {fault.path}: {fault.rule}" for fault in self.faults)
        return f"not a valid {self.what}:{lines}"


class RulebookError(PayloadError):
    """A rulebook with unknown keys or refused values."""


class CalendarError(ClientCareError, LookupError):
    """Working time that a calendar cannot tell."""


class NoOpenHoursError(CalendarError):
    """
    A search for an open (or closing) moment found none within its reach.

    Attributes:
        calendar: The calendar's name.
        searched_from: The moment or day that the search started from, as text.
        days: How many days were searched.
    """

    def __init__(self, calendar: str, searched_from: str, days: int) -> None:
        super().__init__(calendar, searched_from, days)
        self.calendar = calendar
        self.searched_from = searched_from
        self.days = days

    def __str__(self) -> str:
        return (
            f"calendar {self.calendar!r} has no open window within {self.days} days of"
            f" {self.searched_from}"
        )


class UnpublishedDayError(CalendarError):
    """
    The answer depends on a day that the calendar has no published plan for.

    Attributes:
        calendar: The calendar's name.
        day: The day in question, ISO 8601.
        published: The range of days that are published, as text.
    """

    def __init__(self, calendar: str, day: str, published: str) -> None:
        super().__init__(calendar, day, published)
        self.calendar = calendar
        self.day = day
        self.published = published

    def __str__(self) -> str:
        return f"calendar {self.calendar!r} is published for {self.published}, not for {self.day}"


class TransitionError(ClientCareError, ValueError):
    """
    A workflow refuses a step; the object is unchanged.

    Attributes:
        subject: What the step was for, such as ``Complaint C-17``.
        state: The state that it is in.
        event: The step that was tried.
        rule: Why it is refused.
    """

    def __init__(self, subject: str, state: str, event: str, rule: str) -> None:
        super().__init__(subject, state, event, rule)
        self.subject = subject
        self.state = str(state)
        self.event = str(event)
        self.rule = rule

    def __str__(self) -> str:
        return f"{self.subject} is in state {self.state!r} and refuses {self.event!r}: {self.rule}"


class RowFault(NamedTuple):
    """
    One thing wrong with a row of an imported file.

    Attributes:
        file: The file's name inside its folder.
        line: The line on which the row starts, the header being line 1; 0 where
            the whole file is meant.
        column: The foreign column; empty where the whole row is meant.
        value: The text that stands there; empty where there is none.
        rule: What is wrong with it.
    """

    file: str
    line: int
    column: str
    value: str
    rule: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        place += f", column {self.column}" if self.column else ""
        if not self.value:
            return f"{place}: expected {self.rule}"
        return f"{place}: {self.value!r} is refused; the rule is: {self.rule}"


class ImportFailedError(ClientCareError, ValueError):
    """
    Rows could not be read; nothing was written.

    Attributes:
        faults: Every bad row, in the order of files and lines.
    """

    def __init__(self, faults: Iterable[RowFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        lines = "".join(f"\n  {fault}" for fault in self.faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        return f"{count}, nothing was imported:{lines}"


class MissingExtraError(ClientCareError, ImportError):
    """
    A part of the library needs an optional dependency that is not installed.

    Attributes:
        extra: The extra to install, as in ``pip install 'clientcare[cli]'``.
    """

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra

    def __str__(self) -> str:
        return f"this needs an optional part: pip install 'clientcare[{self.extra}]'"


class StoreError(ClientCareError):
    """The root of what storage reports; driver errors never get past it."""


class NotFound(StoreError, LookupError):  # noqa: N818 - the contract's own name
    """There is no row of this kind with this key."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(kind, key)
        self.kind = kind
        self.key = key

    def __str__(self) -> str:
        return f"no {self.kind} with key {self.key!r}"


class AlreadyExists(StoreError):  # noqa: N818 - the contract's own name
    """A row of this kind has this key already."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(kind, key)
        self.kind = kind
        self.key = key

    def __str__(self) -> str:
        return f"there is a {self.kind} with key {self.key!r} already"


class Conflict(StoreError):  # noqa: N818 - the contract's own name
    """
    Somebody else changed the row first; nothing of the unit was applied.

    Attributes:
        expected: The version that the writer had read.
        actual: The version found, where the store can tell it.
    """

    def __init__(self, kind: str, key: str, expected: str, actual: str | None = None) -> None:
        super().__init__(kind, key, expected, actual)
        self.kind = kind
        self.key = key
        self.expected = expected
        self.actual = actual

    def __str__(self) -> str:
        found = "another" if self.actual is None else repr(self.actual)
        return f"{self.kind} {self.key!r} has version {found}, not {self.expected!r}"


class BadCursor(StoreError, ValueError):  # noqa: N818 - the contract's own name
    """A page cursor that was tampered with or belongs to another listing."""

    def __init__(self, cursor: str, rule: str) -> None:
        super().__init__(cursor, rule)
        self.cursor = cursor
        self.rule = rule

    def __str__(self) -> str:
        return f"cursor {self.cursor!r} is refused: {self.rule}"


class UnitClosed(StoreError):  # noqa: N818 - the contract's own name
    """The unit of work is finished; begin a new one."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state

    def __str__(self) -> str:
        return f"this unit of work is finished ({self.state}); begin a new one"


class Unsupported(StoreError):  # noqa: N818 - the contract's own name
    """The store does not declare the capability that was asked for."""

    def __init__(self, capability: str) -> None:
        super().__init__(capability)
        self.capability = capability

    def __str__(self) -> str:
        return f"this store does not declare the capability {self.capability!r}"


class PayloadTooNew(StoreError):  # noqa: N818 - the contract's own name
    """The row was written by a newer clientcare; it is left as it is."""

    def __init__(self, kind: str, schema: int) -> None:
        super().__init__(kind, schema)
        self.kind = kind
        self.schema = schema

    def __str__(self) -> str:
        return f"{self.kind} has payload version {self.schema}, newer than this clientcare reads"


class ForeignStore(StoreError):  # noqa: N818 - named as its siblings are
    """
    A place holds something that is no store of ours, or one of a newer version.

    Attributes:
        place: The file or database.
        found: What was found there; it was not touched.
    """

    def __init__(self, place: str, found: str) -> None:
        super().__init__(place, found)
        self.place = place
        self.found = found

    def __str__(self) -> str:
        return f"{self.place} is no store that this clientcare can open: {self.found}"


class NeedsReindex(StoreError):  # noqa: N818 - named as its siblings are
    """
    The rows of a kind were written for other indexes or orders: listings would be wrong.

    Attributes:
        found: The form that is recorded; empty where the rows themselves tell.
        wanted: The form that this clientcare has.
    """

    def __init__(self, kind: str, found: str, wanted: str) -> None:
        super().__init__(kind, found, wanted)
        self.kind = kind
        self.found = found
        self.wanted = wanted

    def __str__(self) -> str:
        remedy = f"RecordBackedStore.reindex({self.kind}) or `clientcare reindex` rewrites them"
        return f"the rows of {self.kind} were written for other indexes or orders; {remedy}"


class StoreUnavailable(StoreError):  # noqa: N818 - the contract's own name
    """
    The store could not do its work; the driver's error is the cause.

    Attributes:
        retryable: Whether the same unit, begun anew, may succeed.
    """

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message, retryable)
        self.message = message
        self.retryable = retryable

    def __reduce__(self) -> tuple[object, ...]:
        return _unavailable, (self.message, self.retryable)

    def __str__(self) -> str:
        return f"the store is unavailable: {self.message}"


def _unavailable(message: str, retryable: bool) -> StoreUnavailable:  # noqa: FBT001 - pickle calls it
    return StoreUnavailable(message, retryable=retryable)
