"""Finding an opener by its name: ``module:name`` or ``folder/file.py:Class.name``."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from clientcare.errors import InvalidValueError
from clientcare.testing.harness import (
    OpenAsync,
    OpenFaces,
    OpenRecords,
    OpenStore,
    over_records,
)
from clientcare.testing.portal import opened


class Opener:
    """
    How to open a store at a place.

    Args:
        spec: ``module:name`` or ``file.py:name``. The name is a function that
            takes a place (and, for a full store, the kinds), or a class with a
            method ``open_records``, ``open_store`` or ``open_async``.
    """

    def __init__(self, spec: str) -> None:
        self.open_async: OpenAsync | None = None
        self.open_faces: OpenFaces | None = None
        path, colon, name = spec.rpartition(":")
        if not colon or not path or not name:
            raise InvalidValueError(
                "factory", spec, "path:name, such as my_adapter.py:open_records"
            )
        found: Any = _module(path)
        for part in name.split("."):
            if not hasattr(found, part):
                raise InvalidValueError("factory", spec, f"a name that {path} has")
            found = getattr(found, part)
        if isinstance(found, type):
            found = found()
            self.open_records: OpenRecords | None = getattr(found, "open_records", None)
            self.open_async = getattr(found, "open_async", None)
            self.open_faces = getattr(found, "open_faces", None)
            self.open_store: OpenStore = (
                found.open_store if hasattr(found, "open_store") else opened(found.open_async)
            )
        elif _takes_kinds(found):
            self.open_records = None
            self.open_store = found
        else:
            self.open_records = found
            self.open_store = over_records(found)
        self.spec = spec


def _takes_kinds(function: Any) -> bool:
    code = getattr(function, "__code__", None)
    return code is not None and code.co_argcount > 1


def _module(path: str) -> ModuleType:
    if not path.endswith(".py"):
        sys.path.insert(0, "")
        return importlib.import_module(path)
    name = f"_conformance_{Path(path).stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not Path(path).is_file():
        raise InvalidValueError("factory", path, "a Python file that exists")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, str(Path(path).parent))
    spec.loader.exec_module(module)
    return module
