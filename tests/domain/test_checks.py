"""Validators of domain fields."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pendulum
import pytest
from pendulum import Date

from clientcare.domain import _checks as check
from clientcare.domain.scales import Tier
from clientcare.errors import InvalidValueError

NOON = pendulum.datetime(2026, 1, 31, 12)


@attrs.frozen
class Owner:
    """Something with a field."""

    box: object = None


FIELD = attrs.fields(Owner).box


def passes(rule: check.Check, value: object) -> bool:
    """Tell whether *rule* lets *value* pass, or refuses it by the field's name."""
    try:
        rule(Owner(), FIELD, value)
    except InvalidValueError as refusal:
        return refusal.field != "Owner.box"
    return True


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        (check.a(Tier), [Tier.A], ["A", None]),
        (check.a(int), [1, -1], [True, 1.0, "1"]),
        (check.a(int, bool), [1, True], ["1"]),
        (check.maybe(check.a(Tier)), [None, Tier.A], ["A", ""]),
        (check.tuple_of(check.whole()), [(), (1, 2)], [[1], (1, -1), None, "12"]),
        (check.tuple_of(check.whole(), least=1), [(1,)], [()]),
        (check.none_twice(check.whole()), [(), (1, 2)], [(1, 1), [1], (1, "1")]),
        (check.text(), ["x", " x ", "a\nb", "x" * 10_000], ["", "  ", "\n", "x" * 10_001, 1, b"x"]),
        (check.text(least=0), ["", " ", "x"], [None]),
        (check.text(), ["😀", "\u202e"], ["\ud800", "a\udfff"]),
        (check.key, ["x", " ", "客", "x" * 255, "a/b%c'"], ["", "x" * 256, "a\0b", "\ud800", 1]),
        (check.whole(), [0, 10**30], [-1, True, 1.0, "1", Decimal(1)]),
        (check.whole(least=None), [-(10**30)], [1.0]),
        (check.whole(least=1, most=3), [1, 3], [0, 4]),
        (check.decimal(), [Decimal(0), Decimal("1E+9")], [Decimal(-1), 0, 0.5, Decimal("NaN")]),
        (check.decimal(least=None), [Decimal(-1)], [Decimal("-Infinity"), Decimal("sNaN")]),
        (check.decimal(most="2"), [Decimal("2.0")], [Decimal("2.01")]),
        (check.share, [Decimal(0), Decimal(1)], [Decimal("1.1"), Decimal("-0.1"), 1]),
        (check.zone, ["Asia/Shanghai", "UTC"], ["", "Asia", "../x", "Mars/Base", None, "a\0b"]),
        (check.instant, [NOON], [NOON.naive(), Date(2026, 1, 31), "2026-01-31T12:00Z", None]),
        (check.date, [Date(2026, 1, 31)], [NOON, "2026-01-31", None]),
    ],
)
def test_rule(rule: check.Check, right: list[object], wrong: list[object]) -> None:
    """Each rule lets pass what it should, and refuses the rest."""
    assert [True] * len(right) == [passes(rule, value) for value in right]
    assert [False] * len(wrong) == [passes(rule, value) for value in wrong]


def test_arguments_are_handed_back() -> None:
    """A checked argument is the argument."""
    assert NOON is check.require_instant("now", NOON)
    day = Date(2026, 1, 31)
    assert day is check.require_date("as_of", day)


def test_wrong_arguments_are_named() -> None:
    """A refused argument is named as the caller knows it."""
    with pytest.raises(InvalidValueError, match=r"^now: "):
        check.require_instant("now", NOON.naive())
    with pytest.raises(InvalidValueError, match=r"^as_of: "):
        check.require_date("as_of", NOON)
