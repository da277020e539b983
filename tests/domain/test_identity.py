"""By what two parties are known to be one (policies 5b)."""

from __future__ import annotations

import attrs
import pytest

from clientcare.domain.customer import BankAccount, Contact, Customer
from clientcare.domain.identity import IdentifierKind, Party, comparable
from clientcare.domain.ids import CustomerId, PersonId
from clientcare.domain.referral import Prospect
from clientcare.domain.scales import ContactRole
from clientcare.errors import InvalidValueError

K = IdentifierKind


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (K.TAX_NO, "91310-000 MA1fl", "９１３１００００MA1FL"),
        (K.ACCOUNT, "6222 0001-22", "6222000122"),
        (K.TAX_NO, "91\u00ad31", "91–31"),
        (K.EMAIL, " Li.Lei+a@Example.COM ", "li.lei+a@example.com"),
        (K.PHONE, "138 0000 1111", "+86 13800001111"),
        (K.PHONE, "0571-8888", "0086 571 8888"),
        (K.PHONE, "＋86 (571) 8888", "05718888"),
        (K.PHONE, "(+49) 30 1", "0049301"),
        (K.PHONE, "٠٥٧١", "0571"),
        (K.ADDRESS, "12 Main  St", "12 MAIN ST"),
    ],
)
def test_the_same_written_otherwise(kind: IdentifierKind, one: str, other: str) -> None:
    """Width, blanks, hyphens, case and the way to write a country code make no difference."""
    assert comparable(kind, one) == comparable(kind, other) != ""


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (K.EMAIL, "li.lei@example.com", "lilei@example.com"),
        (K.EMAIL, "li+a@example.com", "li@example.com"),
        (K.CUSTOMER, "c-1", "C-1"),
        (K.PHONE, "+49571", "0571"),
        (K.PHONE, "00571", "0571"),
    ],
)
def test_different_ones(kind: IdentifierKind, one: str, other: str) -> None:
    """Dots, tags, our own ids as they stand, and another country make a difference."""
    assert comparable(kind, one) != comparable(kind, other)


@pytest.mark.parametrize("phone", ["", "none", "0", "00", "+", " - "])
def test_a_phone_without_a_number_says_nothing(phone: str) -> None:
    """No digits match nobody's."""
    assert "" == comparable(K.PHONE, phone)


def test_another_default_country() -> None:
    """A firm elsewhere puts its own code before."""
    assert "49301" == comparable(K.PHONE, "0301", country_code="49")


@pytest.mark.parametrize("code", ["", "+49", "x"])
def test_a_country_code_is_digits(code: str) -> None:
    """Anything else is refused."""
    with pytest.raises(InvalidValueError, match="digits"):
        comparable(K.PHONE, "1", country_code=code)


def test_what_a_card_tells() -> None:
    """Numbers, phones of all people, accounts, the parent, the address and who speaks for it."""
    card = Customer(
        id=CustomerId("C-1"),
        name="王家瓷砖",
        tax_no="T 1",
        registration_no="R-2",
        phone="138",
        address="West St",
        parent_id=CustomerId("C-9"),
        bank_accounts=(BankAccount(bank="B", account_no="62 2"), BankAccount(bank="B")),
        contacts=(
            Contact(role=ContactRole.BUYER, person_id=PersonId("p"), phone="139"),
            Contact(role=ContactRole.SELLER, name="Li"),
        ),
    )

    assert {
        (K.CUSTOMER, "C-1"),
        (K.TAX_NO, "T1"),
        (K.TAX_NO, "R2"),
        (K.PHONE, "86138"),
        (K.PHONE, "86139"),
        (K.ACCOUNT, "622"),
        (K.GROUP, "C-9"),
        (K.ADDRESS, "westst"),
        (K.PERSON, "p"),
    } == Party.of_customer(card).identifiers()
    headed = Party.of_customer(card, group=CustomerId("C-0"))
    assert (CustomerId("C-0"),) == headed.groups


def test_a_parent_and_its_subsidiary_are_of_one_group() -> None:
    """The parent's own card names no parent, and still stands for the group."""
    parent = Customer(id=CustomerId("C-9"), name="Wang Group")
    child = Customer(id=CustomerId("C-1"), name="Wang Tiles", parent_id=parent.id)
    shared = Party.of_customer(parent).identifiers() & Party.of_customer(child).identifiers()

    assert {(K.GROUP, "C-9")} == shared


def test_what_a_naming_tells() -> None:
    """A name is no identity; what was left blank matches nothing."""
    bare = Party.of_prospect(Prospect(name="Li Lei", firm="Li"))
    told = Party.of_prospect(
        Prospect(
            name="Li",
            phone="138",
            email="A@b",
            tax_no="t",
            address="x",
            customer_id=CustomerId("C"),
        )
    )

    assert frozenset() == bare.identifiers()
    assert {K.CUSTOMER, K.PHONE, K.EMAIL, K.TAX_NO, K.ADDRESS} == {
        kind for kind, _ in told.identifiers()
    }


def test_what_is_known_of_one_party_is_joined() -> None:
    """Both tell of the same party."""
    both = Party(phones=("1",)).joined(Party(phones=("2",), emails=("a@b",)))

    assert (("1", "2"), ("a@b",)) == (both.phones, both.emails)


def test_nothing_of_a_party_is_in_its_repr() -> None:
    """All of it is personal."""
    values = {part.name: ("secret-7",) for part in attrs.fields(Party)}

    assert "secret" not in repr(Party(**values))  # type: ignore[arg-type]
