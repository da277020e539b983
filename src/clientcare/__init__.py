"""
clientcare: the domain model and the decision rules of customer care.

The names below are the promised ones. Each is loaded when it is first asked for, so
that ``import clientcare`` costs next to nothing and needs the core alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for type checkers; at run time the table below serves
    from clientcare.domain.ambassador import AmbassadorNote, Favour
    from clientcare.domain.approval_requests import ApprovalRequest, Asked, LimitFigures
    from clientcare.domain.calendars import WorkCalendar
    from clientcare.domain.complaint import Complaint
    from clientcare.domain.complaint_facts import Severity
    from clientcare.domain.complaint_scripts import ComplaintScript, ScriptCatalogue
    from clientcare.domain.concessions import Concession, WarningSign
    from clientcare.domain.consents import ConsentEntry
    from clientcare.domain.corrective_action import CorrectiveAction
    from clientcare.domain.credit import Accounting, CreditCard, Principal
    from clientcare.domain.credit_limit import CreditLimit, LimitBasis, TemporaryIncrease
    from clientcare.domain.credited_graph import CreditedGraph
    from clientcare.domain.customer import Contact, Customer
    from clientcare.domain.decisions import Decision, Reason, RulesRef
    from clientcare.domain.development import DevelopmentPlan
    from clientcare.domain.gifts import Gift
    from clientcare.domain.goodwill import GoodwillAuthority
    from clientcare.domain.identity import Party
    from clientcare.domain.ledger import (
        CreditNote,
        Deferral,
        Delivery,
        DeliveryLine,
        Dispute,
        Instrument,
        Invoice,
        InvoiceLine,
        Ledger,
        Order,
        OrderLine,
        OrderStatus,
        Payment,
        Reference,
        WriteOff,
    )
    from clientcare.domain.money import Money
    from clientcare.domain.outlets import OutletProblem
    from clientcare.domain.payment_promises import PaymentPromise
    from clientcare.domain.promises import Promise
    from clientcare.domain.rates import Rate, Rates
    from clientcare.domain.recurrence_key import RecurrenceKey
    from clientcare.domain.recurring_promises import RecurringPromise
    from clientcare.domain.referral import Prospect, Referral, ReferralState
    from clientcare.domain.referral_sides import ProspectSide, prospect_side
    from clientcare.domain.scales import CreditGrade, Tier
    from clientcare.domain.staff import Deputy, Staff, StaffRole
    from clientcare.domain.support import SupportPlan
    from clientcare.domain.surveys import CustomerSurvey
    from clientcare.domain.touchpoints import Touchpoint
    from clientcare.domain.visit_plans import VisitPlan
    from clientcare.domain.visits import Visit
    from clientcare.errors import (
        AlreadyExists,
        BadCursor,
        CalendarError,
        ClientCareError,
        Conflict,
        CurrencyMismatchError,
        Fault,
        ImportFailedError,
        InvalidValueError,
        MissingExtraError,
        NoOpenHoursError,
        NotFound,
        PayloadError,
        PayloadTooNew,
        RowFault,
        RulebookError,
        StoreError,
        StoreUnavailable,
        TransitionError,
        UnitClosed,
        UnknownCurrencyError,
        UnpublishedDayError,
        Unsupported,
    )
    from clientcare.policies.across_companies import CompanyPosition, across_companies
    from clientcare.policies.action_plan import plan_actions
    from clientcare.policies.after_sales import AfterSalesFacts, AfterSalesRules, follow_up_sale
    from clientcare.policies.aftercare import AftercareFacts, AftercareRules, care_duties
    from clientcare.policies.ageing import AgeingRules, ageing
    from clientcare.policies.allocation import allocate
    from clientcare.policies.ambassador import (
        AmbassadorRules,
        conversion,
        influence,
        is_eligible,
        rank_ambassadors,
        referral_value,
    )
    from clientcare.policies.approval_chain import ApprovalRules, ChainFacts, approval_chain
    from clientcare.policies.approval_figures import limit_figures, limit_objections
    from clientcare.policies.approvals import (
        ApprovalFacts,
        ApprovalStanding,
        ApprovalStatus,
        apply_request,
        approval_status,
        reject_request,
        sign_request,
    )
    from clientcare.policies.cadence import (
        CadenceFacts,
        CadenceRules,
        next_contact,
        visit_frequency,
    )
    from clientcare.policies.capacity import CapacityRules, VisitClass, capacity
    from clientcare.policies.collection_order import (
        CollectionCase,
        CollectionRules,
        collection_line,
        collection_order,
    )
    from clientcare.policies.complaint_figures import (
        ComplaintFigures,
        ComplaintKpiRules,
        complaint_figures,
    )
    from clientcare.policies.complaint_kpis import (
        complaint_kpis,
        complaint_rate,
        complaints_per_customer_year,
        customer_satisfaction,
        days_to_resolve,
        first_contact_resolution,
        hours_to_resolve,
        on_time_rate,
        recurrence_rate,
        reopen_rate,
    )
    from clientcare.policies.concession_watch import (
        ConcessionRules,
        ConcessionStanding,
        deferred_ledger,
        watch_concession,
    )
    from clientcare.policies.contact_permission import (
        ContactFacts,
        ContactPermission,
        ContactRules,
        ContactWish,
        may_contact,
    )
    from clientcare.policies.control_chart import MonthFigures, control_chart
    from clientcare.policies.corrective_action import CorrectiveActionRules, judge_action
    from clientcare.policies.credit_hold import (
        CreditFacts,
        CreditHoldRules,
        GroupFacts,
        OrderStep,
        Verdict,
        check_order,
    )
    from clientcare.policies.credit_limit import (
        CreditLimitRules,
        LimitFacts,
        limit_facts,
        propose_limit,
    )
    from clientcare.policies.credit_readings import CreditHistory, credit_reading, review_facts
    from clientcare.policies.credit_review import (
        CreditReading,
        CreditReviewFacts,
        CreditReviewRules,
        credit_review_due,
    )
    from clientcare.policies.credit_score import (
        CreditScoreRules,
        ScoreFacts,
        score_card,
        score_facts,
    )
    from clientcare.policies.effective_limit import (
        EffectiveLimitRules,
        LimitsOnFile,
        effective_limit,
        limits_on_file,
    )
    from clientcare.policies.escalation import ComplaintFacts, EscalationRules, assess, deadlines
    from clientcare.policies.exchange import ExchangeRules
    from clientcare.policies.exposure import ExposureRules, exposure
    from clientcare.policies.gift_limits import GiftRules, check_gift
    from clientcare.policies.goodwill import (
        GoodwillFacts,
        GoodwillRules,
        check_goodwill,
        retention_at_stake,
    )
    from clientcare.policies.goodwill_audit import audit_goodwill
    from clientcare.policies.goodwill_balance import (
        GoodwillBalanceRules,
        RelationEvent,
        goodwill_balance,
    )
    from clientcare.policies.greetings import GreetingRules, next_greeting
    from clientcare.policies.iceberg import IcebergRules, iceberg
    from clientcare.policies.kpi import Kpi, KpiName, Period
    from clientcare.policies.order_release import (
        ReleaseStanding,
        recheck_order,
        release_order,
        release_standing,
    )
    from clientcare.policies.outlet_problems import OutletRules, treat_problem
    from clientcare.policies.payment import (
        PaymentRules,
        days_beyond_terms,
        late_share,
        payment_index,
    )
    from clientcare.policies.payment_behaviour import (
        PaymentBehaviourRules,
        PaymentFacts,
        payment_behaviour,
    )
    from clientcare.policies.payment_promises import (
        PaymentPromiseRules,
        PaymentPromiseState,
        judge_payment_promises,
    )
    from clientcare.policies.promise_keeping import (
        PromiseGuardRules,
        check_promise,
        promise_keeping,
    )
    from clientcare.policies.promise_watch import PromiseWatchRules, watch_promise
    from clientcare.policies.receivable_figures import (
        PeriodSales,
        ReceivableFigures,
        ReceivableKpiRules,
        monthly_sales,
        receivable_figures,
    )
    from clientcare.policies.receivable_kpis import (
        average_days_delinquent,
        best_possible_dso,
        cash_to_sales,
        collection_effectiveness,
        collection_rate,
        count_back_dso,
        days_sales_outstanding,
        limit_use,
        overdue_rate,
    )
    from clientcare.policies.recovery import RecoveryFacts, RecoveryRules, follow_recovery
    from clientcare.policies.recovery_effects import EffectFacts, recovery_effects
    from clientcare.policies.recurrence import (
        RecurrenceCase,
        RecurrenceRules,
        recurrence_case,
        recurrences,
    )
    from clientcare.policies.referral_ask import referral_ask
    from clientcare.policies.referral_claim import ClaimFacts, ClaimRules, judge_claims
    from clientcare.policies.referral_credit import CreditClaim, credit_referrals
    from clientcare.policies.referral_duty import ReferralDutyRules, referral_duties
    from clientcare.policies.referral_funnel import (
        FunnelRules,
        referral_conversion,
        referral_funnel,
    )
    from clientcare.policies.referral_identity import IdentityRules, check_identity, ring_alerts
    from clientcare.policies.referral_reward import RewardFacts, RewardRules, decide_reward
    from clientcare.policies.relation_events import RelationFacts, relation_events
    from clientcare.policies.response import ResponseFacts, ResponseRules, respond
    from clientcare.policies.sales import SalesRules, net_sales
    from clientcare.policies.support_effect import support_effect
    from clientcare.policies.temporary_increase import (
        IncreaseFacts,
        IncreaseRules,
        increase_facts,
        judge_increase,
    )
    from clientcare.policies.tiering import CustomerValue, TieringRules, assign_tiers
    from clientcare.policies.visit_status import visit_status
    from clientcare.policies.win_back import WinBackFacts, WinBackRules, win_back, win_back_list
    from clientcare.rulebook import (
        Rulebook,
        rulebook_from_json,
        rulebook_from_toml,
        rulebook_to_json,
        rulebook_to_toml,
    )
    from clientcare.wording import Language, explain, render

_HOMES = {
    "clientcare.domain.ambassador": "AmbassadorNote Favour",
    "clientcare.domain.approval_requests": "ApprovalRequest Asked LimitFigures",
    "clientcare.policies.across_companies": "CompanyPosition across_companies",
    "clientcare.policies.approval_chain": "ApprovalRules ChainFacts approval_chain",
    "clientcare.policies.approval_figures": "limit_figures limit_objections",
    "clientcare.policies.approvals": (
        "ApprovalFacts ApprovalStanding ApprovalStatus apply_request approval_status reject_request"
        " sign_request"
    ),
    "clientcare.policies.capacity": "CapacityRules VisitClass capacity",
    "clientcare.policies.temporary_increase": (
        "IncreaseFacts IncreaseRules increase_facts judge_increase"
    ),
    "clientcare.policies.order_release": (
        "ReleaseStanding recheck_order release_order release_standing"
    ),
    "clientcare.policies.exchange": "ExchangeRules",
    "clientcare.domain.concessions": "Concession WarningSign",
    "clientcare.policies.concession_watch": (
        "ConcessionRules ConcessionStanding deferred_ledger watch_concession"
    ),
    "clientcare.domain.calendars": "WorkCalendar",
    "clientcare.domain.complaint": "Complaint",
    "clientcare.domain.complaint_facts": "Severity",
    "clientcare.domain.complaint_scripts": "ComplaintScript ScriptCatalogue",
    "clientcare.domain.consents": "ConsentEntry",
    "clientcare.domain.corrective_action": "CorrectiveAction",
    "clientcare.domain.credit": "Accounting CreditCard Principal",
    "clientcare.domain.credit_limit": "CreditLimit LimitBasis TemporaryIncrease",
    "clientcare.domain.credited_graph": "CreditedGraph",
    "clientcare.domain.customer": "Contact Customer",
    "clientcare.domain.decisions": "Decision Reason RulesRef",
    "clientcare.domain.development": "DevelopmentPlan",
    "clientcare.domain.gifts": "Gift",
    "clientcare.domain.goodwill": "GoodwillAuthority",
    "clientcare.domain.identity": "Party",
    "clientcare.domain.ledger": "CreditNote Deferral Delivery DeliveryLine Dispute Instrument Invoice InvoiceLine Ledger Order OrderLine OrderStatus Payment Reference WriteOff",
    "clientcare.domain.money": "Money",
    "clientcare.domain.outlets": "OutletProblem",
    "clientcare.domain.payment_promises": "PaymentPromise",
    "clientcare.domain.promises": "Promise",
    "clientcare.domain.rates": "Rate Rates",
    "clientcare.domain.recurrence_key": "RecurrenceKey",
    "clientcare.domain.recurring_promises": "RecurringPromise",
    "clientcare.domain.referral": "Prospect Referral ReferralState",
    "clientcare.domain.referral_sides": "ProspectSide prospect_side",
    "clientcare.domain.scales": "CreditGrade Tier",
    "clientcare.domain.staff": "Deputy Staff StaffRole",
    "clientcare.domain.support": "SupportPlan",
    "clientcare.domain.surveys": "CustomerSurvey",
    "clientcare.domain.touchpoints": "Touchpoint",
    "clientcare.domain.visit_plans": "VisitPlan",
    "clientcare.domain.visits": "Visit",
    "clientcare.errors": "AlreadyExists BadCursor CalendarError ClientCareError Conflict CurrencyMismatchError Fault ImportFailedError InvalidValueError MissingExtraError NoOpenHoursError NotFound PayloadError PayloadTooNew RowFault RulebookError StoreError StoreUnavailable TransitionError UnitClosed UnknownCurrencyError UnpublishedDayError Unsupported",
    "clientcare.policies.action_plan": "plan_actions",
    "clientcare.policies.after_sales": "AfterSalesFacts AfterSalesRules follow_up_sale",
    "clientcare.policies.aftercare": "AftercareFacts AftercareRules care_duties",
    "clientcare.policies.ageing": "AgeingRules ageing",
    "clientcare.policies.allocation": "allocate",
    "clientcare.policies.ambassador": "AmbassadorRules conversion influence is_eligible rank_ambassadors referral_value",
    "clientcare.policies.cadence": "CadenceFacts CadenceRules next_contact visit_frequency",
    "clientcare.policies.collection_order": "CollectionCase CollectionRules collection_line collection_order",
    "clientcare.policies.complaint_figures": "ComplaintFigures ComplaintKpiRules complaint_figures",
    "clientcare.policies.complaint_kpis": "complaint_kpis complaint_rate complaints_per_customer_year customer_satisfaction days_to_resolve first_contact_resolution hours_to_resolve on_time_rate recurrence_rate reopen_rate",
    "clientcare.policies.contact_permission": "ContactFacts ContactPermission ContactRules ContactWish may_contact",
    "clientcare.policies.control_chart": "MonthFigures control_chart",
    "clientcare.policies.corrective_action": "CorrectiveActionRules judge_action",
    "clientcare.policies.credit_hold": "CreditFacts CreditHoldRules GroupFacts OrderStep Verdict check_order",
    "clientcare.policies.credit_limit": "CreditLimitRules LimitFacts limit_facts propose_limit",
    "clientcare.policies.credit_readings": "CreditHistory credit_reading review_facts",
    "clientcare.policies.credit_review": "CreditReading CreditReviewFacts CreditReviewRules credit_review_due",
    "clientcare.policies.credit_score": "CreditScoreRules ScoreFacts score_card score_facts",
    "clientcare.policies.effective_limit": (
        "EffectiveLimitRules LimitsOnFile effective_limit limits_on_file"
    ),
    "clientcare.policies.escalation": "ComplaintFacts EscalationRules assess deadlines",
    "clientcare.policies.exposure": "ExposureRules exposure",
    "clientcare.policies.gift_limits": "GiftRules check_gift",
    "clientcare.policies.goodwill": "GoodwillFacts GoodwillRules check_goodwill retention_at_stake",
    "clientcare.policies.goodwill_audit": "audit_goodwill",
    "clientcare.policies.goodwill_balance": "GoodwillBalanceRules RelationEvent goodwill_balance",
    "clientcare.policies.greetings": "GreetingRules next_greeting",
    "clientcare.policies.iceberg": "IcebergRules iceberg",
    "clientcare.policies.kpi": "Kpi KpiName Period",
    "clientcare.policies.outlet_problems": "OutletRules treat_problem",
    "clientcare.policies.payment": "PaymentRules days_beyond_terms late_share payment_index",
    "clientcare.policies.payment_behaviour": "PaymentBehaviourRules PaymentFacts payment_behaviour",
    "clientcare.policies.payment_promises": "PaymentPromiseRules PaymentPromiseState judge_payment_promises",
    "clientcare.policies.promise_keeping": "PromiseGuardRules check_promise promise_keeping",
    "clientcare.policies.promise_watch": "PromiseWatchRules watch_promise",
    "clientcare.policies.receivable_figures": "PeriodSales ReceivableFigures ReceivableKpiRules monthly_sales receivable_figures",
    "clientcare.policies.receivable_kpis": "average_days_delinquent best_possible_dso cash_to_sales collection_effectiveness collection_rate count_back_dso days_sales_outstanding limit_use overdue_rate",
    "clientcare.policies.recovery": "RecoveryFacts RecoveryRules follow_recovery",
    "clientcare.policies.recovery_effects": "EffectFacts recovery_effects",
    "clientcare.policies.recurrence": "RecurrenceCase RecurrenceRules recurrence_case recurrences",
    "clientcare.policies.referral_ask": "referral_ask",
    "clientcare.policies.referral_claim": "ClaimFacts ClaimRules judge_claims",
    "clientcare.policies.referral_credit": "CreditClaim credit_referrals",
    "clientcare.policies.referral_duty": "ReferralDutyRules referral_duties",
    "clientcare.policies.referral_funnel": "FunnelRules referral_conversion referral_funnel",
    "clientcare.policies.referral_identity": "IdentityRules check_identity ring_alerts",
    "clientcare.policies.referral_reward": "RewardFacts RewardRules decide_reward",
    "clientcare.policies.relation_events": "RelationFacts relation_events",
    "clientcare.policies.response": "ResponseFacts ResponseRules respond",
    "clientcare.policies.sales": "SalesRules net_sales",
    "clientcare.policies.support_effect": "support_effect",
    "clientcare.policies.tiering": "CustomerValue TieringRules assign_tiers",
    "clientcare.policies.visit_status": "visit_status",
    "clientcare.policies.win_back": "WinBackFacts WinBackRules win_back win_back_list",
    "clientcare.rulebook": "Rulebook rulebook_from_json rulebook_from_toml rulebook_to_json rulebook_to_toml",
    "clientcare.wording": "Language explain render",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Accounting",
    "AfterSalesFacts",
    "AfterSalesRules",
    "AftercareFacts",
    "AftercareRules",
    "AgeingRules",
    "AlreadyExists",
    "AmbassadorNote",
    "AmbassadorRules",
    "ApprovalFacts",
    "ApprovalRequest",
    "ApprovalRules",
    "ApprovalStanding",
    "ApprovalStatus",
    "Asked",
    "BadCursor",
    "CadenceFacts",
    "CadenceRules",
    "CalendarError",
    "CapacityRules",
    "ChainFacts",
    "ClaimFacts",
    "ClaimRules",
    "ClientCareError",
    "CollectionCase",
    "CollectionRules",
    "CompanyPosition",
    "Complaint",
    "ComplaintFacts",
    "ComplaintFigures",
    "ComplaintKpiRules",
    "ComplaintScript",
    "Concession",
    "ConcessionRules",
    "ConcessionStanding",
    "Conflict",
    "ConsentEntry",
    "Contact",
    "ContactFacts",
    "ContactPermission",
    "ContactRules",
    "ContactWish",
    "CorrectiveAction",
    "CorrectiveActionRules",
    "CreditCard",
    "CreditClaim",
    "CreditFacts",
    "CreditGrade",
    "CreditHistory",
    "CreditHoldRules",
    "CreditLimit",
    "CreditLimitRules",
    "CreditNote",
    "CreditReading",
    "CreditReviewFacts",
    "CreditReviewRules",
    "CreditScoreRules",
    "CreditedGraph",
    "CurrencyMismatchError",
    "Customer",
    "CustomerSurvey",
    "CustomerValue",
    "Decision",
    "Deferral",
    "Delivery",
    "DeliveryLine",
    "Deputy",
    "DevelopmentPlan",
    "Dispute",
    "EffectFacts",
    "EffectiveLimitRules",
    "EscalationRules",
    "ExchangeRules",
    "ExposureRules",
    "Fault",
    "Favour",
    "FunnelRules",
    "Gift",
    "GiftRules",
    "GoodwillAuthority",
    "GoodwillBalanceRules",
    "GoodwillFacts",
    "GoodwillRules",
    "GreetingRules",
    "GroupFacts",
    "IcebergRules",
    "IdentityRules",
    "ImportFailedError",
    "IncreaseFacts",
    "IncreaseRules",
    "Instrument",
    "InvalidValueError",
    "Invoice",
    "InvoiceLine",
    "Kpi",
    "KpiName",
    "Language",
    "Ledger",
    "LimitBasis",
    "LimitFacts",
    "LimitFigures",
    "LimitsOnFile",
    "MissingExtraError",
    "Money",
    "MonthFigures",
    "NoOpenHoursError",
    "NotFound",
    "Order",
    "OrderLine",
    "OrderStatus",
    "OrderStep",
    "OutletProblem",
    "OutletRules",
    "Party",
    "PayloadError",
    "PayloadTooNew",
    "Payment",
    "PaymentBehaviourRules",
    "PaymentFacts",
    "PaymentPromise",
    "PaymentPromiseRules",
    "PaymentPromiseState",
    "PaymentRules",
    "Period",
    "PeriodSales",
    "Principal",
    "Promise",
    "PromiseGuardRules",
    "PromiseWatchRules",
    "Prospect",
    "ProspectSide",
    "Rate",
    "Rates",
    "Reason",
    "ReceivableFigures",
    "ReceivableKpiRules",
    "RecoveryFacts",
    "RecoveryRules",
    "RecurrenceCase",
    "RecurrenceKey",
    "RecurrenceRules",
    "RecurringPromise",
    "Reference",
    "Referral",
    "ReferralDutyRules",
    "ReferralState",
    "RelationEvent",
    "RelationFacts",
    "ReleaseStanding",
    "ResponseFacts",
    "ResponseRules",
    "RewardFacts",
    "RewardRules",
    "RowFault",
    "Rulebook",
    "RulebookError",
    "RulesRef",
    "SalesRules",
    "ScoreFacts",
    "ScriptCatalogue",
    "Severity",
    "Staff",
    "StaffRole",
    "StoreError",
    "StoreUnavailable",
    "SupportPlan",
    "TemporaryIncrease",
    "Tier",
    "TieringRules",
    "Touchpoint",
    "TransitionError",
    "UnitClosed",
    "UnknownCurrencyError",
    "UnpublishedDayError",
    "Unsupported",
    "Verdict",
    "Visit",
    "VisitClass",
    "VisitPlan",
    "WarningSign",
    "WinBackFacts",
    "WinBackRules",
    "WorkCalendar",
    "WriteOff",
    "across_companies",
    "ageing",
    "allocate",
    "apply_request",
    "approval_chain",
    "approval_status",
    "assess",
    "assign_tiers",
    "audit_goodwill",
    "average_days_delinquent",
    "best_possible_dso",
    "capacity",
    "care_duties",
    "cash_to_sales",
    "check_gift",
    "check_goodwill",
    "check_identity",
    "check_order",
    "check_promise",
    "collection_effectiveness",
    "collection_line",
    "collection_order",
    "collection_rate",
    "complaint_figures",
    "complaint_kpis",
    "complaint_rate",
    "complaints_per_customer_year",
    "control_chart",
    "conversion",
    "count_back_dso",
    "credit_reading",
    "credit_referrals",
    "credit_review_due",
    "customer_satisfaction",
    "days_beyond_terms",
    "days_sales_outstanding",
    "days_to_resolve",
    "deadlines",
    "decide_reward",
    "deferred_ledger",
    "effective_limit",
    "explain",
    "exposure",
    "first_contact_resolution",
    "follow_recovery",
    "follow_up_sale",
    "goodwill_balance",
    "hours_to_resolve",
    "iceberg",
    "increase_facts",
    "influence",
    "is_eligible",
    "judge_action",
    "judge_claims",
    "judge_increase",
    "judge_payment_promises",
    "late_share",
    "limit_facts",
    "limit_figures",
    "limit_objections",
    "limit_use",
    "limits_on_file",
    "may_contact",
    "monthly_sales",
    "net_sales",
    "next_contact",
    "next_greeting",
    "on_time_rate",
    "overdue_rate",
    "payment_behaviour",
    "payment_index",
    "plan_actions",
    "promise_keeping",
    "propose_limit",
    "prospect_side",
    "rank_ambassadors",
    "receivable_figures",
    "recheck_order",
    "recovery_effects",
    "recurrence_case",
    "recurrence_rate",
    "recurrences",
    "referral_ask",
    "referral_conversion",
    "referral_duties",
    "referral_funnel",
    "referral_value",
    "reject_request",
    "relation_events",
    "release_order",
    "release_standing",
    "render",
    "reopen_rate",
    "respond",
    "retention_at_stake",
    "review_facts",
    "ring_alerts",
    "rulebook_from_json",
    "rulebook_from_toml",
    "rulebook_to_json",
    "rulebook_to_toml",
    "score_card",
    "score_facts",
    "sign_request",
    "support_effect",
    "treat_problem",
    "visit_frequency",
    "visit_status",
    "watch_concession",
    "watch_promise",
    "win_back",
    "win_back_list",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load a promised name when it is first asked for."""
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """Return the promised names, and what modules have."""
    return sorted({*globals(), *__all__})
