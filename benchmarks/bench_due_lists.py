"""Due lists of a stream of customers: what a customer costs as the stream grows, in time and memory."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Iterator
from typing import Final

import pendulum
from pendulum import Date

from benchmarks.harness import Table
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, PersonId, StaffId, TouchpointId
from clientcare.domain.scales import Tier
from clientcare.domain.touchpoints import Channel, Purpose, TouchOutcome, Touchpoint
from clientcare.policies.after_sales import AfterSalesFacts
from clientcare.policies.aftercare import AftercareFacts
from clientcare.policies.cadence import CadenceFacts
from clientcare.policies.contact_permission import ContactFacts
from clientcare.services.due_list import CareFacts, due_lists

SMALL, LARGE = 2_500, 20_000
PEOPLE: Final = 50
MOST: Final = 40
_OFFICE: Final = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
_NOW: Final = pendulum.datetime(2026, 11, 23, 10, tz="Asia/Shanghai")
_TIERS: Final = tuple(Tier)


def _customers(count: int) -> Iterator[CareFacts]:
    """Yield customers of all tiers, each with a sale, a visit and two contacts."""
    today = _NOW.toordinal()
    for number in range(count):
        name, tier = CustomerId(f"{number:07}"), _TIERS[number % 3]
        visited = Date.fromordinal(today - number % 45)
        sold = Date.fromordinal(today - number % 60)
        touched = tuple(
            Touchpoint(
                id=TouchpointId(f"{number}-{ago}"),
                customer_id=name,
                channel=Channel.CALL,
                purpose=Purpose.SERVICE,
                outcome=TouchOutcome.REACHED,
                at=_OFFICE.instant(Date.fromordinal(today - number % 9 - ago), 600),
            )
            for ago in (1, 4)
        )
        yield CareFacts(
            owner_id=StaffId(f"R{number % PEOPLE}"),
            cadence=CadenceFacts(
                customer_id=name,
                tier=tier,
                visited_on=(visited,),
                contacted_at=tuple(one.at for one in touched),
            ),
            after_sales=AfterSalesFacts(
                customer_id=name, confirmed_on=(sold,), bought_before=True, visited_on=(visited,)
            ),
            aftercare=AftercareFacts(tier=tier, confirmed_on=(sold,)),
            contact=ContactFacts(
                person_id=PersonId(f"P{number}"),
                customer_id=name,
                account_time_zone="Asia/Shanghai",
                calendar=_OFFICE,
                under_contract=True,
                touchpoints=touched,
            ),
        )


def _lists(count: int) -> int:
    found = due_lists(_customers(count), now=_NOW, calendar=_OFFICE, most=MOST)
    return sum(len(each.lines) + each.left_out for each in found.values())


def _seconds(count: int) -> float:
    gc.collect()
    begin = time.process_time()
    _lists(count)
    return time.process_time() - begin


def _peak(count: int) -> float:
    tracemalloc.start()
    try:
        _lists(count)
        return float(tracemalloc.get_traced_memory()[1])
    finally:
        tracemalloc.stop()


def table() -> Table:
    """Compare the time of one customer in a short and in a long stream, and the peak memory."""
    _lists(100)
    rounds = [(_seconds(SMALL), _seconds(LARGE)) for _ in range(2)]
    peaks = (_peak(SMALL), _peak(LARGE))
    seconds = {
        f"a customer of {SMALL:,}": min(one for one, _ in rounds) / SMALL,
        f"a customer of {LARGE:,}": min(one for _, one in rounds) / LARGE,
    }
    title = (
        f"due lists of {PEOPLE} people, {MOST} lines each; peak memory of {LARGE:,} to {SMALL:,}"
        f" customers {peaks[1] / peaks[0]:.2f} x"
    )
    return Table(title=title, seconds=seconds)


if __name__ == "__main__":
    print(table())
