"""Recurrence and the control chart answer as a second reading of the text does."""

from __future__ import annotations

from typing import Final

import pendulum
from hypothesis import event, given
from hypothesis import strategies as st
from pendulum import Date
from tests.oracles.recurrence_oracle import Counted, exceeded, first_of, month_number, troubles

from clientcare.domain.complaint_scales import CauseKind
from clientcare.domain.ids import ComplaintId, CustomerId
from clientcare.policies.control_chart import MonthFigures, control_chart
from clientcare.policies.recurrence import RecurrenceCase, recurrences

TODAY: Final = Date(2026, 11, 20)
CAUSES: Final = (None, CauseKind.QUANTITY, CauseKind.DELIVERY_DELAY)


@st.composite
def counted(draw: st.DrawFn) -> list[Counted]:
    """Return complaints near the ends of the windows."""
    days = st.sampled_from([-1, 0, 1, 88, 89, 90, 178, 179, 180]) | st.integers(-3, 400)
    return [
        Counted(
            name=f"C-{number}",
            customer=draw(st.sampled_from(["d1", "d2"])),
            product=draw(st.sampled_from(["", " ", "泵", "阀"])),
            cause=draw(st.sampled_from(CAUSES)),
            day=TODAY.toordinal() - draw(days),
            p1=draw(st.sampled_from([False, False, False, True])),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


def as_case(one: Counted) -> RecurrenceCase:
    """Return the same for the policy."""
    return RecurrenceCase(
        complaint_id=ComplaintId(one.name),
        customer_id=CustomerId(one.customer),
        product=one.product,
        cause=one.cause,
        received_on=Date.fromordinal(one.day),
        is_p1=one.p1,
    )


@given(counted(), st.randoms(use_true_random=False))
def test_troubles(cases: list[Counted], chance: object) -> None:
    """Every trigger, with its key and cases, whatever the order of the input."""
    given_ = [as_case(one) for one in cases]
    chance.shuffle(given_)  # type: ignore[attr-defined] # hypothesis hands a Random
    answer = recurrences(given_, as_of=TODAY)
    found = {
        (one.trigger.value, one.key.text, tuple(case.complaint_id for case in one.cases))
        for one in answer.outcome
    }
    event(f"{len(found)} troubles")

    assert found == troubles(cases, TODAY.toordinal())


@st.composite
def figures(draw: st.DrawFn) -> dict[int, tuple[int | None, int | None]]:
    """Return months around 2025 with rates near their limits, some unknown or missing."""
    first = month_number(Date(2024, 1, 1))
    scale = draw(st.sampled_from([10, 60, 400, 20_000]))
    odd = st.sampled_from([None, 0, scale])
    months: dict[int, tuple[int | None, int | None]] = {}
    for number in range(first, first + draw(st.integers(12, 16))):
        orders = draw(st.integers(scale // 2, scale)) if draw(st.integers(0, 30)) else draw(odd)
        most = scale // draw(st.sampled_from([3, 5, 10]))
        complaints = draw(st.integers(0, most)) if draw(st.integers(0, 30)) else draw(odd)
        if draw(st.integers(0, 40)):
            months[number] = (orders, complaints)
    return months


@given(figures())
def test_control_chart(months: dict[int, tuple[int | None, int | None]]) -> None:
    """Each complete month is above its limit, or not, or undetermined."""
    points = control_chart(
        [
            MonthFigures(month=first_of(number), orders=orders, complaints=complaints)
            for number, (orders, complaints) in months.items()
        ],
        as_of=Date(2026, 1, 1),
    ).outcome
    expected = {number: exceeded(months, number) for number in months}
    for verdict in set(expected.values()):
        event(f"a month is {verdict}")

    assert {month_number(point.month): point.exceeded for point in points} == expected


def test_exactly_at_the_limit_is_not_above_it() -> None:
    """Mean 1/10 of 900 orders: the deviation is 1/100, so 117 of 900 are at the limit."""
    before = {month_number(Date(2025, 1, 1)) + back: (100, 10) for back in range(12)}
    last = month_number(Date(2026, 1, 1))
    for complaints, expected in ((117, False), (118, True)):
        months: dict[int, tuple[int | None, int | None]] = {**before, last: (900, complaints)}
        point = control_chart(
            [
                MonthFigures(month=first_of(number), orders=orders, complaints=found)
                for number, (orders, found) in months.items()
            ],
            as_of=pendulum.date(2026, 1, 31),
        ).outcome[-1]

        assert point.exceeded is expected
        assert exceeded(months, last) is expected
        assert str(point.limit) == "0.130000"
