"""Fair timing: one process, interleaved rounds, minima, equal answers first."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

ROUNDS: Final = 7
_KEEP_QUIET: Final = 1e-9


@attrs.frozen(kw_only=True)
class Table:
    """
    The result of one comparison.

    Attributes:
        title: What was done, and on how much.
        seconds: The smallest time of each contender, in the order they were given.
    """

    title: str
    seconds: Mapping[str, float]

    def __str__(self) -> str:
        base = next(iter(self.seconds.values()))
        width = max(map(len, self.seconds))
        lines = [self.title, "-" * len(self.title)]
        lines += [
            f"{name:<{width}}  {one / max(base, _KEEP_QUIET):7.2f} x  {one * 1000:10.2f} ms"
            for name, one in self.seconds.items()
        ]
        return "\n".join(lines)


def compare(
    title: str,
    contenders: Mapping[str, Callable[[], object]],
    *,
    answers: Sequence[str] | None = None,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> Table:
    """
    Time *contenders* round by round and return the smallest time of each.

    Those that *answers* names (all, unless given) are run once before and must
    give equal answers.

    Raises:
        AssertionError: Two answers differ.
    """
    names = list(contenders) if answers is None else list(answers)
    results = [contenders[name]() for name in names]
    for name, result in zip(names[1:], results[1:], strict=True):
        if result != results[0]:
            raise AssertionError(f"{title}: {name} and {names[0]} give different answers")
    del results
    seconds = dict.fromkeys(contenders, float("inf"))
    for _ in range(rounds):
        for name, run in contenders.items():
            gc.collect()
            begin = clock()
            run()
            seconds[name] = min(seconds[name], clock() - begin)
    return Table(title=title, seconds=seconds)
