"""Whom to ask for money first."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.ids import CustomerId, InvoiceId, PaymentPromiseId
from clientcare.domain.money import Money
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.rates import Rates
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError
from clientcare.policies.collection_order import (
    CollectionCase,
    CollectionLine,
    CollectionRules,
    CollectionStanding,
    collection_line,
    collection_order,
)
from clientcare.policies.overdue import OverdueItem
from clientcare.policies.payment_promises import PaymentPromiseState
from clientcare.testing.documents import DEALER, day, money, rate
from clientcare.wording import Language, render

TODAY: Final = day("2024-06-30")
Standing = CollectionStanding


def item(
    amount: str, days: int, key: str = "I-1", *, sheltered: bool = False, currency: str = "CNY"
) -> OverdueItem:
    """Return an invoice so many days overdue."""
    return OverdueItem(
        invoice_id=InvoiceId(key),
        open=money(amount, currency),
        days_past_due=max(days, 1),
        days_overdue=days,
        disputed=sheltered,
        sheltered=sheltered,
        insured=False,
    )


def promised(
    state: PaymentPromiseState | None, amount: str = "1000", due: str = "2024-07-05"
) -> tuple[PaymentPromise, PaymentPromiseState | None]:
    """Return a promise that came to *state*."""
    made = PaymentPromise(
        id=PaymentPromiseId(f"PP-{due}"),
        customer_id=DEALER,
        made_on=day("2024-06-01"),
        due_on=day(due),
        amount=money(amount),
    )
    return made, state


def line(
    *items: OverdueItem,
    key: str = "dealer-1",
    tier: Tier | None = None,
    promises: Iterable[tuple[PaymentPromise, PaymentPromiseState | None]] = (),
    rates: Rates = Rates(),
    limit: Money | None = None,
) -> CollectionLine | None:
    """Return the line of one customer."""
    case = CollectionCase(
        customer_id=CustomerId(key),
        overdue=items,
        tier=tier,
        promises=tuple(promises),
        limit=limit,
    )
    decision = collection_line(case, as_of=TODAY, currency="CNY", rates=rates)
    for reason in decision.reasons:
        for tongue in Language:
            assert reason.code not in render(reason, tongue)
    return decision.outcome


def ranked(*lines: CollectionLine | None) -> list[str]:
    """Return the customers in their order."""
    return [one.customer_id for one in collection_order(one for one in lines if one)]


def test_a_promise_comes_with_what_became_of_it() -> None:
    """Anything else is refused at once."""
    for wrong in ("p", (1, None)):
        with pytest.raises(InvalidValueError, match="a promise and what became of it"):
            CollectionCase(customer_id=CustomerId("dealer-1"), promises=(wrong,))  # type: ignore[arg-type]


class TestLine:
    """What one customer is asked for."""

    def test_amount_and_age(self) -> None:
        """The sum, its parts, the oldest item, and money times days."""
        found = line(item("1000", 10), item("500", 40, "I-2"))

        assert found is not None
        assert (Standing.OVERDUE, money("1500"), 40) == (
            found.standing,
            found.overdue,
            found.oldest_days,
        )
        assert 1000 * 10 + 500 * 40 == found.weight

    def test_nothing_overdue_is_no_line(self) -> None:
        """What is sheltered or deferred is not asked for, alone."""
        assert line() is None
        assert line(item("1000", 10, sheltered=True), item("1000", 0)) is None

    def test_what_is_left_out_is_named(self) -> None:
        """A disputed invoice beside others is told of."""
        found = line(item("1000", 10), item("7", 10, "I-2", sheltered=True))

        assert found is not None
        assert money("1000") == found.overdue
        assert ("collection.overdue", "collection.left_out") == tuple(
            one.code for one in found.reasons
        )

    @pytest.mark.parametrize(
        ("amount", "limit", "expected"),
        [
            ("99.99", None, Standing.SMALL),
            ("100", None, Standing.OVERDUE),
            ("499.99", money("50000"), Standing.SMALL),
            ("499.99", money("50000", "USD"), Standing.OVERDUE),
        ],
    )
    def test_small_sums(self, amount: str, limit: Money | None, expected: Standing) -> None:
        """Below 100, or one per cent of the limit if that is more."""
        found = line(item(amount, 10), limit=limit)

        assert found is not None
        assert expected is found.standing

    def test_a_broken_promise_comes_first(self) -> None:
        """It is a reason of its own, before the sum."""
        found = line(item("50", 1), promises=[promised(PaymentPromiseState.BROKEN)])

        assert found is not None
        assert Standing.BROKEN_PROMISE is found.standing
        assert "collection.broken_promise" == found.reasons[0].code

    @pytest.mark.parametrize(
        ("amount", "expected"), [("1000", Standing.WAITING), ("999.99", Standing.OVERDUE)]
    )
    def test_an_open_promise_is_waited_for(self, amount: str, expected: Standing) -> None:
        """If it covers what is overdue."""
        found = line(item("1000", 10), promises=[promised(PaymentPromiseState.OPEN, amount)])

        assert found is not None
        assert expected is found.standing
        assert (expected is Standing.WAITING) == (found.wait_until == day("2024-07-05"))

    def test_several_promises(self) -> None:
        """Open ones cover together; a broken one ends the waiting."""
        two = [
            promised(PaymentPromiseState.OPEN, "600"),
            promised(PaymentPromiseState.OPEN, "400", "2024-07-09"),
        ]
        waiting = line(item("1000", 10), promises=two)
        asked = line(
            item("1000", 10),
            promises=[*two, promised(PaymentPromiseState.BROKEN, "1", "2024-06-09")],
        )

        assert waiting is not None
        assert asked is not None
        assert day("2024-07-09") == waiting.wait_until
        assert (Standing.BROKEN_PROMISE, None) == (asked.standing, asked.wait_until)

    def test_kept_and_future_promises_change_nothing(self) -> None:
        """Only open and broken ones do."""
        states = [PaymentPromiseState.KEPT, PaymentPromiseState.WITHDRAWN, None]
        found = line(item("1000", 10), promises=[promised(state) for state in states])

        assert found is not None
        assert Standing.OVERDUE is found.standing

    def test_several_currencies(self) -> None:
        """Without a rate the sum is unknown, and each currency is still named."""
        dollars = item("10", 10, "I-2", currency="USD")
        known = Rates(rates=(rate("USD", "CNY", "2024-06-30", "7"),))
        found = line(item("1000", 10), dollars)
        worth = line(item("1000", 10), dollars, rates=known)

        assert found is not None
        assert worth is not None
        assert (None, None, (money("1000"), money("10", "USD"))) == (
            found.overdue,
            found.weight,
            found.to_pay,
        )
        assert Standing.OVERDUE is found.standing
        assert (money("1070"), Fraction(10700)) == (worth.overdue, worth.weight)

    def test_rules_can_wait_longer(self) -> None:
        """A firm may ask only after some days."""
        case = CollectionCase(customer_id=DEALER, overdue=(item("1000", 5),))
        rules = CollectionRules(more_than_days=5)
        decision = collection_line(case, as_of=TODAY, currency="CNY", rules=rules)

        assert decision.outcome is None
        assert ("collection.nothing",) == decision.codes


class TestOrder:
    """The order of the day."""

    def test_by_standing_then_weight(self) -> None:
        """Broken promises, then the heaviest, then small sums, then who is waited for."""
        assert ["broken", "heavy", "light", "small", "waiting"] == ranked(
            line(item("99", 90), key="small"),
            line(item("900", 90), key="waiting", promises=[promised(PaymentPromiseState.OPEN)]),
            line(item("1000", 9), key="light"),
            line(item("101", 1), key="broken", promises=[promised(PaymentPromiseState.BROKEN)]),
            line(item("200", 90), key="heavy"),
        )

    def test_of_equal_weight_the_older_then_the_tier(self) -> None:
        """1,000 of 9 days and 100 of 90 days weigh the same; then A before C before unknown."""
        assert ["old", "A", "C", "none-1", "none-2"] == ranked(
            line(item("1000", 9), key="none-2"),
            line(item("1000", 9), key="none-1"),
            line(item("1000", 9), key="C", tier=Tier.C),
            line(item("1000", 9), key="A", tier=Tier.A),
            line(item("100", 90), key="old"),
        )

    def test_an_unknown_weight_is_not_overlooked(self) -> None:
        """It comes before all known ones of its standing."""
        assert ["dollars", "heavy"] == ranked(
            line(item("99999", 90), key="heavy"),
            line(item("1", 1, currency="USD"), key="dollars"),
        )

    def test_each_customer_once(self) -> None:
        """One customer twice is a mistake of the caller's."""
        one = line(item("1000", 9))

        with pytest.raises(InvalidValueError, match="once"):
            ranked(one, one)

    @given(
        st.lists(
            st.tuples(st.integers(1, 300), st.integers(1, 90), st.sampled_from([None, *Tier])),
            max_size=5,
        ),
        st.randoms(use_true_random=False),
    )
    def test_the_order_of_the_input_does_not_matter(
        self, owed: list[tuple[int, int, Tier | None]], random: Random
    ) -> None:
        """However the lines come, the list is the same."""
        lines = [
            line(item(str(amount), days), key=f"c-{at}", tier=tier)
            for at, (amount, days, tier) in enumerate(owed)
        ]
        mixed = list(lines)
        random.shuffle(mixed)

        assert ranked(*lines) == ranked(*mixed)

    @given(st.integers(100, 900), st.integers(1, 90))
    def test_owing_more_or_longer_never_comes_later(self, amount: int, days: int) -> None:
        """A customer who owes more, or the same for longer, is asked first."""
        base = line(item(str(amount), days), key="b")

        assert ["a", "b"] == ranked(base, line(item(str(amount + 1), days), key="a"))
        assert ["a", "b"] == ranked(base, line(item(str(amount), days + 1), key="a"))
