"""What is owed beside calls and visits."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from pendulum import Date

from clientcare.domain.aftercare import (
    CustomerCheck,
    NoticeKind,
    PersonnelChange,
    ProductNotice,
    PurchaseCare,
    PurchaseStep,
    SatisfactionAnswer,
    ServicedItem,
)
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import (
    CustomerCheckId,
    CustomerId,
    PersonnelChangeId,
    ProductNoticeId,
    PurchaseCareId,
    SatisfactionId,
    ServicedItemId,
)
from clientcare.domain.lifecycle import LifecycleState
from clientcare.domain.scales import ContactRole, Tier
from clientcare.domain.touchpoints import Purpose
from clientcare.errors import InvalidValueError
from clientcare.policies.aftercare import (
    AftercareFacts,
    AftercareRules,
    CareStanding,
    care_duties,
    last_answer,
)

OFFICE = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
MONDAY = Date(2026, 11, 23)
DEALER = CustomerId("dealer-1")


def on(month: int, day: int, year: int = 2026) -> Date:
    """Return a date of 2026."""
    return Date(year, month, day)


def owed(as_of: Date = MONDAY, **facts: Any) -> list[tuple[str, str, CareStanding]]:
    """Return topic, last day in time and standing of what is owed."""
    found = care_duties(AftercareFacts(**facts), as_of=as_of, calendar=OFFICE).outcome
    return [(one.topic.value, one.late_after_on.isoformat(), one.standing) for one in found]


def answer(asked_on: Date, score: int | None = 4, number: str = "a") -> SatisfactionAnswer:
    """Return an answer on satisfaction."""
    return SatisfactionAnswer(
        id=SatisfactionId(number), customer_id=DEALER, asked_on=asked_on, answer=score
    )


def notice(
    issued_on: Date, kind: NoticeKind = NoticeKind.BULLETIN, *products: str
) -> ProductNotice:
    """Return a notice."""
    return ProductNotice(
        id=ProductNoticeId("n"), kind=kind, about="new", products=products, issued_on=issued_on
    )


def test_nothing() -> None:
    """An empty customer is owed nothing, and is told so."""
    decision = care_duties(AftercareFacts(), as_of=MONDAY, calendar=OFFICE)

    assert ((), ("aftercare.nothing_owed",)) == (decision.outcome, decision.codes)


@pytest.mark.parametrize(
    ("as_of", "standing"),
    [
        (on(11, 20), None),
        (on(11, 23), CareStanding.DUE),
        (on(11, 27), CareStanding.DUE),
        (on(11, 28), CareStanding.LATE),
    ],
)
def test_satisfaction_is_asked_right_after_a_deal(
    as_of: Date, standing: CareStanding | None
) -> None:
    """From the next business day, late after a week."""
    expected = [] if standing is None else [("satisfaction", "2026-11-27", standing)]

    assert expected == owed(as_of, confirmed_on=(on(11, 20),))


@pytest.mark.parametrize(("asked_on", "left"), [(on(11, 19), 1), (on(11, 20), 0), (on(11, 24), 1)])
def test_satisfaction_is_asked_once_a_deal(asked_on: Date, left: int) -> None:
    """Who was asked since is not asked again, answered or not; tomorrow's question is not known."""
    found = owed(confirmed_on=(on(11, 20),), answers=(answer(asked_on, None),))

    assert left == len(found)


def test_deliveries_of_a_set_are_one_deal() -> None:
    """The latest of a set counts."""
    found = owed(confirmed_on=(on(11, 9), on(11, 16), on(11, 20)), answers=(answer(on(11, 17)),))

    assert [("satisfaction", "2026-11-27", CareStanding.DUE)] == found


def test_the_last_answer() -> None:
    """The latest that was given, up to the day; none is unknown."""
    given = [
        answer(on(11, 1), 2),
        answer(on(11, 5), 5),
        answer(on(11, 6), None),
        answer(on(12, 1), 1),
    ]

    assert (5, None) == (last_answer(given, as_of=MONDAY), last_answer([], as_of=MONDAY))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [("maintenance", "2026-12-04", CareStanding.DUE)]),
        ({"serviced_on": (on(7, 1),)}, []),
        ({"serviced_on": (on(12, 1),)}, [("maintenance", "2026-12-04", CareStanding.DUE)]),
        ({"every_months": 3}, [("maintenance", "2026-09-03", CareStanding.LATE)]),
        ({"installed_on": on(11, 24)}, []),
        ({"ended_on": MONDAY}, []),
        ({"ended_on": on(11, 24)}, [("maintenance", "2026-12-04", CareStanding.DUE)]),
    ],
)
def test_maintenance(changes: dict[str, Any], expected: list[Any]) -> None:
    """Every so many months from the last time, two weeks before and after."""
    item = ServicedItem(
        id=ServicedItemId("boiler"),
        customer_id=DEALER,
        what="boiler",
        installed_on=on(5, 20),
        every_months=6,
    )

    assert expected == owed(items=(attrs.evolve(item, **changes),))


