"""
What a review asks and what it answers for one customer.

The policies are handed in, ours by default, so that a host can put its own in the
place of any: what it returns has the same form, and the review shows it the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import attrs
from pendulum import Date, DateTime

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.aftercare import ProductNotice
from clientcare.domain.ambassador import Favour
from clientcare.domain.approval_requests import ApprovalRequest
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.concessions import Concession
from clientcare.domain.customer import Customer
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.ids import (
    CalendarId,
    CustomerId,
    StaffId,
)
from clientcare.domain.money import Money
from clientcare.domain.occasions import Occasion
from clientcare.domain.outlets import OutletProblem
from clientcare.domain.promises import Promise
from clientcare.domain.rates import Rates
from clientcare.domain.referral import Referral
from clientcare.domain.scales import CreditGrade, Tier
from clientcare.domain.staff import Staff
from clientcare.domain.support import SupportPlan
from clientcare.domain.visits import Visit
from clientcare.errors import NoOpenHoursError, UnpublishedDayError
from clientcare.policies.after_sales import AfterSales, follow_up_sale
from clientcare.policies.aftercare import CareDuty, care_duties
from clientcare.policies.ageing import Ageing
from clientcare.policies.approvals import ApprovalStatus, approval_status
from clientcare.policies.cadence import (
    NextContact,
    next_ambassador_meeting,
    next_contact,
    visit_frequency,
)
from clientcare.policies.collection_order import CollectionLine, collection_line
from clientcare.policies.concession_watch import ConcessionStatus, watch_concession
from clientcare.policies.contact_permission import ContactAnswer, may_contact
from clientcare.policies.corrective_action import ActionStanding, judge_action
from clientcare.policies.credit_hold import Verdict, check_order
from clientcare.policies.credit_limit import ProposedLimit, propose_limit
from clientcare.policies.credit_review import ReviewDue, credit_review_due
from clientcare.policies.credit_score import score_card
from clientcare.policies.effective_limit import EffectiveLimit
from clientcare.policies.escalation import (
    ComplaintFacts,
    Deadlines,
    Escalation,
    assess,
    deadlines,
)
from clientcare.policies.exposure import Exposure
from clientcare.policies.goodwill import Goodwill, check_goodwill
from clientcare.policies.goodwill_audit import audit_goodwill
from clientcare.policies.goodwill_balance import GoodwillBalance, goodwill_balance
from clientcare.policies.greetings import Greeting, LunarCalendar, next_greeting
from clientcare.policies.outlet_problems import Treatment, treat_problem
from clientcare.policies.payment import payment_index
from clientcare.policies.payment_behaviour import PaymentBehaviour, payment_behaviour
from clientcare.policies.promise_watch import PromiseStanding, watch_promise
from clientcare.policies.recovery import Recovery, follow_recovery
from clientcare.policies.recovery_effects import EffectKind, recovery_effects
from clientcare.policies.recurrence import Recurrence, recurrences
from clientcare.policies.referral_ask import referral_ask
from clientcare.policies.referral_claim import ClaimStanding
from clientcare.policies.referral_duty import ReferralDuty, referral_duties
from clientcare.policies.referral_reward import Reward, decide_reward
from clientcare.policies.support_effect import SupportStanding, support_effect
from clientcare.policies.tiering import assign_tiers
from clientcare.policies.visit_status import VisitStatus, visit_status
from clientcare.policies.win_back import WinBack, win_back
from clientcare.rulebook import Rulebook
from clientcare.services.book_facts import BookFacts
from clientcare.services.referral_book import ReferralBook


@attrs.frozen(kw_only=True)
class Policies:
    """
    The policies that a review asks, each with the signature of ours.

    Attributes:
        tiers: As `clientcare.policies.tiering.assign_tiers`.
        payment_index: As `clientcare.policies.payment.payment_index`.
        payment_behaviour: As `clientcare.policies.payment_behaviour.payment_behaviour`.
        collection: As `clientcare.policies.collection_order.collection_line`.
        grade: As `clientcare.policies.credit_score.score_card`.
        limit: As `clientcare.policies.credit_limit.propose_limit`.
        verdict: As `clientcare.policies.credit_hold.check_order`.
        credit_review: As `clientcare.policies.credit_review.credit_review_due`.
        approval: As `clientcare.policies.approvals.approval_status`.
        concession: As `clientcare.policies.concession_watch.watch_concession`.
        visits: As `clientcare.policies.cadence.visit_frequency`.
        visit_status: As `clientcare.policies.visit_status.visit_status`.
        contact: As `clientcare.policies.cadence.next_contact`.
        after_sales: As `clientcare.policies.after_sales.follow_up_sale`.
        referral_ask: As `clientcare.policies.referral_ask.referral_ask`.
        ambassador_meeting: As `clientcare.policies.cadence.next_ambassador_meeting`.
        aftercare: As `clientcare.policies.aftercare.care_duties`.
        greeting: As `clientcare.policies.greetings.next_greeting`.
        may_contact: As `clientcare.policies.contact_permission.may_contact`.
        deadlines: As `clientcare.policies.escalation.deadlines`.
        escalation: As `clientcare.policies.escalation.assess`.
        goodwill: As `clientcare.policies.goodwill.check_goodwill`.
        goodwill_audit: As `clientcare.policies.goodwill_audit.audit_goodwill`.
        goodwill_balance: As `clientcare.policies.goodwill_balance.goodwill_balance`.
        recovery: As `clientcare.policies.recovery.follow_recovery`.
        win_back: As `clientcare.policies.win_back.win_back`.
        effects: As `clientcare.policies.recovery_effects.recovery_effects`.
        recurrences: As `clientcare.policies.recurrence.recurrences`.
        corrective_action: As `clientcare.policies.corrective_action.judge_action`.
        promise: As `clientcare.policies.promise_watch.watch_promise`.
        referral: As `clientcare.policies.referral_duty.referral_duties`.
        reward: As `clientcare.policies.referral_reward.decide_reward`.
        problem: As `clientcare.policies.outlet_problems.treat_problem`.
        support: As `clientcare.policies.support_effect.support_effect`.
    """

    tiers: Callable[..., Mapping[CustomerId, Decision[Tier | None]]] = assign_tiers
    payment_index: Callable[..., Decision[int | None]] = payment_index
    payment_behaviour: Callable[..., Decision[PaymentBehaviour]] = payment_behaviour
    collection: Callable[..., Decision[CollectionLine | None]] = collection_line
    grade: Callable[..., Decision[CreditGrade | None]] = score_card
    limit: Callable[..., Decision[ProposedLimit | None]] = propose_limit
    verdict: Callable[..., Decision[Verdict]] = check_order
    credit_review: Callable[..., Decision[ReviewDue]] = credit_review_due
    approval: Callable[..., Decision[ApprovalStatus]] = approval_status
    concession: Callable[..., Decision[ConcessionStatus]] = watch_concession
    visits: Callable[..., Decision[int]] = visit_frequency
    visit_status: Callable[..., Decision[VisitStatus]] = visit_status
    contact: Callable[..., Decision[NextContact]] = next_contact
    after_sales: Callable[..., Decision[AfterSales]] = follow_up_sale
    referral_ask: Callable[..., Decision[Date | None]] = referral_ask
    ambassador_meeting: Callable[..., Decision[Date]] = next_ambassador_meeting
    aftercare: Callable[..., Decision[tuple[CareDuty, ...]]] = care_duties
    greeting: Callable[..., Decision[Greeting | None]] = next_greeting
    may_contact: Callable[..., Decision[ContactAnswer | None]] = may_contact
    deadlines: Callable[..., Decision[Deadlines | None]] = deadlines
    escalation: Callable[..., Decision[Escalation | None]] = assess
    goodwill: Callable[..., Decision[Goodwill | None]] = check_goodwill
    goodwill_audit: Callable[..., Decision[bool | None]] = audit_goodwill
    goodwill_balance: Callable[..., Decision[GoodwillBalance]] = goodwill_balance
    recovery: Callable[..., Decision[Recovery | None]] = follow_recovery
    win_back: Callable[..., Decision[WinBack | None]] = win_back
    effects: Callable[..., Decision[tuple[EffectKind, ...]]] = recovery_effects
    recurrences: Callable[..., Decision[tuple[Recurrence, ...]]] = recurrences
    corrective_action: Callable[..., Decision[ActionStanding | None]] = judge_action
    promise: Callable[..., Decision[PromiseStanding | None]] = watch_promise
    referral: Callable[..., Decision[tuple[ReferralDuty, ...]]] = referral_duties
    reward: Callable[..., Decision[Reward | None]] = decide_reward
    problem: Callable[..., Decision[Treatment | None]] = treat_problem
    support: Callable[..., Decision[SupportStanding]] = support_effect


@attrs.frozen(kw_only=True)
class Setting:
    """
    What is the same for every customer of one review.

    Attributes:
        as_of: The day of the review, in the firm's zone.
        now: The instant of the review.
        rulebook: The rules.
        policies: The policies asked.
        rates: Exchange rates by date.
        book: What has to be known of the whole book.
        tiers: The tier decision of each customer.
        calendars: The calendars in the book, by id.
        visits: The visits planned for each customer.
        staff: Our people, by id.
        notices: The product notices of the firm.
        lunar: The lunar calendar; ``None`` leaves out who keeps it.
        referrals: Who is credited with whom, and their first orders.
    """

    as_of: Date
    now: DateTime
    rulebook: Rulebook
    policies: Policies
    rates: Rates
    book: BookFacts
    tiers: Mapping[CustomerId, Decision[Tier | None]]
    calendars: Mapping[CalendarId, WorkCalendar]
    visits: Mapping[CustomerId, tuple[Visit, ...]]
    staff: Mapping[StaffId, Staff] = FrozenMap[StaffId, Staff]()
    notices: tuple[ProductNotice, ...] = ()
    lunar: LunarCalendar | None = None
    referrals: ReferralBook = ReferralBook()

    @cached_property
    def work_begins_at(self) -> DateTime:
        """The first moment from the review's instant on at which the firm works."""
        try:
            return self.calendar.next_opening(self.now)
        except (NoOpenHoursError, UnpublishedDayError):
            return self.now

    @property
    def calendar(self) -> WorkCalendar:
        """The firm's calendar: the book's own of that id, else the rulebook's."""
        return self.calendars.get(self.rulebook.calendar.id, self.rulebook.calendar)

    def complaint_facts(self, complaint: Complaint) -> ComplaintFacts:
        """Return a complaint with its branch's calendar; the firm's where the book has none."""
        branch = complaint.calendar_id
        if branch is not None and branch in self.calendars:
            return ComplaintFacts(complaint=complaint, calendar=self.calendars[branch])
        unnamed = attrs.evolve(complaint, calendar_id=None)
        return ComplaintFacts(complaint=unnamed, calendar=self.calendar)


