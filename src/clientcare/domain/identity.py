"""
By what two parties are known to be one: numbers and addresses, made comparable (policies 5b).

A name alone is no identity. An empty value matches nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain._frozen import FrozenMap
from clientcare.domain.customer import Customer
from clientcare.domain.ids import CustomerId, PersonId
from clientcare.domain.privacy import personal, sensitive
from clientcare.domain.referral import Prospect
from clientcare.domain.scales import Scale
from clientcare.errors import InvalidValueError

DEFAULT_COUNTRY_CODE: Final = "86"
"""Put before a phone number that names no country (policies 5b)."""


class IdentifierKind(Scale):
    """What two parties can share: the hard ones first, then those that only raise a question."""

    CUSTOMER = "customer", "客户编号"
    TAX_NO = "tax_no", "税号"
    PHONE = "phone", "电话"
    EMAIL = "email", "邮件"
    ACCOUNT = "account", "银行帐号"
    GROUP = "group", "同一集团"
    ADDRESS = "address", "地址"
    PERSON = "person", "联系人"

    @property
    def is_hard(self) -> bool:
        """Whether who shares it is the same party; the others are looked at by somebody."""
        return self not in {IdentifierKind.ADDRESS, IdentifierKind.PERSON}


Identifier: TypeAlias = tuple[IdentifierKind, str]
_several: Final = check.tuple_of(check.text(least=0))
_keys: Final = check.tuple_of(check.key)


@attrs.frozen(kw_only=True)
class Party:
    """
    What is known of one party that tells it from others.

    Attributes:
        customer_ids: As which customers it stands in our book.
        tax_nos: Tax numbers, unified social credit codes and registration numbers.
        phones: Phone numbers, as they were written down.
        emails: E-mail addresses.
        accounts: Bank accounts. Sensitive.
        groups: The declared groups of firms that it belongs to.
        addresses: Addresses.
        persons: The persons who speak for it, by id.
    """

    customer_ids: tuple[CustomerId, ...] = field(
        default=(), validator=_keys, repr=False, metadata=personal()
    )
    tax_nos: tuple[str, ...] = field(
        default=(), validator=_several, repr=False, metadata=personal(of_person_only=True)
    )
    phones: tuple[str, ...] = field(default=(), validator=_several, repr=False, metadata=personal())
    emails: tuple[str, ...] = field(default=(), validator=_several, repr=False, metadata=personal())
    accounts: tuple[str, ...] = field(
        default=(),
        validator=_several,
        repr=False,
        metadata=sensitive("contract", "legal period"),
    )
    groups: tuple[CustomerId, ...] = field(
        default=(), validator=_keys, repr=False, metadata=personal()
    )
    addresses: tuple[str, ...] = field(
        default=(), validator=_several, repr=False, metadata=personal()
    )
    persons: tuple[PersonId, ...] = field(
        default=(), validator=_keys, repr=False, metadata=personal()
    )

    @classmethod
    def of_customer(cls, customer: Customer, *, group: CustomerId | None = None) -> Party:
        """
        Return what the card of *customer* tells.

        Args:
            customer: The card; people's home addresses are left alone.
            group: The topmost parent of the group of firms that it belongs to;
                ``None`` takes the parent on the card, and without one the customer
                itself, so that a parent and its subsidiary are of one group.
        """
        head = group or customer.parent_id or customer.id
        people = customer.contacts
        return cls(
            customer_ids=(customer.id,),
            tax_nos=_known(customer.tax_no, customer.registration_no),
            phones=_known(customer.phone, *(one.phone for one in people)),
            accounts=_known(*(bank.account_no for bank in customer.bank_accounts)),
            groups=(head,),
            addresses=_known(customer.address),
            persons=tuple(one.person_id for one in people if one.person_id is not None),
        )

    @classmethod
    def of_prospect(cls, prospect: Prospect) -> Party:
        """Return what an introducer told of *prospect*."""
        known = prospect.customer_id
        return cls(
            customer_ids=() if known is None else (known,),
            tax_nos=_known(prospect.tax_no),
            phones=_known(prospect.phone),
            emails=_known(prospect.email),
            addresses=_known(prospect.address),
        )

    def joined(self, other: Party) -> Party:
        """Return what is known of this party and of *other*, which is the same one."""
        names = (part.name for part in attrs.fields(Party))
        return Party(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def identifiers(self, *, country_code: str = DEFAULT_COUNTRY_CODE) -> frozenset[Identifier]:
        """Return all of it in the form in which it is compared, empty values left out."""
        told: tuple[tuple[IdentifierKind, Iterable[str]], ...] = (
            (IdentifierKind.CUSTOMER, self.customer_ids),
            (IdentifierKind.TAX_NO, self.tax_nos),
            (IdentifierKind.PHONE, self.phones),
            (IdentifierKind.EMAIL, self.emails),
            (IdentifierKind.ACCOUNT, self.accounts),
            (IdentifierKind.GROUP, self.groups),
            (IdentifierKind.ADDRESS, self.addresses),
            (IdentifierKind.PERSON, self.persons),
        )
        return frozenset(
            (kind, form)
            for kind, values in told
            for value in values
            if (form := comparable(kind, value, country_code=country_code))
        )


def comparable(
    kind: IdentifierKind, value: str, *, country_code: str = DEFAULT_COUNTRY_CODE
) -> str:
    """
    Return *value* in the form in which it is compared; empty where it says nothing.

    All but our own ids by NFKC. Numbers and accounts without blanks and hyphens, in
    upper case; e-mail trimmed, in lower case (dots and +tags stay); a phone number
    as digits with its country code; an address without blanks, whatever the case.

    Raises:
        InvalidValueError: The country code is no number.
    """
    if not (country_code.isascii() and country_code.isdigit()):
        raise InvalidValueError("country_code", country_code, "digits, such as 86")
    if kind is IdentifierKind.PHONE:
        return _phone(unicodedata.normalize("NFKC", value), country_code)
    form = _FORMS.get(kind)
    return value if form is None else form(unicodedata.normalize("NFKC", value))


def _phone(text: str, country_code: str) -> str:
    digits = "".join(str(unicodedata.decimal(one)) for one in text if one.isdecimal())
    if text.lstrip("( \t").startswith("+"):
        return digits
    if digits.startswith("00"):
        return digits[2:]
    local = digits.removeprefix("0")
    return country_code + local if local else ""


def _code(text: str) -> str:
    return "".join(
        one for one in text if not one.isspace() and unicodedata.category(one) not in _HYPHENS
    ).upper()


def _email(text: str) -> str:
    return text.strip().lower()


def _address(text: str) -> str:
    return "".join(text.split()).casefold()


_HYPHENS: Final = frozenset({"Pd", "Cf"})  # dashes, and what does not show, as a soft hyphen
_FORMS: Final[Mapping[IdentifierKind, Callable[[str], str]]] = FrozenMap(
    {
        IdentifierKind.TAX_NO: _code,
        IdentifierKind.ACCOUNT: _code,
        IdentifierKind.EMAIL: _email,
        IdentifierKind.ADDRESS: _address,
    }
)


def _known(*values: str | None) -> tuple[str, ...]:
    return tuple(value for value in values if value)
