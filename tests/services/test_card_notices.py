"""Cards that contradict each other, and boxes that are blank, are shown."""

from __future__ import annotations

from clientcare.domain.credit import CreditCard
from clientcare.domain.credit_scales import LegalForm
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CreditCardId, CustomerId
from clientcare.domain.legal_forms import LEGAL_FORM_CLASH
from clientcare.domain.scales import CardPart, Ownership
from clientcare.services.card_notices import card_notices

ANN = Customer(id=CustomerId("a"), name="Ann", ownership=Ownership.STATE_OWNED, phone="1")


def card(key: str, form: LegalForm | None) -> CreditCard:
    """Return a credit card that tells a legal form."""
    return CreditCard(id=CreditCardId(key), customer_id=ANN.id, legal_form=form)


def test_a_clash_is_a_notice_of_its_card() -> None:
    """Only the card that contradicts the ownership is noticed."""
    cards = [card("k1", LegalForm.PARTNERSHIP), card("k2", LegalForm.STATE_OWNED), card("k3", None)]
    codes = [one.code for one in card_notices(ANN, cards)]

    assert 1 == codes.count(LEGAL_FORM_CLASH)


def test_each_part_with_blank_boxes_is_a_notice() -> None:
    """Of the basics name, phone and ownership are filled; the other ten are named."""
    notices = list(card_notices(ANN, ()))
    facts = notices[0].facts

    assert list(CardPart) == [one.facts["part"] for one in notices]
    assert (3, 13) == (facts["filled"], facts["boxes"])
    missing = facts["missing"]
    assert isinstance(missing, tuple)
    assert 10 == len(missing)
    assert "address" in missing
