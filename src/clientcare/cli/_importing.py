"""``clientcare import``: a mapped folder into a new store."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from pendulum import DateTime

from clientcare.cli._files import MAPPING, made_whole, read_mapped, store_file, write_text
from clientcare.cli._messages import Refusal, shown_progress, told
from clientcare.cli._rules import read_rules
from clientcare.errors import RowFault
from clientcare.services.importing import Imported, write


def import_into(
    folder: Path,
    target: Path,
    *,
    mapping: Path | None,
    keep_going: bool,
    rejects: Path | None,
    rules: Path | None,
    clock: DateTime,
) -> None:
    """
    Import *folder* into a store at *target*, which must not be there yet, and tell of it.

    Raises:
        Refusal: The store is there already, or a file has no folder to stand in.
        ClientCareError: What is wrong with the mapping or the rows.
    """
    _check_targets(folder, target, mapping, rejects)
    imported = read_mapped(
        folder, mapping, rulebook=read_rules(rules), clock=clock, keep_going=keep_going
    )
    with made_whole(target) as draft:
        with store_file(draft, make=True) as store, shown_progress() as progress:
            write(imported, store, progress=progress)
        if rejects is not None:
            write_text(rejects, [rejects_csv(imported.rejects)])
    for line in summary(imported):
        click.echo(line)
    click.echo(f"{len(imported.objects):,} objects written to {target}")
    if imported.rejects:
        click.echo(told(imported.rejects, "left out"), err=True)


def _check_targets(folder: Path, target: Path, mapping: Path | None, rejects: Path | None) -> None:
    if target.exists():
        raise Refusal(f"{target} is there already; an import makes a new store")
    if mapping is None and not (folder / MAPPING).is_file():
        raise Refusal(f"{folder} has no {MAPPING} in it; name one with --mapping")
    for path in (target, rejects):
        if path is not None and not path.absolute().parent.is_dir():
            raise Refusal(f"{path.parent}: there is no such folder")
    if rejects is not None and rejects.absolute() == target.absolute():
        raise Refusal("store and rejects cannot be the same file")


def summary(imported: Imported) -> Iterator[str]:
    """Yield what became of the rows: a line for each kind and file, and one for each reason."""
    for tally in imported.tallies:
        refused = f", {tally.refused:,} refused" if tally.refused else ""
        yield f"{tally.kind}: {tally.built:,} from {tally.rows:,} rows of {tally.file}{refused}"
        for reason, count in tally.left_out.items():
            yield f"  {count:,} rows left out: {reason}"
    for file, count in imported.unread.items():
        yield f"{file}: nothing was made of {count:,} rows"
    for kind, count in imported.loose.items():
        yield f"{kind}: named {count:,} times without being there"


def rejects_csv(rejects: Sequence[RowFault]) -> str:
    """Return what is wrong with refused rows as CSV."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(RowFault._fields)
    rows.writerows(rejects)
    return text.getvalue()
