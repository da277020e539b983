"""Whose signatures a limit needs (policies 2f, 2e)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientcare.domain.approval_requests import LimitFigures, RequestKind
from clientcare.domain.credit_limit import LimitState
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import OfficeId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.rates import Rate, Rates
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import Staff, StaffRole
from clientcare.errors import InvalidValueError, UnknownCurrencyError
from clientcare.policies.approval_chain import (
    ApprovalChain,
    ApprovalRules,
    ChainFacts,
    approval_chain,
)
from clientcare.testing.strategies.approvals import figures as any_figures
from clientcare.wording import explain

from .approval_cases import (
    GENERAL,
    HEAD,
    MANAGER,
    MONDAY,
    OWNER,
    TEAM,
    VICE,
    cny,
    figures,
    someone,
)


def chain(
    about: LimitFigures,
    *,
    kind: RequestKind = RequestKind.LIMIT,
    staff: tuple[Staff, ...] = TEAM,
    by: str = "rep",
    rules: ApprovalRules = ApprovalRules(),
    **changes: Any,
) -> Decision[ApprovalChain | None]:
    """Return the chain of a request."""
    facts = ChainFacts(
        kind=kind,
        figures=about,
        askers=frozenset({StaffId(by)}),
        staff=staff,
        **{"currency": "CNY", **changes},
    )
    return approval_chain(facts, as_of=MONDAY, rules=rules)


def levels(about: LimitFigures, **changes: Any) -> tuple[StaffRole, ...] | None:
    """Return the levels that sign."""
    found = chain(about, **changes).outcome
    return None if found is None else found.levels


class TestLevels:
    """The level that the resulting total leads to."""

    def test_worked_example(self) -> None:
        """60,000 at grade B, computed: office head and sales manager."""
        assert (HEAD, MANAGER) == levels(figures("60000"))

    def test_an_override_takes_a_level_more(self) -> None:
        """60,000 computed and 70,000 asked for, 16.7 % above: also the vice-president."""
        assert (HEAD, MANAGER, VICE) == levels(figures("70000", computed=cny("60000")))

    @pytest.mark.parametrize(
        ("total", "last"),
        [
            ("0", HEAD),
            ("20000", HEAD),
            ("20000.01", MANAGER),
            ("100000", MANAGER),
            ("100000.01", VICE),
            ("500000", VICE),
            ("500000.01", GENERAL),
        ],
    )
    def test_a_bound_belongs_to_its_level(self, total: str, last: StaffRole) -> None:
        """And a cent more to the next."""
        found = levels(figures(total, before=None))

        assert found is not None
        assert last is found[-1]

    def test_slices_make_no_smaller_chain(self) -> None:
        """The total counts: a step of 1 from 100,000 is the vice-president's."""
        assert (HEAD, MANAGER, VICE) == levels(figures("100001", before=cny("100000")))

    @pytest.mark.parametrize("requested", ["66000", "66000.01"])
    def test_ten_percent_above_is_no_override_yet(self, requested: str) -> None:
        """More than 10 % is."""
        over = chain(figures(requested, computed=cny("60000"))).has("approval.bump_override")

        assert over == (requested == "66000.01")

    def test_any_amount_is_above_a_computed_nothing(self) -> None:
        """One fen of it is an override."""
        assert chain(figures("50000.01", computed=cny("0"))).has("approval.bump_override")

    def test_less_than_computed_is_no_override(self) -> None:
        """It counts upward only."""
        assert not chain(figures("60000", computed=cny("90000"))).has("approval.bump_override")

    @pytest.mark.parametrize(
        "changes",
        [
            {"grade": CreditGrade.C},
            {"grade": None},
            {"terms_days": 61},
            {"unsupported": True},
            {"computed": None},
            {"computed": None, "unsupported": True},
        ],
    )
    def test_each_bump_takes_one_level(self, changes: dict[str, Any]) -> None:
        """Grade C or none, long terms, figures that support nothing."""
        assert (HEAD, MANAGER, VICE) == levels(figures("60000", **changes))

    def test_terms_of_sixty_days_are_not_long(self) -> None:
        """More than 60 are."""
        assert (HEAD, MANAGER) == levels(figures("60000", terms_days=60))

    def test_bumps_add_up_to_the_general_manager_and_no_further(self) -> None:
        """Four of them do not reach the owner."""
        every = figures("60000", grade=None, terms_days=90, computed=cny("1"), unsupported=True)
        staff = (*TEAM, someone("boss", OWNER))

        assert (HEAD, MANAGER, VICE, GENERAL) == levels(every, staff=staff)

    def test_a_limit_without_a_ceiling_is_the_general_managers(self) -> None:
        """Whatever was computed."""
        endless = figures("1", total=None, total_state=LimitState.NONE)

        assert (HEAD, MANAGER, VICE, GENERAL) == levels(endless)


