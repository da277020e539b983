"""``clientcare sample``: a made-up book to try things on."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from clientcare.cli._messages import Refusal
from clientcare.testing.sample_book import write_sample_book


def sample_into(folder: Path) -> None:
    """
    Write the sample book into *folder*, which is made if need be, and tell of it.

    Raises:
        Refusal: Something else stands in the folder already; it is left as it is.
    """
    parent = folder.resolve().parent
    if not parent.is_dir():
        raise Refusal(f"{parent}: there is no such folder")
    with tempfile.TemporaryDirectory(prefix=".clientcare-", dir=parent) as draft:
        book = Path(draft) / "book"
        write_sample_book(book)
        if _holds_something_else(folder, book):
            raise Refusal(f"{folder} is not empty; name a new or an empty folder")
        folder.mkdir(exist_ok=True)
        for file in book.iterdir():
            file.replace(folder / file.name)
    click.echo(f"a sample book is in {folder}; look at it with:")
    click.echo(f"  clientcare review {folder} --as-of 2025-12-31")


def _holds_something_else(folder: Path, book: Path) -> bool:
    """Tell whether a file stands in *folder* that is not just so in *book*."""
    if not folder.is_dir():
        return False
    for file in folder.iterdir():
        twin = book / file.name
        if not (file.is_file() and twin.is_file() and file.read_bytes() == twin.read_bytes()):
            return True
    return False
