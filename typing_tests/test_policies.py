"""What type checkers say about the outcomes of the promised policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import assert_type

from pendulum import Date, DateTime

from clientcare import (
    ageing,
    apply_request,
    approval_chain,
    approval_status,
    assess,
    assign_tiers,
    check_order,
    complaint_rate,
    deadlines,
    hours_to_resolve,
    judge_increase,
    next_contact,
    payment_index,
    propose_limit,
    release_order,
    release_standing,
    score_card,
    sign_request,
    visit_frequency,
)
from clientcare.domain.approval_requests import ApprovalRequest
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_limit import OrderRelease
from clientcare.domain.decisions import Decision
from clientcare.domain.ids import CustomerId, StaffId
from clientcare.domain.ledger import Ledger
from clientcare.domain.scales import CreditGrade, Tier
from clientcare.policies.ageing import Ageing
from clientcare.policies.approval_chain import ApprovalChain, ChainFacts
from clientcare.policies.approvals import ApprovalFacts, ApprovalStatus
from clientcare.policies.cadence import CadenceFacts, NextContact
from clientcare.policies.complaint_figures import ComplaintFigures
from clientcare.policies.credit_hold import CreditFacts, Verdict
from clientcare.policies.credit_limit import LimitFacts, ProposedLimit
from clientcare.policies.credit_score import ScoreFacts
from clientcare.policies.escalation import ComplaintFacts, Deadlines, Escalation
from clientcare.policies.kpi import Kpi
from clientcare.policies.order_release import ReleaseStanding
from clientcare.policies.temporary_increase import IncreaseFacts
from clientcare.policies.tiering import CustomerValue


def tiers_come_by_customer(facts: Iterable[CustomerValue], as_of: Date) -> None:
    """Each customer has a decision of their own, and a tier may be undetermined."""
    tiers = assign_tiers(facts, as_of=as_of)

    assert_type(tiers, Mapping[CustomerId, Decision[Tier | None]])


def payment_is_a_number_or_unknown(ledger: Ledger, as_of: Date) -> None:
    """Too few invoices give no index; it never is a float."""
    assert_type(payment_index(ledger, as_of=as_of), Decision[int | None])
    assert_type(payment_index(ledger, as_of=as_of).outcome, int | None)


def ageing_is_always_known(ledger: Ledger, as_of: Date) -> None:
    """The buckets can be told of every ledger, an empty one too."""
    assert_type(ageing(ledger, as_of=as_of), Decision[Ageing])


def credit_may_be_undetermined(score: ScoreFacts, limit: LimitFacts, as_of: Date) -> None:
    """Without enough facts there is no grade, and no limit to propose."""
    assert_type(score_card(score, as_of=as_of), Decision[CreditGrade | None])
    assert_type(propose_limit(limit, as_of=as_of), Decision[ProposedLimit | None])


def an_order_always_has_a_verdict(facts: CreditFacts, as_of: Date) -> None:
    """What is unknown holds or is noted; the verdict itself is never missing."""
    assert_type(check_order(facts, as_of=as_of), Decision[Verdict])


def a_release_may_not_be_written(facts: CreditFacts, by: StaffId, as_of: Date) -> None:
    """A block gives no record; whether one still covers is always told."""
    written = release_order(facts, by=by, reason="season", as_of=as_of)

    assert_type(written, Decision[OrderRelease | None])
    assert_type(release_standing(facts, as_of=as_of), Decision[ReleaseStanding])


def a_limit_changes_by_signatures(
    request: ApprovalRequest, facts: ApprovalFacts, card: CreditCard, by: StaffId, now: DateTime
) -> None:
    """A signature, and the card that comes of it, may be refused; the status is always told."""
    assert_type(approval_status(request, facts, now=now), Decision[ApprovalStatus])
    signed = sign_request(request, facts, by=by, now=now)
    assert_type(signed, Decision[ApprovalRequest | None])
    assert_type(apply_request(request, card, facts, now=now), Decision[CreditCard | None])


def who_signs_may_be_undetermined(chain: ChainFacts, asked: IncreaseFacts, as_of: Date) -> None:
    """Without a rate there is no chain; an increase is allowed or not."""
    assert_type(approval_chain(chain, as_of=as_of), Decision[ApprovalChain | None])
    assert_type(judge_increase(asked, as_of=as_of), Decision[bool])


def key_figures_may_have_no_value(figures: ComplaintFigures) -> None:
    """The figure is always there with its parts; its value may be unknown, and no float."""
    assert_type(complaint_rate(figures), Decision[Kpi])
    assert_type(hours_to_resolve(figures), tuple[Decision[Kpi], Decision[Kpi]])
    assert_type(complaint_rate(figures).outcome.value, Fraction | None)


def visits_and_contacts_are_always_due(
    facts: CadenceFacts, as_of: Date, now: DateTime, calendar: WorkCalendar
) -> None:
    """The life cycle and the tier, or their absence, always say how often and when."""
    assert_type(visit_frequency(facts, as_of=as_of), Decision[int])
    assert_type(next_contact(facts, now=now, calendar=calendar), Decision[NextContact])


def complaints_may_be_undetermined(facts: ComplaintFacts, now: DateTime) -> None:
    """Before the receipt, and where the calendar is silent, there is no answer."""
    assert_type(deadlines(facts, now=now), Decision[Deadlines | None])
    assert_type(assess(facts, now=now), Decision[Escalation | None])
