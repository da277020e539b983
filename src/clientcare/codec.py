"""
Objects to JSON and back, without loss and without coercion.

One converter factory serves storage, rulebooks and exchange. What it reads has
to be exactly what the field says: ``"3"`` and ``3.0`` are no whole number,
``"false"`` is no truth value. All faults of an input are reported together, each
with its path.

Forms: money ``{"amount": "1234.50", "currency": "CNY"}`` · an instant
``2026-10-25T02:30:00+01:00[Europe/Berlin]`` (RFC 9557: the offset tells a
repeated hour apart, the zone name stays) · a date ``2026-10-25`` · a Decimal as
text with its exponent · a Fraction ``1/3`` · a tuple as an array · an object of a union of
classes with a further key ``type`` (``ProposalSent`` is ``proposal_sent``).
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Final, Generic, TypeVar, Union, get_args, get_origin

import attrs
import pendulum
from cattrs import BaseValidationError, ClassValidationError, Converter
from cattrs import IterableValidationError as _IterableError
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn
from pendulum import Date, DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.decisions import Plain, Value
from clientcare.domain.money import Money
from clientcare.domain.privacy import HIDDEN, PrivacyClass, privacy_of
from clientcare.errors import Fault, InvalidValueError, PayloadError, PayloadTooNew

T = TypeVar("T")

_INSTANT: Final = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d(?::\d\d)?)?)"
    r"(?:\[([A-Za-z0-9_+/-]+)\])?",
    re.ASCII,
)
_WORD: Final = re.compile(r"(?<!^)([A-Z])")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,6})?", re.ASCII)
_FRACTION: Final = re.compile(r"-?\d+/[1-9]\d*", re.ASCII)


class _WrongInputError(ValueError):
    """Plain data that is not of the form that a type needs."""

    def __init__(self, wanted: str, value: object) -> None:
        super().__init__(wanted, value)
        self.wanted = wanted
        self.value = value

    def __str__(self) -> str:
        return f"expected {self.wanted}, got {self.value!r}"


_wrong = _WrongInputError


# --- leaves -----------------------------------------------------------------


def _exactly(value: Any, kind: type) -> Any:
    if issubclass(kind, enum.Enum):  # a StrEnum lands in the hook of str as well
        return _member(value, kind)
    if type(value) is not kind:
        raise _wrong(_NAMES[kind], value)
    return value


_LEAVES: Final = {"", "Money"}  # what raises these errors is no object with a path of its own
_NAMES: Final = {str: "text", int: "a whole number", bool: "true or false"}


def _member(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    if isinstance(value, str):
        try:
            return kind(value)
        except ValueError:
            pass
    raise _wrong("one of " + ", ".join(str(member.value) for member in kind), value)


def instant_to_text(value: DateTime) -> str:
    """
    Return an aware instant in the form of RFC 9557: offset, and zone name where it has one.

    Raises:
        InvalidValueError: The instant has no time zone.
    """
    if value.tzinfo is None:
        raise InvalidValueError("instant", value, "an instant with a time zone")
    name: str | None = getattr(value.tzinfo, "key", None)
    return value.isoformat() if name is None else f"{value.isoformat()}[{name}]"


def instant_from_text(text: object) -> DateTime:
    """
    Return the instant that *text* (ISO 8601 or RFC 9557) names, offset, zone and fold included.

    Raises:
        ValueError: No such text, no offset, an unknown zone, or an offset that
            the zone does not have at that time.
    """
    match = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise _wrong("an instant such as 2026-01-31T09:00:00+08:00[Asia/Shanghai]", text)
    try:
        stamp = dt.datetime.fromisoformat(match[1])
    except ValueError:
        raise _wrong("an instant that exists", text) from None
    if stamp.tzinfo is None:
        raise _wrong("an instant with an offset", text)
    if match[2] is None:
        return _build(stamp, _fixed_zone(stamp.utcoffset() or dt.timedelta()))
    try:
        zone = pendulum.timezone(match[2])
    except (ValueError, LookupError, OSError):
        raise _wrong("a known time zone", match[2]) from None
    offset = stamp.utcoffset()
    for fold in (0, 1):
        made = _build(stamp, zone, fold)
        if made.utcoffset() == offset:
            return made
    raise _wrong(f"an offset that {match[2]} has at that time", text)


def _build(stamp: dt.datetime, zone: dt.tzinfo, fold: int = 0) -> DateTime:
    return DateTime(
        stamp.year,
        stamp.month,
        stamp.day,
        stamp.hour,
        stamp.minute,
        stamp.second,
        stamp.microsecond,
        tzinfo=zone,
        fold=fold,
    )


@lru_cache(maxsize=256)
def _fixed_zone(offset: dt.timedelta) -> dt.tzinfo:
    return pendulum.FixedTimezone(int(offset.total_seconds())) if offset else pendulum.UTC


def date_from_text(text: object) -> Date:
    """
    Return the calendar date that *text* (``YYYY-MM-DD``) names.

    Raises:
        ValueError: No such text, or no such day.
    """
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise _wrong("a date such as 2026-01-31", text)
    try:
        return Date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        raise _wrong("a day that exists", text) from None


def _decimal(value: Any, _: Any) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise _wrong("an exact decimal number as text", value)
    try:
        return Decimal(value)
    except InvalidOperation:  # pragma: no cover - the pattern above lets none through
        raise _wrong("an exact decimal number as text", value) from None


def _fraction(value: Any, _: Any) -> Fraction:
    if not isinstance(value, str) or not _FRACTION.fullmatch(value):
        raise _wrong("a fraction such as 1/3", value)
    return Fraction(value)


def _money(value: Any, _: Any) -> Money:
    if not isinstance(value, dict) or value.keys() != {"amount", "currency"}:
        raise _wrong('money such as {"amount": "1234.50", "currency": "CNY"}', value)
    if not isinstance(value["amount"], str):
        raise _wrong("the amount of money as text", value["amount"])
    return Money.of(value["amount"], value["currency"])


def _money_out(value: Money) -> dict[str, str]:
    return {"amount": f"{value.amount:f}", "currency": value.currency}


# --- the values of a reason: their type is not declared, so it is written down ---

_TAGS: Final[tuple[tuple[str, type, Callable[[Any], Any], Callable[[Any], Any]], ...]] = (
    ("money", Money, _money_out, lambda data: _money(data, Money)),
    ("instant", DateTime, instant_to_text, instant_from_text),
    ("date", Date, Date.isoformat, date_from_text),
    ("decimal", Decimal, str, lambda data: _decimal(data, Decimal)),
    (
        "fraction",
        Fraction,
        lambda data: f"{data.numerator}/{data.denominator}",
        lambda data: _fraction(data, Fraction),
    ),
)


def _value_out(value: Value) -> Any:
    return [_plain_out(item) for item in value] if isinstance(value, tuple) else _plain_out(value)


def _plain_out(value: Plain) -> Any:
    if value is None or type(value) in {bool, int, str}:
        return value
    if isinstance(value, enum.StrEnum):
        return value.value
    for tag, kind, out, _ in _TAGS:
        if isinstance(value, kind):
            return {tag: out(value)}
    raise InvalidValueError("Reason.facts", value, "an exact value, or a tuple of them; no float")


def _value_in(data: Any, _: Any) -> Value:
    if isinstance(data, list):
        return tuple(_plain_in(item) for item in data)
    return _plain_in(data)


def _plain_in(data: Any) -> Plain:
    if isinstance(data, dict) and len(data) == 1:
        for tag, _, _, read in _TAGS:
            if tag in data:
                return read(data[tag])  # type: ignore[no-any-return]
    if data is None or type(data) in {bool, int, str}:
        return data  # type: ignore[no-any-return]
    raise _wrong("a plain value or one tagged value", data)


# --- containers and classes -------------------------------------------------


def _tuple_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    args = get_args(kind)
    base = converter.get_structure_hook(list[args[0]]) if args[1:] == (...,) else None  # type: ignore[valid-type]

    def read(data: Any, _: Any) -> Any:
        if not isinstance(data, list):
            raise _wrong("an array", data)
        if base is not None:
            return tuple(base(data, list[args[0]]))  # type: ignore[valid-type]
        if len(data) != len(args):
            raise _wrong(f"an array of {len(args)}", data)
        return tuple(converter.structure(item, arg) for item, arg in zip(data, args, strict=True))

    return read


def _mapping_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    of_keys, of_values = get_args(kind)
    plain = dict[of_keys, of_values]  # type: ignore[valid-type]
    base = converter.get_structure_hook(plain)

    def read(data: Any, _: Any) -> Any:
        if not isinstance(data, dict):
            raise _wrong("an object", data)
        return FrozenMap(base(data, plain))

    return read


def _class_hook(cls: type[attrs.AttrsInstance], converter: Converter) -> Callable[[Any, Any], Any]:
    inner = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)

    def read(data: Any, _: Any) -> Any:
        if not isinstance(data, dict):
            raise _wrong("an object", data)
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
            raise _wrong("an object that tells its type", data)
        if data["type"] not in tags:
            raise _wrong("a type that is one of " + ", ".join(tags), data["type"])
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


def make_converter() -> Converter:
    """Return a new strict converter; it is never the global one of cattrs."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Fraction, _fraction)
    converter.register_unstructure_hook(
        Fraction, lambda data: f"{data.numerator}/{data.denominator}"
    )
    converter.register_structure_hook(Date, lambda data, _: date_from_text(data))
    converter.register_unstructure_hook(Date, Date.isoformat)
    converter.register_structure_hook(DateTime, lambda data, _: instant_from_text(data))
    converter.register_unstructure_hook(DateTime, instant_to_text)
    converter.register_structure_hook_factory(attrs.has, lambda cls: _class_hook(cls, converter))
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
    converter.register_unstructure_hook_factory(
        _is_tagged, lambda kind: _tagged_out(kind, converter)
    )
    converter.register_structure_hook(Money, _money)
    converter.register_unstructure_hook(Money, _money_out)
    converter.register_structure_hook(Value, _value_in)
    converter.register_unstructure_hook(Value, _value_out)
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


