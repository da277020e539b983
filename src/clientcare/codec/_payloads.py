"""Payloads: objects as bytes that carry their version."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, TypeVar

import attrs
from cattrs import BaseValidationError, Converter

from clientcare.codec._converter import make_converter
from clientcare.codec._faults import faults_of
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import Fault, InvalidValueError, PayloadError, PayloadTooNew

T = TypeVar("T")

# json.dumps builds an encoder at every call, unless all its options are the default ones.
_to_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""From the plain data of one payload version to that of the next."""


def _frozen(upcasters: Mapping[int, Upcaster]) -> Mapping[int, Upcaster]:
    return FrozenMap(upcasters)


def _sparse() -> Converter:
    return make_converter(sparse=True)


@attrs.frozen(kw_only=True)
class JsonCodec(Generic[T]):
    """
    One stored kind's way to bytes and back.

    Attributes:
        name: The kind's name, for errors.
        type: The class, or union of classes, of its values.
        schema: The payload version that is written.
        upcasters: For each older version, the step to the next one.

    Raises:
        InvalidValueError: An older version has no step, or a step is for none.
    """

    name: str
    type: Any
    schema: int = 1
    upcasters: Mapping[int, Upcaster] = attrs.field(factory=FrozenMap, converter=_frozen)
    _converter: Converter = attrs.field(factory=_sparse, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if set(self.upcasters) != set(range(1, self.schema)):
            rule = f"one step for each version from 1 to {self.schema - 1}, and no other"
            raise InvalidValueError("JsonCodec.upcasters", sorted(self.upcasters), rule)

    def dump(self, value: T) -> bytes:
        """
        Return *value* as UTF-8 JSON that carries its payload version.

        What is unknown (``None``) or empty (``()``), and by default so, is left out.
        """
        data = self._converter.unstructure(value, self.type)
        return _to_json({"schema": self.schema, "value": data}).encode()

    def load(self, body: bytes) -> T:
        """
        Return the value that *body* describes, brought up to the present version.

        Raises:
            PayloadTooNew: It was written by a newer clientcare.
            PayloadError: It is no such value; every fault, with its path.
        """
        data = self._parse(body)
        schema = data.get("schema")
        if type(schema) is not int or schema < 1 or data.keys() != {"schema", "value"}:
            raise PayloadError(self.name, [Fault("$", "expected an object of schema and value")])
        if schema > self.schema:
            raise PayloadTooNew(self.name, schema)
        value = self._upcast(data["value"], schema)
        loaded: T = structure(self._converter, value, self.type, self.name)
        return loaded

    def _upcast(self, value: Any, schema: int) -> Any:
        for version in range(schema, self.schema):
            try:
                value = self.upcasters[version](value)
            except (LookupError, TypeError, ValueError, AttributeError):
                # the error's own text may show what has to stay hidden
                fault = Fault("$", f"no valid payload of version {version}")
                raise PayloadError(self.name, [fault]) from None
        return value

    def _parse(self, body: bytes) -> dict[str, Any]:
        try:
            data = json.loads(body, object_pairs_hook=_no_key_twice)
        except (ValueError, RecursionError) as exc:  # which keep the text: not to be chained
            raise PayloadError(self.name, [Fault("$", f"no JSON: {exc}")]) from None
        if not isinstance(data, dict):
            raise PayloadError(self.name, [Fault("$", "expected an object of schema and value")])
        return data


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {max(keys, key=keys.count)!r} stands twice in an object")
    return data


def structure(converter: Converter, data: object, kind: Any, what: str) -> Any:
    """
    Return *data* as an object of *kind*.

    Raises:
        PayloadError: Every fault of *data*, with its path; *what* names the
            object that was expected.
    """
    try:
        return converter.structure(data, kind)
    except (BaseValidationError, ValueError, KeyError, TypeError) as exc:
        raise PayloadError(what, faults_of(exc)) from None  # the cause may show hidden values
