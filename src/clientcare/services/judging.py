"""Judge one customer by every policy that a review asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import attrs

from clientcare.domain._instants import moment
from clientcare.domain._months import add_months
from clientcare.domain.complaint import Complaint
from clientcare.domain.concessions import Concession
from clientcare.domain.decisions import Decision, Reason
from clientcare.domain.outlets import OutletProblem
from clientcare.domain.promises import Promise
from clientcare.domain.referral import BEFORE_CONVERTED, Referral
from clientcare.domain.scales import Tier
from clientcare.policies._referral_facts import known_referral
from clientcare.policies.ageing import ageing
from clientcare.policies.cadence import CadenceFacts
from clientcare.policies.concession_watch import (
    ConcessionStanding,
    ConcessionStatus,
    deferred_ledger,
)
from clientcare.policies.escalation import ComplaintFacts
from clientcare.policies.goodwill import Goodwill, GoodwillFacts, gesture_days
from clientcare.policies.outlet_problems import ProblemStanding, Treatment
from clientcare.policies.promise_watch import PromiseStanding
from clientcare.policies.referral_claim import ClaimStanding
from clientcare.policies.referral_duty import ReferralDuty
from clientcare.policies.referral_reward import Reward, RewardStep
from clientcare.services.approval_answers import ApprovalAnswers
from clientcare.services.book_facts import in_one_currency
from clientcare.services.book_stream import CustomerFile
from clientcare.services.card_notices import card_notices
from clientcare.services.care_answers import CareAnswers
from clientcare.services.credit_answers import CreditAnswers
from clientcare.services.customer_review import ComplaintReview, CustomerReview, Setting
from clientcare.services.first_orders import reward_facts
from clientcare.services.recovery_answers import RecoveryAnswers
from clientcare.services.telling import told


def judge_customer(file: CustomerFile, *, setting: Setting) -> CustomerReview:
    """
    Return what every policy says about one customer, whose *file* is as known at the instant.

    The grade of an order check is the one on the card; where the card has none, the
    one that its score earns. So it is with the day on which the next review is due.
    """
    file = _with_agreed_deadlines(file, setting)
    customer, ledger = file.customer, file.ledger
    tier = setting.tiers[customer.id]
    credit = CreditAnswers(file, setting)
    grade, behaviour = credit.grade(), credit.behaviour()
    reviewed = credit.review(grade.outcome)
    limit = credit.limit(grade.outcome)
    approvals = ApprovalAnswers(file, setting, credit, grade=grade.outcome, proposed=limit.outcome)
    cadence = _cadence_facts(file, tier.outcome, setting)
    after = CareAnswers(file, setting, tier=tier.outcome, cadence=cadence)
    ask, rules = setting.policies, setting.rulebook
    care = {"calendar": setting.calendar, "rules": rules.cadence}
    tell = partial(told, setting=setting)
    complaints = tuple(_complaints(file, setting))
    trust = RecoveryAnswers(file, setting)
    recovery = trust.recovery()
    referrals = tuple(_as_known(file.referrals, setting))
    tier_before = customer.tier if file.tier_memory is None else file.tier_memory.held
    return CustomerReview(
        customer=customer,
        notices=(*card_notices(customer, file.cards), *_rings(referrals, setting)),
        tier=tier,
        tier_before=tier_before,
        payment_index=credit.index,
        payment_behaviour=behaviour,
        collection=credit.collection(behaviour.outcome, tier.outcome),
        ageing=ageing(
            ledger, as_of=setting.as_of, rules=rules.ageing, allocation=credit.allocation
        ),
        grade=grade,
        limit=limit,
        limit_on_file=credit.on_file,
        verdict=credit.verdict(grade.outcome, reviewed.outcome),
        standing=credit.standing(grade.outcome, reviewed.outcome),
        credit_review=reviewed,
        approvals=tuple(approvals.open_ones()),
        concessions=tuple(_concessions(file, setting)),
        exposure=credit.exposure,
        exposure_total=in_one_currency(
            {money.currency: money for money in credit.exposure.outcome.totals},
            credit.currency,
            setting.rates,
            as_of=setting.as_of,
        ),
        net_sales_12m=setting.book.sales[customer.id],
        visits_per_cycle=ask.visits(cadence, as_of=setting.as_of, rules=rules.cadence),
        visit_status=tell(partial(ask.visit_status, cadence, as_of=setting.as_of, **care)),
        next_contact=tell(partial(ask.contact, cadence, now=setting.now, **care)),
        after_sales=after.after_sales(),
        referral_ask=after.referral_ask(),
        ambassador_meeting=after.ambassador_meeting(),
        aftercare=after.aftercare(),
        greetings=tuple(after.greetings()),
        may_contact=after.may_contact,
        complaints=complaints,
        goodwill_balance=trust.balance,
        recovery=recovery,
        win_back=trust.win_back(),
        effects=trust.effects(complaints, recovery, tier=tier.outcome, before=tier_before),
        promises=tuple(_promises(_promised(file, setting), setting)),
        referrals=tuple(_referrals(referrals, setting)),
        claims=tuple(_claims(referrals, setting)),
        rewards=tuple(_rewards(referrals, setting)),
        problems=tuple(_problems(file.problems, setting)),
        favours=tuple(one for one in file.favours if one.is_owed_on(setting.as_of)),
        support=tuple(
            (plan, ask.support(plan, as_of=setting.as_of))
            for plan in file.support
            if plan.year == setting.as_of.year
        ),
    )


def _with_agreed_deadlines(file: CustomerFile, setting: Setting) -> CustomerFile:
    """Return *file* with the agreements of its company that are known, and their deadlines."""
    ours = tuple(
        one
        for one in file.concessions
        if one.company_id == file.ledger.company_id and one.agreed_on <= setting.as_of
    )
    rules = setting.rulebook.concessions
    ledger = deferred_ledger(file.ledger, ours, as_of=setting.as_of, rules=rules)
    return attrs.evolve(file, ledger=ledger, concessions=ours)


def _concessions(
    file: CustomerFile, setting: Setting
) -> Iterator[tuple[Concession, Decision[ConcessionStatus]]]:
    """Yield the agreements that run, or were broken while they would."""
    for one in file.concessions:
        decision = setting.policies.concession(
            one, file.ledger, as_of=setting.as_of, rules=setting.rulebook.concessions
        )
        if decision.outcome.standing in {ConcessionStanding.RUNNING, ConcessionStanding.BROKEN}:
            yield one, decision


# --- what passes between us and the customer ------------------------------------


def _cadence_facts(file: CustomerFile, tier: Tier | None, setting: Setting) -> CadenceFacts:
    return CadenceFacts(
        customer_id=file.customer.id,
        tier=tier,
        lifecycle=None if file.lifecycle is None else file.lifecycle.held,
        at_risk_since_on=None if file.lifecycle is None else file.lifecycle.since_on,
        entered_on=file.customer.entered_on,
    ).with_events(
        touchpoints=file.touchpoints,
        visits=setting.visits.get(file.customer.id, ()),
        calendar=setting.calendar,
    )


def _complaints(file: CustomerFile, setting: Setting) -> Iterator[ComplaintReview]:
    """Yield the complaints that have not ended."""
    rules = setting.rulebook.escalation
    for complaint in file.complaints:
        if complaint.state.is_terminal:
            continue
        facts = setting.complaint_facts(complaint)
        yield ComplaintReview(
            complaint=complaint,
            deadlines=setting.policies.deadlines(facts, now=setting.now, rules=rules),
            escalation=setting.policies.escalation(facts, now=setting.now, rules=rules),
            goodwill=_goodwill(complaint, file.complaints, setting),
            goodwill_audit=_goodwill_audit(facts, setting),
        )


def _goodwill(
    complaint: Complaint, every: Iterable[Complaint], setting: Setting
) -> Decision[Goodwill | None] | None:
    """Return whether the gesture chosen may be given; the margin is not known to a book."""
    gesture = complaint.progress.gesture
    if gesture is None or gesture.worth is None or complaint.progress.gesture_given_at is not None:
        return None
    disputed = complaint.disputed
    facts = GoodwillFacts(
        complaint_id=complaint.id,
        amount=gesture.worth,
        decider=gesture.answered_by,
        disputed=disputed if disputed and disputed.currency == gesture.worth.currency else None,
        earlier_on=gesture_days(
            (one for one in every if one.id != complaint.id), calendar=setting.calendar
        ),
    )
    rules = setting.rulebook.goodwill
    return setting.policies.goodwill(facts, as_of=setting.as_of, rules=rules)


def _goodwill_audit(facts: ComplaintFacts, setting: Setting) -> Decision[bool | None] | None:
    """Return whether those who answered for a gesture may; nothing where none was chosen."""
    if facts.complaint.progress.gesture is None:
        return None
    return setting.policies.goodwill_audit(
        facts.complaint,
        staff=setting.staff,
        now=setting.now,
        calendar=facts.calendar,
        rules=setting.rulebook.goodwill,
    )


def _promised(file: CustomerFile, setting: Setting) -> Iterator[Promise]:
    """Yield what was promised, of what comes back what is past and the next one too."""
    yield from file.promises
    recorded = {one.id for one in file.promises}
    today = setting.as_of
    for recurring in file.recurring:
        soon = add_months(today, recurring.every_months + 1)
        due = recurring.promises(until=soon, calendar=setting.calendar)
        past = [one for one in due if moment(one.due_at) < moment(setting.now)]
        for one in due[: len(past) + 1]:
            if one.id not in recorded:
                yield one


def _as_known(referrals: Iterable[Referral], setting: Setting) -> Iterator[Referral]:
    """Yield the referrals as they stood: what became of them later is not known yet."""
    for referral in referrals:
        known = known_referral(referral, now=setting.now, calendar=setting.calendar)
        if known is not None:
            yield known


def _rings(referrals: Iterable[Referral], setting: Setting) -> tuple[Reason, ...]:
    """Return the alerts in which the referrals stand, each once."""
    rings = setting.referrals.rings
    return tuple(dict.fromkeys(why for one in referrals for why in rings.get(one.id, ())))


def _claims(
    referrals: Iterable[Referral], setting: Setting
) -> Iterator[tuple[Referral, Decision[ClaimStanding | None]]]:
    """Yield the namings under way that are not worth what they seem, or may not be."""
    for referral in referrals:
        claim = setting.referrals.standings.get(referral.id)
        if claim is None or referral.state not in BEFORE_CONVERTED:
            continue
        if claim.outcome is not ClaimStanding.VALID or len(claim.reasons) > 1:
            yield referral, claim


def _rewards(
    referrals: tuple[Referral, ...], setting: Setting
) -> Iterator[tuple[Referral, Decision[Reward | None]]]:
    """Yield the rewards of which something is to be done, or awaited."""
    book = setting.referrals
    for referral in referrals:
        prospect = referral.prospect.customer_id
        claim = book.standings.get(referral.id)
        facts = reward_facts(
            referral,
            None if prospect is None else book.first_orders.get(prospect),
            standing=(claim and claim.outcome) or ClaimStanding.VALID,
            refused=book.refused.get(referral.id),
            others=referrals,
            spent=book.spent,
            now=setting.now,
        )
        decision = setting.policies.reward(
            facts,
            now=setting.now,
            calendar=setting.calendar,
            rules=setting.rulebook.referral_reward,
        )
        if decision.outcome is None or decision.outcome.step is not RewardStep.NOTHING:
            yield referral, decision


def _problems(
    problems: Iterable[OutletProblem], setting: Setting
) -> Iterator[tuple[OutletProblem, Decision[Treatment | None]]]:
    for problem in problems:
        ask = partial(
            setting.policies.problem,
            problem,
            now=setting.now,
            calendar=setting.calendar,
            rules=setting.rulebook.outlet_problems,
        )
        decision = told(ask, setting=setting)
        treatment = decision.outcome
        if treatment is None or treatment.standing is not ProblemStanding.SETTLED:
            yield problem, decision


def _promises(
    promises: Iterable[Promise], setting: Setting
) -> Iterator[tuple[Promise, Decision[PromiseStanding | None]]]:
    for promise in promises:
        ask = partial(
            setting.policies.promise,
            promise,
            now=setting.now,
            calendar=setting.calendar,
            rules=setting.rulebook.promise_watch,
        )
        decision = told(ask, setting=setting)
        if decision.outcome is not PromiseStanding.SETTLED:
            yield promise, decision


def _referrals(
    referrals: Iterable[Referral], setting: Setting
) -> Iterator[tuple[Referral, Decision[tuple[ReferralDuty, ...] | None]]]:
    for referral in referrals:
        ask = partial(
            setting.policies.referral,
            referral,
            now=setting.now,
            calendar=setting.calendar,
            rules=setting.rulebook.referral_duty,
        )
        decision = told(ask, setting=setting)
        if decision.outcome is None or decision.outcome:
            yield referral, decision
