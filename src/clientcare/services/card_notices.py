"""What the cards of a customer leave open, or contradict each other in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clientcare.domain.card_parts import card_parts
from clientcare.domain.credit import CreditCard
from clientcare.domain.customer import Customer
from clientcare.domain.decisions import Reason, Value
from clientcare.domain.legal_forms import legal_form_clash


def card_notices(customer: Customer, cards: Iterable[CreditCard]) -> Iterator[Reason]:
    """
    Yield what somebody should look up and write on the cards; nothing is judged by it.

    That is every credit card whose legal form cannot be true beside the ownership on
    the customer card, and every part of the customer card with blank boxes.
    """
    for card in cards:
        clash = legal_form_clash(card.legal_form, customer.ownership)
        if clash is not None:
            yield clash
    for part, fill in card_parts(customer).items():
        if fill.missing:
            facts: dict[str, Value] = {
                "part": part,
                "filled": len(fill.filled),
                "boxes": len(fill.filled) + len(fill.missing),
                "missing": fill.missing,
            }
            yield Reason("review.card_part_incomplete", facts, "KH001")
