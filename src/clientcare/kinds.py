"""
Every stored kind, declared once: its key, its indexes and its orders.

Facts about a customer have an index ``customer`` and an order ``customer``
(customer, then time), so that a reader can merge all kinds customer by customer,
in the order of the customers' keys. An index ``date`` holds a calendar date, an
index ``at`` an instant (compared in UTC). Where a value is unknown the index is
empty: ask for ``Eq(None)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeAlias, TypeVar

from clientcare.codec import JsonCodec
from clientcare.domain.aftercare import (
    CustomerCheck,
    PersonnelChange,
    ProductNotice,
    PurchaseCare,
    SatisfactionAnswer,
    ServicedItem,
)
from clientcare.domain.ambassador import AmbassadorNote, Favour
from clientcare.domain.approval_requests import ApprovalRequest
from clientcare.domain.calendars import WorkCalendar
from clientcare.domain.complaint import Complaint
from clientcare.domain.concessions import Concession
from clientcare.domain.consents import ConsentEntry
from clientcare.domain.corrective_action import CorrectiveAction
from clientcare.domain.credit import CreditCard
from clientcare.domain.customer import Customer
from clientcare.domain.decision_log import DecisionRecord
from clientcare.domain.development import DevelopmentPlan
from clientcare.domain.gifts import Gift
from clientcare.domain.memory import LifecycleMemory, TierMemory
from clientcare.domain.occasions import Occasion
from clientcare.domain.orders import Delivery, Order
from clientcare.domain.outlets import OutletProblem
from clientcare.domain.payment_promises import PaymentPromise
from clientcare.domain.promises import Promise
from clientcare.domain.receivables import CreditNote, Invoice, Payment, WriteOff
from clientcare.domain.recurring_promises import RecurringPromise
from clientcare.domain.referral import Referral
from clientcare.domain.staff import Staff
from clientcare.domain.support import SupportPlan
from clientcare.domain.surveys import CustomerSurvey
from clientcare.domain.touchpoints import Touchpoint
from clientcare.domain.visit_plans import VisitPlan
from clientcare.repositories import AnyKind, Kind, Ordinal, Sortable


class _OfCustomer(Protocol):
    @property
    def customer_id(self) -> str | None: ...


T = TypeVar("T")
C = TypeVar("C", bound=_OfCustomer)
Texts: TypeAlias = Mapping[str, Callable[[T], Ordinal]]


def _kind(
    name: str,
    type_: type[T],
    *,
    key: Callable[[T], str],
    indexes: Texts[T] | None = None,
    orders: Texts[T] | None = None,
    tracked: bool = False,
) -> Kind[T]:
    return Kind(
        name=name,
        type=type_,
        key=key,
        codec=JsonCodec[T](name=name, type=type_),
        indexes=indexes or {},
        orders=orders or {},
        tracked=tracked,
    )


def _of_customer(
    name: str,
    type_: type[C],
    *,
    key: Callable[[C], str],
    time: tuple[str, Callable[[C], Sortable]],
    indexes: Texts[C] | None = None,
    tracked: bool = False,
) -> Kind[C]:
    """Return a kind of facts that each belong to a customer and a time."""
    called, of = time
    return _kind(
        name,
        type_,
        key=key,
        indexes={"customer": lambda it: it.customer_id, called: of, **(indexes or {})},
        orders={"customer": lambda it: (it.customer_id, of(it)), called: of},
        tracked=tracked,
    )


# --- customers and our own people ---------------------------------------------

CUSTOMER: Final = _kind(
    "customer",
    Customer,
    key=lambda it: it.id,
    indexes={
        "owner": lambda it: it.owner_id,
        "office": lambda it: it.office_id,
        "parent": lambda it: it.parent_id,
    },
    orders={"name": lambda it: it.name, "owner": lambda it: it.owner_id},
    tracked=True,
)
CREDIT_CARD: Final = _of_customer(
    "credit_card",
    CreditCard,
    key=lambda it: it.id,
    time=("review_due", lambda it: it.review_due_on),
    indexes={"company": lambda it: it.company_id},
    tracked=True,
)
APPROVAL_REQUEST: Final = _of_customer(
    "approval_request",
    ApprovalRequest,
    key=lambda it: it.id,
    time=("at", lambda it: it.requested_at),
    indexes={"card": lambda it: it.card_id, "state": lambda it: it.state},
    tracked=True,
)
CONCESSION: Final = _of_customer(
    "concession",
    Concession,
    key=lambda it: it.id,
    time=("date", lambda it: it.agreed_on),
    indexes={"ends": lambda it: it.ends_on},
    tracked=True,
)
STAFF: Final = _kind(
    "staff",
    Staff,
    key=lambda it: it.id,
    indexes={"office": lambda it: it.office_id, "superior": lambda it: it.superior_id},
    tracked=True,
)
WORK_CALENDAR: Final = _kind("work_calendar", WorkCalendar, key=lambda it: it.id, tracked=True)

# --- documents of trade -------------------------------------------------------

ORDER: Final = _of_customer(
    "order",
    Order,
    key=lambda it: it.id,
    time=("date", lambda it: it.ordered_on),
    indexes={"status": lambda it: it.status},
)
DELIVERY: Final = _of_customer(
    "delivery", Delivery, key=lambda it: it.id, time=("date", lambda it: it.delivered_on)
)
INVOICE: Final = _of_customer(
    "invoice",
    Invoice,
    key=lambda it: it.id,
    time=("date", lambda it: it.invoiced_on),
    indexes={"due": lambda it: it.due_on},
)
CREDIT_NOTE: Final = _of_customer(
    "credit_note", CreditNote, key=lambda it: it.id, time=("date", lambda it: it.issued_on)
)
PAYMENT: Final = _of_customer(
    "payment", Payment, key=lambda it: it.id, time=("date", lambda it: it.received_on)
)
WRITE_OFF: Final = _of_customer(
    "write_off", WriteOff, key=lambda it: it.id, time=("date", lambda it: it.written_off_on)
)

# --- what passes between us and the customer ----------------------------------

COMPLAINT: Final = _of_customer(
    "complaint",
    Complaint,
    key=lambda it: it.id,
    time=("at", lambda it: it.received_at),
    indexes={"state": lambda it: it.state, "owner": lambda it: it.progress.owner},
    tracked=True,
)
CORRECTIVE_ACTION: Final = _kind(
    "corrective_action",
    CorrectiveAction,
    key=lambda it: it.id,
    indexes={
        "state": lambda it: it.state,
        "owner": lambda it: it.progress.owner,
        "recurrence": lambda it: it.progress.key.text,
    },
    orders={"at": lambda it: it.opened_at},
    tracked=True,
)
REFERRAL: Final = _kind(
    "referral",
    Referral,
    key=lambda it: it.id,
    indexes={
        "introducer": lambda it: it.introducer_id,
        "customer": lambda it: it.prospect.customer_id,
        "state": lambda it: it.state,
    },
    orders={
        "introducer": lambda it: (it.introducer_id, it.received_at),
        "at": lambda it: it.received_at,
    },
)
VISIT_PLAN: Final = _kind(
    "visit_plan",
    VisitPlan,
    key=lambda it: it.id,
    indexes={
        "staff": lambda it: it.staff_id,
        "starts": lambda it: it.starts_on,
        "ends": lambda it: it.ends_on,
    },
    orders={"staff": lambda it: (it.staff_id, it.starts_on), "starts": lambda it: it.starts_on},
    tracked=True,
)
TOUCHPOINT: Final = _of_customer(
    "touchpoint",
    Touchpoint,
    key=lambda it: it.id,
    time=("at", lambda it: it.at),
    indexes={"staff": lambda it: it.staff_id, "referral": lambda it: it.referral_id},
)
PROMISE: Final = _of_customer(
    "promise",
    Promise,
    key=lambda it: it.id,
    time=("due", lambda it: it.due_at),
    indexes={"staff": lambda it: it.made_by, "state": lambda it: it.state},
)
PAYMENT_PROMISE: Final = _of_customer(
    "payment_promise",
    PaymentPromise,
    key=lambda it: it.id,
    time=("due", lambda it: it.due_on),
    indexes={"staff": lambda it: it.taken_by},
)
CONSENT: Final = _of_customer(
    "consent",
    ConsentEntry,
    key=lambda it: it.id,
    time=("at", lambda it: it.at),
    indexes={"subject": lambda it: it.subject_id},
)
CUSTOMER_SURVEY: Final = _of_customer(
    "customer_survey",
    CustomerSurvey,
    key=lambda it: it.id,
    time=("date", lambda it: it.asked_on),
)
SUPPORT_PLAN: Final = _of_customer(
    "support_plan",
    SupportPlan,
    key=lambda it: it.id,
    time=("year", lambda it: f"{it.year:04d}"),
    tracked=True,
)

OCCASION: Final = _of_customer(
    "occasion",
    Occasion,
    key=lambda it: it.id,
    time=("month", lambda it: f"{it.month:02d}"),
    indexes={"person": lambda it: it.person_id},
    tracked=True,
)
SATISFACTION: Final = _of_customer(
    "satisfaction", SatisfactionAnswer, key=lambda it: it.id, time=("date", lambda it: it.asked_on)
)
SERVICED_ITEM: Final = _of_customer(
    "serviced_item",
    ServicedItem,
    key=lambda it: it.id,
    time=("date", lambda it: it.installed_on),
    tracked=True,
)
PRODUCT_NOTICE: Final = _kind(
    "product_notice",
    ProductNotice,
    key=lambda it: it.id,
    indexes={"date": lambda it: it.issued_on},
    orders={"date": lambda it: it.issued_on},
)
PERSONNEL_CHANGE: Final = _of_customer(
    "personnel_change",
    PersonnelChange,
    key=lambda it: it.id,
    time=("date", lambda it: it.known_on),
    tracked=True,
)
PURCHASE_CARE: Final = _of_customer(
    "purchase_care",
    PurchaseCare,
    key=lambda it: it.id,
    time=("date", lambda it: it.bought_on),
    tracked=True,
)
CUSTOMER_CHECK: Final = _of_customer(
    "customer_check", CustomerCheck, key=lambda it: it.id, time=("date", lambda it: it.checked_on)
)
RECURRING_PROMISE: Final = _of_customer(
    "recurring_promise",
    RecurringPromise,
    key=lambda it: it.id,
    time=("date", lambda it: it.from_on),
    indexes={"staff": lambda it: it.made_by},
)
GIFT: Final = _of_customer(
    "gift",
    Gift,
    key=lambda it: it.id,
    time=("date", lambda it: it.given_on),
    indexes={"person": lambda it: it.person_id, "referral": lambda it: it.referral_id},
)
FAVOUR: Final = _of_customer(
    "favour",
    Favour,
    key=lambda it: it.id,
    time=("date", lambda it: it.owed_since_on),
    indexes={"referral": lambda it: it.referral_id},
)
AMBASSADOR_NOTE: Final = _kind(
    "ambassador_note", AmbassadorNote, key=lambda it: it.customer_id, tracked=True
)
OUTLET_PROBLEM: Final = _of_customer(
    "outlet_problem",
    OutletProblem,
    key=lambda it: it.id,
    time=("at", lambda it: it.noticed_at),
    indexes={"kind": lambda it: it.kind},
)
DEVELOPMENT_PLAN: Final = _kind(
    "development_plan",
    DevelopmentPlan,
    key=lambda it: it.id,
    indexes={"customer": lambda it: it.customer_id, "referral": lambda it: it.referral_id},
    tracked=True,
)

# --- what is remembered from one review to the next ---------------------------

TIER_MEMORY: Final = _kind("tier_memory", TierMemory, key=lambda it: it.customer_id, tracked=True)
LIFECYCLE_MEMORY: Final = _kind(
    "lifecycle_memory", LifecycleMemory, key=lambda it: it.customer_id, tracked=True
)
DECISION: Final = _kind(
    "decision",
    DecisionRecord,
    key=lambda it: it.id,
    indexes={
        "subject_kind": lambda it: it.subject_kind,
        "subject": lambda it: it.subject_id,
        "question": lambda it: it.question,
    },
    orders={"subject": lambda it: (it.subject_kind, it.subject_id, it.decision.judged_at)},
)

KINDS: Final[tuple[AnyKind, ...]] = (
    CUSTOMER,
    CREDIT_CARD,
    APPROVAL_REQUEST,
    CONCESSION,
    STAFF,
    WORK_CALENDAR,
    ORDER,
    DELIVERY,
    INVOICE,
    CREDIT_NOTE,
    PAYMENT,
    WRITE_OFF,
    COMPLAINT,
    CORRECTIVE_ACTION,
    REFERRAL,
    VISIT_PLAN,
    TOUCHPOINT,
    PROMISE,
    PAYMENT_PROMISE,
    CONSENT,
    CUSTOMER_SURVEY,
    SUPPORT_PLAN,
    OCCASION,
    SATISFACTION,
    SERVICED_ITEM,
    PRODUCT_NOTICE,
    PERSONNEL_CHANGE,
    PURCHASE_CARE,
    CUSTOMER_CHECK,
    RECURRING_PROMISE,
    GIFT,
    FAVOUR,
    AMBASSADOR_NOTE,
    OUTLET_PROBLEM,
    DEVELOPMENT_PLAN,
    TIER_MEMORY,
    LIFECYCLE_MEMORY,
    DECISION,
)
"""All of them, as a store wants them."""