# --- faults -----------------------------------------------------------------


def faults_of(exc: BaseException, path: str = "$", *, hide: bool = False) -> tuple[Fault, ...]:
    """
    Return all that is wrong according to an error of a converter, each with its path.

    With *hide*, and inside a field that is marked sensitive, values are not shown.
    """
    if isinstance(exc, ClassValidationError):
        of_fields, others = exc.group_exceptions()
        secret = _sensitive_fields(exc.cl)
        inner = [
            (one, f"{path}.{note.name}", hide or note.name in secret) for one, note in of_fields
        ]
    elif isinstance(exc, _IterableError):
        of_items, others = exc.group_exceptions()
        inner = [(one, f"{path}[{note.index!r}]", hide) for one, note in of_items]
    else:
        return _single(exc, path, hide=hide)
    faults = [fault for one, where, veil in inner for fault in faults_of(one, where, hide=veil)]
    faults += [fault for one in others for fault in faults_of(one, path, hide=hide)]
    return tuple(faults)


def _sensitive_fields(cls: type[attrs.AttrsInstance]) -> frozenset[str]:
    marks = privacy_of(cls).items()
    return frozenset(name for name, mark in marks if mark.level is PrivacyClass.SENSITIVE)


def _single(exc: BaseException, path: str, *, hide: bool) -> tuple[Fault, ...]:
    if isinstance(exc, ForbiddenExtraKeysError):
        known = ", ".join(field.name for field in attrs.fields(exc.cl))
        return tuple(
            Fault(f"{path}.{name}", f"unknown key; known are: {known}")
            for name in sorted(exc.extra_fields)
        )
    if isinstance(exc, InvalidValueError):
        shown = InvalidValueError(exc.field, HIDDEN, exc.rule) if hide else exc
        owner, _, name = exc.field.rpartition(".")
        return (Fault(path if owner in _LEAVES else f"{path}.{name}", str(shown)),)
    if isinstance(exc, KeyError):
        return (Fault(path, "required, but missing"),)
    if hide:
        wanted = exc.wanted if isinstance(exc, _WrongInputError) else "a valid value"
        return (Fault(path, f"expected {wanted}, got {HIDDEN}"),)
    return (Fault(path, str(exc)),)


# --- payloads ---------------------------------------------------------------

# json.dumps builds an encoder at every call, unless all its options are the default ones.
_to_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""From the plain data of one payload version to that of the next."""


def _frozen(upcasters: Mapping[int, Upcaster]) -> Mapping[int, Upcaster]:
    return FrozenMap(upcasters)


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
    _converter: Converter = attrs.field(factory=make_converter, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if set(self.upcasters) != set(range(1, self.schema)):
            rule = f"one step for each version from 1 to {self.schema - 1}, and no other"
            raise InvalidValueError("JsonCodec.upcasters", sorted(self.upcasters), rule)

    def dump(self, value: T) -> bytes:
        """Return *value* as UTF-8 JSON that carries its payload version."""
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
