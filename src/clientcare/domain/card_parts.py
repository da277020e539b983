"""How complete a customer card is in each of its four parts 客户资料卡的内容."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

import attrs

from clientcare.domain._frozen import FrozenMap
from clientcare.domain.customer import Customer
from clientcare.domain.scales import CardPart, ContactRole


@attrs.frozen(kw_only=True)
class PartFill:
    """
    Which boxes of one part are filled.

    A box is named by its field of ``Customer``; ``principal`` and ``contacts``
    stand for what is written about the principal, or about anybody.

    Attributes:
        filled: The boxes with something in them, in the order of the list.
        missing: The boxes that are blank, in the order of the list.
    """

    filled: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """The filled boxes' share of all, 0 to 1, exact."""
        return Fraction(len(self.filled), len(self.filled) + len(self.missing))


_FIELDS: Final[Mapping[CardPart, tuple[str, ...]]] = {
    CardPart.BASICS: (
        "name",
        "address",
        "phone",
        "principal.name",
        "principal.born",
        "opened_on",
        "developed_on",
        "ownership",
        "registration_no",
        "tax_no",
        "product_lines",
        "registered_capital",
        "working_capital",
    ),
    CardPart.CHARACTERISTICS: (
        "trade_area",
        "category",
        "headcount",
        "floor_area_m2",
        "warehouse_area_m2",
        "premises",
        "vehicles",
        "transport",
    ),
    CardPart.BUSINESS: ("turnover", "contacts.calibre", "product_lines.share"),
    CardPart.TRADING: ("tier", "payment_method", "bank_accounts"),
}
"""What the four parts ask for, as far as form KH001 has a box for it."""


def _principals(customer: Customer, name: str) -> bool:
    people = customer.contacts_as(ContactRole.PRINCIPAL)
    return any(getattr(person, name) is not None for person in people)


_SPECIAL: Final[Mapping[str, Callable[[Customer], bool]]] = {
    "principal.name": lambda customer: _principals(customer, "name"),
    "principal.born": lambda customer: _principals(customer, "born"),
    "contacts.calibre": lambda customer: any(who.calibre for who in customer.contacts),
    "product_lines.share": lambda customer: any(
        line.share is not None for line in customer.product_lines
    ),
}


def card_parts(customer: Customer) -> Mapping[CardPart, PartFill]:
    """
    Return, for each of the four parts, which boxes of the card are filled and which are blank.

    A zero is an answer; only ``None`` and an empty list are blank. Of the four
    parts' wishes, those without a box on the form (such as hobbies) are not
    counted.
    """
    return FrozenMap({part: _fill(customer, names) for part, names in _FIELDS.items()})


def _fill(customer: Customer, names: tuple[str, ...]) -> PartFill:
    state = {name: _is_filled(customer, name) for name in names}
    return PartFill(
        filled=tuple(name for name in names if state[name]),
        missing=tuple(name for name in names if not state[name]),
    )


def _is_filled(customer: Customer, name: str) -> bool:
    if name in _SPECIAL:
        return _SPECIAL[name](customer)
    return getattr(customer, name) not in {None, ()}