@attrs.frozen(kw_only=True)
class ComplaintReview:
    """
    Where one open complaint stands.

    Attributes:
        complaint: The complaint as it was known at the review's instant.
        deadlines: Its priority, clocks and caps.
        escalation: Which level owns it, and who has to act.
        goodwill: Whether the gesture that was chosen may be given; ``None`` where none
            of known worth is.
        goodwill_audit: Whether those who answered for a gesture had the authority for it;
            ``None`` where none is chosen.
    """

    complaint: Complaint
    deadlines: Decision[Deadlines | None]
    escalation: Decision[Escalation | None]
    goodwill: Decision[Goodwill | None] | None = None
    goodwill_audit: Decision[bool | None] | None = None


@attrs.frozen(kw_only=True)
class CustomerReview:
    """
    All that the policies say about one customer, each answer with its reasons.

    Attributes:
        customer: The customer card.
        notices: What its cards leave open, or contradict each other in, and which of its
            referrals look like one hand with others.
        tier: The class by value.
        tier_before: The tier held so far, or the one that the card shows.
        payment_index: How the customer pays.
        payment_behaviour: The same in full, beside what a person thinks.
        collection: What the customer is to be asked for.
        ageing: The open receivables by age.
        grade: The credit grade.
        limit: The limit that the figures allow.
        limit_on_file: The limit that counts today.
        verdict: What would become of an order of one currency unit today.
        standing: What the same checks say of the customer as he stands.
        credit_review: When the credit is to be reviewed next.
        approvals: The requests to change a limit that have not ended.
        concessions: What was agreed in difficulties and runs, or was broken.
        exposure: What is at risk, by currency.
        exposure_total: The same in one currency; ``None`` where that is unknown.
        net_sales_12m: Net sales of the last twelve months; ``None`` where unknown.
        visits_per_cycle: Visits due in a cycle of four weeks.
        visit_status: How the customer stands with the next visit.
        next_contact: When to reach out next.
        after_sales: The follow-up of what the customer bought.
        referral_ask: From which day on the customer is to be asked for a referral;
            ``None`` is not now: it is too soon or too late, or was done.
        ambassador_meeting: From which day on an ambassador may be met in that role;
            ``None`` for who is none.
        aftercare: What is owed beside calls and visits.
        greetings: The next greeting of each occasion.
        may_contact: Asks whether the customer may be contacted by a wish.
        complaints: The open complaints.
        promises: What was promised and is not settled, of what comes back every month the
            next one too.
        referrals: What is owed on the customer's referrals.
        claims: What namings are worth that have led to no order yet and are not plainly
            valid: somebody else's, known already, or to be looked at.
        rewards: What is to be done about the rewards for the customer's referrals.
        problems: Problems met at the customer's outlets and not settled.
        favours: Favours that we owe the customer.
        support: How this year's support stands, one plan or several.
        goodwill_balance: The good events owed for bad ones.
        recovery: Where trust stands; ``None`` where no complaint against us has ended.
        win_back: Whether the customer is to be asked why they leave, and won back.
        effects: What trouble with the customer bears on.
    """

    customer: Customer
    tier: Decision[Tier | None]
    tier_before: Tier | None
    payment_index: Decision[int | None]
    payment_behaviour: Decision[PaymentBehaviour]
    collection: Decision[CollectionLine | None]
    ageing: Decision[Ageing]
    grade: Decision[CreditGrade | None]
    limit: Decision[ProposedLimit | None]
    limit_on_file: Decision[EffectiveLimit | None]
    verdict: Decision[Verdict]
    standing: Decision[Verdict]
    credit_review: Decision[ReviewDue]
    exposure: Decision[Exposure]
    exposure_total: Money | None
    net_sales_12m: Money | None
    visits_per_cycle: Decision[int]
    visit_status: Decision[VisitStatus | None]
    next_contact: Decision[NextContact | None]
    after_sales: Decision[AfterSales | None]
    referral_ask: Decision[Date | None]
    ambassador_meeting: Decision[Date | None] | None
    aftercare: Decision[tuple[CareDuty, ...] | None]
    goodwill_balance: Decision[GoodwillBalance]
    recovery: Decision[Recovery | None] | None
    win_back: Decision[WinBack | None]
    effects: Decision[tuple[EffectKind, ...]]
    greetings: tuple[tuple[Occasion, Decision[Greeting | None]], ...] = ()
    may_contact: Callable[..., Decision[ContactAnswer | None]] = attrs.field(repr=False, eq=False)
    complaints: tuple[ComplaintReview, ...] = ()
    approvals: tuple[tuple[ApprovalRequest, Decision[ApprovalStatus | None]], ...] = ()
    concessions: tuple[tuple[Concession, Decision[ConcessionStatus]], ...] = ()
    promises: tuple[tuple[Promise, Decision[PromiseStanding | None]], ...] = ()
    referrals: tuple[tuple[Referral, Decision[tuple[ReferralDuty, ...] | None]], ...] = ()
    notices: tuple[Reason, ...] = ()
    claims: tuple[tuple[Referral, Decision[ClaimStanding | None]], ...] = ()
    rewards: tuple[tuple[Referral, Decision[Reward | None]], ...] = ()
    problems: tuple[tuple[OutletProblem, Decision[Treatment | None]], ...] = ()
    favours: tuple[Favour, ...] = ()
    support: tuple[tuple[SupportPlan, Decision[SupportStanding]], ...] = ()