class TestIncreases:
    """The chain of a temporary increase."""

    def test_worked_example(self) -> None:
        """120,000 + 36,000: 156,000 is the vice-president's, one level up the general manager's."""
        about = figures("156000", before=cny("120000"), computed=cny("120000"))

        assert (HEAD, MANAGER, VICE, GENERAL) == levels(about, kind=RequestKind.INCREASE)

    def test_the_computed_limit_is_no_measure_of_an_increase(self) -> None:
        """It is above it by its nature: 13,000 takes the sales manager, one level up."""
        about = figures("13000", before=cny("10000"), computed=cny("10000"))

        assert (HEAD, MANAGER) == levels(about, kind=RequestKind.INCREASE)

    def test_an_override_on_file_takes_its_level_of_an_increase_too(self) -> None:
        """26,000 is the sales manager's; 20,000 so far on a computed 5,000; then one level up."""
        about = figures("26000", before=cny("20000"), computed=cny("5000"))

        assert (HEAD, MANAGER, VICE, GENERAL) == levels(about, kind=RequestKind.INCREASE)

    def test_the_general_manager_is_the_highest(self) -> None:
        """One level above him is he."""
        about = figures("600000", before=cny("500000"))
        found = levels(about, kind=RequestKind.INCREASE, staff=(*TEAM, someone("boss", OWNER)))

        assert (HEAD, MANAGER, VICE, GENERAL) == found


class TestPeople:
    """Nobody signs for two, nor what they asked for."""

    def test_the_requesters_level_drops_out_inside(self) -> None:
        """What the office head asks, the sales manager signs alone."""
        assert (MANAGER,) == levels(figures("60000"), by="head")

    def test_at_the_top_the_next_level_takes_it(self) -> None:
        """What the sales manager asks, the vice-president signs last."""
        decision = chain(figures("60000"), by="sm")

        assert decision.outcome is not None
        assert (HEAD, VICE) == decision.outcome.levels
        assert decision.has("approval.level_added")

    def test_a_vacant_level_is_no_hurdle_and_no_gift(self) -> None:
        """Inside it drops out, at the top the next is added."""
        staff = tuple(one for one in TEAM if one.id not in {"head", "vp"})

        assert (MANAGER, GENERAL) == levels(figures("200000"), staff=staff)

    def test_above_the_general_manager_stands_the_owner(self) -> None:
        """If one is named; else what he asks and only he could sign cannot be approved."""
        about = figures("600000")
        alone = chain(about, by="gm")

        assert alone.outcome is None
        assert "approval.no_higher_level" == alone.codes[0]
        assert (HEAD, MANAGER, VICE, OWNER) == levels(
            about, by="gm", staff=(*TEAM, someone("boss", OWNER))
        )

    def test_who_holds_two_levels_signs_at_the_higher(self) -> None:
        """And the lower one drops out, if nobody else holds it."""
        staff = (someone("both", HEAD, MANAGER),)
        two = (*staff, someone("head", HEAD))

        assert (MANAGER,) == levels(figures("60000"), staff=staff)
        assert (HEAD, MANAGER) == levels(figures("60000"), staff=two)

    def test_a_colleague_of_the_requester_signs_at_their_level(self) -> None:
        """One of two sales managers asked; the other signs."""
        staff = (*TEAM, someone("sm-2", MANAGER))
        found = chain(figures("60000"), by="sm", staff=staff).outcome

        assert found is not None
        assert ["sm-2"] == [one.id for one in found.signers[MANAGER]]

    def test_office_heads_sign_for_their_own_office(self) -> None:
        """One of another office is none for this customer."""
        about = figures("20000", before=None)

        assert (HEAD,) == levels(about, office_id=OfficeId("north"))
        assert (MANAGER,) == levels(about, office_id=OfficeId("south"))


