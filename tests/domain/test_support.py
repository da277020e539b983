"""Support plans (F11)."""

from __future__ import annotations

import attrs
import pytest

from clientcare.domain.ids import CustomerId, SupportPlanId
from clientcare.domain.money import Money
from clientcare.domain.support import SupportItem, SupportKind, SupportPlan
from clientcare.errors import CurrencyMismatchError, InvalidValueError


def yuan(amount: int) -> Money:
    """Return an amount in yuan."""
    return Money.of(amount, "CNY")


TASTING = SupportItem(
    kind=SupportKind.PROMOTION, what="tasting", budget=yuan(3000), spent=yuan(2800)
)
TRAINING = SupportItem(kind=SupportKind.SELLING, what="staff training", budget=yuan(1000))
PLAN = SupportPlan(
    id=SupportPlanId("s-1"),
    customer_id=CustomerId("c-1"),
    year=2026,
    budget=yuan(5000),
    items=(TASTING, TRAINING),
)


def test_what_is_left_and_what_is_spent() -> None:
    """The budget less all items' budgets is left; what is known to be spent adds up."""
    assert (yuan(1000), yuan(2800)) == (PLAN.unplanned, PLAN.spent)


def test_over_planned() -> None:
    """Planning above the budget is shown, not refused."""
    assert yuan(-2000) == attrs.evolve(PLAN, items=(TASTING, TASTING, TRAINING)).unplanned


@pytest.mark.parametrize("changes", [{"budget": yuan(-1)}, {"year": 1899}])
def test_plan_refused(changes: dict[str, object]) -> None:
    """A budget below 0 is refused."""
    with pytest.raises(InvalidValueError):
        attrs.evolve(PLAN, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"budget": yuan(-1)}, {"spent": yuan(-1)}])
def test_item_refused(changes: dict[str, object]) -> None:
    """Budget and cost are 0 or more; the effect may be negative."""
    with pytest.raises(InvalidValueError):
        attrs.evolve(TASTING, **changes)  # type: ignore[arg-type]
    assert yuan(-1) == attrs.evolve(TASTING, effect=yuan(-1)).effect


def test_one_currency() -> None:
    """All amounts of a plan are of one currency."""
    with pytest.raises(CurrencyMismatchError):
        attrs.evolve(PLAN, budget=Money.of(1, "EUR"))
    with pytest.raises(CurrencyMismatchError):
        attrs.evolve(TASTING, effect=Money.of(1, "EUR"))
