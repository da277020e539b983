"""Letting an order through, and whether that still holds (policies 2d)."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from pendulum import Date

from clientcare.domain.credit_limit import CreditBlock, CreditLimit, OrderRelease
from clientcare.domain.credit_scales import CreditCheck
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import StaffId
from clientcare.domain.orders import Order, OrderStatus
from clientcare.errors import InvalidValueError
from clientcare.policies.credit_hold import CreditFacts, OrderStep, Verdict, check_order
from clientcare.policies.order_release import (
    Recheck,
    ReleaseStanding,
    recheck_order,
    release_order,
    release_standing,
)
from clientcare.testing.documents import invoice, money, order
from clientcare.wording import explain

from .test_credit_hold import AS_OF, B, card, facts_of, limit_of, owed

BIG = order("NEW", "2026-03-31", "30000")
HELD = facts_of(owed("100000"), of=card(grade=B), new=BIG)
BOSS = StaffId("boss")


def written(facts: CreditFacts = HELD, **options: Any) -> OrderRelease:
    """Return the release of the boss."""
    usual = {"by": BOSS, "reason": "season", "as_of": AS_OF}
    release = release_order(facts, **{**usual, **options}).outcome
    assert release is not None
    return release


def released(facts: CreditFacts = HELD, **options: Any) -> CreditFacts:
    """Return the facts with the release on the card."""
    return attrs.evolve(facts, card=attrs.evolve(facts.card, releases=(written(facts, **options),)))


def later(days: int) -> Date:
    """Return a day after the release."""
    return Date.fromordinal(AS_OF.toordinal() + days)


def standing(facts: CreditFacts, days: int = 0) -> ReleaseStanding:
    """Return what is left of a release."""
    return release_standing(facts, as_of=later(days)).outcome


def of_value(gross: str, **changes: Any) -> Order:
    """Return the order at another value."""
    return attrs.evolve(order("NEW", "2026-03-31", gross), **changes)


class TestRelease:
    """The record of letting an order through."""

    def test_it_names_value_checks_person_and_reason(self) -> None:
        """And with it on the card the order goes on."""
        release = written()

        assert release == OrderRelease(
            order_id=BIG.id,
            value=money("30000"),
            released_on=AS_OF,
            checks=(CreditCheck.LIMIT,),
            released_by=BOSS,
            reason="season",
        )
        assert Verdict.HOLD is check_order(HELD, as_of=AS_OF).outcome
        assert Verdict.ALLOW is check_order(released(), as_of=AS_OF).outcome

    def test_every_check_that_stops_the_order_is_named(self) -> None:
        """Debts, too; a mere notice needs no release."""
        facts = facts_of(
            owed("100000", "2026-01-01"),
            of=card(grade=B, review_due=Date(2026, 2, 20)),
            new=BIG,
        )

        assert (CreditCheck.LIMIT, CreditCheck.OVERDUE, CreditCheck.PAYMENT) == (
            written(facts).checks
        )

    @pytest.mark.parametrize(
        "facts",
        [
            facts_of(new=BIG),
            facts_of(owed("200000")),
            attrs.evolve(HELD, step=OrderStep.BILLING),
            attrs.evolve(
                HELD,
                card=attrs.evolve(
                    HELD.card, blocks=(CreditBlock(since_on=Date(2026, 1, 1), reason="court"),)
                ),
            ),
        ],
    )
    def test_what_cannot_be_released(self, facts: CreditFacts) -> None:
        """An order that passes, no order, goods that are gone, and a block."""
        decision = release_order(facts, by=BOSS, reason="season", as_of=AS_OF)

        assert decision.outcome is None
        assert "credit.nothing_to_release" == decision.reasons[0].code

    def test_nobody_lets_an_order_through_without_a_reason(self) -> None:
        """Nor until a day before today."""
        with pytest.raises(InvalidValueError, match="reason"):
            written(reason=" ")
        with pytest.raises(InvalidValueError, match="until_on"):
            written(until_on=later(-1))


class TestStanding:
    """Whether a release still lets its order go on."""

    @pytest.mark.parametrize(
        ("days", "expected"),
        [(0, ReleaseStanding.COVERS), (7, ReleaseStanding.COVERS), (8, ReleaseStanding.EXPIRED)],
    )
    def test_it_holds_for_seven_days(self, days: int, expected: ReleaseStanding) -> None:
        """The last of them included."""
        assert expected is standing(released(), days)

    def test_a_sooner_end_holds(self) -> None:
        """One that was set by who released it; a later one than by the rules does not."""
        ends = [released(until_on=later(days)) for days in (1, 30)]

        assert [ReleaseStanding.EXPIRED, ReleaseStanding.COVERS] == [
            standing(one, 2) for one in ends
        ]
        assert ReleaseStanding.EXPIRED is standing(ends[1], 8)

    @pytest.mark.parametrize(
        ("gross", "expected"),
        [("31500", ReleaseStanding.COVERS), ("31500.01", ReleaseStanding.GROWN)],
    )
    def test_it_holds_for_five_percent_more(self, gross: str, expected: ReleaseStanding) -> None:
        """A larger edit blocks again."""
        assert expected is standing(attrs.evolve(released(), order=of_value(gross)))

    def test_it_holds_for_the_checks_that_it_names(self) -> None:
        """A debt that becomes overdue holds again."""
        facts = facts_of(
            owed("100000", "2026-03-16"), of=attrs.evolve(HELD.card, releases=(written(),)), new=BIG
        )
        decision = release_standing(facts, as_of=later(2))

        assert ReleaseStanding.NEW_CHECK is decision.outcome
        assert "another check fails now" in explain(decision)[0]

    def test_the_release_that_holds_is_told(self) -> None:
        """Not a later one for too little."""
        later_on = attrs.evolve(written(), released_on=later(1), value=money("1"))
        card = attrs.evolve(HELD.card, releases=(written(), later_on))
        decision = release_standing(attrs.evolve(HELD, card=card), as_of=later(1))

        assert ReleaseStanding.COVERS is decision.outcome
        assert AS_OF == decision.reasons[0].facts["released_on"]

    def test_what_was_never_released_and_what_needs_none(self) -> None:
        """A block beats every release; billing needs none."""
        blocks = (CreditBlock(since_on=Date(2026, 1, 1), reason="court"),)
        blocked = attrs.evolve(released(), card=attrs.evolve(released().card, blocks=blocks))

        assert ReleaseStanding.NONE is standing(HELD)
        assert ReleaseStanding.NONE is standing(facts_of(owed("200000")))
        assert ReleaseStanding.NOT_NEEDED is standing(facts_of(new=BIG))
        assert ReleaseStanding.NOT_NEEDED is standing(attrs.evolve(HELD, step=OrderStep.BILLING))
        assert ReleaseStanding.BLOCKED is standing(blocked)

    def test_a_release_of_tomorrow_is_none_today(self) -> None:
        """A replay of the past does not see it."""
        assert ReleaseStanding.NONE is standing(released(), -1)

    @pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
    def test_every_standing_is_put_in_words(self, language: str) -> None:
        """In all three languages."""
        cases = (released(), HELD, facts_of(new=BIG))

        assert all(explain(release_standing(one, as_of=AS_OF), language)[0] for one in cases)


class TestRecheck:
    """Every change that raises what is at risk."""

    @staticmethod
    def check(before: CreditFacts, after: CreditFacts) -> Decision[Recheck]:
        """Check again on the day of the order."""
        return recheck_order(before, after, as_of=AS_OF)

    @pytest.mark.parametrize(
        ("after", "code"),
        [
            (attrs.evolve(HELD, order=of_value("30000.01")), "credit.recheck_order_grew"),
            (
                attrs.evolve(HELD, card=attrs.evolve(HELD.card, limit=limit_of("119999.99"))),
                "credit.recheck_limit_cut",
            ),
            (
                attrs.evolve(HELD, card=attrs.evolve(HELD.card, limit=None)),
                "credit.recheck_limit_cut",
            ),
            (
                facts_of(owed("100000"), owed("1"), of=HELD.card, new=BIG),
                "credit.recheck_exposure_rose",
            ),
        ],
    )
    def test_more_risk_or_less_cover_calls_for_a_check(self, after: CreditFacts, code: str) -> None:
        """An order that grew, a limit that was cut or lost, an exposure that rose."""
        decision = self.check(HELD, after)

        assert decision.outcome.needed
        assert decision.has(code)
        assert check_order(after, as_of=AS_OF).outcome is decision.outcome.verdict

    def test_a_reopened_order_is_checked_again(self) -> None:
        """Also at the same value."""
        closed = of_value("30000", status=OrderStatus.CLOSED, ended_on=AS_OF)
        decision = self.check(attrs.evolve(HELD, order=closed), HELD)

        assert decision.has("credit.recheck_reopened")

    def test_a_cancellation_that_is_taken_back_is_growth(self) -> None:
        """The order is as large as before it, but larger than it was."""
        partly = attrs.evolve(HELD, order=of_value("10000"))
        decision = self.check(partly, HELD)

        assert decision.has("credit.recheck_order_grew")
        assert Verdict.HOLD is decision.outcome.verdict

    def test_a_release_that_is_used_up_is_told(self) -> None:
        """It covered the order before it grew."""
        grown = attrs.evolve(released(), order=of_value("40000"))
        decision = self.check(released(), grown)

        assert decision.has("credit.recheck_release_gone")
        assert ReleaseStanding.GROWN is decision.outcome.release

    @pytest.mark.parametrize(
        "after",
        [
            HELD,
            attrs.evolve(HELD, order=of_value("20000")),
            attrs.evolve(HELD, card=attrs.evolve(HELD.card, limit=limit_of("200000"))),
            attrs.evolve(HELD, order=None),
            facts_of(invoice("I", "2025-01-01", "1", "2026-12-31"), of=HELD.card, new=BIG),
        ],
    )
    def test_less_risk_calls_for_nothing(self, after: CreditFacts) -> None:
        """The verdict is told all the same."""
        decision = self.check(HELD, after)

        assert not decision.outcome.needed
        assert "credit.recheck_not_needed" == decision.reasons[0].code

    def test_a_ceiling_where_there_was_none_is_a_cut(self) -> None:
        """And no ceiling any more is none."""
        endless = attrs.evolve(
            HELD, card=attrs.evolve(HELD.card, limit=CreditLimit.without_ceiling())
        )

        assert self.check(endless, HELD).has("credit.recheck_limit_cut")
        assert not self.check(HELD, endless).outcome.needed
        assert all(explain(self.check(endless, HELD), "zh-Hans"))
