"""
Plain data to TOML text.

The standard library reads TOML and cannot write it, and the core takes no further
dependency for the forty lines that our own rules need.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def to_toml(data: Mapping[str, Any]) -> str:
    """
    Return *data* as TOML: text, numbers, truth values, arrays and objects; ``None`` is left out.

    Raises:
        TypeError: A value that TOML has no exact form for.
    """
    return "\n".join(_table((), data)).strip("\n") + "\n"


def _table(path: tuple[str, ...], data: Mapping[str, Any]) -> Iterator[str]:
    tables = {key: value for key, value in data.items() if isinstance(value, Mapping)}
    scalars = {key: value for key, value in data.items() if key not in tables}
    lines = [f"{_key(key)} = {_inline(v)}" for key, v in scalars.items() if v is not None]
    if path and (lines or not tables):
        yield f"\n[{'.'.join(map(_key, path))}]"
    yield from lines
    for key, value in tables.items():
        yield from _table((*path, key), value)


def _inline(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, Mapping):
        known = {key: item for key, item in value.items() if item is not None}
        return "{" + ", ".join(f"{_key(key)} = {_inline(v)}" for key, v in known.items()) + "}"
    raise TypeError(f"TOML has no exact form for {value!r}")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
