"""
What a ``mapping.toml`` says, as frozen objects.

Parsing is strict: an unknown key or a refused value is a fault, and all faults
are reported together, each with its path. Which fields there are to map is
decided later, by the classes of the domain (`clientcare.services.importing.planning`).
"""

from __future__ import annotations

import datetime as dt
import operator
import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Final, NewType, TypeGuard

import attrs
from attrs import field
from cattrs import Converter

from clientcare.codec import make_converter, structure
from clientcare.domain._frozen import FrozenMap
from clientcare.errors import Fault, InvalidValueError, PayloadError
from clientcare.services.importing.formats import PLAIN, Format, Scalar, Texts, named, one_of
from clientcare.services.importing.templates import Template

WHAT: Final = "mapping"

Templates = NewType("Templates", tuple[Template, ...])
"""One template, or an array of them."""
Match = NewType("Match", Mapping[str, str])
"""The column that both sides call the same, or a table ``ours = "theirs"``."""


# --- which rows, and what beside them -------------------------------------------


@attrs.frozen(kw_only=True)
class Condition:
    """
    A test of one column; a row that fails it is left out, and counted.

    Attributes:
        column: The foreign column.
        test: ``is``, ``not``, ``starts``, ``not_starts`` or ``empty``.
        texts: What the column is compared with; for ``empty`` ``true`` or ``false``.
        reason: Why rows that fail are left out, in the words of the report.
    """

    column: str
    test: str
    texts: tuple[str, ...]
    reason: str

    def holds(self, text: str) -> bool:
        """Tell whether a cell of this *text* passes."""
        match self.test:
            case "is":
                return text in self.texts
            case "not":
                return text not in self.texts
            case "starts":
                return text.startswith(self.texts)
            case "not_starts":
                return not text.startswith(self.texts)
            case _:
                return (text == "") == (self.texts == ("true",))


def _wrong(wanted: str, got: object) -> ValueError:
    return ValueError(f"expected {wanted}, got {got!r}")


_TESTS: Final = ("is", "not", "starts", "not_starts", "empty")


def _condition(data: Any, _: Any) -> Condition:
    rule = 'a table such as { column = "status", is = "Shipped", reason = "not shipped" }'
    if not isinstance(data, dict):
        raise _wrong(rule, data)
    tests = [name for name in _TESTS if name in data]
    if len(tests) != 1 or data.keys() - {"column", "reason", *_TESTS}:
        raise ValueError(
            f"expected column, exactly one of {', '.join(_TESTS)}, and perhaps a reason"
        )
    column, reason = data.get("column"), data.get("reason", "")
    operand = data[tests[0]]
    if not isinstance(column, str) or not isinstance(reason, str):
        raise _wrong("column and reason as text", data)
    if (tests[0] == "empty") != isinstance(operand, bool):
        raise _wrong("text, or true or false for empty", operand)
    texts = (str(operand).lower(),) if isinstance(operand, bool) else tuple(_texts(operand, Texts))
    spoken = {"not_starts": "does not start with", "not": "is not", "starts": "starts with"}
    words = f"{column} {spoken.get(tests[0], 'is')} " + " or ".join(map(repr, texts))
    if tests[0] == "empty":
        words = f"{column} is {'' if operand else 'not '}empty"
    return Condition(
        column=column, test=tests[0], texts=texts, reason=reason or f"kept only if {words}"
    )


def is_inside(file: object) -> TypeGuard[str]:
    """Tell whether *file* names a file inside the folder."""
    if not isinstance(file, str) or "\0" in file or file != file.encode(errors="replace").decode():
        return False
    path = PurePosixPath(file)
    return bool(path.name) and not path.is_absolute() and ".." not in path.parts


def _file(owner: object, at: attrs.Attribute[str], value: str | None) -> None:
    if value is not None and not is_inside(value):
        raise InvalidValueError(named(owner, at), value, "a file inside the folder")


