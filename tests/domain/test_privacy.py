"""Marked values stay hidden."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any, get_args

import attrs
import pytest

import clientcare.domain
from clientcare.codec import JsonCodec
from clientcare.domain import _checks as check
from clientcare.domain.customer import BankAccount, Contact, Customer
from clientcare.domain.ids import CustomerId
from clientcare.domain.privacy import (
    HIDDEN,
    NOT_PERSONAL,
    PrivacyClass,
    mark_of,
    personal,
    privacy_of,
    sensitive,
)
from clientcare.domain.scales import ContactRole
from clientcare.errors import InvalidValueError, PayloadError
from clientcare.kinds import KINDS
from clientcare.rulebook import SENSITIVE_FIELDS


def _classes() -> Iterator[type[attrs.AttrsInstance]]:
    """Yield every attrs class of the domain."""
    for module in pkgutil.iter_modules(clientcare.domain.__path__, "clientcare.domain."):
        for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if attrs.has(found) and found.__module__ == module.name:
                yield found


MARKED = [
    pytest.param(cls, field, id=f"{cls.__name__}.{field.name}")
    for cls in _classes()
    for field in attrs.fields(cls)
    if mark_of(field).level is not PrivacyClass.BUSINESS
]
SENSITIVE = [
    param
    for param in MARKED
    if mark_of(param.values[1]).level is PrivacyClass.SENSITIVE  # type: ignore[arg-type]
]
HIDDEN_IN_ERRORS = [
    pytest.param(cls, field, id=f"{cls.__name__}.{field.name}")
    for cls in _classes()
    for field in attrs.fields(cls)
    if mark_of(field).is_hidden and field.validator is not None
]


def test_there_are_marks_to_test() -> None:
    """Both forms have sensitive fields."""
    owners = {param.values[0].__name__ for param in SENSITIVE}  # type: ignore[union-attr]

    assert {"Contact", "BankAccount", "Principal"} <= owners


def _stored(kind: Any, found: set[type[attrs.AttrsInstance]]) -> None:
    """Collect the classes of what is stored, and of what is inside."""
    for part in get_args(kind):
        _stored(part, found)
    if isinstance(kind, type) and attrs.has(kind) and kind not in found:
        found.add(kind)
        for at in attrs.fields(attrs.resolve_types(kind)):
            _stored(at.type, found)


def test_rulebook_can_list_a_purpose_for_every_sensitive_field() -> None:
    """No sensitive field of anything that is stored is unknown to the rulebook."""
    stored: set[type[attrs.AttrsInstance]] = set()
    for kind in KINDS:
        _stored(kind.type, stored)
    names = {
        f"{cls.__name__}.{name}"
        for cls in stored
        for name, mark in privacy_of(cls).items()
        if mark.level is PrivacyClass.SENSITIVE
    }

    assert SENSITIVE_FIELDS == names


@pytest.mark.parametrize(("cls", "field"), MARKED)
def test_marked_field_is_out_of_repr(
    cls: type[attrs.AttrsInstance], field: attrs.Attribute[object]
) -> None:
    """No marked field of any domain class is shown by ``repr``."""
    assert field.repr is False, cls


@pytest.mark.parametrize(("cls", "field"), HIDDEN_IN_ERRORS)
def test_value_about_a_person_is_hidden_in_errors(
    cls: type[attrs.AttrsInstance], field: attrs.Attribute[object]
) -> None:
    """A personal or sensitive value that is refused is not named by the error."""
    secret = object()
    assert field.validator is not None

    with pytest.raises(InvalidValueError) as caught:
        field.validator(cls, field, secret)

    assert HIDDEN == caught.value.value
    assert repr(secret) not in str(caught.value)


@pytest.mark.parametrize(("cls", "field"), MARKED)
def test_mark_says_purpose_and_retention(
    cls: type[attrs.AttrsInstance], field: attrs.Attribute[object]
) -> None:
    """Every mark says what the value is for and when it goes."""
    mark = mark_of(field)

    assert mark.purpose, cls
    assert mark.retention, cls


def test_unmarked_field_is_business_data() -> None:
    """What has no mark is not personal."""
    assert NOT_PERSONAL == privacy_of(Customer)["id"]


def test_marks_say_what_they_were_given() -> None:
    """Level, purpose, retention and whom it depends on can be read from the class."""

    @attrs.frozen
    class Sample:
        nick: str = attrs.field(metadata=personal("greeting", "a year", of_person_only=True))
        creed: str = attrs.field(metadata=sensitive("none", "at once"))

    nick, creed = privacy_of(Sample).values()

    assert ("personal", "greeting", "a year", True) == (
        nick.level,
        nick.purpose,
        nick.retention,
        nick.of_person_only,
    )
    assert ("sensitive", "none", "at once", False) == (
        creed.level,
        creed.purpose,
        creed.retention,
        creed.of_person_only,
    )


def test_card_shows_nobody() -> None:
    """A card in a log names neither the customer nor its people."""
    card = Customer(
        id=CustomerId("C-1"),
        name="李记",
        contacts=(Contact(role=ContactRole.BUYER, name="李明", ethnicity="壮族"),),
        bank_accounts=(BankAccount(bank="工行", account_no="62220001"),),
    )

    shown = repr(card) + repr(card.contacts) + repr(card.bank_accounts)

    assert not [word for word in ("李", "壮族", "工行", "6222") if word in shown]


def test_payload_with_a_wrong_sensitive_value_hides_it() -> None:
    """Reading a card with wrong sensitive values names the places, not the values."""
    codec: JsonCodec[Customer] = JsonCodec(name="customer", type=Customer)
    body = """{"schema":1,"value":{"id":"C-1","name":"n",
        "contacts":[{"role":"buyer","ethnicity":4711,"marital_status":"4712"}],
        "bank_accounts":[{"bank":" ","account_no":4713,"4714":"4715"}]}}"""

    with pytest.raises(PayloadError) as caught:
        codec.load(body.encode())

    assert {
        "$.contacts[0].ethnicity",
        "$.contacts[0].marital_status",
        "$.bank_accounts[0].bank",
        "$.bank_accounts[0].account_no",
        "$.bank_accounts[0].4714",
    } == {fault.path for fault in caught.value.faults}
    assert not [
        secret for secret in ("4711", "4712", "4713", "4715") if secret in str(caught.value)
    ]


def test_refusal_names_class_and_field() -> None:
    """The error's field is the dotted name, from an object or from its class."""
    field = attrs.fields(Contact).role

    for owner in (Contact, Contact(role=ContactRole.BUYER)):
        with pytest.raises(InvalidValueError, match=r"^Contact\.role: 5 is refused"):
            check.refuse(owner, field, 5, "text")
