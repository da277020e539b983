"""Values of every stored kind, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clientcare.domain.money import Money
from clientcare.domain.touchpoints import Channel
from clientcare.testing.strategies import (
    aftercare,
    approvals,
    calendars,
    care_plans,
    complaints,
    concessions,
    corrective,
    credit,
    customers,
    ledger,
    relations,
    surveys,
)

_IDS: Final = st.sampled_from(["x-1", "客-2"])
_MONEY: Final = st.integers(0, 10**6).map(lambda minor: Money(minor, "CNY"))


def _with(values: st.SearchStrategy[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return *values* with some of the fields filled that no rule looks at."""

    def evolved(value: Any, filled: dict[str, Any]) -> Any:
        fields: dict[str, Any] = {}
        for name, one in filled.items():
            fields |= one if isinstance(one, dict) else {name: one}
        return attrs.evolve(value, **fields)

    return st.builds(evolved, values, st.fixed_dictionaries({}, optional=more))


def _both(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return fields of which none may be filled without the others."""
    return st.fixed_dictionaries(fields)


VALUES: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "customer": customers.customers(),
    "approval_request": approvals.approval_requests(),
    "concession": concessions.concessions(),
    "staff": customers.staff(),
    "work_calendar": _with(
        calendars.work_calendars(published=True).map(lambda found: found[0]), name=_IDS
    ),
    "complaint": _with(
        complaints.complaints(),
        office_id=_IDS,
        person_id=_IDS,
        channel=st.sampled_from(Channel),
        product=_IDS,
        order=_both(order_id=_IDS, order_line_no=_IDS),
        delivery_id=_IDS,
        invoice=_both(invoice_id=_IDS, invoice_line_no=_IDS),
        visit_id=_IDS,
        promise_id=_IDS,
        disputed=_MONEY,
        follows_id=_IDS,
    ),
    "corrective_action": _with(corrective.corrective_actions(), calendar_id=_IDS),
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
    "promise": _with(relations.promises(), value=_MONEY),
    "payment_promise": _with(ledger.payment_promises("pp1"), taken_by=_IDS, note=_IDS),
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
