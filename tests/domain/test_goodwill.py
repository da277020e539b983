"""Goodwill in a complaint: who may answer for how much, and what is never given twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pendulum
import pytest
from pendulum import DateTime

from clientcare.codec import JsonCodec
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import (
    AccountConfirmed,
    Acknowledged,
    ActionDone,
    Apologised,
    CauseFound,
    ComplaintEvent,
    Linked,
    ProposalAccepted,
    ProposalSent,
    RemedyApproved,
    RemedyChosen,
    ResolvedOnFirstContact,
    SettlementDenied,
    SeverityRated,
)
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import (
    CauseKind,
    CauseOrigin,
    ComplaintState,
    FaultSide,
    RemedyKind,
)
from clientcare.domain.goodwill import (
    AuthorityLevel,
    Gesture,
    GoodwillAuthority,
    gesture_of,
    standing_of,
)
from clientcare.domain.ids import ComplaintId, CustomerId, InvoiceId, PromiseId, StaffId, VisitId
from clientcare.domain.money import Money
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError, TransitionError

OFFICE: Final = WorkCalendar.weekly("office", time_zone="Asia/Shanghai")
REP: Final = StaffId("rep")
HEAD: Final = StaffId("head")
NOON: Final = pendulum.datetime(2026, 11, 20, 12, tz="Asia/Shanghai")
HANDLER, OFFICE_HEAD = StaffRole.HANDLER, StaffRole.OFFICE_HEAD
MANAGER, VP = StaffRole.SALES_MANAGER, StaffRole.MARKETING_VP
GM, OWNER = StaffRole.GENERAL_MANAGER, StaffRole.OWNER


def yuan(amount: str) -> Money:
    """Return an amount."""
    return Money.of(amount, "CNY")


def gift(amount: str | None) -> Remedy:
    """Return a gesture of goodwill of so much, or of unknown worth."""
    worth = None if amount is None else yuan(amount)
    return Remedy(kind=RemedyKind.GIFT, amount=worth, goodwill=True)


def received() -> Complaint:
    """Return a complaint as received."""
    return Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("dealer-1"),
        received_at=NOON,
        received_by=REP,
        owner_id=REP,
        about="两箱渗漏",
        remedy_sought="换货",
        disputed=yuan("20000"),
    )


def solving(*later: ComplaintEvent) -> Complaint:
    """Return a complaint whose cause is known, and further events."""
    cause = Cause(kind=CauseKind.PRODUCT_QUALITY, fault=FaultSide.OURS, origin=CauseOrigin.DEFECT)
    complaint = received()
    for event in (
        Acknowledged(at=NOON, by=REP),
        Apologised(at=NOON, by=REP, words="让您费心了"),
        SeverityRated(at=NOON, by=REP, severity=Severity(impact=2, urgency=2)),
        AccountConfirmed(at=NOON, by=REP, account="两箱渗漏"),
        CauseFound(at=NOON, by=REP, cause=cause, evidence="照片"),
        *later,
    ):
        complaint = complaint.record(event, calendar=OFFICE)
    return complaint


def chosen(*remedies: Remedy, role: StaffRole = HANDLER, at: DateTime = NOON) -> RemedyChosen:
    """Return a choice of remedies by the rep."""
    return RemedyChosen(at=at, by=REP, remedies=remedies, decided_as=role)


PROPOSED: Final = ProposalSent(at=NOON, by=REP)


def may_propose(complaint: Complaint) -> bool:
    """Tell whether the proposal can go out."""
    try:
        complaint.record(PROPOSED)
    except TransitionError:
        return False
    return True


@pytest.mark.parametrize(
    ("role", "amount", "passes"),
    [
        (HANDLER, "0", True),
        (HANDLER, "0.01", False),
        (OFFICE_HEAD, "200", True),
        (OFFICE_HEAD, "200.01", False),
        (MANAGER, "1000", True),
        (MANAGER, "1000.01", False),
        (VP, "5000", True),
        (VP, "5000.01", False),
        (GM, "99999999", True),
        (OWNER, "99999999", True),
        (StaffRole.FINANCE, "1", False),
        (OFFICE_HEAD, None, False),
        (GM, None, True),
    ],
)
def test_a_gesture_needs_the_authority_for_it(
    role: StaffRole, amount: str | None, *, passes: bool
) -> None:
    """200, 1,000, 5,000 and without limit, exactly the limit passes; unknown worth needs the top."""
    assert may_propose(solving(chosen(gift(amount), role=role))) is passes


def test_what_is_owed_needs_no_authority() -> None:
    """A refund of any size that is no goodwill goes out on the handler's word."""
    refund = Remedy(kind=RemedyKind.REFUND, amount=yuan("100000"))

    assert may_propose(solving(chosen(refund)))


def test_several_gifts_are_one_gesture() -> None:
    """Their sum counts: 150 and 60 are beyond an office head."""
    assert not may_propose(solving(chosen(gift("150"), gift("60"), role=OFFICE_HEAD)))


