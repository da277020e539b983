"""Files that come into being whole or not at all, and the stores that commands read."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs
import click
from pendulum import DateTime

from clientcare.adapters.memory import MemoryRecords
from clientcare.adapters.sqlite import SqliteRecords
from clientcare.cli._messages import Refusal, shown_progress
from clientcare.kinds import KINDS
from clientcare.record_store import RecordBackedStore
from clientcare.repositories import Store
from clientcare.rulebook import Rulebook
from clientcare.services.importing import (
    Imported,
    RowReport,
    read_folder,
    read_mapping,
    write,
)

MAPPING = "mapping.toml"


@contextmanager
def made_whole(target: Path) -> Iterator[Path]:
    """
    Give a path to write to; it becomes *target* at the end, or vanishes with an error.

    What stands at *target* before is replaced in one step; where it is a link,
    what it leads to.
    """
    target = target.resolve()
    with tempfile.TemporaryDirectory(prefix=".clientcare-", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        yield draft
        os.replace(draft, target)  # noqa: PTH105 - pathlib's own replace is this one


def write_text(target: Path | None, pieces: Iterable[str]) -> None:
    """
    Write text as UTF-8 to *target*, or to the screen: whole, or nothing of it.

    The pieces are made while they are written, so memory holds one at a time.
    """
    if target is not None and (target.is_file() or not target.exists()):
        with made_whole(target) as draft, draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as whole:
        whole.writelines(pieces)
        whole.seek(0)
        if target is None:
            for line in whole:
                click.echo(line, nl=False)
        else:  # a pipe or a terminal, such as /dev/stderr
            with target.open("w", encoding="utf-8", newline="") as file:
                shutil.copyfileobj(whole, file)


@contextmanager
def store_file(path: Path, *, make: bool = False) -> Iterator[RecordBackedStore]:
    """Give the store in one file, a new one where asked to make it; it is closed at the end."""
    store = RecordBackedStore(SqliteRecords(path, make=make), KINDS)
    try:
        yield store
    finally:
        store.close()


def read_mapped(
    folder: Path,
    mapping: Path | None,
    *,
    rulebook: Rulebook,
    clock: DateTime,
    keep_going: bool = False,
) -> Imported:
    """
    Return what a mapped folder holds, with progress on a terminal.

    Today is the day of *clock* in the firm's zone; sensitive fields are taken for
    the purposes that the rulebook lists.
    """
    described = read_mapping(mapping or folder / MAPPING)
    with shown_progress() as progress:
        return read_folder(
            folder,
            described,
            today=clock.in_timezone(rulebook.zone).date(),
            keep_going=keep_going,
            allowed_sensitive=frozenset(rulebook.sensitive_purposes),
            progress=progress,
        )


@attrs.frozen(kw_only=True)
class Source:
    """
    A book to look at.

    Attributes:
        store: Where it is.
        rows: What became of the rows, where it was read from files.
    """

    store: Store
    rows: RowReport = RowReport()


@contextmanager
def opened(
    source: Path, mapping: Path | None, *, rulebook: Rulebook, clock: DateTime
) -> Iterator[Source]:
    """
    Give the book that *source* names: a store file, or a mapped folder read into memory.

    Raises:
        Refusal: *source* is neither, or a mapping was named for a store file.
    """
    if source.is_dir():
        if mapping is None and not (source / MAPPING).is_file():
            raise Refusal(f"{source} has no {MAPPING} in it; name one with --mapping")
        memory = RecordBackedStore(MemoryRecords(), KINDS)
        imported = read_mapped(source, mapping, rulebook=rulebook, clock=clock)
        write(imported, memory)
        rows = imported.row_report
        del imported  # what the store holds need not be held twice
        yield Source(store=memory, rows=rows)
        return
    if not source.is_file():
        raise Refusal(f"{source}: there is no such store or folder")
    if mapping is not None:
        raise Refusal(f"{source} is a store and needs no mapping")
    with store_file(source) as store:
        yield Source(store=store)
