"""What people are told: one message for whatever was wrong, progress on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import TaskID

from clientcare.cli import REFUSED
from clientcare.errors import ClientCareError, ImportFailedError, RowFault
from clientcare.services.importing import Progress

_SHOWN = 20


class Refusal(click.ClickException):
    """Something is wrong with what was asked for; nothing was written."""

    exit_code = REFUSED


@contextmanager
def one_message() -> Iterator[None]:
    """Turn every error that somebody can mend into one message and the exit code 2."""
    try:
        yield
    except ImportFailedError as exc:
        raise Refusal(told(exc.faults, "nothing was written")) from exc
    except ClientCareError as exc:
        raise Refusal(str(exc)) from exc
    except BrokenPipeError:  # the reader of the output had enough; click ends quietly
        raise
    except OSError as exc:
        name = f"{exc.filename}: " if exc.filename else ""
        raise Refusal(f"{name}{exc.strerror or exc}") from exc


def told(faults: Sequence[RowFault], outcome: str) -> str:
    """Return the first faults, one a line, and how many more there are."""
    count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}, {outcome}:"
    lines = [count, *(f"  {fault}" for fault in faults[:_SHOWN])]
    if len(faults) > _SHOWN:
        lines.append(f"  ... and {len(faults) - _SHOWN} more")
    return "\n".join(lines)


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Give what to call with progress; it draws bars on a terminal, and nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _what, _done, _total: None
        return
    with Bars(console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            task = tasks.setdefault(what, bars.add_task(what)) if what not in tasks else tasks[what]
            bars.update(task, completed=done, total=total)

        yield show
