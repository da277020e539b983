"""The commands and their options; what they do stands in the modules beside this one."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import click
import pendulum

from clientcare.cli._comparing import compare_rules
from clientcare.cli._importing import import_into
from clientcare.cli._messages import one_message
from clientcare.cli._reindexing import reindex_file
from clientcare.cli._reviewing import review_source, to_date, to_instant
from clientcare.cli._sampling import sample_into
from clientcare.reports.review_text import DEFAULT_LINES
from clientcare.wording import Language

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
@click.option(
    "--rules", type=_FILE, help="A rulebook: its zone, and its purposes of sensitive data."
)
def import_command(
    folder: Path,
    store: Path,
    *,
    mapping: Path | None,
    keep_going: bool,
    rejects: Path | None,
    rules: Path | None,
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
            rules=rules,
            clock=pendulum.now("UTC"),
        )


@app.command("sample")
@click.argument("folder", metavar="DIR", type=_NEW_FOLDER)
def sample_command(folder: Path) -> None:
    """Write a made-up book of 200 dealers into DIR, a new or empty folder."""
    with one_message():
        sample_into(folder)


@app.command("reindex")
@click.argument("store", type=_FILE)
def reindex_command(store: Path) -> None:
    """Bring STORE up to date where a newer release says that it must be reindexed."""
    with one_message():
        reindex_file(store)


@app.command("review")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--as-of", required=True, metavar="DATE", help="The day, such as 2026-01-31.")
@click.option(
    "--now", metavar="INSTANT", help="The instant, with offset; the day's end if not told."
)
@click.option("--mapping", type=_FILE, help="The mapping of SOURCE, where it has none in it.")
@click.option("--rules", type=_FILE, help="A rulebook, TOML or JSON; the defaults if not told.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--out", type=_NEW, help="Write to this file, or replace it, instead of the screen.")
@click.option(
    "--lines",
    type=click.IntRange(min=0),
    default=DEFAULT_LINES,
    show_default=True,
    help="How many lines of the agenda the text shows; 0 is all.",
)
@click.option("--staff", metavar="ID", help="Whose agenda; 'unassigned' is that of nobody.")
@click.option(
    "--language",
    type=click.Choice([tongue.value for tongue in Language]),
    default=Language.EN.value,
    show_default=True,
    help="The language of the reasons.",
)
def review_command(
    source: Path,
    *,
    as_of: str,
    now: str | None,
    mapping: Path | None,
    rules: Path | None,
    form: str,
    out: Path | None,
    lines: int,
    staff: str | None,
    language: str,
) -> None:
    """
    Review SOURCE, a store file or a mapped folder, as of a day.

    Says for every customer tier, credit grade, limit, holds, complaints and what is due,
    each with its reasons, and puts all that is due on one agenda.
    """
    with one_message():
        review_source(
            source,
            as_of=to_date(as_of),
            now=None if now is None else to_instant(now),
            clock=pendulum.now("UTC"),
            mapping=mapping,
            rules=rules,
            form=form,
            out=out,
            lines=lines or None,
            staff=staff,
            language=Language(language),
        )


@app.command("what-if")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--as-of", required=True, metavar="DATE", help="The day, such as 2026-01-31.")
@click.option("--before", type=_FILE, help="The rulebook of today; the defaults if not told.")
@click.option("--after", type=_FILE, help="The rulebook to try; the defaults if not told.")
@click.option("--mapping", type=_FILE, help="The mapping of SOURCE, where it has none in it.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--out", type=_NEW, help="Write to this file, or replace it, instead of the screen.")
@click.option(
    "--language",
    type=click.Choice([tongue.value for tongue in Language]),
    default=Language.EN.value,
    show_default=True,
    help="The language of the reasons.",
)
def what_if_command(
    source: Path,
    *,
    as_of: str,
    before: Path | None,
    after: Path | None,
    mapping: Path | None,
    form: str,
    out: Path | None,
    language: str,
) -> None:
    """
    Review SOURCE by two rulebooks, and list whom it changes something for.

    Tells whose tier, credit grade, proposed limit or verdict changes, by how much and why.
    """
    with one_message():
        compare_rules(
            source,
            as_of=to_date(as_of),
            clock=pendulum.now("UTC"),
            before=before,
            after=after,
            mapping=mapping,
            form=form,
            out=out,
            language=Language(language),
        )
