"""Which fields of days and instants may lie ahead; one in any other field has happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from clientcare.domain._frozen import FrozenMap

_KEY: Final = "clientcare.may_lie_ahead"
AHEAD: Final[Mapping[str, bool]] = FrozenMap({_KEY: True})
"""Field metadata for a day or an instant that is planned, due or promised."""


def may_lie_ahead(field: attrs.Attribute[Any]) -> bool:
    """Tell whether the field's day may lie ahead of the day on which it is written down."""
    return _KEY in field.metadata