def _alias(owner: object, at: attrs.Attribute[str], value: str) -> None:
    if not value.isidentifier() or value == "parent":
        rule = "a short name of letters, digits and _, other than parent"
        raise InvalidValueError(named(owner, at), value, rule)


@attrs.frozen(kw_only=True)
class Join:
    """
    A look-up: for each row, the one row of another file with the same key.

    Attributes:
        file: The other file.
        name: What its columns are called by, as in ``{name.column}``.
        on: Our column for each of theirs that makes up the key.
        optional: Whether a key that is not there leaves the columns empty; else
            it is a fault. An empty key always does.
    """

    file: str = field(validator=_file)
    name: str = field(validator=_alias)
    on: Match
    optional: bool = False


# --- what is built ----------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Build:
    """
    One kind of object, made from the rows of one file.

    Attributes:
        kind: The kind, such as ``invoice``.
        file: The file whose rows they are.
        where: Conditions that a row has to pass, all of them.
        join: Look-ups in other files.
        group: Columns whose equal texts make several rows one object; one
            object a row if empty.
        take: Where the rows of a group disagree: ``same`` refuses them,
            ``first`` and ``last`` name the row whose values count.
        fields: Our fields, each with where its value comes from; read by type.
    """

    kind: str
    file: str = field(validator=_file)
    where: tuple[Condition, ...] = ()
    join: tuple[Join, ...] = ()
    group: tuple[str, ...] = ()
    take: str = field(default="same", validator=one_of("same", "first", "last"))
    fields: Mapping[str, Any]

    def __attrs_post_init__(self) -> None:
        names = [join.name for join in self.join]
        if len(set(names)) != len(names):
            raise InvalidValueError("Build.join", names, "each name once")


@attrs.frozen(kw_only=True)
class FolderMapping:
    """
    How the files of a folder become objects of ours.

    Attributes:
        format: How all files write things.
        files: How single files write them otherwise, by file name.
        build: What is built, in this order.
    """

    format: Format = Format()
    files: Mapping[str, Format] = field(factory=FrozenMap, converter=FrozenMap)
    build: tuple[Build, ...]

    def __attrs_post_init__(self) -> None:
        if not self.build:
            raise InvalidValueError("FolderMapping.build", (), "at least one [[build]]")
        for file in self.files:
            self.format_of(file)  # the levels may not fit together

    def format_of(self, file: str) -> Format:
        """Return how *file* writes things, with nothing left open."""
        return self.files.get(file, Format()).over(self.format.over(PLAIN))


# --- the parts of a value -----------------------------------------------------------


@attrs.frozen(kw_only=True)
class ValueSpec:
    """
    Where one value comes from, in the long form of a table.

    Attributes:
        value: The template; of several, those that are not empty are joined.
        separator: What stands between joined ones.
        map: Our text for each text of theirs; others are refused.
        default: What stands for an empty value.
        times: Numbers that the value is multiplied with.
        plus: Numbers that are added, after that.
        rounding: How a product is rounded to the minor unit: ``half_up``,
            ``down`` or ``floor``; refused if it does not come out even and
            nothing is said.
        split: What stands between several values in one cell.
        date: See `Format`; the same holds for the following.
    """

    value: Templates
    separator: str = ", "
    map: Mapping[str, Scalar] | None = None
    default: Scalar | None = None
    times: Templates = Templates(())
    plus: Templates = Templates(())
    rounding: str | None = field(default=None, validator=one_of("half_up", "down", "floor"))
    split: str | None = None
    date: str | None = None
    instant: str | None = None
    zone: str | None = None
    currency: Scalar | None = None
    decimal: str | None = None
    thousands: str | None = None

    def __attrs_post_init__(self) -> None:
        self.format  # noqa: B018 - building it checks these six
        for theirs, ours in (self.map or {}).items():
            if ours.constant is None:
                raise InvalidValueError("ValueSpec.map", theirs, "constants on the right side")

    @property
    def format(self) -> Format:
        """What this value writes otherwise than its file."""
        return Format(
            date=self.date,
            instant=self.instant,
            zone=self.zone,
            currency=self.currency,
            decimal=self.decimal,
            thousands=self.thousands,
        )


