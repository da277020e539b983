"""The commands and their options; what they do stands in the modules beside this one."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import click
import pendulum

from clientcare.cli._importing import import_into
from clientcare.cli._messages import one_message
from clientcare.cli._sampling import sample_into

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_NEW = click.Path(path_type=Path, dir_okay=False)
_NEW_FOLDER = click.Path(path_type=Path, file_okay=False)


def _version() -> str:
    try:
        return metadata.version("clientcare")
    except metadata.PackageNotFoundError:  # run from its source, not installed
        return "not installed"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version=_version())
def app() -> None:
    """Customer care for firms that sell through dealers."""


@app.command("import")
@click.argument("folder", type=_FOLDER)
@click.argument("store", type=_NEW)
@click.option("--mapping", type=_FILE, help="The mapping; mapping.toml in FOLDER if not told.")
@click.option("--keep-going", is_flag=True, help="Import the good rows and tell of the others.")
@click.option("--rejects", type=_NEW, help="Write what is wrong with the others to this CSV file.")
def import_command(
    folder: Path,
    store: Path,
    *,
    mapping: Path | None,
    keep_going: bool,
    rejects: Path | None,
) -> None:
    """
    Import FOLDER, a folder of CSV files, into STORE, a new file.

    Nothing is written unless all rows are right, or --keep-going says so.
    """
    with one_message():
        if rejects is not None and not keep_going:
            raise click.UsageError(
                "--rejects goes with --keep-going: without it nothing is written"
            )
        import_into(
            folder,
            store,
            mapping=mapping,
            keep_going=keep_going,
            rejects=rejects,
            today=pendulum.today().date(),
        )


@app.command("sample")
@click.argument("folder", metavar="DIR", type=_NEW_FOLDER)
def sample_command(folder: Path) -> None:
    """Write a made-up book of 200 dealers into DIR, a new or empty folder."""
    with one_message():
        sample_into(folder)
