"""The command line: a thin face over services and reports."""

from __future__ import annotations

import sys

from clientcare.errors import MissingExtraError

REFUSED = 2
"""The exit code for whatever was wrong with the input."""


def main() -> None:
    """Run the command ``clientcare``; it needs the extra ``cli``."""
    try:
        from clientcare.cli._commands import app  # noqa: PLC0415 - click and rich are optional
    except ModuleNotFoundError as exc:
        if (exc.name or "").partition(".")[0] not in {"click", "rich"}:
            raise
        sys.stderr.write(f"Error: {MissingExtraError('cli')}\n")
        raise SystemExit(REFUSED) from exc
    app(prog_name="clientcare")
