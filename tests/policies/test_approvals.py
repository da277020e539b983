"""Where a request stands, who signs it, and what it changes (policies 2f)."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from pendulum import Date, DateTime

from clientcare.domain.approval_requests import ApprovalRequest, Asked, RequestKind
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import Approval, CreditLimit, LimitState
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import CreditCardId, CustomerId, StaffId
from clientcare.domain.ledger import Ledger
from clientcare.domain.money import Money
from clientcare.domain.scales import CreditGrade
from clientcare.domain.staff import Staff, StaffRole
from clientcare.errors import InvalidValueError, TransitionError, UnpublishedDayError
from clientcare.policies.approvals import (
    ApprovalRules,
    ApprovalStanding,
    ApprovalStatus,
    apply_request,
    approval_status,
    reject_request,
    sign_request,
)
from clientcare.policies.credit_hold import CreditFacts, Verdict, check_order
from clientcare.policies.effective_limit import effective_limit, limits_on_file
from clientcare.testing.documents import invoice
from clientcare.wording import explain

from .approval_cases import (
    CALENDAR,
    GENERAL,
    HEAD,
    MANAGER,
    OWNER,
    TEAM,
    VICE,
    asked,
    at,
    cny,
    deputy,
    figures,
    filed,
    held,
    increase,
    someone,
)

CARD = CreditCard(
    id=CreditCardId("K-1"), customer_id=CustomerId("C-1"), limit=CreditLimit.of(cny("50000"))
)
NINE = at("02 09:00")


def status(
    request: ApprovalRequest,
    now: DateTime = NINE,
    staff: tuple[Staff, ...] = TEAM,
    **changes: Any,
) -> ApprovalStatus:
    """Return where a request stands."""
    return approval_status(request, held(request, staff, **changes), now=now).outcome


def signing(
    request: ApprovalRequest,
    *people: str,
    now: DateTime = NINE,
    staff: tuple[Staff, ...] = TEAM,
    **changes: Any,
) -> ApprovalRequest:
    """Return a request signed by some people in their order."""
    for by in people:
        facts = held(request, staff, **changes)
        signed = sign_request(request, facts, by=StaffId(by), now=now).outcome
        assert signed is not None, by
        request = signed
    return request


def refusal(
    request: ApprovalRequest,
    by: str,
    now: DateTime = NINE,
    staff: tuple[Staff, ...] = TEAM,
    **changes: Any,
) -> Reason:
    """Return why somebody may not sign."""
    facts = held(request, staff, **changes)
    decision = sign_request(request, facts, by=StaffId(by), now=now)
    assert decision.outcome is None
    return decision.reasons[0]


def applied(request: ApprovalRequest, **changes: Any) -> Decision[CreditCard | None]:
    """Carry a request out at ten o'clock."""
    return apply_request(request, CARD, held(request, **changes), now=at("02 10:00"))