def test_an_approval_lifts_the_authority() -> None:
    """The handler's gift of 900 goes out once the sales manager has approved it."""
    waiting = solving(chosen(gift("900")))
    head = RemedyApproved(at=NOON, by=HEAD, role=OFFICE_HEAD)
    manager = RemedyApproved(at=NOON, by=HEAD, role=MANAGER)

    assert [may_propose(waiting.record(event)) for event in (head, manager)] == [False, True]
    assert may_propose(waiting.record(manager).record(head))


def test_an_approval_on_the_spot() -> None:
    """Who approved at the choice is recorded with it, with the role."""
    choice = RemedyChosen(
        at=NOON, by=REP, remedies=(gift("900"),), approved_by=HEAD, approved_as=MANAGER
    )

    assert may_propose(solving(choice))


def test_an_approval_in_an_unknown_role_covers_nothing() -> None:
    """Without the role nobody can tell whether the approval is enough."""
    choice = RemedyChosen(at=NOON, by=REP, remedies=(gift("9"),), approved_by=HEAD)

    assert not may_propose(solving(choice))


def test_another_choice_needs_another_approval() -> None:
    """Approved, then the figures changed: the approval is gone."""
    approved = solving(chosen(gift("900")), RemedyApproved(at=NOON, by=HEAD, role=MANAGER))

    assert not may_propose(approved.record(chosen(gift("901"))))


def test_nobody_approves_their_own_choice() -> None:
    """Not on the spot and not later."""
    own = RemedyChosen(
        at=NOON, by=REP, remedies=(gift("9"),), approved_by=REP, approved_as=OFFICE_HEAD
    )

    with pytest.raises(TransitionError, match="their own choice"):
        solving(own)
    with pytest.raises(TransitionError, match="their own choice"):
        solving(chosen(gift("9")), RemedyApproved(at=NOON, by=REP, role=GM))


def test_an_approval_needs_something_to_approve() -> None:
    """Before a remedy is chosen there is nothing; without goodwill it changes nothing."""
    approval = RemedyApproved(at=NOON, by=HEAD, role=GM)

    with pytest.raises(TransitionError, match="no remedy"):
        solving(approval)
    owed = solving(chosen(Remedy(kind=RemedyKind.REPAIR)))
    assert owed.record(approval).progress.gesture is None


def test_goodwill_of_two_currencies_is_refused() -> None:
    """What cannot be summed cannot be compared with an authority."""
    dollars = Remedy(kind=RemedyKind.GIFT, amount=Money.of("1", "USD"), goodwill=True)

    with pytest.raises(TransitionError, match="currenc"):
        solving(chosen(gift("1"), dollars))


def test_one_gesture_per_complaint() -> None:
    """Once carried out, no second one is chosen, whatever comes up in the review."""
    given = solving(
        chosen(gift("100"), role=OFFICE_HEAD),
        PROPOSED,
        ProposalAccepted(at=NOON, by=REP),
        ActionDone(at=NOON, by=REP, evidence="已寄出"),
        SettlementDenied(at=NOON, by=REP, back_to=ComplaintState.SOLUTION_FOUND),
    )

    with pytest.raises(TransitionError, match="one gesture"):
        given.record(chosen(gift("1"), role=GM))
    assert given.record(chosen(Remedy(kind=RemedyKind.REFUND))).progress.gesture is None


@pytest.mark.parametrize(("role", "passes"), [(HANDLER, False), (OFFICE_HEAD, True)])
def test_first_contact_needs_the_authority_too(role: StaffRole, *, passes: bool) -> None:
    """What is settled in one go is held to the same authority."""
    event = ResolvedOnFirstContact(
        at=NOON,
        by=REP,
        account="少一箱",
        severity=Severity(impact=3, urgency=3),
        cause=Cause(kind=CauseKind.QUANTITY, fault=FaultSide.OURS),
        remedies=(gift("200"),),
        evidence="已补发",
        lessons="双人点数",
        decided_as=role,
    )

    if passes:
        assert received().record(event).progress.gesture_given_at == NOON
    else:
        with pytest.raises(TransitionError, match="authority"):
            received().record(event)


def test_a_history_with_goodwill_nobody_answers_for_is_refused() -> None:
    """Also where it is read back, goodwill without anybody of authority could not have happened."""
    history = (*solving(chosen(gift("9"))).history, PROPOSED)

    with pytest.raises(InvalidValueError, match="authority"):
        Complaint(
            id=ComplaintId("C-1"),
            customer_id=CustomerId("dealer-1"),
            received_at=NOON,
            received_by=REP,
            owner_id=REP,
            about="x",
            remedy_sought="x",
            history=history,
        )


