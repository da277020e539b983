"""A request to change a limit and its trail."""

from __future__ import annotations

from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import HealthCheck, given, settings
from pendulum import DateTime

from clientcare.codec import JsonCodec
from clientcare.domain.approval_requests import (
    ApprovalEvent,
    ApprovalEventKind,
    ApprovalRequest,
    ApprovalState,
    Asked,
    LimitFigures,
    RequestKind,
)
from clientcare.domain.credit_limit import CreditLimit, LimitState
from clientcare.domain.ids import ApprovalRequestId, CreditCardId, CustomerId, StaffId
from clientcare.domain.money import Money
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError, TransitionError
from clientcare.testing.strategies.approvals import approval_requests

REP, HEAD, BOSS = map(StaffId, ("rep", "head", "boss"))
NINE = Asked.for_limit(CreditLimit.of(Money.of(9, "CNY")))
FIGURES = LimitFigures(total=Money.of(9, "CNY"))


def at(hour: int) -> DateTime:
    """Return an hour of a Monday."""
    return pendulum.datetime(2026, 3, 2, hour, tz="Asia/Shanghai")


def filed() -> ApprovalRequest:
    """Return a request of nine o'clock."""
    return ApprovalRequest.file(
        id=ApprovalRequestId("R-1"),
        customer_id=CustomerId("C-1"),
        card_id=CreditCardId("K-1"),
        asked=NINE,
        figures=FIGURES,
        at=at(9),
        by=REP,
    )


def signed(
    request: ApprovalRequest,
    by: StaffId = HEAD,
    role: StaffRole = StaffRole.OFFICE_HEAD,
    **changes: Any,
) -> ApprovalRequest:
    """Return it with a signature of ten o'clock."""
    return request.sign(**{"role": role, "at": at(10), "by": by, "completes": False, **changes})


def amended(request: ApprovalRequest, by: StaffId = REP) -> ApprovalRequest:
    """Return it amended at eleven o'clock."""
    figures = LimitFigures(total=Money.of(8, "CNY"))
    return request.amend(asked=NINE, figures=figures, at=at(11), by=by)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(approval_requests())
def test_it_is_stored_without_loss(request_: ApprovalRequest) -> None:
    """Whatever became of it."""
    codec = JsonCodec[ApprovalRequest](name="approval_request", type=ApprovalRequest)

    assert request_ == codec.load(codec.dump(request_))


@given(approval_requests())
def test_its_past_can_be_told_at_every_moment(request_: ApprovalRequest) -> None:
    """Each event of the trail was the last one once."""
    for event in request_.history:
        known = request_.as_known_at(event.at)

        assert known is not None
        assert event in known.history
    assert request_.as_known_at(at(1)) is None


class TestStates:
    """Where it stands by its record."""

    def test_a_signature_that_completes_it_approves_it(self) -> None:
        """One that does not leaves it open."""
        states = [signed(filed(), completes=done).state for done in (False, True)]

        assert [ApprovalState.OPEN, ApprovalState.APPROVED] == states

    def test_an_amendment_starts_anew(self) -> None:
        """The signatures lapse, also those of an approved request."""
        request = amended(signed(filed(), completes=True))

        assert ApprovalState.OPEN is request.state
        assert () == request.signatures
        assert Money.of(8, "CNY") == request.figures.total
        assert 3 == len(request.history)

    def test_who_signed_before_an_amendment_can_sign_again(self) -> None:
        """It is another request."""
        again = signed(amended(signed(filed())), at=at(12))

        assert 1 == len(again.signatures)

    @pytest.mark.parametrize(
        ("ended", "state"),
        [
            (filed().reject(at=at(10), by=HEAD, reason="no"), ApprovalState.REJECTED),
            (filed().withdraw(at=at(10), by=REP), ApprovalState.WITHDRAWN),
            (
                signed(filed(), completes=True).mark_applied(at=at(10), by=REP),
                ApprovalState.APPLIED,
            ),
        ],
    )
    def test_nothing_follows_an_end(self, ended: ApprovalRequest, state: ApprovalState) -> None:
        """Neither signature nor amendment."""
        assert (state, True) == (ended.state, ended.has_ended)
        with pytest.raises(TransitionError, match=f"does not follow {state}"):
            signed(ended)
        with pytest.raises(TransitionError, match="does not follow"):
            amended(ended)

    def test_only_what_is_approved_is_applied(self) -> None:
        """And what is approved takes no further signature."""
        with pytest.raises(TransitionError, match="applied does not follow open"):
            filed().mark_applied(at=at(10), by=REP)
        with pytest.raises(TransitionError, match="signed does not follow approved"):
            signed(signed(filed(), completes=True), BOSS, StaffRole.OWNER)

    def test_a_reminder_stays_on_record(self) -> None:
        """It changes nothing else."""
        request = filed().remind(role=StaffRole.OFFICE_HEAD, at=at(10), by=REP)

        assert ApprovalState.OPEN is request.state
        assert ApprovalEventKind.REMINDED is request.history[-1].kind


