"""Whether a text tells who must not be told (R4, policies 5d)."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from clientcare.domain.customer import BankAccount, Contact, Customer
from clientcare.domain.ids import CustomerId, PersonId
from clientcare.domain.scales import ContactRole
from clientcare.services.leaks import Leak, LeakSearch, Secrets, find_leaks

CARD = Customer(
    id=CustomerId("KH-0715"),
    name="王记瓷砖 Öztürk & Söhne",
    phone="0571-8888 7777",
    tax_no="91330100MA1FL4X",
    address="West Lake Road 12",
    bank_accounts=(BankAccount(bank="B", account_no="6222 0001 2345"),),
    contacts=(
        Contact(
            role=ContactRole.PRINCIPAL,
            name="Wang Li",
            person_id=PersonId("P7"),
            phone="13812345678",
        ),
    ),
)
SEARCH = LeakSearch(Secrets.of_customer(CARD))


def kinds(text: str) -> set[str]:
    """Return what a text tells."""
    return {leak.what for leak in SEARCH.find(text)}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("dear 王记瓷砖", "name"),
        ("王 记 瓷 砖", "name"),
        ("王記瓷砖 of ÖZTÜRK", "name"),
        ("ozturk? no: o\u0308zturk", ""),
        ("W A N G wrote", "name"),
        ("ｗａｎｇ", "name"),
        ("wang-li", "name"),
        ("a new angle, lipstick", ""),
        ("swang", ""),
        ("kh0715", "number"),
        ("KH 0715", "number"),
        ("call 057188887777", "number"),
        ("+86 571 8888 7777", "number"),
        ("138-1234-5678", "number"),
        ("P7 said", "number"),
        ("P70 and XP7", ""),
        ("913301 00ma1fl4x", "number"),
        ("6222-0001-2345", "number"),
        ("at WEST LAKE ROAD, 12", "address"),
        ("Dear Li Lei, welcome", ""),
    ],
)
def test_plain_texts(text: str, what: str) -> None:
    """Whatever the case, the width and the spacing; a word that only holds the letters is none."""
    assert ({what} if what else set()) == kinds(text)


WRAPPINGS: dict[str, Callable[[str], str]] = {
    "json": json.dumps,
    "json in json": lambda text: json.dumps(json.dumps(text)),
    "python": ascii,
    "html": html.escape,
    "html numbers": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "html hex": lambda text: "".join(f"&#x{ord(one):x};" for one in text),
    "url": quote,
    "url plus": quote_plus,
    "url in json": lambda text: json.dumps(quote(text)),
    "json in url": lambda text: quote(json.dumps(text)),
    "upper": str.upper,
    "spaced": "\u200b ".join,
}


@pytest.mark.parametrize("wrap", WRAPPINGS.values(), ids=WRAPPINGS.keys())
@pytest.mark.parametrize(
    "value", ["王记瓷砖", "Öztürk", "Wang Li", "KH-0715", "13812345678", "West Lake Road 12"]
)
def test_wrapped_texts(wrap: Callable[[str], str], value: str) -> None:
    """JSON, Python, HTML and URL hide nothing, nor does one in another."""
    assert SEARCH.find(f"x {wrap(value)} y")


@pytest.mark.parametrize(
    "name", ["md5", "sha1", "sha256", "sha512", "sha3_512", "blake2b", "blake2s"]
)
@pytest.mark.parametrize("value", ["KH-0715", "13812345678", "王记瓷砖", "kh-0715"])
def test_hashes(name: str, value: str) -> None:
    """A hash is a leak, cut off at sixteen digits and in base64 too."""
    digest = hashlib.new(name, value.encode(), usedforsecurity=False).digest()

    for told in (digest.hex(), digest.hex().upper(), digest.hex()[:16]):
        assert any(leak.hashed for leak in SEARCH.find(f"ref={told}"))
    assert any(leak.hashed for leak in SEARCH.find(base64.b64encode(digest).decode()))


@pytest.mark.parametrize(
    "spelling",
    [
        "+8613812345678",
        "+86 138 1234 5678",
        "0086138-1234-5678",
        "138-1234-5678",
        "138 1234 5678",
        "+8657188887777",
        "057188887777",
    ],
)
def test_hashes_of_the_usual_spellings_of_a_phone(spelling: str) -> None:
    """However it was written before it was hashed."""
    assert SEARCH.find(hashlib.sha256(spelling.encode()).hexdigest())


def test_the_hash_of_a_phone_abroad() -> None:
    """A number with another country's code has its spellings too."""
    search = LeakSearch(Secrets(numbers=("+49 30 1234567",)))

    assert search.find(hashlib.sha256(b"+49301234567").hexdigest())
    assert search.find(hashlib.sha256(b"0049301234567").hexdigest())


def test_tags_within_a_name() -> None:
    """What a browser shows together is told together."""
    assert {"name"} == kinds("<p>王<b>记</b>瓷<i class='x'>砖</i></p>")
    assert {"name"} == kinds("&lt;b&gt;王&lt;/b&gt;记瓷砖")


def test_bytes_in_another_writing() -> None:
    """Base64 and hex of the value itself are leaks, and so is its text in bytes."""
    data = b"13812345678"

    assert SEARCH.find(base64.b64encode(data))
    assert SEARCH.find(data.hex())
    assert (Leak(what="number"),) == SEARCH.find(b"13812345678 \xff")


def test_what_is_found_is_told_by_kind() -> None:
    """The search itself tells nothing."""
    secrets = Secrets(names=("Wang Li",), emails=("wang@example.com",), numbers=("--",))
    found = find_leaks("mail to WANG@EXAMPLE.COM", secrets)

    assert {"name", "email"} == {leak.what for leak in found}
    assert "Wang" not in repr(found) + repr(secrets)


def test_nothing_to_hide() -> None:
    """Without identifiers every text is clean."""
    assert () == find_leaks("anything \\U99999999", Secrets())
