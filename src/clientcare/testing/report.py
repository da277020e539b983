"""
A conformance report for people, without pytest: ``python -m clientcare.testing path:factory``.

It says for each part of the contract what holds, what does not, and what was
left out because the store does not declare it.
"""

from __future__ import annotations

import enum
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from clientcare.domain._frozen import FrozenMap
from clientcare.errors import InvalidValueError
from clientcare.repositories import Capability
from clientcare.testing._opening import Opener
from clientcare.testing._running import MACHINE, require_gaps, run_check, why_not
from clientcare.testing.checks import ALL, ASYNC, Check, NotCheckable
from clientcare.testing.harness import Harness
from clientcare.testing.machine import run_machine

_LEVEL: Final = re.compile(r"\d+(\.\d+)*", re.ASCII)


class Result(enum.StrEnum):
    """What became of a check."""

    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "skipped"
    KNOWN_GAP = "known gap"


@attrs.frozen(kw_only=True)
class Line:
    """
    One check and its result.

    Attributes:
        group: The part of the contract.
        name: The check.
        result: What became of it.
        why: What is wrong, or why it was left out.
        cites: The sentence of the contract.
    """

    group: str
    name: str
    result: Result
    why: str = ""
    cites: str = ""


@attrs.frozen(kw_only=True)
class Report:
    """
    All that was found about one adapter.

    Attributes:
        spec: The adapter, as it was named.
        capabilities: What it declares.
        lines: Every check, in the order of the contract.
    """

    spec: str
    capabilities: frozenset[Capability]
    lines: tuple[Line, ...]

    @property
    def is_conforming(self) -> bool:
        """Whether nothing failed, known gaps apart."""
        return all(line.result is not Result.FAILED for line in self.lines)

    def __str__(self) -> str:
        return "\n".join(_shown(self))


def examine(
    spec: str,
    *,
    level: str = "1.0",
    examples: int = 30,
    known_gaps: Mapping[str, str] = FrozenMap(),
    tell: Callable[[Line], object] = lambda _: None,
) -> Report:
    """
    Run every check on the adapter that *spec* names, and the model machine.

    Args:
        spec: ``module:name`` or ``file.py:name`` of a function that opens the
            record store at a place (a folder), or a full store at a place with
            the kinds given; or of a class with such a method.
        level: Checks of later levels are left out.
        examples: How many random stories the machine plays.
        known_gaps: For a check that is known to fail, why.
        tell: Called with each check as it ends.

    Raises:
        InvalidValueError: There is no such factory, or it fails; a level that is no
            numbers with dots, *examples* below 1, a known gap that is no check.
    """
    if not _LEVEL.fullmatch(level):
        raise InvalidValueError("level", level, "numbers with dots, such as 1.0")
    if examples < 1:
        raise InvalidValueError("examples", examples, "a whole number, 1 or more")
    require_gaps(known_gaps)
    opener = Opener(spec)
    with tempfile.TemporaryDirectory() as folder:
        capabilities = _declared(opener, Path(folder) / "declared")
        lines: list[Line] = []
        for group in ALL:
            if group is ASYNC and opener.open_async is None:
                continue
            for check in group:
                reason = why_not(check, capabilities, level)
                line = _line(check, opener, Path(folder) / check.name, reason)
                lines.append(_known(line, known_gaps))
                tell(lines[-1])
        machine = _machine_line(opener, Path(folder) / "machine", examples)
        lines.append(_known(machine, known_gaps))
        tell(lines[-1])
    return Report(spec=spec, capabilities=capabilities, lines=tuple(lines))


def _declared(opener: Opener, folder: Path) -> frozenset[Capability]:
    try:
        with _harness(opener, folder) as harness:
            return harness.capabilities
    except Exception as exc:
        rule = f"what opens a store at a folder; it raised {type(exc).__name__}: {exc}"
        raise InvalidValueError("factory", opener.spec, rule) from exc


def _harness(opener: Opener, folder: Path) -> Harness:
    return Harness(
        opener.open_store,
        folder,
        open_records=opener.open_records,
        opener=opener.spec,
        open_async=opener.open_async,
        open_faces=opener.open_faces,
    )


def _line(check: Check, opener: Opener, folder: Path, reason: str | None) -> Line:
    result, why = Result.PASSED, ""
    if reason is not None:
        result, why = Result.SKIPPED, reason
    else:
        try:
            with _harness(opener, folder) as harness:
                run_check(check, harness)
        except NotCheckable as exc:
            result, why = Result.SKIPPED, str(exc)
        except Exception as exc:  # noqa: BLE001 - whatever an adapter raises is a finding
            result, why = Result.FAILED, f"{type(exc).__name__}: {exc}"
    return Line(group=check.group, name=check.name, result=result, why=why, cites=check.cites)


def _known(line: Line, known_gaps: Mapping[str, str]) -> Line:
    if line.name not in known_gaps:
        return line
    if line.result is Result.PASSED:
        why = "a known gap that is none: it passes"
        return attrs.evolve(line, result=Result.FAILED, why=why)
    return attrs.evolve(line, result=Result.KNOWN_GAP, why=known_gaps[line.name])


def _machine_line(opener: Opener, folder: Path, examples: int) -> Line:
    try:
        run_machine(opener.open_store, folder, examples=examples)
    except Exception as exc:  # noqa: BLE001 - likewise
        why = f"{type(exc).__name__}: {exc}"
        return Line(group="model", name=MACHINE, result=Result.FAILED, why=why)
    return Line(group="model", name=MACHINE, result=Result.PASSED)


def _shown(report: Report) -> Iterator[str]:
    yield f"Conformance of {report.spec}"
    for capability in Capability:
        declared = "declared" if capability in report.capabilities else "not declared"
        yield f"  {capability:<20} {declared}"
    groups = dict.fromkeys(line.group for line in report.lines)
    for group in groups:
        lines = [line for line in report.lines if line.group == group]
        yield ""
        yield f"{group}: {_counted(lines)}"
        for line in lines:
            if line.result is not Result.PASSED:
                yield f"  {line.result}: {line.name}: {line.why}"
            if line.result is Result.FAILED and line.cites:
                yield f"      the contract: {line.cites}"
    yield ""
    verdict = "conforms" if report.is_conforming else "does not conform"
    yield f"{report.spec} {verdict}: {_counted(report.lines)}"


def _counted(lines: Sequence[Line]) -> str:
    counts = {result: sum(line.result is result for line in lines) for result in Result}
    return ", ".join(f"{count} {result}" for result, count in counts.items() if count)
