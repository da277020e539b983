"""``clientcare reindex``: what a store is searched and ordered by, brought up to date."""

from __future__ import annotations

from pathlib import Path

import click

from clientcare.cli._files import store_file


def reindex_file(path: Path) -> None:
    """Rewrite the rows of every kind that a newer release finds or orders by something else."""
    with store_file(path) as store:
        kinds = store.stale()
        for kind in kinds:
            count = store.reindex(kind)
            click.echo(f"{kind}: {count} row{'' if count == 1 else 's'} rewritten")
    if not kinds:
        click.echo(f"{path} is up to date")
