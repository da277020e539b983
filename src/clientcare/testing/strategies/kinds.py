"""Values of every stored kind, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clientcare.testing.strategies import (
    aftercare,
    approvals,
    calendars,
    care_plans,
    complaints,
    corrective,
    credit,
    customers,
    ledger,
    relations,
    surveys,
)

VALUES: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "customer": customers.customers(),
    "approval_request": approvals.approval_requests(),
    "staff": customers.staff(),
    "work_calendar": calendars.work_calendars().map(lambda found: found[0]),
    "complaint": complaints.complaints(),
    "corrective_action": corrective.corrective_actions(),
    "credit_card": credit.credit_cards(),
    "order": ledger.orders("o1"),
    "delivery": ledger.deliveries("d1"),
    "invoice": ledger.invoices("i1"),
    "credit_note": ledger.credit_notes("n1"),
    "payment": ledger.payments("p1"),
    "write_off": ledger.write_offs("w1"),
    "referral": relations.referrals(),
    "visit_plan": relations.visit_plans(),
    "touchpoint": relations.touchpoints(),
    "promise": relations.promises(),
    "payment_promise": ledger.payment_promises("pp1"),
    "consent": relations.consents(),
    "customer_survey": surveys.customer_surveys(),
    "support_plan": relations.support_plans(),
    "occasion": aftercare.occasions(),
    "satisfaction": aftercare.satisfaction_answers(),
    "serviced_item": aftercare.serviced_items(),
    "product_notice": aftercare.product_notices(),
    "personnel_change": aftercare.personnel_changes(),
    "purchase_care": aftercare.purchase_care(),
    "customer_check": aftercare.customer_checks(),
    "recurring_promise": care_plans.recurring_promises(),
    "gift": care_plans.gifts(),
    "favour": care_plans.favours(),
    "ambassador_note": care_plans.ambassador_notes(),
    "outlet_problem": care_plans.outlet_problems(),
    "development_plan": care_plans.development_plans(),
    "tier_memory": relations.tier_memories(),
    "lifecycle_memory": relations.lifecycle_memories(),
    "decision": relations.decision_records(),
}
"""A strategy for each of ``clientcare.kinds.KINDS``, by the kind's name."""


def samples(kind: str, count: int) -> tuple[Any, ...]:
    """Return *count* values of a kind, the same at every call; the first is a small one."""
    found: list[Any] = []

    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(VALUES[kind])
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return tuple(found)