class TestCuts:
    """Less than before."""

    def test_a_cut_needs_one_signature_of_any_level(self) -> None:
        """But not the requester's own."""
        found = chain(figures("1000"), by="sm").outcome

        assert found is not None
        assert found.any_one
        assert (HEAD, VICE, GENERAL) == found.levels

    def test_a_ceiling_where_there_was_none_is_a_cut(self) -> None:
        """However high."""
        found = chain(figures("900000", before=None, before_state=LimitState.NONE)).outcome

        assert found is not None
        assert found.any_one

    def test_the_same_amount_is_no_cut(self) -> None:
        """To renew a limit takes its chain."""
        assert (HEAD, MANAGER) == levels(figures("50000"))

    def test_nobody_but_the_requester(self) -> None:
        """Then not even a cut can be signed."""
        decision = chain(figures("1000"), by="gm", staff=(TEAM[-1],))

        assert decision.outcome is None
        assert ("approval.no_higher_level",) == decision.codes


class TestCurrencies:
    """The levels are told in the firm's currency."""

    RATES = Rates(rates=(Rate(source="USD", target="CNY", on=MONDAY, factor=Decimal(7)),))

    def test_the_total_is_converted(self) -> None:
        """20,000 dollar are 140,000 yuan: the vice-president's."""
        dollars = Money.of("20000", "USD")
        about = figures("1", total=dollars, computed=dollars, before=None)

        assert (HEAD, MANAGER, VICE) == levels(about, rates=self.RATES)

    def test_an_unknown_rate_leaves_the_chain_unknown(self) -> None:
        """Nobody guesses who signs."""
        about = figures("1", total=Money.of("20000", "USD"), computed=None, before=None)
        decision = chain(about)

        assert decision.outcome is None
        assert ("approval.total_unknown",) == decision.codes

    def test_so_does_an_unknown_rate_of_the_computed_limit(self) -> None:
        """An override of it cannot be told."""
        about = figures("60000", computed=Money.of("9000", "EUR"))

        assert ("approval.total_unknown",) == chain(about).codes

    def test_an_unknown_total(self) -> None:
        """As of an inherited limit that is set nowhere."""
        assert ("approval.total_unknown",) == chain(figures("1", total=None)).codes

    def test_the_firms_currency_is_one(self) -> None:
        """A slip is refused at once."""
        with pytest.raises(UnknownCurrencyError):
            chain(figures(), currency="YUAN")


class TestRules:
    """What the rules refuse."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"up_to_major": {HEAD: 1}},
            {"up_to_major": {HEAD: 3, MANAGER: 2, VICE: 4}},
            {"up_to_major": {HEAD: -1, MANAGER: 2, VICE: 4}},
            {"escalate_days": 1},
        ],
    )
    def test_bad_rules_are_refused(self, changes: dict[str, Any]) -> None:
        """Each of the three bounded levels has a bound, none below that of a lower one."""
        with pytest.raises(InvalidValueError):
            ApprovalRules(**changes)


@given(any_figures(), st.sampled_from(RequestKind), st.integers(0, 40_000_000))
def test_a_larger_total_never_needs_fewer_signatures(
    about: LimitFigures, kind: RequestKind, more: int
) -> None:
    """Nor does a worse grade; cuts apart, which are no raise."""
    if about.total is None or about.is_cut:
        return
    larger = attrs.evolve(about, total=about.total + Money(more, "CNY"))
    worse = attrs.evolve(about, grade=None)
    found = [levels(each, kind=kind) for each in (about, larger, worse)]

    assert found[0] is not None
    assert found[1] is not None
    assert found[2] is not None
    assert len(found[0]) <= min(len(found[1]), len(found[2]))


@given(any_figures(), st.sampled_from(RequestKind))
def test_every_reason_is_put_in_words(about: LimitFigures, kind: RequestKind) -> None:
    """In all three languages."""
    for language in ("en", "zh-Hans", "zh-Hant"):
        assert all(explain(chain(about, kind=kind), language))
