"""Validators that the documents of the ledger share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pendulum import Date

from clientcare.domain import _checks
from clientcare.domain.money import Money
from clientcare.errors import CurrencyMismatchError, InvalidValueError


def check_amount(owner: object, field: _checks.Field, value: object) -> None:
    if not isinstance(value, Money) or value.minor < 0:
        _checks.refuse(owner, field, value, "Money, 0 or more")


SOME_DATE: Final = _checks.maybe(_checks.date)
SOME_KEY: Final = _checks.maybe(_checks.key)


def not_before(field: str, day: Date | None, start: Date | None, name: str) -> None:
    if day is not None and start is not None and day < start:
        raise InvalidValueError(field, day.isoformat(), f"not before {name} ({start.isoformat()})")


def one_currency(field: str, amounts: Iterable[Money | None], currency: str) -> None:
    for amount in amounts:
        if amount is not None and amount.currency != currency:
            raise CurrencyMismatchError(field, amount.currency, f"all in {currency}")


def unique(field: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise InvalidValueError(field, key, "no number or id twice")
        seen.add(key)
