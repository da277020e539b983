"""
Every stored kind, declared once: its key, its indexes and its orders.

Facts about a customer have an index ``customer`` and an order ``customer``
(customer, then date), so that a reader can merge the kinds customer by customer.
A range of dates is asked for with the index ``date``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from clientcare.codec import JsonCodec
from clientcare.domain.customer import Customer
from clientcare.domain.orders import Delivery, Order
from clientcare.domain.receivables import CreditNote, Invoice, Payment, WriteOff
from clientcare.domain.staff import Staff
from clientcare.repositories import AnyKind, Kind, Ordinal

T = TypeVar("T")
Texts = Mapping[str, Callable[[T], Ordinal]]


def _kind(
    name: str,
    type_: type[T],
    key: Callable[[T], str],
    *,
    indexes: Texts[T],
    orders: Texts[T],
    tracked: bool = False,
) -> Kind[T]:
    codec = JsonCodec[T](name=name, type=type_)
    return Kind(
        name=name,
        type=type_,
        key=key,
        codec=codec,
        indexes=indexes,
        orders=orders,
        tracked=tracked,
    )


CUSTOMER: Final = _kind(
    "customer",
    Customer,
    lambda it: it.id,
    indexes={"owner": lambda it: it.owner_id, "parent": lambda it: it.parent_id},
    orders={"name": lambda it: it.name, "owner": lambda it: it.owner_id},
    tracked=True,
)
STAFF: Final = _kind(
    "staff",
    Staff,
    lambda it: it.id,
    indexes={"office": lambda it: it.office_id, "superior": lambda it: it.superior_id},
    orders={},
    tracked=True,
)
ORDER: Final = _kind(
    "order",
    Order,
    lambda it: it.id,
    indexes={
        "customer": lambda it: it.customer_id,
        "date": lambda it: it.ordered_on,
        "status": lambda it: it.status,
    },
    orders={
        "customer": lambda it: (it.customer_id, it.ordered_on),
        "date": lambda it: it.ordered_on,
    },
)
DELIVERY: Final = _kind(
    "delivery",
    Delivery,
    lambda it: it.id,
    indexes={"customer": lambda it: it.customer_id, "date": lambda it: it.delivered_on},
    orders={
        "customer": lambda it: (it.customer_id, it.delivered_on),
        "date": lambda it: it.delivered_on,
    },
)
INVOICE: Final = _kind(
    "invoice",
    Invoice,
    lambda it: it.id,
    indexes={"customer": lambda it: it.customer_id, "date": lambda it: it.invoiced_on},
    orders={
        "customer": lambda it: (it.customer_id, it.invoiced_on),
        "date": lambda it: it.invoiced_on,
    },
)
CREDIT_NOTE: Final = _kind(
    "credit_note",
    CreditNote,
    lambda it: it.id,
    indexes={"customer": lambda it: it.customer_id, "date": lambda it: it.issued_on},
    orders={
        "customer": lambda it: (it.customer_id, it.issued_on),
        "date": lambda it: it.issued_on,
    },
)
PAYMENT: Final = _kind(
    "payment",
    Payment,
    lambda it: it.id,
    indexes={"customer": lambda it: it.customer_id, "date": lambda it: it.received_on},
    orders={
        "customer": lambda it: (it.customer_id, it.received_on),
        "date": lambda it: it.received_on,
    },
)
WRITE_OFF: Final = _kind(
    "write_off",
    WriteOff,
    lambda it: it.id,
    indexes={"customer": lambda it: it.customer_id, "date": lambda it: it.written_off_on},
    orders={
        "customer": lambda it: (it.customer_id, it.written_off_on),
        "date": lambda it: it.written_off_on,
    },
)

KINDS: Final[tuple[AnyKind, ...]] = (
    CUSTOMER,
    STAFF,
    ORDER,
    DELIVERY,
    INVOICE,
    CREDIT_NOTE,
    PAYMENT,
    WRITE_OFF,
)
"""All of them, as a store wants them."""
