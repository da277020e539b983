"""Instants as whole numbers, so that they compare exactly whatever their zones."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pendulum import DateTime

from clientcare.domain._checks import require_instant

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
_DAY: Final = 86_400_000_000
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_HOURS: Final = tuple(dt.timedelta(hours=hour) for hour in range(25))
_ENDS: Final = (_HOURS[0], _HOURS[-1])
_LAST_DAY: Final = dt.date.max.toordinal() - 1
_KEPT_DAYS: Final = 20_000
_KEPT_ZONES: Final = 100


def moment(at: DateTime) -> int:
    """
    Return the microseconds from 1970 (UTC) to the aware instant *at*.

    Python compares two times of one zone by their wall clocks, which puts the
    second pass of a repeated hour on top of the first.
    """
    zone = at.tzinfo
    days = _ZONES.get(id(zone))
    if days is None or days.zone is not zone:
        days = steady_days(zone)
    start = days[at.toordinal()]
    if start is None:
        return _exactly(at)
    return start + ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


def _exactly(at: DateTime) -> int:
    # As a plain datetime: the offset of a subclass takes the slow road through its zone.
    plain = dt.datetime.combine(at, dt.datetime.timetz(at))
    since = plain - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


class SteadyDays(dict[int, int | None]):
    """
    When the days of a zone begin, in microseconds since 1970 (UTC), by their ordinals.

    ``None`` for a day on which the zone's offset changes: there a time of day does not
    tell how long after the day's start it is.
    """

    def __init__(self, zone: dt.tzinfo | None) -> None:
        super().__init__()
        self.zone = zone

    def __missing__(self, day: int) -> int | None:
        if len(self) >= _KEPT_DAYS:
            self.clear()
        start = self[day] = self._read(day)
        return start

    def _read(self, day: int) -> int | None:
        if not 1 < day < _LAST_DAY:  # at the ends of time an offset may lead out of it
            return None
        midnight = dt.datetime.fromordinal(day).replace(tzinfo=self.zone)
        offsets = {(midnight + ahead).utcoffset() for ahead in _HOURS}
        # A repeated hour may reach over midnight: then its second pass tells.
        offsets |= {(midnight + ahead).replace(fold=1).utcoffset() for ahead in _ENDS}
        offset = offsets.pop()
        if offsets or offset is None:
            return None
        return (day - _EPOCH_DAY) * _DAY - offset // _MICROSECOND


# By identity, as the hash of a zone costs more than all the rest.
_ZONES: Final[dict[int, SteadyDays]] = {}


def steady_days(zone: dt.tzinfo | None) -> SteadyDays:
    """Return the steady days of a zone, the same object each time it is asked for."""
    days = _ZONES.get(id(zone))
    if days is None or days.zone is not zone:
        if len(_ZONES) >= _KEPT_ZONES:
            _ZONES.clear()
        days = _ZONES[id(zone)] = SteadyDays(zone)
    return days


def moment_of(name: str, at: DateTime) -> int:
    """Return the same of *at*, an argument called *name*, which is refused if it is no instant."""
    if type(at) is not DateTime or at.tzinfo is None:  # asking for the offset costs more
        require_instant(name, at)
    return moment(at)
