"""
Two small kinds that the conformance checks store.

``Note`` has a field of every type that the domain uses; ``Scrap`` can be
changed, which shows whether a store shares its objects with the caller.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import attrs
from pendulum import Date, DateTime

from clientcare.codec import JsonCodec
from clientcare.domain import _checks
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.money import Money
from clientcare.repositories import AnyKind, Kind


class Mood(enum.StrEnum):
    """A closed list."""

    CALM = "calm"
    CROSS = "cross"


@attrs.frozen(kw_only=True)
class Remark:
    """One entry of a note's trail."""

    at: DateTime = attrs.field(validator=_checks.instant)
    text: str = ""


def _frozen(labels: Mapping[str, str]) -> Mapping[str, str]:
    return FrozenMap(labels)


@attrs.frozen(kw_only=True)
class Note:
    """A value with a field of every type that the domain uses."""

    id: str
    owner: str = ""
    title: str = ""
    text: str | None = None
    weight: Decimal | None = None
    price: Money | None = None
    on: Date | None = None
    at: DateTime | None = attrs.field(default=None, validator=_checks.maybe(_checks.instant))
    mood: Mood = Mood.CALM
    count: int = 0
    done: bool = False
    tags: tuple[str, ...] = ()
    labels: Mapping[str, str] = attrs.field(factory=FrozenMap, converter=_frozen)
    trail: tuple[Remark, ...] = ()


@attrs.define(kw_only=True)
class Scrap:
    """A value that can be changed in place."""

    id: str
    shelf: str = ""
    words: list[str] = attrs.field(factory=list)


NOTE: Final = Kind[Note](
    name="conformance_note",
    type=Note,
    key=lambda note: note.id,
    codec=JsonCodec[Note](name="conformance_note", type=Note),
    indexes={
        "owner": lambda note: note.owner,
        "mood": lambda note: note.mood,
        "on": lambda note: note.on,
    },
    orders={
        "title": lambda note: note.title,
        "at": lambda note: note.at,
        "owner": lambda note: (note.owner, note.on),
    },
    tracked=True,
)
SCRAP: Final = Kind[Scrap](
    name="conformance_scrap",
    type=Scrap,
    key=lambda scrap: scrap.id,
    codec=JsonCodec[Scrap](name="conformance_scrap", type=Scrap),
    indexes={"shelf": lambda scrap: scrap.shelf},
    orders={"shelf": lambda scrap: scrap.shelf},
)
SAMPLE_KINDS: Final[tuple[AnyKind, ...]] = (NOTE, SCRAP)