class TestSigning:
    """One level after the other."""

    def test_worked_example(self) -> None:
        """60,000: the office head, then the sales manager, and it is approved."""
        one = signing(filed(), "head")
        both = signing(one, "sm")

        assert ApprovalStanding.WAITING is status(one).standing
        assert {"sm": MANAGER} == status(one).may_sign
        assert ApprovalStanding.APPROVED is status(both).standing

    def test_nobody_signs_before_their_turn(self) -> None:
        """The sales manager waits for the office head."""
        assert "approval.may_not_sign" == refusal(filed(), "sm").code

    @pytest.mark.parametrize("by", ["rep", "head", "stranger"])
    def test_nobody_signs_without_the_right_to(self, by: str) -> None:
        """Not the requester, not twice, not a stranger; and the reason says which."""
        reason = refusal(signing(filed(), "head"), by)

        assert (by == "rep", by == "head") == (
            reason.facts["asked_for_it"],
            reason.facts["signed_already"],
        )

    def test_a_person_of_two_roles_signs_once_at_the_higher(self) -> None:
        """Their one signature is all that is needed then."""
        staff = (someone("both", HEAD, MANAGER),)
        request = signing(filed(), "both", staff=staff)

        assert ApprovalStanding.APPROVED is status(request, staff=staff).standing
        assert (MANAGER,) == status(request, staff=staff).signed

    def test_what_has_ended_takes_no_signature(self) -> None:
        """Rejected is rejected, with its reason in the answer."""
        request = filed().reject(at=NINE, by=StaffId("head"), reason="pays late")
        decision = approval_status(request, held(request), now=NINE)

        assert ApprovalStanding.REJECTED is decision.outcome.standing
        assert (
            "It was rejected at 2026-03-02 09:00 (Asia/Shanghai): pays late"
            == (explain(decision)[0])
        )
        assert "approval.may_not_sign" == refusal(request, "head").code

    def test_without_a_chain_nobody_signs(self) -> None:
        """A total in a currency without a rate."""
        request = filed(figures=figures("1", total=Money.of("9", "USD"), computed=None))

        assert ApprovalStanding.UNDETERMINED is status(request).standing
        assert "approval.may_not_sign" == refusal(request, "gm").code

    def test_a_cut_takes_one_signature_of_anybody(self) -> None:
        """It is approved at once."""
        request = filed("1000")

        assert {"head", "sm", "vp", "gm"} == set(status(request).may_sign)
        assert ApprovalStanding.APPROVED is status(signing(request, "vp")).standing


class TestDeputies:
    """Who stands in for whom."""

    def team(self, *deputies: Any, role: StaffRole = HEAD) -> tuple[Staff, ...]:
        """Return the team with deputies of one of them."""
        others = tuple(one for one in TEAM if role not in one.roles)
        return (*others, someone("absent", role, deputies=deputies), someone("stand-in"))

    def test_a_deputy_signs_and_the_record_says_for_whom(self) -> None:
        """Between two days, both included."""
        staff = self.team(deputy("stand-in", HEAD, first=2, last=2))
        request = signing(filed(), "stand-in", staff=staff)

        assert "absent" == request.signatures[0].stands_for
        assert "approval.may_not_sign" == refusal(filed(), "stand-in", at("03 09:00"), staff).code

    def test_a_deputy_of_another_role_does_not(self) -> None:
        """A delegation is for one role."""
        staff = self.team(deputy("stand-in", MANAGER))

        assert "approval.may_not_sign" == refusal(filed(), "stand-in", staff=staff).code

    def test_never_on_a_request_of_their_own(self) -> None:
        """The requester stands in for nobody."""
        staff = self.team(deputy("rep", HEAD))

        assert "approval.may_not_sign" == refusal(filed(), "rep", staff=staff).code

    def test_nor_where_the_requester_appointed_them(self) -> None:
        """A signature by grace of the requester is none."""
        staff = self.team(deputy("stand-in", HEAD, by="rep"))

        assert "approval.may_not_sign" == refusal(filed(), "stand-in", staff=staff).code

    def test_a_signer_of_a_higher_level_stands_in_for_no_lower_one(self) -> None:
        """The sales manager signs as that; the office head is waited for."""
        staff = self.team(deputy("sm", HEAD))

        assert {"absent": HEAD} == status(filed(), staff=staff).may_sign

    def test_who_stood_in_does_not_sign_again(self) -> None:
        """Not for themselves, nor does the one whom they stood in for."""
        staff = (
            someone("absent", HEAD, deputies=(deputy("stand-in", HEAD),)),
            someone("boss", MANAGER, deputies=(deputy("stand-in", MANAGER),)),
        )
        request = signing(filed(), "stand-in", staff=staff)

        assert {"boss": MANAGER} == status(request, staff=staff).may_sign