def test_a_firm_sets_its_own_authority() -> None:
    """One level and the owner on top: a manager has none here, and 50 is the office head's."""
    small = GoodwillAuthority(
        levels=(AuthorityLevel(role=OFFICE_HEAD, up_to=Decimal("50.5")),), top=OWNER
    )

    assert [small.covers(role, yuan("50.50")) for role in (HANDLER, OFFICE_HEAD, GM, OWNER)] == [
        False,
        True,
        True,
        True,
    ]
    assert not small.covers(GM, yuan("50.51"))
    assert small.roles == (OFFICE_HEAD, OWNER)


def test_the_lowest_level_for_an_amount() -> None:
    """Nothing needs nobody; above the last limit the top answers; above the top is the top."""
    rules = GoodwillAuthority()
    amounts = ("0", "0.01", "200.01", "1000.01", "5000.01")

    assert [rules.lowest_for(yuan(each)) for each in amounts] == [
        HANDLER,
        OFFICE_HEAD,
        MANAGER,
        VP,
        GM,
    ]
    assert [rules.above(role) for role in (HANDLER, OFFICE_HEAD, GM, OWNER)] == [
        OFFICE_HEAD,
        MANAGER,
        GM,
        GM,
    ]


@pytest.mark.parametrize(
    ("levels", "top"),
    [
        (((MANAGER, "1"), (OFFICE_HEAD, "2")), GM),
        (((OFFICE_HEAD, "1"), (OFFICE_HEAD, "2")), GM),
        (((StaffRole.FINANCE, "1"),), GM),
        (((OFFICE_HEAD, "2"), (MANAGER, "1")), GM),
        (((GM, "1"),), GM),
        ((), StaffRole.REP),
    ],
)
def test_authority_out_of_order_is_refused(
    levels: tuple[tuple[StaffRole, str], ...], top: StaffRole
) -> None:
    """Roles rise to the top, and so do their limits."""
    made = tuple(AuthorityLevel(role=role, up_to=Decimal(most)) for role, most in levels)

    with pytest.raises(InvalidValueError):
        GoodwillAuthority(levels=made, top=top)


def test_what_is_worth_less_than_nothing_is_refused() -> None:
    """No remedy and no dispute has a negative amount."""
    with pytest.raises(InvalidValueError, match=r"Remedy\.amount"):
        Remedy(kind=RemedyKind.REFUND, amount=yuan("-0.01"))
    with pytest.raises(InvalidValueError, match=r"Complaint\.disputed"):
        Complaint(
            id=ComplaintId("C-1"),
            customer_id=CustomerId("dealer-1"),
            received_at=NOON,
            received_by=REP,
            owner_id=REP,
            about="x",
            remedy_sought="x",
            disputed=yuan("-0.01"),
        )


def test_a_role_of_approval_needs_somebody() -> None:
    """A role without a person approved nothing."""
    with pytest.raises(InvalidValueError, match="approved_as"):
        RemedyChosen(at=NOON, by=REP, remedies=(gift("1"),), approved_as=GM)


def test_no_amounts_are_no_gesture() -> None:
    """Nothing given is no gesture; one unknown amount makes the whole unknown."""
    assert gesture_of((), decided_as=GM, approved_as=None) is None
    assert gesture_of((None, yuan("1")), decided_as=HANDLER, approved_as=OFFICE_HEAD) == Gesture(
        worth=None, answered_by=OFFICE_HEAD
    )
    assert standing_of(StaffRole.QUALITY) == 0


def test_what_a_complaint_is_tied_to_survives_the_codec() -> None:
    """Visit, promise and invoice line are kept; a line needs its invoice."""
    codec = JsonCodec[Complaint](name="complaint", type=Complaint)
    made = Complaint(
        id=ComplaintId("C-1"),
        customer_id=CustomerId("dealer-1"),
        received_at=NOON,
        received_by=REP,
        owner_id=REP,
        about="x",
        remedy_sought="x",
        invoice_id=InvoiceId("I-1"),
        invoice_line_no="2",
        visit_id=VisitId("V-1"),
        promise_id=PromiseId("P-1"),
    ).record(Linked(at=NOON, by=REP, other_id=ComplaintId("C-2")))

    assert codec.load(codec.dump(made)) == made
    with pytest.raises(InvalidValueError, match="invoice_line_no"):
        Complaint(
            id=ComplaintId("C-1"),
            customer_id=CustomerId("dealer-1"),
            received_at=NOON,
            received_by=REP,
            owner_id=REP,
            about="x",
            remedy_sought="x",
            invoice_line_no="2",
        )


def test_a_complaint_is_not_linked_with_itself() -> None:
    """The other one is another one."""
    with pytest.raises(TransitionError, match="itself"):
        received().record(Linked(at=NOON, by=REP, other_id=ComplaintId("C-1")))


def test_an_apology_and_the_manuals_cause_are_on_record() -> None:
    """That we apologised stands in the progress; two origins hurt the firm's image most (C3)."""
    assert solving().progress.apologised
    assert {origin for origin in CauseOrigin if origin.hurts_image} == {
        CauseOrigin.PROMISE_NOT_KEPT,
        CauseOrigin.DISHONEST_ATTITUDE,
    }
