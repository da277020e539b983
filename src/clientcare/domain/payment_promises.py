"""
What customers promised to pay 付款承诺 (K2): how much, by when, on which invoices.

Nobody records whether it was kept: the money on the ledger tells. A new day is a new
promise, and the old one stays, so that a delay never hides in a changed date.
"""

from __future__ import annotations

import attrs
from attrs import field
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain._ahead import AHEAD
from clientcare.domain._documents import SOME_DATE, check_amount, not_before, unique
from clientcare.domain.ids import (
    MAIN_COMPANY,
    CompanyId,
    CustomerId,
    InvoiceId,
    PaymentPromiseId,
    StaffId,
)
from clientcare.domain.money import Money
from clientcare.domain.privacy import personal


@attrs.frozen(kw_only=True)
class PaymentPromise:
    """
    A customer's word to pay us.

    Attributes:
        id: The promise's id.
        customer_id: Who promised.
        company_id: The own company that is owed.
        made_on: The local day on which it was given; money counts from then on.
        due_on: The last local day by which the money is to be there.
        amount: How much was promised, 0 or more, in one currency.
        invoice_ids: The invoices meant, each once; empty where none was named: then
            any money counts.
        withdrawn_on: The day from which it no longer holds, by agreement; ``None``
            while it does.
        taken_by: Who of us heard it.
        note: What was said.

    Raises:
        InvalidValueError: A field breaks its rule, or it is due before it was made.
    """

    id: PaymentPromiseId = field(validator=check.key)
    customer_id: CustomerId = field(validator=check.key)
    company_id: CompanyId = field(default=MAIN_COMPANY, validator=check.key)
    made_on: Date = field(validator=check.date)
    due_on: Date = field(validator=check.date, metadata=AHEAD)
    amount: Money = field(validator=check_amount)
    invoice_ids: tuple[InvoiceId, ...] = field(default=(), validator=check.tuple_of(check.key))
    withdrawn_on: Date | None = field(default=None, validator=SOME_DATE)
    taken_by: StaffId | None = field(default=None, validator=check.maybe(check.key))
    note: str = field(
        default="",
        validator=check.text(least=0),
        repr=False,
        metadata=personal("collecting what is owed", "settlement + 3 years"),
    )

    def __attrs_post_init__(self) -> None:
        not_before("PaymentPromise.due_on", self.due_on, self.made_on, "made_on")
        not_before("PaymentPromise.withdrawn_on", self.withdrawn_on, self.made_on, "made_on")
        unique("PaymentPromise.invoice_ids", self.invoice_ids)

    @property
    def currency(self) -> str:
        """The currency of its amount."""
        return self.amount.currency
