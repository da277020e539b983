"""JSON to a checked card of 45 fields, and back."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias

import attrs
import pendulum
from cattrs.preconf.json import make_converter as make_stock
from pendulum import Date
from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema
from pydantic_core import core_schema

from benchmarks.harness import Table, compare
from clientcare.codec import JsonCodec
from clientcare.domain import _checks as check

_CARDS: Final = 500
_NAMES: Final = {
    "text": tuple(f"text_{number}" for number in range(15)),
    "note": tuple(f"note_{number}" for number in range(10)),
    "count": tuple(f"count_{number}" for number in range(6)),
    "weight": tuple(f"weight_{number}" for number in range(4)),
    "day": tuple(f"day_{number}" for number in range(5)),
    "grade": tuple(f"grade_{number}" for number in range(5)),
}


class Grade(enum.StrEnum):
    """A closed list."""

    A = "a"
    B = "b"
    C = "c"


_FIELDS: Final[dict[str, tuple[Any, Any]]] = {
    "text": (str, {"validator": check.text(most=200)}),
    "note": (str | None, {"default": None, "validator": check.maybe(check.text(most=200))}),
    "count": (int, {"validator": check.whole()}),
    "weight": (Decimal, {"validator": check.a(Decimal)}),
    "day": (Date | None, {"default": None, "validator": check.maybe(check.date)}),
    "grade": (Grade, {"validator": check.a(Grade)}),
}
Card: TypeAlias = Any


def _our_class() -> type:
    fields = {
        name: attrs.field(type=kind, **options)
        for part, (kind, options) in _FIELDS.items()
        for name in _NAMES[part]
    }
    return attrs.make_class("Card", fields, frozen=True, kw_only=True)


def _their_class() -> type[BaseModel]:
    text = Annotated[str, Field(min_length=1, max_length=200)]
    day = Annotated[
        Date,
        GetPydanticSchema(
            lambda _, __: core_schema.no_info_after_validator_function(
                lambda found: Date(found.year, found.month, found.day), core_schema.date_schema()
            )
        ),
    ]
    kinds: dict[str, tuple[Any, Any]] = {
        "text": (text, ...),
        "note": (text | None, None),
        "count": (Annotated[int, Field(ge=0)], ...),
        "weight": (Decimal, ...),
        "day": (day | None, None),
        "grade": (Grade, ...),
    }
    annotations = {name: kinds[part][0] for part, names in _NAMES.items() for name in names}
    defaults = {
        name: kinds[part][1]
        for part, names in _NAMES.items()
        for name in names
        if kinds[part][1] is not ...
    }
    return type(
        "Card",
        (BaseModel,),
        {
            "__module__": __name__,
            "__annotations__": annotations,
            "model_config": ConfigDict(strict=False, extra="forbid", frozen=True),
            **defaults,
        },
    )


def _values(number: int) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(_NAMES["text"], f"说明 {number}")
    values |= dict.fromkeys(_NAMES["note"][number % 2 :], "note")
    values |= {name: number + place for place, name in enumerate(_NAMES["count"])}
    values |= dict.fromkeys(_NAMES["weight"], Decimal("12.50"))
    values |= dict.fromkeys(_NAMES["day"], Date(2026, 1, 1 + number % 28))
    return values | dict.fromkeys(_NAMES["grade"], Grade.B)


def table() -> Table:
    """Compare loaders, each followed by a writer; all give equal cards."""
    ours, theirs = _our_class(), _their_class()
    codec: JsonCodec[Card] = JsonCodec(name="card", type=ours)
    stock = make_stock(forbid_extra_keys=True)
    stock.register_structure_hook(Date, lambda text, _: pendulum.Date.fromisoformat(text))
    stock.register_unstructure_hook(Date, Date.isoformat)
    stock.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    stock.register_unstructure_hook(Decimal, str)
    cards = [ours(**_values(number)) for number in range(_CARDS)]
    bodies = [codec.dump(card) for card in cards]
    texts = [stock.dumps(card) for card in cards]

    def load_ours() -> int:
        return sum(codec.load(body).count_5 for body in bodies)

    def load_theirs() -> int:
        return sum(theirs.model_validate_json(text).count_5 for text in texts)  # type: ignore[attr-defined]

    def load_stock() -> int:
        return sum(stock.loads(text, ours).count_5 for text in texts)

    models = [theirs.model_validate_json(text) for text in texts]
    assert all(map(_equal, cards, models))  # noqa: S101 - a comparison of unequal work says nothing

    def dump_ours() -> int:
        return len([codec.dump(card) for card in cards])

    def dump_theirs() -> int:
        return len([model.model_dump_json() for model in models])

    def dump_stock() -> int:
        return len([stock.dumps(card) for card in cards])

    title = f"JSON to {_CARDS} checked cards of 45 fields, and back"
    reading = compare(
        title, {"clientcare": load_ours, "pydantic": load_theirs, "cattrs as it comes": load_stock}
    )
    writing = compare(
        title, {"clientcare": dump_ours, "pydantic": dump_theirs, "cattrs as it comes": dump_stock}
    )
    seconds = {f"read, {name}": one for name, one in reading.seconds.items()}
    return Table(
        title=title,
        seconds=seconds | {f"write, {name}": one for name, one in writing.seconds.items()},
    )


def _equal(card: Card, model: BaseModel) -> bool:
    return all(getattr(model, name) == value for name, value in attrs.asdict(card).items())


if __name__ == "__main__":
    print(table())
