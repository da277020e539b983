"""Instants as whole numbers, so that they compare exactly whatever their zones."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pendulum import DateTime

from clientcare.domain._checks import require_instant

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def moment(at: DateTime) -> int:
    """
    Return the microseconds from 1970 (UTC) to the aware instant *at*.

    Python compares two times of one zone by their wall clocks, which puts the
    second pass of a repeated hour on top of the first.
    """
    # As a plain datetime: the offset of a subclass takes the slow road through its zone.
    plain = dt.datetime.combine(at, dt.datetime.timetz(at))
    since = plain - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment_of(name: str, at: DateTime) -> int:
    """Return the same of *at*, an argument called *name*, which is refused if it is no instant."""
    if type(at) is not DateTime or at.tzinfo is None:  # asking for the offset costs more
        require_instant(name, at)
    return moment(at)
