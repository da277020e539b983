"""A mapped folder in a few lines."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pytest
from pendulum import Date

from clientcare.errors import Fault, ImportFailedError, PayloadError, RowFault
from clientcare.services.importing import FolderMapping, Imported, parse_mapping, read_folder

TODAY = Date(2026, 1, 31)


def mapping_of(text: str) -> FolderMapping:
    """Return the mapping that a TOML text describes."""
    return parse_mapping(tomllib.loads(text, parse_float=Decimal))


class Import(Protocol):
    """Reads files with a mapping."""

    def __call__(self, mapping: str, files: Mapping[str, str], **options: Any) -> Imported:
        """Return what they hold."""


@pytest.fixture
def load(tmp_path: Path) -> Import:
    """Return what writes files into a folder and reads them with a mapping."""

    def run(mapping: str, files: Mapping[str, str], **options: Any) -> Imported:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return read_folder(tmp_path, mapping_of(mapping), **{"today": TODAY, **options})

    return run


@pytest.fixture
def faults(load: Import) -> Callable[..., tuple[RowFault, ...]]:
    """Return what reads files and gives the faults of their rows."""

    def run(mapping: str, files: Mapping[str, str], **options: Any) -> tuple[RowFault, ...]:
        with pytest.raises(ImportFailedError) as caught:
            load(mapping, files, **options)
        return caught.value.faults

    return run


@pytest.fixture
def mapping_faults(load: Import) -> Callable[..., tuple[Fault, ...]]:
    """Return what reads files and gives the faults of the mapping."""

    def run(
        mapping: str, files: Mapping[str, str] | None = None, **options: Any
    ) -> tuple[Fault, ...]:
        with pytest.raises(PayloadError) as caught:
            load(mapping, files or {}, **options)
        return caught.value.faults

    return run
