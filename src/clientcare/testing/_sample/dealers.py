"""Who the dealers are: their size, rhythm, fortune and habits of paying."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import isqrt
from random import Random
from typing import Final

from clientcare.testing._sample import names
from clientcare.testing._sample.days import BEGIN, END, plus

YEARLY_SALES: Final = 96_000_000_00
"""Of the whole book in a normal year, in fen without tax."""
HABITS: Final = (  # name on the form, share in percent, earliest and latest payment in days after due
    ("prompt", 36, -9, 0),
    ("average", 38, -3, 6),
    ("passable", 15, 1, 15),
    ("delays", 7, 14, 45),
    ("makes_difficulties", 4, 35, 110),
)
_FORTUNES: Final = (  # what becomes of a dealer, share in percent
    ("steady", 48),
    ("growing", 12),
    ("declining", 10),
    ("new", 7),
    ("fading", 6),
    ("lost", 7),
    ("back", 2),
    ("prospect", 8),
)


@dataclass(frozen=True)
class Dealer:
    """What is true of a dealer, whether the firm knows it or not."""

    id: str
    number: str
    name: str
    town: str
    office: str
    rep: str | None
    rank: int
    fortune: str
    habit: str
    yearly: int
    gap_days: int
    terms_days: int
    first_on: dt.date
    last_on: dt.date
    instrument: str
    names_invoices: bool
    parent: str | None

    @property
    def trades(self) -> bool:
        """Whether there was ever an order."""
        return self.fortune != "prospect"


def make_dealers(seed: int, count: int, reps: dict[str, list[str]]) -> list[Dealer]:
    """Return the dealers by number; *reps* are the salespeople of each office."""
    rng = Random(f"{seed}/dealers")
    ranks = list(range(count))
    rng.shuffle(ranks)
    total = sum(_weight(rank) for rank in range(count))
    taken: set[str] = set()
    dealers: list[Dealer] = []
    for index, rank in enumerate(ranks):
        office, _, _, towns = rng.choices(names.OFFICES, weights=(30, 26, 18, 14, 12))[0]
        town = rng.choice(towns)
        fortune = _drawn(rng, _FORTUNES) if rank >= count // 20 else "steady"
        first_on, last_on = _life(rng, fortune)
        gap = 15 if rank < count // 6 else 28 if rank < count // 2 else 55
        parent = dealers[index - 1].id if index in {41, 42, 120} else None
        dealers.append(
            Dealer(
                id=f"C{index + 1:03}",
                number=f"KH-{office}-{index + 1:03}",
                name=names.firm(rng, town, taken, english=rng.randrange(100) < 16),
                town=town,
                office=office,
                rep=None if index % 67 == 66 else rng.choice(reps[office]),
                rank=rank,
                fortune=fortune,
                habit=_drawn(rng, tuple(habit[:2] for habit in HABITS)),
                yearly=YEARLY_SALES * _weight(rank) // total * rng.randrange(85, 116) // 100,
                gap_days=gap + rng.randrange(-gap // 4, gap // 3),
                terms_days=_terms(rng, rank, count),
                first_on=first_on,
                last_on=last_on,
                instrument=_drawn(rng, (("transfer", 84), ("cheque", 10), ("bill", 6))),
                names_invoices=rng.randrange(100) < 65,
                parent=parent,
            )
        )
    return dealers


def _weight(rank: int) -> int:
    """Return a size that falls with the rank such that a fifth makes some four fifths of it."""
    place = rank + 6
    return 10**15 // (place * isqrt(place * 10**6))


def _drawn(rng: Random, shares: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([name for name, _ in shares], weights=[share for _, share in shares])[0]


def _terms(rng: Random, rank: int, count: int) -> int:
    if rank < count // 2:
        return rng.choice((30, 30, 30, 45, 60))
    return rng.choice((0, 15, 30, 30, 30))


def _life(rng: Random, fortune: str) -> tuple[dt.date, dt.date]:
    """Return the days between which a dealer orders."""
    begin = plus(BEGIN, rng.randrange(1, 45))
    match fortune:
        case "new":
            return dt.date(2025, rng.randrange(6, 12), rng.randrange(1, 29)), END
        case "fading":
            return begin, dt.date(2025, rng.choice((9, 9, 10)), rng.randrange(1, 29))
        case "lost":
            year, month = rng.choice(((2024, 9), (2024, 11), (2025, 1), (2025, 3), (2025, 5)))
            return begin, dt.date(year, month, rng.randrange(1, 29))
        case _:
            return begin, END


def trend_percent(dealer: Dealer, day: dt.date) -> int:
    """Return how much a dealer buys on *day*, in percent of a normal day."""
    passed = (day - BEGIN).days * 100 // (END - BEGIN).days
    match dealer.fortune:
        case "growing":
            return 78 + passed * 55 // 100
        case "declining":
            return 122 - passed * 62 // 100
        case "fading" if day > plus(dealer.last_on, -120):
            return 55
        case _:
            return 100
