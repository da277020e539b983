"""Whether those who answered for a gesture had the authority that they named."""

from __future__ import annotations

from typing import Final

import attrs
import pendulum
import pytest
from pendulum import Date
from tests.domain.test_goodwill import NOON, OFFICE, PROPOSED, chosen, gift, received, solving

from clientcare.domain.complaint import Complaint
from clientcare.domain.complaint_events import RemedyApproved, ResolvedOnFirstContact
from clientcare.domain.complaint_facts import Cause, Remedy, Severity
from clientcare.domain.complaint_scales import CauseKind, FaultSide, RemedyKind
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import StaffId
from clientcare.domain.staff import Deputy, Staff, StaffRole
from clientcare.policies.goodwill_audit import audit_goodwill
from clientcare.wording import Language, render

BOSS, DEPUTY = StaffId("boss"), StaffId("deputy")
MANAGER, GM = StaffRole.SALES_MANAGER, StaffRole.GENERAL_MANAGER
TODAY: Final = NOON.date()


def audited(complaint: Complaint, *staff: Staff) -> Decision[bool | None]:
    """Return what is said of a complaint a day later, beside the staff and the rep."""
    return audit_goodwill(
        complaint,
        staff={one.id: one for one in (Staff(id=REP_ID, name="x"), *staff)},
        now=NOON.add(days=1),
        calendar=OFFICE,
    )


REP_ID: Final = solving().received_by


def boss(*roles: StaffRole, deputies: tuple[Deputy, ...] = ()) -> Staff:
    """Return the boss with some roles."""
    return Staff(id=BOSS, name="x", roles=roles, deputies=deputies)


def approved(by: StaffId = BOSS, role: StaffRole = MANAGER, amount: str = "300") -> Complaint:
    """Return a complaint whose gesture somebody approved."""
    return solving(chosen(gift(amount)), RemedyApproved(at=NOON, by=by, role=role))


def codes(decision: Decision[bool | None]) -> list[str]:
    """Return the codes of the reasons, without their area."""
    return [reason.code.partition(".")[2] for reason in decision.reasons]


@pytest.mark.parametrize(
    ("roles", "found"),
    [((MANAGER,), True), ((GM,), True), ((StaffRole.OFFICE_HEAD,), False), ((), False)],
)
def test_the_role_named_or_a_higher_one_is_needed(
    roles: tuple[StaffRole, ...], *, found: bool
) -> None:
    """Who approves as sales manager has to be one, or to stand above."""
    decision = audited(approved(), boss(*roles))

    assert decision.outcome is found
    assert codes(decision) == ["authority_held" if found else "role_not_held"]


@pytest.mark.parametrize(("shift", "found"), [(0, True), (1, False)])
def test_a_deputy_has_the_authority_on_their_days(shift: int, *, found: bool) -> None:
    """The last day counts; the day after it does not."""
    last = Date(TODAY.year, TODAY.month, TODAY.day).subtract(days=shift)
    deputy = Deputy(
        deputy_id=DEPUTY,
        role=MANAGER,
        from_on=last.subtract(days=3),
        until_on=last,
        appointed_by=BOSS,
    )
    people = boss(MANAGER, deputies=(deputy,)), Staff(id=DEPUTY, name="x")

    assert audited(approved(by=DEPUTY), *people).outcome is found


def test_nobody_lends_a_role_that_they_do_not_have() -> None:
    """An office head's deputy for the sales manager stands in for nobody."""
    deputy = Deputy(
        deputy_id=DEPUTY, role=MANAGER, from_on=TODAY, until_on=TODAY, appointed_by=BOSS
    )
    people = boss(StaffRole.OFFICE_HEAD, deputies=(deputy,)), Staff(id=DEPUTY, name="x")

    assert audited(approved(by=DEPUTY), *people).outcome is False


def test_who_is_not_on_the_staff_leaves_it_open() -> None:
    """Unless something else is wrong for certain."""
    beyond = attrs.evolve(approved(), history=(*approved(amount="1000.01").history, PROPOSED))

    assert (audited(approved()).outcome, codes(audited(approved()))) == (None, ["person_unknown"])
    assert audited(beyond).outcome is False
    assert codes(audited(beyond)) == ["person_unknown", "beyond_authority"]


def test_an_amount_is_judged_where_it_was_offered() -> None:
    """1,000.01 on the word of a sales manager is too much, and 1,000 is not."""
    within = attrs.evolve(approved(), history=(*approved(amount="1000").history, PROPOSED))
    beyond = attrs.evolve(approved(), history=(*approved(amount="1000.01").history, PROPOSED))
    only_chosen = approved(amount="1000.01")
    (reason,) = audited(beyond, boss(MANAGER)).reasons

    assert audited(within, boss(MANAGER)).outcome is True
    assert audited(only_chosen, boss(MANAGER)).outcome is True
    assert render(reason, Language.EN).startswith("Goodwill worth 1,000.01 CNY was offered")


def test_an_unknown_worth_needs_the_top() -> None:
    """A sales manager answers for no blank cheque."""
    blank = solving(chosen(gift(None)), RemedyApproved(at=NOON, by=BOSS, role=MANAGER))
    offered = attrs.evolve(blank, history=(*blank.history, PROPOSED))

    assert codes(audited(offered, boss(MANAGER))) == ["beyond_authority"]


def test_the_first_contact_is_looked_through_too() -> None:
    """Both who settled it and who approved on the spot."""
    event = ResolvedOnFirstContact(
        at=NOON,
        by=REP_ID,
        account="x",
        severity=Severity(impact=3, urgency=3),
        cause=Cause(kind=CauseKind.PRODUCT_QUALITY, fault=FaultSide.OURS),
        evidence="x",
        remedies=(gift("300"),),
        decided_as=StaffRole.OFFICE_HEAD,
        approved_by=BOSS,
        approved_as=MANAGER,
        lessons="x",
    )
    decision = audited(received().record(event), boss(StaffRole.OFFICE_HEAD))

    assert [reason.facts["person"] for reason in decision.reasons] == [REP_ID, BOSS]
    assert codes(decision) == ["role_not_held"] * 2


def test_what_is_owed_and_what_came_later_is_not_looked_at() -> None:
    """An approved refund of what is owed claims nothing here; nor does tomorrow's approval."""
    refund = Remedy(kind=RemedyKind.REFUND)
    owed = solving(chosen(refund), RemedyApproved(at=NOON, by=BOSS, role=GM))
    later = RemedyApproved(at=pendulum.instance(NOON).add(days=2), by=BOSS, role=GM)
    tomorrow = solving(chosen(gift("300")), later)

    assert codes(audited(owed)) == ["authority_held"]
    assert codes(audited(tomorrow)) == ["authority_held"]
