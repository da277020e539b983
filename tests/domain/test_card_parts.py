"""How complete a customer card is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from clientcare.domain.card_parts import card_parts
from clientcare.domain.customer import Contact, Customer, ProductLine
from clientcare.domain.ids import CustomerId
from clientcare.domain.partial_dates import PartialDate
from clientcare.domain.scales import CardPart, ContactRole

CARD = Customer(id=CustomerId("C-1"), name="永兴商店")


def test_new_card_has_a_name_and_little_else() -> None:
    """Of a card with a name alone, one box of the basics is filled."""
    parts = card_parts(CARD)

    assert ("name",) == parts[CardPart.BASICS].filled
    assert [Fraction(1, 13), 0, 0, 0] == [part.share for part in parts.values()]


def test_parts_stand_in_the_order_of_the_paper() -> None:
    """All four parts are told, in their order."""
    assert list(CardPart) == list(card_parts(CARD))


def test_zero_is_an_answer() -> None:
    """A dealer without vehicles has filled that box."""
    card = attrs.evolve(CARD, vehicles=0, headcount=0, floor_area_m2=Decimal(0))

    filled = card_parts(card)[CardPart.CHARACTERISTICS].filled

    assert ("headcount", "floor_area_m2", "vehicles") == filled


def test_principal_and_calibre_count_by_what_is_written() -> None:
    """The principal's name and age belong to the basics, anybody's calibre to the business."""
    card = attrs.evolve(
        CARD,
        contacts=(
            Contact(role=ContactRole.PRINCIPAL, name="李", born=PartialDate(year=1970, month=5)),
            Contact(role=ContactRole.BUYER, calibre="精明"),
        ),
        product_lines=(ProductLine(name="酒", share=Decimal("0.4")),),
    )

    parts = card_parts(card)

    assert {"principal.name", "principal.born"} < set(parts[CardPart.BASICS].filled)
    assert ("contacts.calibre", "product_lines.share") == parts[CardPart.BUSINESS].filled


def test_someone_else_is_no_principal() -> None:
    """A buyer's name does not fill the principal's box."""
    card = attrs.evolve(CARD, contacts=(Contact(role=ContactRole.BUYER, name="李"),))

    assert "principal.name" in card_parts(card)[CardPart.BASICS].missing
