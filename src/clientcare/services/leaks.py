"""
Does a text tell who must not be told (R4, policies 5d)?

A leak is any identifier of the person, whatever its case, width, spacing or escaping
(JSON, Python, HTML, URL), or a hash of it. What is found is told by kind, never by value.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from urllib.parse import unquote, unquote_plus

import attrs
from attrs import field

from clientcare.domain import _checks as check
from clientcare.domain.customer import Customer
from clientcare.domain.identity import IdentifierKind, comparable
from clientcare.domain.privacy import personal

_LAYERS: Final = 4
_LEAST_LETTERS: Final = 4
_LEAST_CJK: Final = 2
_LONG: Final = 6
_HASH_DIGITS: Final = 16
_KEY_DIGITS: Final = 8  # no writing that is searched is shorter: six bytes in base64 are eight
_HASHES: Final = (
    *("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s"),
    *("sha3_224", "sha3_256", "sha3_384", "sha3_512"),
)
_HOME: Final = "86"
_TAG: Final = re.compile(r"<[/!a-zA-Z][^<>]*>")
_MOBILE: Final = re.compile(r"(\d{3})(\d{4})(\d{4})")
_CJK: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]+")
_texts: Final = check.tuple_of(check.text())


@attrs.frozen(kw_only=True)
class Secrets:
    """
    What identifies a person who must not be told of.

    Attributes:
        names: Names; each part of two or more Chinese, Japanese or Korean characters,
            or of four or more other letters, counts by itself.
        numbers: Ids, phone numbers, tax numbers, accounts and whatever else is a key.
        emails: E-mail addresses.
        addresses: Addresses.
    """

    names: tuple[str, ...] = field(default=(), validator=_texts, repr=False, metadata=personal())
    numbers: tuple[str, ...] = field(default=(), validator=_texts, repr=False, metadata=personal())
    emails: tuple[str, ...] = field(default=(), validator=_texts, repr=False, metadata=personal())
    addresses: tuple[str, ...] = field(
        default=(), validator=_texts, repr=False, metadata=personal()
    )

    @classmethod
    def of_customer(cls, customer: Customer) -> Secrets:
        """Return what identifies a customer and the people on its card."""
        people = customer.contacts
        numbers = (
            customer.id,
            customer.phone,
            customer.tax_no,
            customer.registration_no,
            *(bank.account_no for bank in customer.bank_accounts),
            *(one.person_id for one in people),
            *(one.phone for one in people),
        )
        return cls(
            names=_known(customer.name, *(one.name for one in people)),
            numbers=_known(*numbers),
            addresses=_known(customer.address, *(one.home_address for one in people)),
        )


@attrs.frozen(kw_only=True)
class Leak:
    """
    One thing that was told.

    Attributes:
        what: ``name``, ``number``, ``email`` or ``address``.
        hashed: It was told by a hash, or by its bytes in another writing.
    """

    what: str
    hashed: bool = False


class LeakSearch:
    """
    Searches texts for what identifies one person.

    Args:
        secrets: What identifies the person.
    """

    def __init__(self, secrets: Secrets) -> None:
        told = (
            ("name", secrets.names),
            ("number", secrets.numbers),
            ("email", secrets.emails),
            ("address", secrets.addresses),
        )
        self._plain: list[tuple[str, Callable[[str, str], bool]]] = []
        self._hashes: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for what, values in told:
            for value in values:
                forms = {value, *(_parts(value) if what == "name" else ())}
                if what == "number":
                    forms |= _without_country(value)
                self._plain += [(what, _finder(form)) for form in sorted(forms)]
                if what == "number":
                    forms |= _phone_spellings(value)  # a hash is of one spelling alone
                for digest in _digests(forms):
                    self._hashes[digest[:_KEY_DIGITS]].add((what, digest))

    def find(self, text: str | bytes) -> tuple[Leak, ...]:
        """Return what *text* tells, each kind once; nothing is a clean text."""
        found: set[Leak] = set()
        raw = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        for layer in _layers(raw):
            plain = unicodedata.normalize("NFKC", layer).casefold()
            squeezed = _squeezed(plain)
            found |= {Leak(what=what) for what, tells in self._plain if tells(plain, squeezed)}
            whole = "".join(layer.split())
            found |= {*self._hashed(squeezed), *self._hashed(whole)}
        return tuple(sorted(found, key=lambda leak: (leak.what, leak.hashed)))

    def _hashed(self, text: str) -> Iterator[Leak]:
        for at in range(len(text)):
            for what, digest in self._hashes.get(text[at : at + _KEY_DIGITS], ()):
                if text.startswith(digest, at):
                    yield Leak(what=what, hashed=True)


def find_leaks(text: str | bytes, secrets: Secrets) -> tuple[Leak, ...]:
    """Return what *text* tells of *secrets*; for many texts make one `LeakSearch`."""
    return LeakSearch(secrets).find(text)


# --- how a value is looked for --------------------------------------------------


def _parts(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", name)
    found = {part for part in _CJK.findall(plain) if len(part) >= _LEAST_CJK}
    others = re.findall(r"[^\W\d_]+", _CJK.sub(" ", plain))
    return found | {part for part in others if len(part) >= _LEAST_LETTERS}


def _without_country(number: str) -> set[str]:
    """Return a number as it is compared, and without the country code that may be put before."""
    told = comparable(IdentifierKind.PHONE, number)
    if len(told) < _LONG or any(one.isalpha() for one in number):
        return set()
    return {told, told.removeprefix(_HOME)}


def _phone_spellings(number: str) -> set[str]:
    """Return how a phone number is usually written, with its country code and without."""
    bodies = _without_country(number)
    if not bodies:
        return set()
    told = max(bodies, key=len)
    body = min(bodies, key=len)
    code = told.removesuffix(body)
    written = {body, *(_MOBILE.sub(rf"\1{gap}\2{gap}\3", body) for gap in "- ")}
    before = {"", f"+{code}", f"+{code} ", f"+{code}-", code, f"00{code}", "0" if code else ""}
    return {start + one for start in before for one in written}


def _finder(value: str) -> Callable[[str, str], bool]:
    """Return a test of a layer: folded, and squeezed to letters and digits."""
    wanted = _squeezed(unicodedata.normalize("NFKC", value).casefold())
    if not wanted:
        return lambda _, __: False
    cjk = all(_CJK.fullmatch(one) for one in wanted)
    if len(wanted) >= (_LEAST_CJK if cjk else _LONG):
        return lambda _, squeezed: wanted in squeezed
    # Short ones stand by themselves, their characters perhaps apart: w-a-n-g, but no "new angle".
    edge = r"[^\W\d_]" if wanted.isalpha() else r"[^\W_]"
    spaced = r"[\W_]*".join(map(re.escape, wanted))
    pattern = re.compile(f"(?<!{edge}){spaced}(?!{edge})")
    return lambda plain, _: pattern.search(plain) is not None


def _squeezed(folded: str) -> str:
    return "".join(one for one in folded if one.isalnum())


def _digests(forms: Iterable[str]) -> Iterator[str]:
    for form in forms:
        normal = unicodedata.normalize("NFKC", form)
        if len(_squeezed(normal)) < _LEAST_CJK:
            continue
        writings = {form, form.strip(), normal, form.lower(), form.upper(), form.casefold()}
        writings.add(_squeezed(normal.casefold()))
        for data in sorted({one.encode() for one in writings}):
            for name in _HASHES:
                digest = hashlib.new(name, data, usedforsecurity=False).digest()
                yield digest.hex()[:_HASH_DIGITS]
                yield base64.b64encode(digest).decode()[:_HASH_DIGITS]
                yield base64.urlsafe_b64encode(digest).decode()[:_HASH_DIGITS]
            if len(data) >= _LONG:
                yield data.hex()
                yield base64.b64encode(data).decode().rstrip("=")


# --- what a text may be wrapped in ----------------------------------------------


def _layers(text: str) -> set[str]:
    """Return *text*, and all that it can be unescaped to in a few steps."""
    found, latest = {text}, {text}
    for _ in range(_LAYERS):
        latest = {decode(one) for one in latest for decode in _DECODERS} - found
        found |= latest
    return found


def _unescaped(text: str) -> str:
    """Return *text* with the escapes of JSON and of Python resolved."""
    parts = re.sub(
        r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\U([0-9a-fA-F]{8})",
        lambda found: _character(int(found[1] or found[2] or found[3], 16)),
        text,
    )
    joined = parts.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return re.sub(r"\\[nrt]", " ", joined).replace("\\", "")


def _untagged(text: str) -> str:
    """Return *text* without the tags of HTML, which may stand within a name."""
    return _TAG.sub("", text)


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else ""  # noqa: PLR2004 - the last that there is


_DECODERS: Final[tuple[Callable[[str], str], ...]] = (
    _unescaped,
    _untagged,
    html.unescape,
    unquote,
    unquote_plus,
)


def _known(*values: str | None) -> tuple[str, ...]:
    return tuple(value for value in values if value)
