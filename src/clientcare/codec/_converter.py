"""The one converter factory: classes, tuples, mappings and unions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter
from cattrs.fns import identity
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from pendulum import Date, DateTime

from clientcare.codec._forms import (
    date_from_text,
    decimal_in,
    exactly,
    fraction_in,
    instant_from_text,
    instant_to_text,
    money_in,
    money_out,
    value_in,
    value_out,
    wrong,
)
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import Value
from clientcare.domain.money import Money
from clientcare.errors import InvalidValueError

_WORD: Final = re.compile(r"(?<!^)([A-Z])")


def _tuple_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    args = get_args(kind)
    base = converter.get_structure_hook(list[args[0]]) if args[1:] == (...,) else None  # type: ignore[valid-type]

    def read(data: Any, _: Any) -> Any:
        if not isinstance(data, list):
            raise wrong("an array", data)
        if base is not None:
            return tuple(base(data, list[args[0]]))  # type: ignore[valid-type]
        if len(data) != len(args):
            raise wrong(f"an array of {len(args)}", data)
        return tuple(converter.structure(item, arg) for item, arg in zip(data, args, strict=True))

    return read


def _mapping_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    of_keys, of_values = get_args(kind)
    plain = dict[of_keys, of_values]  # type: ignore[valid-type]
    base = converter.get_structure_hook(plain)

    def read(data: Any, _: Any) -> Any:
        if not isinstance(data, dict):
            raise wrong("an object", data)
        return FrozenMap(base(data, plain))

    return read


def _class_hook(cls: type[attrs.AttrsInstance], converter: Converter) -> Callable[[Any, Any], Any]:
    inner = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)

    def read(data: Any, _: Any) -> Any:
        if not isinstance(data, dict):
            raise wrong("an object", data)
        try:
            return inner(data, cls)
        except ClassValidationError as group:
            of_fields, others = group.group_exceptions()
            broken = _broken_rules(cls, data, converter)
            if broken:
                others = [exc for exc in others if not isinstance(exc, InvalidValueError)] + broken
            found = [exc for exc, _ in of_fields] + others
            raise ClassValidationError(group.message, found, cls) from None

    return read


def _broken_rules(
    cls: type[attrs.AttrsInstance], data: dict[str, Any], converter: Converter
) -> list[Exception]:
    """Return every broken rule of *cls*, where building it stopped at the first."""
    broken: list[Exception] = []
    for field in attrs.fields(attrs.resolve_types(cls)):
        if field.validator is not None and field.name in data:
            try:
                value = converter.structure(data[field.name], field.type)
                field.validator(cls, field, value)
            except InvalidValueError as exc:
                broken.append(exc)
            except Exception:  # noqa: BLE001, S112 - a rule of several fields cannot run alone
                continue
    return broken


def _origin(kind: Any) -> object:
    return get_origin(kind)


# --- unions of classes: what kind of object it is stands in the payload ---------


def _is_tagged(kind: Any) -> bool:
    members = [member for member in get_args(kind) if member is not NoneType]
    return (
        get_origin(kind) in {Union, UnionType} and len(members) > 1 and all(map(attrs.has, members))
    )


def tag_of(cls: type) -> str:
    """Return the tag of a class in a union: its name in lower case, words apart."""
    return _WORD.sub(r"_\1", cls.__name__).lower()


def _members(kind: Any) -> dict[str, Any]:
    classes = [member for member in get_args(kind) if member is not NoneType]
    tags = {tag_of(cls): cls for cls in classes}
    assert len(tags) == len(classes)  # noqa: S101 - two classes of one name cannot be told apart
    return tags


def _tagged_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    tags, optional = _members(kind), NoneType in get_args(kind)

    def read(data: Any, _: Any) -> Any:
        if data is None and optional:
            return None
        if not isinstance(data, dict) or not isinstance(data.get("type"), str):
            raise wrong("an object that tells its type", data)
        if data["type"] not in tags:
            raise wrong("a type that is one of " + ", ".join(tags), data["type"])
        fields = {name: value for name, value in data.items() if name != "type"}
        return converter.structure(fields, tags[data["type"]])

    return read


def _tagged_out(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    tags = {cls: tag for tag, cls in _members(kind).items()}

    def write(value: Any) -> Any:
        if value is None:
            return None
        return {"type": tags[type(value)], **converter.unstructure(value)}

    return write


def _is_optional(kind: Any) -> bool:
    is_union = get_origin(kind) in {Union, UnionType}
    return is_union and NoneType in get_args(kind) and len(get_args(kind)) == 2  # noqa: PLR2004


def _optional_in(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    (inner,) = (member for member in get_args(kind) if member is not NoneType)
    read = converter.get_structure_hook(inner)
    return lambda data, _: None if data is None else read(data, inner)


def _optional_out(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    """Write what may be absent; most such fields are plain, and a call less for each is felt."""
    (inner,) = (member for member in get_args(kind) if member is not NoneType)
    write = converter.get_unstructure_hook(inner)
    return write if write is identity else lambda value: None if value is None else write(value)


def _sparse_out(cls: type[attrs.AttrsInstance], converter: Converter) -> Callable[[Any], Any]:
    """Write a class without what is blank and blank by default, as most boxes of a card are."""
    fields = attrs.fields(get_origin(cls) or cls)
    blank = [field.name for field in fields if field.default is None or field.default == ()]
    return make_dict_unstructure_fn(
        cls,
        converter,
        **{name: override(omit_if_default=True) for name in blank},  # type: ignore[arg-type]
    )


def make_converter(*, sparse: bool = False) -> Converter:
    """
    Return a new strict converter; it is never the global one of cattrs.

    A *sparse* one leaves out fields that are ``None`` or an empty tuple, and by default so.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, exactly)
    converter.register_structure_hook(Decimal, decimal_in)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Fraction, fraction_in)
    converter.register_unstructure_hook(
        Fraction, lambda data: f"{data.numerator}/{data.denominator}"
    )
    converter.register_structure_hook(Date, lambda data, _: date_from_text(data))
    converter.register_unstructure_hook(Date, Date.isoformat)
    converter.register_structure_hook(DateTime, lambda data, _: instant_from_text(data))
    converter.register_unstructure_hook(DateTime, instant_to_text)
    converter.register_structure_hook_factory(attrs.has, lambda cls: _class_hook(cls, converter))
    if sparse:
        converter.register_unstructure_hook_factory(
            attrs.has, lambda cls: _sparse_out(cls, converter)
        )
    converter.register_structure_hook_factory(
        lambda kind: _origin(kind) is tuple, lambda kind: _tuple_hook(kind, converter)
    )
    converter.register_structure_hook_factory(
        lambda kind: _origin(kind) in {Mapping, FrozenMap},
        lambda kind: _mapping_hook(kind, converter),
    )
    converter.register_structure_hook_factory(
        _is_tagged, lambda kind: _tagged_hook(kind, converter)
    )
    converter.register_structure_hook_factory(
        _is_optional, lambda kind: _optional_in(kind, converter)
    )
    converter.register_unstructure_hook_factory(
        _is_optional, lambda kind: _optional_out(kind, converter)
    )
    converter.register_unstructure_hook_factory(
        _is_tagged, lambda kind: _tagged_out(kind, converter)
    )
    converter.register_structure_hook(Money, money_in)
    converter.register_unstructure_hook(Money, money_out)
    converter.register_structure_hook(Value, value_in)
    converter.register_unstructure_hook(Value, value_out)
    for union in (Date | DateTime, Date | DateTime | None):
        converter.register_structure_hook(union, _date_or_instant)
        converter.register_unstructure_hook(union, _date_or_instant_out)
    return converter


def _date_or_instant(data: Any, kind: Any) -> Date | DateTime | None:
    if data is None and NoneType in get_args(kind):
        return None
    is_date = isinstance(data, str) and len(data) == len("2026-01-31")
    return date_from_text(data) if is_date else instant_from_text(data)


def _date_or_instant_out(value: Date | DateTime | None) -> str | None:
    if value is None:
        return None
    return instant_to_text(value) if isinstance(value, DateTime) else value.isoformat()
