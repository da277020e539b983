"""What is confirmed stays: opened again, killed, from other processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from clientcare.repositories import Capability
from clientcare.testing.checks._check import ConformanceError, Group, NotCheckable, same, true
from clientcare.testing.checks._concurrency import counted, start_counting
from clientcare.testing.harness import Harness
from clientcare.testing.sample_kinds import SCRAP, Note, Scrap

DURABILITY = Group("durability")
PROCESSES = 3
TURNS = 5
CLAIMS = 15
HANDLES = Path("/proc/self/fd")


@DURABILITY.check(Capability.DURABLE)
def reopened_store_sees_commits(harness: Harness) -> None:
    """Capability: "opened again, also after a kill, it has every confirmed unit"."""
    harness.add(Note(id="k1", title="客"))
    harness.add(Scrap(id="k1", words=["a"]), kind=SCRAP)
    harness.reopen()
    same("客", harness.get("k1").value.title, "the note")
    same(["a"], harness.get_of(SCRAP, "k1").value.words, "the scrap")


@DURABILITY.check(Capability.DURABLE)
def opening_twice_is_idempotent(harness: Harness) -> None:
    """Store.close: "Let go of files and connections"."""
    (version,) = harness.add(Note(id="k1"))
    for _ in range(3):
        harness.reopen()
    same(version, harness.get("k1").version, "the version after opening again and again")
    same(["k1"], harness.listed(), "the rows")


@DURABILITY.check(Capability.DURABLE)
def open_close_leaks_no_handles(harness: Harness) -> None:
    """Store.close: "Let go of files and connections"."""
    if not HANDLES.is_dir():
        raise NotCheckable("this system does not list the open files of a process")
    harness.reopen()
    harness.listed()
    before = len(list(HANDLES.iterdir()))
    for _ in range(20):
        harness.reopen()
        harness.listed()
    after = len(list(HANDLES.iterdir()))
    true(after <= before + 2, f"{after - before} files more are open after 20 times")


@DURABILITY.check(Capability.MULTI_PROCESS)
def processes_never_lose_an_increment(harness: Harness) -> None:
    """Capability: "several processes may have the same place open"."""
    start_counting(harness)
    children = [_child(harness, "increment", str(TURNS)) for _ in range(PROCESSES)]
    _told(children, "counts")
    counted(PROCESSES * TURNS, harness)


@DURABILITY.check(Capability.MULTI_PROCESS)
def spawned_and_forked_children_work(harness: Harness) -> None:
    """Capability: "several processes may have the same place open"."""
    start_counting(harness)
    child = _child(harness, "increment", "1")
    _, complaint = child.communicate(timeout=120)
    same(0, child.returncode, f"the end of a spawned process: {complaint}")
    expected = 1
    child = _child(harness, "fork", "1")
    _, complaint = child.communicate(timeout=120)
    if child.returncode != NO_FORK:
        same(0, child.returncode, f"the end of a process that forks: {complaint}")
        expected += 2
    counted(expected, harness)


@DURABILITY.check(Capability.CLAIM, Capability.MULTI_PROCESS)
def processes_never_claim_the_same_item(harness: Harness) -> None:
    """Outbox.claim: "However many workers share an outbox, no two hold one event at a time"."""
    ids = [f"e{number}" for number in range(PROCESSES * CLAIMS)]
    harness.emit(*ids)
    children = [_child(harness, "claim", str(number)) for number in range(PROCESSES)]
    claimed = [id_ for told in _told(children, "claims") for id_ in told.split()]
    same(sorted(ids), sorted(claimed), "what all processes together have claimed")


NO_FORK = 77


@DURABILITY.check(Capability.DURABLE)
def killed_process_loses_no_confirmed_unit_and_tears_none(harness: Harness) -> None:
    """Capability: "opened again, also after a kill, it has every confirmed unit"."""
    if os.name != "posix":
        raise NotCheckable("this system cannot kill a process at once")
    harness.store.close()
    child = _child(harness, "write", "0")
    assert child.stdout is not None  # noqa: S101 - it was piped
    confirmed = int(child.stdout.readline() or -1)
    time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate(timeout=60)
    numbers = [int(line) for line in rest.splitlines() if line.strip()]
    confirmed = max([confirmed, *numbers[:-1]])
    harness.reopen()
    keys = harness.listed()
    events = sorted(harness.pending())
    same(sorted(key.replace("k", "e") for key in keys), events, "the rows and their events")
    for number in range(confirmed + 1):
        true(f"k{number:06d}" in keys, f"unit {number} was confirmed and is lost")


def _told(children: Sequence[subprocess.Popen[str]], work: str) -> list[str]:
    """Wait for all of them, and only then judge; return what each has told."""
    ended = [(child, *child.communicate(timeout=120)) for child in children]
    for child, _, complaint in ended:
        same(0, child.returncode, f"the end of a process that {work}: {complaint}")
    return [told for _, told, _ in ended]


def _child(harness: Harness, work: str, *arguments: str) -> subprocess.Popen[str]:
    if harness.opener is None:
        raise NotCheckable("another process cannot find the opener; make it a module's own name")
    command = [sys.executable, "-m", "clientcare.testing._child", harness.opener]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        return subprocess.Popen(  # noqa: S603 - this very interpreter
            [*command, str(harness.place), work, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
    except OSError as exc:
        raise ConformanceError(f"no process could be started: {exc}") from exc