@attrs.frozen(kw_only=True)
class RowsSpec:
    """
    Several objects inside a larger one, one for each row.

    Attributes:
        file: The file of the rows; without one they are the rows of the group.
        on: The column of the larger object for each column of the rows that
            tells to which object a row belongs.
        where: Conditions that a row has to pass, all of them.
        join: Look-ups in other files.
        fields: Our fields, each with where its value comes from.
    """

    file: str | None = field(default=None, validator=_file)
    on: Match | None = None
    where: tuple[Condition, ...] = ()
    join: tuple[Join, ...] = ()
    fields: Mapping[str, Any]

    def __attrs_post_init__(self) -> None:
        if (self.file is None) != (self.on is None):
            rule = "file and on together, or neither for the rows of the group"
            raise InvalidValueError("RowsSpec.on", self.on, rule)


# --- reading it -----------------------------------------------------------------------


def _scalar(data: Any, _: Any) -> Any:
    if isinstance(data, bool):
        return Template.parse(str(data).lower())
    if isinstance(data, int | Decimal):
        return Template.parse(f"{data:f}" if isinstance(data, Decimal) else str(data))
    if isinstance(data, dt.date) and not isinstance(data, dt.datetime):
        return Template.parse(data.isoformat())
    if not isinstance(data, str):
        raise _wrong('text such as "{column}", a number, true or false', data)
    return Template.parse(data)


def _texts(data: Any, _: Any) -> Any:
    items = data if isinstance(data, list) else [data]
    if not items or not all(isinstance(item, str) for item in items):
        raise _wrong("text, or an array of at least one text", data)
    return tuple(items)


def _templates(data: Any, _: Any) -> Any:
    items = data if isinstance(data, list) else [data]
    if not items:
        raise ValueError("expected at least one template")
    return tuple(_scalar(item, Scalar) for item in items)


def _match(data: Any, _: Any) -> Any:
    rule = 'a column, or a table such as { ours = "theirs" }'
    if isinstance(data, str) and data:
        return FrozenMap({data: data})
    if not isinstance(data, dict) or not data:
        raise _wrong(rule, data)
    if not all(isinstance(theirs, str) for theirs in data.values()):
        raise _wrong(rule, data)
    return FrozenMap(data)


def mapping_converter() -> Converter:
    """Return the strict converter with the few short forms that a mapping allows."""
    converter = make_converter()
    converter.register_structure_hook(Condition, _condition)
    for short, hook in (
        (Scalar, _scalar),
        (Texts, _texts),
        (Templates, _templates),
        (Match, _match),
    ):
        converter.register_structure_hook_func(partial(operator.is_, short), hook)
    return converter


def parse_mapping(data: Mapping[str, Any]) -> FolderMapping:
    """
    Return the mapping that *data* (plain, as TOML gives it) describes.

    Raises:
        PayloadError: Every fault, with its path.
    """
    mapping: FolderMapping = structure(mapping_converter(), dict(data), FolderMapping, WHAT)
    return mapping


def read_mapping(path: str | os.PathLike[str]) -> FolderMapping:
    """
    Return the mapping that stands in a TOML file.

    Raises:
        PayloadError: It is missing, no UTF-8, no TOML or no mapping; every
            fault, with its path.
    """
    try:
        data = tomllib.loads(Path(path).read_bytes().decode(), parse_float=Decimal)
    except FileNotFoundError:
        raise PayloadError(WHAT, [Fault(str(path), "there is no such file")]) from None
    except OSError as exc:
        raise PayloadError(WHAT, [Fault(str(path), f"cannot be read: {exc.strerror}")]) from exc
    except UnicodeDecodeError as exc:
        raise PayloadError(WHAT, [Fault(str(path), "must be UTF-8")]) from exc
    except tomllib.TOMLDecodeError as exc:
        raise PayloadError(WHAT, [Fault(str(path), f"no TOML: {exc}")]) from exc
    return parse_mapping(data)
