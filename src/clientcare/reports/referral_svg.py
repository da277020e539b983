"""
The network of credited referrals as a drawing (SVG): referrers above, referred below.

Only names that are handed in are drawn; everybody else is a number, and no id is written
anywhere. The same graph always gives the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Final
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

import attrs
from pendulum import DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.credited_graph import CreditedGraph
from clientcare.domain.ids import CustomerId
from clientcare.domain.referral import Referral

_COLUMN: Final = 136
_ROW: Final = 84
_MARGIN: Final = 48
_RADIUS: Final = 12
_LONGEST: Final = 104  # pixels: what of a column is free beside the circle of the next
_WIDE: Final = 12  # a Chinese character at this size; other letters take at most:
_NARROW: Final = 8
_BESIDE: Final = 6  # between a circle and the name at its right
_NOBODY: Final[Mapping[CustomerId, str]] = FrozenMap()


@attrs.frozen
class _Place:
    x: int
    y: int


def names_that_may_be_shown(
    referrals: Iterable[Referral], names: Mapping[CustomerId, str], *, at: DateTime
) -> Mapping[CustomerId, str]:
    """
    Return *names* without every introducer who has not agreed to be named, or took it back.

    Who introduced several has to have agreed for each of them (R4).
    """
    hidden = {one.introducer_id for one in referrals if one.introducer_to_name(at) is None}
    return FrozenMap((who, name) for who, name in names.items() if who not in hidden)


def referral_network_svg(
    graph: CreditedGraph,
    *,
    names: Mapping[CustomerId, str] = _NOBODY,
    title: str = "Credited referrals",
) -> str:
    """
    Return the drawing of *graph* as SVG text.

    Args:
        graph: The credited edges.
        names: Whom to name; for readers outside the firm those of
            `names_that_may_be_shown`.
        title: What the drawing is called.
    """
    places = _places(graph)
    width = _MARGIN + _COLUMN + max((place.x for place in places.values()), default=0)
    height = 2 * _MARGIN + max((place.y for place in places.values()), default=0)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    label = f'role="img" aria-label={quoteattr(_clean(title))}'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label}>',
        f"<title>{escape(_clean(title))}</title>",
        '<g stroke="#8a94a6" stroke-width="1.5" fill="none">',
        *_edges(graph, places),
        "</g>",
        '<g font-family="sans-serif" font-size="12">',
        *_nodes(graph, places, names),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _places(graph: CreditedGraph) -> Mapping[CustomerId, _Place]:
    """Return where everybody stands: leaves side by side, others above the middle of theirs."""
    found: dict[CustomerId, _Place] = {}
    free = _MARGIN
    roots = sorted(set(graph.referrers.values()) - graph.referrers.keys())
    for root in roots:
        family = [(root, 0), *graph.below(root)]
        depths = dict(family)
        for one in _leaves_first(graph, root):
            below = graph.referred_by(one)
            if below:
                x = (found[below[0]].x + found[below[-1]].x) // 2
            else:
                x, free = free, free + _COLUMN
            found[one] = _Place(x, _MARGIN + depths[one] * _ROW)
    return found


def _leaves_first(graph: CreditedGraph, root: CustomerId) -> Iterator[CustomerId]:
    """Yield everybody of a tree after all below them, from left to right; however deep it is."""
    waiting = [(root, False)]
    while waiting:
        one, opened = waiting.pop()
        if opened:
            yield one
            continue
        waiting.append((one, True))
        waiting += [(child, False) for child in reversed(graph.referred_by(one))]


def _edges(graph: CreditedGraph, places: Mapping[CustomerId, _Place]) -> Iterator[str]:
    for referred, place in places.items():
        if referred in graph.referrers:
            above = places[graph.referrers[referred]]
            middle = (above.y + place.y) // 2
            yield (
                f'<path d="M{above.x} {above.y} C{above.x} {middle} {place.x} {middle}'
                f' {place.x} {place.y}"/>'
            )


def _nodes(
    graph: CreditedGraph, places: Mapping[CustomerId, _Place], names: Mapping[CustomerId, str]
) -> Iterator[str]:
    for number, (one, place) in enumerate(places.items(), start=1):
        name = _clean(names.get(one, "")) or f"#{number}"
        fill = "#2f6f8f" if graph.referred_by(one) else "#b9d4e0"
        yield f'<circle cx="{place.x}" cy="{place.y}" r="{_RADIUS}" fill="{fill}"/>'
        short = _short(name)
        x, y = place.x + _RADIUS + _BESIDE, place.y + 4
        yield f'<text x="{x}" y="{y}">{escape(short)}</text>'


def _short(name: str) -> str:
    """Return *name*, cut where it would run into the next circle."""
    if _width(name) <= _LONGEST:
        return name
    ends = accumulate(map(_width, name))
    return name[: sum(end <= _LONGEST - _WIDE for end in ends)] + "…"


def _width(text: str) -> int:
    return sum(_WIDE if east_asian_width(one) in "WF" else _NARROW for one in text)


def _clean(text: str) -> str:
    """Return *text* without characters that XML cannot hold."""
    return "".join(one if one.isprintable() else " " for one in text).strip()
