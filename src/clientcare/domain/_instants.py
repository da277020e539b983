"""Instants as whole numbers, so that they compare exactly whatever their zones."""

from __future__ import annotations

from pendulum import DateTime


def moment(at: DateTime) -> int:
    """
    Return the microseconds from 1970 (UTC) to the aware instant *at*.

    Python compares two times of one zone by their wall clocks, which puts the
    second pass of a repeated hour on top of the first.
    """
    return at.int_timestamp * 1_000_000 + at.microsecond