class TestWaiting:
    """Reminders and escalation, in working days from the day after."""

    @pytest.mark.parametrize(
        ("now", "standing", "days"),
        [
            ("02 18:00", ApprovalStanding.WAITING, 0),
            ("04 23:00", ApprovalStanding.WAITING, 2),
            ("05 00:00", ApprovalStanding.REMIND, 3),
            ("08 12:00", ApprovalStanding.REMIND, 4),
            ("09 09:00", ApprovalStanding.REMIND, 5),
            ("10 00:00", ApprovalStanding.ESCALATED, 6),
        ],
    )
    def test_more_than_two_days_remind_and_more_than_five_escalate(
        self, now: str, standing: ApprovalStanding, days: int
    ) -> None:
        """The weekend of the 7th and 8th does not count."""
        found = status(filed(), at(now))

        assert (standing, days) == (found.standing, found.waited_days)

    def test_the_next_level_signs_in_their_place(self) -> None:
        """The sales manager's signature is then the last one needed."""
        request = signing(filed(), "sm", now=at("10 09:00"))

        assert ApprovalStanding.APPROVED is status(request, at("10 09:00")).standing
        assert (MANAGER,) == status(request, at("10 09:00")).signed

    def test_the_late_one_still_may(self) -> None:
        """Both can sign."""
        assert {"head": HEAD, "sm": MANAGER} == status(filed(), at("10 09:00")).may_sign

    def test_the_level_above_the_last_signs_in_its_place(self) -> None:
        """The vice-president for a sales manager who does not answer."""
        request = signing(filed(), "head")
        late = signing(request, "vp", now=at("10 09:00"))

        assert ApprovalStanding.APPROVED is status(late, at("10 09:00")).standing

    def test_and_so_on_upward(self) -> None:
        """The next level's own wait begins on the day it was asked, too."""
        found = [set(status(filed(), at(day)).may_sign) for day in ("17 09:00", "18 09:00")]

        assert [{"head", "sm"}, {"head", "sm", "vp"}] == found

    def test_the_wait_is_counted_from_the_last_signature(self) -> None:
        """Not from the request, nor from a reminder."""
        request = signing(filed(), "head", now=at("05 09:00"))
        reminded = request.remind(role=MANAGER, at=at("10 09:00"), by=StaffId("rep"))
        found = status(reminded, at("10 09:00"))

        assert (ApprovalStanding.REMIND, 3) == (found.standing, found.waited_days)
        assert (Date(2026, 3, 5), True) == (found.since_on, found.reminded)

    def test_nothing_is_approved_by_waiting(self) -> None:
        """After years it still waits."""
        late = at("02 09:00").add(years=5)
        found = status(filed(), late, (*TEAM, someone("boss", OWNER)))

        assert ApprovalStanding.ESCALATED is found.standing
        assert "boss" in found.may_sign

    def test_a_cut_is_reminded_of(self) -> None:
        """There is no next level to wait for."""
        assert ApprovalStanding.REMIND is status(filed("1000"), at("20 09:00")).standing

    def test_days_that_the_calendar_does_not_know(self) -> None:
        """Are not guessed."""
        calendar = attrs.evolve(CALENDAR, published_until=Date(2026, 3, 3))
        with pytest.raises(UnpublishedDayError):
            status(filed(), at("05 09:00"), calendar=calendar)


def approval_is_stale(request: ApprovalRequest, other: ApprovalRequest) -> bool:
    """Tell whether a request is stale beside another one for the same card."""
    decision = approval_status(request, held(request, others=(other,)), now=NINE)
    assert decision.has("approval.cut_since") == (
        decision.outcome.standing is ApprovalStanding.STALE
    )
    return decision.has("approval.cut_since")


