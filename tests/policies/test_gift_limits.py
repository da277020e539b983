"""What may be given to whom (R6, policies 5)."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from pendulum import Date

from clientcare.domain.gifts import Gift, GiftKind
from clientcare.domain.ids import CustomerId, GiftId, PersonId, StaffId
from clientcare.domain.money import Money
from clientcare.errors import CurrencyMismatchError, InvalidValueError
from clientcare.policies.gift_limits import GiftRules, GiftVerdict, check_gift
from clientcare.wording import texts

V = GiftVerdict


def cny(amount: str | int) -> Money:
    """Return yuan."""
    return Money.of(amount, "CNY")


TEA = Gift(
    id=GiftId("g"),
    customer_id=CustomerId("C"),
    person_id=PersonId("p"),
    kind=GiftKind.GIFT,
    value=cny(200),
    given_on=Date(2026, 11, 23),
    given_by=StaffId("rep"),
    is_official=False,
)
FIRM = attrs.evolve(TEA, person_id=None)


def told(gift: Gift, *register: Gift) -> tuple[str, GiftVerdict | None]:
    """Return why, and the verdict."""
    found = check_gift(gift, register)
    assert set(found.codes) <= texts().keys()
    return found.codes[0].partition(".")[2], found.outcome


def like(gift: Gift, **changes: object) -> Gift:
    """Return the gift, changed as asked."""
    return attrs.evolve(gift, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("within_limits", V.ALLOWED)),
        ({"value": cny("200.01")}, ("needs_approval", V.NEEDS_APPROVAL)),
        ({"value": cny(300), "approved_by": StaffId("chief")}, ("approved", V.ALLOWED)),
        ({"value": cny("500.01"), "approved_by": StaffId("x")}, ("over_year_limit", V.REFUSED)),
        ({"value": None}, ("value_unknown", None)),
        ({"is_official": True, "value": None}, ("official", V.REFUSED)),
        ({"is_official": None}, ("office_unknown", None)),
        ({"kind": GiftKind.MONEY, "on_invoice": True}, ("money", V.REFUSED)),
        ({"kind": GiftKind.MONEY}, ("money", V.REFUSED)),
    ],
)
def test_a_person(changes: dict[str, object], expected: tuple[str, GiftVerdict | None]) -> None:
    """Small things pass, larger ones are agreed to, money and officials never."""
    assert expected == told(like(TEA, **changes))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": GiftKind.MONEY}, ("money", V.REFUSED)),
        ({"kind": GiftKind.MONEY, "on_invoice": True}, ("within_limits", V.ALLOWED)),
        (
            {"kind": GiftKind.MONEY, "on_invoice": True, "value": cny(9000)},
            ("within_limits", V.ALLOWED),
        ),
        ({"is_official": None}, ("within_limits", V.ALLOWED)),
        ({"value": cny(5001)}, ("needs_approval", V.NEEDS_APPROVAL)),
    ],
)
def test_a_firm(changes: dict[str, object], expected: tuple[str, GiftVerdict | None]) -> None:
    """Money goes on the invoice, where it is not counted among the gifts."""
    assert expected == told(like(FIRM, **changes))


def test_the_year_adds_up() -> None:
    """Exactly the year's limit passes; other receivers and years do not count."""
    before = like(TEA, id=GiftId("a"), value=cny(300), given_on=Date(2026, 1, 1))
    others = (
        like(before, id=GiftId("b"), given_on=Date(2025, 12, 31)),
        like(before, id=GiftId("c"), person_id=PersonId("q")),
        like(before, id=GiftId("d"), person_id=None),
        TEA,
    )

    assert ("within_limits", V.ALLOWED) == told(TEA, before, *others)
    assert ("over_year_limit", V.REFUSED) == told(like(TEA, value=cny("200.01")), before)


def test_an_invoice_frees_no_person() -> None:
    """What stands on an invoice takes up the person's limit like anything else."""
    billed = like(TEA, kind=GiftKind.DISCOUNT, on_invoice=True)
    before = like(billed, id=GiftId("a"), value=cny(400))

    assert ("over_year_limit", V.REFUSED) == told(like(billed, value=cny(90_000)))
    assert ("needs_approval", V.NEEDS_APPROVAL) == told(like(billed, value=cny(201)))
    assert ("over_year_limit", V.REFUSED) == told(TEA, before)


def test_a_person_of_two_firms() -> None:
    """The limit is the person's, whichever firm they stand for."""
    elsewhere = like(TEA, id=GiftId("a"), customer_id=CustomerId("D"), value=cny(400))

    assert ("over_year_limit", V.REFUSED) == told(TEA, elsewhere)


def test_the_register_holds_each_gift_once() -> None:
    """An id twice is a slip, and is not counted twice."""
    before = like(TEA, id=GiftId("a"))

    with pytest.raises(InvalidValueError, match="each gift once"):
        told(TEA, before, before)


def test_the_firm_s_year() -> None:
    """Above it somebody has to agree; what stands on an invoice is not counted."""
    before = like(FIRM, id=GiftId("a"), value=cny(4900))
    billed = like(before, id=GiftId("b"), on_invoice=True)

    assert V.NEEDS_APPROVAL is told(FIRM, before)[1]
    assert V.ALLOWED is told(FIRM, billed)[1]


def test_what_the_register_lacks() -> None:
    """An unknown worth leaves it open, unless the rest decides; nothing adds two currencies."""
    unvalued = like(TEA, id=GiftId("a"), value=None)
    of_firm = like(unvalued, person_id=None)
    much = like(TEA, id=GiftId("b"), value=cny("300.01"))
    agreed = like(FIRM, approved_by=StaffId("chief"))

    assert ("register_unknown", None) == told(TEA, unvalued)
    assert ("register_unknown", None) == told(like(TEA, value=cny(300)), unvalued)
    assert ("over_year_limit", V.REFUSED) == told(TEA, unvalued, much)
    assert ("register_unknown", None) == told(FIRM, of_firm)
    assert ("needs_approval", V.NEEDS_APPROVAL) == told(like(FIRM, value=cny(300)), of_firm)
    assert V.ALLOWED is told(agreed, of_firm)[1]
    assert ("official", V.REFUSED) == told(like(TEA, is_official=True), unvalued)
    assert "a" in check_gift(TEA, (unvalued,)).reasons[0].facts["unknown"]  # type: ignore[operator]
    with pytest.raises(CurrencyMismatchError):
        told(TEA, like(TEA, id=GiftId("a"), value=Money.of(1, "USD")))


def test_rules_fit_together() -> None:
    """What is approved has to fit into the year."""
    with pytest.raises(InvalidValueError, match="approve_above"):
        GiftRules(approve_above=Decimal(501))


def test_gifts_are_checked() -> None:
    """Nobody approves their own gift, and nothing is worth less than nothing."""
    with pytest.raises(InvalidValueError, match="approved_by"):
        like(TEA, approved_by=StaffId("rep"))
    with pytest.raises(InvalidValueError, match="0 or more"):
        like(TEA, value=cny(-1))


def test_who_receives_stays_out_of_repr() -> None:
    """A person is personal data."""
    assert "PersonId" not in repr(TEA)
    assert "person_id" not in repr(TEA)
