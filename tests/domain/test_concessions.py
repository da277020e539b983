"""What is agreed with a dealer in difficulty (K3)."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.concessions import AgreedDeadline, Concession, Instalment, WarningSign
from clientcare.domain.ids import ConcessionId, CustomerId, InvoiceId, StaffId
from clientcare.domain.money import Money
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.testing.strategies.concessions import concessions

DEADLINE = AgreedDeadline(invoice_id=InvoiceId("I-1"), until_on=Date(2026, 4, 30))
AGREED = Concession(
    id=ConcessionId("N-1"),
    customer_id=CustomerId("C-1"),
    agreed_on=Date(2026, 3, 2),
    ends_on=Date(2026, 5, 31),
    agreed_by=StaffId("sm"),
    signs=(WarningSign.FALLING_SALES, WarningSign.RISING_STOCK),
    deadlines=(DEADLINE,),
)


def part(day: int, amount: str = "100", currency: str = "CNY") -> Instalment:
    """Return an instalment of April."""
    return Instalment(due_on=Date(2026, 4, day), amount=Money.of(amount, currency))


@given(concessions())
def test_it_is_stored_without_loss(agreed: Concession) -> None:
    """With all that was agreed."""
    codec = JsonCodec[Concession](name="concession", type=Concession)

    assert agreed == codec.load(codec.dump(agreed))


@pytest.mark.parametrize(
    "changes",
    [
        {"signs": ()},
        {"signs": (WarningSign.RISING_STOCK, WarningSign.RISING_STOCK)},
        {"deadlines": ()},
        {"deadlines": (DEADLINE, DEADLINE)},
        {"ends_on": Date(2026, 3, 1), "deadlines": ()},
        {"ends_on": Date(2026, 4, 29)},
        {"instalments": (part(9), part(9))},
        {"instalments": (part(9), part(8))},
        {"ended_on": Date(2026, 6, 1)},
    ],
)
def test_what_could_not_have_been_agreed_is_refused(changes: dict[str, Any]) -> None:
    """No sign, nothing agreed, twice the same, or a day outside its days."""
    with pytest.raises(InvalidValueError):
        attrs.evolve(AGREED, **changes)


def test_instalments_are_of_one_currency() -> None:
    """They are added up."""
    with pytest.raises(CurrencyMismatchError):
        attrs.evolve(AGREED, instalments=(part(8), part(9, currency="EUR")))