class TestStale:
    """A request is bound to its figures."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"grade": CreditGrade.A},
            {"terms_days": 45},
            {"computed": cny("59000")},
            {"unsupported": True},
            {"before": cny("60000.01")},
        ],
    )
    def test_any_change_makes_it_stale(self, changes: dict[str, Any]) -> None:
        """Before and after the last signature; then it changes nothing."""
        now = figures("60000", **changes)
        approved = signing(filed(), "head", "sm")

        assert ApprovalStanding.STALE is status(filed(), figures=now).standing
        assert "approval.may_not_sign" == refusal(filed(), "head", figures=now).code
        assert ApprovalStanding.STALE is status(approved, figures=now).standing
        assert applied(approved, figures=now).outcome is None

    @pytest.mark.parametrize("before", [None, cny("0"), cny("55000"), cny("60000")])
    def test_another_limit_so_far_leaves_it_as_it_is(self, before: Money | None) -> None:
        """As after a trial limit lapsed: what is signed, and by whom, is the same."""
        now = figures("60000", before=before)
        signed = signing(filed(), "head")

        assert {"sm": MANAGER} == status(signed, figures=now).may_sign
        approved = status(signing(filed(), "head", "sm"), figures=now)
        assert ApprovalStanding.APPROVED is approved.standing

    @pytest.mark.parametrize(
        ("cut_at", "kind", "is_stale"),
        [
            ("02 08:59", RequestKind.LIMIT, False),
            ("02 09:00", RequestKind.LIMIT, True),
            ("02 09:30", RequestKind.LIMIT, True),
            ("02 09:30", RequestKind.GROUP_LIMIT, False),
        ],
    )
    def test_an_older_wish_does_not_undo_a_cut(
        self, cut_at: str, kind: RequestKind, *, is_stale: bool
    ) -> None:
        """A cut works at once; a raise asked for before it has to be amended."""
        limit = CreditLimit.of(cny("20000"))
        other = filed(
            "20000", key="R-2", asked=Asked(kind=kind, limit=limit), at=at("02 08:00")
        ).sign(role=HEAD, at=at("02 08:00"), by=StaffId("head"), completes=True)
        assert not approval_is_stale(filed(), other)
        other = other.mark_applied(at=at(cut_at), by=StaffId("rep"))

        assert is_stale == approval_is_stale(filed(), other)
        assert not approval_is_stale(filed("10000"), other)

    def test_the_decision_names_what_changed(self) -> None:
        """With both values."""
        request = filed()
        facts = held(request, figures=figures("60000", computed=cny("59000")))
        reason = approval_status(request, facts, now=NINE).reasons[0]

        assert ("computed",) == reason.facts["changed"]
        assert (cny("60000"), cny("59000")) == (
            reason.facts["computed_then"],
            reason.facts["computed"],
        )

    def test_rules_that_ask_for_no_further_level_make_it_stale(self) -> None:
        """The office head signed as one of two; now he is the only one who has to."""
        request = signing(filed(), "head")
        rules = ApprovalRules(up_to_major={HEAD: 60_000, MANAGER: 100_000, VICE: 500_000})
        decision = approval_status(request, held(request), now=NINE, rules=rules)

        assert ApprovalStanding.STALE is decision.outcome.standing
        assert "approval.chain_changed" == decision.reasons[0].code

    def test_an_amendment_starts_the_chain_anew(self) -> None:
        """On the new figures all sign again."""
        request = signing(filed(), "head", "sm").amend(
            asked=asked("90000"), figures=figures("90000"), at=NINE, by=StaffId("rep")
        )

        assert {"head": HEAD} == status(request).may_sign


class TestSlices:
    """Small steps."""

    def test_earlier_raises_are_told_to_the_signers(self) -> None:
        """Granted within 90 days before, with the whole way from first to last."""
        first = signing(filed("55000", key="R-0"), "head", "sm")
        request = filed("60000", figures=figures("60000", before=cny("55000")))
        decision = approval_status(request, held(request, others=(first, request)), now=NINE)
        reason = decision.reasons[-1]

        assert "approval.slicing" == reason.code
        assert (cny("50000"), cny("60000")) == (reason.facts["from"], reason.facts["total"])

    def test_what_was_not_granted_or_long_ago_is_not(self) -> None:
        """Nor what came later."""
        long_ago = at("02 09:00").subtract(days=91)
        old = signing(filed("55000", key="R-0", at=long_ago), "head", "sm", now=long_ago)
        others = (filed("55000", key="R-9"), old)
        request = filed("60000")
        decision = approval_status(request, held(request, others=others), now=NINE)

        assert not decision.has("approval.slicing")


class TestRejecting:
    """Whoever is in the chain ends it."""

    @pytest.mark.parametrize("by", ["head", "sm"])
    def test_any_level_that_has_to_sign(self, by: str) -> None:
        """Before their turn, too."""
        request = filed()
        found = reject_request(request, held(request), by=StaffId(by), now=NINE, reason="no")

        assert found.outcome is not None
        assert "rejected" == found.outcome.state
        assert ("approval.rejected",) == found.codes
        assert explain(found)

    @pytest.mark.parametrize("by", ["rep", "vp", "gm", "janitor"])
    def test_nobody_else(self, by: str) -> None:
        """Who asked for it withdraws it."""
        request = filed()
        found = reject_request(request, held(request), by=StaffId(by), now=NINE, reason="no")

        assert found.outcome is None
        assert "approval.may_not_reject" == found.reasons[0].code
        assert by == "rep" or not found.reasons[0].facts["asked_for_it"]

    def test_a_deputy_while_they_may_sign(self) -> None:
        """Between the days of the delegation."""
        head = someone("head", HEAD, deputies=(deputy("dep", HEAD),))
        request, staff = filed(), (someone("dep", StaffRole.REP), head, *TEAM[2:])
        found = reject_request(
            request, held(request, staff), by=StaffId("dep"), now=NINE, reason="no"
        )

        assert found.outcome is not None

    def test_what_is_stale_or_without_a_chain_can_be_ended(self) -> None:
        """By whom it would wait for; without a chain, by whoever approves limits."""
        request = filed()
        stale = held(request, figures=figures("60000", computed=cny("59000")))
        unknown = filed(figures=figures(total=None))
        found = [
            reject_request(one, facts, by=StaffId(by), now=NINE, reason="no").outcome is not None
            for one, facts, by in (
                (request, stale, "sm"),
                (request, stale, "gm"),
                (unknown, held(unknown), "gm"),
                (unknown, held(unknown), "janitor"),
            )
        ]

        assert [True, False, True, False] == found

    def test_not_after_the_last_signature(self) -> None:
        """It is approved then; who asked for it withdraws it."""
        request = signing(filed(), "head", "sm")
        found = reject_request(request, held(request), by=StaffId("head"), now=NINE, reason="no")

        assert found.outcome is None


class TestApplying:
    """Only an approved request changes a limit."""

    def test_the_card_bears_limit_grade_and_signatures(self) -> None:
        """Each in its column, with its date."""
        card = applied(signing(filed(), "head", "sm")).outcome

        assert card is not None
        assert CreditLimit.of(cny("60000"), granted_on=Date(2026, 3, 2)) == card.limit
        assert CreditGrade.B is card.grade
        assert card.approvals == tuple(
            Approval(role=role, signed_by=StaffId(by), signed_on=Date(2026, 3, 2))
            for role, by in ((HEAD, "head"), (MANAGER, "sm"))
        )

    def test_a_limit_of_a_later_day_is_carried_out_on_that_day(self) -> None:
        """Until then the one so far counts; the date that was asked for stays."""
        april = CreditLimit.of(cny("60000"), granted_on=Date(2026, 4, 1))
        request = signing(filed(asked=Asked.for_limit(april)), "head", "sm")
        early = applied(request)
        there = apply_request(request, CARD, held(request), now=at("02 10:00").add(days=30))

        assert (None, ("approval.too_early",)) == (early.outcome, early.codes)
        assert there.outcome is not None
        assert april == there.outcome.limit

    def test_a_cut_ends_the_increases_that_stood_on_more(self) -> None:
        """For good: a raise back does not bring it back; what is over stays as it was."""
        over = increase("1000", "50000", starts_on=Date(2026, 1, 5), ends_on=Date(2026, 2, 5))
        smaller = increase("500", "40000")
        running = increase("2000", "50000")
        card = attrs.evolve(CARD, increases=(over, smaller, running))
        cut = signing(filed("40000"), "head")
        after = apply_request(cut, card, held(cut), now=NINE).outcome
        assert after is not None
        again = attrs.evolve(after, limit=CARD.limit)

        ended = attrs.evolve(running, ended_on=Date(2026, 3, 2))
        assert (over, smaller, ended) == after.increases
        found = effective_limit(limits_on_file(again), as_of=Date(2026, 3, 2)).outcome
        assert found is not None
        assert cny("500") == found.temporary
        once_more = apply_request(cut, after, held(cut), now=at("03 09:00")).outcome
        assert once_more is not None
        assert after.increases == once_more.increases

    def test_an_unsecured_limit_of_a_c_is_refused_whoever_asks(self) -> None:
        """Nobody has to remember to ask: neither signed nor carried out."""
        about = figures("60000", grade=CreditGrade.C, computed=cny("0"))
        request = filed(figures=about)

        assert ApprovalStanding.REFUSED is status(request).standing
        assert "approval.may_not_sign" == refusal(request, "head").code
        assert "approval.not_secured" in applied(request).codes

    def test_an_increase_that_nobody_judged_is_refused(self) -> None:
        """And so is one against the rules."""
        wish = Asked.for_increase(increase("13000", "50000"))
        large = Asked.for_increase(increase("15000.01", "50000"))
        request, too_large = (filed(asked=one, figures=figures("63000")) for one in (wish, large))
        facts = held(request, increase=None)

        assert "approval.increase_not_judged" in approval_status(request, facts, now=NINE).codes
        assert ApprovalStanding.WAITING is status(request).standing
        assert ApprovalStanding.REFUSED is status(too_large).standing

    def test_what_is_recorded_later_is_not_known_yet(self) -> None:
        """Neither carried out before it was signed, nor told before it was asked for."""
        request = signing(signing(filed(), "head"), "sm", now=at("04 09:00"))

        assert ApprovalStanding.WAITING is status(request, at("03 09:00")).standing
        with pytest.raises(InvalidValueError, match="not before the last event"):
            applied(request)
        with pytest.raises(InvalidValueError, match="not before the request"):
            status(request, at("01 09:00"))
        with pytest.raises(TransitionError, match="is in state 'approved' and refuses 'signed'"):
            sign_request(request, held(request), by=StaffId("sm"), now=at("03 09:00"))

    def test_an_increase_is_added(self) -> None:
        """The permanent limit stays as it is."""
        one = increase("13000", "50000")
        about = figures("63000")
        request = filed(asked=Asked.for_increase(one), figures=about)
        card = applied(signing(request, "head", "sm", "vp")).outcome

        assert card is not None
        assert CARD.limit == card.limit
        assert (attrs.evolve(one, approved_by=StaffId("vp")),) == card.increases

    def test_a_group_limit_is_the_groups(self) -> None:
        """The head's own stays."""
        wish = Asked.for_group(CreditLimit.without_ceiling())
        about = figures("1", total=None, total_state=LimitState.NONE)
        request = filed(asked=wish, figures=about)
        card = applied(signing(request, "head", "sm", "vp", "gm")).outcome

        assert card is not None
        assert CARD.limit == card.limit
        assert card.group_limit is not None
        assert LimitState.NONE is card.group_limit.state

    def test_what_is_not_approved_changes_nothing(self) -> None:
        """One signature of two is none."""
        assert applied(signing(filed(), "head")).outcome is None

    def test_what_is_done_is_not_done_again(self) -> None:
        """The record says that it was carried out."""
        done = signing(filed(), "head", "sm").mark_applied(at=at("02 10:00"), by=StaffId("rep"))

        assert applied(done).outcome is None
        assert ApprovalStanding.APPLIED is status(done, at("02 10:00")).standing

    def test_a_record_without_a_reason_just_ends(self) -> None:
        """No blank hangs on."""
        done = signing(filed(), "head", "sm").mark_applied(at=at("02 10:00"), by=StaffId("rep"))
        decision = approval_status(done, held(done), now=at("02 10:00"))
        told = [explain(decision, language)[0] for language in ("en", "zh-Hans", "zh-Hant")]

        assert [one.strip() for one in told] == told

    def test_a_request_for_another_card_changes_nothing(self) -> None:
        """The card is part of it."""
        request = attrs.evolve(signing(filed(), "head", "sm"), card_id=CreditCardId("K-2"))

        assert ("approval.other_card",) == applied(request).codes

    def test_a_record_that_says_it_is_complete_is_not_believed(self) -> None:
        """The figures say which level has to sign last."""
        forged = filed().sign(role=HEAD, at=NINE, by=StaffId("head"), completes=True)
        decision = applied(forged)

        assert decision.outcome is None
        assert ("approval.level_too_low",) == decision.codes

    def test_a_level_that_cannot_be_told_changes_nothing(self) -> None:
        """As when the rate of the day it was asked is not handed in any more."""
        about = figures("1", total=Money.of("9", "USD"), computed=None)
        forged = filed(figures=about).sign(role=GENERAL, at=NINE, by=StaffId("gm"), completes=True)

        assert ("approval.total_unknown",) == applied(forged).codes

    def test_a_cut_is_carried_out_with_one_signature(self) -> None:
        """Of any level."""
        assert applied(signing(filed("1000"), "head")).outcome is not None

    def test_a_cut_below_what_is_owed_works_at_once(self) -> None:
        """New orders are held from that day on; nothing else happens."""
        card = applied(signing(filed("1000"), "head")).outcome
        bill = attrs.evolve(
            invoice("I-1", "2026-02-01", "9000", "2026-12-31"), customer_id=CARD.customer_id
        )
        assert card is not None
        facts = CreditFacts(
            card=card,
            ledger=Ledger(customer_id=CARD.customer_id, invoices=(bill,)),
            currency="CNY",
        )

        assert Verdict.HOLD is check_order(facts, as_of=Date(2026, 3, 2)).outcome

    def test_an_increase_counts_from_its_first_day(self) -> None:
        """Once it is on the card, and not before."""
        one = increase("13000", "50000", starts_on=Date(2026, 3, 9))
        request = filed(asked=Asked.for_increase(one), figures=figures("63000"))
        card = applied(signing(request, "head", "sm", "vp")).outcome
        assert card is not None
        limits = limits_on_file(card)
        found = [effective_limit(limits, as_of=Date(2026, 3, day)).outcome for day in (8, 9)]

        assert [cny("50000"), cny("63000")] == [limit and limit.amount for limit in found]

    def test_what_nobody_can_grant_is_refused(self) -> None:
        """Whoever signed; the reasons are those of the objection."""
        against = Reason("approval.increase_not_judged", {}, "policies 2e")
        decision = applied(signing(filed(), "head", "sm"), objections=(against,))

        assert decision.outcome is None
        assert ("approval.increase_not_judged",) == decision.codes
        assert ApprovalStanding.REFUSED is status(filed(), objections=(against,)).standing


def test_two_people_of_one_id_are_refused() -> None:
    """Who signed could not be told."""
    with pytest.raises(InvalidValueError, match="each person once"):
        held(filed(), (*TEAM, someone("head", GENERAL)))


def test_the_rules_are_the_firms() -> None:
    """A firm whose office heads sign up to 60,000 needs no more."""
    rules = ApprovalRules(up_to_major={HEAD: 60_000, MANAGER: 100_000, VICE: 500_000})
    request = filed()
    decision = sign_request(request, held(request), by=StaffId("head"), now=NINE, rules=rules)

    assert "approval.completed" == decision.reasons[0].code
