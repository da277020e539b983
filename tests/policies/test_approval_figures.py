"""What a request rests on today, and what speaks against it."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from pendulum import Date

from clientcare.domain.approval_requests import Asked, LimitFigures
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import CreditLimit, LimitBasis, LimitState
from clientcare.domain.ids import CreditCardId, CustomerId
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.policies.approval_figures import limit_figures, limit_objections
from clientcare.policies.credit_limit import ProposedLimit
from clientcare.policies.effective_limit import LimitsOnFile
from clientcare.policies.temporary_increase import IncreaseFacts, judge_increase
from clientcare.wording import render

from .approval_cases import MONDAY, asked, cny, figures, increase

CARD = CreditCard(
    id=CreditCardId("K-1"),
    customer_id=CustomerId("C-1"),
    limit=CreditLimit.of(cny("50000")),
    limit_basis=LimitBasis(terms_days=30),
)
PROPOSED = ProposedLimit(
    amount=cny("60000"),
    computed=cny("60000"),
    open=cny("60000"),
    lapses_on=None,
    unsupported=False,
)


def told(
    wish: Asked,
    card: CreditCard = CARD,
    *,
    proposed: ProposedLimit | None = PROPOSED,
    **limits: Any,
) -> LimitFigures:
    """Return the figures of Monday."""
    return limit_figures(
        wish,
        card,
        limits=LimitsOnFile(**{"own": card.limit, **limits}),
        grade=CreditGrade.B,
        proposed=proposed,
        as_of=MONDAY,
    )


class TestFigures:
    """What counts so far, what would, and what supports it."""

    def test_a_limit_of_an_amount(self) -> None:
        """Beside the computed one, the grade and the term."""
        assert figures("70000", computed=cny("60000")) == told(asked("70000"))

    def test_a_limit_of_the_future_is_told_by_its_amount(self) -> None:
        """It is asked for before its day."""
        april = CreditLimit.of(cny("70000"), granted_on=Date(2026, 4, 1))

        assert cny("70000") == told(Asked.for_limit(april)).total

    @pytest.mark.parametrize(
        ("until", "is_cut"),
        [(None, False), ("2026-09-03", False), ("2026-03-03", True), ("2026-03-02", True)],
    )
    def test_a_trial_that_would_last_longer_is_no_cut(
        self, until: str | None, *, is_cut: bool
    ) -> None:
        """However much less it is: else one signature made it permanent."""
        trial = CreditLimit.of(cny("60000"), lapses_on=Date(2026, 3, 3))
        last = None if until is None else Date.fromisoformat(until)
        wish = Asked.for_limit(CreditLimit.of(cny("59999"), lapses_on=last))
        found = told(wish, attrs.evolve(CARD, limit=trial))

        assert (last, Date(2026, 3, 3)) == (found.lapses_on, found.before_lapses_on)
        assert is_cut == found.is_cut

    def test_a_limit_without_a_ceiling(self) -> None:
        """No amount, and said so."""
        found = told(Asked.for_limit(CreditLimit.without_ceiling()))

        assert (None, LimitState.NONE) == (found.total, found.total_state)

    def test_an_inherited_limit_is_what_it_would_come_to(self) -> None:
        """That of the firm here; nothing set anywhere is unknown."""
        wish = Asked.for_limit(CreditLimit.inherited())

        assert cny("8") == told(wish, firm=CreditLimit.of(cny("8"))).total
        assert (None, LimitState.AMOUNT) == (told(wish).total, told(wish).total_state)

    def test_an_increase_comes_on_top_of_the_permanent_limit(self) -> None:
        """Of the one that counts today."""
        found = told(Asked.for_increase(increase("13000", "50000")))

        assert (cny("63000"), cny("50000")) == (found.total, found.before)

    @pytest.mark.parametrize(
        "own", [None, CreditLimit.without_ceiling(), CreditLimit.of(Money.of(1, "USD"))]
    )
    def test_an_increase_of_no_such_limit_has_no_total(self, own: CreditLimit | None) -> None:
        """Unknown, without a ceiling, or of another currency."""
        card = attrs.evolve(CARD, limit=own)
        found = told(Asked.for_increase(increase("13000", "50000")), card)

        assert (None, LimitState.AMOUNT) == (found.total, found.total_state)

    def test_a_group_limit_is_not_computed_from_one_card(self) -> None:
        """Nothing supports it but the signers' own judgement."""
        card = attrs.evolve(CARD, group_limit=CreditLimit.of(cny("90000")))
        found = told(Asked.for_group(CreditLimit.of(cny("95000"))), card)

        assert (cny("95000"), cny("90000")) == (found.total, found.before)
        assert (None, True) == (found.computed, found.unsupported)

    def test_an_unknown_computed_limit_supports_nothing(self) -> None:
        """As where the purchases are unknown."""
        found = told(asked(), proposed=None)

        assert (None, True) == (found.computed, found.unsupported)


class TestObjections:
    """What nobody can grant."""

    @pytest.mark.parametrize("grade", [CreditGrade.C, None])
    def test_no_open_limit_without_a_grade(self, grade: CreditGrade | None) -> None:
        """Up to what is secured it can be granted."""
        open_limit = figures("60000", grade=grade, computed=cny("59000"))
        secured = figures("60000", grade=grade)
        found = limit_objections(asked(), open_limit)

        assert ("approval.not_secured",) == tuple(one.code for one in found)
        assert () == limit_objections(asked(), secured)
        assert all(render(found[0], language) for language in ("en", "zh-Hans", "zh-Hant"))

    @pytest.mark.parametrize(
        "about",
        [
            figures("40000", grade=CreditGrade.C, computed=cny("0")),
            figures("0", grade=None, computed=None, before=None),
            figures("60000", grade=CreditGrade.B, computed=cny("0")),
        ],
    )
    def test_a_cut_can_always_be_granted(self, about: LimitFigures) -> None:
        """No credit, too; and what a B asks for is the signers' to judge."""
        assert () == limit_objections(asked(), about)

    @pytest.mark.parametrize("computed", [None, Money.of("90000", "USD")])
    def test_what_is_not_known_to_be_secured_is_not(self, computed: Money | None) -> None:
        """An unknown security is none."""
        about = figures("60000", grade=CreditGrade.C, computed=computed)

        assert 1 == len(limit_objections(asked(), about))

    def test_no_ceiling_for_a_c(self) -> None:
        """Least of all."""
        about = figures("1", total=None, total_state=LimitState.NONE, grade=CreditGrade.C)

        assert 1 == len(limit_objections(asked(), about))

    def test_a_groups_limit_is_judged_by_its_signers(self) -> None:
        """The grade is that of one of them."""
        wish = Asked.for_group(CreditLimit.of(cny("60000")))

        assert () == limit_objections(wish, figures("60000", grade=None, computed=None))

    def test_an_increase_keeps_its_own_rules(self) -> None:
        """What was not judged is not granted."""
        limits = LimitsOnFile(own=CreditLimit.of(cny("120000")))
        wishes = (increase(), increase("99999"))
        judged = [
            judge_increase(IncreaseFacts(asked=one, limits=limits), as_of=MONDAY) for one in wishes
        ]
        wish = Asked.for_increase(increase())
        found = [limit_objections(wish, figures(), increase=one) for one in (*judged, None)]
        codes = [[reason.code for reason in reasons] for reasons in found]

        assert [
            [],
            ["credit.increase_too_large"],
            ["approval.increase_not_judged"],
        ] == codes