@pytest.mark.parametrize(
    ("told", "bought", "expected"),
    [
        ((), {}, []),
        ((), {"valve": on(11, 19, 2024)}, []),
        ((), {"valve": on(11, 20, 2024)}, ["2026-11-26"]),
        ((), {"pipe": on(11, 1)}, []),
        (("n",), {"valve": on(11, 1)}, []),
    ],
)
def test_a_change_goes_to_who_bought_it(
    told: tuple[str, ...], bought: dict[str, Date], expected: list[str]
) -> None:
    """Who ordered the product in the last two years hears of it within a week, once."""
    changed = notice(on(11, 19), NoticeKind.CHANGE, "valve")
    found = owed(notices=(changed,), told=told, bought_on=bought)

    assert expected == [late for _, late, _ in found]


@pytest.mark.parametrize(
    ("issued_on", "standings"),
    [
        (on(11, 24), []),
        (on(11, 23), [CareStanding.DUE]),
        (on(10, 23), [CareStanding.LATE]),
        (on(10, 22), []),
    ],
)
def test_bulletins_lapse(issued_on: Date, standings: list[CareStanding]) -> None:
    """News of last month are none; a bulletin of tomorrow is not out."""
    assert standings == [one for _, _, one in owed(notices=(notice(issued_on),))]


def test_a_change_never_lapses() -> None:
    """Who bought something has to know what became of it."""
    old = notice(on(1, 5), NoticeKind.CHANGE, "valve")

    assert [CareStanding.LATE] == [
        one for _, _, one in owed(notices=(old,), bought_on={"valve": on(1, 2)})
    ]


@pytest.mark.parametrize(
    ("known_on", "acted_on", "expected"),
    [
        (on(11, 20), None, [("personnel", "2026-11-27", CareStanding.DUE)]),
        (on(11, 13), None, [("personnel", "2026-11-20", CareStanding.LATE)]),
        (on(11, 13), on(11, 16), []),
        (on(11, 20), on(11, 24), [("personnel", "2026-11-27", CareStanding.DUE)]),
        (on(11, 24), None, []),
    ],
)
def test_changes_of_people(known_on: Date, acted_on: Date | None, expected: list[Any]) -> None:
    """Acted on within five business days."""
    change = PersonnelChange(
        id=PersonnelChangeId("c"),
        customer_id=DEALER,
        role=ContactRole.BUYER,
        known_on=known_on,
        acted_on=acted_on,
    )

    assert expected == owed(changes=(change,))


@pytest.mark.parametrize(
    ("bought_on", "left_out", "expected"),
    [
        (on(11, 16), (), [("purchase", "2026-11-23", CareStanding.DUE)]),
        (on(11, 13), (), [("purchase", "2026-11-20", CareStanding.LATE)]),
        (on(11, 13), tuple(PurchaseStep), []),
        (on(11, 24), (), []),
    ],
)
def test_steps_after_a_purchase(
    bought_on: Date, left_out: tuple[PurchaseStep, ...], expected: list[Any]
) -> None:
    """All of them within five business days."""
    purchase = PurchaseCare(
        id=PurchaseCareId("p"), customer_id=DEALER, bought_on=bought_on, left_out=left_out
    )

    assert expected == owed(purchases=(purchase,))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tier": Tier.A}, ["2026-03-31"]),
        ({"tier": None}, ["2026-12-31"]),
        ({"tier": Tier.A, "checked": on(11, 2)}, []),
        ({"tier": Tier.A, "entered_on": None}, []),
        ({"tier": Tier.A, "confirmed_on": ()}, []),
        ({"tier": Tier.A, "lifecycle": LifecycleState.PROSPECT}, []),
    ],
)
def test_old_customers_are_checked(changes: dict[str, Any], expected: list[str]) -> None:
    """Every three, six or twelve months by tier, late a month after."""
    checked = changes.pop("checked", None)
    check = (
        ()
        if checked is None
        else (CustomerCheck(id=CustomerCheckId("k"), customer_id=DEALER, checked_on=checked),)
    )
    usual: dict[str, Any] = {
        "entered_on": on(12, 1, 2025),
        "confirmed_on": (on(12, 1, 2025),),
        "answers": (answer(on(12, 2, 2025)),),
        "checks": check,
    }

    assert expected == [late for _, late, _ in owed(on(12, 1), **{**usual, **changes})]


def test_what_is_late_comes_first_and_names_its_contact() -> None:
    """The order is by lateness, and each says by which contact it is done."""
    change = PersonnelChange(
        id=PersonnelChangeId("c"),
        customer_id=DEALER,
        role=ContactRole.BUYER,
        known_on=on(11, 13),
    )
    found = care_duties(
        AftercareFacts(confirmed_on=(on(11, 20),), changes=(change,)),
        as_of=MONDAY,
        calendar=OFFICE,
    ).outcome

    assert ["personnel", "satisfaction"] == [one.topic.value for one in found]
    assert {Purpose.SERVICE} == {one.wish.purpose for one in found}


@pytest.mark.parametrize("months", [{Tier.A: 3}, {Tier.A: 0, Tier.B: 6, Tier.C: 12}])
def test_refused_rules(months: dict[Tier, int]) -> None:
    """Every tier has an interval of a month or more."""
    with pytest.raises(InvalidValueError):
        AftercareRules(check_months=months)
