"""What is looked after once something is sold."""

from __future__ import annotations

from typing import Any

import pytest
from pendulum import Date

from clientcare.domain.aftercare import (
    NoticeKind,
    PersonnelChange,
    ProductNotice,
    PurchaseCare,
    PurchaseStep,
)
from clientcare.domain.ids import (
    CustomerId,
    PersonnelChangeId,
    ProductNoticeId,
    PurchaseCareId,
)
from clientcare.domain.scales import ContactRole
from clientcare.errors import InvalidValueError

DEALER = CustomerId("dealer-1")
DAY = Date(2026, 11, 23)


def purchase(**changes: Any) -> PurchaseCare:
    """Return the steps after a purchase."""
    return PurchaseCare(id=PurchaseCareId("p"), customer_id=DEALER, bought_on=DAY, **changes)


def test_a_change_names_what_changed() -> None:
    """Who bought it cannot be told without the product."""
    with pytest.raises(InvalidValueError, match="products"):
        ProductNotice(
            id=ProductNoticeId("n"), kind=NoticeKind.CHANGE, about="new valve", issued_on=DAY
        )


def test_nobody_acts_before_they_know() -> None:
    """A change is acted on when it is known, or later."""
    with pytest.raises(InvalidValueError, match="acted_on"):
        PersonnelChange(
            id=PersonnelChangeId("c"),
            customer_id=DEALER,
            role=ContactRole.BUYER,
            known_on=DAY,
            acted_on=Date(2026, 11, 22),
        )


def test_open_steps() -> None:
    """What is neither done by the day nor left out is open, in its order."""
    known = purchase(
        done_on={PurchaseStep.INVOICE: DAY, PurchaseStep.THANK: Date(2026, 11, 24)},
        left_out=(PurchaseStep.UNPACK,),
    )

    assert (
        PurchaseStep.PAYMENT,
        PurchaseStep.RECORD,
        PurchaseStep.EXPLAIN,
        PurchaseStep.THANK,
    ) == known.open_on(DAY)


@pytest.mark.parametrize("done_on", [{"invoice": DAY}, {PurchaseStep.INVOICE: "2026-11-23"}])
def test_steps_and_days_are_what_they_say(done_on: Any) -> None:
    """Text stands for neither."""
    with pytest.raises(InvalidValueError, match="done_on"):
        purchase(done_on=done_on)
