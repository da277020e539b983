"""``python -m clientcare.testing path:factory`` prints a conformance report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from clientcare.errors import ClientCareError


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; return 0 where the adapter conforms, 1 where not, 2 for wrong input."""
    parser = argparse.ArgumentParser(
        prog="python -m clientcare.testing", description="Check a storage adapter of your own."
    )
    parser.add_argument(
        "factory", help="what opens a store at a folder: file.py:name or module:name"
    )
    parser.add_argument("--examples", type=int, default=30, help="random stories to play (30)")
    parser.add_argument("--level", default="1.0", help="leave out checks of later levels (1.0)")
    parser.add_argument(
        "--known-gap",
        action="append",
        default=[],
        metavar="CHECK=WHY",
        help="a check that is known to fail, and why",
    )
    options = parser.parse_args(arguments)
    gaps = dict(gap.partition("=")[::2] for gap in options.known_gap)
    if not all(gaps.values()):
        parser.error("--known-gap takes CHECK=WHY, such as empty_listing='issue 7'")
    try:
        from clientcare.testing.report import examine  # noqa: PLC0415 - hypothesis is optional

        report = examine(
            options.factory,
            level=options.level,
            examples=options.examples,
            known_gaps=gaps,
            tell=lambda line: sys.stderr.write(f"{line.result}: {line.name}\n"),
        )
    except (ClientCareError, ImportError, AttributeError) as exc:
        sys.stderr.write(f"{exc}\n")
        return 2
    sys.stdout.write(f"{report}\n")
    return 0 if report.is_conforming else 1


if __name__ == "__main__":
    sys.exit(main())
