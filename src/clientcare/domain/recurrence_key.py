"""What makes complaints the same trouble again: the key that they share (policies 3d)."""

from __future__ import annotations

from typing import Final

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.complaint_scales import CauseKind
from clientcare.domain.ids import ComplaintId, CustomerId
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError


class KeyKind(Scale):
    """What complaints have in common."""

    PROCESS = "process", "同一产品或流程"
    CUSTOMER = "customer", "同一客户"
    CASE = "case", "单个投诉"
    MONTH = "month", "月投诉率"


_PARTS: Final = {
    KeyKind.PROCESS: {"product", "cause"},
    KeyKind.CUSTOMER: {"customer_id", "cause"},
    KeyKind.CASE: {"complaint_id"},
    KeyKind.MONTH: {"month"},
}


@attrs.frozen(kw_only=True)
class RecurrenceKey:
    """
    What complaints have in common; make one by `of_process` and its like.

    Attributes:
        kind: Which of the parts below it has.
        product: The product or process.
        cause: The cause, level 1.
        customer_id: The customer.
        complaint_id: The one complaint, while its cause is unknown.
        month: The first day of a month.

    Raises:
        InvalidValueError: It has not just the parts of its kind, or the month does
            not begin on its first day.
    """

    kind: KeyKind = field(validator=check.a(KeyKind))
    product: str = field(default="", validator=check.text(least=0))
    cause: CauseKind | None = field(default=None, validator=check.maybe(check.a(CauseKind)))
    customer_id: CustomerId | None = field(default=None, validator=check.maybe(check.key))
    complaint_id: ComplaintId | None = field(default=None, validator=check.maybe(check.key))
    month: Date | None = field(default=None, validator=check.maybe(check.date))

    def __attrs_post_init__(self) -> None:
        told = {
            "product": bool(self.product.strip()),
            "cause": self.cause is not None,
            "customer_id": self.customer_id is not None,
            "complaint_id": self.complaint_id is not None,
            "month": self.month is not None,
        }
        if {name for name, there in told.items() if there} != _PARTS[self.kind]:
            rule = "with these parts alone: " + ", ".join(sorted(_PARTS[self.kind]))
            raise InvalidValueError("RecurrenceKey.kind", self.kind, rule)
        if self.month is not None and self.month.day != 1:
            raise InvalidValueError("RecurrenceKey.month", self.month, "the first day of a month")

    @classmethod
    def of_process(cls, product: str, cause: CauseKind) -> RecurrenceKey:
        """Return the key of a product or process and a cause."""
        return cls(kind=KeyKind.PROCESS, product=product, cause=cause)

    @classmethod
    def of_customer(cls, customer_id: CustomerId, cause: CauseKind) -> RecurrenceKey:
        """Return the key of a customer and a cause."""
        return cls(kind=KeyKind.CUSTOMER, customer_id=customer_id, cause=cause)

    @classmethod
    def of_case(cls, complaint_id: ComplaintId) -> RecurrenceKey:
        """Return the key of one complaint whose cause is unknown."""
        return cls(kind=KeyKind.CASE, complaint_id=complaint_id)

    @classmethod
    def of_month(cls, month: Date) -> RecurrenceKey:
        """Return the key of the month that begins on a day."""
        return cls(kind=KeyKind.MONTH, month=month)

    @property
    def text(self) -> str:
        """The key as one line of text, for an index and to sort by."""
        part = self.product or self.customer_id or self.complaint_id or f"{self.month:%Y-%m}"
        cause = "" if self.cause is None else f"/{self.cause.value}"
        return f"{self.kind.value}{cause}/{part}"
