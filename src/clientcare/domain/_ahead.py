"""Which fields of days and instants may lie ahead; one in any other field has happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs
from pendulum import DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain._instants import moment
from clientcare.errors import InvalidValueError

_KEY: Final = "clientcare.may_lie_ahead"
AHEAD: Final[Mapping[str, bool]] = FrozenMap({_KEY: True})
"""Field metadata for a day or an instant that is planned, due or promised."""


def may_lie_ahead(field: attrs.Attribute[Any]) -> bool:
    """Tell whether the field's day may lie ahead of the day on which it is written down."""
    return _KEY in field.metadata


def check_ahead(owner: object, name: str, at: DateTime, ahead: DateTime) -> None:
    """Refuse an instant that was ahead of *at* and is before it."""
    if moment(ahead) < moment(at):
        raise InvalidValueError(f"{type(owner).__name__}.{name}", ahead, f"not before {at}")
