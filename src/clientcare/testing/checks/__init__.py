"""The conformance checks: each tests one sentence of the contract."""

from __future__ import annotations

from typing import Final

from clientcare.testing.checks._async import ASYNC
from clientcare.testing.checks._check import (
    Check,
    ConformanceError,
    Group,
    NotCheckable,
)
from clientcare.testing.checks._concurrency import CONCURRENCY
from clientcare.testing.checks._durability import DURABILITY
from clientcare.testing.checks._history import HISTORY
from clientcare.testing.checks._outbox import OUTBOX
from clientcare.testing.checks._ownership import OWNERSHIP
from clientcare.testing.checks._pages import PAGES
from clientcare.testing.checks._records import RECORDS
from clientcare.testing.checks._round_trip import ROUND_TRIP
from clientcare.testing.checks._schema import SCHEMA
from clientcare.testing.checks._shape import SHAPE
from clientcare.testing.checks._time import TIME
from clientcare.testing.checks._units import UNITS
from clientcare.testing.checks._versions import VERSIONS

BASE: Final = (ROUND_TRIP, TIME, OWNERSHIP, VERSIONS, UNITS, PAGES, HISTORY, SHAPE)
ALL: Final = (*BASE, SCHEMA, RECORDS, OUTBOX, CONCURRENCY, DURABILITY, ASYNC)

__all__ = [
    "ALL",
    "ASYNC",
    "BASE",
    "CONCURRENCY",
    "DURABILITY",
    "OUTBOX",
    "RECORDS",
    "SCHEMA",
    "Check",
    "ConformanceError",
    "Group",
    "NotCheckable",
]
