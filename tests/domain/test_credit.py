"""The customer credit card (KH002)."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from pendulum import Date

from clientcare.codec import JsonCodec
from clientcare.domain.credit import Accounting, CreditCard, LineCarried, Principal
from clientcare.domain.credit_limit import Approval, CreditLimit
from clientcare.domain.credit_premises import OwnedProperty
from clientcare.domain.credit_scales import FiveSteps, Habit
from clientcare.domain.customer import BankAccount
from clientcare.domain.ids import MAIN_COMPANY, CreditCardId, CustomerId
from clientcare.domain.money import Money
from clientcare.domain.privacy import PrivacyClass, privacy_of
from clientcare.domain.staff import StaffRole
from clientcare.errors import InvalidValueError
from clientcare.testing.strategies.credit import credit_cards

SENSITIVE = {"disposition", "temperament", "outlook", "habits", "health"}


def blank() -> CreditCard:
    """Return a card with no box filled."""
    return CreditCard(id=CreditCardId("K-1"), customer_id=CustomerId("dealer-1"))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(credit_cards())
def test_a_card_survives_storage(card: CreditCard) -> None:
    """Whatever stands on a card is read back as it was written."""
    codec = JsonCodec[CreditCard](name="credit_card", type=CreditCard)

    assert card == codec.load(codec.dump(card))


def test_the_docstring_says_first_what_the_card_is() -> None:
    """Nobody takes the card for a payment card."""
    first = (CreditCard.__doc__ or "").strip().splitlines()[0]

    assert first.startswith("A trade-credit record")
    assert "no payment card" in first
    assert "never a card number" in first


def test_a_blank_box_is_unknown() -> None:
    """No box of a blank card holds zero or the last option."""
    card = blank()
    boxes = [card.limit, card.grade, card.premises.cars, card.premises.owned.ticked]

    assert [None] * 4 == boxes


def test_a_card_belongs_to_the_main_company_unless_said() -> None:
    """A firm with one selling company need not name it."""
    card = blank()

    assert card.company_id == MAIN_COMPANY


def test_shares_of_the_lines_carried_sum_to_one_at_most() -> None:
    """Three lines of 0.5, 0.4 and 0.2 cannot all be true."""
    lines = tuple(LineCarried(share=Decimal(share)) for share in ("0.5", "0.4", "0.2"))

    with pytest.raises(InvalidValueError, match="sum to 1"):
        attrs.evolve(blank(), lines_carried=lines)


def test_lines_without_a_share_count_nothing() -> None:
    """An unknown share is not taken for a rest of the whole."""
    lines = (LineCarried(share=Decimal(1)), LineCarried(product="paint"))
    card = attrs.evolve(blank(), lines_carried=lines)

    assert lines == card.lines_carried


@pytest.mark.parametrize(
    "roles",
    [
        (StaffRole.SALES_MANAGER, StaffRole.OFFICE_HEAD),
        (StaffRole.SALES_MANAGER, StaffRole.SALES_MANAGER),
    ],
)
def test_approvals_stand_in_the_order_of_the_columns(roles: tuple[StaffRole, ...]) -> None:
    """A role signs once, and nobody signs before the level below."""
    approvals = tuple(Approval(role=role) for role in roles)

    with pytest.raises(InvalidValueError, match="each role once"):
        attrs.evolve(blank(), approvals=approvals)


def test_who_signs_is_of_those_who_approve() -> None:
    """A salesperson's name is no signature."""
    with pytest.raises(InvalidValueError, match="one of those who approve"):
        Approval(role=StaffRole.REP)


def test_a_level_can_be_left_out_of_the_approvals() -> None:
    """A vacant level drops out of the chain."""
    approvals = (
        Approval(role=StaffRole.OFFICE_HEAD, signed_on=Date(2026, 3, 1)),
        Approval(role=StaffRole.MARKETING_VP),
    )
    card = attrs.evolve(blank(), approvals=approvals)

    assert approvals == card.approvals


def test_money_of_a_property_is_not_negative() -> None:
    """A market value below zero is refused."""
    with pytest.raises(InvalidValueError, match="0 or more"):
        OwnedProperty(market_value=Money(-1, "CNY"))


def test_working_capital_can_be_negative() -> None:
    """Debts due soon can exceed what is at hand."""
    accounting = Accounting(working_capital=Money(-1, "CNY"))

    assert Money(-1, "CNY") == accounting.working_capital


def test_a_habit_is_ticked_once() -> None:
    """The same box cannot be ticked twice."""
    with pytest.raises(InvalidValueError, match="once"):
        Principal(habits=(Habit.TOBACCO, Habit.TOBACCO))


def test_every_field_of_the_principal_is_personal_data() -> None:
    """Five of them are sensitive, all others personal."""
    marks = privacy_of(Principal)
    expected = {
        name: PrivacyClass.SENSITIVE if name in SENSITIVE else PrivacyClass.PERSONAL
        for name in marks
    }

    assert expected == {name: mark.level for name, mark in marks.items()}


def test_what_is_personal_stays_out_of_repr() -> None:
    """Names, habits, accounts and the licence number are not printed."""
    card = attrs.evolve(
        blank(),
        principal=Principal(name="王芳", habits=(Habit.ALCOHOL,)),
        accounting=Accounting(
            bank_accounts=(BankAccount(bank="建行", account_no="6217000012345678"),),
            bank_credit=FiveSteps.GOOD,
            licence_no="91310000",
        ),
        filled_by="李强",
    )
    hidden = ("王芳", "alcohol", "建行", "6217000012345678", "91310000", "李强")

    assert [] == [word for word in hidden if word in repr(card)]


def test_a_sensitive_value_stays_out_of_errors() -> None:
    """A refused habit is not repeated in the error's text."""
    with pytest.raises(InvalidValueError) as caught:
        Principal(habits=("opium",))  # type: ignore[arg-type]

    assert "opium" not in str(caught.value)


def test_the_heads_card_sets_the_limit_of_the_group() -> None:
    """The group's own limit, else the head's; a limit that passes on sets none."""
    hundred = CreditLimit.of(Money.of(100, "CNY"))
    nine = CreditLimit.of(Money.of(9, "CNY"))
    plain = CreditCard(id=CreditCardId("K-1"), customer_id=CustomerId("dealer-1"))
    cards = (
        attrs.evolve(plain, limit=nine, group_limit=hundred),
        attrs.evolve(plain, limit=nine),
        attrs.evolve(plain, limit=CreditLimit.inherited()),
        plain,
    )

    assert [hundred, nine, None, None] == [one.limit_for_group[0] for one in cards]
