"""
Writes the golden payloads of the present release: ``python -m tools.golden``.

For every stored kind some values are written as they are stored, and beside each what
it holds, told without the codec, and the texts that its row is ordered and found by. What a release wrote has to be read for ever: the
folder of the release that is being made may be written anew, one of a release that was
made is never touched.
"""

from __future__ import annotations

import enum
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from pendulum import DateTime

from clientcare.kinds import KINDS
from clientcare.repositories import TEXT_VERSION, AnyKind, index_text, order_text
from clientcare.testing.strategies.kinds import samples

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "tests" / "storage" / "golden"
_CANDIDATES: Final = 150
_MOST: Final = 8
_PLACE: Final = re.compile(r"\[[^\]]*\]")


def release() -> str:
    """Return the release that is being made."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def leaves(value: Any, path: str = "$") -> Iterator[tuple[str, str]]:
    """Yield path, type and text of everything that an object holds, blanks apart."""
    if attrs.has(type(value)):
        yield path, type(value).__name__
        for field in attrs.fields(type(value)):
            yield from leaves(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from leaves(item, f"{path}[{place}]")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, f"{path}[{_text(key)}]")
    elif value is not None and value != "":
        yield path, _text(value)


def _text(value: object) -> str:
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, DateTime):
        return f"DateTime {value.isoformat()} {value.timezone_name}"  # the offset tells the fold
    return f"{type(value).__name__} {value}"


def texts(kind: AnyKind, value: Any) -> dict[str, Any]:
    """Return what a row of this value is ordered and found by, and by which version of it."""
    return {
        "version": [TEXT_VERSION, kind.text_version],
        "orders": {name: order_text(of(value)) for name, of in kind.orders.items()},
        "indexes": {name: index_text(of(value)) for name, of in kind.indexes.items()},
    }


def _chosen(kind: AnyKind) -> list[Any]:
    """Return the smallest sample, and those that together hold every field that any of them does."""
    found = sorted(samples(kind.name, _CANDIDATES), key=lambda one: len(kind.codec.dump(one)))
    chosen = [found[0]]
    open_ones = {id(one): {_PLACE.sub("[]", path) for path, _ in leaves(one)} for one in found}
    held = set(open_ones[id(found[0])])
    while len(chosen) < _MOST:
        best = max(found, key=lambda one: len(open_ones[id(one)] - held))
        if not open_ones[id(best)] - held:
            break
        chosen.append(best)
        held |= open_ones[id(best)]
    return chosen


def golden(kind: AnyKind) -> str:
    """Return the file of one kind."""
    values = [
        {
            "payload": json.loads(kind.codec.dump(one)),
            "holds": dict(leaves(one)),
            "texts": texts(kind, one),
        }
        for one in _chosen(kind)
    ]
    return json.dumps(values, ensure_ascii=True, indent=1) + "\n"


def main() -> None:
    """Write one file for each kind."""
    folder = FOLDER / release()
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.json"):
        stale.unlink()
    for kind in KINDS:
        (folder / f"{kind.name}.json").write_text(golden(kind), encoding="utf-8")
    print(f"{len(KINDS)} kinds written to {folder}")


if __name__ == "__main__":
    main()
