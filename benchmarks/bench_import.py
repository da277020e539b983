"""What ``import clientcare`` costs beside the three libraries that it loads."""

from __future__ import annotations

import resource
import subprocess
import sys
from functools import partial

from benchmarks.harness import Table, compare


def _start(statement: str) -> None:
    subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603 - our own interpreter


def _child_seconds() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def table() -> Table:
    """Compare fresh interpreters; the time is the processor time of the child."""
    return compare(
        "import clientcare, a fresh interpreter each time",
        {
            "attrs + cattrs + pendulum": partial(_start, "import attrs, cattrs, pendulum"),
            "clientcare": partial(_start, "import clientcare"),
            "nothing": partial(_start, "pass"),
        },
        clock=_child_seconds,
    )


if __name__ == "__main__":
    print(table())
