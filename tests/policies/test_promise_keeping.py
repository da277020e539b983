"""How many promises are kept, and one more (F5)."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import Date, DateTime

from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.ids import CustomerId, PromiseId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.promises import Promise, PromiseState
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.kpi import Period
from clientcare.policies.promise_keeping import (
    PromiseGuardRules,
    PromiseVerdict,
    check_promise,
    promise_keeping,
    promise_keeping_by_customer,
    promise_keeping_by_rep,
)
from clientcare.testing.strategies import relations
from clientcare.wording import texts

FIRM = WorkCalendar.weekly("firm", time_zone="Asia/Shanghai")
NOV = Period(first_on=Date(2026, 11, 1), last_on=Date(2026, 11, 30))


def at(day: int, hour: int = 12) -> DateTime:
    """Return a moment of November."""
    return pendulum.datetime(2026, 11, day, hour, tz="Asia/Shanghai")


def promise(key: str, due: int = 10, *, rep: str | None = "rep", customer: str = "C") -> Promise:
    """Return a promise of the first of the month."""
    return Promise(
        id=PromiseId(key),
        customer_id=CustomerId(customer),
        what="x",
        made_by=None if rep is None else StaffId(rep),
        made_at=at(1),
        due_at=at(due),
    )


KEPT = promise("a").fulfil(at=at(10))
LATE = promise("b").fulfil(at=at(11))
BROKEN = promise("c").break_(at=at(5), reason="x")
FORGOTTEN = promise("d")
RELEASED = promise("e").release(at=at(5), reason="x")
OPEN = promise("f", 20)
ALL = (KEPT, LATE, BROKEN, FORGOTTEN, RELEASED, OPEN)


def test_what_counts() -> None:
    """One of four: late, broken and forgotten count against it; released and open do not."""
    found = promise_keeping(ALL, period=NOV, now=at(20), calendar=FIRM)
    facts = found.reasons[0].facts

    assert (Fraction(1, 4), 1, 4) == (
        found.outcome.value,
        found.outcome.numerator,
        found.outcome.denominator,
    )
    assert (1, 2, 1, 1) == (facts["late"], facts["broken"], facts["released"], facts["open"])
    assert set(found.codes) <= texts().keys()


def test_exactly_at_the_due_instant() -> None:
    """In time still, and broken a moment later, though nobody said so."""
    for now, counted in ((at(10), 0), (at(10).add(microseconds=1), 1)):
        found = promise_keeping([FORGOTTEN], period=NOV, now=now, calendar=FIRM)
        assert counted == found.outcome.denominator


def test_the_past_does_not_know_what_came_later() -> None:
    """Before it was kept it was open, before it was made it was not there."""
    for now in (at(9), at(1, 11)):
        found = promise_keeping([KEPT], period=NOV, now=now, calendar=FIRM)
        assert (None, 0) == (found.outcome.value, found.outcome.denominator)


def test_the_period_goes_by_the_firm_s_day() -> None:
    """Due on the last of October at 17:00 UTC is due on the first of November in Shanghai."""
    due = attrs.evolve(
        FORGOTTEN,
        made_at=pendulum.datetime(2026, 10, 1, tz="UTC"),
        due_at=pendulum.datetime(2026, 10, 31, 17, tz="UTC"),
    )

    assert 1 == promise_keeping([due], period=NOV, now=at(9), calendar=FIRM).outcome.denominator


def test_by_rep_and_by_customer() -> None:
    """Each has a figure of its own; nobody known is nobody."""
    every = (KEPT, promise("x", rep=None, customer="D"))
    by_rep = promise_keeping_by_rep(every, period=NOV, now=at(20), calendar=FIRM)
    by_customer = promise_keeping_by_customer(every, period=NOV, now=at(20), calendar=FIRM)

    assert {"rep": 1, None: 0} == {who: one.outcome.value for who, one in by_rep.items()}
    assert {"C": 1, "D": 0} == {who: one.outcome.value for who, one in by_customer.items()}


@given(
    st.lists(relations.promises(), max_size=6, unique_by=lambda one: one.id), relations.instants()
)
def test_every_promise_due_is_counted_once(promises: list[Promise], now: DateTime) -> None:
    """Kept, missed, released and open together are the promises made and due in the period."""
    period = Period(first_on=Date(2026, 10, 10), last_on=Date(2026, 10, 20))
    found = promise_keeping(promises, period=period, now=now, calendar=FIRM)
    facts = found.inputs
    due = [
        one
        for one in promises
        if period.covers(one.due_at.in_timezone("Asia/Shanghai").date()) and one.made_at <= now
    ]

    assert len(due) == sum(int(str(facts[name])) for name in ("denominator", "released", "open"))


def verdict(
    planned: Promise, *others: Promise, authority: Money | None = None
) -> tuple[PromiseVerdict, tuple[str, ...]]:
    """Return the verdict by small limits, and why."""
    rules = PromiseGuardRules(flag_to_customer=2, flag_of_rep=3, refuse_of_rep=4)
    found = check_promise(planned, others, authority=authority, rules=rules)
    assert set(found.codes) <= texts().keys()
    return found.outcome, tuple(code.partition(".")[2] for code in found.codes)


def others(count: int, *, rep: str | None = "rep", customer: str | None = None) -> list[Promise]:
    """Return open promises, each to a customer of its own unless told."""
    return [
        promise(f"o{place}", 20, rep=rep, customer=customer or f"D{place}")
        for place in range(count)
    ]


NEW = attrs.evolve(promise("new", 25), made_at=at(15))
V = PromiseVerdict


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (2, (V.FINE, ("fine",))),
        (3, (V.FLAGGED, ("too_many",))),
        (4, (V.REFUSED, ("far_too_many",))),
    ],
)
def test_too_many_of_one_salesperson(
    count: int, expected: tuple[PromiseVerdict, tuple[str, ...]]
) -> None:
    """The limits count the new one too."""
    assert expected == verdict(NEW, *others(count))


def test_too_many_to_one_customer() -> None:
    """Whoever made them."""
    assert (V.FINE, ("fine",)) == verdict(NEW, *others(1, customer="C", rep="x"))
    assert (V.FLAGGED, ("too_many_to",)) == verdict(NEW, *others(2, customer="C", rep="x"))


def test_what_does_not_count() -> None:
    """Settled ones, later ones, the promise itself; a forgotten one does count."""
    later = attrs.evolve(promise("l", 26), made_at=at(16))

    assert V.FINE is verdict(NEW, KEPT, LATE, RELEASED, later, NEW)[0]
    assert V.FLAGGED is verdict(NEW, FORGOTTEN, BROKEN)[0]


def test_nobody_s_promises_are_not_added_up() -> None:
    """Without a name there is no salesperson who has too many."""
    unknown = attrs.evolve(NEW, made_by=None)

    assert V.FINE is verdict(unknown, *others(5, rep=None))[0]


def test_authority() -> None:
    """Exactly what one may decide is fine, more is refused, an unknown limit is flagged."""
    worth = attrs.evolve(NEW, value=Money.of(100, "CNY"))

    assert V.FINE is verdict(worth, authority=Money.of(100, "CNY"))[0]
    assert (V.REFUSED, ("beyond_authority",)) == verdict(worth, authority=Money.of("99.99", "CNY"))
    assert (V.FLAGGED, ("authority_unknown",)) == verdict(worth)
    assert V.FINE is verdict(NEW, authority=Money.zero("CNY"))[0]
    with pytest.raises(CurrencyMismatchError):
        verdict(worth, authority=Money.of(100, "USD"))


def test_the_worst_comes_first() -> None:
    """All that is wrong is told."""
    worth = attrs.evolve(NEW, value=Money.of(100, "CNY"))

    assert (V.REFUSED, ("far_too_many", "authority_unknown")) == verdict(worth, *others(4))


def test_rules_fit_together() -> None:
    """Nothing is refused that is not flagged."""
    with pytest.raises(InvalidValueError, match="flag_of_rep"):
        PromiseGuardRules(flag_of_rep=5, refuse_of_rep=4)


def test_states_are_all_thought_of() -> None:
    """A new state would have to be counted."""
    assert {"open", "kept", "late", "broken", "released"} == set(PromiseState)


def test_each_promise_comes_once() -> None:
    """One that comes twice is not counted twice."""
    with pytest.raises(InvalidValueError, match="each promise once"):
        promise_keeping([KEPT, KEPT], period=NOV, now=at(20), calendar=FIRM)
    with pytest.raises(InvalidValueError, match="each promise once"):
        check_promise(promise("new"), [OPEN, OPEN], authority=None)
