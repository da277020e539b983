"""What the durability checks do in processes of their own."""

from __future__ import annotations

import itertools
import os
import sys
from functools import partial
from pathlib import Path

import pendulum

from clientcare.errors import StoreUnavailable
from clientcare.repositories import Store, Unit, run_unit
from clientcare.testing._opening import Opener
from clientcare.testing.checks._concurrency import KINDS, increment
from clientcare.testing.checks._durability import NO_FORK
from clientcare.testing.harness import event
from clientcare.testing.sample_kinds import NOTE, SAMPLE_KINDS, Note


def _increment(store: Store, turns: int) -> None:
    for _ in range(turns):
        for kind in KINDS:
            run_unit(store, partial(increment, kind=kind), attempts=1000)


def _fork(store: Store, turns: int) -> int:
    """Use the store, then use it on both sides of a fork."""
    if not hasattr(os, "fork"):
        return NO_FORK
    with store.begin() as unit:
        unit.repository(NOTE).get("k1")
    child = os.fork()
    _increment(store, turns)
    if child == 0:
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _write(store: Store) -> None:
    """Commit unit after unit, each a row and an event, and tell which are confirmed."""
    for number in itertools.count():

        def work(unit: Unit, number: int = number) -> None:
            unit.repository(NOTE).add(Note(id=f"k{number:06d}", text="x" * 2000))
            unit.emit(event(f"e{number:06d}"))

        run_unit(store, work, attempts=1000)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def _claim(store: Store, worker: str) -> None:
    """Claim all there is, an event at a time, and tell of each."""
    now = pendulum.datetime(2026, 1, 1)
    while True:
        try:
            items = store.outbox.claim(f"w{worker}", now=now, limit=1)
        except StoreUnavailable as exc:
            if not exc.retryable:
                raise
            continue
        if not items:
            return
        sys.stdout.write(f"{items[0].event.id}\n")


def main(spec: str, place: str, work: str, turns: str) -> int:
    """Do *work* on the store at *place*."""
    store = Opener(spec).open_store(Path(place), SAMPLE_KINDS)
    if work == "fork":
        return _fork(store, int(turns))
    if work == "write":
        _write(store)
    elif work == "claim":
        _claim(store, turns)
    else:
        _increment(store, int(turns))
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