class TestPeople:
    """Who may do what, as far as the record knows."""

    def test_nobody_signs_what_they_asked_for(self) -> None:
        """Neither the requester nor who amended it, nor a deputy for them."""
        with pytest.raises(TransitionError, match="who asked for it"):
            signed(filed(), REP)
        with pytest.raises(TransitionError, match="who asked for it"):
            signed(filed(), stands_for=REP)
        with pytest.raises(TransitionError, match="who asked for it"):
            signed(amended(filed(), HEAD), at=at(12))

    @pytest.mark.parametrize(
        "second",
        [
            {"by": HEAD},
            {"by": BOSS, "stands_for": HEAD},
            {"by": StaffId("deputy")},
            {"by": BOSS, "stands_for": StaffId("deputy")},
        ],
    )
    def test_nobody_signs_twice(self, second: dict[str, Any]) -> None:
        """Neither themselves nor by a deputy, nor having stood in for somebody."""
        first = signed(filed(), StaffId("deputy"), stands_for=HEAD)
        with pytest.raises(TransitionError, match="signs once"):
            signed(first, role=StaffRole.SALES_MANAGER, **second)

    @pytest.mark.parametrize("role", [StaffRole.OFFICE_HEAD, StaffRole.SALES_MANAGER])
    def test_signatures_go_upward(self, role: StaffRole) -> None:
        """One for each level."""
        with pytest.raises(TransitionError, match="go upward"):
            signed(signed(filed(), role=StaffRole.SALES_MANAGER), BOSS, role)

    def test_who_asked_withdraws_and_others_reject(self) -> None:
        """Not the other way round."""
        with pytest.raises(TransitionError, match="only who asked"):
            filed().withdraw(at=at(10), by=HEAD)
        with pytest.raises(TransitionError, match="withdraws it"):
            filed().reject(at=at(10), by=REP, reason="no")

    def test_nothing_is_earlier_than_what_it_follows(self) -> None:
        """Not even a signature."""
        with pytest.raises(TransitionError, match="nothing is earlier"):
            signed(filed(), at=at(8))


class TestFields:
    """What the record refuses."""

    def test_the_request_is_the_first(self) -> None:
        """And a history that could not have happened is refused whole."""
        request = signed(filed())
        with pytest.raises(InvalidValueError, match="begins with the request"):
            attrs.evolve(request, history=request.history[1:])
        with pytest.raises(InvalidValueError, match="signs once"):
            attrs.evolve(request, history=(*request.history, request.history[-1]))

    @pytest.mark.parametrize(
        "changes",
        [
            {"asked": None},
            {"figures": None},
            {"kind": ApprovalEventKind.WITHDRAWN},
            {"role": StaffRole.OFFICE_HEAD},
            {"completes": True},
            {"stands_for": HEAD},
        ],
    )
    def test_an_event_has_what_its_kind_has(self, changes: dict[str, Any]) -> None:
        """Nothing more and nothing less."""
        with pytest.raises(InvalidValueError):
            attrs.evolve(filed().history[0], **changes)

    def test_a_signature_is_of_who_approves(self) -> None:
        """No handler signs, and nobody stands in for themselves."""
        with pytest.raises(InvalidValueError, match="who approve"):
            signed(filed(), role=StaffRole.HANDLER)
        with pytest.raises(InvalidValueError, match="somebody else"):
            ApprovalEvent(
                kind=ApprovalEventKind.SIGNED,
                at=at(9),
                by=HEAD,
                role=StaffRole.OWNER,
                stands_for=HEAD,
            )

    def test_a_wish_is_a_limit_or_an_increase(self) -> None:
        """Not both, and not neither."""
        limit = CreditLimit.of(Money.of(9, "CNY"))
        with pytest.raises(InvalidValueError):
            Asked(kind=RequestKind.INCREASE, limit=limit)
        with pytest.raises(InvalidValueError):
            Asked(kind=RequestKind.LIMIT)
        assert RequestKind.GROUP_LIMIT is Asked.for_group(limit).kind

    @pytest.mark.parametrize(
        "changes",
        [
            {"total_state": LimitState.NONE},
            {"before": Money.of(1, "CNY"), "before_state": LimitState.NONE},
            {"total_state": LimitState.INHERITED},
        ],
    )
    def test_no_amount_stands_beside_no_ceiling(self, changes: dict[str, Any]) -> None:
        """And what is inherited is told by what it comes to."""
        with pytest.raises(InvalidValueError):
            attrs.evolve(FIGURES, **changes)
